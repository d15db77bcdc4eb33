/**
 * Where a thread dies: thread_exit() of kernel/generic/src/proc/thread.c, and what leads to it.
 *
 * A killed thread exits at the end of its system call, at an interrupt from user mode, or by the
 * system call thread_exit. With it go its place in a queue and its restart record.
 * Merged: all of thread_exit, with the clean-up of futexes (2012). Left out: the clean-up of IPC.
 */
import { callBegins, departed, usedToken } from './ghosts.ts';
import {
  FIRST,
  FLAGS,
  HOLDER_STEPS,
  INTERRUPTED,
  KICK,
  LOCAL,
  OWN_STEPS,
  PC,
  RC,
  RET,
  STATE,
  WAS_DUE,
} from './layout.ts';
import { giveUpPlace, leaveQueue } from './queue.ts';
import type { Kernel } from './state.ts';
import { step } from './step.ts';

/** thread_exit(): the thread is gone, and with it what it held. */
export function threadExit(k: Kernel, t: number): void {
  usedToken(k, t);
  leaveQueue(k, t);
  giveUpPlace(k, t);
  departed(k, t);
  callBegins(k, t);
  cleanUpFutexes(k, t);
  for (const field of [RET, RC, FIRST, LOCAL, STATE, WAS_DUE]) k.set(t, field, 0);
  k.setOptional(t, OWN_STEPS, 0);
  k.setOptional(t, HOLDER_STEPS, 0);
  k.set(t, FLAGS, k.get(t, FLAGS) & (INTERRUPTED | KICK));
  k.goto(t, DEAD);
}

/**
 * 2012 futex_cleanup(), by the last thread of a task: the task lets go of every futex that it has
 * looked up, and one that no task has looked up is freed, with the wakeups banked in it. In the
 * order of the kernel this comes after the thread is dead for others; they cannot tell, since all
 * that it changes is what they find at their next system call.
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

/** exc_dispatch(): a flagged thread that an interrupt finds in user mode does not go back there. */
export const EXCEPTION_EXIT = step({
  name: 'exception-exit',
  fn: 'exc_dispatch',
  file: 'kernel/generic/src/interrupt/interrupt.c',
  says: 'dies at an interrupt from user mode',
  mode: 'user',
  run: (k, t) => threadExit(k, t),
});

export const LEAVE = step({
  name: 'thread_exit',
  fn: 'thread_exit',
  file: 'kernel/generic/src/proc/thread.c',
  says: 'exits',
  mode: 'kernel',
  run: (k, t) => threadExit(k, t),
});
