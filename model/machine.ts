/**
 * The machine: a program on a kernel as a model that the search can explore.
 *
 * Rules are numbered by who moves and which step: `thread * S + step` for threads and the clock
 * (S = number of steps), then those of the environment. At most one step of each thread is enabled
 * at a time, so a rule has at most one successor.
 */
import type { Model, Property, Rule, Symmetry } from '../checker/model.ts';
import {
  budgetFor,
  kick,
  laneAction,
  mayKick,
  mayMove,
  mayRelease,
  move,
  runLane,
  spend,
} from './environment.ts';
import type { Choice } from './footprints/choice.ts';
import { mayTick, tick } from './time.ts';
import {
  ABORT,
  CLOCK_PC,
  FLAGS,
  INTERRUPTED,
  KICK,
  PANIC,
  PC,
  PHONE_HANDLE,
  PHONE_REFS,
  RECORD_UNIT,
  RUNS_ON,
} from './record/layout.ts';
import { callsOf, NONE, type Phone, type Program } from './record/program.ts';
import { hasTwoCpus, setCpu } from './record/cpus.ts';
import { Kernel } from './record/state.ts';
import { rulesOf, wakesAny } from './rules.ts';
import './steps.ts';
import { BoundError } from './record/bound-error.ts';
import { STEPS } from './record/step.ts';
import { firstEntry, HELD, release, request } from './proc/boundary.ts';
import { mayRun } from './proc/handling.ts';
import { isSaved } from './checkpoint/checkpoint.ts';
import { EXCEPTION_EXIT } from './proc/thread-exit.ts';
import { DEAD, UNBORN } from './proc/thread-dead.ts';
import {
  INTERRUPTED_INSIDE,
  mayBeInterrupted,
  mayBePreempted,
  PREEMPTED,
  readsFrames,
} from './udebug/preempted.ts';
import { beginSessions } from './udebug/session.ts';
import { connect } from './record/ipc-objects.ts';
import { ASSIGN } from './syscall/syscall.ts';
import { choose } from './user/run.ts';
import { choosableSleepers, FUTEX, mayWake, wakeChosen } from './linux/futex.ts';

/** Kinds of environment rules, each for every thread (tick and lane: once). */
const ABORT_RULE = 2;

export interface MachineOptions {
  /** Makes the error by which the search knows that a bound of the model was exceeded. */
  boundExceeded(message: string): Error;
  readonly properties: readonly Property[];
  /** By which it offers a choice of successors: of this program (footprints/). */
  readonly choice?: Choice | undefined;
  outcome?(k: Kernel): string | undefined;
  decode?(k: Kernel): unknown;
}

export class Machine implements Model {
  readonly name: string;
  readonly recordSize: number;
  readonly successorsMax: number;
  readonly rules: readonly Rule[];
  readonly properties: readonly Property[];
  readonly kernel: Kernel;
  /** Some of the successors: enough to come to every end (Model.chosen). */
  readonly chosen: Model['successors'] | undefined;
  /** Model.chosen has written fewer than all, the last time that it was asked. */
  isPartial = false;
  /** What chooses; it knows of failed assertions of the kernel that Model.chosen has met. */
  readonly choice: Choice | undefined;
  /** The first rule of the environment. */
  readonly envRules: number;
  /** Set by whoever searches with one (symmetry/). */
  symmetry: Symmetry | undefined = undefined;
  private readonly options: MachineOptions;
  private sourceUnits: BigInt64Array = new BigInt64Array(0);
  private targetUnits: BigInt64Array = new BigInt64Array(0);
  /** What the environment of this program never does need not be asked for in every state. */
  private readonly hasBudgets: boolean;
  private readonly hasLane: boolean;
  private readonly hasTime: boolean;
  /** A lane that has ended lives on in user mode: its task may be killed, or debugged. */
  private readonly livesOn: boolean;
  private readonly hasSessions: boolean;
  private readonly hasFrames: boolean;
  private readonly hasTwoCpus: boolean;
  private readonly hasCheckpoints: boolean;
  private readonly hasUserCode: boolean;
  private readonly hasHandlers: boolean;
  private readonly wakesAny: boolean;
  /** User code that computes what the model cannot hold before its first step. */
  private brokenStart: BoundError | null = null;
  /** The processes whose successors are wanted, as bits. */
  private wanted = -1;
  private count = 0;
  private target: Uint8Array = new Uint8Array(0);
  private to = 0;
  private source: Uint8Array = new Uint8Array(0);
  private from = 0;
  private ruleOut: Uint16Array = new Uint16Array(0);
  private ruleAt = 0;

