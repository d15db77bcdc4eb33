/**
 * The ops of a program: each cell of a thread's lane as one call with its numbers.
 *
 * A name among the arguments is looked up in the test's objects; an integer is a time or a value,
 * as the call has it. Registers, messages, and the counters and times that the test asks for get
 * their numbers here, in the order of the lanes.
 */
import { policiesFor } from '../model/designs.ts';
import type { Design } from '../model/policies.ts';
import {
  FUTEX,
  INTERRUPTIBLE,
  type Message,
  NONE,
  NON_BLOCKING,
  type Op,
} from '../model/program.ts';
import { startOf } from './calls-to-steps.ts';
import { type Names, taskName, threadOf } from './compile-objects.ts';
import type { Arg, Cell, Litmus, Prop } from './litmus.ts';
import { Unsupported } from './unsupported.ts';

type CallCell = Extract<Cell, { is: 'call' }>;

const FLAG_BITS: Readonly<Record<string, number>> = {
  NONBLOCK: NON_BLOCKING,
  NON_BLOCKING,
  INTERRUPTIBLE,
  FUTEX,
  NONE: 0,
};

/** Compiles the cells of all lanes, and collects what they number. */
export class CallCompiler {
  readonly registers: { lane: number; name: string }[] = [];
  readonly messages: Message[] = [];
  readonly counted: { thread: number; op: number }[] = [];
  readonly timed: { thread: number; op: number }[] = [];
  private readonly names: Names;
  private readonly design: Design;

  constructor(names: Names, design: Design) {
    this.names = names;
    this.design = design;
  }

  /** @throws Unsupported */
  compile(cell: Cell, thread: number, op: number): Op {
    if (cell.is === 'assign') return this.compileAssignment(cell, thread);
    if (cell.is === 'env') {
      if (cell.op.is !== 'tick') throw new Unsupported(`${cell.op.is} in a thread's lane`);
      return this.compileTick(cell.op.count, thread);
    }
    return this.compileCall(cell, thread, op);
  }

  private base(call: string, thread: number): Op {
    const start = startOf(call, this.names.old, this.names.kernelLevel);
    return {
      call,
      label: null,
      ...start,
      register: NONE,
      queue: NONE,
      mutexQueue: NONE,
      word: NONE,
      phone: NONE,
      box: this.ownBox(thread),
      message: NONE,
      timeout: 0,
      flags: 0,
      value: 0,
      source: NONE,
      target: NONE,
      counted: NONE,
      timed: NONE,
      policies: policiesFor(this.design, call),
    };
  }

  private ownBox(thread: number): number {
    const task = taskName(this.names.litmus, this.names.columns[thread]);
    return this.names.boxes.findIndex((box) => this.names.tasks[box.task] === task);
  }

  private compileAssignment(cell: Extract<Cell, { is: 'assign' }>, thread: number): Op {
    const { loc, value } = cell;
    const name = loc.is === 'object' ? loc.name : '';
    const word = this.names.words.findIndex((known) => known.name === name);
    if (word < 0 || value.is !== 'integer') {
      throw new Unsupported(
        `line ${cell.place.line}: only words can be assigned, and only integers`,
      );
    }
    return { ...this.base(cell.op, thread), word, value: value.value };
  }

  private compileTick(count: number, thread: number): Op {
    return { ...this.base('tick', thread), value: count };
  }

  private compileCall(cell: CallCell, thread: number, op: number): Op {
    const { old, kernelLevel } = this.names;
    const found = { ...this.base(cell.call, thread), label: cell.label };
    const values: number[] = [];
    let result: Op = { ...found, register: this.register(thread, cell.register) };
    for (const arg of cell.args) {
      if (arg.is === 'integer') values.push(arg.value);
      else result = this.withNames(result, arg, thread);
    }
    result = this.withNumbers(result, values);
    if (result.call === 'futex_trydown' && !old) {
      result = { ...result, timeout: 1 };
    }
    if (/^(futex_down|futex_down_timeout|futex_trydown)$/.test(result.call) && !kernelLevel) {
      result = { ...result, flags: FUTEX };
    }
    if (kernelLevel && /^(mutex|semaphore|condvar)_/.test(result.call) && !old) {
      result = { ...result, flags: result.flags & NON_BLOCKING };
    }
    if (old && result.call === 'condvar_wait' && result.flags & NON_BLOCKING) {
      if (result.timeout === 0) {
        throw new Unsupported('a condvar_wait that would block keeps a spinlock while it sleeps');
      }
    }
    return this.withIdentity(result, thread, op, values);
  }

