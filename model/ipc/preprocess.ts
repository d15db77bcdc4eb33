/**
 * What a send does before it sends: request_preprocess() of kernel/generic/src/ipc/sysipc.c (2012)
 * and of ipc/ops/ (2026), and how a call that is taken out before its send undoes it.
 *
 *     CONNECT_ME_TO      a phone of the sender is CONNECTING from here on
 *     DATA_WRITE         the data are copied into a buffer of the kernel
 *     CONNECTION_CLONE   2012: lock both phones; a new phone of the callee, connected to where the
 *                        subject leads; unlock both
 *
 *     PAGE_IN            2026: the id of the callee's task is read
 *
 * An error is the call's RETVAL from then on. CLONE_ESTABLISH and DATA_READ look at arguments only;
 * SHARE_IN and SHARE_OUT at address spaces, which are not modelled. STATE_CHANGE_AUTHORIZE, which
 * looks at a second phone under its lock, is refused.
 * 2012: where the data of DATA_WRITE cannot be read, the buffer is freed and call->buffer keeps
 * pointing to it.
 */
import { messageOf, takeRetCall } from './thread.ts';
import { lockTaken } from '../record/ghosts.ts';
import { CONNECTION_CLONE, CONNECT_ME_TO, DATA_WRITE, PAGE_IN } from './methods.ts';
import {
  CONNECTED,
  FREED,
  LEAKED,
  PHONE_FREE,
  SYSIPC,
  UNUSED,
  connect,
  flagged,
  lowerFlag,
  misused,
  raiseFlag,
  takeOff,
} from '../record/ipc-objects.ts';
import { allocatePhone, boxFree, calleeOf, lockOf } from './phones.ts';
import {
  BUFFER,
  DANGLING,
  GONE,
  PHONE_STATE,
  PLACE,
  READ_FREED,
  RETVAL,
  RET_CALL,
} from '../record/layout.ts';
import { lockMutex, unlockMutex } from '../synch/mutex.ts';
import { NONE } from '../record/program.ts';
import { isGone } from '../proc/thread-dead.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { ANSWER_EINVAL, ANSWER_ELIMIT, ANSWER_ENOENT, ANSWER_EPERM } from '../record/values.ts';

/**
 * 2026 pagein_request_preprocess(): `phone->callee->task->taskid`, with no lock and whatever the
 * state of the phone. What the comparison says is left out.
 */
export function readPagersId(k: Kernel, t: number, p: number): void {
  const box = calleeOf(k, p);
  if (!k.old && k.op(t).method === PAGE_IN && box >= 0 && isGone(k, box)) misused(k, t, READ_FREED);
}

/** The phone that the method of message m has allocated, or -1. */
export function privOf(k: Kernel, m: number): number {
  const { priv } = k.layout;
  return priv < 0 ? -1 : k.message(m, priv) - 1;
}

export function setPriv(k: Kernel, m: number, p: number): void {
  k.setMessage(m, k.layout.priv, p + 1);
}

export function hasPreprocessing(method: number): boolean {
  return method === CONNECT_ME_TO || method === DATA_WRITE || method === CONNECTION_CLONE;
}

/** Begins request_preprocess(); continues at step `ret`. */
export function preprocess(k: Kernel, t: number, ret: number): void {
  k.set(t, RET_CALL, ret);
  k.goto(t, k.op(t).method === CONNECTION_CLONE ? CLONE : PREPROCESS);
}

function fail(k: Kernel, t: number, error: number): void {
  k.setMessage(messageOf(k, t), RETVAL, error);
}

export const PREPROCESS = step({
  name: 'request_preprocess',
  fn: 'request_preprocess',
  file: SYSIPC,
  says: 'allocates what the method needs: a phone, a buffer',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    if (k.op(t).method === CONNECT_ME_TO) {
      const p = allocatePhone(k, k.program.lanes[t].task);
      if (p < 0) fail(k, t, ANSWER_ELIMIT);
      else setPriv(k, m, p);
    } else {
      raiseFlag(k, m, BUFFER);
      if (k.op(t).badData) {
        if (k.old) raiseFlag(k, m, DANGLING);
        fail(k, t, ANSWER_EPERM);
      }
    }
    k.goto(t, takeRetCall(k, t));
  },
});

// --- CONNECTION_CLONE (2012) ----------------------------------------------------------------

/** phones_lock(): by address, which is by slot; a phone is locked once. */
function phonesOf(k: Kernel, t: number): readonly [first: number, second: number] {
  const { phone, subject } = k.op(t);
  return phone < subject ? [phone, subject] : [subject, phone];
}

