/**
 * Clean-up of a task's IPC in 2026: ipc_cleanup of kernel/generic/src/ipc/ipc.c at 2866531314.
 *
 *     the box is inactive; every phone: hang up, unpublish, put, free the handle; slam the own box;
 *     unpublish every call; answer the calls, then the dispatched ones, with EHANGUP;
 *     forget every active call; while the box still expects answers: wait for one, process it,
 *     hang up the phones that it may have brought, forget what that has sent
 *
 * It waits only for answers that are on their way, so no server can hold it up.
 */
import { answerFree } from '../answer-free.ts';
import { hangUp } from '../hangup.ts';
import { messageOf, ownBox } from '../thread.ts';
import { LATE_STEPS } from '../../proc/late-steps.ts';
import { PRE_START } from '../answer-preprocess.ts';
import { putCall, putPhone } from '../caps.ts';
import { cleanedUp, kboxFirst, slamOwnBox } from './cleanup.ts';
import { isNotified, unsubscribeNext } from '../events.ts';
import { forget, settleForgotten } from '../forget.ts';
import { CONNECT_TO_ME } from '../methods.ts';
import {
  ANSWERING,
  DISCARDED,
  DISPATCHED,
  IN_CALLS,
  IPC,
  firstActive,
  messageAt,
  panic,
  takeOff,
} from '../../record/ipc-objects.ts';
import { allocatePhone, boxFree } from '../phones.ts';
import { setPriv } from '../preprocess.ts';
import { processAnswer } from '../process.ts';
import { waitForCall } from '../receive.ts';
import {
  BOX,
  BOX_ACTIVE_CALLS,
  BOX_INACTIVE,
  DELIVERED,
  HANDLE,
  HANDLE_FREE,
  LOCAL,
  PHONE,
  PHONE_HANDLE,
  RC,
  RETVAL,
  RET_CALL,
  RET_IPC,
  UNPUBLISHED,
  WHERE,
} from '../../record/layout.ts';
import type { Kernel } from '../../record/state.ts';
import { step } from '../../record/step.ts';
import { ANSWER, ANSWER_EHANGUP, ENOENT, NOTIFICATION } from '../../record/values.ts';

export const CLEAN_BEGIN = step({
  name: 'cleanup-2026-begin',
  fn: 'ipc_cleanup',
  file: IPC,
  says: 'marks its box inactive: nobody connects to it from here on',
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, ownBox(k, t)),
  run(k, t) {
    k.setBox(ownBox(k, t), BOX_INACTIVE, 1);
    k.goto(t, CLEAN_CAPS);
  },
});

LATE_STEPS.cleanUp2026 = CLEAN_BEGIN;

/** The phone of the task that has the lowest published handle, or -1. */
function firstPhone(k: Kernel, task: number): number {
  const { phones } = k.program;
  let first = -1;
  for (let p = 0; p < phones.length; p++) {
    const handle = k.phone(p, PHONE_HANDLE);
    if (phones[p].task !== task || handle === 0 || (handle & UNPUBLISHED) !== 0) continue;
    if (first < 0 || handle < k.phone(first, PHONE_HANDLE)) first = p;
  }
  return first;
}

/** phone_cap_cleanup_cb() for the next phone; false if there is none. */
function hangUpNext(k: Kernel, t: number, ret: number): boolean {
  const p = firstPhone(k, k.program.lanes[t].task);
  if (p < 0) return false;
  k.set(t, PHONE, p + 1);
  k.set(t, RET_IPC, ret);
  hangUp(k, t, p);
  return true;
}

function capGone(k: Kernel, t: number, next: number): void {
  const p = k.get(t, PHONE) - 1;
  const handle = k.phone(p, PHONE_HANDLE);
  // Another thread has taken the handle away: there is no object to put.
  if (handle === 0 || (handle & UNPUBLISHED) !== 0) return panic(k, t);
  k.setPhone(p, PHONE_HANDLE, 0);
  putPhone(k, p);
  k.set(t, PHONE, 0);
  k.goto(t, next);
}

