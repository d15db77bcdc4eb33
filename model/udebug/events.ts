/**
 * Events: udebug_syscall_event() and udebug_thread_e_event() of kernel/generic/src/udebug/udebug.c,
 * both revisions.
 *
 *     system call   in the session, with GO, and asked for: answer the GO; no GO; unlock; wait for GO
 *     thread ends   in the session: answer the GO, which nobody has looked for; leave the session
 *
 * A thread that waits for GO in an event is not stoppable, and goes on after one wakeup.
 */
import { HOOKS, isHook, lowerHook, sessionOf } from '../proc/debugged.ts';
import {
  EVENT_SYSCALL_B,
  EVENT_SYSCALL_E,
  EVENT_THREAD_E,
  NO_EVENT,
} from '../ipc/debug-methods.ts';
import { panic } from '../record/ipc-objects.ts';
import { CUR_EVENT, EVMASK, GO_CALL, HAS_GO, HOOK_FLAGS, IS_ACTIVE } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { takeGoCall } from './calls.ts';
import { answerDeferred, leaveHook, unlockAnswered } from './deferred.ts';
import { sessionFree, UDEBUG } from './session.ts';
import { EXIT_HELD } from './hold.ts';
import { EVENT_OVER, POINT_BEGIN, STOPPABLE_BEGIN, waitForGo } from './stoppable.ts';

/** UDEBUG_EVMASK() */
const maskOf = (event: number): number => 1 << (event - 1);

/** udebug_syscall_event() under T and t; false: there is none. */
function syscallEvent(k: Kernel, t: number, event: number, ret: number): boolean {
  if (k.program.holdsAtBoundary && k.hook(t, GO_CALL) === 0) return false;
  const flags = k.hook(t, HOOK_FLAGS) & (IS_ACTIVE | HAS_GO);
  const asked = k.session(sessionOf(k, t), EVMASK) & maskOf(event);
  if (flags !== (IS_ACTIVE | HAS_GO) || asked === 0) return false;
  const m = takeGoCall(k, t);
  if (m < 0) {
    panic(k, t);
    return true;
  }
  lowerHook(k, t, HAS_GO);
  k.setHook(t, CUR_EVENT, event);
  answerDeferred(k, t, m, event, ret);
  return true;
}

export const EVENT_B = step({
  name: 'udebug_syscall_event-begin',
  fn: 'udebug_syscall_event',
  file: UDEBUG,
  says: 'tells the debugger that a system call begins, if it is to',
  mode: 'kernel',
  enabled: sessionFree,
  run(k, t) {
    if (!syscallEvent(k, t, EVENT_SYSCALL_B, EVENT_B_ANSWERED)) eventBOver(k, t);
  },
});

/** The ticket holds a thread without GO before the call is dispatched, event or not. */
function eventBOver(k: Kernel, t: number): void {
  if (k.program.holdsAtBoundary) k.goto(t, HOOKS.hold);
  else leaveHook(k, t);
}

export const EVENT_B_ANSWERED = step({
  name: 'udebug-event-begin-answered',
  fn: 'udebug_syscall_event',
  file: UDEBUG,
  says: 'unlocks the udebug structures and goes to wait for GO',
  mode: 'kernel',
  run(k, t) {
    unlockAnswered(k, t);
    if (k.program.holdsAtBoundary) k.goto(t, HOOKS.hold);
    else waitForGo(k, t, EVENT_OVER);
  },
});

/** What a system call ends with in a session: the event, then a stop point. */
export const EVENT_E = step({
  name: 'udebug_syscall_event-end',
  fn: 'udebug_syscall_event',
  file: UDEBUG,
  says: 'tells the debugger that a system call has ended, if it is to',
  mode: 'kernel',
  enabled: sessionFree,
  run(k, t) {
    if (!syscallEvent(k, t, EVENT_SYSCALL_E, EVENT_E_ANSWERED)) eventEOver(k, t);
  },
});

/** The ticket holds it once the result is in the user's frame (boundary.ts). */
function eventEOver(k: Kernel, t: number): void {
  if (k.program.holdsAtBoundary) leaveHook(k, t);
  else k.goto(t, POINT_BEGIN);
}

export const EVENT_E_ANSWERED = step({
  name: 'udebug-event-end-answered',
  fn: 'udebug_syscall_event',
  file: UDEBUG,
  says: 'unlocks the udebug structures and goes to wait for GO',
  mode: 'kernel',
  run(k, t) {
    unlockAnswered(k, t);
    if (k.program.holdsAtBoundary) leaveHook(k, t);
    else waitForGo(k, t, POINT_BEGIN);
  },
});

/** thread_exit(): the event, then a stoppable section that never ends. */
export const THREAD_E = step({
  name: 'udebug_thread_e_event',
  fn: 'udebug_thread_e_event',
  file: UDEBUG,
  says: 'tells the debugger that it ends, and leaves the session',
  mode: 'kernel',
  enabled: sessionFree,
  run(k, t) {
    if (!isHook(k, t, IS_ACTIVE)) return k.goto(t, exitsAt(k));
    const m = takeGoCall(k, t);
    if (m < 0 && !k.program.holdsAtBoundary) return panic(k, t);
    lowerHook(k, t, IS_ACTIVE | HAS_GO);
    k.setHook(t, CUR_EVENT, NO_EVENT);
    if (m < 0) return k.goto(t, exitsAt(k));
    answerDeferred(k, t, m, EVENT_THREAD_E, THREAD_E_ANSWERED);
  },
});

const exitsAt = ({ program }: Kernel): number =>
  program.holdsAtBoundary ? EXIT_HELD : STOPPABLE_BEGIN;

export const THREAD_E_ANSWERED = step({
  name: 'udebug-thread-e-answered',
  fn: 'udebug_thread_e_event',
  file: UDEBUG,
  says: 'unlocks the udebug structures and becomes stoppable for ever',
  mode: 'kernel',
  run(k, t) {
    unlockAnswered(k, t);
    k.goto(t, exitsAt(k));
  },
});

HOOKS.eventB = EVENT_B;
HOOKS.eventE = EVENT_E;
HOOKS.threadE = THREAD_E;
