/**
 * A cursor over one record: the kernel's objects as the steps see them.
 *
 * The cursor is bound to a record by `bind` and then reads and writes its bytes in place; nothing
 * is allocated per step. Lists are a length and then that many bytes; the rest is zero, so that
 * equal lists are equal bytes.
 */
import type { Layout } from './layout.ts';
import {
  ARGUMENTS,
  BALANCE,
  BASE,
  CLOSED,
  CPU,
  DEADLINE,
  ENV_OP,
  EVENT_SIZE,
  FLAGS,
  GHOST,
  HOOK_SIZE,
  IS_BEING_CHANGED,
  IS_BOX_LOCKED,
  IS_CLOSED,
  IS_DESTROYED,
  IS_FREED,
  IS_LOCKED,
  IS_MOVED,
  KNOWN_SHIFT,
  LENGTH,
  NOW,
  OP,
  PC,
  RC,
  RET,
  SESSION_SIZE,
  SLEEPERS,
  SLEEP_FLAGS,
  TIMEOUT,
  WAS_CHANGED,
  WQ,
  layoutOf,
} from './layout.ts';
import { NONE, NO_OP, PRIVATE_QUEUE } from './program.ts';
import type { Op, Program } from './program.ts';
import { BoundError } from './bound-error.ts';
import { codeOf, encodeValue, payloadOf } from './values.ts';

const NO_REGISTERS: ReadonlySet<number> = new Set();

export class Kernel {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  /** Of the kernel that runs now: a restore on another node may change it. */
  program: Program;
  readonly layout: Layout;
  readonly threads: number;
  /** Copies of what nearly every step asks of the layout. */
  private readonly threadsFrom: number;
  private readonly threadSize: number;
  private readonly optionalAt: readonly number[];
  private readonly rareAt: readonly number[];
  private readonly messageSize: number;
  private readonly queuesFrom: number;
  private readonly queueSize: number;
  /** True for helenos-2012. */
  old: boolean;
  /** Program.worlds of the program that this was made for. */
  readonly worlds: readonly Program[] | undefined;
  /** Registers of calls in which a lane goes round for ever: of states in traps, where ends are told. */
  looping: ReadonlySet<number> = NO_REGISTERS;
  loopingLanes: ReadonlySet<number> = NO_REGISTERS;
  /** By queue, the task that it lies in, or NONE. */
  taskOfQueue: readonly number[];
  private readonly tasksOfQueues: {
    readonly in2012: readonly number[];
    readonly in2026: readonly number[];
  };

  constructor(program: Program) {
    this.program = program;
    this.layout = layoutOf(program);
    this.threads = program.lanes.length;
    this.threadsFrom = this.layout.threads;
    this.threadSize = this.layout.threadSize;
    this.optionalAt = this.layout.optional;
    this.rareAt = this.layout.rare;
    this.messageSize = this.layout.messageSize;
    this.queuesFrom = this.layout.queues;
    this.queueSize = this.layout.queueSize;
    this.old = program.revision === 'helenos-2012';
    this.worlds = program.worlds;
    this.tasksOfQueues = {
      in2012: tasksOfQueues(program, true),
      in2026: tasksOfQueues(program, false),
    };
    this.taskOfQueue = this.old ? this.tasksOfQueues.in2012 : this.tasksOfQueues.in2026;
  }

  bind(bytes: Uint8Array, at: number): void {
    this.bytes = bytes;
    this.at = at;
    if (this.worlds !== undefined) this.enter(this.worlds[bytes[at + ENV_OP]]);
  }

  private enter(program: Program): void {
    this.program = program;
    this.old = program.revision === 'helenos-2012';
    this.taskOfQueue = this.old ? this.tasksOfQueues.in2012 : this.tasksOfQueues.in2026;
  }

  /** A global field (NOW, ENV_OP, ...). */
  global(field: number): number {
    return this.bytes[this.at + field];
  }

  setGlobal(field: number, value: number): void {
    this.bytes[this.at + field] = value;
  }

  /** A field of thread t. */
  get(t: number, field: number): number {
    return this.bytes[this.at + this.threadsFrom + t * this.threadSize + field];
  }

  set(t: number, field: number, value: number): void {
    this.bytes[this.at + this.threadsFrom + t * this.threadSize + field] = value;
  }

  /** A ghost that not every record has: 0 where it is absent. */
  optional(t: number, ghost: number): number {
    const offset = this.optionalAt[ghost];
    return offset < 0 ? 0 : this.get(t, offset);
  }