export const CLEAN_CAPS = step({
  name: 'cleanup-2026-phones',
  fn: 'phone_cap_cleanup_cb',
  file: IPC,
  says: 'hangs up the next phone of the task',
  mode: 'kernel',
  run(k, t) {
    if (!hangUpNext(k, t, CLEAN_CAP)) k.goto(t, CLEAN_EVENTS);
  },
});

export const CLEAN_EVENTS = step({
  name: 'cleanup-2026-events',
  fn: 'event_cleanup_answerbox',
  file: 'kernel/generic/src/ipc/event.c',
  says: 'gives up the next event or interrupt of its box, or goes on',
  mode: 'kernel',
  enabled: (k, t) => !isNotified(k, ownBox(k, t)),
  run(k, t) {
    if (!unsubscribeNext(k, ownBox(k, t))) slamOwnBox(k, t, kboxFirst(k, t, CLEAN_CALL_CAPS));
  },
});

export const CLEAN_CAP = step({
  name: 'cleanup-2026-phone-gone',
  fn: 'phone_cap_cleanup_cb',
  file: IPC,
  says: 'unpublishes the phone and puts its reference',
  mode: 'kernel',
  run: (k, t) => capGone(k, t, CLEAN_CAPS),
});

export const CLEAN_CALL_CAPS = step({
  name: 'cleanup-2026-call-caps',
  fn: 'call_cap_cleanup_cb',
  file: IPC,
  says: 'unpublishes the next call that user space has, or goes on',
  mode: 'kernel',
  run(k, t) {
    const { messages, boxes, lanes } = k.program;
    for (let m = 0; m < messages.length; m++) {
      const handle = k.message(m, HANDLE);
      if (handle === 0 || (handle & (HANDLE_FREE | UNPUBLISHED)) !== 0) continue;
      const isOurs = k.message(m, WHERE) === DISPATCHED;
      if (!isOurs || boxes[k.message(m, BOX)].task !== lanes[t].task) continue;
      k.setMessage(m, HANDLE, handle | HANDLE_FREE);
      return putCall(k, m);
    }
    k.goto(t, CLEAN_CALLS);
  },
});

LATE_STEPS.afterKbox2026 = CLEAN_CALL_CAPS;

/** ipc_cleanup_call_list(): the first call of a list is taken off and will be answered. */
function takeNext(k: Kernel, t: number, list: number, again: number): boolean {
  const m = messageAt(k, list, ownBox(k, t), 1);
  if (m < 0) return false;
  takeOff(k, m, ANSWERING);
  k.set(t, LOCAL, m + 1);
  k.set(t, RET_IPC, again);
  return true;
}

export const CLEAN_CALLS = step({
  name: 'cleanup-2026-calls',
  fn: 'ipc_cleanup_call_list',
  file: IPC,
  says: 'takes the next call that was never received',
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, ownBox(k, t)),
  run(k, t) {
    if (takeNext(k, t, IN_CALLS, CLEAN_CALLS)) k.goto(t, CLEAN_RECEIVE);
    else k.goto(t, CLEAN_DISPATCHED);
  },
});

export const CLEAN_DISPATCHED = step({
  name: 'cleanup-2026-dispatched',
  fn: 'ipc_cleanup_call_list',
  file: IPC,
  says: 'takes the next call that was received and not answered',
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, ownBox(k, t)),
  run(k, t) {
    if (takeNext(k, t, DISPATCHED, CLEAN_DISPATCHED)) hangUpCall(k, t);
    else k.goto(t, CLEAN_FORGET);
  },
});

/** request_process() of a call that nobody will receive. */
export const CLEAN_RECEIVE = step({
  name: 'cleanup-2026-receive',
  fn: 'request_process',
  file: 'kernel/generic/src/ipc/ops/concttome.c',
  says: 'does what receiving the call would have done in the kernel',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    if (k.program.messages[m].method === CONNECT_TO_ME) {
      setPriv(k, m, allocatePhone(k, k.program.lanes[t].task));
    }
    hangUpCall(k, t);
  },
});

function hangUpCall(k: Kernel, t: number): void {
  k.setMessage(messageOf(k, t), RETVAL, ANSWER_EHANGUP);
  k.set(t, RET_CALL, CLEAN_ANSWER);
  k.goto(t, PRE_START);
}

