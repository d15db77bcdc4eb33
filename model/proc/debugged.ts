/**
 * Where a thread meets udebug: the hooks that its task's debugger has in system calls, in sleeps and
 * at its end. What they do stands in model/udebug/, which fills HOOKS as it loads; a program in which
 * nobody can be debugged has none of it.
 *
 * A hook runs in the middle of whatever the thread does, so what the thread has in its hands (RC,
 * LOCAL, RET_CALL, and as a ghost its TOKEN) is put aside until the hook is over.
 */
import {
  ABORT,
  DT_BEGINNING,
  DT_STATE,
  EXITING,
  HAS_GO,
  HOOK_FLAGS,
  HOOK_LOCAL,
  HOOK_NEXT,
  HOOK_RC,
  HOOK_RET_CALL,
  HOOK_TOKEN,
  IS_ACTIVE,
  IS_UNSTOPPABLE,
  LINK,
  LOCAL,
  PC,
  RC,
  RET_CALL,
  TOKEN,
} from '../record/layout.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { STEPS } from '../record/step.ts';
import { isAsleep } from './scheduler.ts';

/** First steps of hooks, as late-steps.ts has others. */
export const HOOKS = {
  /** udebug_stoppable_begin(), udebug_stoppable_end() */
  begin: 0,
  end: 0,
  /** A system call begins; it ends, with a stop point after it. */
  eventB: 0,
  eventE: 0,
  /** thread_exit(): the event, and a section that never ends. */
  threadE: 0,
  /** udebug_before_thread_runs() */
  point: 0,
  /** The ticket's hold at the boundary; its sleep alone, of a thread that runs no more already. */
  hold: 0,
  held: 0,
  /** ipc_kbox_cleanup(), which continues at RET_IPC. */
  kboxCleanup: 0,
};

/** The session of t's task, or -1: nobody can debug it. */
export function sessionOf(k: Kernel, t: number): number {
  const { sessions, lanes } = k.program;
  const { task } = lanes[t];
  for (let s = 0; s < sessions.length; s++) if (sessions[s].task === task) return s;
  return -1;
}

/** A kbox thread: a thread of the kernel, in no session itself. */
export function isServer(k: Kernel, t: number): boolean {
  const { sessions } = k.program;
  for (let s = 0; s < sessions.length; s++) if (sessions[s].server === t) return true;
  return false;
}

/** Has t's task hooks for t? */
export function hasHooks(k: Kernel, t: number): boolean {
  return k.program.sessions.length > 0 && sessionOf(k, t) >= 0 && !isServer(k, t);
}

/** thread->udebug.active, read without a lock. */
export function isDebugged(k: Kernel, t: number): boolean {
  return hasHooks(k, t) && isHook(k, t, IS_ACTIVE);
}

/**
 * Sleeps of t's call are stoppable sections, as in today's kernels. Under the ticket there are none,
 * unless an implementation has left them round its sleeps (unwind=stoppable-end).
 */
export function hasSections(k: Kernel, t: number): boolean {
  if (!hasHooks(k, t)) return false;
  return !k.program.holdsAtBoundary || k.op(t).policies.unwind === 'stoppable-end';
}

/** unwind=stoppable-end: t sleeps in a section, or is on its way out of it. */
export function isInSection(k: Kernel, t: number): boolean {
  if (!isHoldable(k, t) || !hasSections(k, t) || isHook(k, t, IS_UNSTOPPABLE)) return false;
  return k.op(t).waits !== 'nothing' && STEPS[k.get(t, PC)].mode === 'kernel' && !k.has(t, EXITING);
}

/** Where a stop is a hold: has t's task such hooks? */
export function isHoldable(k: Kernel, t: number): boolean {
  return k.program.holdsAtBoundary && hasHooks(k, t);
}

/**
 * `active` and `go` as they are read without a lock, or an abort request: is it worth looking under
 * the locks whether t is to be held?
 */
export function mayHaveToHold(k: Kernel, t: number): boolean {
  return k.has(t, ABORT) || isStopped(k, t) || isBeginning(k, t);
}

/** BEGIN waits until nobody of the task runs. */
function isBeginning(k: Kernel, t: number): boolean {
  return k.session(sessionOf(k, t), DT_STATE) === DT_BEGINNING;
}

export function isHook(k: Kernel, t: number, flag: number): boolean {
  return (k.hook(t, HOOK_FLAGS) & flag) !== 0;
}

export function raiseHook(k: Kernel, t: number, flag: number): void {
  k.setHook(t, HOOK_FLAGS, k.hook(t, HOOK_FLAGS) | flag);
}

export function lowerHook(k: Kernel, t: number, flag: number): void {
  k.setHook(t, HOOK_FLAGS, k.hook(t, HOOK_FLAGS) & ~flag);
}

/** In a session and without GO: what a stoppable section waits out. */
export function isStopped(k: Kernel, t: number): boolean {
  return (k.hook(t, HOOK_FLAGS) & (IS_ACTIVE | HAS_GO)) === IS_ACTIVE;
}

/** Asleep on its own queue, until a debugger gives it GO. */
export function isWaitingForGo(k: Kernel, t: number): boolean {
  const q = k.program.goQueues[t];
  return q !== NONE && k.get(t, LINK) === q + 1 && isAsleep(k, t);
}

/** A hook begins at step `first`; the thread goes on at step `next` as it was. */
export function enterHook(k: Kernel, t: number, first: number, next: number): void {
  k.setHook(t, HOOK_NEXT, next);
  k.setHook(t, HOOK_RC, k.get(t, RC));
  k.setHook(t, HOOK_LOCAL, k.get(t, LOCAL));
  k.setHook(t, HOOK_RET_CALL, k.get(t, RET_CALL));
  k.setHook(t, HOOK_TOKEN, k.get(t, TOKEN));
  k.set(t, TOKEN, 0);
  k.goto(t, first);
}

/** Its end, which is on the thread's own stack: where it goes on. */
export function takeBack(k: Kernel, t: number): number {
  const next = k.hook(t, HOOK_NEXT);
  k.set(t, RC, k.hook(t, HOOK_RC));
  k.set(t, LOCAL, k.hook(t, HOOK_LOCAL));
  k.set(t, RET_CALL, k.hook(t, HOOK_RET_CALL));
  k.set(t, TOKEN, k.hook(t, HOOK_TOKEN));
  for (const field of [HOOK_NEXT, HOOK_RC, HOOK_LOCAL, HOOK_RET_CALL, HOOK_TOKEN]) {
    k.setHook(t, field, 0);
  }
  return next;
}
