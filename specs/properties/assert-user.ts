/**
 * User code: U1 of states, and what U1 and U2 need to have seen. What U2 asks of the whole graph is
 * `livelock/traps.ts`.
 *
 * A test whose lanes can neither loop nor poll nor wait has no U2 to break; one without an assert and
 * without a section has no U1, and asserts none (litmus/calls/asserted.ts).
 */
import { OP, PC } from '../../model/record/layout.ts';
import type { Op } from '../../model/record/program.ts';
import type { Kernel } from '../../model/record/state.ts';
import { someThread } from './every-thread.ts';

/** U1: no assert has failed, no section was overfull. Each leaves a mark for ever. */
export function everyAssertHolds(k: Kernel): boolean {
  return k.marks === 0;
}

/** U1: an assert is about to be evaluated, or a section entered while somebody else may want it too. */
export function somethingAsserted(k: Kernel): boolean {
  return someThread(k, (_, t) => {
    const { act } = k.op(t);
    if (act?.is === 'assert') return true;
    return act?.is === 'enter' && othersNear(k, act.section, t);
  });
}

/** Another lane is in the innermost procedure, or among the cells of the lane, that enters it. */
function othersNear(k: Kernel, section: number, t: number): boolean {
  const { around } = k.program.sections[section];
  return someThread(k, (_, other) => {
    if (other === t || k.get(other, PC) === 0) return false;
    const op = k.get(other, OP);
    return around[other].some(({ from, to }) => op >= from && op < to);
  });
}

/** U2: a lane is where it may stay for ever: in a loop, at an `until`, or in a call that waits. */
export function maySomebodyStay(k: Kernel): boolean {
  return someThread(k, (_, t) => mayStay(k.op(t)));
}

function mayStay({ repeats, act, waits }: Op): boolean {
  return repeats || act?.is === 'until' || waits !== 'nothing';
}
