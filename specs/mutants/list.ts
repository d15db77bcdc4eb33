/**
 * All mutants, in the order in which they are run.
 */
import { BOUNDARY } from './boundary.ts';
import { FUTEXES } from './futexes.ts';
import { KERNEL_LOCKS } from './kernel-locks.ts';
import { KILLING } from './killing.ts';
import type { Mutant } from './mutant.ts';
import { SLEEPS_2026 } from './sleeps-2026.ts';
import { TIME } from './time.ts';
import { WAIT_QUEUES_2012 } from './wait-queues-2012.ts';
import { WAKEUPS_2026 } from './wakeups-2026.ts';

export const MUTANTS: readonly Mutant[] = [
  ...WAIT_QUEUES_2012,
  ...SLEEPS_2026,
  ...WAKEUPS_2026,
  ...KERNEL_LOCKS,
  ...TIME,
  ...BOUNDARY,
  ...KILLING,
  ...FUTEXES,
];
