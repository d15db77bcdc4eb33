/**
 * B and H of R7: the most steps that a thread takes, and that it waits for lock holders to take,
 * from an abort request to its boundary. Read off every state of a complete search.
 */
import type { Exploration } from '../../checker/exploration.ts';
import { ABORT, HOLDER_STEPS, OP, OWN_STEPS, PC, RET } from '../../model/record/layout.ts';
import type { Machine } from '../../model/machine.ts';
import type { Kernel } from '../../model/record/state.ts';
import { HELD } from '../../model/proc/boundary.ts';
import { RESTART } from '../../model/syscall/syscall.ts';
import { LEAVE } from '../../model/proc/thread-exit.ts';
import type { AssertionResult, Latency } from '../../reports/data.ts';
import type { Subject } from '../search/search.ts';

const EXIT_CALL = 'thread_exit';

export function latencies(
  subject: Subject,
  exploration: Exploration,
  assertions: readonly AssertionResult[],
): Latency[] {
  const r7 = assertions.find(({ id }) => id === 'R7');
  if (r7 === undefined || exploration.stopped !== 'complete' || exploration.reduced) return [];
  const worst = new Map<string, { own: number; holder: number }>();
  const { kernel } = exploration.model as Machine;
  const { arena } = exploration.seen;
  for (let id = 0; id < exploration.states; id++) {
    kernel.bind(arena.chunkOf(id), arena.atOf(id));
    for (let t = 0; t < kernel.threads; t++) {
      const left = stepsLeft(kernel, t);
      if (left < 0) continue;
      const call = left > 0 ? EXIT_CALL : callOf(kernel, t);
      const known = worst.get(call) ?? { own: 0, holder: 0 };
      worst.set(call, {
        own: Math.max(known.own, kernel.optional(t, OWN_STEPS) + left),
        holder: Math.max(known.holder, kernel.optional(t, HOLDER_STEPS)),
      });
    }
  }
  const bounded = r7.verdict !== 'VIOLATED';
  return [...worst].map(([call, { own, holder }]) => ({
    call,
    revision: subject.revision,
    design: subject.design.name,
    ownSteps: bounded ? own : null,
    holderSteps: bounded ? holder : null,
    test: subject.litmus.name,
  }));
}

/**
 * 0: t is held at the boundary. 1: it was asked to stop in thread_exit, whose one step is its last:
 * it is never held, its end is its boundary. -1: neither.
 */
function stepsLeft(k: Kernel, t: number): number {
  const pc = k.get(t, PC);
  if (pc === HELD) return 0;
  return pc === LEAVE && k.has(t, ABORT) ? 1 : -1;
}

/** The call that a held thread was stopped in; one that completed is the one before. */
function callOf(k: Kernel, t: number): string {
  const { ops } = k.program.lanes[t];
  const ret = k.get(t, RET);
  const current = ops[k.get(t, OP)];
  const goesOn = ret === RESTART || (current !== undefined && ret === current.after && ret !== 0);
  return goesOn ? current.call : ops[k.get(t, OP) - 1].call;
}
