/** Who has the lock of a queue from one step to the next (2012), so that nobody else comes to it. */
import { isSet } from '../designs/asking.ts';
import { LOCAL } from '../record/layout.ts';
import type { Program } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { READY_ALL, READY_FIRST, UNLOCK, WAKEUP_ALL } from '../synch/wait-queue-2012.ts';
import { allForms } from './forms.ts';

/**
 * Does anybody come to a queue without asking for its lock? An image is read by nobody who takes locks,
 * and a place that was kept is given up in one step, whichever queue it is in.
 */
export function passesLocks(program: Program): boolean {
  if (program.env.some(({ is }) => is === 'checkpoint')) return true;
  return allForms(program).some(({ policies }) => isSet(policies, 'place=keep'));
}

/** Does t, about to take step `pc`, have the lock of the queue that it works on? */
export function holdsItsQueue(k: Kernel, t: number, pc: number): boolean {
  if (pc === READY_FIRST || pc === UNLOCK || pc === READY_ALL) return true;
  return pc === WAKEUP_ALL && k.get(t, LOCAL) !== 0;
}
