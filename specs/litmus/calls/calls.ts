/**
 * The calls, objects, flags and values that a litmus may name, by table.
 *
 * A table is a kernel interface at one revision: `helenos-*` are system calls (formats.md §1.1),
 * `kernel-*` are kernel functions called by kernel threads (§1.2), and `any` is what both system
 * call tables have. Pure data; what the calls do is `model/`.
 */
import {
  call,
  type CallSpec,
  KERNEL,
  KERNEL_2012,
  KERNEL_2026,
  type ObjectType,
  SYSCALL,
  SYSCALL_2012,
  SYSCALL_2026,
  VOID,
} from './call-spec.ts';
import { IPC_CALLS, IPC_FLAGS } from './ipc-calls.ts';
import type { Table } from '../litmus.ts';

/** Wait queues as capabilities, to which kernel lanes have the system calls as well. */
const WAITQ_HANDLES: readonly Table[] = [...SYSCALL_2026, ...KERNEL_2026];

const SLEEP_2012 = ['OK_ATOMIC', 'OK_BLOCKED', 'TIMEOUT', 'INTERRUPTED', 'WOULD_BLOCK'];
const SLEEP_2026 = ['EOK', 'ETIMEOUT', 'EINTR'];
const SLEEP = [...SLEEP_2012, ...SLEEP_2026];

// prettier-ignore
const SYSTEM_CALLS: readonly CallSpec[] = [
  call(SYSCALL, 'thread_usleep', 'd: duration', ['EOK'], 'sys_thread_usleep',
    'sleeps for d ticks; 0 returns at once'),
  call(SYSCALL, 'thread_udelay', 'd: duration', ['EOK'], 'sys_thread_udelay',
    'spins for d ticks'),
  call(SYSCALL, 'futex_down', 'f: futex', SLEEP, 'sys_futex_sleep or sys_waitq_sleep',
    'takes one from the user counter and sleeps in the kernel if none was left'),
  call(SYSCALL, 'futex_up', 'f: futex', ['EOK'], 'sys_futex_wakeup or sys_waitq_wakeup',
    'gives one to the user counter and wakes in the kernel if somebody may sleep'),
  call(SYSCALL, 'futex_trydown', 'f: futex', ['integer'], 'none or sys_waitq_sleep',
    'takes one if there is one; 2026 may sleep up to one tick'),
  call(SYSCALL_2026, 'futex_down_timeout', 'f: futex, d: duration', SLEEP_2026, 'sys_waitq_sleep',
    'futex_down that gives up after d ticks and repays by futex_up'),
  call(SYSCALL_2012, 'futex_sleep', 'f: futex', SLEEP_2012, 'sys_futex_sleep',
    'sleeps on the kernel queue of f, whatever its counter'),
  call(SYSCALL_2012, 'futex_wakeup', 'f: futex', ['EOK'], 'sys_futex_wakeup',
    'wakes the first sleeper of f, or banks the wakeup'),
  call(WAITQ_HANDLES, 'waitq_sleep', 'q: waitq, d: duration, flags: flags',
    [...SLEEP_2026, 'ENOENT'], 'sys_waitq_sleep',
    'sleeps on q; FUTEX books a debt when the sleep fails'),
  call(WAITQ_HANDLES, 'waitq_wakeup', 'q: waitq', ['EOK', 'ENOENT'], 'sys_waitq_wakeup',
    'wakes the first sleeper of q, repays a debt, or banks the wakeup'),
  call(WAITQ_HANDLES, 'waitq_destroy', 'q: waitq', ['EOK', 'ENOENT'], 'sys_waitq_destroy',
    'unpublishes q; its sleepers stay asleep'),
  call(SYSCALL, 'thread_exit', '', [], 'sys_thread_exit',
    'ends the thread; the last one of a task cleans up its box'),
];

