/**
 * Which object each byte of a record belongs to, and whether a move writes only what it declares.
 *
 * What commutes although everybody writes it belongs to nobody: ledgers and arrivals, the counters of
 * boxes, who knows a futex; and places in lists, which are the lists', whichever list it is.
 */
import { FOOTPRINT, WORDS } from '../../checker/persistent.ts';
import type { Objects } from '../../model/footprints/objects.ts';
import {
  ABORT,
  ACTIVE_PLACE,
  ARGUMENTS,
  BALANCE,
  BASE,
  BOX,
  CALLEE,
  CLOCK_LOCAL,
  CLOCK_PC,
  CLOCK_THREAD,
  CLOSED,
  CONNECTED_PLACE,
  CUR_EVENT,
  DEADLINE,
  ENV_OP,
  ENV_SUB,
  EVENT_SIZE,
  FIRST,
  FLAGS,
  GLOBALS_SIZE,
  HANDLE,
  HOOK_SIZE,
  KB_STATE,
  KICK,
  type Layout,
  LINK,
  MISUSE,
  NOW,
  OP,
  OWED,
  PC,
  PHONE_HANDLE,
  PLACE,
  SEEN_SIZE,
  SESSION_SIZE,
  SYNC_PLACE,
  THREADS_LOCK,
  TIMER,
  TIMER_ARMED,
  TIMERS,
  UNPUBLISHED,
  WAS_DUE,
  WHERE,
} from '../../model/record/layout.ts';
import { DISPATCHED, IN_ANSWERS, IN_CALLS, IN_NOTIFS } from '../../model/record/ipc-objects.ts';
import { NONE, type Program } from '../../model/record/program.ts';
import { STEPS } from '../../model/record/step.ts';
import { HELD } from '../../model/proc/boundary.ts';
import { DEAD, UNBORN } from '../../model/proc/thread-dead.ts';
import { RETRY_TIMED } from '../../model/syscall/retry.ts';
import { DELAY, DELAY_POLL } from '../../model/syscall/sleep-calls.ts';
import { RELOCK, WAIT } from '../../model/synch/wait-queue-2026.ts';

/** Per byte its object, or what it is: nobody's, or a byte of flags of several. */
const NOBODY = -1;
const FLAGS_OF = -2;

export class Writes {
  private readonly owners: Int32Array;
  private readonly objects: Objects;
  private readonly layout: Layout;
  private readonly program: Program;

  constructor(program: Program, layout: Layout, objects: Objects) {
    this.objects = objects;
    this.layout = layout;
    this.program = program;
    this.owners = new Int32Array(layout.recordSize).fill(NOBODY);
    this.ofThreads(program);
    this.ofQueues(program);
    this.ofIpc(program);
    this.ofSessions(program);
    this.ofOthers(program);
  }

  /** The first object that a move changes and that footprint `at` of `next` does not, or -1. */
  undeclared(before: Uint8Array, after: Uint8Array, next: Int32Array, at: number): number {
    const declared = (object: number): boolean =>
      (next[at * FOOTPRINT + WORDS + (object >> 5)] & (1 << (object & 31))) !== 0;
    const died = this.whoDied(before, after);
    for (let i = 0; i < before.length; i++) {
      if (before[i] === after[i]) continue;
      const changed = this.freedBy(i, died) ?? this.changedIn(i, before[i] ^ after[i]);
      const missing = changed.find((object) => !declared(object));
      if (missing !== undefined) return missing;
    }
    const { lanes, messages, phones } = this.program;
    const derived = [
      ...lanes.flatMap((_, t) => this.asked(before, after, t)),
      ...messages.flatMap((_, m) => this.listed(before, after, m)),
      ...phones.flatMap((_, p) => this.connected(before, after, p)),
    ];
    return derived.find((object) => !declared(object)) ?? -1;
  }

  /**
   * What others ask of a thread beside its bytes: how far it is, which changes on its way into the
   * kernel and out of it; and whether it is in a list, which a step of its own says once it is.
   */
  private asked(before: Uint8Array, after: Uint8Array, t: number): readonly number[] {
    const { layout, objects } = this;
    const at = layout.threads + t * layout.threadSize;
    const joins = before[at + LINK] === 0 && after[at + LINK] !== 0;
    const moves = before[at + OP] !== after[at + OP];
    const [mode, now] = [STEPS[before[at + PC]].mode, STEPS[after[at + PC]].mode];
    const waited = moves && this.ticksOf(before, t) !== 0;
    const isThread = (record: Uint8Array): boolean =>
      record[at + PC] !== DEAD && record[at + PC] !== UNBORN;
    const lives = isThread(before) === isThread(after);
    const waits = this.waitsFor(before, t) !== this.waitsFor(after, t);
    return [
      ...(moves || mode !== now ? [objects.place + t] : []),
      ...(joins ? [objects.linked + t] : []),
      ...(lives ? [] : [objects.living + this.program.lanes[t].task]),
      // What it may still have to wait for.
      ...(!this.program.kernelLevel && (waited || waits) ? [objects.ticking] : []),
      ...(this.isAnswering(before, t) && before[at + FIRST] !== after[at + FIRST]
        ? [objects.of.tasks[this.program.lanes[t].task]]
        : []),
    ];
  }

