/**
 * About how many states a program has, before anybody searches it: threads multiply, and so do aborts
 * and clocks.
 *
 * The factors are a fit to 1,300 searches: two of three programs have between two fifths and two and a
 * half times as many states as it says, and one in twenty has five times as many. It keeps searches short, no more.
 */
import type { Environment } from './aborts.ts';
import type { Draft, Drafted } from './draft.ts';

/** The states of a search that takes a moment. */
export const WEIGHT_SMALL = 3_000;
/** The most that are made at all. */
export const WEIGHT_MAX = 12_000;

const BASE = 0.8;
const OF_2026 = 2.7;
const OF_A_KILL = 5;
const OF_A_TICK = 1.25;
const OF_A_THREAD = 1.6;
const POWER_OF_STEPS = 1.2;
const OF_A_CLOCK = 3.3;
const OF_ABORTS_ANYWHERE = 5;
const OF_ABORTS_OF_A_CALL = 2.1;

/** An estimate of its states. */
export function weightOf(draft: Draft, { budgets, ops }: Environment): number {
  const ticks = draft.lanes.flatMap(({ cells }) => cells).reduce((sum, it) => sum + it.ticks, 0);
  const aborts = budgets.map(({ target, most }) => {
    return (target === 'any' ? OF_ABORTS_ANYWHERE : OF_ABORTS_OF_A_CALL) ** most;
  });
  const byTheLane = ops.filter(({ is }) => is === 'abort').map(() => OF_ABORTS_OF_A_CALL);
  const factors = [
    draft.isOld ? 1 : OF_2026,
    draft.killed === null ? 1 : OF_A_KILL,
    OF_A_TICK ** ticks,
    ...draft.lanes.map(({ cells }) => weightOfLane(cells)),
    ...aborts,
    ...byTheLane,
  ];
  return factors.reduce((product, factor) => product * factor, BASE);
}

function weightOfLane(cells: readonly Drafted[]): number {
  const steps = cells.reduce((sum, drafted) => sum + weightOfCell(drafted), 1);
  const clock = cells.some(({ ticks }) => ticks > 0) ? OF_A_CLOCK : 1;
  return OF_A_THREAD * clock * steps ** POWER_OF_STEPS;
}

function weightOfCell({ cell, waits }: Drafted): number {
  if (cell.is !== 'call') return 0.5;
  if (/^(ipc_call_sync|page_in)/.test(cell.call)) return 7;
  if (cell.call.startsWith('ipc_')) return 4;
  return waits ? 3 : 2;
}
