/** A litmus in progress: its objects as kernel objects, a coroutine a lane, and the environment. */
import type { Litmus, Loc } from '../../litmus/litmus.ts';
import type { WaitqObject } from './cap.ts';
import { cellsOf, isAbout } from './call-args.ts';
import { addClock, addEnvironment } from './environment.ts';
import { Call, Phone } from './ipc-objects.ts';
import { Kernel, type Revision } from './kernel.ts';
import { isSpinning, LaneState } from './litmus-lane.ts';
import { Interrupt, Notifier } from './notifications.ts';
import type { Restart } from './restart.ts';
import { SysWaitq } from './syswaitq.ts';
import { Task } from './task.ts';
import { Thread } from './thread.ts';
import { runLane } from './user-mode.ts';
import { Waitq } from './waitq.ts';
import { Recorder } from './recorder.ts';
import { addHooks, openSessions } from './litmus-debug.ts';

/** A futex: the counter in user memory, and what the kernel has behind it. */
export interface Futex {
  counter: number;
  object: WaitqObject;
  handle: number;
  /** 2012: tasks that have looked it up; the last one takes the kernel's half with it. */
  readonly users: Set<Task>;
}

type AbortTarget = Litmus['meta']['aborts'][number]['target'];

/** The task of lanes that name none. */
const TASK = 'T';
/** Ticks that may come where a test does not say. */
const TICKS = 8;

export class LitmusWorld {
  readonly litmus: Litmus;
  readonly kernel: Kernel;
  readonly restart: Restart;
  readonly syswaitq: SysWaitq;
  readonly lanes: LaneState[] = [];
  readonly tasks = new Map<string, Task>();
  readonly words = new Map<string, number>();
  readonly futexes = new Map<string, Futex>();
  readonly waitqs = new Map<string, { readonly object: WaitqObject; handle: number }>();
  /** Names of phones to their numbers and their tasks. */
  readonly phones = new Map<string, { readonly task: Task; readonly number: number; it: Phone }>();
  readonly recorder: Recorder;
  ticksLeft: number;
  /** What is left of each budget of aborts: the environment and the E lane draw from it alike. */
  readonly budgets: { readonly target: AbortTarget; left: number }[];

  constructor(
    litmus: Litmus,
    revision: Revision,
    restart: Restart,
    seed: number,
    isTraced: boolean,
    isDriven = false,
  ) {
    this.litmus = litmus;
    this.restart = restart;
    this.kernel = new Kernel(revision, seed);
    this.syswaitq = new SysWaitq(this.kernel);
    this.ticksLeft = litmus.meta.ticks ?? TICKS;
    const budgets = isDriven ? [] : litmus.meta.aborts;
    this.budgets = budgets.map(({ most, target }) => ({ target, left: most }));
    this.recorder = new Recorder(this.kernel, isTraced);
    if (isTraced) this.kernel.cpu.log = this.recorder;
    this.kernel.ops.clock.isOfOneCpu = true;
    if (!this.kernel.is2012) this.kernel.waitq2026.booksDebtOnAbort = booksDebt(restart);
    litmus.lanes.forEach((lane, i) => {
      if (lane.name !== 'E') this.lanes.push(new LaneState(lane, i, cellsOf(litmus, i)));
    });
    for (const { lane } of this.lanes) this.taskNamed(lane.task ?? TASK);
    openSessions(this);
    this.addObjects();
    for (const state of this.lanes) this.addThread(state);
    if (isDriven) addClock(this);
    else addEnvironment(this);
  }

  /** Somebody waits for a tick: a deadline is armed, or a delay loop spins. */
  isTimed(): boolean {
    return this.kernel.ops.clock.active.length > 0 || this.lanes.some(isSpinning);
  }

  taskNamed(name: string): Task {
    const known = this.tasks.get(name);
    if (known !== undefined) return known;
    const task = new Task(this.kernel, name);
    this.tasks.set(name, task);
    return task;
  }

  private addThread(state: LaneState): void {
    const { kernel } = this;
    const task = this.taskNamed(state.lane.task ?? TASK);
    const body = (): ReturnType<typeof runLane> => runLane(this, state);
    state.thread = new Thread(kernel.cpu, state.lane.name, task, body);
    task.threads.push(state.thread);
    this.recorder.lanes.set(state.thread, state);
    if (task.udebug !== null) addHooks(kernel, state, task.udebug);
    if (state.thread.isUser) task.lifecount++;
    kernel.cpu.add(state.thread);
  }

