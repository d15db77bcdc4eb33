/** A lane's thread: user code cell by cell, with a trap into the kernel for each call (syscall/syscall.c). */
import type { Cell } from '../../litmus/litmus.ts';
import { ipcCleanup2012 } from './ipc-cleanup-2012.ts';
import { ipcCleanup2026 } from './ipc-cleanup-2026.ts';
import type { Steps } from './coroutine.ts';
import { type LaneState, NO_FRAME } from './litmus-lane.ts';
import type { LitmusWorld } from './litmus-world.ts';
import { callFor, futexCleanup, isLibc } from './user-calls.ts';
import { threadExitEvent } from './udebug.ts';
import { overSince } from './waitq.ts';

/** A thread that was killed, or ends: thrown out of whatever it was in. */
export class ThreadExit extends Error {}

export function* runLane(world: LitmusWorld, state: LaneState): Steps {
  try {
    for (; state.at < state.cells.length; state.at++) {
      yield* mayDie(world, state);
      yield* runCell(world, state, state.cells[state.at]);
    }
    // It goes on in user mode, where a kill finds it at the next interrupt.
    yield* state.thread.poll(() => state.thread.interrupted);
    throw new ThreadExit();
  } catch (error) {
    if (!(error instanceof ThreadExit)) throw error;
    yield* threadExit(world, state);
  }
}

/** A clock interrupt in user mode ends a thread that was killed; it may also come later. */
export function* mayDie(world: LitmusWorld, { thread }: LaneState): Steps {
  yield;
  if (thread.interrupted && world.kernel.cpu.random.chance(0.5)) throw new ThreadExit();
}

function* runCell(world: LitmusWorld, state: LaneState, cell: Cell): Steps {
  if (cell.is === 'assign' && cell.loc.is === 'object' && cell.value.is === 'integer') {
    const before = cell.op === '+=' ? (world.words.get(cell.loc.name) ?? 0) : 0;
    world.words.set(cell.loc.name, before + cell.value.value);
    return;
  }
  if (cell.is !== 'call') return;
  const { label, register } = cell;
  state.label = label;
  if (register !== null) state.registers.set(register, 'blocked');
  Object.assign(state.thread, { armedAt: -1, readyAt: -1, releasedAt: -1 });
  state.held.delete(register ?? '');
  const make = callFor(world, state, cell);
  const store = (it: string): void => {
    if (register !== null) state.registers.set(register, it);
  };
  const result = yield* isLibc(cell.call) ? make() : trap(world, state, make, store);
  noteTime(world, state);
  store(result);
  if (label !== null) state.doneLabels.add(label);
  state.label = null;
}

/**
 * The ticks of a call, once it is over: from its deadline's first arming until it was made ready. Who
 * did not sleep was ready at once, or, where he came late, when he might have been.
 */
function noteTime({ kernel }: LitmusWorld, { thread, label, dt, frame }: LaneState): void {
  if (label === null) return;
  const { armedAt, readyAt } = thread;
  if (armedAt < 0) {
    dt.set(label, 0);
    return;
  }
  const { now } = kernel.ops.clock;
  const latest = frame.deadline === undefined ? now : overSince(frame.deadline, thread);
  dt.set(label, (readyAt < armedAt ? Math.min(now, latest) : readyAt) - armedAt);
}

/** syscall_handler(), with the boundary where the thread is held and its call issued again. */
export function* trap(
  world: LitmusWorld,
  state: LaneState,
  handler: () => Steps<string>,
  store?: (result: string) => void,
): Steps<string> {
  const { thread, label } = state;
  state.frame = { ...NO_FRAME };
  state.isInside = true;
  world.recorder.enter(state);
  for (;;) {
    yield;
    const result = yield* handler();
    yield;
    if (thread.interrupted) throw new ThreadExit();
    if (result !== 'ABORTED') {
      state.isInside = false;
      world.recorder.leave(state, result);
      // The result is user space's before the thread is held behind its call.
      store?.(result);
      if (thread.abortRequested) yield* hold(world, state);
      return result;
    }
    if (world.restart.result === 'eintr') {
      state.isInside = false;
      const told = toldOf(world, state);
      world.recorder.leave(state, told);
      store?.(told);
      yield* hold(world, state);
      return told;
    }
    yield* hold(world, state);
    if (label !== null) state.restarted.add(label);
    if (world.restart.timeout === 'relative') state.frame.deadline = undefined;
    world.recorder.again(state);
  }
}

/** What user space is told of a call that is not issued again: the revision's own code. */
function toldOf({ kernel }: LitmusWorld, state: LaneState): string {
  const cell = state.cells[state.at];
  const call = cell.is === 'call' ? cell.call : '';
  if (call === 'thread_usleep' || call === 'thread_udelay') return 'EOK';
  if (!kernel.is2012) return 'EINTR';
  if (call === 'ipc_wait') return 'none';
  return call.startsWith('futex') ? 'INTERRUPTED' : 'EINTR';
}

/** The request is cleared and the thread held in one step; a kill of a held thread ends it there. */
function* hold(world: LitmusWorld, state: LaneState): Steps {
  const { thread } = state;
  thread.abortRequested = false;
  state.isHeld = true;
  state.heldAt = state.label;
  world.recorder.hold(state);
  const { clock } = world.kernel.ops;
  const since = clock.now;
  yield* thread.poll(() => !state.isHeld || thread.interrupted);
  noteHeld(state, since);
  state.isHeld = false;
  state.heldAt = null;
  if (thread.interrupted) throw new ThreadExit();
}

/** The ticks that it was held behind its deadline are not its call's; an attempt more begins. */
function noteHeld(state: LaneState, since: number): void {
  const { deadline } = state.frame;
  const { label, thread } = state;
  if (deadline === undefined || label === null || !state.isInside || state.isHeld) return;
  const late = Math.max(0, thread.releasedAt - Math.max(since, deadline.tick + 1));
  state.late.set(label, (state.late.get(label) ?? 0) + late);
  thread.readyAt = -1;
}

/** thread_exit(): the last thread of a task cleans up. */
function* threadExit(world: LitmusWorld, state: LaneState): Steps {
  const { kernel } = world;
  const { thread } = state;
  const { task } = thread;
  state.isInside = false;
  state.isHeld = false;
  noteTime(world, state);
  markKilled(state);
  state.isDead = true;
  world.recorder.exit(state);
  yield* threadExitEvent(kernel);
  yield* kernel.stoppableBegin();
  yield;
  if (--task.lifecount === 0) {
    yield* kernel.is2012 ? ipcCleanup2012(kernel, state.lane.name) : ipcCleanup2026(kernel);
    if (kernel.is2012) yield* futexCleanup(world, task);
  }
  thread.isGone = true;
}

function markKilled(state: LaneState): void {
  const cell = state.cells[state.at];
  if (cell?.is !== 'call' || cell.register === null) return;
  const { register } = cell;
  if (!state.registers.has(register) || state.registers.get(register) === 'blocked') {
    state.registers.set(register, 'killed');
  }
}
