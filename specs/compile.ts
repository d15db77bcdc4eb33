/**
 * From a litmus test to a program of the model: every name becomes a number.
 *
 * The litmus has been validated, so what is looked up here is there; only what concerns the model
 * (a task kill that would need IPC clean-up, an operation that nothing models) is refused, as
 * Unsupported, with the reason.
 */
import { type Design, policiesFor } from '../model/designs.ts';
import {
  FUTEX,
  INTERRUPTIBLE,
  NONE,
  NON_BLOCKING,
  type EnvAction,
  type Message,
  type Op,
  type Program,
  type Queue,
  type Revision,
} from '../model/program.ts';
import { startOf } from './calls-to-steps.ts';
import { isKernelTable } from './calls.ts';
import type { Arg, CallRef, Cell, EnvOp, Litmus, Loc, Prop } from './litmus.ts';

/** The model has no such thing; not a fault of the litmus. */
export class Unsupported extends Error {}

/** Ticks that may come where the file does not say. */
const TICKS_DEFAULT = 8;

export interface CompileOptions {
  /** No aborts and no E lane: the abort-free side of R15. */
  readonly abortFree?: boolean;
  /** No aborts; the E lane keeps what it does besides (kill, ticks, set). */
  readonly withoutAborts?: boolean;
  /** Every budget is cut to this many aborts. */
  readonly aborts?: number | null;
  readonly stampReturns?: boolean;
}

type CallCell = Extract<Cell, { is: 'call' }>;

const FLAG_BITS: Readonly<Record<string, number>> = {
  NONBLOCK: NON_BLOCKING,
  NON_BLOCKING,
  INTERRUPTIBLE,
  FUTEX,
  NONE: 0,
};

/** @throws Unsupported */
export function compile(
  litmus: Litmus,
  design: Design,
  revision: Revision,
  options: CompileOptions = {},
): Program {
  return new Compiler(litmus, design, revision, options).program();
}

class Compiler {
  readonly litmus: Litmus;
  readonly design: Design;
  readonly revision: Revision;
  readonly options: CompileOptions;
  readonly kernelLevel: boolean;
  /** Columns of P lanes, by thread number. */
  readonly columns: readonly number[];
  readonly tasks: readonly string[];
  readonly queues: Queue[] = [];
  readonly words: { name: string; initial: number }[] = [];
  readonly phones: { name: string; lock: number; box: number; from: number }[] = [];
  readonly boxes: { task: number; queue: number }[] = [];
  readonly messages: Message[] = [];
  readonly registers: { lane: number; name: string }[] = [];
  readonly counted: { thread: number; op: number }[] = [];
  readonly timed: { thread: number; op: number }[] = [];

  constructor(litmus: Litmus, design: Design, revision: Revision, options: CompileOptions) {
    this.litmus = litmus;
    this.design = design;
    this.revision = revision;
    this.options = options;
    this.kernelLevel = isKernelTable(litmus.meta.table);
    this.columns = litmus.lanes.flatMap(({ name }, i) => (name === 'E' ? [] : [i]));
    this.tasks = [...new Set(this.columns.map((column) => this.taskName(column)))];
    this.declareObjects();
  }

  program(): Program {
    const { litmus, columns, revision } = this;
    const lanes = columns.map((column, thread) => ({
      name: litmus.lanes[column].name,
      task: this.tasks.indexOf(this.taskName(column)),
      restart: litmus.meta.restart.includes(litmus.lanes[column].name),
      ops: this.cellsOf(column).map((cell, op) => this.compileCell(cell, thread, op)),
    }));
    this.refuse(lanes);
    const env = this.options.abortFree ? [] : this.environment();
    return {
      name: litmus.name,
      revision,
      kernelLevel: this.kernelLevel,
      lanes,
      tasks: this.tasks,
      env,
      queues: this.queues,
      words: this.words,
      phones: this.phones,
      boxes: this.boxes,
      messages: this.messages,
      registers: this.registers,
      budgets: this.options.abortFree || this.options.withoutAborts ? [] : this.budgets(env),
      resumed: lanes.map((_, t) => env.some((a) => a.is === 'resume' && a.thread === t)),
      counted: this.counted,
      timed: this.timed,
      ticksMax: litmus.meta.ticks ?? TICKS_DEFAULT,
      stampReturns: this.options.stampReturns ?? false,
      ghosts: {
        latency: this.asserts('R7'),
        place: this.asserts('R17'),
        order: this.asserts('R8'),
      },
    };
  }

