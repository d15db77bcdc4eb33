/**
 * Which calls have a deadline, and the check that time can pass where one has.
 */
import { EXPIRED, isKernelTable } from '../calls/call-spec.ts';
import { callOf } from '../calls/calls.ts';
import type { Cell, Litmus, Table } from '../litmus.ts';
import type { Refuse } from '../litmus-error.ts';

type Call = Extract<Cell, { is: 'call' }>;

/** The ticks that a call waits at most, or null: it waits without a timeout, or not for time. */
export function timeoutOf({ call, args }: Call, table: Table): number | null {
  // 2026 makes it a sleep with a deadline that has passed; 2012 looks at the counter alone.
  if (call === 'futex_trydown') return table === 'helenos-2026' ? 0 : null;
  const at = callOf(call, table)?.args.findIndex(({ kind }) => kind === 'duration') ?? -1;
  const arg = args[at];
  if (arg?.is === 'names') return arg.names[0] === EXPIRED ? 0 : null;
  return arg !== undefined && arg.value > 0 ? arg.value : null;
}

/** It may return for the time alone: it has a deadline, or was asked not to block. */
export function canTimeOut(cell: Call, table: Table): boolean {
  if (timeoutOf(cell, table) !== null) return true;
  return cell.args.some(
    (arg) => arg.is === 'names' && arg.names.some((name) => /^NON_?BLOCK(ING)?$/.test(name)),
  );
}

/**
 * Checks that a file whose lanes are kernel threads lets time pass as far as its timeouts go: there
 * is no clock beside the lanes. Recorded programs may leave a timeout pending.
 */
export function checkTime(litmus: Litmus, refuse: Refuse): void {
  const { table } = litmus.meta;
  if (!isKernelTable(table)) return;
  const cells = litmus.rows.flatMap((row) => row.filter((cell) => cell !== null));
  const ticks = cells.reduce(
    (sum, cell) => sum + (cell.is === 'env' && cell.op.is === 'tick' ? cell.op.count : 0),
    0,
  );
  for (const cell of cells) {
    const timeout = cell.is === 'call' ? timeoutOf(cell, table) : null;
    if (cell.is !== 'call' || timeout === null || timeout < ticks) continue;
    const found = `a timeout of ${timeout} ticks, and ${ticks} ticks in all lanes`;
    const expected = `'tick ${timeout + 1}' or more in a lane: in ${table} no other time passes`;
    refuse(cell.place, found, expected);
  }
}
