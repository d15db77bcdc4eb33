/**
 * The end of a session: udebug_task_cleanup() of kernel/generic/src/udebug/udebug.c, both revisions,
 * for END, the hang-up of the debugger, and the end of the task.
 *
 *     INACTIVE: EINVAL; else, under T, for each user thread: not in the session any more; it has
 *     GO: answer it with FINISHED; it has none: wake it (2012: one wakeup, banked; 2026: close
 *     the queue, for ever); INACTIVE, no debugger
 *
 * begin_call is neither answered nor cleared (N4), nor the go_call of a thread whose STOP is pending
 * (N7). One step is one thread: those that were woken run while the next is looked at.
 */
import { isHook, lowerHook, sessionOf } from '../proc/debugged.ts';
import { EVENT_FINISHED, NO_EVENT } from '../ipc/debug-methods.ts';
import {
  BEGIN_CALL,
  CLEANING,
  CUR_EVENT,
  DEBUGGER,
  DT_INACTIVE,
  DT_STATE,
  GO_CALL,
  HAS_GO,
  HOOK_NEXT,
  IS_ACTIVE,
  LINK,
  LOCAL,
  RC,
} from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { EINVAL, EOK } from '../record/values.ts';
import { wakeFirstAtOnce } from '../synch/wait-queue-2012.ts';
import { closeAtOnce, wakeAll } from '../synch/wait-queue-2026.ts';
import { takeBeginCall, takeGoCall } from './calls.ts';
import { answerDeferred } from './deferred.ts';
import { lockSession, nextUserThread, sessionFree, UDEBUG, unlockSession } from './session.ts';

/** Begins udebug_task_cleanup() under T; continues at step `next` with its result in RC. */
export function cleanUpSession(k: Kernel, t: number, next: number): void {
  k.setHook(t, HOOK_NEXT, next);
  k.goto(t, CLEAN_SESSION);
}

export const CLEAN_SESSION = step({
  name: 'udebug_task_cleanup',
  fn: 'udebug_task_cleanup',
  file: UDEBUG,
  says: 'ends the session: begins with the first thread, or finds no session',
  mode: 'kernel',
  enabled: sessionFree,
  run(k, t) {
    const s = sessionOf(k, t);
    if (k.session(s, DT_STATE) === DT_INACTIVE) return cleaned(k, t, EINVAL);
    lockSession(k, s, t);
    cleanFrom(k, t, s, nextUserThread(k, s, 0));
  },
});

export const CLEAN_NEXT = step({
  name: 'udebug_task_cleanup-next',
  fn: 'udebug_task_cleanup',
  file: UDEBUG,
  says: 'takes the next thread out of the session, or is done',
  mode: 'kernel',
  run(k, t) {
    const s = sessionOf(k, t);
    k.set(t, LOCAL, 0);
    cleanFrom(k, t, s, nextUserThread(k, s, k.session(s, CLEANING)));
  },
});

/** The ticket's: END answers a GO whose STOP has not been answered yet (N7). */
function owesGo(k: Kernel, thread: number): boolean {
  return k.program.holdsAtBoundary && k.hook(thread, GO_CALL) !== 0;
}

/** Takes `thread` out of the session; after the last one the session is over. */
function cleanFrom(k: Kernel, t: number, s: number, thread: number): void {
  if (thread < 0) return finish(k, t, s);
  k.setSession(s, CLEANING, thread + 1);
  lowerHook(k, thread, IS_ACTIVE);
  k.setHook(thread, CUR_EVENT, NO_EVENT);
  if (isHook(k, thread, HAS_GO) || owesGo(k, thread)) {
    lowerHook(k, thread, HAS_GO);
    return answerDeferred(k, t, takeGoCall(k, thread), EVENT_FINISHED, CLEAN_NEXT);
  }
  const q = k.program.goQueues[thread];
  if (k.program.holdsAtBoundary) wakeInSection(k, thread, q);
  else if (k.old) wakeFirstAtOnce(k, q);
  else closeAtOnce(k, q);
  if (nextUserThread(k, s, thread + 1) < 0) finish(k, t, s);
  else k.goto(t, CLEAN_NEXT);
}

/** A hold looks for itself whether it is over; who waits in a section (unwind) is woken as by GO. */
function wakeInSection(k: Kernel, thread: number, q: number): void {
  if (k.get(thread, LINK) !== q + 1) return;
  if (k.old) wakeFirstAtOnce(k, q);
  else wakeAll(k, q);
}

function finish(k: Kernel, t: number, s: number): void {
  // The ticket's: END answers a BEGIN that still waits (N4).
  if (k.program.holdsAtBoundary && k.session(s, BEGIN_CALL) !== 0) {
    return answerDeferred(k, t, takeBeginCall(k, s), EVENT_FINISHED, CLEAN_NEXT);
  }
  for (const field of [CLEANING, DT_STATE, DEBUGGER]) k.setSession(s, field, 0);
  unlockSession(k, s);
  cleaned(k, t, EOK);
}

function cleaned(k: Kernel, t: number, rc: number): void {
  k.set(t, RC, rc);
  k.goto(t, k.hook(t, HOOK_NEXT));
  k.setHook(t, HOOK_NEXT, 0);
}