export const CLEAN_ANSWER = step({
  name: 'cleanup-2026-answer',
  fn: 'ipc_cleanup_call_list',
  file: IPC,
  says: 'answers the call with EHANGUP',
  mode: 'kernel',
  run(k, t) {
    k.set(t, RET_CALL, k.get(t, RET_IPC));
    k.set(t, RET_IPC, 0);
    answerFree(k, t);
  },
});

export const CLEAN_FORGET = step({
  name: 'cleanup-2026-forget',
  fn: 'ipc_forget_all_active_calls',
  file: IPC,
  says: 'forgets the next call that has no answer, or goes on',
  mode: 'kernel',
  run(k, t) {
    const m = firstActive(k, k.program.lanes[t].task);
    k.set(t, LOCAL, m + 1);
    if (m < 0) return k.goto(t, CLEAN_EXPECT);
    forget(k, m);
    k.goto(t, CLEAN_FORGOTTEN);
  },
});

export const CLEAN_FORGOTTEN = step({
  name: 'cleanup-2026-forgotten',
  fn: 'ipc_forget_call',
  file: IPC,
  says: 'takes the forgotten call out of the counters',
  mode: 'kernel',
  run(k, t) {
    if (!settleForgotten(k, messageOf(k, t), ownBox(k, t))) return panic(k, t);
    k.set(t, LOCAL, 0);
    k.goto(t, CLEAN_FORGET);
  },
});

export const CLEAN_EXPECT = step({
  name: 'cleanup-2026-expect',
  fn: 'ipc_wait_for_all_answered_calls',
  file: IPC,
  says: 'waits for an answer while its box expects one',
  mode: 'kernel',
  run(k, t) {
    if (k.box(ownBox(k, t), BOX_ACTIVE_CALLS) === 0) return k.goto(t, CLEAN_DONE);
    waitForCall(k, t, 0, 0, CLEAN_EXPECTED);
  },
});

/** assert(active_calls == 0): another look, which only a thread beside the clean-up could tell. */
export const CLEAN_DONE = step({
  name: 'cleanup-2026-done',
  fn: 'ipc_cleanup',
  file: IPC,
  says: 'asserts that no answer is expected any more',
  mode: 'kernel',
  run(k, t) {
    if (k.box(ownBox(k, t), BOX_ACTIVE_CALLS) !== 0) return panic(k, t);
    cleanedUp(k, t);
  },
});

export const CLEAN_EXPECTED = step({
  name: 'cleanup-2026-expected',
  fn: 'ipc_wait_for_all_answered_calls',
  file: IPC,
  says: 'processes the answer and frees it',
  mode: 'kernel',
  run(k, t) {
    const rc = k.get(t, RC);
    k.set(t, RC, 0);
    if (rc === ENOENT) return k.goto(t, CLEAN_EXPECT);
    if (rc !== ANSWER && rc !== NOTIFICATION) return panic(k, t);
    const m = messageOf(k, t);
    k.setMessage(m, DELIVERED, k.message(m, DELIVERED) | DISCARDED);
    if (!processAnswer(k, t, m)) return panic(k, t);
    putCall(k, m);
    k.set(t, LOCAL, 0);
    k.goto(t, CLEAN_CAPS_AGAIN);
  },
});

export const CLEAN_CAPS_AGAIN = step({
  name: 'cleanup-2026-phones-again',
  fn: 'phone_cap_cleanup_cb',
  file: IPC,
  says: 'hangs up a phone that an answer has brought, or goes on',
  mode: 'kernel',
  run(k, t) {
    if (!hangUpNext(k, t, CLEAN_CAP_AGAIN)) k.goto(t, CLEAN_FORGET);
  },
});

export const CLEAN_CAP_AGAIN = step({
  name: 'cleanup-2026-phone-gone-again',
  fn: 'phone_cap_cleanup_cb',
  file: IPC,
  says: 'unpublishes the phone and puts its reference',
  mode: 'kernel',
  run: (k, t) => capGone(k, t, CLEAN_CAPS_AGAIN),
});
