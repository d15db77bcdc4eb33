/**
 * What each recorded operation is called in the litmus language, by revision.
 */

/** An operation: the call of each revision (null: it has none) and its arguments. */
export interface Operation {
  readonly in2012: string | null;
  readonly in2026: string | null;
  /** Keys of the operation, in the order of the call's arguments. */
  readonly args: readonly string[];
  /** Keys that belong to one of the arguments, or to the name here. */
  readonly also: readonly string[];
}

const BLOCKING = ['timeout_ticks', 'flags'];

/** By name, or by name and variant: `interrupt/flag`. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['sleep', both('waitq_sleep_timeout', 'queue', ...BLOCKING)],
  ['wake_one', perRevision('waitq_wakeup_first', 'waitq_wake_one', 'queue')],
  ['wake_all', perRevision('waitq_wakeup_all', 'waitq_wake_all', 'queue')],
  ['signal', perRevision(null, 'waitq_signal', 'queue')],
  ['close', perRevision(null, 'waitq_close', 'queue')],
  ['unsleep', perRevision('waitq_unsleep', null, 'queue')],
  ['count_get', perRevision('waitq_count_get', null, 'queue')],
  ['count_set', perRevision('waitq_count_set', null, 'queue', 'value')],
  ['sem_down', both('semaphore_down', 'semaphore', ...BLOCKING)],
  ['sem_up', both('semaphore_up', 'semaphore')],
  ['mutex_lock', both('mutex_lock', 'mutex', ...BLOCKING)],
  ['mutex_unlock', both('mutex_unlock', 'mutex')],
  ['cv_wait', both('condvar_wait', 'condvar', 'mutex', ...BLOCKING)],
  ['cv_signal', both('condvar_signal', 'condvar')],
  ['cv_broadcast', both('condvar_broadcast', 'condvar')],
  ['futex_down/nothing', { ...both('futex_down', 'queue', ...BLOCKING), also: ['on_failure'] }],
  ['futex_down/up', { ...both('futex_down_repaid', 'queue', ...BLOCKING), also: ['on_failure'] }],
  ['futex_up', both('futex_up', 'queue')],
  ['enter', both('enter')],
  ['leave', both('leave')],
  ['inc', both('increment', 'counter')],
  ['interrupt/flag', { ...both('thread_interrupt', 'thread'), also: ['mode'] }],
  [
    'interrupt/bare',
    { ...perRevision('waitq_interrupt_sleep', 'thread_wakeup', 'thread'), also: ['mode'] },
  ],
  ['interrupt/kill', { ...both('thread_kill', 'thread'), also: ['mode'] }],
  ['await_asleep', both('await_asleep', 'thread')],
  ['call', both('ipc_call_async', 'phone', 'method')],
  ['call_sync', perRevision('ipc_call_sync', null, 'phone', 'method')],
  ['kernel_sync_call', perRevision(null, 'ipc_req_internal', 'phone', 'method')],
  ['wait', { ...both('ipc_wait', ...BLOCKING), also: ['buffer'] }],
  ['answer', both('ipc_answer', 'request_received_by', 'retval')],
  ['forward', both('ipc_forward', 'request_received_by', 'phone', 'route_from_me')],
  ['hangup', both('ipc_hangup', 'phone')],
  ['poke', both('ipc_poke')],
  ['cleanup', both('ipc_cleanup')],
  ['waitq_sleep', perRevision(null, 'waitq_sleep', 'waitq', ...BLOCKING)],
  ['waitq_wakeup', perRevision(null, 'waitq_wakeup', 'waitq')],
  ['waitq_destroy', perRevision(null, 'waitq_destroy', 'waitq')],
  ['debug/BEGIN', debug('udebug_begin')],
  ['debug/END', debug('udebug_end')],
  ['debug/SET_EVMASK', debug('udebug_set_evmask', 'mask')],
  ['debug/GO', debug('udebug_go', 'thread')],
  ['debug/STOP', debug('udebug_stop', 'thread')],
  ['debug/REGS_READ', debug('udebug_regs_read', 'thread')],
  ['stop_point', both('udebug_before_thread_runs')],
  ['blocking_section', both('stoppable_sleep', 'queue')],
  ['syscall', both('empty_syscall')],
  ['exit', both('exit_hooks')],
  ['nop', both('nop')],
  ['kbox_thread', both('kbox_thread')],
  // A program of debug sessions receives without a system call around it.
  ['wait/of udebug', both('ipc_wait_for_call', ...BLOCKING)],
]);

/** Is this an operation by which tasks talk to each other? */
export function isIpc(op: unknown): boolean {
  const operation = OPERATIONS.get(op === 'debug' ? 'debug/BEGIN' : String(op));
  return /^(ipc_|udebug_)/.test(operation?.in2012 ?? operation?.in2026 ?? '');
}

function perRevision(in2012: string | null, in2026: string | null, ...args: string[]): Operation {
  return { in2012, in2026, args, also: [] };
}

/** A request to the kbox over the phone of the debugger, which is its first unless it is named. */
function debug(name: string, ...args: string[]): Operation {
  return { ...both(name, 'phone', ...args), also: ['method'] };
}

function both(name: string, ...args: string[]): Operation {
  return perRevision(name, name, ...args);
}
