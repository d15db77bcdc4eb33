/**
 * A draft to a litmus test: labels and registers stay where something names them, `Ticks` is as large as the
 * waits can need, the assertions are all that apply, and the name is the test's own hash.
 */
import { assertionsOf } from './applies.ts';
import type { Environment } from './aborts.ts';
import { type Draft, PLACE } from './draft.ts';
import { hashOf } from '../litmus/hash.ts';
import type { Cell, Lane, Litmus, Prop } from '../litmus/litmus.ts';

/** Digits of the hash in a name: two programs of one name would be one test to the baseline. */
const DIGITS = 12;

/** The finished test of a family. */
export function finished(family: string, draft: Draft, environment: Environment): Litmus {
  const { budgets, ops, aborts } = environment;
  const env: Cell[] = ops.map((op) => ({ is: 'env', op, place: PLACE }));
  const lanes: Lane[] = [...draft.columns];
  const columns: (readonly Cell[])[] = draft.lanes.map(({ cells }) =>
    cells.map(({ cell }) => cell),
  );
  if (env.length > 0) {
    lanes.push({ name: 'E', task: null, place: PLACE });
    columns.push(env);
  }
  const litmus: Litmus = {
    name: 'GEN',
    doc: docOf(draft, aborts),
    meta: {
      table: draft.table,
      aborts: budgets,
      asserts: assertionsOf(draft, aborts),
      ref: null,
      point: [],
      needs: [],
      ticks: ticksOf(draft),
      cpus: null,
      skew: null,
      hash: null,
      restart: [],
      include: [],
      debugs: [],
      other: [{ key: 'Generator', value: 'fermata' }],
    },
    procs: [],
    init: draft.init,
    lanes,
    rows: rowsOf(columns),
    locations: [],
    filter: null,
    condition: { quantifier: 'exists', prop: allReturn(draft), place: PLACE, kinds: [] },
    places: new Map(),
  };
  return { ...litmus, name: `GEN+${family}+${hashOf(litmus).slice(0, DIGITS)}` };
}

function rowsOf(columns: readonly (readonly Cell[])[]): (Cell | null)[][] {
  const height = Math.max(...columns.map((cells) => cells.length));
  return Array.from({ length: height }, (_, row) => columns.map((cells) => cells[row] ?? null));
}

/** As if all timed calls came one after the other: a call of d ticks is ready at tick d + 1. */
function ticksOf({ lanes }: Draft): number | null {
  const timed = lanes.flatMap(({ cells }) => cells).filter(({ ticks }) => ticks > 0);
  if (timed.length === 0) return null;
  return timed.reduce((sum, { ticks }) => sum + ticks + 1, 0);
}

/** Every call that waits returns: the run by which the program was made. */
function allReturn({ lanes }: Draft): Prop {
  const props = lanes.flatMap(({ cells }, lane): Prop[] => {
    const last = cells.findLast(({ waits }) => waits)?.cell;
    if (last?.is !== 'call' || last.register === null) return [];
    const loc = { is: 'register', lane, name: last.register, place: PLACE } as const;
    // What a lane calls first is begun at once.
    const open = last === cells[0].cell ? ['blocked'] : ['blocked', 'unset'];
    return open.map((name) => {
      return { is: 'compare', loc, op: '<>', value: { is: 'name', name, payload: null } };
    });
  });
  return props.reduce((left, right) => ({ is: 'and', left, right }));
}

/** `P0: waitq_sleep; P1: waitq_wakeup; one abort` */
function docOf({ lanes, killed }: Draft, aborts: number): string {
  const threads = lanes.map(({ cells }, i) => {
    const names = cells.map(({ cell }) => (cell.is === 'call' ? cell.call : 'writes a word'));
    return `P${i} ${names.join(', ')}`;
  });
  const kill = killed === null ? '' : `; ${killed} is killed`;
  return `${threads.join('; ')}; ${aborts === 1 ? 'one abort' : `${aborts} aborts`}${kill}`;
}
