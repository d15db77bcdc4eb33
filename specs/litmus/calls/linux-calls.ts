/** System calls of Linux: futexes, which the kernel knows by the address of a word alone. */
import { call, type CallSpec } from './call-spec.ts';
import type { Table } from '../litmus.ts';
import { LEAKED } from './values.ts';

const LINUX: readonly Table[] = ['linux'];

export const LINUX_CALLS: readonly CallSpec[] = [
  call(LINUX, 'futex_wait(x: address, v: value, d?: duration)', {
    returns: ['EOK', 'EAGAIN', 'ETIMEOUT', 'EINTR', LEAKED],
    doc: 'sleeps if the word is v, until it is woken; else EAGAIN',
    waits: 'wakeup',
    begins: { handler: 'sys_futex-wait' },
    reads: (it) =>
      `sleeps on ${it.arg(0)} if it is ${it.arg(1)}${it.arg(2) === '' ? '' : it.waiting(2)}`,
  }),
  call(LINUX, 'futex_wake(x: address, n: value)', {
    returns: ['integer'],
    doc: 'wakes the first n sleepers of the word; returns how many there were',
    begins: { handler: 'sys_futex-wake' },
    reads: (it) => `wakes up to ${it.arg(1)} sleepers of ${it.arg(0)}`,
  }),
];
