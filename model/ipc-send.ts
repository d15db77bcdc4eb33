/**
 * Sending on a phone: ipc_call and ipc_phone_hangup of kernel/generic/src/ipc/ipc.c.
 *
 *     send     lock phone; connected? active_calls++; box: append to calls; wake box.wq; unlock
 *     hangup   lock phone; send PHONE_HUNGUP with DISCARD_ANSWER; HUNGUP; unlock
 *
 * Appending and waking are two steps, as they are two holds of two locks. The phone's lock is a
 * sleeping mutex and is modelled as one. Merged: atomic counters and fields of a call that nobody
 * else can reach yet, with the step before them.
 */
import { usedToken } from './ghosts.ts';
import { ANSWER_APPEND } from './ipc-answer.ts';
import {
  ANSWER_EHANGUP,
  ANSWER_ENOENT,
  CONNECTED,
  HUNGUP,
  IN_CALLS,
  IPC,
  SENDING,
  callsAt,
  phoneAt,
} from './ipc-objects.ts';
import { RC, RETVAL, SERIAL, WHERE } from './layout.ts';
import type { Kernel } from './state.ts';
import { step } from './step.ts';
import { EXIT, handler, wakeFirst } from './syscall.ts';
import { EINVAL, ELIMIT, ENOENT, EOK, REFUSED, TEMPORARY } from './values.ts';
import { SLEEP } from './wait-queue-2012.ts';
import { SLEEP_ENTER } from './wait-queue-2026.ts';

/** IPC_MAX_ASYNC_CALLS */
const CALLS_MAX_2012 = 4;
const CALLS_MAX_2026 = 64;

/** mutex_lock(phone->lock): sleeps until it has it, then continues at step `ret`. */
function lockPhone(k: Kernel, t: number, ret: number): void {
  const { lock } = k.program.phones[k.op(t).phone];
  k.sleepOn(t, k.old ? SLEEP : SLEEP_ENTER, lock, 0, 0, ret);
}

function unlockPhone(k: Kernel, t: number, ret: number): void {
  wakeFirst(k, t, k.program.phones[k.op(t).phone].lock, ret);
}

/** 2026: in the phone's state byte, its capability is gone (cap_unpublish in sys_ipc_hangup). */
const UNPUBLISHED = 0x80;

function phoneState(k: Kernel, phone: number): number {
  return k.bytes[phoneAt(k, phone)] & ~UNPUBLISHED;
}

function setPhoneState(k: Kernel, phone: number, state: number): void {
  const at = phoneAt(k, phone);
  k.bytes[at] = (k.bytes[at] & UNPUBLISHED) | state;
}

/** 2026 kobject_get(): a system call on a phone whose handle is gone ends with ENOENT. */
function hasNoHandle(k: Kernel, t: number): boolean {
  if ((k.bytes[phoneAt(k, k.op(t).phone)] & UNPUBLISHED) === 0) return false;
  k.set(t, RC, ENOENT);
  k.goto(t, EXIT);
  return true;
}

export const SYS_IPC_CALL_ASYNC = handler((k, t) => {
  if (hasNoHandle(k, t)) return;
  const active = k.bytes[phoneAt(k, k.op(t).phone) + 1];
  if (active >= (k.old ? CALLS_MAX_2012 : CALLS_MAX_2026)) {
    k.set(t, RC, k.old ? TEMPORARY : ELIMIT);
    return k.goto(t, EXIT);
  }
  lockPhone(k, t, SEND_LOCKED);
});

export const SEND_LOCKED = step({
  name: 'ipc_call-locked',
  fn: 'ipc_call',
  file: IPC,
  says: 'has the phone: counts the call, or finds the phone not connected',
  mode: 'kernel',
  run(k, t) {
    usedToken(k, t);
    const { phone, message } = k.op(t);
    k.setMessage(message, WHERE, SENDING);
    const state = phoneState(k, phone);
    if (state === CONNECTED) {
      k.bytes[phoneAt(k, phone) + 1]++;
      noteOrder(k, phone, message);
      return k.goto(t, SEND_APPEND);
    }
    // The state is read again after unlocking; nothing here connects a phone, so it is the same.
    k.setMessage(message, RETVAL, state === HUNGUP ? ANSWER_EHANGUP : ANSWER_ENOENT);
    unlockPhone(k, t, ANSWER_APPEND);
  },
});

/** Ghost: the messages of one phone are numbered in the order in which they were sent. */
function noteOrder(k: Kernel, phone: number, message: number): void {
  if (!k.program.ghosts.order) return;
  let last = 0;
  for (let m = 0; m < k.program.messages.length; m++) {
    if (k.program.messages[m].phone === phone) last = Math.max(last, k.message(m, SERIAL));
  }
  k.setMessage(message, SERIAL, last + 1);
}

export const SEND_APPEND = step({
  name: 'ipc_call-append',
  fn: '_ipc_call',
  file: IPC,
  says: "appends the call to the callee's box",
  mode: 'kernel',
  run(k, t) {
    const { box, message } = k.op(t);
    k.append(callsAt(k, box), message);
    k.setMessage(message, WHERE, IN_CALLS);
    wakeFirst(k, t, k.program.boxes[box].queue, SEND_UNLOCK);
  },
});

export const SEND_UNLOCK = step({
  name: 'ipc_call-unlock',
  fn: 'ipc_call',
  file: IPC,
  says: 'unlocks the phone',
  mode: 'kernel',
  run(k, t) {
    const { message, phone } = k.op(t);
    if (k.program.messages[message].hangup) setPhoneState(k, phone, HUNGUP);
    k.set(t, RC, EOK);
    unlockPhone(k, t, EXIT);
  },
});

export const SYS_IPC_HANGUP = handler((k, t) => {
  if (hasNoHandle(k, t)) return;
  if (!k.old) k.bytes[phoneAt(k, k.op(t).phone)] |= UNPUBLISHED;
  lockPhone(k, t, HANGUP_LOCKED);
});

export const HANGUP_LOCKED = step({
  name: 'ipc_phone_hangup-locked',
  fn: 'ipc_phone_hangup',
  file: IPC,
  says: 'has the phone: leaves the box, prepares the hang-up call',
  mode: 'kernel',
  run(k, t) {
    usedToken(k, t);
    const { phone, message } = k.op(t);
    const at = phoneAt(k, phone);
    if (phoneState(k, phone) !== CONNECTED) {
      k.set(t, RC, k.old ? REFUSED : EINVAL);
      return unlockPhone(k, t, EXIT);
    }
    k.setMessage(message, WHERE, SENDING);
    k.bytes[at + 1]++;
    noteOrder(k, phone, message);
    k.goto(t, SEND_APPEND);
  },
});
