/**
 * The names in an outcome of a whole kernel as places of a test: what the model is to be asked.
 *
 *     0:r0                register r0 of lane P0        0:dt(L0)            ticks of the call L0
 *     q.balance, s.state  a field of an object          S.calls, S.tokens   of a task's box
 *     x                   a word                        aborted0            aborts of lane P0
 */
import type { Program } from '../../model/record/program.ts';
import type { Kernel } from '../../model/record/state.ts';
import type { ObjectType } from '../litmus/calls/call-spec.ts';
import { fieldsOf, TASK_FIELDS } from '../litmus/calls/objects.ts';
import { nearest, quoted } from '../litmus/litmus-error.ts';
import type { Cell, Litmus, Loc, Prop } from '../litmus/litmus.ts';
import { type Reader, readerOf } from '../properties/condition.ts';

const PLACE = { line: 1, column: 1 };

/** A name of an outcome: what it stands for; or that the test has no such place. */
export type NamedPlace =
  | { readonly is: 'loc'; readonly loc: Loc }
  | { readonly is: 'aborted'; readonly lane: string }
  | { readonly is: 'unknown'; readonly why: string };

export function placeNamed(name: string, litmus: Litmus): NamedPlace {
  const aborted = /^aborted(\d{1,3})$/.exec(name);
  const known = placesOf(litmus);
  const wanted = aborted === null ? name : `${aborted[1]}:`;
  const isKnown =
    aborted === null ? known.includes(name) : known.some((it) => it.startsWith(wanted));
  if (!isKnown) {
    const near = nearest(name, known);
    const hint = near === '' ? '' : `; did you mean ${quoted(near)}?`;
    return { is: 'unknown', why: `the test has no ${quoted(name)}${hint}` };
  }
  if (aborted !== null) return { is: 'aborted', lane: `P${aborted[1]}` };
  return { is: 'loc', loc: locOf(name) };
}

function locOf(name: string): Loc {
  const dt = /^(\d+):dt\((\w+)\)$/.exec(name);
  if (dt !== null) return { is: 'dt', lane: Number(dt[1]), label: dt[2], place: PLACE };
  const register = /^(\d+):(\w+)$/.exec(name);
  if (register !== null) {
    return { is: 'register', lane: Number(register[1]), name: register[2], place: PLACE };
  }
  const [object, field] = name.split('.');
  return { is: 'object', name: object, field: field ?? null, place: PLACE };
}

/** Every name that an outcome of this test may have. */
function placesOf({ init, lanes, rows, meta }: Litmus): string[] {
  const cells = lanes.flatMap(({ name }, column) => {
    return rows.flatMap((row) => {
      const cell = row[column];
      return cell?.is === 'call' ? [{ lane: name.slice(1), cell }] : [];
    });
  });
  const objects = init.flatMap((it) => (it.is === 'object' ? [it] : []));
  const tasks = new Set(lanes.flatMap(({ name, task }) => (name === 'E' ? [] : [task ?? 'T'])));
  return [
    ...cells.flatMap(({ lane, cell: { register, label } }) => [
      ...(register === null ? [] : [`${lane}:${register}`]),
      ...(label === null ? [] : [`${lane}:dt(${label})`]),
    ]),
    ...objects.flatMap(({ type, name }) => [
      ...fieldsOf(type as ObjectType, meta.table).map((field) => `${name}.${field}`),
      ...(type === 'word' ? [name] : []),
    ]),
    ...[...tasks].flatMap((task) => TASK_FIELDS.map((field) => `${task}.${field}`)),
  ];
}

/** How the model reads a place at an end. */
export function placeReader(program: Program, place: NamedPlace): Reader {
  if (place.is === 'loc') return readerOf(program, place.loc);
  if (place.is === 'unknown') return () => '';
  const thread = program.lanes.findIndex(({ name }) => name === place.lane);
  const counted = program.counted.flatMap((it, i) => (it.thread === thread ? [i] : []));
  return (k: Kernel) =>
    String(counted.reduce((sum, i) => sum + k.bytes[k.at + k.layout.counted + i * 2], 0));
}

/**
 * The test with everything in its condition that the places need: the model keeps counts of aborts
 * and times of calls only for tests that ask for them. Calls without a label get one.
 */
export function askingFor(litmus: Litmus, places: readonly NamedPlace[]): Litmus {
  let calls = 0;
  const label = (cell: Cell | null): Cell | null => {
    if (cell?.is !== 'call' || cell.label !== null) return cell;
    calls++;
    return { ...cell, label: `call ${calls}` };
  };
  const rows = litmus.rows.map((row) => row.map(label));
  const lanes = new Set(places.flatMap((place) => (place.is === 'aborted' ? [place.lane] : [])));
  const counted = litmus.lanes.flatMap(({ name }, column) => {
    if (!lanes.has(name)) return [];
    return rows.flatMap((row): Prop[] => {
      const cell = row[column];
      if (cell?.is !== 'call' || cell.label === null) return [];
      return [{ is: 'aborted', ref: { lane: name, label: cell.label }, count: null, place: PLACE }];
    });
  });
  const prop = counted.reduce<Prop>((left, right) => ({ is: 'and', left, right }), { is: 'true' });
  const locations = places.flatMap((place) => (place.is === 'loc' ? [place.loc] : []));
  return {
    ...litmus,
    rows,
    locations,
    filter: null,
    meta: {
      ...litmus.meta,
      asserts: [],
    },
    condition: {
      ...litmus.condition,
      quantifier: 'exists',
      prop,
    },
  };
}

/** The test as it ran where nobody can abort: what the E lane waits for, it still waits for. */
export function withoutAborts(litmus: Litmus): Litmus {
  const isAbort = (cell: Cell | null): boolean => {
    if (cell?.is !== 'env') return false;
    const { op } = cell;
    return op.is === 'abort' || op.is === 'resume' || (op.is === 'await' && op.state === 'Held');
  };
  const rows = litmus.rows.map((row) => row.map((cell) => (isAbort(cell) ? null : cell)));
  return { ...litmus, rows, meta: { ...litmus.meta, aborts: [] } };
}