  private asserts(id: string): boolean {
    return this.litmus.meta.asserts.includes(id);
  }

  private taskName(column: number): string {
    return this.litmus.lanes[column].task ?? 'T';
  }

  /** The cells of a lane in program order; empty ones do not count. */
  private cellsOf(column: number): Cell[] {
    return this.litmus.rows.flatMap((row) => row[column] ?? []);
  }

  private declareObjects(): void {
    const calls = this.columns.flatMap((column) => this.cellsOf(column));
    const usesBoxes = calls.some((cell) => cell.is === 'call' && cell.call.startsWith('ipc_'));
    if (usesBoxes) {
      for (const [task, name] of this.tasks.entries()) {
        this.boxes.push({ task, queue: this.addQueue(name, 'box', 0) });
      }
    }
    for (const init of this.litmus.init) {
      if (init.is !== 'object') continue;
      const initial = init.value?.is === 'integer' ? init.value.value : 0;
      this.declare(init.type, init.name, initial, init.link);
    }
    for (const init of this.litmus.init) {
      if (init.is === 'value')
        this.setInitial(init.loc, init.value.is === 'integer' ? init.value.value : 0);
    }
  }

  private addQueue(name: string, kind: Queue['kind'], initial: number): number {
    this.queues.push({ name, kind, initial });
    return this.queues.length - 1;
  }

  private declare(
    type: string,
    name: string,
    initial: number,
    link: { readonly from: string; readonly to: string } | null,
  ): void {
    if (type === 'word') this.words.push({ name, initial });
    else if (type === 'futex') {
      this.words.push({ name, initial });
      this.addQueue(name, 'futex', 0);
    } else if (type === 'phone') this.declarePhone(name, link);
    else if (type === 'mutex') this.addQueue(name, 'mutex', 1);
    else this.addQueue(name, type as Queue['kind'], initial);
  }

  private declarePhone(name: string, link: { readonly from: string; readonly to: string } | null) {
    const lock = this.addQueue(`${name}.lock`, 'phone-lock', 1);
    const from = this.tasks.indexOf(link?.from ?? '');
    const box = this.boxes.findIndex(({ task }) => this.tasks[task] === link?.to);
    if (from < 0 || box < 0) {
      throw new Unsupported(`phone ${name}: both its tasks need a lane that makes ipc calls`);
    }
    this.phones.push({ name, lock, box, from });
  }

  private setInitial(loc: Loc, value: number): void {
    if (loc.is !== 'object') throw new Unsupported('only objects can be given initial values');
    const word = this.words.findIndex(({ name }) => name === loc.name);
    if (word >= 0 && (loc.field === null || loc.field === 'counter')) {
      this.words[word].initial = value;
      return;
    }
    const queue = this.queues.findIndex(({ name }) => name === loc.name);
    if (queue < 0 || !['balance', 'missed', 'tokens'].includes(loc.field ?? '')) {
      throw new Unsupported(`${loc.name}.${loc.field} cannot be given an initial value`);
    }
    this.queues[queue] = { ...this.queues[queue], initial: value };
  }

