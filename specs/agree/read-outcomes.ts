/**
 * Reads recorded outcomes of the kernel (`kernel-outcomes/README.md`): JSON, one program a line.
 *
 * The shape is checked here and in `schema.ts`, once; what a program means is `translate.ts`. Threads
 * are renamed to the lanes P0, P1, ... in their order, so that ends compare with those of the model.
 */
import { LitmusError, quoted, refuseIn } from '../litmus/litmus-error.ts';
import {
  ENDLESS,
  isDeadlock,
  type KernelEnd,
  type QueueEnd,
  textOf,
  type TicksRecorded,
} from './outcomes.ts';
import { readSession } from './read-udebug.ts';
import { RecordedNames, readResult, readTasks, readWaiting } from './read-tasks.ts';
import { fieldOf, type Fields, jsonOf, Reader } from './reader.ts';
import { checkProgram, isOfUdebug } from './schema.ts';

export type Revision = 'helenos-2012' | 'helenos-2026';
const REVISIONS: readonly Revision[] = ['helenos-2012', 'helenos-2026'];

/** One line: a program on a revision, and everything that it was seen to do. */
export interface RecordedProgram {
  /** From 1. */
  readonly line: number;
  readonly name: string;
  readonly revision: Revision;
  readonly note: string | null;
  readonly program: {
    readonly lanes: readonly {
      readonly thread: string;
      /** The lane as it stands, `restart` among the rest. */
      readonly fields: Fields;
      readonly ops: readonly Fields[];
    }[];
    readonly objects: Fields;
    readonly fields: Fields;
  };
  /** The outcomes as `textOf` writes them, without duplicates. */
  readonly outcomes: ReadonlySet<string>;
  readonly ticks: TicksRecorded;
  /** False if not every schedule was explored: outcomes may be missing from the line. */
  readonly isComplete: boolean;
  /** Some schedule uses freed memory: where a thread spins for ever, that may be why. */
  readonly isUndefined: boolean;
}

/** A line that is no program. */
export interface Malformed {
  readonly line: number;
  /** What was found where, and what was expected. */
  readonly malformed: string;
}

/** What an outcome may hold besides those lists. */
const END_KEYS = [
  'panic',
  'lane',
  'corrupted_state',
  'threads',
  'user_counters',
  'interrupted',
  'armed_timeouts',
  'tasks',
  'waitq_objects',
  'return_ticks',
  'kbox',
  'udebug',
];

/** The lists of an outcome that hold queues, and how their objects are named. */
const QUEUE_LISTS = [
  ['queues', 'q'],
  ['semaphores', 'sem'],
  ['mutexes', 'mutex'],
  ['condvars', 'cv'],
] as const;

/**
 * Every line of a file that is not empty, each by itself: one that is malformed stops no other.
 *
 * @throws LitmusError when there is none.
 */
export function readLines<T>(
  text: string,
  file: string,
  read: (line: Fields, reader: Reader) => T,
): (T | Malformed)[] {
  return linesOf(text, file).map(({ line, reader }) => {
    try {
      return read(reader.object(parseJson(line, reader), 'the line'), reader);
    } catch (error) {
      if (error instanceof LitmusError) return { line: reader.line, malformed: error.message };
      throw error;
    }
  });
}

/**
 * All programs of a file in which no line may be malformed.
 *
 * @throws LitmusError at the first line that is.
 */
export function readOutcomes(text: string, file: string): RecordedProgram[] {
  return linesOf(text, file).map(({ line, reader }) => {
    return readProgram(reader.object(parseJson(line, reader), 'the line'), reader);
  });
}

function linesOf(text: string, file: string): { line: string; reader: Reader }[] {
  const refuse = refuseIn(file);
  const lines = text.split('\n').flatMap((line, i) => {
    return line.trim() === '' ? [] : [{ line, reader: new Reader(refuse, i + 1) }];
  });
  if (lines.length === 0) {
    refuse({ line: 1, column: 1 }, 'no program', 'recorded outcomes, one JSON object a line');
  }
  return lines;
}

/** @throws LitmusError for a line that is no program with its outcomes. */
export function readProgram(line: Fields, reader: Reader): RecordedProgram {
  const name = reader.string(line.name, 'name');
  const revision = readRevision(line, reader);
  const note = line.note === undefined ? null : reader.string(line.note, 'note');
  const fields = reader.object(line.program, 'program');
  const lanes = reader.list(fields.lanes, 'program.lanes').map((it) => readLane(it, reader));
  const objects = reader.object(fields.objects ?? {}, 'program.objects');
  const program = { lanes, fields, objects };
  checkProgram(program, reader);
  const threads = new Map(lanes.map(({ thread }, i) => [thread, `P${i}`]));
  if (threads.size < lanes.length) reader.refuse('two lanes of one thread', 'each thread once');
  const ends = reader.list(line.outcomes, 'outcomes').map((it) => reader.object(it, 'an outcome'));
  if (ends.length === 0) reader.refuse('no outcome', 'at least one in outcomes');
  const ticks = ticksRecorded(fields, ends);
  const isUndefined = line.undefined_behaviour === true;
  const names = new RecordedNames(threads, reader);
  const outcomes = ends.flatMap((it) => {
    const end = readEnd(it, program, names);
    return isUndefined && isDeadlock(end) ? [] : [textOf(end, ticks) + unreadText(it)];
  });
  const isComplete = line.complete !== false;
  if (isOfUdebug(program) && neverEnds(line, reader)) outcomes.push(ENDLESS);
  return {
    line: reader.line,
    name,
    revision,
    note,
    program,
    outcomes: new Set(outcomes),
    ticks,
    isComplete,
    isUndefined,
  };
}