// prettier-ignore
const KERNEL_CALLS: readonly CallSpec[] = [
  call(KERNEL, 'waitq_sleep_timeout', 'q: waitq, d: duration, flags: flags', SLEEP,
    'waitq_sleep_timeout', 'sleeps until woken, timed out or interrupted'),
  call(KERNEL_2012, 'waitq_wakeup_first', 'q: waitq', VOID, 'waitq_wakeup(WAKEUP_FIRST)',
    'wakes the first sleeper, or banks the wakeup'),
  call(KERNEL_2012, 'waitq_wakeup_all', 'q: waitq', VOID, 'waitq_wakeup(WAKEUP_ALL)',
    'wakes every sleeper; banks one wakeup if there is none'),
  call(KERNEL_2012, 'waitq_unsleep', 'q: waitq', VOID, 'waitq_unsleep',
    'interrupts the first sleeper, which must be interruptible'),
  call(KERNEL_2012, 'waitq_count_get', 'q: waitq', ['integer'], 'waitq_count_get',
    'returns the banked wakeups'),
  call(KERNEL_2012, 'waitq_count_set', 'q: waitq, n: integer', VOID, 'waitq_count_set',
    'sets the banked wakeups to n'),
  call(KERNEL_2012, 'waitq_interrupt_sleep', 't: lane', VOID, 'waitq_interrupt_sleep',
    'kicks the thread out of an interruptible sleep without setting its flag'),
  call(KERNEL_2026, 'waitq_wake_one', 'q: waitq', VOID, 'waitq_wake_one',
    'wakes the first sleeper, repays a debt, or banks the wakeup'),
  call(KERNEL_2026, 'waitq_wake_all', 'q: waitq', VOID, 'waitq_wake_all',
    'wakes every sleeper; forgets banked wakeups and debts'),
  call(KERNEL_2026, 'waitq_signal', 'q: waitq', VOID, 'waitq_signal',
    'wakes the first sleeper; banks nothing'),
  call(KERNEL_2026, 'waitq_close', 'q: waitq', VOID, 'waitq_close',
    'wakes every sleeper; later sleeps return at once'),
  call(KERNEL_2026, 'thread_wakeup', 't: lane', VOID, 'thread_wakeup',
    'kicks the thread without setting its flag'),
  call(KERNEL, 'thread_interrupt', 't: lane', VOID,
    'waitq_interrupt_sleep (2012), thread_interrupt (2026)',
    'sets interrupted, then kicks the thread'),
  call(KERNEL, 'thread_kill', 't: lane', VOID,
    'waitq_interrupt_sleep (2012), thread_interrupt (2026)',
    'sets interrupted, ends its restarts, then kicks the thread'),
  call(KERNEL, 'semaphore_down', 's: semaphore, d: duration, flags: flags', SLEEP,
    '_semaphore_down_timeout', 'takes one'),
  call(KERNEL, 'semaphore_up', 's: semaphore', VOID, 'semaphore_up', 'gives one'),
  call(KERNEL, 'mutex_lock', 'm: mutex, d: duration, flags: flags', SLEEP, '_mutex_lock_timeout',
    'takes the lock'),
  call(KERNEL, 'mutex_unlock', 'm: mutex', VOID, 'mutex_unlock', 'gives the lock back'),
  call(KERNEL, 'condvar_wait', 'c: condvar, m: mutex, d: duration, flags: flags', SLEEP,
    '_condvar_wait_timeout', 'gives m back, sleeps, and takes m again'),
  call(KERNEL, 'condvar_signal', 'c: condvar', VOID, 'condvar_signal', 'wakes one waiter'),
  call(KERNEL, 'condvar_broadcast', 'c: condvar', VOID, 'condvar_broadcast',
    'wakes every waiter'),
  call(KERNEL, 'futex_down', 'f: futex, d: duration, flags: flags', [...SLEEP, 'UNCONTENDED'],
    'waitq_sleep_timeout', 'takes one from the user counter; sleeps if none was left'),
  call(KERNEL, 'futex_down_repaid', 'f: futex, d: duration, flags: flags',
    [...SLEEP, 'UNCONTENDED'], 'waitq_sleep_timeout',
    'futex_down that calls futex_up when the sleep fails, as libc of 2026 does'),
  call(KERNEL, 'futex_up', 'f: futex', VOID, 'waitq_wakeup (2012), waitq_wake_one (2026)',
    'gives one to the user counter and wakes if it was negative'),
  call(KERNEL, 'enter', '', ['integer'], 'none',
    'enters the section; returns how many threads are inside then'),
  call(KERNEL, 'leave', '', VOID, 'none', 'leaves the section'),
  call(KERNEL, 'increment', 'x: word', ['integer'], 'none',
    'adds one to x in one step; returns the old value'),
  call(KERNEL, 'await_asleep', 't: lane', VOID, 'none',
    'goes on only while the thread is asleep and switched out'),
];

export const CALLS: readonly CallSpec[] = [...SYSTEM_CALLS, ...IPC_CALLS, ...KERNEL_CALLS];