  /** What the call of t may wait in all, as it is written or with arguments that were set. */
  private ticksOf(record: Uint8Array, t: number): number {
    const { layout, program } = this;
    const at = layout.threads + t * layout.threadSize;
    const { ops, variants } = program.lanes[t];
    const variant = variants.length > 0 ? record[at + layout.rare[ARGUMENTS]] : 0;
    return (variant > 0 ? variants[variant - 1] : ops[record[at + OP]])?.ticksMost ?? 0;
  }

  /** What of a thread the clock asks before it ticks (time.ts). */
  private waitsFor(record: Uint8Array, t: number): string {
    const at = this.layout.threads + t * this.layout.threadSize;
    const pc = record[at + PC];
    const isArmed = record[at + TIMER] === TIMER_ARMED;
    const spins = pc === DELAY || pc === DELAY_POLL;
    const isOff = (pc === WAIT || pc === RELOCK) && record[at + DEADLINE] !== 0;
    const due = pc === HELD ? record[at + WAS_DUE] : 0;
    return `${isArmed} ${spins} ${isOff} ${due} ${pc === RETRY_TIMED}`;
  }

  /** 2026: FIRST of a thread that answers is a handle of its task. */
  private isAnswering(record: Uint8Array, t: number): boolean {
    const { lanes, revision } = this.program;
    const op = record[this.layout.threads + t * this.layout.threadSize + OP];
    return revision !== 'helenos-2012' && (lanes[t].ops[op]?.source ?? NONE) !== NONE;
  }

  /** Lists that message m has left or come into, and the handles of its receiver's task. */
  private listed(before: Uint8Array, after: Uint8Array, m: number): readonly number[] {
    const { layout, objects, program } = this;
    const at = layout.messages + m * layout.messageSize;
    const lists = [before, after].map((record) =>
      this.listOf(record[at + WHERE], record[at + BOX], m),
    );
    const changed = lists[0] === lists[1] ? [] : lists.filter((list) => list >= 0);
    if (program.revision === 'helenos-2012') return changed;
    const bits = before[at + HANDLE] ^ after[at + HANDLE];
    const box = Math.max(before[at + BOX], after[at + BOX]);
    return bits === 0 ? changed : [...changed, objects.of.tasks[program.boxes[box].task]];
  }

  private listOf(where: number, box: number, m: number): number {
    const { calls, dispatched, answers } = this.objects.of;
    if (where === IN_ANSWERS) return answers[this.program.messages[m].callerBox];
    if (where === DISPATCHED) return dispatched[box];
    return where === IN_CALLS || where === IN_NOTIFS ? calls[box] : -1;
  }

  /** The list of its box that phone p has left or come into, and its handle among those of its task. */
  private connected(before: Uint8Array, after: Uint8Array, p: number): readonly number[] {
    const { layout, objects, program } = this;
    const at = layout.phones + p * layout.phoneSize;
    const isListed = (record: Uint8Array): boolean => record[at + CONNECTED_PLACE] !== 0;
    const box = Math.max(before[at + CALLEE], after[at + CALLEE]) - 1;
    const changed = isListed(before) === isListed(after) ? [] : [objects.of.calls[box]];
    if (program.revision === 'helenos-2012') return changed;
    const bits = (before[at + PHONE_HANDLE] ^ after[at + PHONE_HANDLE]) & ~UNPUBLISHED;
    return bits === 0 ? changed : [...changed, objects.of.tasks[program.phones[p].task]];
  }

  private whoDied(before: Uint8Array, after: Uint8Array): number {
    const pcOf = (record: Uint8Array, t: number): number =>
      record[this.layout.threads + t * this.layout.threadSize + PC];
    return this.program.lanes.findIndex(
      (_, t) => pcOf(before, t) !== DEAD && pcOf(after, t) === DEAD,
    );
  }

  /** 2012: the wakeups of a futex that nobody knows any more go with the task that knew it last. */
  private freedBy(byte: number, died: number): readonly number[] | undefined {
    const { layout, objects, program } = this;
    const q = (byte - layout.queues - BALANCE) / layout.queueSize;
    if (died < 0 || program.queues[q]?.kind !== 'futex') return undefined;
    return [objects.living + program.lanes[died].task];
  }

  private changedIn(byte: number, bits: number): readonly number[] {
    const owner = this.owners[byte];
    if (owner >= 0) return [owner];
    if (owner === NOBODY) return [];
    const { own, request, kicks } = this.objects;
    const t = Math.floor((byte - this.layout.threads) / this.layout.threadSize);
    // Kernel tables have other flags there, which are all the thread's.
    if (this.program.kernelLevel) return [own + t];
    const changed: number[] = [];
    if ((bits & ABORT) !== 0) changed.push(request + t);
    if ((bits & KICK) !== 0) changed.push(kicks);
    if ((bits & ~(ABORT | KICK)) !== 0) changed.push(own + t);
    return changed;
  }

