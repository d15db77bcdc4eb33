/**
 * A smaller program that does the same: greedy, one cut at a time, until none is left that keeps it.
 *
 * Threads first, then calls, then aborts, time, flags and objects: what is left names what matters.
 */
import type { Arg, CallRef, Cell, EnvOp, Litmus } from '../litmus/litmus.ts';
import { PLACE } from './draft.ts';

/** The smallest program that can be reached by cuts each of which `keeps` what is looked for. */
export function shrunk(litmus: Litmus, keeps: (smaller: Litmus) => boolean): Litmus {
  let smallest = litmus;
  for (;;) {
    const smaller = cutsOf(smallest).find(keeps);
    if (smaller === undefined) return smallest;
    smallest = smaller;
  }
}

/** Programs that are a cut smaller; some of them are none, because a name has lost its object. */
function cutsOf(litmus: Litmus): Litmus[] {
  const bare: Litmus = {
    ...litmus,
    condition: { quantifier: '~exists', prop: { is: 'false' }, place: PLACE, kinds: [] },
  };
  const { rows, lanes, meta, init } = bare;
  const asserts = meta.asserts ?? [];
  const cells = rows.flatMap((row, r) =>
    row.flatMap((cell, c) => (cell === null ? [] : [{ cell, r, c }])),
  );
  return [
    ...lanes.map((_, lane) => withoutLane(bare, lane)),
    ...cells.map(({ r, c }) => withCell(bare, r, c, null)),
    ...meta.aborts.map((_, i) => withAborts(bare, meta.aborts.toSpliced(i, 1))),
    ...meta.aborts.flatMap((budget, i) => {
      if (budget.most === 1) return [];
      return [withAborts(bare, meta.aborts.with(i, { ...budget, most: budget.most - 1 }))];
    }),
    ...meta.aborts.flatMap(({ target, most }) =>
      target === 'any'
        ? refsOf(bare).map((ref) => withAborts(bare, [{ target: ref, most, place: PLACE }]))
        : [],
    ),
    ...cells.flatMap(({ cell, r, c }) => simpler(cell).map((it) => withCell(bare, r, c, it))),
    ...init.map((_, i) => ({ ...bare, init: init.toSpliced(i, 1) })),
    ...(asserts.length > 1 ? asserts : []).map((id) => {
      return { ...bare, meta: { ...meta, asserts: asserts.filter((it) => it !== id) } };
    }),
  ];
}

function withAborts(litmus: Litmus, aborts: Litmus['meta']['aborts']): Litmus {
  return { ...litmus, meta: { ...litmus.meta, aborts } };
}

function withCell(litmus: Litmus, row: number, column: number, cell: Cell | null): Litmus {
  const rows = litmus.rows.map((cells, r) => (r === row ? cells.with(column, cell) : cells));
  return { ...litmus, rows: withoutGaps(rows) };
}

/** What is in a column moves up, so that an empty row is no row. */
function withoutGaps(rows: Litmus['rows']): (Cell | null)[][] {
  const columns = (rows[0] ?? []).map((_, c) => rows.flatMap((row) => row[c] ?? []));
  const height = Math.max(0, ...columns.map(({ length }) => length));
  return Array.from({ length: height }, (_, r) => columns.map((column) => column[r] ?? null));
}

/** Without a column; threads behind it get its number. */
function withoutLane(litmus: Litmus, gone: number): Litmus {
  const renamed = (name: string): string => {
    const number = Number(name.slice(1));
    return name === 'E' || number < gone ? name : `P${number - 1}`;
  };
  const name = litmus.lanes[gone].name;
  const ref = (it: CallRef): CallRef => ({ ...it, lane: renamed(it.lane) });
  const cell = (it: Cell | null): Cell | null =>
    it?.is === 'env' ? { ...it, op: envOp(it.op, ref, renamed) } : it;
  return {
    ...litmus,
    lanes: litmus.lanes.toSpliced(gone, 1).map((lane) => ({ ...lane, name: renamed(lane.name) })),
    rows: withoutGaps(litmus.rows.map((row) => row.toSpliced(gone, 1).map(cell))),
    meta: {
      ...litmus.meta,
      aborts: litmus.meta.aborts.flatMap((budget) => {
        if (budget.target === 'any') return [budget];
        return budget.target.lane === name ? [] : [{ ...budget, target: ref(budget.target) }];
      }),
    },
  };
}

function envOp(op: EnvOp, ref: (it: CallRef) => CallRef, lane: (it: string) => string): EnvOp {
  if (op.is === 'await' || op.is === 'abort') return { ...op, ref: ref(op.ref) };
  return op.is === 'resume' ? { ...op, lane: lane(op.lane) } : op;
}

/** The same call for a shorter time, or without its flags. */
function simpler(cell: Cell): Cell[] {
  if (cell.is !== 'call') return [];
  const { args } = cell;
  return args.flatMap((arg, i): Cell[] => {
    const simple = simplerArg(cell.call, arg, i);
    return simple === null ? [] : [{ ...cell, args: args.with(i, simple) }];
  });
}

function simplerArg(call: string, arg: Arg, at: number): Arg | null {
  if (arg.is === 'integer') {
    return /sleep|udelay|wait|timeout/.test(call) && arg.value > 1
      ? { ...arg, value: arg.value - 1 }
      : null;
  }
  const isFlags = /^[A-Z]/.test(arg.names[0]) && arg.names[0] !== 'NONE' && at > 0;
  return isFlags && /sleep|wait/.test(call) ? { ...arg, names: ['NONE'] } : null;
}

function refsOf({ rows, lanes }: Litmus): CallRef[] {
  return rows.flatMap((row) =>
    row.flatMap((cell, c) =>
      cell?.is === 'call' && cell.label !== null
        ? [{ lane: lanes[c].name, label: cell.label }]
        : [],
    ),
  );
}
