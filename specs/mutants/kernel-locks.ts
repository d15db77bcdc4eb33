/**
 * Mutants of the locks that are made of wait queues: synch/mutex.c and condvar.c of both revisions.
 */
import type { Mutant } from './mutant.ts';

const LANES = 'model/syscall/kernel-lanes.ts';
const LOCKS = 'model/syscall/kernel-locks.ts';
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const KERNEL_LOCKS: readonly Mutant[] = [
  {
    id: 'condvar-queue-not-locked',
    file: LOCKS,
    find: 'k.setLocked(queue, true);',
    replace: '',
    says: 'condvar_wait gives the mutex back before it has locked its queue',
    killer: { litmus: 'K2012+condvar+signal', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-condvar-wakeups-not-forgotten',
    file: LOCKS,
    find: 'k.setBalance(queue, 0);',
    replace: '',
    says: 'condvar_wait does not reset missed_wakeups before it sleeps',
    killer: { litmus: 'K2012+condvar+restart', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-restart-not-noted',
    file: LANES,
    find: 'k.raise(target, NOTED);',
    replace: '',
    says: 'who receives and is interrupted is not known to have been, and does not call again',
    killer: { litmus: 'K2012+receive+restart', revision: OLD, falls: 'condition' },
  },
  {
    id: 'mutex-not-disowned',
    file: LOCKS,
    find: `  (k, t) => {
    const { queue } = k.op(t);
    if (!k.old && !disown(k, t, queue)) return k.setGlobal(PANIC, t + 1);`,
    replace: `  (k, t) => {
    const { queue } = k.op(t);`,
    says: 'mutex_unlock of 2026 leaves its owner',
    killer: { litmus: 'K2026+mutex+again', revision: NEW, falls: 'condition' },
  },
  {
    id: 'mutex-owned-on-failure',
    file: LANES,
    find: '!k.old && rc === EOK) own',
    replace: '!k.old) own',
    says: 'a mutex_lock of 2026 that failed owns the mutex',
    killer: { program: 'mutex_timed', revision: NEW, falls: 'agree' },
  },
];