  private put(from: number, size: number, object: number): void {
    this.owners.fill(object, from, from + size);
  }

  private ofThreads({ lanes, registers, counted, timed, stampReturns }: Program): void {
    const { layout, objects } = this;
    lanes.forEach((_, t) => {
      this.put(layout.threads + t * layout.threadSize, layout.threadSize, objects.own + t);
      this.put(layout.threads + t * layout.threadSize + FLAGS, 1, FLAGS_OF);
      // Ghost: who requests writes it, and who answers.
      const owed = layout.optional[OWED];
      if (owed >= 0)
        this.put(layout.threads + t * layout.threadSize + owed, 1, objects.request + t);
    });
    registers.forEach(({ lane }, r) => {
      this.put(layout.registers + r, 1, objects.own + lane);
      if (stampReturns) this.put(layout.stamps + r, 1, objects.own + lane);
    });
    if (layout.seen >= 0) {
      lanes.forEach((_, t) => this.put(layout.seen + t * SEEN_SIZE, SEEN_SIZE, objects.own + t));
      const from = layout.seen + lanes.length * SEEN_SIZE;
      registers.forEach(({ lane }, r) => this.put(from + r, 1, objects.own + lane));
    }
    counted.forEach(({ thread }, i) => this.put(layout.counted + 2 * i, 2, objects.own + thread));
    timed.forEach(({ thread }, i) => this.put(layout.timed + 2 * i, 2, objects.own + thread));
  }

  /** Locks and what is noted of a box's lists stand in one byte, and are several objects'. */
  private ofQueues({ queues, words, kernelLevel }: Program): void {
    const { layout, objects } = this;
    queues.forEach((_, q) => {
      const from = layout.queues + q * layout.queueSize;
      this.put(from, layout.queueSize, objects.queues + q);
      this.put(from + CLOSED, 1, NOBODY);
      if (kernelLevel) this.put(layout.owners + 2 * q, 2, objects.queues + q);
    });
    words.forEach((_, w) => this.put(layout.words + w, 1, objects.words + w));
  }

  private ofIpc({ phones, messages, boxes, events, revision, ghosts }: Program): void {
    const { layout, objects } = this;
    const { of } = objects;
    const old = revision === 'helenos-2012';
    phones.forEach((_, p) => {
      const from = layout.phones + p * layout.phoneSize;
      this.put(from, layout.phoneSize, of.phones[p]);
      this.put(from + CONNECTED_PLACE, 1, NOBODY);
      if (ghosts.order) this.put(layout.orders + p, 1, of.phones[p]);
    });
    messages.forEach(({ phone }, m) => {
      const from = layout.messages + m * layout.messageSize;
      this.put(from, layout.messageSize, of.messages[m]);
      this.put(from + PLACE, 1, NOBODY);
      this.put(from + BOX, 1, NOBODY);
      const task = phones[phone]?.task;
      if (!old) this.put(from + ACTIVE_PLACE, 1, task === undefined ? NOBODY : of.tasks[task]);
    });
    boxes.forEach(({ task }, b) => {
      if (old) this.put(layout.boxes + b * layout.boxSize + SYNC_PLACE, 1, of.tasks[task]);
    });
    this.put(layout.events, events.length * EVENT_SIZE, objects.ipc);
  }

  /** What a hook has put aside is its thread's own. */
  private ofSessions({ sessions, lanes }: Program): void {
    const { layout, objects } = this;
    sessions.forEach((_, s) => {
      const from = layout.sessions + s * SESSION_SIZE;
      this.put(from, SESSION_SIZE, objects.sessions + s);
      this.put(from + KB_STATE, 1, objects.kboxes + s);
    });
    if (sessions.length === 0) return;
    lanes.forEach((_, t) => {
      this.put(layout.hooks + t * HOOK_SIZE, HOOK_SIZE, objects.own + t);
      this.put(layout.hooks + t * HOOK_SIZE, CUR_EVENT + 1, objects.hooks + t);
    });
  }

  private ofOthers({ budgets, lanes, queues }: Program): void {
    const { layout, objects } = this;
    for (const global of [NOW, BASE, CLOCK_PC, CLOCK_THREAD, CLOCK_LOCAL]) {
      this.put(global, 1, objects.time);
    }
    const isTimed = layout.threads > GLOBALS_SIZE;
    this.put(TIMERS, 1, objects.timers);
    if (isTimed) this.put(layout.timers, lanes.length, objects.timers);
    const { secondCpu } = layout;
    if (secondCpu >= 0) {
      this.put(secondCpu, 1, objects.time);
      this.put(secondCpu + 1, isTimed ? 1 + lanes.length : 1, objects.timers + 1);
    }
    for (const global of [ENV_OP, ENV_SUB]) this.put(global, 1, objects.lane);
    this.put(MISUSE, 1, objects.ipc);
    this.put(THREADS_LOCK, 1, objects.threads);
    this.put(layout.budgets, budgets.length, objects.budgets);
    if (layout.images >= 0) this.put(layout.images, queues.length, objects.lane);
  }
}
