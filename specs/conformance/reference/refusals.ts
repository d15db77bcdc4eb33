/** What of the language this kernel does not run, and why. */
import type { Litmus } from '../../litmus/litmus.ts';
import { REQUESTS } from './litmus-debug.ts';
import type { Revision } from './kernel.ts';
import type { Restart } from './restart.ts';

const CALLS_OF_BOTH = [
  'thread_usleep',
  'thread_udelay',
  'thread_exit',
  'futex_down',
  'futex_up',
  'futex_trydown',
  'ipc_call_async',
  'ipc_wait',
  'ipc_answer',
  'ipc_forward',
  'ipc_call_async_slow',
  'ipc_answer_slow',
  'ipc_forward_slow',
  'ipc_hangup',
  'ipc_poke',
  'event_subscribe',
  'event_unmask',
  'event_notify',
  'ipc_irq_subscribe',
  'ipc_irq_send_msg',
  'kbox_thread',
  ...Object.keys(REQUESTS),
];
/** The calls that each revision has here. */
export const CALLS: Readonly<Record<Revision, ReadonlySet<string>>> = {
  'helenos-2012': new Set([
    ...CALLS_OF_BOTH,
    'futex_sleep',
    'futex_wakeup',
    'ipc_call_sync',
    'ipc_call_sync_slow',
    'klog',
  ]),
  'helenos-2026': new Set([
    ...CALLS_OF_BOTH,
    'futex_down_timeout',
    'waitq_sleep',
    'waitq_wakeup',
    'waitq_destroy',
    'kio_read',
    'page_in',
  ]),
};
export const OBJECTS = new Set(['word', 'futex', 'waitq', 'phone', 'event', 'irq']);
const ENVIRONMENT = new Set(['await', 'abort', 'resume', 'kill', 'tick', 'set']);
/** Methods of the system that mean something to this kernel; a number means nothing to any. */
const METHODS = new Set(['PHONE_HUNGUP', 'CONNECT_ME_TO', 'DEBUG']);

/** Why a test cannot run on a revision; undefined where it can. */
export function refusal(test: Litmus, revision: Revision, restart: Restart): string | undefined {
  const { init, lanes, meta, procs, rows } = test;
  if (meta.table !== 'any' && meta.table !== revision) return `its table is ${meta.table}`;
  if (meta.cpus === 2) return 'it needs two CPUs';
  if ((meta.handlers ?? []).length > 0) return 'it has a handler';
  if (meta.debugs.length > 0 && restart.takesAborts) return 'it has a debug session';
  if (meta.aborts.length > 0 && !restart.takesAborts) return 'it takes no aborts';
  if (procs.length > 0 || test.isInlined === true) return 'it has procedures of user code';
  if ((meta.handlers ?? []).length > 0) return 'a held thread runs a handler';
  const object = init.find(
    (it) => it.is === 'node' || (it.is === 'object' && !OBJECTS.has(it.type)),
  );
  if (object !== undefined) return 'it has a node or a section';
  if (init.some((it) => it.is === 'object' && it.mod !== undefined)) return 'a word of it wraps';
  if (init.some((it) => it.is === 'value' && it.loc.is !== 'object'))
    return 'it sets a register first';
  for (const cell of rows.flat()) {
    const why = cell === null ? undefined : cellRefusal(cell, revision, restart);
    if (why !== undefined) return why;
  }
  return lanes.some(({ name }) => name !== 'E') ? undefined : 'it has no lane';
}

function cellRefusal(
  cell: NonNullable<Litmus['rows'][number][number]>,
  revision: Revision,
  restart: Restart,
): string | undefined {
  if (cell.is === 'user') return 'it has user code';
  if (cell.is === 'assign' && cell.value.is !== 'integer') return 'it assigns what is no number';
  if (cell.is === 'env') {
    if (!ENVIRONMENT.has(cell.op.is)) return `its environment has ${cell.op.is}`;
    if (cell.op.is === 'set' && cell.op.loc.is !== 'object') return 'it sets a register';
    const isAbort = cell.op.is === 'abort' || cell.op.is === 'resume';
    return isAbort && !restart.takesAborts ? 'it takes no aborts' : undefined;
  }
  if (cell.is !== 'call') return undefined;
  if (!CALLS[revision].has(cell.call)) return `it has no ${cell.call}`;
  const method = cell.call.startsWith('ipc_call') ? cell.args[1] : undefined;
  if (method?.is === 'names' && !METHODS.has(method.names[0]))
    return `it has no ${method.names[0]}`;
  return undefined;
}
