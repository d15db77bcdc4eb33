/**
 * Random litmus tests for property tests: valid by construction, of every table, using every kind
 * of cell, location and proposition, with names that a careless reader would trip over.
 */
import * as fc from 'fast-check';
import {
  chance,
  type KnownNames,
  number,
  oneOf,
  type Pick,
  pickLoc,
  pickProp,
  pickValue,
  place,
} from './arbitrary-prop.ts';
import type { ArgSpec, CallSpec, ObjectType } from '../calls/call-spec.ts';
import { CALLS, flagsOf } from '../calls/calls.ts';
import { isKernelTable } from '../calls/call-spec.ts';
import { fieldsOf, objectTypesOf, TASK_FIELDS } from '../calls/objects.ts';
import { hashOf } from '../hash.ts';
import { ANSWERS, methodsOf } from '../calls/ipc-calls.ts';
import { type Arg, type CallRef, type Cell, type EnvOp, holderOf, type Init } from '../litmus.ts';
import type { Lane, Litmus, Loc, Meta, Table } from '../litmus.ts';
import { ASSERTIONS, OTHER_KEYS, POINTS } from '../parse/parse-meta.ts';
import { Names } from '../validate/validate-names.ts';
import { timeoutOf } from '../validate/validate-time.ts';
import { possibleAt, type Possible } from '../validate/validate-values.ts';

const REGISTERS = ['r0', 'r1', 'constructor', 'tick', 'dt', 'E', 'Aborted', 'SYS'];
const TASKS = [null, null, 'A', 'B', 'toString'];
const QUANTIFIERS = ['exists', 'forall', '~exists'] as const;
const DESIGNS = ['ticket', 'debt=book', 'ticket,timeout=relative', 'ipc_wait.result=eintr'];

type Draft = Pick & { readonly table: Table; readonly lanes: readonly Lane[]; init: Init[] };

/** A litmus that `validate` accepts; all places are 1:1. */
export const arbitraryLitmus: fc.Arbitrary<Litmus> = fc.gen().map((pick) => {
  const table = oneOf(pick, ['helenos-2012', 'helenos-2026', 'kernel-2012', 'kernel-2026', 'any']);
  const lanes = pickLanes(pick, table as Table);
  const draft: Draft = Object.assign(pick, { table: table as Table, lanes, init: [] as Init[] });
  draft.init = pickInit(draft);
  const rows = pickRows(draft);
  const names = namesOf(draft, rows);
  const litmus: Litmus = {
    name: pick(() => fc.stringMatching(/^[A-Za-z0-9_.+-]{1,12}$/)),
    doc: pick(() => fc.string({ unit: 'binary' }).map((it) => it.replaceAll(/[\r\n]/g, ' '))),
    meta: pickMeta(draft, names),
    procs: [],
    init: draft.init,
    lanes,
    rows,
    locations: some(pick, 3, () => pickLoc(pick, names)),
    filter: chance(pick) ? pickProp(pick, names, 3) : null,
    condition: {
      quantifier: oneOf(pick, QUANTIFIERS),
      prop: pickProp(pick, names, 4),
      place,
      kinds: pick(() => fc.subarray(DESIGNS)).map((design) => {
        return { design, quantifier: oneOf(pick, QUANTIFIERS), place };
      }),
    },
    places: new Map(),
  };
  if (!chance(pick)) return litmus;
  return withHash(litmus);
});

function withHash(litmus: Litmus): Litmus {
  return { ...litmus, meta: { ...litmus.meta, hash: hashOf(litmus) } };
}

/** The same litmus with all places 1:1, to compare with. */
export function withoutPlaces(litmus: Litmus): Litmus {
  const copy = JSON.stringify({ ...litmus, places: null });
  const same = JSON.parse(copy, (key, value) => (key === 'place' ? place : value));
  return { ...same, places: new Map() };
}

function some<T>(pick: Pick, most: number, make: (i: number) => T): T[] {
  return Array.from({ length: number(pick, 0, most) }, (_, i) => make(i));
}

