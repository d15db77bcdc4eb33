/**
 * The calls of inter-process communication, and what can be sent and answered through them.
 *
 * The slow forms copy their arguments from user memory. BAD_BUFFER: copying arguments from or to user
 * memory fails; MAPPED: copying arguments in fails while the word `mapped` is 0, which others may
 * set; BAD_DATA: copying what DATA_WRITE is to send fails.
 */
import { METHODS_2012, METHODS_2026, METHODS_OF_BOTH } from '../../../model/ipc/methods.ts';
import {
  BOTH_LEVELS,
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
import { LEAKED } from './values.ts';

const SENT = { both: ['EOK'], 2012: ['TEMPORARY'], 2026: ['ENOENT', 'ELIMIT'], kernel: ['ENOENT'] };
/** Of the slow forms, which may not be able to read their arguments. */
const SENT_SLOW = { ...SENT, both: [...SENT.both, 'EPERM'] };
const ANSWERED = { both: ['EOK', 'ENOENT'], kernel: ['skipped'] };
const ANSWERED_SLOW = ['EOK', 'ENOENT', 'EPERM'];
/** EPERM: the method cannot be forwarded, or, of the slow form, the arguments cannot be read. */
const FORWARDED = { both: ['EOK', 'ENOENT', 'EPERM'], kernel: ['skipped'] };
const WAITED = {
  both: ['req', 'ans', 'ntf', 'error', LEAKED],
  2012: ['none'],
  2026: ['ETIMEOUT', 'EINTR', 'ENOENT', 'EPERM', 'EOK'],
};
/** A call that waits for its own answer; made by libc it waits for its turn where a send would fail. */
const CALLED = ['ans', 'error', 'EINTR', LEAKED];

const SLOW = ', its arguments copied from user memory';

const REQUESTS: readonly CallSpec[] = [
  call(BOTH_LEVELS, 'ipc_call_async(s: phone, m: method, p?: phone)', {
    returns: SENT,
    doc: 'sends a request with method m (about phone p); the answer comes through ipc_wait',
    begins: { handler: 'sys_ipc_call_async_fast' },
    reads: (it) => `sends ${it.request()} ${it.over()} and does not wait for the answer`,
  }),
  call(SYSCALL, 'ipc_call_async_slow(s: phone, m: method, flags?: flags)', {
    returns: SENT_SLOW,
    doc: 'ipc_call_async whose arguments are copied from user memory',
    begins: { handler: 'sys_ipc_call_async_slow' },
    reads: (it) =>
      `sends ${it.slowRequest()} ${it.over()}${SLOW}, and does not wait for the answer${it.flags(2)}`,
    flags: ['BAD_BUFFER', 'MAPPED', 'BAD_DATA'],
    nearest: ['ipc_call_async'],
  }),
  call([...SYSCALL_2012, ...KERNEL_2012], 'ipc_call_sync(s: phone, m: method, p?: phone)', {
    returns: CALLED,
    doc: 'sends a request with method m (about phone p) and waits for its answer',
    waits: 'answer',
    begins: { handler: 'sys_ipc_call_sync_fast' },
    reads: (it) => `sends ${it.request()} ${it.over()} and waits for its answer`,
    nearest: ['ipc_req_internal', 'ipc_call_async'],
  }),
  call(SYSCALL_2012, 'ipc_call_sync_slow(s: phone, m: method, flags?: flags)', {
    returns: [...CALLED, 'EPERM'],
    doc: 'ipc_call_sync whose arguments are copied from user memory',
    waits: 'answer',
    begins: { handler: 'sys_ipc_call_sync_slow' },
    reads: (it) =>
      `sends ${it.slowRequest()} ${it.over()}${SLOW}, and waits for its answer${it.flags(2)}`,
    flags: ['BAD_BUFFER', 'MAPPED', 'BAD_DATA'],
    nearest: ['ipc_call_async_slow', 'ipc_call_sync', 'ipc_req_internal'],
  }),
  call(KERNEL_2026, 'ipc_req_internal(s: phone, m: method)', {
    returns: ['ans', 'error', 'EINTR', 'ENOENT'],
    doc: "sends a request with method m for the kernel's own use and waits for its answer",
    waits: 'pager',
    begins: { handler: 'ipc_req_internal' },
    reads: (it) =>
      `sends ${it.request()} ${it.over()} for the kernel's own use and waits for its answer`,
    nearest: ['ipc_call_sync', 'ipc_call_async'],
  }),
  call(SYSCALL_2026, 'page_in(s: phone)', {
    returns: ['EOK', 'ans', 'error', 'ENOENT', 'EINTR', LEAKED],
    doc: 'asks the pager behind the phone for a page, as a page fault does',
    waits: 'pager',
    begins: { handler: 'as_page_fault' },
    reads: (it) =>
      `faults: the kernel asks the pager for a page ${it.over()} and waits for its answer`,
    nearest: ['ipc_req_internal', 'ipc_call_sync', 'ipc_call_async'],
  }),
];

const MESSAGES: readonly CallSpec[] = [
  call(BOTH_LEVELS, 'ipc_wait(d: duration, flags: flags)', {
    returns: WAITED,
    doc: 'waits for a request, an answer or a notification',
    waits: 'message',
    begins: { handler: 'sys_ipc_wait_for_call' },
    reads: (it) =>
      `waits for the next message${it.waiting(0)}`.replace('its arguments in', 'the message out'),
    flags: ['BAD_BUFFER'],
  }),
  call(BOTH_LEVELS, 'ipc_answer(c: register, v: answer)', {
    returns: ANSWERED,
    doc: 'answers the request that register c holds with v',
    begins: { handler: 'sys_ipc_answer_fast' },
    reads: (it) => `answers ${it.held()} ${it.answered()}`,
  }),
  call(SYSCALL, 'ipc_answer_slow(c: register, v: answer, flags?: flags)', {
    returns: ANSWERED_SLOW,
    doc: 'ipc_answer whose arguments are copied from user memory',
    begins: { handler: 'sys_ipc_answer_slow' },
    reads: (it) => `answers ${it.held()} ${it.answered()}${SLOW}${it.flags(2)}`,
    flags: ['BAD_BUFFER', 'MAPPED'],
    nearest: ['ipc_answer'],
  }),
  call(BOTH_LEVELS, 'ipc_forward(c: register, s: phone, flags?: flags)', {
    returns: FORWARDED,
    doc: 'sends the request that register c holds on through the phone',
    begins: { handler: 'sys_ipc_forward_fast' },
    reads: (it) => `forwards ${it.held()} ${it.over(1)}${it.flags(2)}`,
    flags: ['ROUTE_FROM_ME'],
  }),
  call(SYSCALL, 'ipc_forward_slow(c: register, s: phone, flags?: flags)', {
    returns: FORWARDED,
    doc: 'ipc_forward whose arguments are copied from user memory',
    begins: { handler: 'sys_ipc_forward_slow' },
    reads: (it) => `forwards ${it.held()} ${it.over(1)}${SLOW}${it.flags(2)}`,
    flags: ['ROUTE_FROM_ME', 'BAD_BUFFER', 'MAPPED'],
    nearest: ['ipc_forward'],
  }),
  call(BOTH_LEVELS, 'ipc_hangup(s: phone)', {
    returns: { both: ['EOK', 'ENOENT'], 2026: ['EINVAL'] },
    doc: 'disconnects the phone',
    begins: { handler: 'sys_ipc_hangup' },
    reads: (it) => `hangs up the phone ${it.arg(0)}`,
  }),
  call(BOTH_LEVELS, 'ipc_poke()', {
    returns: ['EOK'],
    doc: 'wakes one thread of the same task that waits in ipc_wait',
    begins: { handler: 'sys_ipc_poke' },
    reads: () => 'pokes: wakes one thread of its task that waits in ipc_wait',
  }),
  call(KERNEL, 'ipc_cleanup()', {
    returns: VOID,
    doc: 'disconnects all phones of the task, answers its requests and waits for its answers',
    begins: { handler: 'ipc_cleanup' },
    reads: () =>
      'cleans up its task: hangs up all its phones, answers its requests and waits for its answers',
    nearest: ['thread_exit'],
  }),
];

export const IPC_CALLS: readonly CallSpec[] = [...REQUESTS, ...MESSAGES];

const BOTH_METHODS: readonly string[] = ['PHONE_HUNGUP', ...METHODS_OF_BOTH];

/** The methods that mean something to the kernel of a table, by its own names. */
export function methodsOf(table: Table): readonly string[] {
  if (table.endsWith('2012')) return [...BOTH_METHODS, ...METHODS_2012];
  return table.endsWith('2026') ? [...BOTH_METHODS, ...METHODS_2026] : BOTH_METHODS;
}

/** Errors that the kernels themselves answer a request with. */
export const KERNEL_ANSWERS: readonly string[] = [
  'EHANGUP',
  'ENOENT',
  'EPARTY',
  'EFORWARD',
  'ELIMIT',
  'EPERM',
  'EINVAL',
  'EBUSY',
];

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
  'EBUSY',
];
