/**
 * A recorded program as a litmus of a kernel table, one operation a cell, one to one.
 *
 * Threads become P0, P1, ... in their order, objects keep their names, the j-th operation of a lane
 * has the register rj (ticks have none), and a queue with a user counter becomes a futex. What the
 * language cannot say is not guessed at: the answer is the reason, naming the key or operation.
 */
import type { Arg, Cell, Init, Litmus, Loc, Table } from '../litmus.ts';
import { validate } from '../validate.ts';
import type { Fields, RecordedProgram } from './read-outcomes.ts';

/** Why a program cannot be said in the litmus language. */
export interface NotExpressible {
  readonly notExpressible: string;
}

/** An operation: the kernel function of each revision (null: it has none) and its arguments. */
interface Operation {
  readonly in2012: string | null;
  readonly in2026: string | null;
  /** Keys of the operation, in the order of the function's arguments. */
  readonly args: readonly string[];
}

const BLOCKING = ['timeout_ticks', 'flags'];

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['sleep', both('waitq_sleep_timeout', 'queue', ...BLOCKING)],
  ['wake_one', perRevision('waitq_wakeup_first', 'waitq_wake_one', 'queue')],
  ['wake_all', perRevision('waitq_wakeup_all', 'waitq_wake_all', 'queue')],
  ['signal', perRevision(null, 'waitq_signal', 'queue')],
  ['close', perRevision(null, 'waitq_close', 'queue')],
  ['unsleep', perRevision('waitq_unsleep', null, 'queue')],
  ['count_get', perRevision('waitq_count_get', null, 'queue')],
  ['count_set', perRevision('waitq_count_set', null, 'queue', 'value')],
  ['sem_down', both('semaphore_down', 'semaphore', ...BLOCKING)],
  ['sem_up', both('semaphore_up', 'semaphore')],
  ['mutex_lock', both('mutex_lock', 'mutex', ...BLOCKING)],
  ['mutex_unlock', both('mutex_unlock', 'mutex')],
  ['cv_wait', both('condvar_wait', 'condvar', 'mutex', ...BLOCKING)],
  ['cv_signal', both('condvar_signal', 'condvar')],
  ['cv_broadcast', both('condvar_broadcast', 'condvar')],
  ['futex_down/nothing', both('futex_down', 'queue', ...BLOCKING)],
  ['futex_down/up', both('futex_down_repaid', 'queue', ...BLOCKING)],
  ['futex_up', both('futex_up', 'queue')],
  ['enter', both('enter')],
  ['leave', both('leave')],
  ['inc', both('increment', 'counter')],
  ['interrupt/flag', both('thread_interrupt', 'thread')],
  ['interrupt/bare', perRevision('waitq_interrupt_sleep', 'thread_wakeup', 'thread')],
  ['interrupt/kill', both('thread_kill', 'thread')],
  ['await_asleep', both('await_asleep', 'thread')],
]);

/** The plain counter of `inc`, which the notation leaves unnamed. */
const COUNTER = 'counter';
const PLACE = { line: 1, column: 1 };

function perRevision(in2012: string | null, in2026: string | null, ...args: string[]): Operation {
  return { in2012, in2026, args };
}

function both(call: string, ...args: string[]): Operation {
  return { in2012: call, in2026: call, args };
}

/** Thrown inside this file only, and turned into a NotExpressible. */
class Inexpressible extends Error {}

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
  const threads = new Map(program.lanes.map(({ thread }, i) => [thread, `P${i}`]));
  const columns = program.lanes.map(({ fields, ops }) => {
    allowOnly(fields, ['thread', 'restart', 'ops'], 'a lane');
    return ops.map((op, i) => toCell(op, i, table, threads));
  });
  const depth = Math.max(0, ...columns.map((cells) => cells.length));
  const rows = Array.from({ length: depth }, (_, i) => columns.map((cells) => cells[i] ?? null));
  const init = toInit(program.objects, usesCounter(columns), table);
  return {
    name: name.replaceAll(/[^A-Za-z0-9_.+-]/g, '_') || '_',
    doc: (note ?? `the kernel's own outcomes of ${name}`).replaceAll(/[\r\n]/g, ' '),
    meta: {
      table,
      aborts: [],
      asserts: [],
      ref: null,
      point: [],
      needs: [],
      ticks: null,
      cpus: null,
      hash: null,
      restart: program.lanes.flatMap(({ fields }, i) => (restarts(fields) ? [`P${i}`] : [])),
      other: [],
    },
    init,
    lanes: program.lanes.map((_, i) => ({ name: `P${i}`, task: null, place: PLACE })),
    rows,
    locations: locationsOf(columns),
    filter: null,
    condition: { quantifier: 'exists', prop: { is: 'true' }, place: PLACE, kinds: [] },
  };
}

function allowOnly(fields: Fields, keys: readonly string[], what: string): void {
  const other = Object.keys(fields).find((key) => !keys.includes(key));
  if (other !== undefined) throw new Inexpressible(`${what} has "${other}"`);
}

