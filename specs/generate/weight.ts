/**
 * About how many states a program has, before anybody searches it: threads multiply, and so do aborts
 * and clocks.
 *
 * The factors are a fit to 1,200 searches; half of all programs have between half and twice as many
 * states as it says, and one in twenty seven times as many. It keeps searches short, no more.
 */
import type { Environment } from './aborts.ts';
import type { Draft, Drafted } from './draft.ts';

/** The states of a search that takes a moment. */
export const WEIGHT_SMALL = 4_000;
/** The most that are made at all. */
export const WEIGHT_MAX = 15_000;

const BASE = 2;
const OF_2026 = 2.6;
const OF_A_THREAD = 1.5;
const OF_A_CLOCK = 2.6;
const OF_A_TICK = 1.3;
const OF_ABORTS_ANYWHERE = 4;
const OF_ABORTS_OF_A_CALL = 1.8;
const OF_A_KILL = 5;

/** An estimate of its states. */
export function weightOf(draft: Draft, { budgets, ops }: Environment): number {
  const ticks = draft.lanes.flatMap(({ cells }) => cells).reduce((sum, it) => sum + it.ticks, 0);
  const threads = draft.lanes.map(({ cells }) => OF_A_THREAD * weightOfLane(cells));
  const aborts = budgets.map(({ target, most }) => {
    return (target === 'any' ? OF_ABORTS_ANYWHERE : OF_ABORTS_OF_A_CALL) ** most;
  });
  const byTheLane = ops.filter(({ is }) => is === 'abort').map(() => OF_ABORTS_OF_A_CALL);
  const factors = [
    draft.isOld ? 1 : OF_2026,
    draft.killed === null ? 1 : OF_A_KILL,
    OF_A_TICK ** Math.max(0, ticks - 1),
    ...threads,
    ...aborts,
    ...byTheLane,
  ];
  return factors.reduce((product, factor) => product * factor, BASE);
}

function weightOfLane(cells: readonly Drafted[]): number {
  const steps = cells.reduce((sum, drafted) => sum + weightOfCell(drafted), 1);
  return cells.some(({ ticks }) => ticks > 0) ? steps * OF_A_CLOCK : steps;
}

function weightOfCell({ cell, waits }: Drafted): number {
  if (cell.is !== 'call') return 0.5;
  if (/^(ipc_call_sync|page_in)/.test(cell.call)) return 6;
  if (/^ipc_/.test(cell.call)) return 4;
  return waits ? 3 : 2;
}