export const CLONE = step({
  name: 'clone-lock',
  fn: 'phones_lock',
  file: SYSIPC,
  says: 'locks the first of the two phones',
  mode: 'kernel',
  run(k, t) {
    if (k.op(t).subject === NONE) {
      fail(k, t, ANSWER_ENOENT);
      return k.goto(t, takeRetCall(k, t));
    }
    const [first, second] = phonesOf(k, t);
    lockMutex(k, t, lockOf(k, first), first === second ? CLONE_LOCKED : CLONE_LOCK);
  },
});

export const CLONE_LOCK = step({
  name: 'clone-lock-second',
  fn: 'phones_lock',
  file: SYSIPC,
  says: 'locks the second phone',
  mode: 'kernel',
  run(k, t) {
    lockTaken(k, t);
    lockMutex(k, t, lockOf(k, phonesOf(k, t)[1]), CLONE_LOCKED);
  },
});

export const CLONE_LOCKED = step({
  name: 'clone-allocate',
  fn: 'request_preprocess',
  file: SYSIPC,
  says: 'has both phones: allocates one for the callee, or finds one of them not connected',
  mode: 'kernel',
  run(k, t) {
    lockTaken(k, t);
    const { phone, subject } = k.op(t);
    const isConnected = (p: number): boolean => k.phone(p, PHONE_STATE) === CONNECTED;
    if (!isConnected(phone) || !isConnected(subject)) {
      fail(k, t, ANSWER_EINVAL);
      return k.goto(t, CLONE_UNLOCK);
    }
    const p = allocatePhone(k, k.program.boxes[calleeOf(k, phone)].task);
    if (p < 0) {
      fail(k, t, ANSWER_ELIMIT);
      return k.goto(t, CLONE_UNLOCK);
    }
    setPriv(k, messageOf(k, t), p);
    lockMutex(k, t, lockOf(k, p), CLONE_CONNECT);
  },
});

export const CLONE_CONNECT = step({
  name: 'clone-connect',
  fn: 'ipc_phone_connect',
  file: 'kernel/generic/src/ipc/ipc.c',
  says: 'connects the new phone to where the cloned one leads',
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, calleeOf(k, k.op(t).subject)),
  run(k, t) {
    lockTaken(k, t);
    const p = privOf(k, messageOf(k, t));
    connect(k, p, calleeOf(k, k.op(t).subject));
    unlockMutex(k, t, lockOf(k, p), CLONE_UNLOCK);
  },
});

/** phones_unlock(): the cloned phone first. */
export const CLONE_UNLOCK = step({
  name: 'clone-unlock',
  fn: 'phones_unlock',
  file: SYSIPC,
  says: 'unlocks the cloned phone',
  mode: 'kernel',
  run(k, t) {
    const { phone, subject } = k.op(t);
    const next = phone === subject ? takeRetCall(k, t) : CLONE_UNLOCK_SECOND;
    unlockMutex(k, t, lockOf(k, subject), next);
  },
});

export const CLONE_UNLOCK_SECOND = step({
  name: 'clone-unlock-second',
  fn: 'phones_unlock',
  file: SYSIPC,
  says: 'unlocks the other phone',
  mode: 'kernel',
  run: (k, t) => unlockMutex(k, t, lockOf(k, k.op(t).phone), takeRetCall(k, t)),
});

// --- undoing (the ticket) -------------------------------------------------------------------

/** preprocess=undo: the call has not been sent, and nothing of it is left (2012). */
export function undoPreprocessing(k: Kernel, m: number): void {
  const p = privOf(k, m);
  if (p >= 0) {
    k.setPhone(p, PHONE_STATE, PHONE_FREE);
    setPriv(k, m, -1);
  }
  lowerFlag(k, m, BUFFER);
  takeOff(k, m, UNUSED);
}

/** preprocess=leave: the call structure and what it owns stay behind. */
export function leavePreprocessing(k: Kernel, m: number): void {
  takeOff(k, m, LEAKED);
}

/**
 * ipc_call_free() of 2012. One that is in a list (because it was answered twice) stays there, as
 * freed memory. False: it frees a buffer that is freed already.
 */
export function freeCall(k: Kernel, m: number): boolean {
  const twice = flagged(k, m, DANGLING);
  lowerFlag(k, m, BUFFER | DANGLING);
  if (k.message(m, PLACE) === 0) takeOff(k, m, FREED);
  else raiseFlag(k, m, GONE);
  return !twice;
}
