/**
 * Clean-up of a task's IPC in 2012: ipc_cleanup of kernel/generic/src/ipc/ipc.c at 49505feb1808.
 *
 *     hang up every phone; slam the own box; lock it: answer the dispatched calls, then the calls,
 *     with EHANGUP; unlock; for each box of an interrupted synchronous call: wait for its answer
 *     then, until all phones are FREE: free the HUNGUP ones without active calls, hang up those
 *     that have been connected meanwhile, wait for one more answer
 *
 * The answers that it waits for are freed unread: process_answer does not run, so the phone of a
 * connection that is refused only now stays CONNECTING. A phone that is FREE is passed by in the
 * first round: locking and unlocking it changes nothing.
 */
import { appendAnswer } from '../answer-free.ts';
import { hangUp } from '../hangup.ts';
import { messageOf, ownBox } from '../thread.ts';
import { LATE_STEPS } from '../../proc/late-steps.ts';
import { cleanedUp, kboxFirst, slamOwnBox } from './cleanup.ts';
import { isNotified, unsubscribeNext } from '../events.ts';
import {
  ANSWERING,
  CONNECTED,
  DISCARDED,
  DISPATCHED,
  HUNGUP,
  IN_CALLS,
  IPC,
  PHONE_FREE,
  firstSyncBox,
  messageAt,
  panic,
  takeOff,
  unlinkSyncBox,
  raiseFlag,
  flagged,
} from '../../record/ipc-objects.ts';
import { boxFree } from '../phones.ts';
import { freeCall } from '../preprocess.ts';
import { CLEANUP_WAITS, WAITERS } from '../../proc/handlers.ts';
import { waitForCall } from '../receive.ts';
import {
  ACTIVE_CALLS,
  BUFFER,
  CALLEE,
  DELIVERED,
  LOCAL,
  PHONE,
  PHONE_STATE,
  RC,
  RETVAL,
  RET_CALL,
  RET_IPC,
  DANGLING,
} from '../../record/layout.ts';
import type { Kernel } from '../../record/state.ts';
import { step } from '../../record/step.ts';
import { ANSWER, ANSWER_EHANGUP, NOTIFICATION } from '../../record/values.ts';

export const CLEAN_PHONES = step({
  name: 'cleanup-2012-phones',
  fn: 'ipc_cleanup',
  file: IPC,
  says: 'hangs up the next phone of the task',
  mode: 'kernel',
  run(k, t) {
    const { task } = k.program.lanes[t];
    const { phones } = k.program;
    for (let p = k.get(t, PHONE); p < phones.length; p++) {
      if (phones[p].task !== task || k.phone(p, PHONE_STATE) === PHONE_FREE) continue;
      k.set(t, PHONE, p + 1);
      k.set(t, RET_IPC, CLEAN_PHONES);
      return hangUp(k, t, p);
    }
    k.set(t, PHONE, 0);
    k.goto(t, CLEAN_EVENTS);
  },
});

export const CLEAN_EVENTS = step({
  name: 'cleanup-2012-events',
  fn: 'event_cleanup_answerbox',
  file: 'kernel/generic/src/ipc/event.c',
  says: 'gives up the next event or interrupt of its box, or goes on',
  mode: 'kernel',
  enabled: (k, t) => !isNotified(k, ownBox(k, t)),
  run(k, t) {
    if (!unsubscribeNext(k, ownBox(k, t))) slamOwnBox(k, t, kboxFirst(k, t, CLEAN_LISTS));
  },
});

LATE_STEPS.cleanUp2012 = CLEAN_PHONES;

/** Own box locked from the first call to the last: LOCAL says whether it is. */
export const CLEAN_LISTS = step({
  name: 'cleanup-2012-lists',
  fn: 'ipc_cleanup_call_list',
  file: IPC,
  says: 'takes the next call of its box, which it answers with EHANGUP',
  mode: 'kernel',
  enabled: (k, t) => k.get(t, LOCAL) !== 0 || boxFree(k, ownBox(k, t)),
  run(k, t) {
    const box = ownBox(k, t);
    const dispatched = messageAt(k, DISPATCHED, box, 1);
    const m = dispatched >= 0 ? dispatched : messageAt(k, IN_CALLS, box, 1);
    k.setBoxLocked(k.program.boxes[box].queue, m >= 0);
    k.set(t, LOCAL, m + 1);
    if (m < 0) return k.goto(t, CLEAN_SYNC);
    // The buffer is freed, and the pointer to it stays in the call that goes back to its sender.
    if (flagged(k, m, BUFFER)) raiseFlag(k, m, DANGLING);
    takeOff(k, m, ANSWERING);
    k.setMessage(m, RETVAL, ANSWER_EHANGUP);
    k.set(t, RET_CALL, CLEAN_LISTS);
    k.goto(t, CLEAN_ANSWER);
  },
});

