/**
 * Mutants of the wait queues of 2012: synch/waitq.c at 49505feb1808.
 */
import type { Mutant } from './mutant.ts';

const WAITQ = 'model/synch/wait-queue-2012.ts';
const OLD = 'helenos-2012';

export const WAIT_QUEUES_2012: readonly Mutant[] = [
  {
    id: '2012-banked-wakeup-not-taken',
    file: WAITQ,
    find: 'k.setBalance(q, k.balance(q) - 1);',
    replace: '',
    says: 'a sleep that finds a banked wakeup returns and leaves missed_wakeups as it is',
    killer: { litmus: 'FUTEX+down+up', revision: OLD, falls: 'R1' },
  },
  {
    id: '2012-banked-wakeup-overlooked',
    file: WAITQ,
    find: 'if (q !== PRIVATE_QUEUE && k.balance(q) !== 0) {',
    replace: 'if (false) {',
    says: 'a sleep does not look at missed_wakeups before it sleeps',
    killer: { litmus: 'FUTEX+down+up', revision: OLD, falls: 'R1' },
  },
  {
    id: '2012-interrupted-not-rechecked',
    file: WAITQ,
    find: 'if ((flags & INTERRUPTIBLE) !== 0 && k.has(t, INTERRUPTED)) {',
    replace: 'if (false) {',
    says: 'an interruptible sleep does not look at the flag of the killer under the lock',
    killer: { litmus: 'FUTEX+kill', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-request-not-rechecked',
    file: WAITQ,
    find: "(flags & ABORTABLE) !== 0 && k.has(t, ABORT) && k.op(t).policies.request === 'recheck'",
    replace: 'false',
    says: 'an abortable sleep does not look for an abort request under the lock',
    killer: { litmus: 'FUTEX+request', revision: OLD, falls: 'R7' },
  },
  {
    id: '2012-past-deadline-slept-for',
    file: WAITQ,
    find: 'if (timeout !== 0 && isOverAtOnce(k, t)) {',
    replace: 'if (false) {',
    says: 'a restarted sleep whose first deadline is over sleeps until the next tick',
    killer: { litmus: 'SLEEP+held+past', revision: OLD, falls: 'R2' },
  },
  {
    id: '2012-timeout-not-registered',
    file: WAITQ,
    find: 'registerTimeout(k, t, Math.max(sleepDeadline(k, t), k.ticks()));',
    replace: 'sleepDeadline(k, t);',
    says: 'a timed sleep computes its deadline and does not register a timeout for it',
    killer: { litmus: 'SLEEP+abort', revision: OLD, falls: 'R15' },
  },
  {
    id: '2012-sleeper-not-listed',
    file: WAITQ,
    find: 'joinQueue(k, q, t);',
    replace: '',
    says: 'a thread goes to sleep without joining the list of its queue',
    killer: { litmus: 'FUTEX+down+up', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-sleep-beside-running-handler',
    file: WAITQ,
    find: 'k.get(t, TIMER) === TIMER_IDLE && !k.locked(k.get(t, WQ)) &&',
    replace: '!k.locked(k.get(t, WQ)) &&',
    says: 'waitq_sleep_prepare does not wait for the handler of an old timeout',
    killer: { program: 'cv_wait_timed', revision: OLD, falls: 'agree' },
  },
  {
    id: '2012-sleep-ignores-queue-lock',
    file: WAITQ,
    find: 'k.get(t, TIMER) === TIMER_IDLE && !k.locked(k.get(t, WQ)) &&',
    replace: 'k.get(t, TIMER) === TIMER_IDLE &&',
    says: 'a sleep looks at the queue while a waker or a condition variable holds its lock',
    killer: { litmus: 'K2012+wakeup_all+again', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-timeout-left-armed',
    file: WAITQ,
    find: 'unregisterTimeout(k, thread);',
    replace: '',
    says: 'whoever wakes a timed sleeper leaves its timeout registered',
    killer: { program: 'timed-wake-wakeall-none-none', revision: OLD, falls: 'agree' },
  },
  {
    id: '2012-woken-thread-left-listed',
    file: WAITQ,
    find: '  leaveQueue(k, thread);\n  k.set(thread, RC, rc);',
    replace: '  k.set(thread, RC, rc);',
    says: 'a thread that is woken stays on the list of its queue',
    killer: { litmus: 'K2012+wakeup+restart', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-wakeup-not-banked',
    file: WAITQ,
    find: `    if (sleeper < 0) {
      k.setBalance(q, k.balance(q) + 1);
      return k.endOfCall(t);`,
    replace: `    if (sleeper < 0) {
      return k.endOfCall(t);`,
    says: 'waitq_wakeup that finds nobody asleep does not count the wakeup',
    killer: { litmus: 'FUTEX+down+up', revision: OLD, falls: 'R1' },
  },
  {
    id: '2012-wakeup-given-and-banked',
    file: WAITQ,
    find: 'unlink(k, sleeper, OK_BLOCKED, UNLINKED);\n    wokenFrom(k, sleeper, q);\n    k.setLocked(q, true);\n    k.set(t, TO_READY, sleeper + 1);\n    k.goto(t, READY_FIRST);',
    replace:
      'unlink(k, sleeper, OK_BLOCKED, UNLINKED);\n    k.setBalance(q, k.balance(q) + 1);\n    wokenFrom(k, sleeper, q);\n    k.setLocked(q, true);\n    k.set(t, TO_READY, sleeper + 1);\n    k.goto(t, READY_FIRST);',
    says: 'one wakeup wakes a sleeper and is banked as well',
    killer: { litmus: 'FUTEX+down+up', revision: OLD, falls: 'R1' },
  },
  {
    id: '2012-unlock-dropped',
    file: WAITQ,
    find: '    k.unlockFreed(q);\n    k.endOfCall(t);',
    replace: '    k.endOfCall(t);',
    says: 'waitq_wakeup returns with wq->lock held once it has woken somebody',
    killer: { program: 'plain-wake-wake-wake-none', revision: OLD, falls: 'agree' },
  },
  {
    id: '2012-thread-not-made-ready',
    file: WAITQ,
    find: `    threadReady(k, k.get(t, TO_READY) - 1);
    k.set(t, TO_READY, 0);
    k.goto(t, UNLOCK);`,
    replace: `    k.set(t, TO_READY, 0);
    k.goto(t, UNLOCK);`,
    says: 'the waker unlinks a thread and forgets thread_ready',
    killer: { litmus: 'FUTEX+down+up', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-sleeper-passes-its-waker',
    file: WAITQ,
    find: '(!k.program.wakerFinishes || !k.locked(k.get(t, WQ)))',
    replace: 'true',
    says: 'waitq_sleep_finish does not wait for the waker under waker=finishes',
    killer: {
      litmus: 'N19+box-freed.2012',
      revision: OLD,
      design: 'ticket,waker=finishes',
      falls: 'R14',
    },
  },
  {
    id: '2012-broadcast-wakes-one',
    file: WAITQ,
    find: 'k.goto(t, READY_ALL);',
    replace: 'k.goto(t, READY_FIRST);',
    says: 'WAKEUP_ALL wakes the first sleeper and returns',
    killer: { program: 'plain-bare-wakeall-sleeper-none', revision: OLD, falls: 'agree' },
  },
  {
    id: '2012-broadcast-not-banked',
    file: WAITQ,
    find: '        k.setBalance(q, k.balance(q) + 1);\n      }',
    replace: '      }',
    says: 'WAKEUP_ALL that finds nobody asleep banks nothing',
    killer: { litmus: 'K2012+wakeup_all', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-unsleep-banks',
    file: WAITQ,
    find: 'if (sleeper < 0) return k.endOfCall(t);',
    replace: `if (sleeper < 0) {
      k.setBalance(q, k.balance(q) + 1);
      return k.endOfCall(t);
    }`,
    says: 'waitq_unsleep that finds nobody asleep banks a wakeup (the fix of 2018, in the wrong kernel)',
    killer: { program: 'plain-wakeall-unsleep-none-none', revision: OLD, falls: 'agree' },
  },
  {
    id: '2012-uninterruptible-sleep-interrupted',
    file: WAITQ,
    find: '|| !k.has(thread, SLEEP_INTERRUPTIBLE)) return;\n  unlink',
    replace: ') return;\n  unlink',
    says: 'waitq_interrupt_sleep ends a sleep that is not interruptible',
    killer: { program: 'plain-intr-wake-none-none', revision: OLD, falls: 'agree' },
  },
  {
    id: '2012-late-kick-aborts-again',
    file: WAITQ,
    find: 'if (!k.has(thread, ABORT)) return;',
    replace: '',
    says: 'the second step of a request that has been answered already ends the next sleep as well',
    killer: { litmus: 'SLEEP+once', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-timeout-takes-woken-thread',
    file: WAITQ,
    find: 'if (k.get(thread, STATE) === SLEEPING) {\n    unlink(k, thread, TIMEOUT_2012, READY);',
    replace: 'if (true) {\n    unlink(k, thread, TIMEOUT_2012, READY);',
    says: 'waitq_sleep_timed_out does not look whether the thread still sleeps',
    killer: { litmus: 'BUG46+two-reasons.2012', revision: OLD, falls: 'condition' },
  },
  {
    id: '2012-timeout-pending-for-ever',
    file: WAITQ,
    find: 'if (k.get(thread, TIMER) === TIMER_FIRING) k.set(thread, TIMER, TIMER_IDLE);',
    replace: '',
    says: 'the timeout handler does not clear timeout_pending',
    killer: { litmus: 'SLEEP+abort', revision: OLD, falls: 'R9' },
  },
];
