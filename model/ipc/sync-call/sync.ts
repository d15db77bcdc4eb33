/**
 * Synchronous calls of 2012: sys_ipc_call_sync_fast and _slow of sysipc.c, ipc_call_sync of ipc.c.
 *
 *     allocate a call; preprocess; a private answerbox, linked to TASK->sync_boxes; ipc_call;
 *     wait on the private box, interruptible: interrupted -> EINTR, call and box stay behind;
 *     else unlink the box; process_answer; copy out; free
 *
 * The request is sent once it is appended to the callee's box. A call that is taken out before has
 * done nothing that cannot be undone; one that is taken out while it waits has to say what happens
 * to the request, which is the policy syncCall:
 *
 *     two-stage      the private box is the restart record; the restarted call goes on waiting
 *     wait-out       the wait cannot be aborted
 *     resend         call and box stay behind (as EINTR leaves them); the request is sent again
 *     forget-resend  the call is forgotten, its answer dropped; the request is sent again
 *     reuse-id       the request is sent again with the same box, so a late answer meets it
 *     cancel         the request is taken back, or its answer taken (cancel.ts)
 *
 * From the phone's lock to its unlocking no request is looked at, nor after CONNECTION_CLONE has
 * made its phone, which the callee's task may use before it is told of it.
 */
import { isSet } from '../../designs/asking.ts';
import { cannotReadArgs, messageOf, leaveCall } from '../thread.ts';
import { abortable, abortsIn, parkedInPlace } from '../../proc/boundary.ts';
import {
  GAVE_ANSWER,
  IN_ANSWERS,
  IPC,
  MIXED_UP,
  SYSIPC,
  linkSyncBox,
  panic,
  raiseFlag,
  unlinkSyncBox,
  callerPhone,
} from '../../record/ipc-objects.ts';
import {
  hasPreprocessing,
  leavePreprocessing,
  preprocess,
  privOf,
  undoPreprocessing,
} from '../preprocess.ts';
import { CONNECTION_CLONE } from '../methods.ts';
import { freeAnswer, processAnswer } from '../process.ts';
import { PRIVATE_WAITS, WAITERS } from '../../proc/handlers.ts';
import { LATE_STEPS } from '../../proc/late-steps.ts';
import { waitForCall } from '../receive.ts';
import { allocateCall, callOnPhone, lastSent, slotOf } from '../send.ts';
import { putBack } from '../wait.ts';
import {
  ABORT,
  ACTIVE_CALLS,
  DELIVERED,
  FORGET,
  LOCAL,
  RC,
  RECORD,
  RETVAL,
  RET_CALL,
  SYNC_PLACE,
  WHERE,
  WROTE,
} from '../../record/layout.ts';
import { INTERRUPTIBLE } from '../../record/program.ts';
import type { Kernel } from '../../record/state.ts';
import { step } from '../../record/step.ts';
import { enterHook, hasSections, HOOKS } from '../../proc/debugged.ts';
import { handler } from '../../proc/handlers.ts';
import { EXIT, syscallExit, wakeFirst } from '../../syscall/syscall.ts';
import { ANSWER, EINTR, ENOENT, EPERM, ERESTART } from '../../record/values.ts';

/** The private box of the call in t's hands. */
export function boxOfCall(k: Kernel, t: number): number {
  return k.program.messages[messageOf(k, t)].callerBox;
}

function leave(k: Kernel, t: number, rc: number): void {
  k.set(t, RC, rc);
  k.goto(t, EXIT);
}

const FUNCTIONS = ['sys_ipc_call_sync_fast', 'sys_ipc_call_sync_slow'];

export const SYS_IPC_CALL_SYNC = handler(FUNCTIONS, (k, t) => {
  const record = k.get(t, RECORD);
  if (record !== 0) {
    k.set(t, LOCAL, record);
    if (hasSections(k, t)) return enterHook(k, t, HOOKS.begin, SYNC_SENT);
    return waitForAnswer(k, t);
  }
  if (slotOf(k, t) < 0) return leave(k, t, ENOENT);
  if (cannotReadArgs(k, t)) return leave(k, t, EPERM);
  allocateCall(k, t);
  const next = hasSections(k, t) ? SYNC_SECTION : SYNC_LINK;
  if (hasPreprocessing(k.op(t).method)) preprocess(k, t, next);
  else k.goto(t, next);
});