  constructor(program: Program, options: MachineOptions) {
    this.kernel = new Kernel(program);
    this.name = program.name;
    this.options = options;
    this.properties = options.properties;
    this.recordSize = this.kernel.layout.recordSize;
    this.hasTwoCpus = hasTwoCpus(program);
    this.hasCheckpoints = program.env.some(({ is }) => is === 'checkpoint');
    this.hasUserCode = program.hasUserCode;
    this.hasHandlers = program.handles !== null;
    this.wakesAny = wakesAny(program);
    this.hasBudgets = program.budgets.length > 0;
    this.hasSessions = program.sessions.length > 0;
    this.hasFrames = this.hasSessions && readsFrames(program);
    const isKilled = program.env.some(({ is }) => is === 'kill');
    const each =
      (program.hasUserCode ? 6 : 5) +
      (this.wakesAny ? 1 << this.kernel.threads : 0) +
      (this.hasSessions ? 2 : 0) +
      (this.hasTwoCpus ? 1 : 0);
    this.successorsMax = 3 + each * this.kernel.threads;
    this.livesOn = program.boxes.length > 0 && (isKilled || this.hasSessions);
    this.hasLane = program.env.length > 0;
    this.hasTime = program.lanes.some((lane) => callsOf(lane).some(({ timeout }) => timeout !== 0));
    this.envRules = (this.kernel.threads + 1) * STEPS.length;
    this.rules = rulesOf(program);
    this.choice = options.choice;
    this.chosen = this.choice && this.chooser(this.choice);
  }

  /** The successors by a persistent set of processes. */
  private chooser(choice: Choice): Model['successors'] {
    return (source, from, target, to, rules, ruleAt) => {
      this.kernel.bind(source, from);
      this.wanted = choice.in(this.kernel);
      this.isPartial = this.wanted !== choice.all;
      const count = this.successors(source, from, target, to, rules, ruleAt);
      this.wanted = -1;
      return count;
    };
  }

  initial(arena: Uint8Array, at: number): void {
    arena.fill(0, at, at + this.recordSize);
    const k = this.kernel;
    k.bind(arena, at);
    const { program, layout } = k;
    program.lanes.forEach((lane, t) => {
      if (!program.hasUserCode) k.set(t, PC, lane.ops.length > 0 ? lane.ops[0].entry : 0);
    });
    if (this.hasTwoCpus) program.lanes.forEach((_, t) => setCpu(k, t, RUNS_ON, t % 2));
    program.queues.forEach((queue, q) => {
      k.setBalance(q, queue.initial);
      if (!program.kernelLevel) arena[at + layout.ledgers + q] = queue.initial;
    });
    program.words.forEach((word, w) => k.setWord(w, word.initial));
    program.phones.forEach((phone, p) => connectAtStart(k, phone, p));
    beginSessions(k);
    if (program.hasUserCode) this.beginUserCode();
    program.budgets.forEach((budget, b) => (arena[at + layout.budgets + b] = budget.most));
  }

