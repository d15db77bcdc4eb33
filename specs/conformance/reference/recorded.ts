/**
 * The programs of kernel-outcomes/*.jsonl, run over this kernel: one coroutine a lane, each
 * operation the kernel function that the harness called. What comes out is spelt as recorded.
 */
import { KernelPanic, type Steps } from './coroutine.ts';
import { Kernel, type Revision } from './kernel.ts';
import { endOf, queueEnd } from './recorded-end.ts';
import { operate } from './recorded-ops.ts';
import { Thread } from './thread.ts';
import { Task } from './task.ts';
import { Mutex } from './mutex.ts';
import { openSessions } from './recorded-udebug.ts';
import { SysWaitq } from './syswaitq.ts';
import { Waitq } from './waitq.ts';
import type { WaitqObject } from './cap.ts';
import { connectPhones, type Mailbox } from './recorded-ipc.ts';

export interface RecordedOp {
  readonly op: string;
  readonly [key: string]: unknown;
}

export interface RecordedLane {
  readonly thread: string;
  readonly task?: string;
  readonly restart?: string;
  readonly ops: readonly RecordedOp[];
}

export interface RecordedProgram {
  readonly lanes: readonly RecordedLane[];
  readonly objects?: Readonly<Record<string, unknown>>;
  readonly record_return_ticks?: boolean;
}

export interface RecordedLine {
  readonly name: string;
  readonly group: string;
  readonly revision: Revision;
  readonly program: RecordedProgram;
  readonly outcomes: readonly Readonly<Record<string, unknown>>[];
  readonly undefined_behaviour?: boolean;
  readonly states_without_end?: number;
}

/** What a lane is doing, and what it has come to. */
export interface LaneState {
  readonly lane: RecordedLane;
  readonly results: unknown[];
  readonly returnTicks: (number | null)[];
  thread: Thread;
  /** 2012: an abort request has been noted since its call was last issued. */
  noted: boolean;
  isKilled: boolean;
}

/** Everything that a program in progress has. */
export class RecordedWorld {
  readonly kernel: Kernel;
  readonly program: RecordedProgram;
  readonly lanes: LaneState[] = [];
  readonly tasks: Task[] = [];
  readonly queues: Waitq[];
  readonly counters: number[];
  readonly semaphores: Mutex[];
  readonly mutexes: Mutex[];
  readonly condvars: Waitq[];
  /** Messages by the operations that made them. */
  readonly mail: Mailbox = new Map();
  readonly syswaitq: SysWaitq;
  readonly waitqObjects: WaitqObject[] = [];
  inside = 0;
  shared = 0;

  constructor({ program, revision }: RecordedLine, seed: number) {
    this.program = program;
    const kernel = new Kernel(revision, seed);
    this.kernel = kernel;
    const { cpu, ops } = kernel;
    const objects = program.objects ?? {};
    const count = (key: string): number => Number(objects[key] ?? 0);
    const initial = listOf(objects.initial_wakeups);
    const queues = count('queues') + (objects.queues === undefined ? 1 : 0);
    this.queues = Array.from({ length: queues }, (_, i) => new Waitq(cpu, initial(i, 0)));
    this.counters = ((objects.user_counters ?? []) as number[]).slice();
    const semaphore = listOf(objects.semaphore_initial);
    this.semaphores = Array.from(
      { length: count('semaphores') },
      (_, i) => new Mutex(cpu, ops, semaphore(i, 0)),
    );
    this.mutexes = Array.from({ length: count('mutexes') }, () => new Mutex(cpu, ops));
    this.condvars = Array.from({ length: count('condvars') }, () => new Waitq(cpu));
    this.addTasks(objects);
    this.syswaitq = new SysWaitq(kernel);
    this.addWaitqObjects(count('waitq_objects'));
    for (const lane of program.lanes) this.addLane(lane);
    openSessions(this);
    connectPhones(this);
  }

  private addTasks(objects: Readonly<Record<string, unknown>>): void {
    const names = (objects.tasks ?? ['T0']) as string[];
    for (const name of names) this.tasks.push(new Task(this.kernel, name.split(' ')[0]));
  }

  private addWaitqObjects(count: number): void {
    for (let i = 0; i < count; i++) {
      const it = { waitq: new Waitq(this.kernel.cpu), refs: 1 };
      this.waitqObjects.push(it);
      this.tasks[0].caps.table.set(i + 1, { type: 'waitq', it });
    }
  }

  /** What has become of the wait queues that are capabilities. */
  waitqObjectEnds(): unknown[] {
    return this.waitqObjects.map((it) => {
      return it.refs === 0 ? 'destroyed' : { refs: it.refs, wq: queueEnd(this, it.waitq) };
    });
  }

