/**
 * The kernel's own synchronous call and the page-in that makes it: ipc_req_internal of sysipc.c,
 * ipc_call_sync of ipc.c, 2026; as_page_fault of mm/as.c and user_page_fault of mm/backend_user.c.
 *
 *     ipc_req_internal   get the phone (a handle that is gone is followed all the same); allocate a
 *                        call; preprocess; ipc_call_sync; process_answer; put both
 *     ipc_call_sync      a private box; ipc_call (fails: the box is freed, the call was counted);
 *                        wait, interruptible; interrupted: forget the call, or, if it has been
 *                        answered, wait for the answer without being interruptible
 *     page_in            a fault of user mode: lock the address space; the call above; unlock
 *
 * A page-in that is aborted returns to user mode, which faults again. What becomes of its request
 * is syncCall, as for ipc_call_sync of 2012: two-stage keeps call and box as a restart record;
 * so do libc and cancel, which know no page-ins; forget-resend forgets the call, as kill does.
 * Left out: the mutexes of the area and of the page table, which are taken inside the address
 * space's and by the same threads; the comparison of task identities, which lets a pager be older
 * than its client only.
 */
import { isSet } from '../../designs/asking.ts';
import { messageOf, ownBox } from '../thread.ts';
import { lockTaken } from '../../record/ghosts.ts';
import { abortable } from '../../proc/boundary.ts';
import { addCallRef, addPhoneRef, putCall, putPhone, usePhone } from '../caps.ts';
import { forget, settleForgotten } from '../forget.ts';
import {
  FREED,
  GAVE_ANSWER,
  IPC,
  flagged,
  panic,
  takeOff,
  callerPhone,
} from '../../record/ipc-objects.ts';
import { hasPreprocessing, preprocess, readPagersId } from '../preprocess.ts';
import { processAnswer } from '../process.ts';
import { enterHook, hasSections, HOOKS } from '../../proc/debugged.ts';
import { PRIVATE_WAITS } from '../../proc/handlers.ts';
import { waitForCall } from '../receive.ts';
import { allocateCall, callOnPhone, lastSent } from '../send.ts';
import {
  ACTIVE,
  DELIVERED,
  LOCAL,
  RC,
  RECORD,
  RETVAL,
  RET_CALL,
  FORGET,
} from '../../record/layout.ts';
import { lockMutex, unlockMutex } from '../../synch/mutex.ts';
import type { Policies } from '../../designs/policies.ts';
import { INTERRUPTIBLE } from '../../record/program.ts';
import type { Kernel } from '../../record/state.ts';
import { step } from '../../record/step.ts';
import { handler } from '../../proc/handlers.ts';
import { EXIT } from '../../syscall/syscall.ts';
import { ANSWER, EINTR, EOK, ERESTART } from '../../record/values.ts';

const asLock = (k: Kernel, t: number): number => k.program.asLocks[k.program.lanes[t].task];

export const SYS_PAGE_IN = handler('as_page_fault', (k, t) =>
  lockMutex(k, t, asLock(k, t), PAGE_IN_LOCKED),
);

export const PAGE_IN_LOCKED = step({
  name: 'page_in-locked',
  fn: 'as_page_fault',
  file: 'kernel/generic/src/mm/as.c',
  says: 'has the address space: asks the pager',
  mode: 'kernel',
  run(k, t) {
    lockTaken(k, t);
    if (hasSections(k, t)) enterHook(k, t, HOOKS.begin, PAGE_IN_REQUEST);
    else requestOrWait(k, t);
  },
});

/** A call that the restart record has is not sent again: its answer is waited for. */
function requestOrWait(k: Kernel, t: number): void {
  const record = k.get(t, RECORD);
  if (record === 0) return request(k, t);
  k.set(t, LOCAL, record);
  waitForAnswer(k, t);
}

/** A stoppable section round the call, with the address space locked. */
export const PAGE_IN_REQUEST = step({
  name: 'page_in-request',
  fn: 'ipc_req_internal',
  file: 'kernel/generic/src/ipc/sysipc.c',
  says: 'is stoppable, and asks the pager',
  mode: 'kernel',
  run: requestOrWait,
});

export const PAGE_IN_OVER = step({
  name: 'page_in-over',
  fn: 'as_page_fault',
  file: 'kernel/generic/src/mm/as.c',
  says: 'gives the address space back',
  mode: 'kernel',
  run: (k, t) => unlockMutex(k, t, asLock(k, t), EXIT),
});

export const IPC_REQ_INTERNAL = handler('ipc_req_internal', request);

/** ipc_req_internal(), up to the preprocessing. */
function request(k: Kernel, t: number): void {
  const { method } = k.op(t);
  const phone = usePhone(k, t);
  if (phone < 0) return panic(k, t);
  addPhoneRef(k, phone);
  allocateCall(k, t);
  readPagersId(k, t, phone);
  if (hasPreprocessing(method)) preprocess(k, t, REQ_SEND);
  else k.goto(t, REQ_SEND);
}

