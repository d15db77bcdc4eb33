/** Mutants of libc's wrapper, which is told EINTR and issues the call again. */
import type { Mutant } from './mutant.ts';

const BOUNDARY = 'model/proc/boundary.ts';
const RETRY = 'model/syscall/retry.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';
const design = 'eintr,retry=deadline';

export const RETRIES: readonly Mutant[] = [
  {
    id: 'retry-in-full',
    file: RETRY,
    find: 'const timeout = userTimeout(k, t);',
    replace: 'const { timeout } = k.op(t);',
    says: 'libc issues the call again with its whole timeout, whatever was left',
    killer: { litmus: 'RETRY+drift', revision: OLD, design, falls: 'condition' },
  },
  {
    id: 'retry-past-time',
    file: RETRY,
    find: 'const left = k.rare(t, ENDS_AT) - uptime(k, t);',
    replace: 'const left = timeout;',
    says: 'libc does not see that its time is over',
    killer: { litmus: 'RETRY+over', revision: OLD, design, falls: 'R2' },
  },
  {
    id: 'retry-settles-no-debt',
    file: RETRY,
    find: 'if (k.ghost(t, BOOKED)) failedComposably(k, queue);',
    replace: '',
    says: 'a caller that is told of the timeout is not held to repay',
    killer: { litmus: 'RETRY+down_timeout.2026', revision: NEW, design, falls: 'R1' },
  },
  {
    id: 'retry-time-kept',
    file: BOUNDARY,
    find: 'k.setRare(t, LEFT, 0);',
    replace: '',
    says: 'the next call is issued with what was left for this one',
    killer: { litmus: 'RETRY+next', revision: OLD, design, falls: 'condition' },
  },
];
