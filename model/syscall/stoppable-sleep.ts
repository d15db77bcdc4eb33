/**
 * Sleeps in a stoppable section: what sys_futex_sleep, sys_waitq_sleep and sys_ipc_wait_for_call put
 * between udebug_stoppable_begin() and udebug_stoppable_end(), both revisions.
 *
 * A program in which nobody can be debugged has the sleep alone.
 */
import { enterHook, hasSections, HOOKS } from '../proc/debugged.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';

const UDEBUG = 'kernel/generic/src/udebug/udebug.c';

/** The sleep of a system call, by the number of its handler: begins it, to continue at step `ret`. */
export const SLEEPS: ((k: Kernel, t: number, ret: number) => void)[] = [];

/** How a system call goes on that has slept in a section, by the number of its handler. */
export const SLEPT: number[] = [];

/** Begins the sleep of the op's system call, which then goes on at the step of SLEPT. */
export function sleepStoppably(k: Kernel, t: number): void {
  const { handler } = k.op(t);
  if (hasSections(k, t)) enterHook(k, t, HOOKS.begin, SECTION_SLEEP);
  else SLEEPS[handler](k, t, SLEPT[handler]);
}

export const SECTION_SLEEP = step({
  name: 'stoppable-sleep',
  fn: 'waitq_sleep_timeout',
  file: 'kernel/generic/src/synch/waitq.c',
  says: 'is stoppable, and sleeps',
  mode: 'kernel',
  run: (k, t) => SLEEPS[k.op(t).handler](k, t, SECTION_END),
});

export const SECTION_END = step({
  name: 'stoppable-sleep-end',
  fn: 'udebug_stoppable_end',
  file: UDEBUG,
  says: 'has slept: the stoppable section ends',
  mode: 'kernel',
  run: (k, t) => enterHook(k, t, HOOKS.end, SLEPT[k.op(t).handler]),
});
