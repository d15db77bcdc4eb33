/**
 * Sending: ipc_call, _ipc_call and ipc_backsend_err of kernel/generic/src/ipc/ipc.c, and the
 * asynchronous system calls of sysipc.c.
 *
 *     ipc_call     lock phone; connected? _ipc_call; unlock
 *                  else unlock; state read again; forwarded: 2012 answers EFORWARD, else backsend
 *     _ipc_call    active_calls++ (2026: into the sender's active calls); box: append to calls;
 *                  wake box.wq
 *     backsend     active_calls++; the call answers itself with the error
 *
 * Appending and waking are two steps, as they are two holds of two locks. The phone is locked, and
 * in its box's list, until the wakeup is done: a clean-up that slams it waits for that. (A hang-up
 * has left the list: F7.) Merged: the look at the phone's state with the counters after it, and
 * the counters and references of _ipc_call_actions_internal, which are atomic, and which nobody
 * reads together; the statistics under task->lock.
 */
import { answerFree } from './answer-free.ts';
import { cannotReadArgs, phoneOf, messageOf, takeRetCall } from './thread.ts';
import { lockTaken } from '../record/ghosts.ts';
import { addPhoneRef, putPhone, usePhone } from './caps.ts';
import { hasPreprocessing, preprocess, readPagersId } from './preprocess.ts';
import {
  CONNECTED,
  FREED,
  HUNGUP,
  IN_CALLS,
  IPC,
  SENDING,
  SYSIPC,
  UNUSED,
  appendActive,
  appendTo,
  flagged,
  raiseFlag,
  isLoose,
  panic,
  callerPhone,
} from '../record/ipc-objects.ts';
import { isGone } from '../proc/thread-dead.ts';
import { boxFree, calleeOf, lockOf } from './phones.ts';
import {
  ACTIVE,
  ACTIVE_CALLS,
  BOX_ACTIVE_CALLS,
  FORWARDED,
  GONE,
  LOCAL,
  PHONE_STATE,
  RC,
  REFS,
  RETVAL,
  RET_CALL,
  SENT,
  SERIAL,
  WHERE,
} from '../record/layout.ts';
import { lockMutex, unlockMutex } from '../synch/mutex.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { handler } from '../proc/handlers.ts';
import { callsMost, lacksPhone } from '../proc/shim.ts';
import { EXIT, syscallExit, wakeFirst } from '../syscall/syscall.ts';
import { BoundError } from '../record/bound-error.ts';
import {
  ANSWER,
  ANSWER_EFORWARD,
  ANSWER_EHANGUP,
  ANSWER_ENOENT,
  ELIMIT,
  ENOENT,
  EOK,
  EPERM,
  REQUEST,
  TEMPORARY,
} from '../record/values.ts';

/** Phones of a task in the recorded outcomes of 2012, which has 64. */
const SLOTS_RECORDED = 4;

// --- the system calls -----------------------------------------------------------------------

/** sys_ipc_call_async_fast and _slow, which differ in the copying in of arguments. */
export const SYS_IPC_CALL_ASYNC = handler(
  ['sys_ipc_call_async_fast', 'sys_ipc_call_async_slow'],
  (k, t) => {
    const phone = k.old ? slotOf(k, t) : usePhone(k, t);
    if (phone < 0) return leave(k, t, ENOENT);
    if (k.phone(phone, ACTIVE_CALLS) >= callsMost(k)) {
      return leave(k, t, k.old ? TEMPORARY : ELIMIT);
    }
    if (cannotReadArgs(k, t)) return leave(k, t, EPERM);
    if (!k.old) addPhoneRef(k, phone);
    allocateCall(k, t);
    readPagersId(k, t, phone);
    if (hasPreprocessing(k.op(t).method)) preprocess(k, t, ASYNC_SEND);
    else asyncSend(k, t);
  },
);

function leave(k: Kernel, t: number, rc: number): void {
  k.set(t, RC, rc);
  k.goto(t, EXIT);
}

/** 2012 phone_get(), behind a shim that may know no such phone: kernel tables have as few slots as the records, beyond which there is none. */
export function slotOf(k: Kernel, t: number): number {
  const { phone } = k.op(t);
  const isBeyond = k.program.kernelLevel && k.program.phones[phone].slot >= SLOTS_RECORDED;
  return isBeyond || lacksPhone(k, phone) ? -1 : phone;
}

