/**
 * The calls of inter-process communication, and what can be sent and answered through them.
 *
 * Kernel lanes have the fast ones under the same names: they enter the kernel by the same functions.
 */
import {
  call,
  type CallSpec,
  KERNEL,
  KERNEL_2012,
  KERNEL_2026,
  SYSCALL,
  SYSCALL_2012,
  SYSCALL_2026,
  VOID,
} from './call-spec.ts';
import type { Table } from '../litmus.ts';

const BOTH_LEVELS: readonly Table[] = [...SYSCALL, ...KERNEL];

const SENT = ['EOK', 'ENOENT', 'ELIMIT'];
const ANSWERED = ['EOK', 'ENOENT'];
const WAITED = ['req', 'ans', 'ntf', 'none', 'EOK', 'ETIMEOUT', 'EINTR', 'ENOENT', 'EPERM'];
/** A call that waits for its own answer; an answer that is an error has no `ans`. */
const CALLED = ['ans', 'ENOENT', 'EINTR', 'EHANGUP', 'ELIMIT', 'EINVAL'];

// prettier-ignore
export const IPC_CALLS: readonly CallSpec[] = [
  call(BOTH_LEVELS, 'ipc_call_async', 's: phone, m: method, p?: phone', SENT,
    'sys_ipc_call_async_fast', 'sends a request with method m (about phone p); the answer comes through ipc_wait'),
  call(SYSCALL, 'ipc_call_async_slow', 's: phone, m: method, flags?: flags', SENT,
    'sys_ipc_call_async_slow', 'ipc_call_async whose arguments are copied from user memory'),
  call([...SYSCALL_2012, ...KERNEL_2012], 'ipc_call_sync', 's: phone, m: method, p?: phone', CALLED,
    'sys_ipc_call_sync_fast', 'sends a request with method m (about phone p) and waits for its answer'),
  call(SYSCALL_2012, 'ipc_call_sync_slow', 's: phone, m: method, flags?: flags', CALLED,
    'sys_ipc_call_sync_slow', 'ipc_call_sync whose arguments are copied from user memory'),
  call(KERNEL_2026, 'ipc_req_internal', 's: phone, m: method', CALLED, 'ipc_req_internal',
    "sends a request with method m for the kernel's own use and waits for its answer"),
  call(SYSCALL_2026, 'page_in', 's: phone', ['EOK', 'ENOENT', 'EINTR', 'EHANGUP'],
    'ipc_req_internal', 'asks the pager behind the phone for a page, as a page fault does'),
  call(BOTH_LEVELS, 'ipc_wait', 'd: duration, flags: flags', WAITED,
    'sys_ipc_wait_for_call', 'waits for a request, an answer or a notification'),
  call(BOTH_LEVELS, 'ipc_answer', 'c: register, v: answer', ANSWERED,
    'sys_ipc_answer_fast', 'answers the request that register c holds with v'),
  call(SYSCALL, 'ipc_answer_slow', 'c: register, v: answer, flags?: flags', ANSWERED,
    'sys_ipc_answer_slow', 'ipc_answer whose arguments are copied from user memory'),
  call(BOTH_LEVELS, 'ipc_forward', 'c: register, s: phone, flags?: flags', ANSWERED,
    'sys_ipc_forward_fast', 'sends the request that register c holds on through the phone'),
  call(SYSCALL, 'ipc_forward_slow', 'c: register, s: phone, flags?: flags', ANSWERED,
    'sys_ipc_forward_slow', 'ipc_forward whose arguments are copied from user memory'),
  call(BOTH_LEVELS, 'ipc_hangup', 's: phone', ['EOK', 'ENOENT'], 'sys_ipc_hangup',
    'disconnects the phone'),
  call(BOTH_LEVELS, 'ipc_poke', '', ['EOK'], 'sys_ipc_poke',
    'wakes one thread of the same task that waits in ipc_wait'),
  call(SYSCALL, 'event_subscribe', 'e: event, m: integer', ['EOK', 'EEXIST'], 'sys_event_subscribe',
    'takes the notifications of a kernel event, as method m'),
  call(SYSCALL, 'event_unmask', 'e: event', ['EOK'], 'sys_event_unmask',
    'lets notifications of the event come again'),
  call(SYSCALL, 'event_notify', 'e: event, flags?: flags', ['EOK', 'EBUSY', 'ENOENT'],
    'event_notify', 'notifies the subscriber, as something in the kernel does; MASK: once'),
  call(SYSCALL, 'ipc_irq_subscribe', 'i: irq, m: integer', ['EOK', 'EEXIST'],
    'sys_ipc_irq_subscribe', 'takes the notifications of an interrupt, as method m'),
  call(SYSCALL, 'ipc_irq_send_msg', 'i: irq', ['EOK', 'ENOENT'], 'ipc_irq_send_msg',
    'notifies the subscriber of the interrupt, as its handler does'),
  call(KERNEL, 'ipc_cleanup', '', VOID, 'ipc_cleanup',
    'disconnects all phones of the task, answers its requests and waits for its answers'),
];

const BOTH_METHODS = [
  'PHONE_HUNGUP',
  'CONNECT_TO_ME',
  'CONNECT_ME_TO',
  'SHARE_OUT',
  'SHARE_IN',
  'DATA_WRITE',
  'DATA_READ',
  'STATE_CHANGE_AUTHORIZE',
  'DEBUG',
];

/** The methods that mean something to the kernel of a table, by its own names. */
export function methodsOf(table: Table): readonly string[] {
  if (table.endsWith('2012')) return [...BOTH_METHODS, 'CONNECTION_CLONE', 'CLONE_ESTABLISH'];
  return table.endsWith('2026') ? [...BOTH_METHODS, 'PAGE_IN'] : BOTH_METHODS;
}

/** What a request can be answered with, besides integers; `EOK` is 0. */
export const ANSWERS: readonly string[] = [
  'EOK',
  'EHANGUP',
  'ELIMIT',
  'ENOENT',
  'EPARTY',
  'EFORWARD',
  'EPERM',
  'EINVAL',
  'ENOMEM',
  'ENOTSUP',
  'EREFUSED',
];

/**
 * Flags that only single calls take. BAD_BUFFER: copying arguments from or to user memory fails;
 * MAPPED: copying arguments in fails while the word `mapped` is 0, which others may set;
 * BAD_DATA: copying what DATA_WRITE is to send fails.
 */
export const IPC_FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['ipc_wait', ['BAD_BUFFER']],
  ['event_notify', ['MASK']],
  ['ipc_call_async_slow', ['BAD_BUFFER', 'MAPPED', 'BAD_DATA']],
  ['ipc_call_sync_slow', ['BAD_BUFFER', 'MAPPED', 'BAD_DATA']],
  ['ipc_answer_slow', ['BAD_BUFFER', 'MAPPED']],
  ['ipc_forward', ['ROUTE_FROM_ME']],
  ['ipc_forward_slow', ['ROUTE_FROM_ME', 'BAD_BUFFER', 'MAPPED']],
]);