  private addLane(lane: RecordedLane): void {
    const task = this.tasks.find(({ name }) => name === (lane.task ?? 'T0')) ?? this.tasks[0];
    const state = {
      lane,
      results: [],
      returnTicks: [],
      noted: false,
      isKilled: false,
    } as unknown as LaneState;
    state.thread = new Thread(this.kernel.cpu, lane.thread, task, () => this.runLane(state));
    task.threads.push(state.thread);
    this.lanes.push(state);
    this.kernel.cpu.add(state.thread);
  }

  private *runLane(state: LaneState): Steps {
    for (const op of state.lane.ops) {
      const result = yield* operate(this, state, op);
      state.results.push(this.withTicks(result));
      state.returnTicks.push(this.kernel.ops.clock.now);
    }
  }

  /** `OK_BLOCKED@t2`, where the program asks for ticks; other results have none. */
  private withTicks(result: unknown): unknown {
    if (this.program.record_return_ticks !== true || this.program.objects?.tasks !== undefined) {
      return result;
    }
    const isCode = typeof result === 'string' && result !== 'ok';
    return isCode ? `${result}@t${this.kernel.ops.clock.now}` : result;
  }
}

function listOf(value: unknown): (i: number, otherwise: number) => number {
  return (i, otherwise) => {
    if (Array.isArray(value)) return Number(value[i] ?? otherwise);
    return Number(value ?? otherwise);
  };
}

/** What all panics and all destroyed lists are: behaviour that is not defined. */
export const UNDEFINED_BEHAVIOUR = 'undefined behaviour';
/** A thread that never stops running. */
export const ENDLESS = 'endless';
/** A thread that spins for ever on a lock which nobody will release. */
export const DEADLOCK = 'deadlock';

/** One round: the end of the program under this seed, as one text. */
export function recordedRound(line: RecordedLine, seed: number): string {
  const world = new RecordedWorld(line, seed);
  try {
    const end = world.kernel.cpu.run();
    if (end === 'endless') return ENDLESS;
    if (world.kernel.cpu.threads.some(({ spinsOn }) => spinsOn !== null)) return DEADLOCK;
    return canonical(endOf(world));
  } catch (error) {
    if (error instanceof KernelPanic) return UNDEFINED_BEHAVIOUR;
    throw error;
  }
}

/** The text of an outcome that was recorded, as `recordedRound` spells it. */
function recordedText(outcome: Readonly<Record<string, unknown>>): string {
  if ('panic' in outcome || 'corrupted_state' in outcome) return UNDEFINED_BEHAVIOUR;
  return canonical(outcome);
}

/** `?` in a line stands for a hang-up request whose phone the recorder did not know. */
const UNKNOWN_HANGUP = '"?"';

/** What was recorded of a line, what rounds of it give, and which of either the other has not. */
export interface Comparison {
  readonly listed: number;
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

/** Runs a line under the seeds from 0 until everything listed was seen, at most `seeds` of them. */
export function compareLine(line: RecordedLine, seeds: number, least = 0): Comparison {
  const listed = new Set(line.outcomes.map(recordedText));
  if ((line.states_without_end ?? 0) > 0) listed.add(ENDLESS);
  const isUnknown = [...listed].some((text) => text.includes(UNKNOWN_HANGUP));
  const missing = new Set(listed);
  const extra = new Set<string>();
  for (let seed = 0; seed < seeds && (seed < least || missing.size > 0); seed++) {
    const round = recordedRound(line, seed);
    const text = isUnknown ? round.replaceAll(/"hangup\d+"/g, UNKNOWN_HANGUP) : round;
    missing.delete(text);
    if (listed.has(text)) continue;
    // Where behaviour may be undefined, a thread may spin on freed memory: not compared.
    const isFreed = line.undefined_behaviour === true || listed.has(UNDEFINED_BEHAVIOUR);
    if (!(isFreed && (text === DEADLOCK || text === ENDLESS))) extra.add(text);
  }
  return { listed: listed.size, missing: [...missing], extra: [...extra] };
}

/** Counts that some lines leave out where they are nothing. */
const COUNTS = new Set([
  'sync_boxes',
  'sync_boxes_with_answer',
  'box_active_calls',
  'active_list',
  'call_caps',
  'unpublished_caps',
]);

/** JSON with sorted keys: equal values are equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, it: unknown) => {
    if (it === 0 && COUNTS.has(key)) return undefined;
    if (it === null || typeof it !== 'object' || Array.isArray(it)) return it;
    return Object.fromEntries(Object.entries(it).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
