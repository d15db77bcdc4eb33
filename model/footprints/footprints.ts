/**
 * What every process of a program may do in a state, declared for the search (checker/persistent.ts).
 *
 * Processes: the threads, the clock, the E lane, what makes the clock tick, and the agent of each
 * thread (environment.ts). Which programs have footprints is declared-programs.ts.
 */
import { conflicts, FOOTPRINT, type Declared } from '../../checker/persistent.ts';
import { isSaved } from '../checkpoint/checkpoint.ts';
import { laneAction, mayMove } from '../environment.ts';
import { CLEAR, EXIT } from '../syscall/syscall.ts';
import { holdsItsQueue, passesLocks } from './held-queues.ts';
import { DEAD } from '../proc/thread-dead.ts';
import { mayBeInterrupted, mayBePreempted, readsFrames } from '../udebug/preempted.ts';
import { ABORT, CLOCK_PC, ENV_OP, INTERRUPTED, LINK, OP, PC, RC, WQ } from '../record/layout.ts';
import { PRIVATE_QUEUE, type Program } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { STEPS } from '../record/step.ts';
import { ERESTART } from '../record/values.ts';
import { mayTick } from '../time.ts';
import { Calls } from './calls.ts';
import { type Declaring, declaringOf } from './declaring.ts';
import {
  agentsDuties,
  declareAgent,
  declareAgentFrozen,
  declareAgentNext,
  declareClock,
  declareClockStep,
  mayBeKilled,
  mayBeRequested,
  mayRequest,
} from './environment.ts';
import { endsHere, mayEndHere } from './dying.ts';
import { findKeepers } from './hands.ts';
import { LaneFootprints } from './lane.ts';
import { Footprint, isWithin } from './mask.ts';
import { objectsOf, type Objects } from './objects.ts';
import type { FootprintMutant, FootprintOptions } from './options.ts';
import { interrupted } from './sessions.ts';
import { isReadByOthers } from './read-by-others.ts';
import { declareNext } from './steps.ts';
import { ticks } from './times.ts';

export class Footprints implements Declared {
  readonly processes: number;
  readonly next: Int32Array;
  readonly future: Int32Array;
  readonly frozen: Int32Array;
  readonly masters: Int32Array;
  readonly enabled: Int32Array;
  readonly binding: Int32Array;
  readonly objects: Objects;
  /** Per thread: the queue whose lock it is about to let go of, as an object, or -1. */
  readonly holds: Int32Array;
  /** The processes that are no threads; the agent of t is `agents + t`. */
  readonly clock: number;
  readonly lane: number;
  readonly ticker: number;
  readonly agents: number;
  /** Per thread: what is its own business. */
  private readonly masks: Int32Array;
  /** Per thread: calls of other lanes name it, or its registers. */
  private readonly isRead: readonly boolean[];
  private readonly mutant: FootprintMutant | undefined;
  private readonly declaring: Declaring;
  private readonly calls: Calls;
  private readonly keepers: Int8Array;
  private readonly laneCells: LaneFootprints;
  private readonly hasTime: boolean;
  /** A lane that has ended lives on, in a task that may be killed. */
  private readonly livesOn: boolean;
  private readonly hasSessions: boolean;
  private readonly hasFrames: boolean;
  private readonly hasCheckpoints: boolean;
  /** Then who has the lock of a queue has to do with it until it lets go. */
  private readonly passesLocks: boolean;
  /** Somebody does something to threads: the environment, where they may be aborted or moved. */
  private readonly hasAgents: boolean;

  constructor(program: Program, { joined, mutant }: FootprintOptions = {}) {
    const objects = objectsOf(program, joined);
    if (objects === null) throw new Error(`${program.name}: more objects than masks have bits`);
    const threads = program.lanes.length;
    this.objects = objects;
    this.clock = threads;
    this.lane = threads + 1;
    this.ticker = threads + 2;
    this.agents = threads + 3;
    this.processes = this.agents + threads;
    this.next = new Int32Array(this.processes * FOOTPRINT);
    this.future = new Int32Array(this.processes * FOOTPRINT);
    this.frozen = new Int32Array(this.processes * FOOTPRINT);
    this.masters = new Int32Array(this.processes).fill(-1);
    for (let t = 0; t < threads; t++) this.masters[this.agents + t] = t;
    this.holds = new Int32Array(threads).fill(-1);
    this.enabled = new Int32Array(this.processes);
    this.binding = new Int32Array(this.processes);
    const footprint = new Footprint();
    this.mutant = mutant;
    this.masks = new Int32Array(threads * FOOTPRINT);
    for (let t = 0; t < threads; t++) {
      footprint.begin(this.masks, t);
      for (const object of [objects.own, objects.linked, objects.place]) footprint.has(object + t);
    }
    this.isRead = program.lanes.map((_, t) => isReadByOthers(program, t));
    this.keepers = new Int8Array(program.messages.length);
    this.calls = new Calls(program, objects, footprint);
    this.declaring = declaringOf(program, objects, footprint, this.calls.areFixed);
    this.laneCells = new LaneFootprints(program, objects, footprint);
    this.hasSessions = program.sessions.length > 0;
    this.hasFrames = this.hasSessions && readsFrames(program);
    this.livesOn =
      program.boxes.length > 0 && (this.hasSessions || program.env.some(({ is }) => is === 'kill'));
    this.hasTime = this.declaring.isTimed || program.env.some(({ is }) => is === 'tick');
    this.hasAgents =
      this.declaring.hasTwoCpus ||
      (this.hasSessions && program.holdsAtBoundary) ||
      program.budgets.length > 0 ||
      program.env.some(({ is }) => is === 'abort' || is === 'checkpoint');
    this.passesLocks = passesLocks(program);
    this.hasCheckpoints = program.env.some(({ is }) => is === 'checkpoint');
  }

