/**
 * What the kernel does with a received message before user space sees it: process_answer() and
 * process_request() of kernel/generic/src/ipc/sysipc.c, and 2026's ipc/ops/.
 *
 *     answer    EHANGUP of a forwarded call becomes EFORWARD; CONNECT_ME_TO: refused, its phone is
 *               freed; accepted, 2026 publishes its handle; a buffer is copied to user memory
 *     request   CONNECT_TO_ME: a phone for the receiver (none left: 2012 answers ELIMIT and waits
 *               again; 2026 passes it on without one); DEBUG: dropped
 */
import { putCall } from './caps.ts';
import { CONNECT_ME_TO } from './methods.ts';
import { flagged, lowerFlag } from '../record/ipc-objects.ts';
import { dropPhone, freeSlot } from './phones.ts';
import { freeCall, privOf, setPriv } from './preprocess.ts';
import {
  BUFFER,
  DANGLING,
  FORWARDED,
  PHONE_HANDLE,
  RETVAL,
  UNPUBLISHED,
  WROTE,
} from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { ANSWER_EFORWARD, ANSWER_EHANGUP } from '../record/values.ts';

/** process_answer(), for the thread's own stack but for phones. False: an assertion fails. */
export function processAnswer(k: Kernel, t: number, m: number): boolean {
  if (k.message(m, RETVAL) === ANSWER_EHANGUP && flagged(k, m, FORWARDED)) {
    k.setMessage(m, RETVAL, ANSWER_EFORWARD);
  }
  if (k.program.messages[m].method === CONNECT_ME_TO && !processConnection(k, m)) return false;
  if (!flagged(k, m, BUFFER)) return true;
  if (k.old && flagged(k, m, DANGLING)) return false;
  if (k.old || k.message(m, RETVAL) === 0) k.raiseGhost(t, WROTE);
  lowerFlag(k, m, BUFFER);
  return true;
}

/** False: 2012 frees a slot that is not CONNECTING. */
function processConnection(k: Kernel, m: number): boolean {
  const p = privOf(k, m);
  if (p < 0) return true;
  if (k.message(m, RETVAL) === 0) {
    if (!k.old) k.setPhone(p, PHONE_HANDLE, k.phone(p, PHONE_HANDLE) & ~UNPUBLISHED);
    return true;
  }
  setPriv(k, m, -1);
  if (k.old) return freeSlot(k, p);
  dropPhone(k, p);
  return true;
}

/** ipc_call_free() or kobject_put() by the receiver of an answer. False: freed twice. */
export function freeAnswer(k: Kernel, m: number): boolean {
  if (k.old) return freeCall(k, m);
  putCall(k, m);
  return true;
}