/** How many states of the kernel lead to no end; a line that does not say has none. */
function neverEnds({ states_without_end: states = 0 }: Fields, reader: Reader): boolean {
  return reader.integer(states, 'states_without_end') > 0;
}

export function readRevision(line: Fields, reader: Reader): Revision {
  return reader.oneOf(line.revision, REVISIONS, 'the revision') as Revision;
}

function readLane(value: unknown, reader: Reader): RecordedProgram['program']['lanes'][number] {
  const lane = reader.object(value, 'a lane');
  const ops = reader.list(lane.ops, 'the ops of a lane');
  return {
    thread: reader.string(lane.thread, 'the thread of a lane'),
    fields: lane,
    ops: ops.map((op) => reader.object(op, 'an op')),
  };
}

function ticksRecorded(program: Fields, ends: readonly Fields[]): TicksRecorded {
  if (ends.some((end) => end.return_ticks !== undefined)) return 'all';
  return program.record_return_ticks === true ? 'codes' : 'none';
}

function parseJson(text: string, reader: Reader): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return reader.refuse(`a line that is no JSON (${(error as Error).message})`, 'a JSON object');
  }
}

/** Whatever else an outcome holds, as JSON: it must not be equal to an end that lacks it. */
function unreadText(end: Fields): string {
  const lists: string[] = QUEUE_LISTS.map(([list]) => list);
  const known = new Set([...END_KEYS, ...lists]);
  const unread = Object.entries(end).filter(([key]) => !known.has(key));
  return unread.map(([key, value]) => ` | ${key}: ${jsonOf(value)}`).join('');
}

function readEnd(
  end: Fields,
  program: RecordedProgram['program'],
  names: RecordedNames,
): KernelEnd {
  const { reader } = names;
  if (end.panic !== undefined) return { panic: reader.string(end.panic, 'panic') };
  if (end.corrupted_state !== undefined) return { panic: 'corrupted state' };
  const counters = reader.list(end.user_counters ?? [], 'user_counters');
  const handles = reader.list(end.waitq_objects ?? [], 'waitq_objects');
  return {
    results: readResults(end, program, names),
    queues: [
      ...QUEUE_LISTS.flatMap(([list, prefix]) => {
        return reader.list(end[list] ?? [], list).map((it, i) => {
          return readQueue(`${prefix}${i}`, it, names);
        });
      }),
      ...handles.map((it, i) => readHandle(`w${i}`, it, names)),
    ],
    counters: counters.map((value, i) => {
      return { name: `q${i}`, value: reader.integer(value, 'a user counter') };
    }),
    interrupted: reader.list(end.interrupted, 'interrupted').map((it) => names.lane(it)),
    armedTimeouts: reader.integer(end.armed_timeouts, 'armed_timeouts'),
    tasks: readTasks(end, program.objects, names),
    ...(end.udebug !== undefined && { udebug: readSession(end, names) }),
  };
}

/** The result of each operation, with the tick of its return where that stands beside it. */
function readResults(
  end: Fields,
  { lanes }: RecordedProgram['program'],
  names: RecordedNames,
): string[][] {
  const { reader } = names;
  const known = lanes.map(({ thread }) => thread);
  const results = reader.object(end.threads, 'the threads of an outcome');
  reader.onlyKeys(results, known, 'the threads of an outcome');
  const stamps = reader.object(end.return_ticks ?? {}, 'return_ticks');
  reader.onlyKeys(stamps, known, 'return_ticks');
  return lanes.map(({ thread, ops }) => {
    const own = reader.list(fieldOf(results, thread), `the results of ${quoted(thread)}`);
    const ticks = reader.list(fieldOf(stamps, thread) ?? [], `the ticks of ${quoted(thread)}`);
    if (own.length !== ops.length) {
      reader.refuse(`${own.length} results of ${quoted(thread)}`, `${ops.length}, one an op`);
    }
    return own.map((it, i) => {
      const result = readResult(it, ops[i].op, names);
      const tick = ticks[i] ?? null;
      return tick === null ? result : `${result}@t${reader.integer(tick, 'a tick')}`;
    });
  });
}

function readQueue(name: string, value: unknown, names: RecordedNames): QueueEnd {
  const queue = names.reader.object(value, `the queue ${name}`);
  const { banked, sleepers } = readWaiting(queue, names);
  return { name, banked, closed: queue.closed === true, sleepers };
}

/** A wait queue that is a capability: the string "destroyed", or its queue and references. */
function readHandle(name: string, value: unknown, names: RecordedNames): QueueEnd {
  if (value === 'destroyed') {
    return { name, banked: 0, closed: false, sleepers: [], destroyed: true };
  }
  const { wq, refs } = names.reader.object(value, `the capability ${name}`);
  return { ...readQueue(name, wq, names), refs: names.reader.integer(refs, `the refs of ${name}`) };
}