/** What comes nearest to a call in a table that lacks it: the first of these that it has. */
const COUNTERPARTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['futex_sleep', ['waitq_sleep', 'futex_down']],
  ['futex_wakeup', ['waitq_wakeup', 'futex_up']],
  ['futex_down_timeout', ['futex_down']],
  ['futex_trydown', ['futex_down']],
  ['waitq_sleep', ['futex_sleep', 'waitq_sleep_timeout', 'futex_down']],
  ['waitq_wakeup', ['futex_wakeup', 'waitq_wake_one', 'waitq_wakeup_first', 'futex_up']],
  ['waitq_sleep_timeout', ['waitq_sleep', 'futex_sleep', 'futex_down']],
  ['waitq_wakeup_first', ['waitq_wake_one', 'futex_wakeup', 'waitq_wakeup', 'futex_up']],
  ['waitq_wake_one', ['waitq_wakeup_first', 'waitq_wakeup', 'futex_wakeup', 'futex_up']],
  ['waitq_wakeup_all', ['waitq_wake_all']],
  ['waitq_wake_all', ['waitq_wakeup_all']],
  ['waitq_signal', ['waitq_wakeup_first']],
  ['waitq_close', ['waitq_wakeup_all']],
  ['waitq_unsleep', ['thread_wakeup']],
  ['waitq_interrupt_sleep', ['thread_wakeup']],
  ['thread_wakeup', ['waitq_interrupt_sleep']],
  ['ipc_call_sync', ['ipc_req_internal', 'ipc_call_async']],
  ['ipc_call_sync_slow', ['ipc_call_async_slow', 'ipc_call_sync', 'ipc_req_internal']],
  ['ipc_req_internal', ['ipc_call_sync', 'ipc_call_async']],
  ['ipc_call_async_slow', ['ipc_call_async']],
  ['ipc_answer_slow', ['ipc_answer']],
  ['ipc_forward_slow', ['ipc_forward']],
  ['ipc_cleanup', ['thread_exit']],
  ['page_in', ['ipc_req_internal', 'ipc_call_sync', 'ipc_call_async']],
]);

/** The call of `table` that comes nearest in meaning to one that it lacks, or ''. */
export function counterpartOf(name: string, table: Table): string {
  const candidates = COUNTERPARTS.get(name) ?? [];
  return candidates.find((it) => callOf(it, table) !== undefined) ?? '';
}

/** The call of this name that `table` has. */
export function callOf(name: string, table: Table): CallSpec | undefined {
  return CALLS.find((spec) => spec.name === name && spec.tables.includes(table));
}

/** True for the tables whose lanes are kernel threads. */
export function isKernelTable(table: Table): boolean {
  return KERNEL.includes(table);
}

/**
 * The flags that a call takes in `table`: those of waiting if it waits, and its own. `NONE` and 0
 * stand for no flags at all.
 */
export function flagsOf({ name, args }: CallSpec, table: Table): readonly string[] {
  const waits = args.some(({ kind }) => kind === 'duration');
  return [...(waits ? waitingFlags(table) : []), ...(IPC_FLAGS.get(name) ?? [])];
}

function waitingFlags(table: Table): readonly string[] {
  if (isKernelTable(table)) {
    const common = ['NON_BLOCKING', 'INTERRUPTIBLE'];
    return table === 'kernel-2026' ? [...common, 'FUTEX'] : common;
  }
  return table === 'helenos-2026' ? ['FUTEX', 'NONBLOCK'] : ['NONBLOCK'];
}

/** The types of objects that `table` has. */
export function objectTypesOf(table: Table): readonly ObjectType[] {
  if (isKernelTable(table)) {
    return ['waitq', 'semaphore', 'mutex', 'condvar', 'futex', 'word', 'phone'];
  }
  return table === 'helenos-2026'
    ? ['waitq', 'futex', 'word', 'phone', 'event', 'irq']
    : ['futex', 'word', 'phone', 'event', 'irq'];
}

/** Fields of a task, which is its answerbox. */
export const TASK_FIELDS: readonly string[] = [
  'calls',
  'dispatched',
  'answers',
  'notifs',
  'tokens',
];

/** The fields of an object that a condition may name; a word has none and is named itself. */
export function fieldsOf(type: ObjectType, table: Table): readonly string[] {
  if (type === 'word') return [];
  if (type === 'phone') return ['state', 'active_calls'];
  if (type === 'event') return ['masked'];
  if (type === 'irq') return [];
  if (!isKernelTable(table)) {
    return type === 'futex' ? ['counter', 'tokens', 'sleepers'] : ['balance', 'sleepers', 'closed'];
  }
  const queue =
    table === 'kernel-2012' ? ['missed', 'sleepers'] : ['balance', 'sleepers', 'closed'];
  return type === 'futex' ? ['counter', ...queue] : queue;
}

/** Names that a value can have, besides integers. Those of `PAYLOAD_VALUES` take `:n`. */
export const VALUES: readonly string[] = [
  'blocked',
  'killed',
  'unset',
  'none',
  'ok',
  ...SLEEP,
  'UNCONTENDED',
  'skipped',
  'ENOENT',
  'ENOMEM',
  'ELIMIT',
  'EREFUSED',
  'EFORWARD',
  'EPERM',
  'EHANGUP',
  'EPARTY',
  'EEXIST',
  'EBADMEM',
  'ENOTSUP',
  'EINVAL',
  'EBUSY',
  'EOVERFLOW',
  'ERESTART',
  'TEMPORARY',
  'TRUE',
  'FALSE',
  'free',
  'connecting',
  'connected',
  'hungup',
  'slammed',
];
export const PAYLOAD_VALUES: readonly string[] = ['req', 'ans', 'ntf'];