  setOptional(t: number, ghost: number, value: number): void {
    const offset = this.optionalAt[ghost];
    if (offset >= 0) this.set(t, offset, value);
  }

  /** A field that not every record has: 0 where it is absent. */
  rare(t: number, field: number): number {
    const offset = this.rareAt[field];
    return offset < 0 ? 0 : this.get(t, offset);
  }

  setRare(t: number, field: number, value: number): void {
    const offset = this.rareAt[field];
    if (offset >= 0) this.set(t, offset, value);
  }

  has(t: number, flag: number): boolean {
    return (this.get(t, FLAGS) & flag) !== 0;
  }

  raise(t: number, flag: number): void {
    this.set(t, FLAGS, this.get(t, FLAGS) | flag);
  }

  lower(t: number, flag: number): void {
    this.set(t, FLAGS, this.get(t, FLAGS) & ~flag);
  }

  /** Ghost bits of thread t: written by steps, read by assertions only. */
  ghost(t: number, flag: number): boolean {
    return (this.get(t, GHOST) & flag) !== 0;
  }

  raiseGhost(t: number, flag: number): void {
    this.set(t, GHOST, this.get(t, GHOST) | flag);
  }

  /** The call that thread t is at; beyond its last one, nothing that a step asks for. */
  op(t: number): Op {
    const { ops, variants } = this.program.lanes[t];
    const { moved } = this.program;
    const variant = variants.length > 0 ? this.rare(t, ARGUMENTS) : 0;
    const op = this.get(t, OP);
    if (moved.length > 0 && (this.rare(t, CPU) & IS_MOVED) !== 0) {
      if (variant !== 0) return moved[t][ops.length + variant - 1];
      return op < ops.length ? moved[t][op] : NO_OP;
    }
    return variant === 0 ? (ops[op] ?? NO_OP) : variants[variant - 1];
  }

  goto(t: number, step: number): void {
    this.set(t, PC, step);
  }

  /** Starts a sleep of thread t at step `sleep`; it continues at step `ret` with RC set. */
  sleepOn(
    t: number,
    sleep: number,
    queue: number,
    timeout: number,
    flags: number,
    ret: number,
  ): void {
    this.set(t, WQ, queue);
    this.set(t, TIMEOUT, timeout);
    this.set(t, SLEEP_FLAGS, flags);
    this.set(t, RET, ret);
    this.set(t, PC, sleep);
  }

  /** Ends the primitive that thread t is in: the arguments leave its stack, RET is next. */
  returnWith(t: number, rc: number): void {
    this.set(t, RC, rc);
    this.set(t, WQ, 0);
    this.set(t, TIMEOUT, 0);
    this.set(t, SLEEP_FLAGS, 0);
    this.set(t, DEADLINE, 0);
    this.continueAtRet(t);
  }

  /** Begins a function of thread t that works on queue q; it continues at step `ret`. */
  callOn(t: number, first: number, q: number, ret: number): void {
    this.set(t, WQ, q);
    this.set(t, RET, ret);
    this.set(t, PC, first);
  }

  /** Its end. */
  endOfCall(t: number): void {
    this.set(t, WQ, 0);
    this.continueAtRet(t);
  }

  private continueAtRet(t: number): void {
    this.set(t, PC, this.get(t, RET));
    this.set(t, RET, 0);
  }

  /** Ticks by which deadlines go: 2012 counts decrements, 2026 the CPU's clock ticks. */
  ticks(): number {
    return this.old ? this.global(BASE) : this.global(NOW);
  }

  /** A wait queue's counter: missed_wakeups (2012) or wakeup_balance (2026). */
  balance(q: number): number {
    return (this.bytes[this.queueAt(q) + BALANCE] << 24) >> 24;
  }

  /** @throws BoundError beyond a signed byte. */
  setBalance(q: number, value: number): void {
    if (value > 127 || value < -128) throw outOfRange(this.program.queues[q].name, value);
    this.bytes[this.queueAt(q) + BALANCE] = value;
  }

  closed(q: number): boolean {
    return this.queueHas(q, IS_CLOSED);
  }

  setClosed(q: number): void {
    this.bytes[this.queueAt(q) + CLOSED] |= IS_CLOSED;
  }

  /** 2026: the capability is gone (the queue lives on while somebody sleeps on it). */
  destroyed(q: number): boolean {
    return this.queueHas(q, IS_DESTROYED);
  }

  setDestroyed(q: number): void {
    this.bytes[this.queueAt(q) + CLOSED] |= IS_DESTROYED;
  }