/** ipc_call_alloc(): the next call structure that this op may still use. */
export function allocateCall(k: Kernel, t: number): void {
  const { message, messages, repeats } = k.op(t);
  if (repeats) recycle(k, message, messages);
  let m = message;
  while (m < message + messages && k.message(m, WHERE) !== UNUSED) m++;
  if (m === message + messages) {
    const { name } = k.program.lanes[t];
    throw new BoundError(
      repeats
        ? `${name} has ${messages} calls of one loop under way at once, and the model no more`
        : `${name} sends more calls than its aborts allow for`,
    );
  }
  k.setMessage(m, WHERE, SENDING);
  if (!k.old) k.setMessage(m, REFS, 1);
  if (k.layout.by >= 0) k.setMessage(m, k.layout.by, phoneOf(k, t) + 1);
  k.set(t, LOCAL, m + 1);
}

/** A loop sends again: what is freed, and what no register holds the answer of, is new. */
function recycle(k: Kernel, message: number, messages: number): void {
  for (let m = message; m < message + messages; m++) {
    if (k.message(m, WHERE) !== FREED || flagged(k, m, GONE) || isHeldByRegister(k, m)) continue;
    for (let field = 0; field < k.layout.messageSize; field++) k.setMessage(m, field, 0);
  }
}

function isHeldByRegister(k: Kernel, m: number): boolean {
  for (let r = 0; r < k.program.registers.length; r++) {
    const code = k.registerCode(r);
    const isMessage = code === REQUEST || code === ANSWER;
    if (isMessage && k.registerPayload(r) === m) return true;
  }
  return false;
}

/** The call of this op that was allocated last; in a loop its numbers are used again. */
export function lastSent(k: Kernel, t: number): number {
  const { message, messages, repeats } = k.op(t);
  if (repeats) return k.get(t, LOCAL) - 1;
  let last = message;
  for (let m = message; m < message + messages; m++) if (k.message(m, WHERE) !== UNUSED) last = m;
  return last;
}

export const ASYNC_SEND = step({
  name: 'ipc_call_async-send',
  fn: 'sys_ipc_call_async_fast',
  file: SYSIPC,
  says: 'sends the call, or answers it with the error of its preprocessing',
  mode: 'kernel',
  run: (k, t) => asyncSend(k, t),
});

function asyncSend(k: Kernel, t: number): void {
  k.set(t, RET_CALL, k.old ? EXIT : ASYNC_SENT);
  if (k.message(messageOf(k, t), RETVAL) === 0) callOnPhone(k, t);
  else backsend(k, t);
}

/** 2026: the call returns EOK whatever became of the send. */
export const ASYNC_SENT = step({
  name: 'ipc_call_async-sent',
  fn: 'sys_ipc_call_async_fast',
  file: SYSIPC,
  says: 'puts its reference to the phone and leaves',
  mode: 'kernel',
  run(k, t) {
    putPhone(k, phoneOf(k, t));
    k.set(t, RC, EOK);
    syscallExit(k, t);
  },
});

// --- ipc_call -------------------------------------------------------------------------------

/** ipc_call(phone, call); continues at RET_CALL with RC. */
export function callOnPhone(k: Kernel, t: number): void {
  lockMutex(k, t, lockOf(k, phoneOf(k, t)), CALL_LOCKED);
}

export const CALL_LOCKED = step({
  name: 'ipc_call-locked',
  fn: 'ipc_call',
  file: IPC,
  says: 'has the phone: counts the call, or finds the phone not connected',
  mode: 'kernel',
  run(k, t) {
    lockTaken(k, t);
    const p = phoneOf(k, t);
    if (k.phone(p, PHONE_STATE) === CONNECTED) return sendOn(k, t, p);
    unlockMutex(k, t, lockOf(k, p), CALL_REFUSED);
  },
});

/** _ipc_call(), the phone's lock being held. */
export function sendOn(k: Kernel, t: number, p: number): void {
  const m = messageOf(k, t);
  if (flagged(k, m, FORWARDED)) return k.goto(t, CALL_APPEND);
  noteOrder(k, p, m);
  count(k, m, p);
  k.goto(t, k.old ? CALL_APPEND : CALL_ACTIVE);
}