/** A call that is refused before it is sent has no section. */
export const SYNC_SECTION = step({
  name: 'ipc_call_sync-section',
  fn: 'sys_ipc_call_sync_fast',
  file: SYSIPC,
  says: 'becomes stoppable, if there is something to send',
  mode: 'kernel',
  run(k, t) {
    if (k.message(messageOf(k, t), RETVAL) !== 0) k.goto(t, SYNC_LINK);
    else enterHook(k, t, HOOKS.begin, SYNC_LINK);
  },
});

/** The call is over: with a session its stoppable section ends first. */
function endSection(k: Kernel, t: number, next: number): void {
  if (hasSections(k, t)) enterHook(k, t, HOOKS.end, next);
  else k.goto(t, next);
}

export const SYNC_LINK = step({
  name: 'ipc_call_sync-link',
  fn: 'ipc_call_sync',
  file: IPC,
  says: "links a private answerbox to the task's synchronous ones",
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    if (k.message(m, RETVAL) !== 0) {
      k.set(t, RC, ANSWER);
      return k.goto(t, SYNC_COPY);
    }
    if (abortsIn(k, t, 'asleep') && canBeTakenBack(k, t, m)) return abortedBeforeSend(k, t, m);
    if (k.box(boxOfCall(k, t), SYNC_PLACE) === 0) linkSyncBox(k, boxOfCall(k, t));
    k.set(t, RET_CALL, SYNC_SENT);
    callOnPhone(k, t);
  },
});

/** A phone that CONNECTION_CLONE has made is in use by its new task at once: the send goes on. */
export function canBeTakenBack(k: Kernel, t: number, m: number): boolean {
  const { method, policies } = k.op(t);
  return method !== CONNECTION_CLONE || privOf(k, m) < 0 || policies.preprocess === 'leave';
}

/** W0: nothing has been sent; the side effects of the preprocessing are undone, or stay. */
function abortedBeforeSend(k: Kernel, t: number, m: number): void {
  if (k.op(t).policies.preprocess === 'undo') undoPreprocessing(k, m);
  else leavePreprocessing(k, m);
  k.set(t, LOCAL, 0);
  leave(k, t, ERESTART);
}

export const SYNC_SENT = step({
  name: 'ipc_call_sync-sent',
  fn: 'ipc_call_sync',
  file: IPC,
  says: 'waits for the answer on its private box',
  mode: 'kernel',
  run: (k, t) => waitForAnswer(k, t),
});

function waitForAnswer(k: Kernel, t: number): void {
  const { policies } = k.op(t);
  const flags = isSet(policies, 'syncCall=wait-out') ? 0 : abortable(policies);
  waitForCall(k, t, 0, INTERRUPTIBLE | flags, SYNC_WOKE);
}

export const SYNC_WOKE = step({
  name: 'ipc_call_sync-woke',
  fn: 'ipc_call_sync',
  file: IPC,
  says: 'has the answer and unlinks its box, or leaves both behind',
  mode: 'kernel',
  run(k, t) {
    const rc = k.get(t, RC);
    if (rc !== ANSWER) return interrupted(k, t, rc);
    if (parkedInPlace(k, t, SYNC_WOKE)) return;
    if (abortsIn(k, t, 'dequeued')) return abortedAfterDequeue(k, t);
    // slab_free() follows the unlinking: nobody else can reach the box between the two.
    const box = boxOfCall(k, t);
    unlinkSyncBox(k, box);
    k.free(k.program.boxes[box].queue);
    if (dropsAnswer(k, t)) return dropAnswer(k, t);
    endSection(k, t, SYNC_COPY);
  },
});

