/** Kernel functions that the lanes of a kernel table call directly (tests of the model itself). */
import { call, type CallSpec, KERNEL, KERNEL_2012, KERNEL_2026, VOID } from './call-spec.ts';
import { SLEEP, SLEEP_2012, SLEEP_2026 } from './values.ts';

/** 2026: a semaphore cannot be interrupted, nor what is made of one. */
const DOWN = { 2012: SLEEP_2012, 2026: ['EOK', 'ETIMEOUT'] };
/** 2026: `semaphore_trydown` is the only variant that a flag stands for; condvar_wait has none. */
const DOWN_FLAGS = { 2012: ['NON_BLOCKING', 'INTERRUPTIBLE'], 2026: ['NON_BLOCKING'] };
const CONDVAR_FLAGS = { 2012: ['NON_BLOCKING', 'INTERRUPTIBLE'], 2026: [] };
const FUTEX_DOWN = { both: ['UNCONTENDED'], 2012: SLEEP_2012, 2026: SLEEP_2026 };

const WAIT_QUEUES: readonly CallSpec[] = [
  call(KERNEL, 'waitq_sleep_timeout(q: waitq, d: duration, flags: flags)', {
    returns: SLEEP,
    doc: 'sleeps until woken, timed out or interrupted',
    begins: { first: 'k-sleep' },
    reads: (it) => `sleeps on the wait queue ${it.arg(0)}${it.waiting(1)}`,
    nearest: ['waitq_sleep', 'futex_sleep', 'futex_down'],
  }),
  call(KERNEL_2012, 'waitq_wakeup_first(q: waitq)', {
    returns: VOID,
    doc: 'wakes the first sleeper, or banks the wakeup',
    begins: { first: 'k-on-queue' },
    reads: (it) => `wakes the first sleeper of ${it.arg(0)}, or banks the wakeup`,
    nearest: ['waitq_wake_one', 'futex_wakeup', 'waitq_wakeup', 'futex_up'],
  }),
  call(KERNEL_2012, 'waitq_wakeup_all(q: waitq)', {
    returns: VOID,
    doc: 'wakes every sleeper; banks one wakeup if there is none',
    begins: { first: 'k-on-queue' },
    reads: (it) => `wakes every sleeper of ${it.arg(0)}; if there is none, banks one wakeup`,
    nearest: ['waitq_wake_all'],
  }),
  call(KERNEL_2012, 'waitq_unsleep(q: waitq)', {
    returns: VOID,
    doc: 'interrupts the first sleeper, which must be interruptible',
    begins: { first: 'k-on-queue' },
    reads: (it) => `interrupts the first sleeper of ${it.arg(0)}, which must be interruptible`,
    nearest: ['thread_wakeup'],
  }),
  call(KERNEL_2012, 'waitq_count_get(q: waitq)', {
    returns: ['integer'],
    doc: 'returns the banked wakeups',
    begins: { first: 'k-count-get' },
    reads: (it) => `reads how many wakeups ${it.arg(0)} has banked`,
  }),
  call(KERNEL_2012, 'waitq_count_set(q: waitq, n: integer)', {
    returns: VOID,
    doc: 'sets the banked wakeups to n',
    begins: { first: 'k-count-set' },
    reads: (it) => `sets the banked wakeups of ${it.arg(0)} to ${it.arg(1)}`,
  }),
  call(KERNEL_2026, 'waitq_wake_one(q: waitq)', {
    returns: VOID,
    doc: 'wakes the first sleeper, repays a debt, or banks the wakeup',
    begins: { first: 'k-on-queue' },
    reads: (it) => `wakes the first sleeper of ${it.arg(0)}, or repays a debt, or banks the wakeup`,
    nearest: ['waitq_wakeup_first', 'waitq_wakeup', 'futex_wakeup', 'futex_up'],
  }),
  call(KERNEL_2026, 'waitq_wake_all(q: waitq)', {
    returns: VOID,
    doc: 'wakes every sleeper; forgets banked wakeups and debts',
    begins: { first: 'k-on-queue' },
    reads: (it) => `wakes every sleeper of ${it.arg(0)} and forgets its banked wakeups and debts`,
    nearest: ['waitq_wakeup_all'],
  }),
  call(KERNEL_2026, 'waitq_signal(q: waitq)', {
    returns: VOID,
    doc: 'wakes the first sleeper; banks nothing',
    begins: { first: 'k-on-queue' },
    reads: (it) => `wakes the first sleeper of ${it.arg(0)}; if there is none, nothing is banked`,
    nearest: ['waitq_wakeup_first'],
  }),
  call(KERNEL_2026, 'waitq_close(q: waitq)', {
    returns: VOID,
    doc: 'wakes every sleeper; later sleeps return at once',
    begins: { first: 'k-on-queue' },
    reads: (it) => `closes ${it.arg(0)}: every sleeper wakes and later sleeps return at once`,
    nearest: ['waitq_wakeup_all'],
  }),
];