  /** What would need something that nothing models. */
  private refuse(lanes: Program['lanes']): void {
    const exits = (task: number): boolean =>
      lanes.every((lane) => lane.task !== task || lane.ops.some((op) => op.call === 'thread_exit'));
    if (this.boxes.length > 0 && this.tasks.some((_, task) => exits(task))) {
      throw new Unsupported('the last thread of a task exits: ipc_cleanup is not modelled yet');
    }
    for (const [q, { name, kind }] of this.queues.entries()) {
      const users = lanes.filter(({ ops }) => ops.some((op) => op.queue === q));
      const tasks = new Set(users.map(({ task }) => task));
      const isHandle = kind === 'waitq' || kind === 'futex';
      if (!this.isOld() && !this.kernelLevel && isHandle && tasks.size > 1) {
        throw new Unsupported(
          `${name} is a capability of one task (2026), but lanes of ${tasks.size} tasks use it`,
        );
      }
    }
  }

  private compileCell(cell: Cell, thread: number, op: number): Op {
    if (cell.is === 'assign') return this.compileAssignment(cell, thread);
    if (cell.is === 'env') {
      if (cell.op.is !== 'tick') throw new Unsupported(`${cell.op.is} in a thread's lane`);
      return this.compileTick(cell.op.count, thread);
    }
    return this.compileCall(cell, thread, op);
  }

  private base(call: string, thread: number): Op {
    const start = startOf(call, this.revision === 'helenos-2012', this.kernelLevel);
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
    const task = this.taskName(this.columns[thread]);
    return this.boxes.findIndex((box) => this.tasks[box.task] === task);
  }

  private compileAssignment(cell: Extract<Cell, { is: 'assign' }>, thread: number): Op {
    const { loc, value } = cell;
    const name = loc.is === 'object' ? loc.name : '';
    const word = this.words.findIndex((known) => known.name === name);
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
    const found = { ...this.base(cell.call, thread), label: cell.label };
    const values: number[] = [];
    let result: Op = { ...found, register: this.register(thread, cell.register) };
    for (const arg of cell.args) {
      if (arg.is === 'integer') values.push(arg.value);
      else result = this.withNames(result, arg, thread);
    }
    result = this.withNumbers(result, values);
    if (result.call === 'futex_trydown' && this.revision === 'helenos-2026') {
      result = { ...result, timeout: 1 };
    }
    if (/^(futex_down|futex_down_timeout|futex_trydown)$/.test(result.call) && !this.kernelLevel) {
      result = { ...result, flags: FUTEX };
    }
    if (this.kernelLevel && /^(mutex|semaphore|condvar)_/.test(result.call) && !this.isOld()) {
      result = { ...result, flags: result.flags & NON_BLOCKING };
    }
    if (this.isOld() && result.call === 'condvar_wait' && result.flags & NON_BLOCKING) {
      if (result.timeout === 0) {
        throw new Unsupported('a condvar_wait that would block keeps a spinlock while it sleeps');
      }
    }
    return this.withIdentity(result, thread, op, values);
  }

  private isOld(): boolean {
    return this.revision === 'helenos-2012';
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
    const target = this.columns.findIndex((column) => this.litmus.lanes[column].name === name);
    if (target >= 0) return { ...op, target };
    const phone = this.phones.findIndex((known) => known.name === name);
    if (phone >= 0) return { ...op, phone, box: this.phones[phone].box };
    const word = this.words.findIndex((known) => known.name === name);
    const queue = this.queues.findIndex((known) => known.name === name && known.kind !== 'box');
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
    const isDelay = op.call === 'thread_udelay';
    return { ...op, timeout: first === 0 ? 0 : isDelay ? first + 1 : first + 1 };
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
    if (this.kernelLevel) return result;
    if (op.label !== null && this.isCounted(thread, op.label)) {
      this.counted.push({ thread, op: index });
      result = { ...result, counted: this.counted.length - 1 };
    }
    if (op.timeout > 0 && this.keepsTime(thread, op.label)) {
      this.timed.push({ thread, op: index });
      result = { ...result, timed: this.timed.length - 1 };
    }
    return result;
  }

  private isCounted(thread: number, label: string): boolean {
    const { condition, filter } = this.litmus;
    return [condition.prop, filter].some(
      (prop) => prop !== null && this.names(prop, thread, label),
    );
  }

