/**
 * What a recorded program may hold, key by key (`kernel-outcomes/README.md`): checked when it is
 * read, so that a misspelt name is refused with the nearest one and not taken for something else.
 */
import { quoted } from '../litmus/litmus-error.ts';
import { OPERATIONS } from './operations.ts';
import { fieldOf, type Fields, jsonOf, type Reader } from './reader.ts';

const PROGRAM_KEYS = ['lanes', 'objects', 'record_return_ticks'];
const LANE_KEYS = ['thread', 'task', 'restart', 'ops'];
const OBJECT_KEYS = [
  'queues',
  'initial_wakeups',
  'user_counters',
  'semaphores',
  'semaphore_initial',
  'mutexes',
  'condvars',
  'waitq_objects',
  'tasks',
  'connected_phones',
  'allocator',
];

/** Operations of the sessions of a debugger. */
const UDEBUG_OPERATIONS = new Set([
  'stop_point',
  'blocking_section',
  'syscall',
  'exit',
  'nop',
  'debug',
  'kbox_thread',
]);

/** Every operation by its name alone. */
const OPERATION_NAMES = [
  ...new Set(['tick', ...[...OPERATIONS.keys()].map((name) => name.split('/')[0])]),
];

const COUNTS = ['queues', 'semaphores', 'mutexes', 'condvars', 'waitq_objects'];
const COUNT_MAX = 100;
/** Of objects of a kind, in their order; or one number for all of them. */
const LISTS = ['initial_wakeups', 'user_counters', 'semaphore_initial'];

const FLAGS = ['NON_BLOCKING', 'INTERRUPTIBLE', 'FUTEX'];

/** Objects that an operation names by their kind and number, and the key of how many there are. */
const NUMBERED = [
  ['queue', 'q', 'queues', 1],
  ['semaphore', 'sem', 'semaphores', 0],
  ['mutex', 'mutex', 'mutexes', 0],
  ['condvar', 'cv', 'condvars', 0],
] as const;

/** A program, as far as its keys go. */
export interface Parts {
  readonly fields: Fields;
  readonly objects: Fields;
  readonly lanes: readonly {
    readonly thread: string;
    readonly fields: Fields;
    readonly ops: readonly Fields[];
  }[];
}

/** @throws LitmusError at the line of the program, for the first key or value that is none. */
export function checkProgram(program: Parts, reader: Reader): void {
  reader.onlyKeys(program.fields, PROGRAM_KEYS, 'the program');
  reader.onlyKeys(program.objects, OBJECT_KEYS, 'objects');
  const ticks = program.fields.record_return_ticks;
  if (ticks !== undefined && typeof ticks !== 'boolean') {
    reader.refuse(`record_return_ticks ${quoted(jsonOf(ticks))}`, 'true or false');
  }
  for (const key of COUNTS) natural(program.objects[key] ?? 0, key, reader, COUNT_MAX);
  for (const key of LISTS) {
    const value = program.objects[key] ?? [];
    for (const it of [value].flat()) reader.integer(it, key);
  }
  if (program.lanes.length === 0) reader.refuse('no lane', 'at least one in program.lanes');
  checkPhones(program, reader);
  for (const { fields, ops, thread } of program.lanes) {
    reader.onlyKeys(fields, LANE_KEYS, `the lane ${quoted(thread)}`);
    const { restart } = fields;
    if (restart !== undefined) reader.oneOf(restart, ['naive', 'none'], 'the restart');
    for (const op of ops) checkOperation(op, program, reader);
  }
}

/** `T0 (debuggee)`: what a task does, behind its name. */
const ROLE = / \(\w+\)$/;
const kboxOf = (task: string): string => `${task}.kbox`;

function checkPhones({ objects }: Parts, reader: Reader): void {
  const tasks = reader.list(objects.tasks ?? [], 'tasks');
  const names = tasks.map((task) => reader.string(task, 'a task').replace(ROLE, ''));
  for (const it of reader.list(objects.connected_phones ?? [], 'connected_phones')) {
    const phone = reader.object(it, 'a phone of connected_phones');
    reader.onlyKeys(phone, ['task', 'phone', 'to'], 'a phone of connected_phones');
    reader.oneOf(phone.task, names, 'the task of a phone');
    reader.oneOf(
      phone.to,
      [...names, ...names.map(kboxOf)],
      'the task that a phone is connected to',
    );
    natural(phone.phone, 'the number of a phone', reader);
  }
}