const THREADS: readonly CallSpec[] = [
  call(KERNEL_2012, 'waitq_interrupt_sleep(t: lane)', {
    returns: VOID,
    doc: 'kicks the thread out of an interruptible sleep without setting its flag',
    begins: { first: 'k-kick-2012' },
    reads: (it) =>
      `kicks ${it.arg(0)} out of an interruptible sleep without marking it as interrupted`,
    nearest: ['thread_wakeup'],
  }),
  call(KERNEL_2026, 'thread_wakeup(t: lane)', {
    returns: VOID,
    doc: 'kicks the thread without setting its flag',
    begins: { first: 'k-kick-2026' },
    reads: (it) => `kicks ${it.arg(0)} awake without marking it as interrupted`,
    nearest: ['waitq_interrupt_sleep'],
  }),
  call(KERNEL, 'thread_interrupt(t: lane)', {
    returns: VOID,
    doc: 'sets interrupted, then kicks the thread',
    begins: { first: { 2012: 'k-flag-2012', 2026: 'k-flag-2026' } },
    reads: (it) => `marks ${it.arg(0)} as interrupted, then kicks it out of its sleep`,
  }),
  call(KERNEL, 'thread_kill(t: lane)', {
    returns: VOID,
    doc: 'sets interrupted, ends its restarts, then kicks the thread',
    begins: { first: { 2012: 'k-flag-2012', 2026: 'k-flag-2026' } },
    reads: (it) =>
      `marks ${it.arg(0)} as interrupted and as not to issue its calls again, then kicks it out of its sleep`,
  }),
  call(KERNEL, 'await_asleep(t: lane)', {
    returns: VOID,
    doc: 'goes on only while the thread is asleep and switched out',
    begins: { first: 'k-await-asleep' },
    reads: (it) => `goes on only once ${it.arg(0)} is asleep and switched out`,
  }),
];

const LOCKS: readonly CallSpec[] = [
  call(KERNEL, 'semaphore_down(s: semaphore, d: duration, flags: flags)', {
    returns: DOWN,
    doc: 'takes one',
    waitingFlags: DOWN_FLAGS,
    begins: { first: 'k-sleep' },
    reads: (it) => `takes one from the semaphore ${it.arg(0)}${it.waiting(1)}`,
  }),
  call(KERNEL, 'semaphore_up(s: semaphore)', {
    returns: VOID,
    doc: 'gives one',
    begins: { first: 'k-on-queue' },
    reads: (it) => `gives one to the semaphore ${it.arg(0)}`,
  }),
  call(KERNEL, 'mutex_lock(m: mutex, d: duration, flags: flags)', {
    returns: DOWN,
    doc: 'takes the lock',
    waitingFlags: DOWN_FLAGS,
    begins: { first: 'k-mutex-lock' },
    reads: (it) => `takes the mutex ${it.arg(0)}${it.waiting(1)}`,
  }),
  call(KERNEL, 'mutex_unlock(m: mutex)', {
    returns: VOID,
    doc: 'gives the lock back',
    begins: { first: 'k-mutex-unlock' },
    reads: (it) => `gives the mutex ${it.arg(0)} back`,
  }),
  call(KERNEL, 'condvar_wait(c: condvar, m: mutex, d: duration, flags: flags)', {
    returns: DOWN,
    doc: 'gives m back, sleeps, and takes m again',
    waitingFlags: CONDVAR_FLAGS,
    begins: { first: 'k-condvar-wait' },
    reads: (it) =>
      `gives the mutex ${it.arg(1)} back, sleeps on the condition variable ${it.arg(0)} and takes ${it.arg(1)} again${it.waiting(2)}`,
  }),
  call(KERNEL, 'condvar_signal(c: condvar)', {
    returns: VOID,
    doc: 'wakes one waiter',
    begins: { first: 'k-on-queue' },
    reads: (it) => `wakes one waiter of the condition variable ${it.arg(0)}`,
  }),
  call(KERNEL, 'condvar_broadcast(c: condvar)', {
    returns: VOID,
    doc: 'wakes every waiter',
    begins: { first: 'k-on-queue' },
    reads: (it) => `wakes every waiter of the condition variable ${it.arg(0)}`,
  }),
];

const USER_SIDE: readonly CallSpec[] = [
  call(KERNEL, 'futex_down(f: futex, d: duration, flags: flags)', {
    returns: FUTEX_DOWN,
    doc: 'takes one from the user counter; sleeps if none was left',
    begins: { first: 'k-futex-down' },
    reads: (it) =>
      `takes one from the counter of the futex ${it.arg(0)} and, if none was left, sleeps in the kernel${it.waiting(1)}`,
  }),
  call(KERNEL, 'futex_down_repaid(f: futex, d: duration, flags: flags)', {
    returns: FUTEX_DOWN,
    doc: 'futex_down that calls futex_up when the sleep fails, as libc of 2026 does',
    begins: { first: 'k-futex-down' },
    reads: (it) =>
      `takes one from the counter of the futex ${it.arg(0)} and, if none was left, sleeps in the kernel${it.waiting(1)}; if the sleep fails it gives one back (futex_up)`,
  }),
  call(KERNEL, 'futex_up(f: futex)', {
    returns: VOID,
    doc: 'gives one to the user counter and wakes if it was negative',
    begins: { first: 'k-futex-up' },
    reads: (it) =>
      `gives one to the counter of the futex ${it.arg(0)} and, if somebody may sleep, wakes in the kernel`,
  }),
  call(KERNEL, 'enter()', {
    returns: ['integer'],
    doc: 'enters the section; returns how many threads are inside then',
    begins: { first: 'k-enter' },
    reads: () => 'enters the section and counts the threads inside then',
  }),
  call(KERNEL, 'leave()', {
    returns: VOID,
    doc: 'leaves the section',
    begins: { first: 'k-leave' },
    reads: () => 'leaves the section',
  }),
  call(KERNEL, 'increment(x: word)', {
    returns: ['integer'],
    doc: 'adds one to x in one step; returns the old value',
    begins: { first: 'k-increment' },
    reads: (it) => `adds one to the word ${it.arg(0)} in one step and keeps the old value`,
  }),
];

export const KERNEL_CALLS: readonly CallSpec[] = [
  ...WAIT_QUEUES,
  ...THREADS,
  ...LOCKS,
  ...USER_SIDE,
];
