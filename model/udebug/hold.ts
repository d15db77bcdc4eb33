/**
 * Debug sessions as the ticket wants them: no stoppable sections; a thread without GO is held at the
 * user/kernel boundary, before its call is dispatched, after the handler, on its way out of an
 * exception, and before its first instruction (uinit).
 *
 *     hold   T and t: the abort request is answered; in no session: go on; count--; BEGINNING and
 *            nobody else runs: ACTIVE, answer BEGIN; no GO and a call of it is open: answer it with
 *            STOP; then test and sleep in one step under t, until GO or the session's end; count++
 *
 * That step is what cures D1: no GO comes between the look and the sleep. A kill ends a thread that
 * is held, as it ends one in user mode (exc_dispatch). The kernels have none of this: each step names
 * the function in whose place it would be. Merged: count-- with going to sleep, both under t.
 */
import { EVENT_STOP, NO_EVENT } from '../ipc/debug-methods.ts';
import { HOOKS, isHook, isStopped, lowerHook, raiseHook, sessionOf } from '../proc/debugged.ts';
import {
  ABORT,
  BEGIN_CALL,
  CUR_EVENT,
  DT_ACTIVE,
  DT_BEGINNING,
  DT_STATE,
  GO_CALL,
  INTERRUPTED,
  IS_ACTIVE,
  IS_UNSTOPPABLE,
} from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { answerDeferred, leaveHook, unlockAnswered } from './deferred.ts';
import { countUnstoppable, sessionFree, UDEBUG } from './session.ts';
import { takeBeginCall, takeGoCall } from './calls.ts';

export const HOLD = step({
  name: 'udebug-hold',
  fn: 'udebug_stoppable_begin',
  file: UDEBUG,
  says: 'is at the boundary: is held if it has no GO, and answers who waits for that',
  mode: 'kernel',
  enabled: sessionFree,
  run(k, t) {
    k.lower(t, ABORT);
    if (!isHook(k, t, IS_ACTIVE)) return leaveHook(k, t);
    stopsRunning(k, t);
    answerHeld(k, t);
  },
});

/** It counts no longer as one that runs. */
function stopsRunning(k: Kernel, t: number): void {
  if (!isHook(k, t, IS_UNSTOPPABLE)) return;
  lowerHook(k, t, IS_UNSTOPPABLE);
  countUnstoppable(k, sessionOf(k, t), -1);
}

/** Answers BEGIN, then its own GO, as far as somebody waits for them; then it waits. */
function answerHeld(k: Kernel, t: number): void {
  const s = sessionOf(k, t);
  if (begins(k, s)) return answerDeferred(k, t, takeBeginCall(k, s), NO_EVENT, HOLD_ANSWERED);
  if (!isStopped(k, t) || k.hook(t, GO_CALL) === 0) return k.goto(t, HELD_BY_DEBUGGER);
  k.setHook(t, CUR_EVENT, EVENT_STOP);
  answerDeferred(k, t, takeGoCall(k, t), EVENT_STOP, HOLD_ANSWERED);
}

/** Nobody of the task runs any more: a session that is beginning has begun. */
export function begins(k: Kernel, s: number): boolean {
  if (k.session(s, DT_STATE) !== DT_BEGINNING || countUnstoppable(k, s, 0) !== 0) return false;
  k.setSession(s, DT_STATE, DT_ACTIVE);
  return k.session(s, BEGIN_CALL) !== 0;
}

export const HOLD_ANSWERED = step({
  name: 'udebug-hold-answered',
  fn: 'udebug_stoppable_begin',
  file: UDEBUG,
  says: 'has answered, and looks who else waits for it',
  mode: 'kernel',
  run(k, t) {
    unlockAnswered(k, t);
    answerHeld(k, t);
  },
});

/** Test and sleep in one step: whoever gives GO or ends the session does so under t, and wakes it. */
export const HELD_BY_DEBUGGER = step({
  name: 'udebug-held',
  fn: 'udebug_wait_for_go',
  file: UDEBUG,
  says: 'has GO, or is in no session any more, and goes on',
  mode: 'held',
  // Whom a kill has found here goes on to nothing but its end (EXCEPTION_EXIT).
  enabled: (k, t) => sessionFree(k, t) && !isStopped(k, t) && !k.has(t, INTERRUPTED),
  run(k, t) {
    if (!isHook(k, t, IS_UNSTOPPABLE)) countUnstoppable(k, sessionOf(k, t), 1);
    raiseHook(k, t, IS_UNSTOPPABLE);
    leaveHook(k, t);
  },
});

/** thread_exit(): it runs no more, for ever; a kill may have found it held. */
export const EXIT_HELD = step({
  name: 'udebug-exit-held',
  fn: 'udebug_stoppable_begin',
  file: UDEBUG,
  says: 'counts no longer as one that runs; answers BEGIN if it was the last',
  mode: 'kernel',
  enabled: sessionFree,
  run(k, t) {
    stopsRunning(k, t);
    const s = sessionOf(k, t);
    if (!begins(k, s)) return leaveHook(k, t);
    answerDeferred(k, t, takeBeginCall(k, s), NO_EVENT, EXIT_ANSWERED);
  },
});

export const EXIT_ANSWERED = step({
  name: 'udebug-exit-answered',
  fn: 'mutex_unlock',
  file: 'kernel/generic/src/synch/mutex.c',
  says: "unlocks the task's and its own udebug structure, and goes on",
  mode: 'kernel',
  run(k, t) {
    unlockAnswered(k, t);
    leaveHook(k, t);
  },
});

HOOKS.hold = HOLD;
HOOKS.held = HELD_BY_DEBUGGER;
