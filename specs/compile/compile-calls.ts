/**
 * The ops of a program: each cell of a thread's lane as one call with its numbers.
 *
 * A name among the arguments is looked up in the test's objects; an integer is a time or a value,
 * as the call has it. Registers, messages, and the counters and times that the test asks for get
 * their numbers here, in the order of the lanes.
 */
import { isSet } from '../../model/designs/asking.ts';
import { policiesFor } from '../../model/designs/designs.ts';
import type { Design, Policies } from '../../model/designs/policies.ts';
import {
  ABORTABLE,
  FUTEX,
  INTERRUPTIBLE,
  type Message,
  NONE,
  NO_OP,
  NON_BLOCKING,
  type Op,
} from '../../model/record/program.ts';
import { debugMethodOf } from '../../model/ipc/debug-methods.ts';
import { CONNECTION_CLONE, DEBUG, methodOf, type SystemMethod } from '../../model/ipc/methods.ts';
import { ANSWER_ERRORS } from '../../model/record/values.ts';
import { K_NOTE } from '../../model/syscall/kernel-lanes.ts';
import { assertedIn } from '../litmus/calls/asserted.ts';
import { callOf } from '../litmus/calls/calls.ts';
import type * as Flat from '../litmus/flow/flat.ts';
import { type ArgKind, EXPIRED } from '../litmus/calls/call-spec.ts';
import { startOf } from './calls-to-steps.ts';
import { sendsOf } from './compile-ipc.ts';
import { comesBackOf } from './compile-sets.ts';
import { addQueue, cellsOf, type Names, taskName, threadOf } from './compile-names.ts';
import type { Arg, Cell, Loc, Prop } from '../litmus/litmus.ts';
import { Unsupported } from './unsupported.ts';

type CallCell = Extract<Cell, { is: 'call' }>;

/** Calls of one loop that may be under way: 2012 lets a phone have four. */
const ASYNC_IN_LOOPS = 5;

const FLAG_BITS: Readonly<Record<string, number>> = {
  NONBLOCK: NON_BLOCKING,
  NON_BLOCKING,
  INTERRUPTIBLE,
  FUTEX,
  ABORTABLE,
  NONE: 0,
};

/** Compiles the cells of all lanes, and collects what they number. */
export class CallCompiler {
  readonly registers: { lane: number; name: string }[] = [];
  readonly messages: Message[] = [];
  readonly counted: { thread: number; op: number }[] = [];
  readonly timed: { thread: number; op: number }[] = [];
  private readonly labelled = new Map<string, number>();
  /** Phones that an op of 2026 hangs up; where groups cross, with the message that the op has for it. */
  readonly hangups = new Map<number, number>();
  private readonly names: Names;
  /** The call that is compiled is in a loop. */
  private repeats = false;
  private readonly design: Design;

  constructor(names: Names, design: Design) {
    this.names = names;
    this.design = design;
  }

  /** A system call of user code. @throws Unsupported */
  call(
    { call, args, register, place }: Extract<Flat.Step, { is: 'call' }>,
    label: string | null,
    thread: number,
    op: number,
    repeats: boolean,
  ): Op {
    this.repeats = repeats;
    const cell = { is: 'call', label, register, call, args, place } as const;
    const compiled = this.compileCall(cell, thread, op);
    this.repeats = false;
    return compiled;
  }

  /** What every step of user mode is. */
  ofUserMode(thread: number): Op {
    return { ...NO_OP, box: this.ownBox(thread), policies: this.design.policies };
  }

  /** @throws Unsupported */
  compile(cell: Cell, thread: number, op: number): Op {
    if (cell.is === 'assign') return this.compileAssignment(cell, thread);
    if (cell.is === 'env') {
      if (cell.op.is !== 'tick') throw new Unsupported(`${cell.op.is} in a thread's lane`);
      return this.compileTick(cell.op.count, thread);
    }
    if (cell.is === 'user') throw new Unsupported('user code has not been inlined');
    return this.compileCall(cell, thread, op);
  }

  private base(call: string, thread: number): Op {
    const policies = policiesFor(this.design, call);
    const start = startOf(call, this.names.litmus.meta.table, this.names.old, policies);
    return { ...NO_OP, call, ...start, box: this.ownBox(thread), policies };
  }

  private ownBox(thread: number): number {
    const task = taskName(this.names.litmus, this.names.columns[thread]);
    const box = this.names.boxes.findIndex((it) => this.names.tasks[it.task] === task);
    return box < 0 ? NONE : box;
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
    return this.withIdentity(this.plainCall(cell, thread), thread, op);
  }

