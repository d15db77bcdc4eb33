/**
 * Mutants of threads that begin on the one CPU and move to the other.
 */
import type { Mutant } from './mutant.ts';

const TIMEOUT_LIST = 'model/record/timeout-list.ts';
const ENVIRONMENT = 'model/environment.ts';
const NEW = 'helenos-2026';

export const CPU_MUTANTS: readonly Mutant[] = [
  {
    id: 'moved-thread-takes-its-timeout',
    file: ENVIRONMENT,
    find: 'setCpu(k, t, RUNS_ON, 1 - cpuOf(k, t, RUNS_ON));',
    replace: `setCpu(k, t, RUNS_ON, 1 - cpuOf(k, t, RUNS_ON));
  setCpu(k, t, 4, cpuOf(k, t, RUNS_ON));`,
    says: 'a thread that moves takes its timeout with it',
    killer: {
      litmus: 'CPUS+waitq+abort.2026',
      revision: NEW,
      design: 'ticket,clock=global',
      falls: 'R2',
    },
  },
  {
    id: 'kept-deadline-of-first-cpu',
    file: TIMEOUT_LIST,
    find: 'setCpu(k, t, FIRST_BY, cpuOf(k, t, RUNS_ON));',
    replace: 'setCpu(k, t, FIRST_BY, 0);',
    says: 'a kept deadline is taken for one of the first CPU',
    survivor:
      'the clock may tick on for a held thread as long as its deadline by the other count, for which Ticks have to leave room anyway: a thread that moves waits by that count',
    nearest: { litmus: 'CPUS+sleep+late', revision: NEW },
  },
];
