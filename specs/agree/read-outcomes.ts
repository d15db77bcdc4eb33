/**
 * Reads recorded outcomes of the kernel (`kernel-outcomes/README.md`): JSON, one program a line.
 *
 * The shape is checked here, once; what a program means is `translate.ts`. Threads are renamed to
 * the lanes P0, P1, ... in their order, so that ends compare with those of the model.
 */
import { quoted, type Refuse, refuseIn } from '../litmus-error.ts';
import { type KernelEnd, type QueueEnd, textOf } from './outcomes.ts';

/** A JSON object; every use of a field says what it expects. */
export type Fields = Readonly<Record<string, unknown>>;
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
const END_KEYS = ['panic', 'lane', 'corrupted_state', 'threads', 'user_counters', 'interrupted'];

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

/** Takes values out of JSON, and refuses those of another type. */
class Reader {
  readonly line: number;
  readonly #refuse: Refuse;

  constructor(refuse: Refuse, line: number) {
    this.#refuse = refuse;
    this.line = line;
  }

  refuse(found: string, expected: string): never {
    return this.#refuse({ line: this.line, column: 1 }, found, expected);
  }

  object(value: unknown, what: string): Fields {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Fields;
    return this.#wrong(value, `an object for ${what}`);
  }

  list(value: unknown, what: string): readonly unknown[] {
    return Array.isArray(value) ? value : this.#wrong(value, `a list for ${what}`);
  }

  string(value: unknown, what: string): string {
    return typeof value === 'string' ? value : this.#wrong(value, `a string for ${what}`);
  }

  integer(value: unknown, what: string): number {
    return Number.isInteger(value) ? Number(value) : this.#wrong(value, `an integer for ${what}`);
  }

  #wrong(value: unknown, expected: string): never {
    return this.refuse(value === undefined ? 'nothing' : quoted(JSON.stringify(value)), expected);
  }
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
  const threads = new Map(lanes.map(({ thread }, i) => [thread, `P${i}`]));
  if (threads.size < lanes.length) reader.refuse('two lanes of one thread', 'each thread once');
  const outcomes = reader.list(line.outcomes, 'outcomes').map((it) => {
    const end = reader.object(it, 'an outcome');
    return textOf(readEnd(end, threads, reader)) + unreadText(end);
  });
  if (outcomes.length === 0) reader.refuse('no outcome', 'at least one in outcomes');
  return {
    line: reader.line,
    name: reader.string(line.name, 'name'),
    revision,
    note: line.note === undefined ? null : reader.string(line.note, 'note'),
    program: { lanes, fields, objects: reader.object(fields.objects ?? {}, 'program.objects') },
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
  const known = new Set([...END_KEYS, 'armed_timeouts', ...lists]);
  const unread = Object.entries(end).filter(([key]) => !known.has(key));
  return unread.map(([key, value]) => ` | ${key}: ${JSON.stringify(value)}`).join('');
}

function readEnd(end: Fields, threads: ReadonlyMap<string, string>, reader: Reader): KernelEnd {
  if (end.panic !== undefined) return { panic: reader.string(end.panic, 'panic') };
  if (end.corrupted_state !== undefined) return { panic: 'corrupted state' };
  const laneOf = (thread: unknown): string => {
    const lane = threads.get(reader.string(thread, 'a thread'));
    return lane ?? reader.refuse(`the thread ${quoted(String(thread))}`, 'a thread of the program');
  };
  const results = reader.object(end.threads, 'the threads of an outcome');
  const counters = reader.list(end.user_counters ?? [], 'user_counters');
  return {
    results: [...threads.keys()].map((thread) => {
      return reader.list(results[thread], `the results of ${thread}`).map((it) => {
        return typeof it === 'string' ? it : JSON.stringify(it);
      });
    }),
    queues: QUEUE_LISTS.flatMap(([list, prefix]) => {
      return reader.list(end[list] ?? [], list).map((it, i): QueueEnd => {
        const queue = reader.object(it, `one of ${list}`);
        const banked = queue.missed_wakeups ?? queue.wakeup_balance;
        return {
          name: `${prefix}${i}`,
          banked: reader.integer(banked, 'missed_wakeups or wakeup_balance'),
          closed: queue.closed === true,
          sleepers: reader.list(queue.sleepers, 'sleepers').map(laneOf),
        };
      });
    }),
    counters: counters.map((value, i) => {
      return { name: `q${i}`, value: reader.integer(value, 'a user counter') };
    }),
    interrupted: reader.list(end.interrupted, 'interrupted').map(laneOf),
    armedTimeouts: reader.integer(end.armed_timeouts, 'armed_timeouts'),
  };
}
