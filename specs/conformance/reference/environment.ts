/**
 * The environment of a litmus: the clock, the E lane, budgets of aborts, and who lets held threads go.
 * Each is a coroutine beside the lanes, so that it acts at any moment.
 */
import type { Cell, EnvOp } from '../../litmus/litmus.ts';
import type { Steps } from './coroutine.ts';
import type { LaneState } from './litmus-lane.ts';
import { cellsOf } from './call-args.ts';
import type { LitmusWorld } from './litmus-world.ts';
import { Task } from './task.ts';
import { Thread } from './thread.ts';

/** A coroutine of the environment: no thread of the kernel's, and scheduled as one. */
export function addBeside(world: LitmusWorld, name: string, body: () => Steps): void {
  const nowhere = new Task(world.kernel, 'environment');
  world.kernel.cpu.add(new Thread(world.kernel.cpu, name, nowhere, body));
}

/** Of a round that somebody drives from outside: the clock alone. */
export function addClock(world: LitmusWorld): void {
  addBeside(world, 'clock', () => clock(world, { next: 0, ops: [] }));
}

export function addEnvironment(world: LitmusWorld): void {
  const { litmus } = world;
  const add = (name: string, body: () => Steps): void => addBeside(world, name, body);
  const at = litmus.lanes.findIndex(({ name }) => name === 'E');
  const ops =
    at < 0 ? [] : cellsOf(litmus, at).flatMap((cell) => (cell.is === 'env' ? [cell.op] : []));
  const script = { next: 0, ops };
  add('clock', () => clock(world, script));
  if (ops.length > 0) add('E', () => eLane(world, script));
  for (const lane of world.lanes) add('release', () => releaser(world, lane, script));
  if (!world.restart.takesAborts) return;
  for (const { most, target } of litmus.meta.aborts) {
    for (let i = 0; i < most; i++) add('abort', () => budget(world, target));
  }
}

interface Script {
  next: number;
  readonly ops: readonly EnvOp[];
}

/** Ticks come at any moment at which a deadline is armed, or kept by a thread that is held. */
function* clock(world: LitmusWorld, script: Script): Steps {
  const { clock: it } = world.kernel.ops;
  const me = world.kernel.thread;
  const isDue = (): boolean => {
    if (world.ticksLeft <= 0 || !mayTick(world)) return false;
    if (world.isTimed()) return true;
    return (
      world.lanes.some((lane) => lane.isHeld && lane.frame.deadline !== undefined) &&
      hasRoom(world, script)
    );
  };
  for (;;) {
    yield* me.poll(isDue);
    world.ticksLeft--;
    yield* it.tick();
  }
}

/** The only processor takes its clock interrupt where interrupts are enabled. */
function mayTick({ kernel }: LitmusWorld): boolean {
  return kernel.cpu.interruptsOff === 0 && kernel.ops.clock.isFree;
}

/** Every timeout that is still to come must find its ticks. */
function hasRoom(world: LitmusWorld, script: Script): boolean {
  const { now } = world.kernel.ops.clock;
  const toCome = script.ops.slice(script.next);
  let needed = toCome.reduce((sum, op) => sum + (op.is === 'tick' ? op.count : 0), 0);
  for (const lane of world.lanes) {
    if (lane.isDead) continue;
    const { deadline } = lane.frame;
    lane.cells.forEach((cell, i) => {
      if (cell.is !== 'call' || i < lane.at) return;
      const isCurrent = i === lane.at && deadline !== undefined;
      needed += isCurrent ? Math.max(0, deadline.tick + 1 - now) : ticksIn(cell);
    });
  }
  return world.ticksLeft > needed;
}

/** The ticks that a call can take by its own timeout. */
function ticksIn({ args, call }: Extract<Cell, { is: 'call' }>): number {
  const arg = args[TIMED[call] ?? -1];
  return arg?.is === 'integer' && arg.value > 0 ? arg.value + 1 : 0;
}

const TIMED: Readonly<Record<string, number>> = {
  thread_usleep: 0,
  thread_udelay: 0,
  ipc_wait: 0,
  waitq_sleep: 1,
  futex_down_timeout: 1,
};

/** One tick of a script. */
export function* tickOnce(world: LitmusWorld): Steps {
  yield* world.kernel.thread.poll(() => mayTick(world));
  world.ticksLeft--;
  yield* world.kernel.ops.clock.tick();
}

export function laneNamed(world: LitmusWorld, name: string): LaneState {
  const lane = world.lanes.find((it) => it.lane.name === name);
  if (lane === undefined) throw new Error(`no lane ${name}`);
  return lane;
}

function* eLane(world: LitmusWorld, script: Script): Steps {
  for (; script.next < script.ops.length; script.next++) {
    yield;
    yield* perform(world, script.ops[script.next]);
  }
}