/** selflocked: an answer to the task itself goes to the box whose lock is held already. */
export const CLEAN_ANSWER = step({
  name: 'cleanup-2012-answer',
  fn: '_ipc_answer_free_call',
  file: IPC,
  says: "appends the answer to the caller's box",
  mode: 'kernel',
  enabled: (k, t) => {
    const { callerBox } = k.program.messages[messageOf(k, t)];
    return callerBox === ownBox(k, t) || boxFree(k, callerBox);
  },
  run: (k, t) => appendAnswer(k, t),
});

LATE_STEPS.afterKbox2012 = CLEAN_LISTS;

export const CLEAN_SYNC = step({
  name: 'cleanup-2012-sync',
  fn: 'ipc_cleanup',
  file: IPC,
  says: 'waits for the answer of the next interrupted synchronous call',
  mode: 'kernel',
  run(k, t) {
    const box = firstSyncBox(k, k.program.lanes[t].task);
    if (box < 0) {
      k.set(t, PHONE, 0);
      return k.goto(t, CLEAN_SCAN);
    }
    unlinkSyncBox(k, box);
    k.set(t, PHONE, box + 1);
    waitForSyncAnswer(k, t);
  },
});

function waitForSyncAnswer(k: Kernel, t: number): void {
  waitForCall(k, t, 0, 0, CLEAN_SYNC_GOT);
}

export const CLEAN_SYNC_GOT = step({
  name: 'cleanup-2012-sync-got',
  fn: 'ipc_cleanup',
  file: IPC,
  says: 'frees the answer unread, and the private box',
  mode: 'kernel',
  run(k, t) {
    k.free(k.program.boxes[k.get(t, PHONE) - 1].queue);
    discard(k, t, CLEAN_SYNC);
  },
});

CLEANUP_WAITS.add(CLEAN_SYNC_GOT);
WAITERS.set(CLEAN_SYNC_GOT, waitForSyncAnswer);

/** ipc_call_free() of what the clean-up has received. */
function discard(k: Kernel, t: number, next: number): void {
  const m = messageOf(k, t);
  k.setMessage(m, DELIVERED, k.message(m, DELIVERED) | DISCARDED);
  if (!freeCall(k, m)) return panic(k, t);
  k.set(t, LOCAL, 0);
  k.set(t, RC, 0);
  k.goto(t, next);
}

/** One look at each phone, without locks: nobody else of the task is left to change them. */
export const CLEAN_SCAN = step({
  name: 'cleanup-2012-scan',
  fn: 'ipc_cleanup',
  file: IPC,
  says: 'frees phones without active calls, hangs up late ones, or is done',
  mode: 'kernel',
  run(k, t) {
    const { phones, lanes } = k.program;
    for (let p = 0; p < phones.length; p++) {
      if (phones[p].task !== lanes[t].task) continue;
      if (k.phone(p, PHONE_STATE) === HUNGUP && k.phone(p, ACTIVE_CALLS) === 0) {
        k.setPhone(p, PHONE_STATE, PHONE_FREE);
        k.setPhone(p, CALLEE, 0);
      }
      if (k.phone(p, PHONE_STATE) === CONNECTED) {
        k.set(t, PHONE, p + 1);
        k.set(t, RET_IPC, CLEAN_WAIT);
        return hangUp(k, t, p);
      }
      if (k.phone(p, PHONE_STATE) !== PHONE_FREE) return k.goto(t, CLEAN_WAIT);
    }
    cleanedUp(k, t);
  },
});

export const CLEAN_WAIT = step({
  name: 'cleanup-2012-wait',
  fn: 'ipc_cleanup',
  file: IPC,
  says: 'waits for one more answer',
  mode: 'kernel',
  run: (k, t) => waitForAnswer(k, t),
});

function waitForAnswer(k: Kernel, t: number): void {
  k.set(t, PHONE, 0);
  waitForCall(k, t, 0, 0, CLEAN_GOT);
}

export const CLEAN_GOT = step({
  name: 'cleanup-2012-got',
  fn: 'ipc_cleanup',
  file: IPC,
  says: 'frees the answer unread',
  mode: 'kernel',
  run(k, t) {
    const rc = k.get(t, RC);
    if (rc !== ANSWER && rc !== NOTIFICATION) return panic(k, t);
    discard(k, t, CLEAN_SCAN);
  },
});

WAITERS.set(CLEAN_GOT, waitForAnswer);
