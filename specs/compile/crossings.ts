/**
 * Which system calls cross to the other revision: the ABI table of docs/migration.md.
 *
 * A thread at a boundary is about to make a call with the number and the arguments of the kernel that
 * it comes from, and all that its program will call later is compiled for that kernel too. Where both are
 * the same in the other, a thread goes on there as it stands; where only numbers, names and words differ,
 * a shim stands in between (model/proc/shim.ts). Read in both revisions' syscall.h.
 */
import { isSystem, PHONE_HUNGUP } from '../../model/ipc/methods.ts';
import { FUTEX, NONE, type Op, type Program, type Revision } from '../../model/record/program.ts';
import { callOf } from '../litmus/calls/calls.ts';
import type { Table } from '../litmus/litmus.ts';

export interface Crossing {
  /** resumed: as it stands; translated: by a shim; refused: no call of the other does it, or no shim. */
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
  sys_thread_get_id: SAME,
  sys_task_get_id: SAME,
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
  sys_ipc_connect_kbox: { is: 'refused', why: 'a debug session has to be ended first' },
  sys_ipc_poke: { is: 'translated', why: 'another number; 2026 banks a poke that finds nobody' },
  sys_event_subscribe: { is: 'translated', why: 'another number' },
  sys_event_unmask: { is: 'translated', why: 'another number' },
  sys_ipc_irq_subscribe: {
    is: 'refused',
    why: "names a device (2012) or returns a handle (2026): devices are the node's",
  },
  sys_thread_create: {
    is: 'refused',
    why: 'other arguments, and the new thread would have to begin in a shim of its own',
  },
  sys_klog: { is: 'refused', why: 'the number is that of kio, and klog is another call' },
  sys_kio_read: { is: 'refused', why: 'no such call' },
};

type Lane = Program['lanes'][number];

/** Why threads that make these calls cannot cross; null: each call is resumed or translated. */
export function obstacle(
  lanes: readonly Lane[],
  table: Table,
  { revision, phones }: Program,
): string | null {
  const ops = lanes.flatMap((lane) => lane.ops);
  for (const op of ops) {
    const reason = obstacleOf(op, table, revision);
    if (reason !== null) return `${op.call} ${reason}`;
  }
  const hungUpTwice = severalHangups(ops);
  if (hungUpTwice !== NONE) return `several calls hang up ${phones[hungUpTwice].name}`;
  const late = revision === 'helenos-2012' ? callAfterHangup(lanes) : null;
  if (late === null) return null;
  return `${late.call} on ${phones[late.phone].name}, which is hung up: 2012 answers it, 2026 has no phone`;
}

function obstacleOf(op: Op, table: Table, from: Revision): string | null {
  const spec = callOf(op.call, table);
  // Assignments are user code alone.
  if (spec === undefined) return null;
  const { handler } = spec.begins;
  const name =
    typeof handler === 'object' ? handler[from === 'helenos-2012' ? 2012 : 2026] : handler;
  const crossing = CROSSINGS[name ?? ''];
  if (crossing === undefined) return 'does not cross: it is no system call of both';
  if (crossing.is === 'refused') return `does not cross: ${crossing.why}`;
  const without = crossing.is === 'translated' ? notTranslated(op) : null;
  return without === null ? null : `is not translated with ${without}`;
}

/** What of a call that is translated no shim of the model does. */
function notTranslated({
  method,
  event,
  badBuffer,
  mapping,
  badData,
  masquerades,
  call,
  flags,
}: Op): string | null {
  if (event === NONE && method !== PHONE_HUNGUP && isSystem(method)) {
    return 'a method of the system, whose part in the kernel is another one in each revision';
  }
  if (badBuffer || badData || mapping !== NONE) {
    return 'memory that is not mapped: a shim would copy it, and find out before the kernel does';
  }
  if (call === 'ipc_wait' && (flags & FUTEX) !== 0) {
    return 'FUTEX: where such a wait fails 2026 books a debt, which 2012 does not know';
  }
  if (masquerades) return 'ROUTE_FROM_ME: whose phone such a call names is in the call (2012)';
  return null;
}

/** 2026 has one hang-up call with each phone: that of the one op that may send it. */
function severalHangups(ops: readonly Op[]): number {
  const hangups = ops.filter(({ call }) => call === 'ipc_hangup').map(({ phone }) => phone);
  return hangups.find((phone, i) => hangups.indexOf(phone) !== i) ?? NONE;
}

/** A call on a phone that may be hung up by then: by an earlier call of its lane, or by another lane. */
function callAfterHangup(lanes: readonly Lane[]): Op | null {
  const ops = lanes.flatMap((lane, t) => lane.ops.map((op, i) => ({ op, t, i })));
  const hangups = ops.filter(({ op }) => op.call === 'ipc_hangup');
  const late = ops.find(
    ({ op, t, i }) =>
      op.call.startsWith('ipc_call_async') &&
      hangups.some((it) => it.op.phone === op.phone && (it.t !== t || it.i < i || op.repeats)),
  );
  return late?.op ?? null;
}
