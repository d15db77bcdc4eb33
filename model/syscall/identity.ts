/**
 * sys_task_get_id (kernel/generic/src/proc/task.c) and sys_thread_get_id (proc/thread.c): what they
 * return is in proc/identity.ts.
 *
 * They read what never changes, and take no lock: a part of the dispatch, no step of their own. Left
 * out: a fault while the number of a thread is copied to user memory.
 */
import { handler } from '../proc/handlers.ts';
import { RC } from '../record/layout.ts';
import { INTEGER } from '../record/values.ts';
import { EXIT } from './syscall.ts';

export const SYS_GET_ID = handler(['sys_task_get_id', 'sys_thread_get_id'], (k, t) => {
  k.set(t, RC, INTEGER);
  k.goto(t, EXIT);
});