  private names(prop: Prop, thread: number, label: string): boolean {
    if (prop.is === 'aborted' || prop.is === 'restarted') {
      return this.threadOf(prop.ref.lane) === thread && prop.ref.label === label;
    }
    if (prop.is === 'not') return this.names(prop.prop, thread, label);
    if ('left' in prop) {
      return this.names(prop.left, thread, label) || this.names(prop.right, thread, label);
    }
    return false;
  }

  /** dt is an observable: kept where outcomes are compared, or where the condition names it. */
  private keepsTime(thread: number, label: string | null): boolean {
    if (['R9', 'R11', 'R15'].some((id) => this.asserts(id))) return true;
    const text = JSON.stringify([this.litmus.condition, this.litmus.filter, this.litmus.locations]);
    return text.includes(`"is":"dt","lane":${thread},"label":"${label}"`);
  }

  private environment(): EnvAction[] {
    const column = this.litmus.lanes.findIndex(({ name }) => name === 'E');
    if (column < 0) return [];
    const actions = this.cellsOf(column).map((cell) => {
      if (cell.is !== 'env') throw new Unsupported('only environment operations in lane E');
      return this.action(cell.op);
    });
    if (this.options.withoutAborts) {
      return actions.filter(({ is }) => is !== 'abort' && is !== 'await' && is !== 'resume');
    }
    return this.options.aborts === 1 ? firstAbortOnly(actions) : actions;
  }

  private action(op: EnvOp): EnvAction {
    switch (op.is) {
      case 'await':
        return { is: 'await', state: op.state, ...this.ref(op.ref) };
      case 'abort':
        return { is: 'abort', ...this.ref(op.ref) };
      case 'resume':
        return { is: 'resume', thread: this.threadOf(op.lane) };
      case 'tick':
        return { is: 'tick', count: op.count };
      case 'kill':
        return this.kill(op.task);
      case 'set':
        return this.set(op.loc, op.value.is === 'integer' ? op.value.value : 0);
      default:
        throw new Unsupported(`the model has no "${op.is}" yet`);
    }
  }

  private kill(task: string): EnvAction {
    if (this.boxes.length > 0) {
      throw new Unsupported('kill of a task with IPC: ipc_cleanup is not modelled yet');
    }
    const threads = this.columns.flatMap((column, t) =>
      this.taskName(column) === task ? [t] : [],
    );
    return { is: 'kill', threads };
  }

  private set(loc: Loc, value: number): EnvAction {
    const name = loc.is === 'object' ? loc.name : '';
    const word = this.words.findIndex((known) => known.name === name);
    if (word < 0) throw new Unsupported(`set ${name}: only words can be set`);
    return { is: 'set', word, value };
  }

  private threadOf(lane: string): number {
    return this.columns.findIndex((column) => this.litmus.lanes[column].name === lane);
  }

  private ref(ref: CallRef): { thread: number; op: number } {
    const thread = this.threadOf(ref.lane);
    const op = this.cellsOf(this.columns[thread]).findIndex(
      (cell) => cell.is === 'call' && cell.label === ref.label,
    );
    return { thread, op };
  }

  /** Budgets less the explicit aborts that they cover: a budget is the total. */
  private budgets(env: readonly EnvAction[]): Program['budgets'] {
    const cap = this.options.aborts ?? null;
    const declared = this.litmus.meta.aborts.map(({ target, most }) => ({
      ...(target === 'any' ? { thread: NONE, op: NONE } : this.ref(target)),
      most: cap === null ? most : Math.min(most, cap),
    }));
    return declared.map((budget) => {
      const explicit = env.filter(
        (a) =>
          a.is === 'abort' &&
          (budget.thread === NONE || (a.thread === budget.thread && a.op === budget.op)),
      );
      return { ...budget, most: Math.max(0, budget.most - explicit.length) };
    });
  }
}

/** The E lane with its first abort alone, for R11. */
function firstAbortOnly(actions: readonly EnvAction[]): EnvAction[] {
  const first = actions.findIndex(({ is }) => is === 'abort');
  return actions.filter(({ is }, i) => is !== 'abort' || i === first);
}
