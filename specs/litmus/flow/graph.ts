/**
 * What follows from the instructions of a lane alone: which steps may come again, whether a loop has
 * no step in it, and which registers nobody will read any more.
 */
import { quoted, type Refuse } from '../litmus-error.ts';
import type { FlatTest, Instr, Step, Sum, Then } from './flat.ts';

/** The instructions that may come after one, by number; the end is one behind the last. */
export function followers(code: readonly Instr[], at: number): readonly number[] {
  const instr = code[at];
  if (instr === undefined) return [];
  if (instr.is === 'jump') return [instr.to.at];
  if (instr.is === 'test') return [at + 1, instr.no.at];
  if (instr.is === 'set') return [at + 1];
  return [at + 1, ...elsewhere(instr.step)];
}

function elsewhere(step: Step): readonly number[] {
  if (step.is === 'any') return [step.no.at];
  const then = 'then' in step ? step.then : null;
  return then?.is === 'test' ? [then.no.at] : [];
}

/** Refuses a loop of what is only about registers: it would go round within one step. */
export function refuseEmptyLoops(code: readonly Instr[], refuse: Refuse): void {
  const state = new Uint8Array(code.length + 1);
  const visit = (from: number): void => {
    const stack = [{ at: from, next: 0 }];
    state[from] = 1;
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      const ways = code[top.at]?.is === 'step' ? [] : followers(code, top.at);
      if (top.next === ways.length) {
        state[top.at] = 2;
        stack.pop();
        continue;
      }
      const to = ways[top.next++];
      if (code[to]?.is === 'step' || state[to] === 2) continue;
      if (state[to] === 1)
        refuseLoop(
          code,
          stack.map(({ at }) => at).slice(stack.findIndex(({ at }) => at === to)),
          refuse,
        );
      state[to] = 1;
      stack.push({ at: to, next: 0 });
    }
  };
  for (const at of code.keys()) if (state[at] === 0 && code[at].is !== 'step') visit(at);
}

/** A loop is called by the label, or the word, to which it jumps back. */
function refuseLoop(code: readonly Instr[], loop: readonly number[], refuse: Refuse): never {
  const jumps = loop.map((at) => code[at]).filter((instr) => instr.is === 'jump');
  const back = jumps.find(({ to }, i) => to.at <= loop[0] || i === jumps.length - 1) ?? jumps[0];
  const name = back?.name ?? 'while';
  const place = back?.place ?? { line: 1, column: 1 };
  return refuse(
    place,
    `${quoted(name)}: a loop without a step`,
    'a shared access or a system call in every loop',
  );
}

/** The instructions that can come again after themselves. */
export function onCycles(code: readonly Instr[]): Set<number> {
  const cyclic = new Set<number>();
  for (const start of code.keys()) {
    if (code[start].is !== 'step') continue;
    const seen = new Set<number>(followers(code, start));
    for (const at of seen) for (const next of followers(code, at)) seen.add(next);
    if (seen.has(start)) cyclic.add(start);
  }
  return cyclic;
}

/** At each instruction, and at the end, the registers that are read before they are set again. */
export function liveAt(code: readonly Instr[], always: ReadonlySet<string>): ReadonlySet<string>[] {
  const live: Set<string>[] = Array.from({ length: code.length + 1 }, () => new Set(always));
  for (let isChanging = true; isChanging;) {
    isChanging = false;
    for (let at = code.length - 1; at >= 0; at--) {
      const { reads, sets } = usesOf(code[at]);
      const before = live[at].size;
      for (const next of followers(code, at)) {
        for (const name of live[next]) if (name !== sets || always.has(name)) live[at].add(name);
      }
      for (const name of reads) live[at].add(name);
      isChanging ||= live[at].size > before;
    }
  }
  return live;
}

/** Every register that some instruction sets. */
export function registersIn(code: readonly Instr[]): Set<string> {
  return new Set(code.flatMap((instr) => usesOf(instr).sets ?? []));
}

interface Uses {
  readonly reads: readonly string[];
  readonly sets: string | null;
}

function usesOf(instr: Instr): Uses {
  if (instr.is === 'jump') return { reads: [], sets: null };
  if (instr.is === 'set') return { reads: ofSum(instr.value), sets: instr.register };
  if (instr.is === 'test') return { reads: ofTest(instr.test), sets: null };
  return ofStep(instr.step);
}

function ofStep(step: Step): Uses {
  switch (step.is) {
    case 'call': {
      // A register among the arguments names a request; other names are no registers.
      const named = step.args.flatMap((arg) => (arg.is === 'names' ? arg.names : []));
      const computed = [...step.sums.values()].flatMap((sum) => ofSum(sum));
      return { reads: [...named, ...computed], sets: step.register };
    }
    case 'read':
      return ofThen(step.then, []);
    case 'cas':
    case 'exchange':
    case 'fetch_add':
      return ofThen(
        step.then,
        step.values.flatMap((sum) => ofSum(sum)),
      );
    case 'write':
      return { reads: ofSum(step.value), sets: null };
    case 'until':
      return {
        reads: step.tests.flatMap(({ test, cas }) => [
          ...ofTest(test),
          ...ofSum(cas?.value ?? null),
        ]),
        sets: null,
      };
    case 'assert':
      return { reads: ofTest(step.test), sets: null };
    default:
      return { reads: [], sets: null };
  }
}

function ofThen(then: Then, reads: readonly string[]): Uses {
  if (then === null) return { reads, sets: null };
  if (then.is === 'test') return { reads: [...reads, ...ofTest(then.test)], sets: null };
  return { reads: [...reads, ...ofSum(then.value)], sets: then.register };
}

function ofTest({ left, right }: FlatTest): string[] {
  return [...ofSum(left), ...ofSum(right)];
}

function ofSum(sum: Sum | null): string[] {
  return (sum?.terms ?? []).flatMap(({ operand }) =>
    operand.is === 'register' ? [operand.name] : [],
  );
}
