/**
 * The numbers by which the kernel knows a task and a thread: kernel/generic/src/proc/task.c, thread.c.
 *
 *     sys_task_get_id()           returns TASK->taskid
 *     sys_thread_get_id(buffer)   copies THREAD->tid to user memory
 *
 * Both are constant as long as their owner lives. In a test tasks and threads have the numbers 1, 2 and
 * so on, in their order. A kernel gives no number twice: who is restored has another one (names=raw), or
 * the same where the kernel can be told which to give.
 */
import { ENV_OP } from '../record/layout.ts';
import type { EnvAction, Op } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';

/** How far the numbers of who is restored are from those that were saved. */
const NEXT_NUMBERS = 10;

/** Does the call return such a number, and none that user space has given to it? */
export const asksForIdentity = ({ call }: Op): boolean =>
  call === 'task_get_id' || call === 'thread_get_id';

/** The number of thread t or of its task, which the compiler has put into the call. */
export function identityOf(k: Kernel, t: number): number {
  let number = k.op(t).value;
  const done = k.global(ENV_OP);
  for (let i = 0; i < done; i++) {
    if (renumbers(k.program.env[i], t)) number += NEXT_NUMBERS;
  }
  return number;
}

function renumbers(action: EnvAction, t: number): boolean {
  if (action.is !== 'restore' || action.group.isHeldOnly) return false;
  return action.group.policies.names === 'raw' && action.group.threads.includes(t);
}