  /** The call that a debugger makes of one: what a test asks, it asks of the call as written. */
  variantOf(cell: CallCell, written: Op, thread: number, index: number): Op {
    const op = this.withMessages(this.plainCall(cell, thread), thread, index);
    const { counted, timed, comesBack } = written;
    const isTimed = timed === NONE && op.timeout > 0 && keepsTime(this.names, thread, op.label);
    if (isTimed) this.timed.push({ thread, op: index });
    return { ...op, counted, comesBack, timed: isTimed ? this.timed.length - 1 : timed };
  }

  private plainCall(cell: CallCell, thread: number): Op {
    const { old, kernelLevel, litmus } = this.names;
    const found = { ...this.base(cell.call, thread), label: cell.label };
    const kinds = callOf(cell.call, litmus.meta.table)?.args ?? [];
    const debugs = callOf(cell.call, litmus.meta.table)?.debugs;
    const debug = debugs === undefined ? 0 : debugMethodOf(debugs);
    const register = this.register(thread, cell.register);
    let result: Op = { ...found, register, debug, method: debug === 0 ? 0 : DEBUG };
    for (const [i, arg] of cell.args.entries()) {
      result = this.withArgument(result, kinds[i].kind, arg, thread);
    }
    // An argument that is not given is 0: the first phone of the task.
    if (result.method === CONNECTION_CLONE && result.subject === NONE) {
      result = { ...result, subject: this.firstPhone(thread) };
    }
    if (result.call === 'thread_get_id') result = { ...result, value: thread + 1 };
    if (result.call === 'task_get_id') result = { ...result, value: this.taskOf(thread) + 1 };
    if (result.call === 'futex_trydown' && !old) {
      result = { ...result, timeout: 1 };
    }
    if (/^(futex_down|futex_down_timeout|futex_trydown)$/.test(result.call) && !kernelLevel) {
      result = { ...result, flags: FUTEX };
    }
    if (kernelLevel && /^(mutex|semaphore|condvar)_/.test(result.call) && !old) {
      result = { ...result, flags: result.flags & NON_BLOCKING };
    }
    if (result.call === 'stoppable_sleep') result = { ...result, flags: INTERRUPTIBLE };
    return isNoted(this.names, result) ? { ...result, entry: K_NOTE } : result;
  }

  /** The number of a register, new or known. */
  register(thread: number, name: string | null): number {
    if (name === null) return NONE;
    const known = this.registers.findIndex((r) => r.lane === thread && r.name === name);
    if (known >= 0) return known;
    this.registers.push({ lane: thread, name });
    return this.registers.length - 1;
  }

  /** One argument of a call, by what the call's specification says it is. */
  private withArgument(op: Op, kind: ArgKind, arg: Arg, thread: number): Op {
    const name = arg.is === 'names' ? arg.names[0] : '';
    const value = arg.is === 'integer' ? arg.value : 0;
    switch (kind) {
      case 'duration':
        // Less than a tick: over with the next one.
        if (name === EXPIRED) return { ...op, timeout: 1 };
        return { ...op, timeout: value === 0 ? 0 : value + 1 };
      case 'value':
        return { ...op, value };
      case 'integer':
        return op.event === NONE ? { ...op, value } : { ...op, method: value };
      case 'method':
        return { ...op, method: arg.is === 'integer' ? value : systemMethod(name) };
      case 'answer':
        return { ...op, value: arg.is === 'integer' ? value : (ANSWER_ERRORS[name] ?? 0) };
      case 'flags':
        return arg.is === 'names' ? withFlags(op, arg.names, this.names) : op;
      case 'register':
        return { ...op, source: this.sourceOf(thread, name) };
      case 'lane':
        return { ...op, target: threadOf(this.names, name) };
      case 'event':
      case 'irq':
        return { ...op, event: this.names.events.indexOf(name) };
      case 'phone':
        return this.withPhone(op, name);
      default:
        return this.withQueue(op, name);
    }
  }

  /** The phone of the call; a second one is what its method is about. */
  private withPhone(op: Op, name: string): Op {
    const phone = this.names.phones.findIndex((known) => known.name === name);
    return op.phone === NONE ? { ...op, phone } : { ...op, subject: phone };
  }

  private taskOf(thread: number): number {
    const { litmus, columns, tasks } = this.names;
    return tasks.indexOf(taskName(litmus, columns[thread]));
  }

