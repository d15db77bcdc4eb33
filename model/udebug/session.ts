/**
 * A task that can be debugged, as its threads see it: TASK->udebug and TASK->kb of
 * kernel/generic/include/udebug/udebug.h and ipc/kbox.h, both revisions.
 *
 * task.udebug.lock (T) and thread.udebug.lock (t) are sleeping mutexes that no kill and no abort
 * gets a thread out of. T is modelled as its holder: a thread that waits for it is one that has not
 * asked yet, and no other can tell the two apart. t is always taken under T and never outlives one
 * step without it: threads take both together, the kbox thread works under t alone within a step.
 */
import {
  BEGIN_CALL,
  DT_STATE,
  IS_KEPT,
  IS_UNATTACHED,
  IS_UNSTOPPABLE,
  KB_HAS_THREAD,
  KB_STATE,
  LEAKED_SOMETHING,
  NOT_STOPPABLE_COUNT,
  PC,
  READ_RUNNING,
  SESSION_MARKS,
  UDEBUG_LOCK,
} from '../record/layout.ts';
import { isHook, raiseHook, sessionOf } from '../proc/debugged.ts';
import { DEAD, UNBORN } from '../proc/thread-dead.ts';
import { firstConnected } from '../record/ipc-objects.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';

/** Where these functions stand in the HelenOS tree. */
export const UDEBUG = 'kernel/generic/src/udebug/udebug.c';
export const UDEBUG_OPS = 'kernel/generic/src/udebug/udebug_ops.c';
export const UDEBUG_IPC = 'kernel/generic/src/udebug/udebug_ipc.c';
export const KBOX = 'kernel/generic/src/ipc/kbox.c';

/** thread->uspace, and in the list of the task of session s. */
export function isUserThread(k: Kernel, s: number, t: number): boolean {
  const { sessions, lanes } = k.program;
  return lanes[t].task === sessions[s].task && sessions[s].server !== t;
}

/**
 * In the list of its task: attached, and not destroyed yet. 2026 destroys a dead thread when its last
 * reference is gone: one that a request has lost (N13) keeps it there.
 */
export function isListed(k: Kernel, t: number): boolean {
  if (isHook(k, t, IS_UNATTACHED)) return false;
  return k.get(t, PC) !== DEAD || isHook(k, t, IS_KEPT);
}

/** A request keeps the reference to a thread that it has taken. */
export function keepsThread(k: Kernel, s: number, t: number): void {
  raiseHook(k, t, IS_KEPT);
  leaks(k, s);
}

/** Ghost: a reference to a thread, or a buffer, is lost for ever (N13). */
export function leaks(k: Kernel, s: number): void {
  k.setSession(s, SESSION_MARKS, k.session(s, SESSION_MARKS) | LEAKED_SOMETHING);
}

/** Ghost: the registers of a thread that was not stopped were read (N15). */
export function readRunning(k: Kernel, s: number): void {
  k.setSession(s, SESSION_MARKS, k.session(s, SESSION_MARKS) | READ_RUNNING);
}

/** The next user thread of the task from `from` on, in the order of its list, or -1. */
export function nextUserThread(k: Kernel, s: number, from: number): number {
  for (let t = from; t < k.threads; t++) {
    if (isUserThread(k, s, t) && isListed(k, t)) return t;
  }
  return -1;
}

/** Nobody holds T over more than one step. */
export function sessionFree(k: Kernel, t: number): boolean {
  return k.session(sessionOf(k, t), UDEBUG_LOCK) === 0;
}

export function lockSession(k: Kernel, s: number, t: number): void {
  k.setSession(s, UDEBUG_LOCK, t + 1);
}

export function unlockSession(k: Kernel, s: number): void {
  k.setSession(s, UDEBUG_LOCK, 0);
}

export function notStoppable(k: Kernel, s: number): number {
  return (k.session(s, NOT_STOPPABLE_COUNT) << 24) >> 24;
}

export function countUnstoppable(k: Kernel, s: number, by: number): number {
  const count = notStoppable(k, s) + by;
  k.setSession(s, NOT_STOPPABLE_COUNT, count);
  return count;
}

/** Threads that others create. */
function notYetBorn(k: Kernel): void {
  const { lanes, sessions } = k.program;
  for (const { ops } of lanes) {
    for (const { call, target } of ops) {
      if (call !== 'thread_create') continue;
      if (sessions.length > 0) raiseHook(k, target, IS_UNATTACHED);
      k.goto(target, UNBORN);
    }
  }
}

/**
 * How a program begins: no session, the kbox thread waits if there is one, and the user threads of
 * the task are past udebug_stoppable_end() of their start (uinit): running, not stoppable, counted.
 */
export function beginSessions(k: Kernel): void {
  const { sessions } = k.program;
  notYetBorn(k);
  for (let s = 0; s < sessions.length; s++) {
    for (const field of [DT_STATE, BEGIN_CALL]) k.setSession(s, field, 0);
    const { server, kbox } = sessions[s];
    const isServed = server !== NONE && (k.program.kernelLevel || firstConnected(k, kbox) >= 0);
    k.setSession(s, KB_STATE, isServed ? KB_HAS_THREAD : 0);
    if (server !== NONE && !isServed) {
      raiseHook(k, server, IS_UNATTACHED);
      k.goto(server, UNBORN);
    }
    for (let t = nextUserThread(k, s, 0); t >= 0; t = nextUserThread(k, s, t + 1)) {
      raiseHook(k, t, IS_UNSTOPPABLE);
      countUnstoppable(k, s, 1);
    }
  }
}
