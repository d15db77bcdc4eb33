/**
 * The calls that a litmus may make, by table: one entry each, in the file of its family.
 *
 * A table is a kernel interface at one revision: `helenos-*` are system calls, `kernel-*` are kernel
 * functions called by kernel threads, and `any` is what both system call tables have
 * (docs/litmus.md#calls). Data alone; what the calls do is `model/`.
 */
import { type CallSpec, isKernelTable } from './call-spec.ts';
import { CONSOLE_CALLS } from './console-calls.ts';
import { EVENT_CALLS } from './event-calls.ts';
import { FUTEX_CALLS } from './futex-calls.ts';
import { IPC_CALLS } from './ipc-calls.ts';
import { LINUX_CALLS } from './linux-calls.ts';
import { KERNEL_CALLS } from './kernel-calls.ts';
import { THREAD_CALLS } from './thread-calls.ts';
import { UDEBUG_CALLS } from './udebug-calls.ts';
import type { Table } from '../litmus.ts';

export const CALLS: readonly CallSpec[] = [
  ...THREAD_CALLS,
  ...FUTEX_CALLS,
  ...IPC_CALLS,
  ...EVENT_CALLS,
  ...CONSOLE_CALLS,
  ...KERNEL_CALLS,
  ...UDEBUG_CALLS,
  ...LINUX_CALLS,
];

/** The call of `table` that comes nearest in meaning to one that it lacks, or ''. */
export function counterpartOf(name: string, table: Table): string {
  const candidates = CALLS.filter((spec) => spec.name === name).flatMap(({ nearest }) => nearest);
  return candidates.find((it) => callOf(it, table) !== undefined) ?? '';
}

/** The call of this name that `table` has. */
export function callOf(name: string, table: Table): CallSpec | undefined {
  return CALLS.find((spec) => spec.name === name && spec.tables.includes(table));
}

/**
 * The flags that a call takes in `table`: those of waiting if it waits, and its own. `NONE` and 0
 * stand for no flags at all.
 */
export function flagsOf(spec: CallSpec, table: Table): readonly string[] {
  const waits = spec.args.some(({ kind }) => kind === 'duration');
  const own = spec.waitingFlags?.[table.endsWith('2012') ? 2012 : 2026];
  return [...(waits ? (own ?? waitingFlags(table)) : []), ...spec.flags];
}

function waitingFlags(table: Table): readonly string[] {
  if (isKernelTable(table)) {
    const common = ['NON_BLOCKING', 'INTERRUPTIBLE'];
    return table === 'kernel-2026' ? [...common, 'FUTEX'] : common;
  }
  return table === 'helenos-2026' ? ['FUTEX', 'NONBLOCK', 'ABORTABLE'] : ['NONBLOCK', 'ABORTABLE'];
}