function* perform(world: LitmusWorld, op: EnvOp): Steps {
  const { kernel } = world;
  switch (op.is) {
    case 'await': {
      const { lane, label } = op.ref;
      const it = laneNamed(world, lane);
      yield* kernel.thread.poll(() => isSo(it, label, op.state));
      return;
    }
    case 'abort':
      yield* abort(world, laneNamed(world, op.ref.lane), op.ref.label);
      return;
    case 'resume': {
      const it = laneNamed(world, op.lane);
      yield* kernel.thread.poll(() => it.isHeld);
      release(world, it);
      return;
    }
    case 'kill':
      yield* killTask(world, op.task);
      return;
    case 'tick':
      for (let i = 0; i < op.count; i++) yield* tickOnce(world);
      return;
    case 'set':
      if (op.loc.is === 'object' && op.value.is === 'integer') {
        world.words.set(op.loc.name, op.value.value);
      }
      return;
    default:
      throw new Error(`no operation ${op.is}`);
  }
}

export function isSo(it: LaneState, label: string, state: string): boolean {
  const isIn = it.label === label && it.isInside;
  switch (state) {
    case 'Asleep':
      return isIn && it.thread.state === 'sleeping' && it.thread.sleepQueue !== null;
    case 'Inside':
      return isIn && !it.isHeld;
    case 'Woken':
      return isIn && it.thread.isWoken;
    case 'Held':
      return it.isHeld && it.heldAt === label;
    default:
      return it.thread.isGone || (it.doneLabels.has(label) && it.label !== label);
  }
}

/** A request: the flag of the thread, then the step that wakes it. */
export function* abort(world: LitmusWorld, lane: LaneState, label: string): Steps {
  const { kernel } = world;
  const { thread } = lane;
  // 2012 has `interrupted` under the thread's lock, under which a sleeper looks at it and goes to sleep.
  if (kernel.is2012) yield* thread.lock.lock();
  else yield;
  const isSet = setRequest(world, lane, label);
  if (kernel.is2012) thread.lock.unlock();
  if (!isSet) return;
  yield;
  yield* kernel.ops.abortSleep(thread);
}

/** False where it comes too early or late, or there is one already. */
function setRequest(world: LitmusWorld, lane: LaneState, label: string): boolean {
  const { thread } = lane;
  if (lane.label !== label || !lane.isInside || !world.restart.takesAborts) return false;
  if (!draws(world, lane)) return false;
  lane.aborted.set(label, (lane.aborted.get(label) ?? 0) + 1);
  if (lane.isHeld || thread.abortRequested) return false;
  thread.abortRequested = true;
  world.recorder.abort(lane);
  return true;
}

type Target = LitmusWorld['budgets'][number]['target'];

const covers = (target: Target, { label, lane }: LaneState): boolean =>
  target === 'any' || (target.lane === lane.name && target.label === label);

/** Where a budget covers the call, an abort is one of it: false where none is left. */
function draws({ budgets }: LitmusWorld, lane: LaneState): boolean {
  const covering = budgets.filter(({ target }) => covers(target, lane));
  const open = covering.find(({ left }) => left > 0);
  if (open !== undefined) open.left--;
  return covering.length === 0 || open !== undefined;
}

/** One abort of a budget: at any moment of its call, or not at all. */
function* budget(world: LitmusWorld, target: Target): Steps {
  const { random } = world.kernel.cpu;
  const mayAbort = (lane: LaneState): boolean => {
    if (lane.label === null || !lane.isInside || lane.isHeld) return false;
    if (lane.thread.abortRequested) return false;
    return (
      covers(target, lane) && world.budgets.some((it) => it.left > 0 && covers(it.target, lane))
    );
  };
  for (;;) {
    if (random.chance(0.15)) return;
    yield* world.kernel.thread.poll(() => world.lanes.some(mayAbort));
    if (random.chance(0.4)) continue;
    const open = world.lanes.filter(mayAbort);
    const lane = open[random.below(open.length)];
    if (lane?.label == null) continue;
    yield* abort(world, lane, lane.label);
    return;
  }
}

export function release({ kernel }: LitmusWorld, lane: LaneState): void {
  lane.isHeld = false;
  lane.thread.releasedAt = kernel.ops.clock.now;
}

/** Lets a thread go at a moment of its own choosing, where no `resume` of the script will. */
function* releaser(world: LitmusWorld, lane: LaneState, script: Script): Steps {
  const isFree = (): boolean => {
    if (!lane.isHeld) return false;
    const rest = script.ops.slice(script.next);
    const { name } = lane.lane;
    const waits = rest.at(0);
    // The script waits for what this thread cannot do while it is held: its `resume` does not come.
    if (waits?.is === 'await' && waits.ref.lane === name && waits.state !== 'Held') return true;
    return !rest.some((op) => op.is === 'resume' && op.lane === name);
  };
  for (;;) {
    yield* world.kernel.thread.poll(isFree);
    release(world, lane);
  }
}

/** task_kill(): each thread's flag, then its sleep. */
export function* killTask(world: LitmusWorld, name: string): Steps {
  const task = world.tasks.get(name);
  for (const thread of task?.threads ?? []) {
    if (!thread.isGone && thread.isUser) yield* world.kernel.ops.kill(thread);
  }
}
