/** A lane's thread: user code cell by cell, with a trap into the kernel for each call (syscall/syscall.c). */
import type { Cell } from '../../litmus/litmus.ts';
import { ipcCleanup2012 } from './ipc-cleanup-2012.ts';
import { ipcCleanup2026 } from './ipc-cleanup-2026.ts';
import type { Steps } from './coroutine.ts';
import { type LaneState, NO_FRAME } from './litmus-lane.ts';
import type { LitmusWorld } from './litmus-world.ts';
import { callFor, isLibc } from './user-calls.ts';
import { threadExitEvent } from './udebug.ts';

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
function* mayDie(world: LitmusWorld, { thread }: LaneState): Steps {
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
  Object.assign(state.thread, { armedAt: -1, readyAt: -1 });
  state.held.delete(register ?? '');
  const make = callFor(world, state, cell);
  const result = yield* isLibc(cell.call) ? make() : trap(world, state, make);
  noteTime(world, state);
  if (register !== null) state.registers.set(register, result);
  if (label !== null) state.doneLabels.add(label);
  state.label = null;
}

/** The ticks of a call whose deadline was armed, once it is over. */
function noteTime({ kernel }: LitmusWorld, { thread, label, dt }: LaneState): void {
  if (label === null || thread.armedAt < 0) return;
  const readyAt = thread.readyAt < thread.armedAt ? kernel.ops.clock.now : thread.readyAt;
  dt.set(label, readyAt - thread.armedAt);
}

/** syscall_handler(), with the boundary where the thread is held and its call issued again. */
export function* trap(
  world: LitmusWorld,
  state: LaneState,
  handler: () => Steps<string>,
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
      if (thread.abortRequested) yield* hold(world, state);
      return result;
    }
    if (world.restart.result === 'eintr') {
      state.isInside = false;
      const told = toldOf(world, state);
      world.recorder.leave(state, told);
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
  yield* thread.poll(() => !state.isHeld || thread.interrupted);
  state.isHeld = false;
  state.heldAt = null;
  if (thread.interrupted) throw new ThreadExit();
}

/** thread_exit(): the last thread of a task cleans up. */
function* threadExit(world: LitmusWorld, state: LaneState): Steps {
  const { kernel } = world;
  const { thread } = state;
  const { task } = thread;
  state.isInside = false;
  state.isHeld = false;
  markKilled(state);
  state.isDead = true;
  world.recorder.exit(state);
  yield* threadExitEvent(kernel);
  yield* kernel.stoppableBegin();
  yield;
  if (--task.lifecount === 0) {
    yield* kernel.is2012 ? ipcCleanup2012(kernel, state.lane.name) : ipcCleanup2026(kernel);
  }
  thread.isGone = true;
}

function markKilled(state: LaneState): void {
  const cell = state.cells[state.at];
  if (cell?.is !== 'call' || state.label !== cell.label) return;
  const { register } = cell;
  if (register !== null && state.registers.get(register) === 'blocked') {
    state.registers.set(register, 'killed');
  }
}
