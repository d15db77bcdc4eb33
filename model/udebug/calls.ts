/**
 * The calls that a session owes an answer: begin_call of the task, go_call of each thread
 * (kernel/generic/include/udebug/udebug.h).
 */
import { BEGIN_CALL, GO_CALL } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';

/** -1 is NULL. */
export function takeBeginCall(k: Kernel, s: number): number {
  const m = k.session(s, BEGIN_CALL) - 1;
  k.setSession(s, BEGIN_CALL, 0);
  return m;
}

/** "Make sure nobody takes this call away from us"; -1 is NULL. */
export function takeGoCall(k: Kernel, t: number): number {
  const m = k.hook(t, GO_CALL) - 1;
  k.setHook(t, GO_CALL, 0);
  return m;
}
