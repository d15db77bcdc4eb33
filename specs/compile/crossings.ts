/**
 * Which system calls cross to the other revision: the ABI table of docs/migration.md.
 *
 * A thread at a boundary is about to make a call with the number and the arguments of the kernel that
 * it comes from, and all that its program will call later is compiled for that kernel too. Only where
 * both are the same does a thread go on there as it stands. Read in both revisions' syscall.h.
 */
import type { Op, Revision } from '../../model/record/program.ts';
import { callOf } from '../litmus/calls/calls.ts';
import type { Table } from '../litmus/litmus.ts';

export interface Crossing {
  /** resumed: as it stands; translated: by who rewrites call and result; refused: there is none. */
  readonly is: 'resumed' | 'translated' | 'refused';
  readonly why: string;
}

const SAME = { is: 'resumed', why: 'same number, same arguments, result without a sign' } as const;
const HANDLES = 'another number; an address (2012) is a handle (2026)';
const NO_FUTEX = 'no such call; a wait queue has another protocol in user space';
const NO_WAITQ = 'no such call; a futex has another protocol in user space';
const NO_SYNC = 'no such call: removed in 6c34f587dc';

/** By the handler of the system call, in either direction. */
export const CROSSINGS: Readonly<Record<string, Crossing>> = {
  sys_thread_usleep: SAME,
  sys_thread_udelay: SAME,
  sys_thread_exit: SAME,
  sys_futex_sleep: { is: 'refused', why: NO_FUTEX },
  sys_futex_wakeup: { is: 'refused', why: NO_FUTEX },
  sys_waitq_sleep: { is: 'refused', why: NO_WAITQ },
  sys_waitq_wakeup: { is: 'refused', why: NO_WAITQ },
  sys_waitq_destroy: { is: 'refused', why: NO_WAITQ },
  sys_ipc_call_sync_fast: { is: 'refused', why: NO_SYNC },
  sys_ipc_call_sync_slow: { is: 'refused', why: NO_SYNC },
  sys_ipc_call_async_fast: {
    is: 'translated',
    why: 'another number; a label takes the place of an argument, and no hash is returned',
  },
  sys_ipc_call_async_slow: {
    is: 'translated',
    why: 'another number; a label takes the place of an argument, and no hash is returned',
  },
  sys_ipc_wait_for_call: {
    is: 'translated',
    why: 'another number; 2012 returns a hash, and 0 for nothing, 2026 an error',
  },
  sys_ipc_answer_fast: { is: 'translated', why: HANDLES },
  sys_ipc_answer_slow: { is: 'translated', why: HANDLES },
  sys_ipc_forward_fast: { is: 'translated', why: HANDLES },
  sys_ipc_forward_slow: { is: 'translated', why: HANDLES },
  sys_ipc_hangup: { is: 'translated', why: HANDLES },
  sys_ipc_connect_kbox: { is: 'translated', why: HANDLES },
  sys_ipc_poke: { is: 'translated', why: 'another number; 2026 banks a poke that finds nobody' },
  sys_event_subscribe: { is: 'translated', why: 'another number' },
  sys_event_unmask: { is: 'translated', why: 'another number' },
  sys_ipc_irq_subscribe: { is: 'translated', why: 'another number, other arguments' },
  sys_thread_create: { is: 'translated', why: 'same number, other arguments' },
  sys_klog: { is: 'refused', why: 'the number is that of kio, and klog is another call' },
  sys_kio_read: { is: 'refused', why: 'no such call' },
};

/** Why a thread that makes these calls cannot cross; null: each is resumed as it stands. */
export function obstacle(ops: readonly Op[], table: Table, from: Revision): string | null {
  for (const { call } of ops) {
    const spec = callOf(call, table);
    // Assignments are user code alone.
    if (spec === undefined) continue;
    const { handler } = spec.begins;
    const name =
      typeof handler === 'object' ? handler[from === 'helenos-2012' ? 2012 : 2026] : handler;
    const crossing = CROSSINGS[name ?? ''];
    if (crossing?.is === 'resumed') continue;
    if (crossing === undefined) return `${call} does not cross: it is no system call of both`;
    return crossing.is === 'translated'
      ? `${call} would have to be translated: ${crossing.why}`
      : `${call} does not cross: ${crossing.why}`;
  }
  return null;
}