/** The counters of _ipc_call (2012) and of _ipc_call_actions_internal (2026). */
function count(k: Kernel, m: number, p: number): void {
  k.setPhone(p, ACTIVE_CALLS, k.phone(p, ACTIVE_CALLS) + 1);
  if (k.old) return;
  const box = k.program.messages[m].callerBox;
  k.setBox(box, BOX_ACTIVE_CALLS, k.box(box, BOX_ACTIVE_CALLS) + 1);
  addPhoneRef(k, p);
  addPhoneRef(k, p);
  raiseFlag(k, m, SENT);
}

/** Ghost: the messages of one phone are numbered in the order in which they were sent. */
function noteOrder(k: Kernel, p: number, message: number): void {
  if (!k.program.ghosts.order) return;
  let last = 0;
  for (let m = 0; m < k.program.messages.length; m++) {
    if (callerPhone(k, m) === p) last = Math.max(last, k.message(m, SERIAL));
  }
  k.setMessage(message, SERIAL, last + 1);
}

export const CALL_ACTIVE = step({
  name: 'ipc_call-active',
  fn: '_ipc_call_actions_internal',
  file: IPC,
  says: "puts the call into the sender's active calls",
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    raiseFlag(k, m, ACTIVE);
    appendActive(k, m);
    // A call that answers itself is not appended to a box.
    if (k.message(m, RETVAL) === 0) k.goto(t, CALL_APPEND);
    else answerFree(k, t);
  },
});

export const CALL_APPEND = step({
  name: 'ipc_call-append',
  fn: '_ipc_call',
  file: IPC,
  says: "appends the call to the callee's box",
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, calleeOf(k, phoneOf(k, t))),
  run(k, t) {
    const box = calleeOf(k, phoneOf(k, t));
    const m = messageOf(k, t);
    // The callee has ended since the phone was looked at; or (2012) another thread has answered.
    if (isGone(k, box) || !isLoose(k, m)) return panic(k, t);
    appendTo(k, IN_CALLS, box, m);
    wakeFirst(k, t, k.program.boxes[box].queue, sentStep(k, t));
  },
});

/** ipc_phone_hangup has the phone's lock itself; ipc_call gives it back. */
function sentStep(k: Kernel, t: number): number {
  const { hangup } = k.program.messages[messageOf(k, t)];
  return hangup ? takeRetCall(k, t) : CALL_UNLOCK;
}

export const CALL_UNLOCK = step({
  name: 'ipc_call-unlock',
  fn: 'ipc_call',
  file: IPC,
  says: 'unlocks the phone',
  mode: 'kernel',
  run(k, t) {
    k.set(t, RC, EOK);
    unlockMutex(k, t, lockOf(k, phoneOf(k, t)), takeRetCall(k, t));
  },
});

export const CALL_REFUSED = step({
  name: 'ipc_call-refused',
  fn: 'ipc_call',
  file: IPC,
  says: 'reads the state of the phone again: the call answers itself with an error',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    // Only a forwarder, and 2026's synchronous call of the kernel, ask what ipc_call returns.
    k.set(t, RC, k.old && !flagged(k, m, FORWARDED) ? EOK : ENOENT);
    if (!flagged(k, m, FORWARDED)) {
      const isHungUp = k.phone(phoneOf(k, t), PHONE_STATE) === HUNGUP;
      k.setMessage(m, RETVAL, isHungUp ? ANSWER_EHANGUP : ANSWER_ENOENT);
      return k.old ? k.goto(t, CALL_BACKSEND) : backsend(k, t);
    }
    // 2026 leaves the answer to the forwarder.
    if (!k.old) return k.goto(t, takeRetCall(k, t));
    k.setMessage(m, RETVAL, ANSWER_EFORWARD);
    answerFree(k, t);
  },
});

/** 2012: what counts the calls of the phone may see its new state before this call is counted. */
export const CALL_BACKSEND = step({
  name: 'ipc_backsend_err',
  fn: 'ipc_backsend_err',
  file: IPC,
  says: 'counts the call that answers itself',
  mode: 'kernel',
  run: backsend,
});

/** ipc_backsend_err(): RETVAL has the error. */
export function backsend(k: Kernel, t: number): void {
  k.set(t, RC, k.old ? EOK : ENOENT);
  count(k, messageOf(k, t), phoneOf(k, t));
  if (k.old) answerFree(k, t);
  else k.goto(t, CALL_ACTIVE);
}
