/**
 * A thread in IPC: the message in its hands, the phone and the box that it works on, and where what
 * it is in continues.
 *
 * The functions of ipc.c call each other; a step that ends one goes on at the step that its caller
 * has left in RET_CALL (of a send, an answer, a wait) or RET_IPC (of a hang-up).
 */
import { isSet } from '../designs/asking.ts';
import { boxOf } from '../record/ipc-objects.ts';
import { LOCAL, PHONE, RECORD, RET_CALL } from '../record/layout.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';

/** The message in t's hands. */
export function messageOf(k: Kernel, t: number): number {
  return k.get(t, LOCAL) - 1;
}

/** Where the send, the answer or the preprocessing that t is in continues; it is left then. */
export function takeRetCall(k: Kernel, t: number): number {
  const ret = k.get(t, RET_CALL);
  k.set(t, RET_CALL, 0);
  return ret;
}

/** The phone that t works on: in a clean-up one that it has found, else its op's. */
export function phoneOf(k: Kernel, t: number): number {
  if (k.program.depth > PHONE - RET_CALL && k.get(t, PHONE) !== 0) return k.get(t, PHONE) - 1;
  return k.op(t).phone;
}

/** The answerbox of t's task. */
export function ownBox(k: Kernel, t: number): number {
  return boxOf(k, k.program.lanes[t].task);
}

/** What the boundary keeps of a synchronous call that has been sent. */
export function leaveCall(k: Kernel, t: number): void {
  if (isSet(k.op(t).policies, 'syncCall=two-stage')) k.set(t, RECORD, k.get(t, LOCAL));
  k.set(t, LOCAL, 0);
}

/** copy_from_uspace() of the arguments of a slow call fails, now. */
export function cannotReadArgs(k: Kernel, t: number): boolean {
  const { badBuffer, mapping } = k.op(t);
  return badBuffer || (mapping !== NONE && k.word(mapping) === 0);
}