  /** Registers and words are there by then, which user code may read at once. */
  private beginUserCode(): void {
    const k = this.kernel;
    try {
      for (let t = 0; t < k.threads; t++) {
        // Who is to be created runs when it is (udebug/births.ts).
        if (k.get(t, PC) !== UNBORN) k.set(t, PC, firstEntry(k, t));
      }
    } catch (error) {
      if (!(error instanceof BoundError)) throw error;
      this.brokenStart = error;
    }
  }

  successors(
    source: Uint8Array,
    from: number,
    target: Uint8Array,
    to: number,
    rules: Uint16Array,
    ruleAt: number,
  ): number {
    const k = this.kernel;
    this.see(source, target);
    this.from = from;
    this.to = to;
    this.ruleOut = rules;
    this.ruleAt = ruleAt;
    this.count = 0;
    k.bind(source, from);
    // A failed assertion of the kernel ends everything.
    if (k.global(PANIC) !== 0) return 0;
    try {
      if (this.brokenStart !== null) throw this.brokenStart;
      for (let t = 0; t < k.threads; t++) if (this.isWanted(t)) this.threadSteps(t);
      if (this.isWanted(k.threads)) this.clockStep();
      if (!k.program.kernelLevel) this.environmentSteps();
    } catch (error) {
      throw error instanceof BoundError ? this.options.boundExceeded(error.message) : error;
    }
    return this.count;
  }

  /** By the processes of footprints/: threads, clock, lane, ticks, the agent of each thread. */
  private isWanted(process: number): boolean {
    return (this.wanted & (1 << process)) !== 0;
  }

  private threadSteps(t: number): void {
    const k = this.kernel;
    const pc = k.get(t, PC);
    // One that nobody has created yet is nowhere: no interrupt finds it, nor the end of its task.
    if (pc === DEAD || pc === UNBORN || (pc === 0 && !this.livesOn)) return;
    if (this.hasCheckpoints && isSaved(k, t)) return;
    if (this.hasHandlers && !mayRun(k, t)) return;
    const step = STEPS[pc];
    if (this.hasUserCode && pc === ASSIGN && k.op(t).act?.is === 'any') return this.choices(t);
    if (pc !== 0 && (step.enabled === undefined || step.enabled(k, t))) {
      const sleepers = this.wakesAny && pc === FUTEX ? choosableSleepers(k, t) : 0;
      if (sleepers !== 0) this.wakings(t, sleepers);
      else {
        this.fork(t * STEPS.length + pc);
        step.run(k, t);
        this.join();
      }
    }
    if ((k.get(t, FLAGS) & INTERRUPTED) !== 0 && step.mode !== 'kernel' && !k.program.kernelLevel) {
      this.fork(t * STEPS.length + EXCEPTION_EXIT);
      STEPS[EXCEPTION_EXIT].run(k, t);
      this.join();
    }
    if (this.hasFrames && mayBeInterrupted(k, t)) {
      this.fork(t * STEPS.length + INTERRUPTED_INSIDE);
      STEPS[INTERRUPTED_INSIDE].run(k, t);
      this.join();
    }
    if (this.hasSessions && mayBePreempted(k, t)) {
      this.fork(t * STEPS.length + PREEMPTED);
      STEPS[PREEMPTED].run(k, t);
      this.join();
    }
  }

  /** `any` of user code: either way. (A lane in user mode is killed at its next step.) */
  private choices(t: number): void {
    const rule = this.envRules + ABORT_RULE + 3 * this.kernel.threads + 2 * t;
    this.fork(rule);
    choose(this.kernel, t, true);
    this.join();
    this.fork(rule + 1);
    choose(this.kernel, t, false);
    this.join();
  }

  /** `wake=any`: each choice of sleepers is a rule of its own. */
  private wakings(t: number, sleepers: number): void {
    const k = this.kernel;
    const base = this.envRules + ABORT_RULE + 5 * k.threads + t * (1 << k.threads);
    for (let chosen = 1; chosen <= sleepers; chosen++) {
      if (!mayWake(k, t, sleepers, chosen)) continue;
      this.fork(base + chosen);
      wakeChosen(k, t, chosen);
      this.join();
    }
  }