function pickLanes(pick: Pick, table: Table): Lane[] {
  const count = number(pick, 1, 4);
  const lanes: Lane[] = Array.from({ length: count }, (_, i) => {
    return { name: `P${i}`, task: oneOf(pick, TASKS), place };
  });
  if (!isKernelTable(table) && chance(pick)) lanes.push({ name: 'E', task: null, place });
  return lanes;
}

function tasksOf({ lanes }: Draft): string[] {
  return [...new Set(lanes.filter(({ name }) => name !== 'E').map(({ task }) => task ?? 'T'))];
}

function pickInit(draft: Draft): Init[] {
  // Sections are of user code, which arbitrary-user.ts makes.
  const types = objectTypesOf(draft.table).filter((type) => type !== 'section');
  const objects = types.flatMap((type) => {
    return some(draft, 2, (i) => pickObject(draft, type, `${type[0]}${i}`));
  });
  const unique = objects.filter((it, i) => objects.findIndex((o) => o.name === it.name) === i);
  const registers = draft.lanes.flatMap(({ name }): Init[] => {
    if (name === 'E' || chance(draft)) return [];
    const loc = { is: 'register', lane: Number(name[1]), name: 'c', place } as const;
    return [{ is: 'value', loc, value: pickValue(draft, draft.table), place }];
  });
  return [...unique, ...registers];
}

function pickObject(draft: Draft, type: ObjectType, name: string): Extract<Init, { is: 'object' }> {
  const object = { is: 'object', type, name, value: null, link: null, place } as const;
  const tasks = tasksOf(draft);
  if (type === 'phone') {
    const from = oneOf(draft, tasks);
    if (chance(draft)) return { ...object, value: { is: 'name', name: from, payload: null } };
    return { ...object, link: { from, to: oneOf(draft, tasks) } };
  }
  if (['mutex', 'condvar', 'event', 'irq'].includes(type)) return object;
  if (type === 'waitq' && (!isKernelTable(draft.table) || chance(draft))) return object;
  const negative = type === 'word' || (type === 'waitq' && draft.table === 'kernel-2026');
  return { ...object, value: { is: 'integer', value: number(draft, negative ? -3 : 0, 3) } };
}

/** A reference, and the call that it names. */
interface Labelled {
  readonly ref: CallRef;
  readonly call: string;
}

function pickRows(draft: Draft): (Cell | null)[][] {
  const labels: Labelled[] = [];
  const rows = some(draft, 4, (row) => {
    return draft.lanes.map((lane): Cell | null => {
      if (lane.name === 'E' || chance(draft)) return null;
      return pickCell(draft, lane, row, labels);
    });
  });
  for (const row of rows) {
    for (const [column, { name }] of draft.lanes.entries()) {
      if (name !== 'E' || chance(draft)) continue;
      row[column] = { is: 'env', op: pickEnvOp(draft, labels), place };
    }
  }
  return rows;
}

function pickCell(draft: Draft, lane: Lane, row: number, labels: Labelled[]): Cell {
  if (isKernelTable(draft.table) && number(draft, 0, 5) === 0) {
    return { is: 'env', op: { is: 'tick', count: number(draft, 1, 100) }, place };
  }
  const word = draft.init.find((it) => it.is === 'object' && it.type === 'word');
  if (!isKernelTable(draft.table) && word?.is === 'object' && number(draft, 0, 5) === 0) {
    const loc = { is: 'object', name: word.name, field: null, place } as const;
    const value = { is: 'integer', value: number(draft, -3, 3) } as const;
    return { is: 'assign', loc, op: oneOf(draft, ['=', '+='] as const), value, place };
  }
  const possible = CALLS.filter((spec) => {
    return spec.tables.includes(draft.table) && spec.args.every((arg) => canFill(draft, arg, lane));
  });
  const spec = oneOf(draft, possible);
  const label = chance(draft) ? oneOf(draft, [`L${row}`, `tick${row}`, `constructor${row}`]) : null;
  if (label !== null) labels.push({ ref: { lane: lane.name, label }, call: spec.name });
  const given = spec.args.filter(({ optional }) => !optional || chance(draft));
  const args = given.map((arg) => pickArg(draft, spec, arg, lane));
  const register = chance(draft) ? oneOf(draft, REGISTERS) : null;
  return { is: 'call', label, register, call: spec.name, args, place };
}