  private addObjects(): void {
    const { init } = this.litmus;
    for (const it of init) {
      if (it.is !== 'object') continue;
      const value = it.value?.is === 'integer' ? it.value.value : 0;
      if (it.type === 'word') this.words.set(it.name, value);
      if (it.type === 'futex') this.addFutex(it.name, value);
      if (it.type === 'waitq') this.addWaitq(it.name, value);
      if (it.type === 'event') this.kernel.events.set(it.name, new Notifier(this.kernel));
      if (it.type === 'irq') this.kernel.interrupts.set(it.name, new Interrupt(this.kernel));
      if (it.type === 'phone') this.addPhone(it.name, it.link, holder(it.value));
    }
    for (const it of init) {
      if (it.is === 'value') this.setField(it.loc, it.value.is === 'integer' ? it.value.value : 0);
    }
  }

  private addFutex(name: string, counter: number): void {
    const object = { waitq: new Waitq(this.kernel.cpu, 0, name), refs: 1 };
    const handle = this.publish(name, object);
    this.futexes.set(name, { counter, object, handle, users: new Set() });
  }

  private addWaitq(name: string, balance: number): void {
    const object = { waitq: new Waitq(this.kernel.cpu, balance, name), refs: 1 };
    this.waitqs.set(name, { object, handle: this.publish(name, object) });
  }

  /** 2026: the handle of a wait queue in the task whose lanes use it. */
  private publish(name: string, it: WaitqObject): number {
    const user = this.lanes.find(({ cells }) => cells.some((cell) => isAbout(cell, name)));
    const { table } = this.taskNamed(user?.lane.task ?? TASK).caps;
    const handle = lowestFree(table);
    table.set(handle, { type: 'waitq', it });
    return handle;
  }

  private addPhone(
    name: string,
    link: { readonly from: string; readonly to: string } | null,
    owner: string,
  ): void {
    const { kernel } = this;
    const task = this.taskNamed(link?.from ?? owner);
    const taken = [...this.phones.values()].filter((it) => it.task === task).length;
    const number = kernel.is2012 ? taken : taken + 1 + waitqsOf(task);
    while (kernel.is2012 && task.phones.length <= number + SPARE) {
      task.phones.push(new Phone(kernel, task, task.phones.length));
    }
    const it = kernel.is2012 ? task.phones[number] : new Phone(kernel, task, number);
    this.phones.set(name, { task, number, it });
    if (!kernel.is2012) task.phones[number] = it;
    if (link === null) return;
    const callee = this.taskNamed(link.to);
    const isDebugger = this.litmus.meta.debugs.includes(name);
    const box = isDebugger ? (callee.udebug?.kbox ?? callee.answerbox) : callee.answerbox;
    it.state = 'connected';
    it.callee = box;
    it.link.append(box.connectedPhones);
    if (kernel.is2012) return;
    it.refs = 2;
    it.hangupCall = new Call(kernel, name, 'PHONE_HUNGUP', null);
    task.caps.table.set(number, { type: 'phone', it });
  }

  private setField(loc: Loc, value: number): void {
    if (loc.is !== 'object') return;
    const { field, name } = loc;
    const futex = this.futexes.get(name);
    const queue = this.waitqs.get(name);
    if (futex !== undefined && field === 'counter') futex.counter = value;
    else if (futex !== undefined) futex.object.waitq.balance = value;
    else if (queue !== undefined) queue.object.waitq.balance = value;
    else this.words.set(name, value);
  }
}

/** What user space is told of has failed, and a composable sleep that fails books a debt. */
function booksDebt({ debt, result }: Restart): boolean {
  return debt === 'book' || result === 'eintr';
}

/** Slots of 2012 beyond those that a test declares. */
const SPARE = 3;

function holder(value: { readonly is: string } | null): string {
  return value?.is === 'name' ? (value as unknown as { name: string }).name : TASK;
}

function waitqsOf({ caps }: Task): number {
  return caps.countOf('waitq');
}

function lowestFree(table: ReadonlyMap<number, unknown>): number {
  let handle = 1;
  while (table.has(handle)) handle++;
  return handle;
}
