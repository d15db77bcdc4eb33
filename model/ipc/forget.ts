/**
 * Forgetting a call: ipc_forget_call of kernel/generic/src/ipc/ipc.c, 2026.
 *
 *     forget_lock and active_calls_lock: forget; off the sender's active calls; unlock both
 *     phone.active_calls--, TASK->answerbox.active_calls--; put the phone; the method's part
 *     (CONNECT_ME_TO: its unpublished phone goes); put the call
 *
 * "Either answered or forgotten" is one step, as the two locks are held together. Merged: what comes
 * after it, each an atomic counter or a reference that is put: nobody reads two of them together,
 * and who waits for the counters is the task that forgets. The second
 * counter is that of the task's own box, also where the call was counted at a private one.
 */
import { addCallRef, putCall, putPhone } from './caps.ts';
import { CONNECT_ME_TO } from './methods.ts';
import { flagged, lowerFlag, raiseFlag, removeActive, callerPhone } from '../record/ipc-objects.ts';
import { dropPhone } from './phones.ts';
import { privOf, setPriv } from './preprocess.ts';
import { ACTIVE, ACTIVE_CALLS, ARG5_CLEARED, BOX_ACTIVE_CALLS, FORGET } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';

/** Under both locks: from here on the answer goes to nobody. */
export function forget(k: Kernel, m: number): void {
  raiseFlag(k, m, FORGET);
  lowerFlag(k, m, ACTIVE);
  removeActive(k, m);
  addCallRef(k, m);
}

/**
 * The rest, with no lock held: the kernel takes the call out of the counter of its task's own box.
 * False: it frees capability 0, which is an assertion.
 */
export function settleForgotten(k: Kernel, m: number, box: number): boolean {
  const { method } = k.program.messages[m];
  const phone = callerPhone(k, m);
  k.setPhone(phone, ACTIVE_CALLS, k.phone(phone, ACTIVE_CALLS) - 1);
  k.setBox(box, BOX_ACTIVE_CALLS, k.box(box, BOX_ACTIVE_CALLS) - 1);
  putPhone(k, phone);
  const p = privOf(k, m);
  if (method === CONNECT_ME_TO && p >= 0) {
    if (flagged(k, m, ARG5_CLEARED)) return false;
    setPriv(k, m, -1);
    dropPhone(k, p);
  }
  putCall(k, m);
  return true;
}