  /**
   * A thread whose next step is nobody else's business, or -1: it works on its own stack, sleeps in
   * no list and waits for no timeout, and its agent can do nothing to it. What `fill` and
   * PersistentSets would find as well, without asking everybody.
   */
  alone(k: Kernel): number {
    const { declaring, next, frozen, agents, masks } = this;
    const { footprint } = declaring;
    if (this.hasTime || k.global(ENV_OP) < k.program.env.length) return -1;
    for (let t = 0; t < k.threads; t++) {
      const pc = k.get(t, PC);
      if (pc === 0 || pc === DEAD || k.get(t, LINK) !== 0 || this.isRead[t]) continue;
      if (mayEndHere(k, t) || (this.passesLocks && holdsItsQueue(k, t, pc))) continue;
      const { enabled: guard } = STEPS[pc];
      if (guard !== undefined && !guard(k, t)) continue;
      footprint.begin(next, t);
      declareNext(declaring, k, t, pc);
      if (!isWithin(next, t, masks)) continue;
      if (!this.hasAgents) return t;
      footprint.begin(frozen, agents + t);
      declareAgentFrozen(declaring, k, t);
      if (!conflicts(next, t * FOOTPRINT, frozen, (agents + t) * FOOTPRINT)) return t;
    }
    return -1;
  }

  /** Declares the state that `k` is bound to. Returns how many moves there are. */
  fill(k: Kernel): number {
    findKeepers(k, this.keepers);
    for (let t = 0; t < k.threads; t++) this.fillThread(k, t);
    this.fillSleepers(k);
    this.fillClock(k);
    this.fillLane(k);
    for (let t = 0; t < k.threads; t++) this.fillAgent(k, t);
    let moves = 0;
    for (let p = 0; p < this.processes; p++) moves += this.enabled[p];
    return moves;
  }

  private fillThread(k: Kernel, t: number): void {
    const { declaring, next, future, enabled, binding } = this;
    const { footprint, objects } = declaring;
    const pc = k.get(t, PC);
    footprint.begin(next, t);
    footprint.begin(future, t);
    const isOver = pc === DEAD || (pc === 0 && !this.livesOn);
    enabled[t] = isOver ? 0 : this.movesOf(k, t, pc);
    binding[t] = enabled[t];
    this.holds[t] = -1;
    if (isOver) return;
    footprint.begin(next, t);
    this.leaveOut(pc);
    if (pc !== 0) declareNext(declaring, k, t, pc);
    // A kill may come, in user mode.
    if (declaring.threadsDie) footprint.reads(objects.own + t);
    if (mayEndHere(k, t)) endsHere(declaring, k, t);
    if (this.hasSessions) interrupted(declaring, k, t, this.hasFrames);
    const locked = holdsItsQueue(k, t, pc) ? objects.queues + k.get(t, WQ) : -1;
    if (locked >= 0 && this.passesLocks) footprint.has(locked);
    this.leaveOut(-1);
    footprint.begin(future, t).join(next, t);
    footprint.has(objects.own + t);
    footprint.has(objects.linked + t);
    footprint.has(objects.place + t);
    footprint.has(objects.request + t);
    if (locked >= 0) footprint.has(locked);
    if (!this.passesLocks) this.holds[t] = locked;
    const op = k.get(t, OP) + (this.isOver(k, t, pc) ? 1 : 0);
    this.calls.from(footprint, t, op, this.keepers);
    if (k.has(t, INTERRUPTED) || mayBeKilled(k, t)) this.calls.death(footprint, t);
  }

