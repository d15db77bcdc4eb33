/**
 * System calls of wait queues: futexes (with libc's code around them) of both revisions, and the wait
 * queue capabilities of 2026.
 */
import {
  call,
  type CallSpec,
  KERNEL_2026,
  SYSCALL,
  SYSCALL_2012,
  SYSCALL_2026,
} from './call-spec.ts';
import type { Table } from '../litmus.ts';
import { LEAKED, SLEEP_2026, UNTIMED_2012, UNTIMED_2026 } from './values.ts';

/** Wait queues as capabilities, to which kernel lanes have the system calls as well. */
const WAITQ_HANDLES: readonly Table[] = [...SYSCALL_2026, ...KERNEL_2026];

/** What libc does around the system call: the counter before, in 2026 the repaying after. */
const DOWN = {
  first: 'futex_down-counter',
  handler: { 2012: 'sys_futex_sleep', 2026: 'sys_waitq_sleep' },
  after: { 2026: 'futex_down-returned' },
  composable: true,
} as const;

export const FUTEX_CALLS: readonly CallSpec[] = [
  call(SYSCALL, 'futex_down(f: futex)', {
    returns: { both: ['EOK', LEAKED], 2012: UNTIMED_2012, 2026: UNTIMED_2026 },
    doc: 'takes one from the user counter and sleeps in the kernel if none was left',
    waits: 'wakeup',
    begins: DOWN,
    reads: (it) =>
      `takes one from the counter of the futex ${it.arg(0)} and, if none was left, sleeps in the kernel`,
  }),
  call(SYSCALL, 'futex_up(f: futex)', {
    returns: ['EOK'],
    doc: 'gives one to the user counter and wakes in the kernel if somebody may sleep',
    begins: {
      first: 'futex_up-counter',
      handler: { 2012: 'sys_futex_wakeup', 2026: 'sys_waitq_wakeup' },
    },
    reads: (it) =>
      `gives one to the counter of the futex ${it.arg(0)} and, if somebody may sleep, wakes in the kernel`,
  }),
  call(SYSCALL, 'futex_trydown(f: futex)', {
    returns: ['0', '1'],
    doc: 'takes one if there is one; 2026 may sleep up to one tick',
    waits: 'wakeup',
    begins: {
      first: { 2012: 'futex_trydown-counter', 2026: 'futex_down-counter' },
      handler: { 2026: 'sys_waitq_sleep' },
      after: { 2026: 'futex_down-returned' },
      composable: true,
      timedOut: { 2026: true },
    },
    reads: (it) =>
      `takes one from the counter of the futex ${it.arg(0)} if there is one${it.table === 'helenos-2012' ? '' : '; in 2026 it may sleep for up to one tick'}`,
    nearest: ['futex_down'],
  }),
  call(SYSCALL_2026, 'futex_down_timeout(f: futex, d: duration)', {
    returns: [...SLEEP_2026, LEAKED],
    doc: 'futex_down that gives up after d ticks and repays by futex_up',
    waits: 'wakeup',
    begins: DOWN,
    reads: (it) =>
      `takes one from the counter of the futex ${it.arg(0)} and, if none was left, sleeps in the kernel${it.waiting(1)}; if the sleep fails it gives one back (futex_up)`,
    nearest: ['futex_down'],
  }),
  call(SYSCALL_2012, 'futex_sleep(f: futex)', {
    returns: [...UNTIMED_2012, LEAKED],
    doc: 'sleeps on the kernel queue of f, whatever its counter',
    waits: 'wakeup',
    begins: { handler: 'sys_futex_sleep' },
    reads: (it) => `sleeps on the kernel queue of the futex ${it.arg(0)}, whatever its counter`,
    nearest: ['waitq_sleep', 'futex_down'],
  }),
  call(SYSCALL_2012, 'futex_wakeup(f: futex)', {
    returns: ['EOK'],
    doc: 'wakes the first sleeper of f, or banks the wakeup',
    begins: { handler: 'sys_futex_wakeup' },
    reads: (it) => `wakes the first sleeper of the futex ${it.arg(0)}, or banks the wakeup`,
    nearest: ['waitq_wakeup', 'futex_up'],
  }),
  call(WAITQ_HANDLES, 'waitq_sleep(q: waitq, d: duration, flags: flags)', {
    returns: [...SLEEP_2026, 'ENOENT', LEAKED],
    doc: 'sleeps on q; FUTEX books a debt when the sleep fails',
    waits: 'wakeup',
    begins: { handler: 'sys_waitq_sleep' },
    reads: (it) => `sleeps on the wait queue ${it.arg(0)}${it.waiting(1)}`,
    nearest: ['futex_sleep', 'waitq_sleep_timeout', 'futex_down'],
  }),
  call(WAITQ_HANDLES, 'waitq_wakeup(q: waitq)', {
    returns: ['EOK', 'ENOENT'],
    doc: 'wakes the first sleeper of q, repays a debt, or banks the wakeup',
    begins: { handler: 'sys_waitq_wakeup' },
    reads: (it) => `wakes the first sleeper of ${it.arg(0)}, or repays a debt, or banks the wakeup`,
    nearest: ['futex_wakeup', 'waitq_wake_one', 'waitq_wakeup_first', 'futex_up'],
  }),
  call(WAITQ_HANDLES, 'waitq_destroy(q: waitq)', {
    returns: ['EOK', 'ENOENT'],
    doc: 'unpublishes q; its sleepers stay asleep',
    begins: { handler: 'sys_waitq_destroy' },
    reads: (it) => `unpublishes the wait queue ${it.arg(0)}; who sleeps there stays asleep`,
  }),
];
