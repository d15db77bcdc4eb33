/**
 * Stoppable sections: udebug_stoppable_begin(), udebug_stoppable_end() and udebug_wait_for_go() of
 * kernel/generic/src/udebug/udebug.c, both revisions.
 *
 *     begin        count--; stoppable; BEGINNING and nobody else is unstoppable: ACTIVE, answer BEGIN
 *                  else ACTIVE, in the session and no GO: answer the GO with STOP
 *     end          in the session and no GO: unlock; wait for GO; again
 *                  else count++; not stoppable
 *     wait for GO  2012: forget banked wakeups, sleep; 2026: sleep, unless the queue is closed
 *
 * Between the unlocking and the sleep nothing is held: a GO that comes there wakes nobody (D1).
 */
import { HOOKS, isHook, isStopped, lowerHook, raiseHook, sessionOf } from '../proc/debugged.ts';
import { EVENT_STOP } from '../ipc/debug-methods.ts';
import { panic } from '../record/ipc-objects.ts';
import {
  CUR_EVENT,
  DT_ACTIVE,
  DT_BEGINNING,
  DT_STATE,
  IS_UNSTOPPABLE,
  TIMER,
  TIMER_IDLE,
  WQ,
} from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { erased } from '../record/ghosts.ts';
import { sleepUnderLock } from '../synch/wait-queue-2012.ts';
import { SLEEP_ENTER } from '../synch/wait-queue-2026.ts';
import { takeBeginCall, takeGoCall } from './calls.ts';
import { answerDeferred, HOOK_ANSWERED, leaveHook, unlockAnswered } from './deferred.ts';
import { countUnstoppable, sessionFree, UDEBUG } from './session.ts';
import { NO_EVENT } from '../ipc/debug-methods.ts';

/** udebug_stoppable_begin() under T and t. True: it answers a call, and continues at step `ret`. */
function begin(k: Kernel, t: number, ret: number): boolean {
  const s = sessionOf(k, t);
  const count = countUnstoppable(k, s, -1);
  if (!isHook(k, t, IS_UNSTOPPABLE)) {
    panic(k, t);
    return true;
  }
  lowerHook(k, t, IS_UNSTOPPABLE);
  const state = k.session(s, DT_STATE);
  if (state === DT_BEGINNING && count === 0) {
    k.setSession(s, DT_STATE, DT_ACTIVE);
    return answers(k, t, takeBeginCall(k, s), NO_EVENT, ret);
  }
  if (state !== DT_ACTIVE || !isStopped(k, t)) return false;
  k.setHook(t, CUR_EVENT, EVENT_STOP);
  return answers(k, t, takeGoCall(k, t), EVENT_STOP, ret);
}

/** assert(call), then its answer. */
function answers(k: Kernel, t: number, m: number, event: number, ret: number): boolean {
  if (m < 0) panic(k, t);
  else answerDeferred(k, t, m, event, ret);
  return true;
}

/** The beginning of a section in which the thread sleeps or dies. */
export const STOPPABLE_BEGIN = step({
  name: 'udebug_stoppable_begin',
  fn: 'udebug_stoppable_begin',
  file: UDEBUG,
  says: 'becomes stoppable; answers BEGIN if it was the last, or its GO if it was stopped',
  mode: 'kernel',
  enabled: sessionFree,
  run(k, t) {
    if (!begin(k, t, HOOK_ANSWERED)) leaveHook(k, t);
  },
});

/** The same where the end of the section follows at once: a stop point. */
export const POINT_BEGIN = step({
  name: 'udebug_before_thread_runs',
  fn: 'udebug_stoppable_begin',
  file: UDEBUG,
  says: 'becomes stoppable for a moment; answers BEGIN if it was the last, or its GO',
  mode: 'kernel',
  enabled: sessionFree,
  run(k, t) {
    if (!begin(k, t, POINT_ANSWERED)) k.goto(t, STOPPABLE_END);
  },
});

export const POINT_ANSWERED = step({
  name: 'udebug-point-answered',
  fn: 'mutex_unlock',
  file: 'kernel/generic/src/synch/mutex.c',
  says: "unlocks the task's and its own udebug structure",
  mode: 'kernel',
  run(k, t) {
    unlockAnswered(k, t);
    k.goto(t, STOPPABLE_END);
  },
});

export const STOPPABLE_END = step({
  name: 'udebug_stoppable_end',
  fn: 'udebug_stoppable_end',
  file: UDEBUG,
  says: 'is not stoppable any more, or goes to wait for GO',
  mode: 'kernel',
  enabled: sessionFree,
  run(k, t) {
    if (isStopped(k, t)) return waitForGo(k, t, STOPPABLE_END);
    countUnstoppable(k, sessionOf(k, t), 1);
    if (isHook(k, t, IS_UNSTOPPABLE)) return panic(k, t);
    raiseHook(k, t, IS_UNSTOPPABLE);
    leaveHook(k, t);
  },
});

/** udebug_wait_for_go(): with no lock held yet; continues at step `ret`. */
export function waitForGo(k: Kernel, t: number, ret: number): void {
  k.sleepOn(t, k.old ? WAIT_FOR_GO : SLEEP_ENTER, k.program.goQueues[t], 0, 0, ret);
}

export const WAIT_FOR_GO = step({
  name: 'udebug_wait_for_go',
  fn: 'udebug_wait_for_go',
  file: UDEBUG,
  says: 'forgets banked wakeups and sleeps until it is woken',
  mode: 'kernel',
  enabled: (k, t) => k.get(t, TIMER) === TIMER_IDLE && !k.locked(k.get(t, WQ)),
  run(k, t) {
    const q = k.get(t, WQ);
    k.setBalance(q, 0);
    erased(k, q);
    sleepUnderLock(k, t);
  },
});

HOOKS.begin = STOPPABLE_BEGIN;
HOOKS.end = STOPPABLE_END;
HOOKS.point = POINT_BEGIN;

/** An event is over when its thread has been woken once: it does not look again. */
export const EVENT_OVER = step({
  name: 'udebug-event-over',
  fn: 'udebug_syscall_event',
  file: UDEBUG,
  says: 'has been woken, and goes on',
  mode: 'kernel',
  run: leaveHook,
});