  private clockStep(): void {
    const k = this.kernel;
    const pc = k.global(CLOCK_PC);
    if (pc === 0) return;
    const step = STEPS[pc];
    if (step.enabled !== undefined && !step.enabled(k, k.threads)) return;
    this.fork(k.threads * STEPS.length + pc);
    step.run(k, k.threads);
    this.join();
  }

  private environmentSteps(): void {
    const k = this.kernel;
    const base = this.envRules;
    const { threads } = k;
    const action = this.hasLane && this.isWanted(threads + 1) ? laneAction(k) : undefined;
    if (action !== undefined) {
      this.fork(base);
      runLane(k, action);
      this.join();
    }
    if (this.hasTime && this.isWanted(threads + 2) && mayTick(k)) {
      this.fork(base + 1);
      tick(k);
      this.join();
    }
    for (let t = 0; t < threads; t++) if (this.isWanted(threads + 3 + t)) this.requestSteps(t);
  }

  /** What the environment may do to thread t: move, request, kick, release. */
  private requestSteps(t: number): void {
    const k = this.kernel;
    const base = this.envRules + ABORT_RULE + t;
    if (this.hasTwoCpus && mayMove(k, t)) {
      this.fork(base + 3 * k.threads);
      move(k, t);
      this.join();
    }
    const budget = this.hasBudgets ? budgetFor(k, t) : -1;
    if (budget >= 0) {
      this.fork(base);
      request(k, t);
      spend(k, budget);
      this.join();
    }
    // Most threads have no request and are not held: one look at two bytes.
    if ((k.get(t, FLAGS) & (ABORT | KICK)) === 0 && k.get(t, PC) !== HELD) return;
    if (mayKick(k, t)) {
      this.fork(base + k.threads);
      kick(k, t);
      this.join();
    }
    if (mayRelease(k, t)) {
      this.fork(base + 2 * k.threads);
      release(k, t);
      this.join();
    }
  }

  /** Copies the record to the next successor's place and binds the cursor there. */
  private fork(rule: number): void {
    const units = this.recordSize / RECORD_UNIT;
    const at = this.to + this.count * this.recordSize;
    const to = at / RECORD_UNIT;
    const from = this.from / RECORD_UNIT;
    const { sourceUnits, targetUnits } = this;
    for (let i = 0; i < units; i++) targetUnits[to + i] = sourceUnits[from + i];
    this.ruleOut[this.ruleAt + this.count] = rule;
    this.count++;
    this.kernel.bind(this.target, at);
  }

  private join(): void {
    this.kernel.bind(this.source, this.from);
  }

  /** Views by units of the arrays that hold the record and its successors, kept while they last. */
  private see(source: Uint8Array, target: Uint8Array): void {
    if (source !== this.source) {
      this.source = source;
      this.sourceUnits = unitsOf(source);
    }
    if (target !== this.target) {
      this.target = target;
      this.targetUnits = unitsOf(target);
    }
  }

  decode(arena: Uint8Array, at: number): unknown {
    this.kernel.bind(arena, at);
    return this.options.decode?.(this.kernel);
  }

  outcome(arena: Uint8Array, at: number): string | undefined {
    this.kernel.bind(arena, at);
    return this.options.outcome?.(this.kernel);
  }
}

/** Records start at multiples of a unit, so an array of them can be copied by units. */
function unitsOf(bytes: Uint8Array): BigInt64Array {
  return new BigInt64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / RECORD_UNIT);
}

/** 2026: one reference of its capability, one of the list of its callee's phones. */
function connectAtStart(k: Kernel, { box, slot }: Phone, p: number): void {
  if (box === NONE) return;
  connect(k, p, box);
  if (k.old) return;
  k.setPhone(p, PHONE_HANDLE, slot + 1);
  k.setPhone(p, PHONE_REFS, 2);
}
