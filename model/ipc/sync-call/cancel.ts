/**
 * syncCall=cancel: a synchronous call of 2012 that is aborted while it waits cancels its request, which
 * neither kernel does. FUSE of Linux does so with a request to its daemon, 9P with Tflush.
 *
 *     cancel       box of the callee: in its calls, and not forwarded there -> taken off them
 *     taken back   off TASK->sync_boxes; phone.active_calls--; the preprocessing is undone. Merged with
 *                  the cancel: only the clean-up of its own task reads these, once its threads have ended
 *     received     wait for the answer, which is the acknowledgement: to be killed, not to be aborted
 *
 * What the server sees: nothing of a request that came back in time but a wakeup without a message, for
 * which it waits on; else one request, whose answer counts. A call that has come back is sent anew by the
 * restarted system call, behind what was sent meanwhile. Policy `cancel` has the ways to get this wrong:
 *
 *     unacknowledged   received -> the call is forgotten, and sent again
 *     drops-answer     received -> its answer is waited for, freed, and the call sent again (sync.ts)
 *     reused-name      received -> call and box stay behind; the call is sent again with the same box
 *
 * Left out: a server that is told of the cancel and undoes what it has begun. It would say so in an answer
 * of its own, for which its caller waits as for any other.
 */
import { isSet } from '../../designs/asking.ts';
import { LATE_STEPS } from '../../proc/late-steps.ts';
import {
  IN_CALLS,
  IPC,
  SENDING,
  callerPhone,
  flagged,
  takeOff,
  unlinkSyncBox,
} from '../../record/ipc-objects.ts';
import { ACTIVE_CALLS, BOX, FORWARDED, LOCAL, RC, SERIAL, WHERE } from '../../record/layout.ts';
import { INTERRUPTIBLE } from '../../record/program.ts';
import type { Kernel } from '../../record/state.ts';
import { step } from '../../record/step.ts';
import { EXIT } from '../../syscall/syscall.ts';
import { ERESTART } from '../../record/values.ts';
import { boxFree } from '../phones.ts';
import { leavePreprocessing, undoPreprocessing } from '../preprocess.ts';
import { waitForCall } from '../receive.ts';
import { leaveCall, messageOf } from '../thread.ts';
import { boxOfCall, canBeTakenBack, SYNC_FORGET, SYNC_WOKE } from './sync.ts';

/** In the box that it was sent to; a call that somebody has forwarded has been received before. */
function isQueued(k: Kernel, m: number): boolean {
  return k.message(m, WHERE) === IN_CALLS && !flagged(k, m, FORWARDED);
}

export const SYNC_CANCEL = step({
  name: 'ipc_call_sync-cancel',
  fn: 'ipc_call_sync',
  file: IPC,
  says: 'takes its request back from the box of the callee, or waits for the answer',
  mode: 'kernel',
  enabled(k, t) {
    const m = messageOf(k, t);
    return !isQueued(k, m) || boxFree(k, k.message(m, BOX));
  },
  run(k, t) {
    const m = messageOf(k, t);
    if (!isQueued(k, m) || !canBeTakenBack(k, t, m)) return comesTooLate(k, t);
    takeOff(k, m, SENDING);
    takenBack(k, t, m);
  },
});

LATE_STEPS.cancel = SYNC_CANCEL;

/** The request is its sender's again: its box, and what was prepared for it, go. */
function takenBack(k: Kernel, t: number, m: number): void {
  const phone = callerPhone(k, m);
  k.setPhone(phone, ACTIVE_CALLS, k.phone(phone, ACTIVE_CALLS) - 1);
  // Its queue has had no waker yet: the memory can be used for the next call at once.
  unlinkSyncBox(k, boxOfCall(k, t));
  k.setMessage(m, SERIAL, 0);
  if (k.op(t).policies.preprocess === 'undo') undoPreprocessing(k, m);
  else leavePreprocessing(k, m);
  isOut(k, t);
}

/** Somebody has received it, or its answer is there or on its way. */
function comesTooLate(k: Kernel, t: number): void {
  const { policies } = k.op(t);
  if (isSet(policies, 'cancel=unacknowledged')) return k.goto(t, SYNC_FORGET);
  if (isSet(policies, 'cancel=reused-name')) {
    leaveCall(k, t);
    return isOut(k, t);
  }
  waitForCall(k, t, 0, INTERRUPTIBLE, SYNC_WOKE);
}

function isOut(k: Kernel, t: number): void {
  k.set(t, LOCAL, 0);
  k.set(t, RC, ERESTART);
  k.goto(t, EXIT);
}
