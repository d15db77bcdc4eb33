/**
 * The part of a recorded outcome that is about messages: results of IPC operations, and what each
 * task is left with.
 */
import { quoted } from '../litmus/litmus-error.ts';
import type { PhoneEnd, QueueEnd, TaskEnd } from './outcomes.ts';
import { type Fields, jsonOf, type Reader } from './reader.ts';

/** Operations that return a code even where the records say `ok` or `sent`. */
const CODED: ReadonlySet<unknown> = new Set(['call', 'wait', 'poke', 'debug']);
/** Of a task, what is no plain number. */
const NO_COUNTS = new Set(['box', 'phones']);

/** Threads and messages of a program, by the names of the lanes. */
export class RecordedNames {
  readonly reader: Reader;
  readonly #lanes: ReadonlyMap<string, string>;

  /** `lanes`: the lane of each thread. */
  constructor(lanes: ReadonlyMap<string, string>, reader: Reader) {
    this.#lanes = lanes;
    this.reader = reader;
  }

  lane(thread: unknown): string {
    const lane = this.#lanes.get(this.reader.string(thread, 'a thread'));
    if (lane !== undefined) return lane;
    return this.reader.refuse(`the thread ${quoted(String(thread))}`, 'a thread of the program');
  }

  /** `S.0` is the message that the operation 0 of the thread S has made; `?` a hang-up call. */
  message(value: unknown): string {
    const text = this.reader.string(value, 'a message');
    if (/^(hangup\d+|\?)$/.test(text)) return text;
    const dot = text.lastIndexOf('.');
    return `${this.lane(text.slice(0, Math.max(dot, 0)))}${text.slice(dot)}`;
  }
}

/** A result as text, as `KernelEndState` has it. */
export function readResult(value: unknown, op: unknown, names: RecordedNames): string {
  const { reader } = names;
  if (CODED.has(op) && (value === 'ok' || value === 'sent')) return 'EOK';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return jsonOf(value);
  const { request, method, answer_to: answered, retval, event } = value as Fields;
  if (request !== undefined) {
    return `request ${names.message(request)} ${reader.string(method, 'a method')}`;
  }
  const code = reader.string(retval, 'a retval');
  if (answered === undefined) return `retval ${code}`;
  const what = event === undefined ? '' : ` ${reader.string(event, 'an event')}`;
  return `answer ${names.message(answered)} ${code}${what}`;
}

/** The wait queue of an object: what is banked, and who sleeps. */
export function readWaiting(
  queue: Fields,
  names: RecordedNames,
): Pick<QueueEnd, 'banked' | 'sleepers'> {
  const { reader } = names;
  const banked = queue.missed_wakeups ?? queue.wakeup_balance;
  return {
    banked: reader.integer(banked, 'missed_wakeups or wakeup_balance'),
    sleepers: reader.list(queue.sleepers, 'sleepers').map((it) => names.lane(it)),
  };
}

/** The tasks of an outcome, which stand in the order of the program's. */
export function readTasks(end: Fields, objects: Fields, names: RecordedNames): TaskEnd[] {
  const { reader } = names;
  const tasks = reader.list(end.tasks ?? [], 'tasks');
  const known = reader.list(objects.tasks ?? [], 'the tasks of program.objects');
  if (tasks.length > known.length) {
    reader.refuse(`${tasks.length} tasks in an outcome`, `at most ${known.length}, as in objects`);
  }
  return tasks.map((it, i) => {
    const task = reader.string(known[i], 'a task').replace(/ \(\w+\)$/, '');
    return readTask(task, reader.object(it, 'a task'), names);
  });
}

function readTask(name: string, task: Fields, names: RecordedNames): TaskEnd {
  const { reader } = names;
  const box = reader.object(task.box, 'a box');
  const messages = (list: string) => {
    return reader.list(box[list], `the ${list} of a box`).map((it) => names.message(it));
  };
  const counts = Object.entries(task).filter(([key]) => !NO_COUNTS.has(key));
  return {
    name,
    ...readWaiting(reader.object(box.wq, 'the queue of a box'), names),
    calls: messages('calls'),
    dispatched: messages('dispatched'),
    answers: messages('answers'),
    phones: reader.list(task.phones, 'phones').map((it) => readPhone(it, reader)),
    counts: Object.fromEntries(counts.map(([key, count]) => [key, reader.integer(count, key)])),
  };
}

function readPhone(value: unknown, reader: Reader): PhoneEnd {
  const phone = reader.object(value, 'a phone');
  return {
    slot: reader.integer(phone.phone ?? phone.handle, 'the number or handle of a phone'),
    state: reader.string(phone.state, 'the state of a phone'),
    activeCalls: reader.integer(phone.active_calls, 'active_calls'),
    refs: reader.integer(phone.refs ?? 0, 'refs'),
  };
}
