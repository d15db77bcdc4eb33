/**
 * What contradicts R17, with the steps that it is about: who came first, who stands in front of whom
 * at the end, and when either took its place.
 */
import type { Trace } from '../../checker/trace.ts';
import type { Machine } from '../../model/machine.ts';
import { arrivalsAt } from '../../model/record/ghosts.ts';
import type { Kernel } from '../../model/record/state.ts';

/**
 * `P0 came to q in step 3, P1 in step 6, and since step 9 P0 stands behind P1: q has [P1 P0]`; empty where
 * every queue is in the order of arrival.
 */
export function placeFacts({ kernel, recordSize }: Machine, trace: Trace): string {
  const last = trace.rules.length;
  const at = (step: number): Kernel => {
    kernel.bind(trace.records, step * recordSize);
    return kernel;
  };
  const facts = kernel.program.queues.flatMap(({ name }, q) => {
    const sleepers = sleepersOf(at(last), q);
    const passed = firstPassed(arrivalsOf(at(last), q), sleepers);
    if (passed === null) return [];
    const [loser, winner] = passed;
    const arrival = (t: number) => since(last, (i) => arrivalsOf(at(i), q).includes(t));
    const again = since(last, (i) => sleepersOf(at(i), q).includes(loser));
    const nameOf = (t: number): string => kernel.program.lanes[t].name;
    const [first, second] = [nameOf(loser), nameOf(winner)];
    return [
      `${first} came to ${name} in step ${arrival(loser)}, ${second} in step ${arrival(winner)}, and since ` +
        `step ${again} ${first} stands behind ${second}: ${name} has [${sleepers.map(nameOf).join(' ')}]`,
    ];
  });
  at(last);
  return facts.join('; ');
}

/** Two sleepers that do not stand as they came: who came first, and who stands in front. */
function firstPassed(
  came: readonly number[],
  stand: readonly number[],
): readonly [number, number] | null {
  for (const [i, winner] of stand.entries()) {
    const before = new Set(came.slice(0, Math.max(0, came.indexOf(winner))));
    const loser = stand.slice(i + 1).find((t) => before.has(t));
    if (loser !== undefined) return [loser, winner];
  }
  return null;
}

/** The step with which that became true which is true after step `last`. */
function since(last: number, holds: (step: number) => boolean): number {
  let step = last;
  while (step > 0 && holds(step - 1)) step--;
  return step;
}

function arrivalsOf(k: Kernel, q: number): readonly number[] {
  const at = arrivalsAt(k, q);
  return Array.from({ length: k.bytes[at] }, (_, i) => k.bytes[at + 1 + i]);
}

function sleepersOf(k: Kernel, q: number): readonly number[] {
  return Array.from({ length: k.sleepers(q) }, (_, i) => k.sleeper(q, i));
}
