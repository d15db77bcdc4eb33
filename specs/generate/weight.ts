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
export const WEIGHT_SMALL = 2_200;
/** The most that are made at all. */
export const WEIGHT_MAX = 10_000;

const BASE = 0.8;
const OF_2026 = 2.7;
const OF_A_KILL = 9;
const OF_A_TICK = 1.25;
const OF_A_THREAD = 1.6;
const POWER_OF_STEPS = 1.2;
const OF_A_CLOCK = 3.3;
const OF_ABORTS_ANYWHERE = 5;
const OF_ABORTS_OF_A_CALL = 2.1;
const OF_A_TURN = 20;

/** An estimate of its states. */
export function weightOf(draft: Draft, environment: Environment): number {
  const { budgets, ops } = environment;
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
    1 / turnsOf(draft, environment),
    ...aborts,
    ...byTheLane,
  ];
  return factors.reduce((product, factor) => product * factor, BASE);
}

/**
 * Faults of one task come one after the other, for they share a lock; unless one may be aborted at any
 * moment, and lets the other go first.
 */
function turnsOf({ lanes }: Draft, { budgets, ops }: Environment): number {
  const isOpen =
    budgets.some(({ target }) => target === 'any' || faultsIn(lanes, target.lane)) ||
    ops.some((op) => op.is === 'await' && op.state !== 'Asleep' && faultsIn(lanes, op.ref.lane));
  if (isOpen) return 1;
  const faults = lanes.filter(({ cells }) =>
    cells.some(({ cell }) => cell.is === 'call' && cell.call === 'page_in'),
  );
  const tasks = new Set(faults.map(({ task }) => task));
  return OF_A_TURN ** (faults.length - tasks.size);
}

function faultsIn(lanes: Draft['lanes'], lane: string): boolean {
  const { cells } = lanes[Number(lane.slice(1))];
  return cells.some(({ cell }) => cell.is === 'call' && cell.call === 'page_in');
}

function weightOfLane(cells: readonly Drafted[]): number {
  const steps = cells.reduce((sum, drafted) => sum + weightOfCell(drafted), 1);
  const clock = cells.some(({ ticks }) => ticks > 0) ? OF_A_CLOCK : 1;
  return OF_A_THREAD * clock * steps ** POWER_OF_STEPS;
}

function weightOfCell({ cell, waits }: Drafted): number {
  if (cell.is !== 'call') return 0.5;
  if (/^(ipc_call_sync|page_in)/.test(cell.call)) return 9;
  if (cell.call.startsWith('ipc_')) return 4;
  return waits ? 3 : 2;
}
