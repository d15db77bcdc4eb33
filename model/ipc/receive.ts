/**
 * Taking a message off a box: ipc_wait_for_call of kernel/generic/src/ipc/ipc.c, both revisions.
 *
 *     sleep on box.wq; box: a notification, else an answer, else a call (-> dispatched), else
 *     nothing: 2012 sleeps again with the same arguments, 2026 returns ENOENT
 *
 * Whoever waits says where to go on: RET_CALL. That step finds RC = ANSWER, REQUEST or
 * NOTIFICATION with the message in LOCAL, or the failure in RC.
 */
import { leaveCall, messageOf, ownBox, takeRetCall } from './thread.ts';
import { usedToken } from '../record/ghosts.ts';
import {
  CLEANUP_WAITS,
  FAILED_WAITS,
  KBOX_WAITS,
  PRIVATE_WAITS,
  WAITERS,
} from '../proc/handlers.ts';
import { putPhone } from './caps.ts';
import {
  DISPATCHED,
  IN_ANSWERS,
  IN_CALLS,
  IN_NOTIFS,
  IPC,
  ON_STACK,
  OUT_OF_ORDER,
  appendTo,
  kboxOf,
  flagged,
  messageAt,
  panic,
  takeOff,
  callerPhone,
} from '../record/ipc-objects.ts';
import { boxFree } from './phones.ts';
import {
  ACTIVE_CALLS,
  BOX_ACTIVE_CALLS,
  DELIVERED,
  FORWARDED,
  GONE,
  LOCAL,
  PHONE,
  RC,
  RET_CALL,
  SERIAL,
  REFS,
} from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { abortedWith } from '../syscall/syscall.ts';
import { ANSWER, ENOENT, NOTIFICATION, REQUEST, succeeded } from '../record/values.ts';
import { SLEEP } from '../synch/wait-queue-2012.ts';
import { SLEEP_ENTER } from '../synch/wait-queue-2026.ts';

/** The box that t waits on: a private one where it waits for the answer of one call. */
export function waitBox(k: Kernel, t: number): number {
  if (PRIVATE_WAITS.has(k.get(t, RET_CALL))) {
    return k.program.messages[messageOf(k, t)].callerBox;
  }
  if (KBOX_WAITS.has(k.get(t, RET_CALL))) return kboxOf(k, k.program.lanes[t].task);
  return CLEANUP_WAITS.has(k.get(t, RET_CALL)) ? k.get(t, PHONE) - 1 : ownBox(k, t);
}

/** Begins ipc_wait_for_call() on the box that `ret` says; continues at step `ret`. */
export function waitForCall(
  k: Kernel,
  t: number,
  timeout: number,
  flags: number,
  ret: number,
): void {
  k.set(t, RET_CALL, ret);
  const { queue } = k.program.boxes[waitBox(k, t)];
  k.sleepOn(t, k.old ? SLEEP : SLEEP_ENTER, queue, timeout, flags, DEQUEUE);
}

export const DEQUEUE = step({
  name: 'ipc_wait_for_call-dequeue',
  fn: 'ipc_wait_for_call',
  file: IPC,
  says: 'takes a notification, an answer or a call off its box',
  mode: 'kernel',
  enabled: (k, t) => !succeeded(k.get(t, RC)) || boxFree(k, waitBox(k, t)),
  run(k, t) {
    if (!succeeded(k.get(t, RC))) return failed(k, t);
    const box = waitBox(k, t);
    if (k.op(t).sleeps && abortedWith(k, t, k.program.boxes[box].queue)) return leaveWait(k, t);
    usedToken(k, t);
    const notification = messageAt(k, IN_NOTIFS, box, 1);
    if (notification >= 0) return took(k, t, notification, NOTIFICATION, ON_STACK);
    const answer = messageAt(k, IN_ANSWERS, box, 1);
    if (answer >= 0) return tookAnswer(k, t, box, answer);
    const call = messageAt(k, IN_CALLS, box, 1);
    if (call >= 0) return tookCall(k, t, box, call);
    if (k.old) return waitForSame(k, t);
    k.set(t, RC, ENOENT);
    failed(k, t);
  },
});

function failed(k: Kernel, t: number): void {
  const ret = takeRetCall(k, t);
  const atOnce = FAILED_WAITS.get(ret);
  if (atOnce === undefined) k.goto(t, ret);
  else atOnce(k, t);
}

/** W2: out of the call without its message; a synchronous one leaves what its design keeps. */
function leaveWait(k: Kernel, t: number): void {
  k.set(t, RET_CALL, 0);
  if (k.get(t, LOCAL) !== 0) leaveCall(k, t);
}

function took(k: Kernel, t: number, m: number, code: number, where: number): void {
  takeOff(k, m, where);
  k.set(t, LOCAL, m + 1);
  k.set(t, RC, code);
  k.goto(t, takeRetCall(k, t));
}

function tookAnswer(k: Kernel, t: number, box: number, m: number): void {
  // Freed although it is in the list: answered twice (2012), or received and answered at once.
  if (k.old ? flagged(k, m, GONE) : k.message(m, REFS) === 0) return panic(k, t);
  const phone = callerPhone(k, m);
  k.setPhone(phone, ACTIVE_CALLS, k.phone(phone, ACTIVE_CALLS) - 1);
  if (!k.old) {
    k.setBox(box, BOX_ACTIVE_CALLS, k.box(box, BOX_ACTIVE_CALLS) - 1);
    putPhone(k, phone);
  }
  took(k, t, m, ANSWER, ON_STACK);
}

function tookCall(k: Kernel, t: number, box: number, m: number): void {
  takeOff(k, m, ON_STACK);
  appendTo(k, DISPATCHED, box, m);
  noteReceived(k, m);
  k.set(t, LOCAL, m + 1);
  k.set(t, RC, REQUEST);
  k.goto(t, takeRetCall(k, t));
}

/** `goto restart`: the same wait again, in full. */
function waitForSame(k: Kernel, t: number): void {
  const waiter = WAITERS.get(k.get(t, RET_CALL));
  if (waiter === undefined) throw new Error(`step ${k.get(t, RET_CALL)} does not wait for a call`);
  waiter(k, t);
}

/** Ghost: has a later message of the same phone been taken before this one? */
function noteReceived(k: Kernel, message: number): void {
  if (!k.program.ghosts.order || flagged(k, message, FORWARDED)) return;
  const { phone } = k.program.messages[message];
  const at = k.at + k.layout.orders + phone;
  const serial = k.message(message, SERIAL);
  // The hang-up of a phone that was slammed is in nobody's order.
  if (serial === 0) return;
  if (serial < k.bytes[at]) {
    k.setMessage(message, DELIVERED, k.message(message, DELIVERED) | OUT_OF_ORDER);
  }
  k.bytes[at] = Math.max(k.bytes[at], serial);
}
