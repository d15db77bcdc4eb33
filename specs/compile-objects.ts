/**
 * What the names of a litmus test stand for: threads, tasks, and the kernel objects of its init.
 *
 * Every name becomes an index in one of the lists here, in the order of declaration; the calls and
 * the environment are compiled by looking names up in them. A task that makes ipc calls has a box
 * without being told, a phone its lock, a futex its user word.
 */
import { type Box, NONE, type Phone, type Queue, type Revision } from '../model/program.ts';
import { declarePhone, usesIpc } from './compile-ipc.ts';
import { isKernelTable } from './calls.ts';
import type { CallRef, Cell, Litmus, Loc } from './litmus.ts';
import { Unsupported } from './unsupported.ts';

/** A test's names, each with its number. */
export interface Names {
  readonly litmus: Litmus;
  readonly revision: Revision;
  /** True for helenos-2012. */
  readonly old: boolean;
  readonly kernelLevel: boolean;
  /** Columns of P lanes, by thread number. */
  readonly columns: readonly number[];
  readonly tasks: readonly string[];
  readonly queues: Queue[];
  readonly words: { name: string; initial: number }[];
  readonly phones: Phone[];
  readonly boxes: Box[];
  /** Per task, the queue of its address space's mutex, or NONE. */
  readonly asLocks: number[];
}

/** @throws Unsupported for an object or an initial value that the model does not have. */
export function namesOf(litmus: Litmus, revision: Revision): Names {
  const columns = litmus.lanes.flatMap(({ name }, i) => (name === 'E' ? [] : [i]));
  const names: Names = {
    litmus,
    revision,
    old: revision === 'helenos-2012',
    kernelLevel: isKernelTable(litmus.meta.table),
    columns,
    tasks: [...new Set(columns.map((column) => taskName(litmus, column)))],
    queues: [],
    words: [],
    phones: [],
    boxes: [],
    asLocks: [],
  };
  declareObjects(names);
  return names;
}

export function taskName(litmus: Litmus, column: number): string {
  return litmus.lanes[column].task ?? 'T';
}

/** The cells of a lane in program order; empty ones do not count. */
export function cellsOf(litmus: Litmus, column: number): Cell[] {
  return litmus.rows.flatMap((row) => row[column] ?? []);
}

/** The thread of the lane with this name, or -1. */
export function threadOf({ litmus, columns }: Names, lane: string): number {
  return columns.findIndex((column) => litmus.lanes[column].name === lane);
}

/** The call that `P0.a` refers to. */
export function callOf(names: Names, ref: CallRef): { thread: number; op: number } {
  const thread = threadOf(names, ref.lane);
  const op = cellsOf(names.litmus, names.columns[thread]).findIndex(
    (cell) => cell.is === 'call' && cell.label === ref.label,
  );
  return { thread, op };
}

function declareObjects(names: Names): void {
  const { litmus, columns, tasks, boxes, asLocks } = names;
  const cells = columns.flatMap((column) => cellsOf(litmus, column));
  if (usesIpc(cells)) {
    for (const [task, name] of tasks.entries()) {
      boxes.push({ task, queue: addQueue(names, name, 'box', 0), isPrivate: false });
    }
  }
  for (const name of tasks) {
    const faults = columns.some(
      (column) =>
        taskName(litmus, column) === name &&
        cellsOf(litmus, column).some((cell) => cell.is === 'call' && cell.call === 'page_in'),
    );
    asLocks.push(faults ? addQueue(names, `${name}.as`, 'as-lock', 1) : NONE);
  }
  for (const init of litmus.init) {
    if (init.is !== 'object') continue;
    const initial = init.value?.is === 'integer' ? init.value.value : 0;
    if (init.type === 'phone') declarePhone(names, init);
    else declare(names, init.type, init.name, initial);
  }
  for (const init of litmus.init) {
    if (init.is === 'value')
      setInitial(names, init.loc, init.value.is === 'integer' ? init.value.value : 0);
  }
}

export function addQueue(
  { queues }: Names,
  name: string,
  kind: Queue['kind'],
  initial: number,
): number {
  queues.push({ name, kind, initial });
  return queues.length - 1;
}

function declare(names: Names, type: string, name: string, initial: number): void {
  if (type === 'word') names.words.push({ name, initial });
  else if (type === 'futex') {
    names.words.push({ name, initial });
    addQueue(names, name, 'futex', 0);
  } else if (type === 'mutex') addQueue(names, name, 'mutex', 1);
  else addQueue(names, name, type as Queue['kind'], initial);
}

function setInitial({ words, queues }: Names, loc: Loc, value: number): void {
  if (loc.is !== 'object') throw new Unsupported('only objects can be given initial values');
  const word = words.findIndex(({ name }) => name === loc.name);
  if (word >= 0 && (loc.field === null || loc.field === 'counter')) {
    words[word].initial = value;
    return;
  }
  const queue = queues.findIndex(({ name }) => name === loc.name);
  if (queue < 0 || !['balance', 'missed', 'tokens'].includes(loc.field ?? '')) {
    throw new Unsupported(`${loc.name}.${loc.field} cannot be given an initial value`);
  }
  queues[queue] = { ...queues[queue], initial: value };
}