  private firstPhone(thread: number): number {
    const { phones } = this.names;
    const task = this.taskOf(thread);
    const first = phones.findIndex((phone) => phone.task === task && phone.slot === 0);
    return first < 0 ? NONE : first;
  }

  /** A wait queue or what is made of one; condvar_wait has a mutex besides. */
  private withQueue(op: Op, name: string): Op {
    const queue = this.names.queues.findIndex(
      (known) => known.name === name && known.kind !== 'box',
    );
    if (op.call === 'condvar_wait' && op.queue !== NONE) return { ...op, mutexQueue: queue };
    const word = this.names.words.findIndex((known) => known.name === name);
    return { ...op, word: word < 0 ? NONE : word, queue: queue < 0 ? NONE : queue };
  }

  /**
   * The own lane's register of this name, else that of another lane of the task; in kernel tables,
   * of any lane: who answers there may not have been sent the request.
   */
  private sourceOf(thread: number, name: string): number {
    const own = this.registers.findIndex((r) => r.lane === thread && r.name === name);
    if (own >= 0) return own;
    const { columns, litmus } = this.names;
    const task = taskName(litmus, columns[thread]);
    const inTask = this.registers.findIndex(
      (r) => r.name === name && taskName(litmus, columns[r.lane]) === task,
    );
    if (inTask >= 0 || !this.names.kernelLevel) return inTask < 0 ? NONE : inTask;
    const other = this.registers.findIndex((r) => r.name === name);
    return other < 0 ? NONE : other;
  }

  /** The messages it sends, the counters that atoms name, the dt that is kept. */
  private withIdentity(op: Op, thread: number, index: number): Op {
    const comesBack = comesBackOf(this.names, thread, index);
    let result = this.withMessages({ ...op, comesBack }, thread, index);
    if (this.names.kernelLevel) return result;
    if (op.label !== null && isCounted(this.names, thread, op.label)) {
      result = { ...result, counted: this.countedAt(thread, op.label, index) };
    }
    if (op.timeout > 0 && keepsTime(this.names, thread, op.label)) {
      this.timed.push({ thread, op: index });
      result = { ...result, timed: this.timed.length - 1 };
    }
    return result;
  }

  /** In user code all calls of a label are counted together. */
  private countedAt(thread: number, label: string, index: number): number {
    const key = `${thread}:${label}`;
    const known = this.labelled.get(key);
    if (known !== undefined) return known;
    this.counted.push({ thread, op: index });
    this.labelled.set(key, this.counted.length - 1);
    return this.counted.length - 1;
  }

  /** Hang-ups of 2026 send the call that the phone has (compile-ipc.ts). */
  private withMessages(op: Op, thread: number, index: number): Op {
    const isHangup = op.call === 'ipc_hangup';
    if (isHangup && !this.names.old) {
      this.hangups.set(op.phone, this.names.crosses ? this.messages.length : NONE);
      if (!this.names.crosses) return op;
    }
    const sends = /^(ipc_call_|page_in|ipc_req_internal|event_notify|ipc_irq_send_msg)/;
    if (!isHangup && op.debug === 0 && !sends.test(op.call)) return op;
    const first = this.messages.length;
    const isSync = /^(ipc_call_sync|page_in|ipc_req)/.test(op.call) && !isLibc(op, this.names);
    const once = isSync || isMadeAgain(op) ? sendsOf(this.names, op.call, thread) : 1;
    // In a loop the answer of the round before may still be in a register.
    const inLoop = isSync ? once + 1 : ASYNC_IN_LOOPS;
    const count = (this.repeats ? inLoop : once) + op.comesBack;
    const reuses = isSync && count > 1 && !this.names.kernelLevel && reusesName(op.policies);
    let callerBox = op.box;
    for (let i = 0; i < count; i++) {
      if (isSync && (i === 0 || !reuses)) {
        callerBox = this.privateBox(thread);
      }
      this.messages.push({
        thread,
        op: index,
        phone: op.phone,
        method: op.call === 'page_in' ? methodOf('PAGE_IN') : op.method,
        callerBox,
        hangup: isHangup,
        preallocated: false,
        debug: op.debug,
        target: op.debug === 0 ? NONE : op.target,
        argument: op.debug === 0 ? 0 : op.value | (op.badData ? 1 : 0),
      });
    }
    return { ...op, message: first, messages: count };
  }