  /** 2012: the memory of this queue is given back; who holds its lock will write there. */
  free(q: number): void {
    if (!this.program.kernelLevel && this.locked(q))
      this.bytes[this.queueAt(q) + CLOSED] |= IS_FREED;
  }

  /** Was it freed under its lock? */
  freed(q: number): boolean {
    return this.queueHas(q, IS_FREED);
  }

  /** Its lock is let go of, wherever it is by now. */
  unlockFreed(q: number): void {
    this.bytes[this.queueAt(q) + CLOSED] &= ~(IS_LOCKED | IS_FREED);
  }

  /** Somebody holds wq->lock from one step to the next. */
  locked(q: number): boolean {
    return q !== PRIVATE_QUEUE && this.queueHas(q, IS_LOCKED);
  }

  setLocked(q: number, locked: boolean): void {
    const at = this.queueAt(q) + CLOSED;
    this.bytes[at] = locked ? this.bytes[at] | IS_LOCKED : this.bytes[at] & ~IS_LOCKED;
  }

  /** Somebody holds the lock of the box whose queue this is from one step to the next. */
  boxLocked(q: number): boolean {
    return this.queueHas(q, IS_BOX_LOCKED);
  }

  setBoxLocked(q: number, locked: boolean): void {
    const at = this.queueAt(q) + CLOSED;
    this.bytes[at] = locked ? this.bytes[at] | IS_BOX_LOCKED : this.bytes[at] & ~IS_BOX_LOCKED;
  }

  /** Somebody begins to change a list of this box without its lock. */
  beginChange(q: number): void {
    this.changes(q);
    this.bytes[this.queueAt(q) + CLOSED] |= IS_BEING_CHANGED;
  }

  /** That list is changed now, with its lock or without. */
  changes(q: number): void {
    if (this.queueHas(q, IS_BEING_CHANGED)) this.bytes[this.queueAt(q) + CLOSED] |= WAS_CHANGED;
  }

  /** Has anybody else changed it since it was begun? */
  endChange(q: number): boolean {
    const wasChanged = this.queueHas(q, WAS_CHANGED);
    this.bytes[this.queueAt(q) + CLOSED] &= ~(IS_BEING_CHANGED | WAS_CHANGED);
    return wasChanged;
  }

  /** 2012 futex_find(): this task has looked the futex up, and holds a reference from now on. */
  knowFutex(q: number, task: number): void {
    this.bytes[this.queueAt(q) + CLOSED] |= 1 << (KNOWN_SHIFT + task);
  }

  /** Has this task a reference to the futex? */
  knowsFutex(q: number, task: number): boolean {
    return this.queueHas(q, 1 << (KNOWN_SHIFT + task));
  }

  /** The task's reference goes; true if it had one and that was the last: the futex is freed. */
  forgetFutex(q: number, task: number): boolean {
    const at = this.queueAt(q) + CLOSED;
    const known = this.bytes[at] >> KNOWN_SHIFT;
    this.bytes[at] &= ~(1 << (KNOWN_SHIFT + task));
    return known === 1 << task;
  }

  private queueHas(q: number, bit: number): boolean {
    return (this.bytes[this.queueAt(q) + CLOSED] & bit) !== 0;
  }

  sleepers(q: number): number {
    return this.bytes[this.queueAt(q) + LENGTH];
  }

  sleeper(q: number, i: number): number {
    return this.bytes[this.queueAt(q) + SLEEPERS + i];
  }

  enqueue(q: number, t: number): void {
    this.append(this.queueAt(q) + LENGTH, t);
  }

  /** Takes thread t off the list, wherever it stands in it. */
  dequeue(q: number, t: number): void {
    this.removeFrom(this.queueAt(q) + LENGTH, t);
  }

  queueAt(q: number): number {
    return this.at + this.queuesFrom + q * this.queueSize;
  }

  /** A word of user memory, signed. */
  word(w: number): number {
    return (this.bytes[this.at + this.layout.words + w] << 24) >> 24;
  }

  /** @throws BoundError beyond a signed byte. */
  setWord(w: number, value: number): void {
    const { name, mod } = this.program.words[w];
    if (mod !== 0) value = ((value % mod) + mod) % mod;
    else if (value > 127 || value < -128) {
      const { message } = outOfRange(name, value);
      throw this.program.hasUserCode
        ? new BoundError(`${message}: declare it mod n`)
        : outOfRange(name, value);
    }
    this.bytes[this.at + this.layout.words + w] = value;
  }

  /** Threads in section s of user code. */
  section(s: number): number {
    return this.bytes[this.at + this.layout.sections + s];
  }

