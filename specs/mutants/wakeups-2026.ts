/**
 * Mutants of the wakeups of 2026: waitq_wake_one, signal, wake_all and close of synch/waitq.c at
 * 2866531314.
 */
import type { Mutant } from './mutant.ts';

const WAITQ = 'model/synch/wait-queue-2026.ts';
const NEW = 'helenos-2026';

export const WAKEUPS_2026: readonly Mutant[] = [
  {
    id: '2026-woken-thread-not-unlinked',
    file: WAITQ,
    find: 'leaveQueue(k, sleeper);',
    replace: '',
    says: '_wake_one wakes a sleeper and leaves it on the list',
    killer: { litmus: 'WQ+wake', revision: NEW, falls: 'condition' },
  },
  {
    id: '2026-unlinked-thread-not-woken',
    file: WAITQ,
    find: 'threadWakeup(k, sleeper);',
    replace: '',
    says: '_wake_one unlinks a sleeper and forgets thread_wakeup',
    killer: { litmus: 'WQ+wake', revision: NEW, falls: 'condition' },
  },
  {
    id: '2026-debt-not-repaid-first',
    file: WAITQ,
    find: 'if (k.balance(q) < 0 || sleeper < 0) k.setBalance(q, k.balance(q) + 1);',
    replace: 'if (sleeper < 0) k.setBalance(q, k.balance(q) + 1);',
    says: 'waitq_wake_one wakes a sleeper though the queue is in debt',
    killer: { litmus: 'WQ+debt+sleeper', revision: NEW, falls: 'condition' },
  },
  {
    id: '2026-debt-swallows-for-ever',
    file: WAITQ,
    find: 'if (k.balance(q) < 0 || sleeper < 0) k.setBalance(q, k.balance(q) + 1);',
    replace: `if (k.balance(q) < 0) return;
  if (sleeper < 0) k.setBalance(q, k.balance(q) + 1);`,
    says: 'a debt swallows a wakeup and is not repaid by it',
    killer: { litmus: 'WQ+debt+timeout+wake', revision: NEW, falls: 'R1' },
  },
  {
    id: '2026-wakeup-not-banked',
    file: WAITQ,
    find: 'if (k.balance(q) < 0 || sleeper < 0) k.setBalance(q, k.balance(q) + 1);',
    replace:
      'if (k.balance(q) < 0) k.setBalance(q, k.balance(q) + 1);\n  else if (sleeper < 0) return;',
    says: 'waitq_wake_one that finds nobody asleep does not count the wakeup',
    killer: { litmus: 'WQ+wake', revision: NEW, falls: 'R1' },
  },
  {
    id: '2026-signal-banks',
    file: WAITQ,
    find: `      wake(k, q, sleeper);
    }
    k.endOfCall(t);`,
    replace: `      wake(k, q, sleeper);
    } else k.setBalance(q, k.balance(q) + 1);
    k.endOfCall(t);`,
    says: 'waitq_signal that finds nobody asleep banks a wakeup',
    killer: { litmus: 'K2026+signal+restart', revision: NEW, falls: 'condition' },
  },
  {
    id: '2026-broadcast-keeps-balance',
    file: WAITQ,
    find: 'k.setBalance(q, 0);',
    replace: '',
    says: 'waitq_wake_all leaves banked wakeups and debts as they are',
    killer: { program: 'plain-bare-close-wake-none', revision: NEW, falls: 'agree' },
  },
  {
    id: '2026-close-leaves-open',
    file: WAITQ,
    find: 'k.setClosed(q);',
    replace: '',
    says: 'waitq_close wakes everybody and does not close the queue',
    killer: { litmus: 'K2026+close', revision: NEW, falls: 'condition' },
  },
];