  /** `box@P0`, for the next one of that thread `box@P0/2`. */
  private privateBox(thread: number): number {
    const { litmus, columns, tasks, boxes, queues } = this.names;
    const base = `box@${litmus.lanes[columns[thread]].name}`;
    const before = queues.filter((each) => each.name.split('/')[0] === base).length;
    const name = before === 0 ? base : `${base}/${before + 1}`;
    const queue = addQueue(this.names, name, 'box', 0);
    boxes.push({
      task: tasks.indexOf(taskName(litmus, columns[thread])),
      queue,
      isPrivate: true,
      isKbox: false,
    });
    return boxes.length - 1;
  }

  /** An op whose end is kept, though its cell has no register: a tick. */
  withRegister(op: Op, thread: number, index: number): Op {
    if (op.register !== NONE) return op;
    this.registers.push({ lane: thread, name: `end of ${index}` });
    return { ...op, register: this.registers.length - 1 };
  }

  /** Registers are numbered before any call is compiled: one may name another lane's. */
  numberRegisters(): void {
    for (const [thread, column] of this.names.columns.entries()) {
      for (const cell of cellsOf(this.names.litmus, column)) {
        if (cell.is === 'call') this.register(thread, cell.register);
      }
    }
  }
}

/** @throws Unsupported for a method whose locks nothing models. */
function systemMethod(name: string): number {
  if (name === 'STATE_CHANGE_AUTHORIZE') {
    throw new Unsupported('STATE_CHANGE_AUTHORIZE: the phones that it looks at are not modelled');
  }
  return methodOf(name as SystemMethod);
}

/** Kernel tables of 2012: the lane that is interrupted calls ipc_wait again if it is told to. */
function isNoted({ old, kernelLevel, litmus, columns }: Names, { call, target }: Op): boolean {
  if (!old || !kernelLevel || !/^(thread_interrupt|waitq_interrupt_sleep)$/.test(call))
    return false;
  if (target < 0 || !litmus.meta.restart.includes(litmus.lanes[columns[target]].name)) return false;
  return cellsOf(litmus, columns[target]).some(
    (cell) => cell.is === 'call' && cell.call === 'ipc_wait',
  );
}

/** completed=again: a request that finds the call completed has it made once more. */
function isMadeAgain({ policies, waits, event }: Op): boolean {
  return waits === 'nothing' && event === NONE && policies.completed === 'again';
}

/** Is a request that is sent again to be answered into the same box? */
function reusesName(policies: Policies): boolean {
  if (isSet(policies, 'syncCall=reuse-id')) return true;
  return isSet(policies, 'syncCall=cancel') && isSet(policies, 'cancel=reused-name');
}

function isLibc({ call, policies }: Op, { kernelLevel }: Names): boolean {
  return !kernelLevel && call.startsWith('ipc_call_sync') && isSet(policies, 'syncCall=libc');
}

function withFlags(op: Op, names: readonly string[], { words }: Names): Op {
  const mapped = words.findIndex(({ name }) => name === 'mapped');
  if (names.includes('MAPPED') && mapped < 0) {
    throw new Unsupported('MAPPED without a "word mapped", which says whether the arguments are');
  }
  return {
    ...op,
    flags: names.reduce((bits, name) => bits | (FLAG_BITS[name] ?? 0), op.flags),
    badBuffer: op.badBuffer || names.includes('BAD_BUFFER'),
    mapping: names.includes('MAPPED') ? mapped : op.mapping,
    badData: op.badData || names.includes('BAD_DATA') || names.includes('ABSENT'),
    masks: op.masks || names.includes('MASK'),
    masquerades: op.masquerades || names.includes('ROUTE_FROM_ME'),
  };
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
function keepsTime(names: Names, thread: number, label: string | null): boolean {
  const { litmus } = names;
  if (['R9', 'R11', 'R15'].some((id) => assertedIn(litmus).includes(id))) return true;
  const isThis = (loc: Loc): boolean =>
    loc.is === 'dt' && loc.label === label && threadOf(names, `P${loc.lane}`) === thread;
  const isIn = (prop: Prop): boolean => {
    if (prop.is === 'compare') return isThis(prop.loc);
    if (prop.is === 'not') return isIn(prop.prop);
    return 'left' in prop && (isIn(prop.left) || isIn(prop.right));
  };
  const { condition, filter, locations } = litmus;
  return locations.some(isThis) || isIn(condition.prop) || (filter !== null && isIn(filter));
}
