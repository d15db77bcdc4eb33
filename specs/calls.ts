/**
 * The calls, objects, flags and values that a litmus may name, by table.
 *
 * A table is a kernel interface at one revision: `helenos-*` are system calls (formats.md §1.1),
 * `kernel-*` are kernel functions called by kernel threads (§1.2), and `any` is what both system
 * call tables have. Pure data; what the calls do is `model/`.
 */
import type { Table } from './litmus.ts';

export type ObjectType = 'waitq' | 'futex' | 'word' | 'phone' | 'semaphore' | 'mutex' | 'condvar';

/**
 * What an argument is: an object of a type, ticks to wait (0 = for ever, except where the call says
 * otherwise), flags joined with +, a register of the same lane, a number, or a lane.
 */
export type ArgKind = ObjectType | 'duration' | 'flags' | 'register' | 'integer' | 'lane';

export interface CallSpec {
  readonly name: string;
  readonly tables: readonly Table[];
  readonly args: readonly { readonly name: string; readonly kind: ArgKind }[];
  /** Result names, `integer` for a number, `ok` for a function without a result. */
  readonly returns: readonly string[];
  readonly doc: string;
  /** The kernel function that it enters. */
  readonly enters: string;
}

const SYSCALL: readonly Table[] = ['helenos-2012', 'helenos-2026', 'any'];
const SYSCALL_2012: readonly Table[] = ['helenos-2012'];
const SYSCALL_2026: readonly Table[] = ['helenos-2026'];
const KERNEL: readonly Table[] = ['kernel-2012', 'kernel-2026'];
const KERNEL_2012: readonly Table[] = ['kernel-2012'];
const KERNEL_2026: readonly Table[] = ['kernel-2026'];

const SLEEP_2012 = ['OK_ATOMIC', 'OK_BLOCKED', 'TIMEOUT', 'INTERRUPTED', 'WOULD_BLOCK'];
const SLEEP_2026 = ['EOK', 'ETIMEOUT', 'EINTR'];
const SLEEP = [...SLEEP_2012, ...SLEEP_2026];
const VOID = ['ok'];

/** `'q: waitq, d: duration'` as a list. */
function args(text: string): CallSpec['args'] {
  if (text === '') return [];
  return text.split(', ').map((arg) => {
    const [name, kind] = arg.split(': ');
    return { name, kind: kind as ArgKind };
  });
}

/** One call of the tables below. */
function call(
  tables: readonly Table[],
  name: string,
  takes: string,
  returns: readonly string[],
  enters: string,
  doc: string,
): CallSpec {
  return { name, tables, args: args(takes), returns, enters, doc };
}

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
  call(SYSCALL_2026, 'waitq_sleep', 'q: waitq, d: duration, flags: flags',
    [...SLEEP_2026, 'ENOENT'], 'sys_waitq_sleep',
    'sleeps on q; FUTEX books a debt when the sleep fails'),
  call(SYSCALL_2026, 'waitq_wakeup', 'q: waitq', ['EOK', 'ENOENT'], 'sys_waitq_wakeup',
    'wakes the first sleeper of q, repays a debt, or banks the wakeup'),
  call(SYSCALL_2026, 'waitq_destroy', 'q: waitq', ['EOK', 'ENOENT'], 'sys_waitq_destroy',
    'unpublishes q; its sleepers stay asleep'),
  call(SYSCALL, 'ipc_call_async', 's: phone, m: integer', ['EOK'], 'sys_ipc_call_async_fast',
    'sends a request with method m; the answer comes through ipc_wait'),
  call(SYSCALL, 'ipc_wait', 'd: duration, flags: flags', ['req', 'ans', 'ntf', 'none'],
    'sys_ipc_wait_for_call', 'waits for a request, an answer or a notification'),
  call(SYSCALL, 'ipc_answer', 'c: register, v: integer', ['EOK', 'ENOENT'],
    'sys_ipc_answer_fast', 'answers the request that register c holds with v'),
  call(SYSCALL, 'ipc_hangup', 's: phone', ['EOK', 'ENOENT'], 'sys_ipc_hangup',
    'disconnects the phone'),
  call(SYSCALL, 'ipc_poke', '', ['EOK'], 'sys_ipc_poke',
    'wakes one thread of the same task that waits in ipc_wait'),
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

export const CALLS: readonly CallSpec[] = [...SYSTEM_CALLS, ...KERNEL_CALLS];

/** Calls of the design that no table models yet, so that an error can say so. */
export const NOT_MODELLED: ReadonlySet<string> = new Set([
  'ipc_call_sync',
  'ipc_call_sync_slow',
  'ipc_forward',
  'page_in',
]);

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
  ['ipc_call_sync', ['ipc_call_async']],
  ['ipc_call_sync_slow', ['ipc_call_async']],
  ['ipc_forward', ['ipc_answer']],
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

/** The flags that `call` takes in `table`; `NONE` and 0 stand for no flags at all. */
export function flagsOf(table: Table): readonly string[] {
  if (isKernelTable(table)) {
    const common = ['NON_BLOCKING', 'INTERRUPTIBLE'];
    return table === 'kernel-2026' ? [...common, 'FUTEX'] : common;
  }
  return table === 'helenos-2026' ? ['FUTEX', 'NONBLOCK'] : ['NONBLOCK'];
}

/** The types of objects that `table` has. */
export function objectTypesOf(table: Table): readonly ObjectType[] {
  if (isKernelTable(table)) return ['waitq', 'semaphore', 'mutex', 'condvar', 'futex', 'word'];
  return table === 'helenos-2026'
    ? ['waitq', 'futex', 'word', 'phone']
    : ['futex', 'word', 'phone'];
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
  'E_REFUSED',
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
