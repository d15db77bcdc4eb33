/**
 * The end of thread_exit(): the thread is gone (kernel/generic/src/proc/thread.c), and with a task's
 * last one its answerbox.
 */
import { EXITING, PC, WITH_CLEANUP } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';

/** The thread does nothing any more; a task's last one lets go of its futexes. */
export function dead(k: Kernel, t: number): void {
  k.lower(t, EXITING);
  cleanUpFutexes(k, t);
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

/** The task of this box has ended, and the box's memory with it. */
export function isGone(k: Kernel, box: number): boolean {
  const { boxes, lanes, depth, kernelLevel } = k.program;
  if (depth < WITH_CLEANUP || kernelLevel) return false;
  const { task } = boxes[box];
  return lanes.every((lane, t) => lane.task !== task || k.get(t, PC) === DEAD);
}

/** The queue is that of a box whose task has ended. */
export function isGoneQueue(k: Kernel, q: number): boolean {
  if (k.program.depth < WITH_CLEANUP || k.program.queues[q].kind !== 'box') return false;
  return isGone(
    k,
    k.program.boxes.findIndex(({ queue }) => queue === q),
  );
}
