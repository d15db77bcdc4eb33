/**
 * A recorded program as a litmus of a kernel table, one operation a cell, one to one.
 *
 * Threads become P0, P1, ... in their order, objects keep their names, the j-th operation of lane i
 * has the register rj, or ri_j where requests are answered (ticks have none), and a queue with a
 * user counter becomes a futex. What the language cannot say is not guessed at: the answer is the
 * reason, naming the key or operation.
 */
import type { Cell, Lane, Litmus, Loc, Table } from '../litmus/litmus.ts';
import { validate } from '../litmus/validate/validate.ts';
import { allowOnly, Inexpressible } from './inexpressible.ts';
import { isIpc } from './operations.ts';
import { isOfUdebug } from './schema.ts';
import type { RecordedProgram } from './read-outcomes.ts';
import type { Fields } from './reader.ts';
import { type Scope, toCell } from './translate-cell.ts';
import { phonesToKboxes, taskName, tasksOf, toInit } from './translate-objects.ts';

const PLACE = { line: 1, column: 1 };

/** Why a program cannot be said in the litmus language. */
export interface NotExpressible {
  readonly notExpressible: string;
}

/** The program of one line as a litmus, or why there is none. */
export function programToLitmus(recorded: RecordedProgram): Litmus | NotExpressible {
  try {
    const litmus = translate(recorded);
    validate(litmus, (_place, found, expected) => {
      throw new Inexpressible(`the litmus language has ${expected}, not ${found}`);
    });
    return litmus;
  } catch (error) {
    if (error instanceof Inexpressible) return { notExpressible: error.message };
    throw error;
  }
}

function translate({ name, note, revision, program }: RecordedProgram): Litmus {
  const table: Table = revision === 'helenos-2012' ? 'kernel-2012' : 'kernel-2026';
  allowOnly(program.fields, ['lanes', 'objects', 'record_return_ticks'], 'the program');
  const scope: Scope = {
    table,
    threads: new Map(program.lanes.map(({ thread }, i) => [thread, i])),
    ops: program.lanes.map(({ ops }) => ops),
    isOfUdebug: isOfUdebug(program),
    usesIpc: program.lanes.some(({ ops }) => ops.some(({ op }) => isIpc(op))),
  };
  const lanes = lanesOf(program);
  const columns = lanes.map((_, lane): Cell[] => {
    if (lane >= program.lanes.length) return [];
    const { fields, ops } = program.lanes[lane];
    const { task } = lanes[lane];
    allowOnly(fields, ['thread', 'task', 'restart', 'ops'], 'a lane');
    return ops.map((op, i) => toCell(op, lane, i, task ?? undefined, scope));
  });
  const depth = Math.max(0, ...columns.map((cells) => cells.length));
  const rows = Array.from({ length: depth }, (_, i) => columns.map((cells) => cells[i] ?? null));
  const init = toInit(program, usesCounter(columns), table);
  return {
    name: name.replaceAll(/[^A-Za-z0-9_.+-]/g, '_') || '_',
    doc: (note ?? `the kernel's own outcomes of ${name}`).replaceAll(/[\r\n]/g, ' '),
    meta: {
      table,
      aborts: [],
      asserts: null,
      ref: null,
      point: [],
      needs: [],
      ticks: null,
      cpus: null,
      skew: null,
      include: [],
      hash: null,
      restart: program.lanes.flatMap(({ fields }, i) => (restarts(fields) ? [`P${i}`] : [])),
      debugs: phonesToKboxes(program.objects),
      other: [],
    },
    procs: [],
    init,
    lanes,
    rows,
    locations: locationsOf(columns),
    filter: null,
    condition: { quantifier: 'exists', prop: { is: 'true' }, place: PLACE, kinds: [] },
    places: new Map(),
  };
}

/** A task without a thread has a lane without code: the lanes say which tasks there are. */
function lanesOf({ lanes, objects }: RecordedProgram['program']): Lane[] {
  const tasks = lanes.map(({ fields: { task } }) => (task === undefined ? null : taskName(task)));
  const others = tasksOf(objects).filter((task) => !tasks.includes(task));
  return [...tasks, ...others].map((task, i) => ({ name: `P${i}`, task, place: PLACE }));
}

function restarts({ restart }: Fields): boolean {
  if (restart === undefined || restart === 'none') return false;
  if (restart === 'naive') return true;
  throw new Inexpressible(`restart is ${JSON.stringify(restart)}`);
}

type Columns = readonly (readonly Cell[])[];

function usesCounter(columns: Columns): boolean {
  return columns.flat().some((cell) => cell.is === 'call' && cell.call === 'increment');
}

/** Every register, lane by lane. */
function locationsOf(columns: Columns): Loc[] {
  return columns.flatMap((cells, lane) => {
    return cells.flatMap((cell): Loc[] => {
      if (cell.is !== 'call' || cell.register === null) return [];
      return [{ is: 'register', lane, name: cell.register, place: PLACE }];
    });
  });
}