  private register(thread: number, name: string | null): number {
    if (name === null) return NONE;
    const known = this.registers.findIndex((r) => r.lane === thread && r.name === name);
    if (known >= 0) return known;
    this.registers.push({ lane: thread, name });
    return this.registers.length - 1;
  }

  /** An argument that is a name: an object, flags, a register or a lane. */
  private withNames(op: Op, arg: Extract<Arg, { is: 'names' }>, thread: number): Op {
    const { names } = arg;
    if (names.every((name) => Object.hasOwn(FLAG_BITS, name))) {
      return { ...op, flags: names.reduce((bits, name) => bits | FLAG_BITS[name], op.flags) };
    }
    const [name] = names;
    const target = this.names.columns.findIndex(
      (column) => this.names.litmus.lanes[column].name === name,
    );
    if (target >= 0) return { ...op, target };
    const phone = this.names.phones.findIndex((known) => known.name === name);
    if (phone >= 0) return { ...op, phone, box: this.names.phones[phone].box };
    const word = this.names.words.findIndex((known) => known.name === name);
    const queue = this.names.queues.findIndex(
      (known) => known.name === name && known.kind !== 'box',
    );
    if (op.call === 'condvar_wait' && op.queue !== NONE) return { ...op, mutexQueue: queue };
    if (word >= 0 || queue >= 0) {
      return { ...op, word: word < 0 ? NONE : word, queue: queue < 0 ? NONE : queue };
    }
    const source = this.registers.findIndex((r) => r.lane === thread && r.name === name);
    return { ...op, source: source < 0 ? NONE : source };
  }

  /** Integer arguments, in the order of the call's parameters. */
  private withNumbers(op: Op, values: readonly number[]): Op {
    if (values.length === 0) return op;
    const takesTime = /sleep|udelay|_wait$|_down|mutex_lock/.test(op.call);
    const [first] = values;
    if (!takesTime) return { ...op, value: first };
    return { ...op, timeout: first === 0 ? 0 : first + 1 };
  }

  /** The messages it sends, the counters that atoms name, the dt that is kept. */
  private withIdentity(op: Op, thread: number, index: number, values: readonly number[]): Op {
    let result = op;
    if (op.call === 'ipc_call_async' || op.call === 'ipc_hangup') {
      this.messages.push({
        thread,
        op: index,
        phone: op.phone,
        method: values[0] ?? 0,
        callerBox: this.ownBox(thread),
        hangup: op.call === 'ipc_hangup',
      });
      result = { ...result, message: this.messages.length - 1 };
    }
    if (this.names.kernelLevel) return result;
    if (op.label !== null && isCounted(this.names, thread, op.label)) {
      this.counted.push({ thread, op: index });
      result = { ...result, counted: this.counted.length - 1 };
    }
    if (op.timeout > 0 && keepsTime(this.names.litmus, thread, op.label)) {
      this.timed.push({ thread, op: index });
      result = { ...result, timed: this.timed.length - 1 };
    }
    return result;
  }
}

/** Does the condition or the filter ask how often this call was aborted or restarted? */
function isCounted(names: Names, thread: number, label: string): boolean {
  const { condition, filter } = names.litmus;
  return [condition.prop, filter].some(
    (prop) => prop !== null && refersTo(names, prop, thread, label),
  );
}

function refersTo(names: Names, prop: Prop, thread: number, label: string): boolean {
  if (prop.is === 'aborted' || prop.is === 'restarted') {
    return threadOf(names, prop.ref.lane) === thread && prop.ref.label === label;
  }
  if (prop.is === 'not') return refersTo(names, prop.prop, thread, label);
  if ('left' in prop) {
    return refersTo(names, prop.left, thread, label) || refersTo(names, prop.right, thread, label);
  }
  return false;
}

/** dt is an observable: kept where outcomes are compared, or where the condition names it. */
function keepsTime(litmus: Litmus, thread: number, label: string | null): boolean {
  if (['R9', 'R11', 'R15'].some((id) => litmus.meta.asserts.includes(id))) return true;
  const text = JSON.stringify([litmus.condition, litmus.filter, litmus.locations]);
  return text.includes(`"is":"dt","lane":${thread},"label":"${label}"`);
}