/** A program of debug sessions, whose notation is another. */
export function isOfUdebug({ lanes }: Parts): boolean {
  return lanes.some(({ ops }) => ops.some(({ op }) => UDEBUG_OPERATIONS.has(String(op))));
}

function checkOperation(op: Fields, program: Parts, reader: Reader): void {
  const name = reader.oneOf(fieldOf(op, 'op'), OPERATION_NAMES, 'the op');
  reader.onlyKeys(op, ['op', ...keysOf(name)], `the op ${quoted(name)}`);
  for (const key of keysOf(name)) {
    const value = fieldOf(op, key);
    if (value === undefined && OPTIONAL.has(key)) continue;
    if (value === undefined && name === 'debug' && OPTIONAL_OF_DEBUG.has(key)) continue;
    checkValue(key, value, program, reader);
  }
}

/** The keys of an operation, of all its variants. */
function keysOf(name: string): readonly string[] {
  if (name === 'tick') return ['count'];
  const variants = [...OPERATIONS].filter(([key]) => key.split('/')[0] === name);
  return [...new Set(variants.flatMap(([, { args, also }]) => [...args, ...also]))];
}

const OPTIONAL = new Set([
  'timeout_ticks',
  'flags',
  'count',
  'counter',
  'mode',
  'on_failure',
  'buffer',
  'route_from_me',
  'value',
]);
/** Of a debug request over the first phone of its task. */
const OPTIONAL_OF_DEBUG = new Set(['phone', 'thread', 'mask']);

function checkValue(key: string, value: unknown, program: Parts, reader: Reader): void {
  const { objects, lanes } = program;
  const numbered = NUMBERED.find(([kind]) => kind === key);
  if (numbered !== undefined) {
    const [kind, prefix, count, otherwise] = numbered;
    const many = natural(objects[count] ?? otherwise, count, reader);
    reader.oneOf(value, numberedNames(prefix, many), `the ${kind}`);
    return;
  }
  switch (key) {
    case 'waitq': {
      const many = natural(objects.waitq_objects ?? 0, 'waitq_objects', reader);
      if (natural(value, 'the waitq', reader) >= many) {
        reader.refuse(
          `the waitq ${String(value)}`,
          `a number below waitq_objects, which is ${many}`,
        );
      }
      return;
    }
    case 'thread':
      reader.oneOf(
        value,
        lanes.map(({ thread }) => thread),
        'the thread',
      );
      return;
    case 'flags':
      for (const flag of reader.list(value, 'flags')) reader.oneOf(flag, FLAGS, 'the flag');
      return;
    case 'mode':
      reader.oneOf(value, ['flag', 'bare', 'kill'], 'the mode');
      return;
    case 'on_failure':
      reader.oneOf(value, ['nothing', 'up'], 'on_failure');
      return;
    case 'buffer':
      reader.oneOf(value, ['bad-pointer', 'ok'], 'the buffer');
      return;
    case 'route_from_me':
      if (typeof value !== 'boolean') {
        reader.refuse(`route_from_me ${quoted(jsonOf(value))}`, 'true or false');
      }
      return;
    case 'request_received_by':
      checkReceiver(value, program, reader);
      return;
    case 'value':
      reader.integer(value, 'the value');
      return;
    case 'method':
    case 'counter':
      reader.string(value, `the ${key}`);
      return;
    case 'retval':
      if (typeof value !== 'number') reader.string(value, 'the retval');
      return;
    default:
      natural(value, key, reader);
  }
}

/** `S.0`: an operation of a thread of the program. */
function checkReceiver(value: unknown, { lanes }: Parts, reader: Reader): void {
  const text = reader.string(value, 'request_received_by');
  const dot = text.lastIndexOf('.');
  const names = lanes.map(({ thread }) => thread);
  const thread = reader.oneOf(text.slice(0, Math.max(dot, 0)), names, 'the receiver');
  const ops = lanes.find((lane) => lane.thread === thread)?.ops.length ?? 0;
  const op = text.slice(dot + 1);
  if (!/^\d{1,9}$/.test(op) || Number(op) >= ops) {
    reader.refuse(
      `request_received_by ${quoted(text)}`,
      `a thread and one of its ${ops} ops, from 0: ${thread}.0`,
    );
  }
}

function natural(value: unknown, what: string, reader: Reader, most = Infinity): number {
  const number = reader.integer(value, what);
  if (number < 0) reader.refuse(`${what} ${number}`, 'a number that is not negative');
  if (number > most) reader.refuse(`${what} ${number}`, `at most ${most}`);
  return number;
}

function numberedNames(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i}`);
}