function objectsFor(draft: Draft, type: string, lane: Lane): string[] {
  return draft.init
    .filter((it) => it.is === 'object')
    .filter((it) => it.type === type)
    .filter((it) => [null, lane.task ?? 'T'].includes(holderOf(it)))
    .map(({ name }) => name);
}

/** Has this lane, or else one other of its task, the register `c`? */
function hasC(draft: Draft, lane: Lane): boolean {
  const having = draft.lanes.filter(({ name, task }) => {
    if (task !== lane.task) return false;
    return draft.init.some((it) => {
      return it.is === 'value' && it.loc.is === 'register' && `P${it.loc.lane}` === name;
    });
  });
  return having.includes(lane) || having.length === 1;
}

function canFill(draft: Draft, { kind }: ArgSpec, lane: Lane): boolean {
  if (['duration', 'flags', 'integer', 'lane', 'method', 'answer'].includes(kind)) return true;
  return kind === 'register' ? hasC(draft, lane) : objectsFor(draft, kind, lane).length > 0;
}

function pickArg(draft: Draft, spec: CallSpec, { kind }: ArgSpec, lane: Lane): Arg {
  const integer = (max: number): Arg => ({ is: 'integer', value: number(draft, 0, max), place });
  if (kind === 'duration') return integer(100);
  if (kind === 'integer') return integer(9);
  if (kind === 'method' || kind === 'answer') {
    if (chance(draft)) return integer(9);
    const known = kind === 'method' ? methodsOf(draft.table) : ANSWERS;
    return { is: 'names', names: [oneOf(draft, known)], place };
  }
  if (kind === 'flags') {
    const names = draft(() => fc.shuffledSubarray(flagsOf(spec, draft.table) as string[]));
    if (names.length > 0) return { is: 'names', names, place };
    return chance(draft) ? integer(0) : { is: 'names', names: ['NONE'], place };
  }
  const names =
    kind === 'lane' ? ['P0'] : kind === 'register' ? ['c'] : objectsFor(draft, kind, lane);
  return { is: 'names', names: [oneOf(draft, names)], place };
}

function pickEnvOp(draft: Draft, labels: readonly Labelled[]): EnvOp {
  const tick: EnvOp = { is: 'tick', count: number(draft, 1, 100) };
  if (isKernelTable(draft.table)) return tick;
  const task = oneOf(draft, tasksOf(draft));
  const ops: EnvOp[] = [
    tick,
    { is: oneOf(draft, ['resume', 'stop', 'go'] as const), lane: 'P0' },
    { is: 'kill', task },
    {
      is: 'set',
      loc: { is: 'object', name: task, field: oneOf(draft, TASK_FIELDS), place },
      value: { is: 'integer', value: number(draft, -3, 3) },
    },
  ];
  if (labels.length > 0) {
    const { ref, call } = oneOf(draft, labels);
    ops.push({ is: 'examine', lane: ref.lane });
    ops.push({ is: 'set-pc', lane: ref.lane, label: oneOf(draft, [ref.label, 'end']) });
    const states = ['Held', 'Done', 'Asleep', 'Inside', 'Woken'] as const;
    const state = oneOf(draft, call === 'ipc_wait' ? states : states.slice(0, 2));
    ops.push({ is: 'await', state, ref }, { is: 'abort', ref });
  }
  return oneOf(draft, ops);
}