PRIVATE_WAITS.add(SYNC_WOKE);
WAITERS.set(SYNC_WOKE, waitForAnswer);

/** The wait has failed. Whatever `RECORD` does not keep of the call is forgotten with LOCAL. */
function interrupted(k: Kernel, t: number, rc: number): void {
  if (rc !== ERESTART) {
    k.set(t, LOCAL, 0);
    k.set(t, RC, EINTR);
    return endSection(k, t, EXIT);
  }
  const { policies } = k.op(t);
  if (isSet(policies, 'syncCall=forget-resend')) return k.goto(t, SYNC_FORGET);
  if (isSet(policies, 'syncCall=cancel')) return k.goto(t, LATE_STEPS.cancel);
  leaveCall(k, t);
  k.goto(t, EXIT);
}

/** W3: the answer is on the kernel stack, which is about to be unwound. */
function abortedAfterDequeue(k: Kernel, t: number): void {
  const m = messageOf(k, t);
  const box = boxOfCall(k, t);
  const reposts = isSet(k.op(t).policies, 'token=repost');
  if (reposts) putBack(k, m, box, ANSWER);
  leaveCall(k, t);
  k.set(t, RC, ERESTART);
  if (reposts) return wakeFirst(k, t, k.program.boxes[box].queue, EXIT);
  freeAnswer(k, m);
  k.goto(t, EXIT);
}

/** cancel=drops-answer: what comes after a request is the acknowledgement of the cancel, no more. */
function dropsAnswer(k: Kernel, t: number): boolean {
  const { policies } = k.op(t);
  if (!k.has(t, ABORT) || !isSet(policies, 'syncCall=cancel')) return false;
  return isSet(policies, 'cancel=drops-answer') && abortable(policies) !== 0;
}

function dropAnswer(k: Kernel, t: number): void {
  if (!freeAnswer(k, messageOf(k, t))) return panic(k, t);
  k.set(t, LOCAL, 0);
  leave(k, t, ERESTART);
}

/** 2026's forgetting in 2012: either the call is answered, or nobody waits for the answer. */
export const SYNC_FORGET = step({
  name: 'ipc_call_sync-forget',
  fn: 'ipc_call_sync',
  file: IPC,
  says: 'forgets the call, or takes its answer, which has come',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    if (k.message(m, WHERE) === IN_ANSWERS) return waitForCall(k, t, 0, 0, SYNC_WOKE);
    const phone = callerPhone(k, m);
    raiseFlag(k, m, FORGET);
    k.setPhone(phone, ACTIVE_CALLS, k.phone(phone, ACTIVE_CALLS) - 1);
    unlinkSyncBox(k, boxOfCall(k, t));
    k.set(t, LOCAL, 0);
    leave(k, t, ERESTART);
  },
});

export const SYNC_COPY = step({
  name: 'ipc_call_sync-copy-out',
  fn: 'sys_ipc_call_sync_fast',
  file: SYSIPC,
  says: 'processes the answer and copies it to user memory',
  mode: 'kernel',
  run(k, t) {
    if (!processAnswer(k, t, messageOf(k, t))) return panic(k, t);
    k.raiseGhost(t, WROTE);
    k.goto(t, SYNC_RETURN);
  },
});

export const SYNC_RETURN = step({
  name: 'ipc_call_sync-return',
  fn: 'sys_ipc_call_sync_fast',
  file: SYSIPC,
  says: 'frees the call and returns',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    if (abortsIn(k, t, 'written')) {
      freeAnswer(k, m);
      k.set(t, RECORD, 0);
      k.set(t, LOCAL, 0);
      k.set(t, RC, ERESTART);
      return syscallExit(k, t);
    }
    // Ghost: is it the answer of the call that this op has sent last?
    const mixedUp = m === lastSent(k, t) ? 0 : MIXED_UP;
    k.setMessage(m, DELIVERED, k.message(m, DELIVERED) | GAVE_ANSWER | mixedUp);
    if (!freeAnswer(k, m)) return panic(k, t);
    syscallExit(k, t);
  },
});