  /** How many moves thread t has now: its step, and its end where a kill has found it. */
  private movesOf(k: Kernel, t: number, pc: number): number {
    if (this.hasCheckpoints && isSaved(k, t)) return 0;
    const { enabled: guard } = STEPS[pc];
    const steps = pc !== 0 && (guard === undefined || guard(k, t)) ? 1 : 0;
    const isPreempted = this.hasSessions && mayBePreempted(k, t) ? 1 : 0;
    const isInterrupted = this.hasFrames && mayBeInterrupted(k, t) ? 1 : 0;
    return steps + (mayEndHere(k, t) ? 1 : 0) + isPreempted + isInterrupted;
  }

  /** The objects that the mutant leaves out, while what it leaves them out of is declared. */
  private leaveOut(of: FootprintMutant['of']): void {
    const { mutant, declaring } = this;
    if (mutant === undefined) return;
    declaring.footprint.withoutFrom = mutant.of === of ? mutant.from : 0;
    declaring.footprint.withoutTo = mutant.of === of ? mutant.to : 0;
  }

  /** The call of t does nothing more to its queue: it leaves, and nobody sends it back. */
  private isOver(k: Kernel, t: number, pc: number): boolean {
    const leaves = pc === CLEAR || (pc === EXIT && k.get(t, RC) !== ERESTART);
    if (!leaves || k.op(t).after !== 0 || k.program.kernelLevel || this.hasSessions) return false;
    return !k.has(t, ABORT) && !mayBeRequested(k, t);
  }

  /** Who may have to do with a queue may wake its sleepers. */
  private fillSleepers(k: Kernel): void {
    const { future, declaring } = this;
    const { footprint, objects } = declaring;
    for (let t = 0; t < k.threads; t++) {
      const q = k.get(t, LINK) - 1;
      if (q < 0 || q === PRIVATE_QUEUE) continue;
      const object = objects.queues + q;
      const [word, bit] = [object >> 5, 1 << (object & 31)];
      for (let u = 0; u < k.threads; u++) {
        if (u === t || (future[u * FOOTPRINT + word] & bit) === 0) continue;
        footprint.words = future;
        footprint.at = u * FOOTPRINT;
        footprint.has(objects.own + t);
      }
    }
  }

  private fillClock(k: Kernel): void {
    const { clock, ticker, next, future, enabled, binding, declaring } = this;
    const { footprint } = declaring;
    if (!this.hasTime) return;
    for (const process of [clock, ticker]) {
      footprint.begin(next, process);
      footprint.begin(future, process);
      enabled[process] = 0;
    }
    const pc = k.global(CLOCK_PC);
    const { enabled: guard } = STEPS[pc];
    if (pc !== 0 && (guard === undefined || guard(k, k.threads))) enabled[clock] = 1;
    if (declaring.isTimed && mayTick(k)) enabled[ticker] = 1;
    binding[clock] = enabled[clock];
    binding[ticker] = enabled[ticker];
    footprint.begin(next, clock);
    this.leaveOut('clock');
    declareClockStep(declaring, k);
    this.leaveOut(-1);
    ticks(footprint.begin(next, ticker), this.objects);
    footprint.reads(this.objects.lane);
    for (const process of [clock, ticker]) {
      footprint.begin(future, process);
      declareClock(declaring, k);
    }
  }

  private fillLane(k: Kernel): void {
    const { lane, next, future, enabled, binding, declaring } = this;
    const { footprint } = declaring;
    if (k.program.env.length === 0) return;
    enabled[lane] = laneAction(k) !== undefined ? 1 : 0;
    binding[lane] = enabled[lane];
    footprint.begin(next, lane);
    this.leaveOut('lane');
    this.laneCells.next(declaring, k);
    this.leaveOut(-1);
    footprint.begin(future, lane);
    this.laneCells.future(footprint, k);
  }

  private fillAgent(k: Kernel, t: number): void {
    const { agents, next, future, frozen, enabled, binding, declaring } = this;
    const { footprint } = declaring;
    const agent = agents + t;
    if (!this.hasAgents) return;
    enabled[agent] = 0;
    binding[agent] = agentsDuties(k, t);
    enabled[agent] = binding[agent] + (mayRequest(k, t) ? 1 : 0);
    if (declaring.hasTwoCpus && mayMove(k, t)) enabled[agent]++;
    footprint.begin(next, agent);
    this.leaveOut('next agent');
    declareAgentNext(declaring, k, t);
    footprint.begin(frozen, agent);
    this.leaveOut('frozen agent');
    declareAgentFrozen(declaring, k, t);
    this.leaveOut(-1);
    footprint.begin(future, agent).join(next, agent);
    footprint.join(frozen, agent);
    declareAgent(declaring, k, t, future);
  }
}