function namesOf(draft: Draft, rows: readonly (readonly (Cell | null)[])[]): KnownNames {
  const refs: CallRef[] = [];
  const locs: Loc[] = tasksOf(draft).map((name) => {
    return { is: 'object', name, field: oneOf(draft, TASK_FIELDS), place };
  });
  for (const item of draft.init) {
    if (item.is === 'node') continue;
    if (item.is === 'value') locs.push(item.loc);
    else if (item.type === 'word') locs.push({ is: 'object', name: item.name, field: null, place });
    else {
      for (const field of fieldsOf(item.type as ObjectType, draft.table)) {
        locs.push({ is: 'object', name: item.name, field, place });
      }
    }
  }
  for (const cell of rows.flatMap((row) =>
    row.map((it, i) => ({ it, name: draft.lanes[i].name })),
  )) {
    if (cell.it?.is !== 'call') continue;
    const { label, register } = cell.it;
    const lane = Number(cell.name[1]);
    if (register !== null) locs.push({ is: 'register', lane, name: register, place });
    if (label === null || isKernelTable(draft.table)) continue;
    refs.push({ lane: cell.name, label });
    if (timeoutOf(cell.it, draft.table) === null) continue;
    locs.push({ is: 'dt', lane, label, place }, { is: 'dt', lane, label, waited: true, place });
  }
  return { table: draft.table, refs, locs, possible: possibleIn(draft, rows) };
}

/** What a place can have in the test as far as it is made. */
function possibleIn(draft: Draft, rows: Litmus['rows']): (loc: Loc) => Possible {
  const litmus = {
    name: '',
    doc: '',
    meta: { ...EMPTY, table: draft.table },
    procs: [],
    init: draft.init,
    lanes: draft.lanes,
    rows,
    locations: [],
    filter: null,
    condition: { quantifier: 'exists', prop: { is: 'true' }, place, kinds: [] },
    places: new Map(),
  } as const;
  const names = new Names(litmus, (_, found) => {
    throw new Error(found);
  });
  return (loc) => possibleAt(loc, litmus, names);
}

const EMPTY = {
  aborts: [],
  asserts: [],
  ref: null,
  point: [],
  needs: [],
  ticks: null,
  cpus: null,
  skew: null,
  hash: null,
  restart: [],
  include: [],
  debugs: [],
  other: [],
} as const;

/** The phones that lead somewhere: to a kbox, if they are named. */
function connectedPhones({ init }: Draft): string[] {
  return init.flatMap((it) => (it.is === 'object' && it.link !== null ? [it.name] : []));
}

function pickMeta(draft: Draft, { refs }: KnownNames): Meta {
  const kernel = isKernelTable(draft.table);
  const targets: (CallRef | 'any')[] = kernel ? [] : ['any', ...refs];
  const threads = draft.lanes.map(({ name }) => name).filter((name) => name !== 'E');
  const text = fc.string({ unit: 'grapheme', minLength: 1 }).map((it) => {
    return it.replaceAll(/[\r\n\u2028\u2029]/g, '').trim() || '-';
  });
  const cpus = oneOf(draft, kernel ? [null, 1] : [null, 1, 2]);
  return {
    table: draft.table,
    aborts: draft(() => fc.subarray(targets)).map((target) => {
      return { target, most: number(draft, 1, 9), place };
    }),
    asserts: chance(draft) ? draft(() => fc.subarray(ASSERTIONS as string[])) : null,
    ref: chance(draft) ? draft(() => text) : null,
    point: draft(() => fc.subarray(POINTS as string[])),
    needs: draft(() => fc.subarray(['ipc', 'udebug', 'checkpoint'])),
    ticks: kernel ? null : oneOf(draft, [null, 1, 100]),
    cpus,
    skew: cpus === 2 ? oneOf(draft, [null, -20, 3]) : null,
    hash: null,
    include: [],
    restart: kernel ? draft(() => fc.subarray(threads)) : [],
    debugs: draft(() => fc.subarray(connectedPhones(draft))),
    other: draft(() => fc.subarray(OTHER_KEYS as string[])).map((key) => {
      return { key, value: draft(() => text) };
    }),
  };
}
