/**
 * Reads recorded outcomes of the kernel (`kernel-outcomes/README.md`): JSON, one program a line.
 *
 * The shape is checked here, once; what a program means is `translate.ts`. Threads are renamed to
 * the lanes P0, P1, ... in their order, so that ends compare with those of the model.
 */
import { quoted, refuseIn } from '../litmus/litmus-error.ts';
import { type KernelEnd, type QueueEnd, textOf } from './outcomes.ts';
import { RecordedNames, readResult, readTasks, readWaiting } from './read-tasks.ts';
import { type Fields, Reader } from './reader.ts';

export type Revision = 'helenos-2012' | 'helenos-2026';

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
  /** False if not every schedule was explored: outcomes may be missing from the line. */
  readonly isComplete: boolean;
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
];

/** The lists of an outcome that hold queues, and how their objects are named. */
const QUEUE_LISTS = [
  ['queues', 'q'],
  ['semaphores', 'sem'],
  ['mutexes', 'mutex'],
  ['condvars', 'cv'],
] as const;

/**
 * All programs of a file; empty lines are skipped.
 *
 * @throws LitmusError at the line that is no such program, or when there is none.
 */
export function readOutcomes(text: string, file: string): RecordedProgram[] {
  const refuse = refuseIn(file);
  const programs = text.split('\n').flatMap((line, i) => {
    return line.trim() === '' ? [] : [readLine(line, new Reader(refuse, i + 1))];
  });
  if (programs.length === 0) {
    refuse({ line: 1, column: 1 }, 'no program', 'recorded outcomes, one JSON object a line');
  }
  return programs;
}

function readLine(text: string, reader: Reader): RecordedProgram {
  const line = reader.object(parseJson(text, reader), 'the line');
  const { revision } = line;
  if (revision !== 'helenos-2012' && revision !== 'helenos-2026') {
    reader.refuse(`the revision ${quoted(String(revision))}`, 'helenos-2012 or helenos-2026');
  }
  const fields = reader.object(line.program, 'program');
  const lanes = reader.list(fields.lanes, 'program.lanes').map((it) => {
    const lane = reader.object(it, 'a lane');
    const ops = reader.list(lane.ops, 'the ops of a lane');
    return {
      thread: reader.string(lane.thread, 'the thread of a lane'),
      fields: lane,
      ops: ops.map((op) => reader.object(op, 'an op')),
    };
  });
  const objects = reader.object(fields.objects ?? {}, 'program.objects');
  const program = { lanes, fields, objects };
  const threads = new Map(lanes.map(({ thread }, i) => [thread, `P${i}`]));
  if (threads.size < lanes.length) reader.refuse('two lanes of one thread', 'each thread once');
  const outcomes = reader.list(line.outcomes, 'outcomes').map((it) => {
    const end = reader.object(it, 'an outcome');
    return textOf(readEnd(end, program, new RecordedNames(threads, reader))) + unreadText(end);
  });
  if (outcomes.length === 0) reader.refuse('no outcome', 'at least one in outcomes');
  return {
    line: reader.line,
    name: reader.string(line.name, 'name'),
    revision,
    note: line.note === undefined ? null : reader.string(line.note, 'note'),
    program,
    outcomes: new Set(outcomes),
    isComplete: line.complete !== false,
  };
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
  return unread.map(([key, value]) => ` | ${key}: ${JSON.stringify(value)}`).join('');
}

function readEnd(
  end: Fields,
  program: RecordedProgram['program'],
  names: RecordedNames,
): KernelEnd {
  const { reader } = names;
  if (end.panic !== undefined) return { panic: reader.string(end.panic, 'panic') };
  if (end.corrupted_state !== undefined) return { panic: 'corrupted state' };
  const results = reader.object(end.threads, 'the threads of an outcome');
  const counters = reader.list(end.user_counters ?? [], 'user_counters');
  const handles = reader.list(end.waitq_objects ?? [], 'waitq_objects');
  return {
    results: program.lanes.map(({ thread, ops }) => {
      return reader.list(results[thread], `the results of ${thread}`).map((it, i) => {
        return readResult(it, ops[i]?.op, names);
      });
    }),
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
  };
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
