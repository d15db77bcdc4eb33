/** Who has the lock of a queue from one step to the next (2012), so that nobody else comes to it. */
import { LOCAL } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { READY_ALL, READY_FIRST, UNLOCK, WAKEUP_ALL } from '../synch/wait-queue-2012.ts';

/** Does t, about to take step `pc`, have the lock of the queue that it works on? */
export function holdsItsQueue(k: Kernel, t: number, pc: number): boolean {
  if (pc === READY_FIRST || pc === UNLOCK || pc === READY_ALL) return true;
  return pc === WAKEUP_ALL && k.get(t, LOCAL) !== 0;
}
