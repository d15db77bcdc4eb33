/** Which calls a litmus makes, and which of them its aborts may hit. */
import type { Cell, Litmus } from '../litmus.ts';
import { inlined } from './inlined.ts';

type Call = Extract<Cell, { is: 'call' }>;

/** The calls of all lanes, sorted, each once. */
export function callsIn(litmus: Litmus): readonly string[] {
  return namesOf(placedCells(litmus).flatMap(({ cell }) => (cell.is === 'call' ? [cell] : [])));
}

/** The calls that a budget or the E lane may abort, sorted, each once. */
export function abortedIn(litmus: Litmus): readonly string[] {
  const cells = placedCells(litmus);
  const budgets = litmus.meta.aborts.map(({ target }) => target);
  const aborts = cells.flatMap(({ cell }) =>
    cell.is === 'env' && cell.op.is === 'abort' ? [cell.op.ref] : [],
  );
  const targets = [...budgets, ...aborts];
  const isHit = (lane: string, label: string | null): boolean =>
    targets.some((target) => target === 'any' || (target.lane === lane && target.label === label));
  return namesOf(
    cells.flatMap(({ lane, cell }) =>
      cell.is === 'call' && isHit(lane, cell.label) ? [cell] : [],
    ),
  );
}

function placedCells(litmus: Litmus): readonly { lane: string; cell: Cell }[] {
  const { lanes, rows } = inlined(litmus);
  return rows.flatMap((row) =>
    row.flatMap((cell, lane) => (cell === null ? [] : [{ lane: lanes[lane].name, cell }])),
  );
}

function namesOf(calls: readonly Call[]): readonly string[] {
  return [...new Set(calls.map(({ call }) => call))].toSorted();
}