function restarts({ restart }: Fields): boolean {
  if (restart === undefined || restart === 'naive') return restart === 'naive';
  throw new Inexpressible(`restart is ${JSON.stringify(restart)}`);
}

function toCell(
  fields: Fields,
  index: number,
  table: Table,
  threads: ReadonlyMap<string, string>,
): Cell {
  const { op, mode, on_failure: onFailure } = fields;
  if (op === 'tick') {
    allowOnly(fields, ['op', 'count'], 'tick');
    const count = integerOf(fields.count ?? 1, 'the count of tick');
    return { is: 'env', op: { is: 'tick', count }, place: PLACE };
  }
  const variants = new Map<unknown, unknown>([
    ['interrupt', mode ?? 'flag'],
    ['futex_down', onFailure ?? 'nothing'],
  ]);
  const name = variants.has(op) ? `${op}/${variants.get(op)}` : String(op);
  const operation = OPERATIONS.get(name);
  if (operation === undefined) throw new Inexpressible(`there is no operation "${name}"`);
  const call = table === 'kernel-2012' ? operation.in2012 : operation.in2026;
  if (call === null) throw new Inexpressible(`${table} has no operation "${name}"`);
  const variantKeys = op === 'interrupt' ? ['mode'] : op === 'futex_down' ? ['on_failure'] : [];
  allowOnly(fields, ['op', ...variantKeys, ...operation.args], `the operation "${name}"`);
  const args = operation.args.map((key) => toArg(key, fields[key], threads));
  return { is: 'call', label: null, register: `r${index}`, call, args, place: PLACE };
}

function toArg(key: string, value: unknown, threads: ReadonlyMap<string, string>): Arg {
  if (key === 'timeout_ticks' || key === 'value') {
    return { is: 'integer', value: integerOf(value ?? 0, key), place: PLACE };
  }
  if (key === 'flags') {
    const flags = Array.isArray(value ?? []) ? ((value ?? []) as unknown[]).map(String) : null;
    if (flags === null) throw new Inexpressible(`flags are ${JSON.stringify(value)}`);
    if (flags.length === 0) return { is: 'integer', value: 0, place: PLACE };
    return { is: 'names', names: flags, place: PLACE };
  }
  const name = key === COUNTER ? COUNTER : key === 'thread' ? threads.get(String(value)) : value;
  if (typeof name !== 'string') {
    throw new Inexpressible(`the ${key} of an operation is ${JSON.stringify(value)}`);
  }
  return { is: 'names', names: [name], place: PLACE };
}

function integerOf(value: unknown, what: string): number {
  if (Number.isInteger(value)) return Number(value);
  throw new Inexpressible(`${what} is ${JSON.stringify(value)}`);
}

type Columns = readonly (readonly Cell[])[];

function usesCounter(columns: Columns): boolean {
  return columns.flat().some((cell) => cell.is === 'call' && cell.call === 'increment');
}

/** The objects of the program; one that says nothing of them has one wait queue. */
function toInit(objects: Fields, usesPlainCounter: boolean, table: Table): Init[] {
  const keys = ['queues', 'initial_wakeups', 'user_counters', 'semaphores', 'semaphore_initial'];
  allowOnly(objects, [...keys, 'mutexes', 'condvars'], 'objects');
  const count = (key: string, otherwise = 0) => integerOf(objects[key] ?? otherwise, key);
  const listOf = (key: string, n: number) => {
    const value = objects[key] ?? [];
    const list = Array.isArray(value) ? value : Array.from({ length: n }, () => value);
    return list.map((it) => integerOf(it, key));
  };
  const queues = count('queues', 1);
  const banked = listOf('initial_wakeups', queues);
  const counters = listOf('user_counters', queues);
  const semaphores = count('semaphores');
  const initial = listOf('semaphore_initial', semaphores);
  return [
    ...range(queues).flatMap((i) => queueInit(`q${i}`, banked[i] ?? 0, counters[i], table)),
    ...range(semaphores).map((i) => object('semaphore', `sem${i}`, initial[i] ?? 0)),
    ...range(count('mutexes')).map((i) => object('mutex', `mutex${i}`, null)),
    ...range(count('condvars')).map((i) => object('condvar', `cv${i}`, null)),
    ...(usesPlainCounter ? [object('word', COUNTER, 0)] : []),
  ];
}

function range(count: number): number[] {
  return Array.from({ length: Math.min(Math.max(count, 0), 100) }, (_, i) => i);
}

function object(type: string, name: string, value: number | null): Init {
  const initial = value === null ? null : ({ is: 'integer', value } as const);
  return { is: 'object', type, name, value: initial, link: null, place: PLACE };
}

function queueInit(
  name: string,
  banked: number,
  counter: number | undefined,
  table: Table,
): Init[] {
  if (counter === undefined) return [object('waitq', name, banked === 0 ? null : banked)];
  const futex = object('futex', name, counter);
  if (banked === 0) return [futex];
  const field = table === 'kernel-2012' ? 'missed' : 'balance';
  const loc: Loc = { is: 'object', name, field, place: PLACE };
  return [futex, { is: 'value', loc, value: { is: 'integer', value: banked }, place: PLACE }];
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
