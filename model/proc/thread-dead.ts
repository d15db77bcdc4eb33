/**
 * The end of thread_exit(): the thread is gone (kernel/generic/src/proc/thread.c), and with a task's
 * last one its answerbox.
 */
import {
  CUR_EVENT,
  EXITING,
  GO_CALL,
  HOOK_FLAGS,
  IS_KEPT,
  IS_UNATTACHED,
  PC,
  WITH_CLEANUP,
} from '../record/layout.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { isHook } from './debugged.ts';

/** The thread does nothing any more; a task's last one lets go of its futexes. */
export function dead(k: Kernel, t: number): void {
  k.lower(t, EXITING);
  cleanUpFutexes(k, t);
  k.goto(t, DEAD);
  if (k.program.sessions.length > 0) destroy(k, t);
}

/** thread_destroy(): what a debugger had of it is gone, unless it keeps a reference (2026, N13). */
function destroy(k: Kernel, t: number): void {
  if (isHook(k, t, IS_KEPT)) return;
  for (const field of [HOOK_FLAGS, GO_CALL, CUR_EVENT]) k.setHook(t, field, 0);
}

/**
 * 2012 futex_cleanup(), by the last thread of a task: the task lets go of every futex that it has
 * looked up, and one that no task has looked up is freed, with the wakeups banked in it. In the
 * order of the kernel this comes after the thread is dead for others; they cannot tell, since all
 * that it changes is what they find at their next system call. All of it is one hold of
 * futex_ht_lock, before the task is freed.
 */
function cleanUpFutexes(k: Kernel, t: number): void {
  const { lanes, queues } = k.program;
  const { task } = lanes[t];
  const isLast = lanes.every((lane, u) => u === t || lane.task !== task || k.get(u, PC) === DEAD);
  if (!k.old || !isLast) return;
  for (let q = 0; q < queues.length; q++) {
    if (queues[q].kind !== 'futex' || !k.forgetFutex(q, task)) continue;
    k.setBalance(q, 0);
  }
}

export const DEAD = step({
  name: 'dead',
  fn: 'thread_exit',
  file: 'kernel/generic/src/proc/thread.c',
  says: 'has exited',
  mode: 'user',
  enabled: () => false,
  run: () => {},
});

/** A thread that nobody has created yet. */
export const UNBORN = step({
  name: 'unborn',
  fn: 'thread_create',
  file: 'kernel/generic/src/proc/thread.c',
  says: 'is not there yet',
  mode: 'user',
  enabled: () => false,
  run: () => {},
});

/** In the list of its task, whether it runs already or not. */
export function isAttached(k: Kernel, t: number): boolean {
  return k.program.sessions.length > 0 ? !isHook(k, t, IS_UNATTACHED) : k.get(t, PC) !== UNBORN;
}

/** The task of this box has ended, and the box's memory with it. */
export function isGone(k: Kernel, box: number): boolean {
  return k.program.depth >= WITH_CLEANUP && hasEnded(k, k.program.boxes[box].task);
}

/** The queue lies in a task that has ended: it is that of its box or, in 2012, the lock of a phone. */
export function isGoneQueue(k: Kernel, q: number): boolean {
  if (k.program.depth < WITH_CLEANUP) return false;
  const task = k.taskOfQueue[q];
  return task !== NONE && hasEnded(k, task);
}

/** All threads of the task are destroyed, and with the last one it is. */
export function hasEnded(k: Kernel, task: number): boolean {
  const { lanes, kernelLevel, sessions } = k.program;
  if (kernelLevel) return false;
  for (let t = 0; t < lanes.length; t++) {
    if (lanes[t].task !== task) continue;
    const pc = k.get(t, PC);
    if (pc !== DEAD && pc !== UNBORN) return false;
    if (sessions.length > 0 && isHook(k, t, IS_KEPT)) return false;
  }
  return true;
}