export const REQ_SEND = step({
  name: 'ipc_req_internal-send',
  fn: 'ipc_call_sync',
  file: IPC,
  says: 'sends the call, which is to be answered to a private box',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    if (k.message(m, RETVAL) !== 0) {
      k.setMessage(m, DELIVERED, k.message(m, DELIVERED) | GAVE_ANSWER);
      putCall(k, m);
      return finish(k, t, ANSWER);
    }
    addCallRef(k, m);
    k.set(t, RET_CALL, REQ_SENT);
    callOnPhone(k, t);
  },
});

/** The end: the phone is put; a page-in gives the address space back. */
function finish(k: Kernel, t: number, rc: number): void {
  putPhone(k, callerPhone(k, messageOf(k, t)));
  k.set(t, RC, rc);
  if (k.op(t).call !== 'page_in') return k.goto(t, EXIT);
  const isDone = rc === ANSWER && k.message(messageOf(k, t), RETVAL) === 0;
  if (isDone) k.set(t, RC, EOK);
  if (rc !== ANSWER) k.set(t, LOCAL, 0);
  if (hasSections(k, t)) return enterHook(k, t, HOOKS.end, PAGE_IN_OVER);
  unlockMutex(k, t, asLock(k, t), EXIT);
}

export const REQ_SENT = step({
  name: 'ipc_req_internal-sent',
  fn: 'ipc_call_sync',
  file: IPC,
  says: 'waits on its private box, or frees it where nothing could be sent',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    const rc = k.get(t, RC);
    if (rc === EOK) return waitForAnswer(k, t);
    // assert(rc == EINTR): a clean-up beside this thread has forgotten it.
    if (flagged(k, m, FORGET)) return panic(k, t);
    // The call has answered itself into the box that is freed here.
    takeOff(k, m, FREED);
    k.setMessage(m, DELIVERED, k.message(m, DELIVERED) | GAVE_ANSWER);
    putCall(k, m);
    putCall(k, m);
    finish(k, t, rc);
  },
});

function waitForAnswer(k: Kernel, t: number): void {
  const { policies } = k.op(t);
  const flags = isSet(policies, 'syncCall=wait-out') ? 0 : abortable(policies);
  waitForCall(k, t, 0, INTERRUPTIBLE | flags, REQ_WOKE);
}

export const REQ_WOKE = step({
  name: 'ipc_req_internal-woke',
  fn: 'ipc_call_sync',
  file: IPC,
  says: 'has the answer; or forgets the call; or waits for the answer, which is on its way',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    const rc = k.get(t, RC);
    if (rc === ANSWER) return answered(k, t, m);
    if (rc === ERESTART && !forgets(k.op(t).policies)) return leaveCall(k, t);
    if (!flagged(k, m, ACTIVE)) return waitForCall(k, t, 0, 0, REQ_WOKE);
    forget(k, m);
    k.set(t, RC, rc === ERESTART ? ERESTART : EINTR);
    k.goto(t, REQ_FORGOTTEN);
  },
});

PRIVATE_WAITS.add(REQ_WOKE);

function forgets(policies: Policies): boolean {
  return isSet(policies, 'syncCall=forget-resend');
}

const keepsCall = (policies: Policies): boolean =>
  isSet(policies, 'syncCall=two-stage') ||
  isSet(policies, 'syncCall=libc') ||
  isSet(policies, 'syncCall=cancel');

/** The boundary keeps the call, or, with resend and reuse-id, nobody does. */
function leaveCall(k: Kernel, t: number): void {
  if (keepsCall(k.op(t).policies)) k.set(t, RECORD, k.get(t, LOCAL));
  k.set(t, LOCAL, 0);
  if (hasSections(k, t)) return enterHook(k, t, HOOKS.end, PAGE_IN_OVER);
  unlockMutex(k, t, asLock(k, t), EXIT);
}

export const REQ_FORGOTTEN = step({
  name: 'ipc_req_internal-forgotten',
  fn: 'ipc_forget_call',
  file: IPC,
  says: "takes the call out of the counters: the phone's, and the task's own box's",
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    if (!settleForgotten(k, m, ownBox(k, t))) return panic(k, t);
    k.set(t, RECORD, 0);
    putCall(k, m);
    finish(k, t, k.get(t, RC));
  },
});

function answered(k: Kernel, t: number, m: number): void {
  // assert(!answer || request == answer)
  if (m !== lastSent(k, t)) return panic(k, t);
  putCall(k, m);
  k.set(t, RECORD, 0);
  if (!processAnswer(k, t, m)) return panic(k, t);
  k.setMessage(m, DELIVERED, k.message(m, DELIVERED) | GAVE_ANSWER);
  putCall(k, m);
  finish(k, t, ANSWER);
}
