/**
 * Threads that come to be: sys_thread_create() of kernel/generic/src/proc/thread.c with
 * udebug_thread_b_event_attach() of udebug/udebug.c, and uinit() of main/uinit.c, both revisions.
 *
 *     create   T and t: the new thread joins the list of its task; its creator is in the session:
 *              take its go_call without asking for GO, answer THREAD_B, no GO; unlock; wait for GO;
 *              then the new thread starts
 *     uinit    udebug_stoppable_end(): before its first instruction it waits for GO, if it was found
 *              by a BEGIN meanwhile
 *
 * The new thread is in no session itself (N16). Where nobody can be debugged, thread_attach() and
 * thread_start() are one step: what a kill does between them it could have done a moment later.
 */
import {
  enterHook,
  hasHooks,
  HOOKS,
  isDebugged,
  isHoldable,
  lowerHook,
  raiseHook,
  sessionOf,
} from '../proc/debugged.ts';
import { EVENT_THREAD_B } from '../ipc/debug-methods.ts';
import { firstEntry } from '../proc/boundary.ts';
import { handler } from '../proc/handlers.ts';
import { UNBORN } from '../proc/thread-dead.ts';
import { panic } from '../record/ipc-objects.ts';
import {
  CUR_EVENT,
  DT_BEGINNING,
  DT_STATE,
  ENV_OP,
  ENV_SUB,
  HAS_GO,
  IS_ACTIVE,
  IS_UNATTACHED,
  PC,
  RC,
} from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { EOK } from '../record/values.ts';
import { EXIT } from '../syscall/syscall.ts';
import { takeGoCall } from './calls.ts';
import { answerDeferred, unlockAnswered } from './deferred.ts';
import { sessionFree, UDEBUG } from './session.ts';
import { EVENT_OVER, waitForGo } from './stoppable.ts';

export const SYS_THREAD_CREATE = handler('sys_thread_create', (k, t) => {
  k.set(t, RC, EOK);
  if (hasHooks(k, t)) enterHook(k, t, THREAD_B, THREAD_START);
  else k.goto(t, THREAD_START);
});

/** task->lock, which thread_attach() takes, is held along the whole list by who kills the task. */
function isBeingKilled(k: Kernel, t: number): boolean {
  if (k.global(ENV_SUB) === 0) return false;
  const action = k.program.env[k.global(ENV_OP)];
  return action.is === 'kill' && action.threads.includes(t);
}

/**
 * thread_attach(). The ticket's: a BEGIN that waits finds the new thread as well. It would wait for it
 * else, and nobody asks a thread that is in no session to come to the boundary.
 */
function attach(k: Kernel, t: number, thread: number): void {
  lowerHook(k, thread, IS_UNATTACHED);
  const isFound = k.session(sessionOf(k, t), DT_STATE) === DT_BEGINNING;
  if (k.program.holdsAtBoundary && isFound) raiseHook(k, thread, IS_ACTIVE);
}

export const THREAD_B = step({
  name: 'udebug_thread_b_event_attach',
  fn: 'udebug_thread_b_event_attach',
  file: UDEBUG,
  says: 'attaches the new thread, and tells the debugger',
  mode: 'kernel',
  enabled: (k, t) => sessionFree(k, t) && !isBeingKilled(k, t),
  run(k, t) {
    attach(k, t, k.op(t).target);
    if (!isDebugged(k, t)) return k.goto(t, EVENT_OVER);
    const m = takeGoCall(k, t);
    if (m < 0 && k.program.holdsAtBoundary) return k.goto(t, EVENT_OVER);
    if (m < 0) return panic(k, t);
    lowerHook(k, t, HAS_GO);
    k.setHook(t, CUR_EVENT, EVENT_THREAD_B);
    answerDeferred(k, t, m, EVENT_THREAD_B, THREAD_B_ANSWERED);
  },
});

export const THREAD_B_ANSWERED = step({
  name: 'udebug-thread-b-answered',
  fn: 'udebug_thread_b_event_attach',
  file: UDEBUG,
  says: 'unlocks the udebug structures and goes to wait for GO',
  mode: 'kernel',
  run(k, t) {
    unlockAnswered(k, t);
    if (k.program.holdsAtBoundary) k.goto(t, HOOKS.hold);
    else waitForGo(k, t, EVENT_OVER);
  },
});

export const THREAD_START = step({
  name: 'thread_create-start',
  fn: 'sys_thread_create',
  file: 'kernel/generic/src/proc/thread.c',
  says: 'starts the new thread',
  mode: 'kernel',
  enabled: (k, t) => hasHooks(k, t) || !isBeingKilled(k, t),
  run(k, t) {
    const { target } = k.op(t);
    if (k.program.sessions.length > 0) lowerHook(k, target, IS_UNATTACHED);
    if (k.get(target, PC) === UNBORN) born(k, target);
    k.goto(t, EXIT);
  },
});

/** uinit() */
function born(k: Kernel, t: number): void {
  const first = firstEntry(k, t);
  if (isHoldable(k, t)) enterHook(k, t, HOOKS.held, first);
  else if (hasHooks(k, t)) enterHook(k, t, HOOKS.end, first);
  else k.goto(t, first);
}