  setSectionCount(s: number, count: number): void {
    this.bytes[this.at + this.layout.sections + s] = count;
  }

  /** What U1 has seen (MARKS). */
  get marks(): number {
    return this.program.hasUserCode ? this.bytes[this.at + this.layout.marks] : 0;
  }

  mark(bit: number): void {
    this.bytes[this.at + this.layout.marks] |= bit;
  }

  message(m: number, field: number): number {
    return this.bytes[this.at + this.layout.messages + m * this.messageSize + field];
  }

  setMessage(m: number, field: number, value: number): void {
    this.bytes[this.at + this.layout.messages + m * this.messageSize + field] = value;
  }

  /** A field of phone p. */
  phone(p: number, field: number): number {
    return this.bytes[this.at + this.layout.phones + p * this.layout.phoneSize + field];
  }

  setPhone(p: number, field: number, value: number): void {
    this.bytes[this.at + this.layout.phones + p * this.layout.phoneSize + field] = value;
  }

  /** A field of box b. */
  box(b: number, field: number): number {
    return this.bytes[this.at + this.layout.boxes + b * this.layout.boxSize + field];
  }

  setBox(b: number, field: number, value: number): void {
    this.bytes[this.at + this.layout.boxes + b * this.layout.boxSize + field] = value;
  }

  /** A field of event e. */
  event(e: number, field: number): number {
    return this.bytes[this.at + this.layout.events + e * EVENT_SIZE + field];
  }

  setEvent(e: number, field: number, value: number): void {
    this.bytes[this.at + this.layout.events + e * EVENT_SIZE + field] = value;
  }

  /** A field of session s. */
  session(s: number, field: number): number {
    return this.bytes[this.at + this.layout.sessions + s * SESSION_SIZE + field];
  }

  setSession(s: number, field: number, value: number): void {
    this.bytes[this.at + this.layout.sessions + s * SESSION_SIZE + field] = value;
  }

  /** A field of thread t's part of udebug. */
  hook(t: number, field: number): number {
    return this.bytes[this.at + this.layout.hooks + t * HOOK_SIZE + field];
  }

  setHook(t: number, field: number, value: number): void {
    this.bytes[this.at + this.layout.hooks + t * HOOK_SIZE + field] = value;
  }

  /** A register as it is, and as it is copied: the byte of values.ts. */
  registerByte(register: number): number {
    return this.bytes[this.at + this.layout.registers + register];
  }

  setRegisterByte(register: number, byte: number): void {
    this.bytes[this.at + this.layout.registers + register] = byte;
  }

  setRegister(register: number, code: number, payload: number): void {
    this.bytes[this.at + this.layout.registers + register] = encodeValue(code, payload);
  }

  registerCode(register: number): number {
    return codeOf(this.bytes[this.at + this.layout.registers + register]);
  }

  registerPayload(register: number): number {
    return payloadOf(this.bytes[this.at + this.layout.registers + register]);
  }

  /** The list whose length stands at byte `at`. */
  append(at: number, item: number): void {
    const length = this.bytes[at];
    this.bytes[at + 1 + length] = item;
    this.bytes[at] = length + 1;
  }

  insertAt(at: number, index: number, item: number): void {
    const length = this.bytes[at];
    for (let i = length; i > index; i--) this.bytes[at + 1 + i] = this.bytes[at + i];
    this.bytes[at + 1 + index] = item;
    this.bytes[at] = length + 1;
  }

  removeFrom(at: number, item: number): void {
    const length = this.bytes[at];
    let i = 0;
    while (i < length && this.bytes[at + 1 + i] !== item) i++;
    if (i === length) return;
    for (; i + 1 < length; i++) this.bytes[at + 1 + i] = this.bytes[at + 2 + i];
    this.bytes[at + length] = 0;
    this.bytes[at] = length - 1;
  }

  includes(at: number, item: number): boolean {
    const length = this.bytes[at];
    for (let i = 0; i < length; i++) if (this.bytes[at + 1 + i] === item) return true;
    return false;
  }
}

/** A box lies in its task (task_t); so do, in 2012, its phones with their locks. */
function tasksOfQueues({ queues, boxes, phones }: Program, old: boolean): readonly number[] {
  return queues.map((_, q) => {
    const phone = old ? phones.find(({ lock }) => lock === q) : undefined;
    return (boxes.find(({ queue }) => queue === q) ?? phone)?.task ?? NONE;
  });
}

function outOfRange(name: string, value: number): BoundError {
  return new BoundError(`${name} would become ${value}; the model counts from -128 to 127`);
}
