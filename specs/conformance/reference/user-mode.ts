/** A lane's thread: user code cell by cell, with a trap into the kernel for each call (syscall/syscall.c). */
import type { Cell } from '../../litmus/litmus.ts';
import { ipcCleanup2012 } from './ipc-cleanup-2012.ts';
import { ipcCleanup2026 } from './ipc-cleanup-2026.ts';
import type { Steps } from './coroutine.ts';
import { mustStop, preemptedInUserMode } from './litmus-debug.ts';
import { dropPageIn } from './page-in.ts';
import type { LaneState } from './litmus-lane.ts';
import type { LitmusWorld } from './litmus-world.ts';
import { type CallCell, numberAt } from './call-args.ts';
import { usecOf } from './timeout.ts';
import { mayDie, noteTime, ThreadExit, type Trap, trap } from './trap.ts';
import { callFor, futexCleanup, isLibc } from './user-calls.ts';
import type { Task } from './task.ts';
import { threadExitEvent } from './udebug.ts';

export function* runLane(world: LitmusWorld, state: LaneState): Steps {
  try {
    for (; state.at < state.cells.length; state.at++) {
      yield* mayDie(world, state);
      yield* runCell(world, state, state.cells[state.at]);
    }
    world.recorder.exit(state);
    // It goes on in user mode, where a kill finds it at the next interrupt.
    const { thread } = state;
    if (!thread.isUser) return;
    while (!thread.interrupted) {
      yield* thread.poll(() => thread.interrupted || mustStop(state));
      if (!thread.interrupted) yield* preemptedInUserMode(world.kernel);
    }
    throw new ThreadExit();
  } catch (error) {
    if (!(error instanceof ThreadExit)) throw error;
    yield* threadExit(world, state);
  }
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
  let isStored = false;
  state.store = (it) => {
    if (isStored) return;
    isStored = true;
    if (register !== null) state.registers.set(register, it);
  };
  const result = yield* isLibc(cell.call) ? make() : trap(world, state, make, trapOf(state, cell));
  noteTime(world, state);
  state.store(result);
  if (label !== null) state.doneLabels.add(label);
  state.label = null;
}

/** The timeout with which a call enters. */
function trapOf({ store }: LaneState, { args, call }: CallCell): Trap {
  const at = TIMED[call];
  return { store, usec: at === undefined ? 0 : usecOf(numberAt(args, at)) };
}

/** Of sleeps that take a timeout, which argument that is. */
const TIMED: Readonly<Record<string, number>> = { thread_usleep: 0, ipc_wait: 0, waitq_sleep: 1 };

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
  const { sent } = state.frame;
  if (sent !== null && !kernel.is2012) yield* dropPageIn(kernel, sent);
  yield* threadExitEvent(kernel);
  yield* kernel.stoppableBegin();
  yield;
  if (--task.lifecount === 0) {
    yield* kernel.is2012 ? ipcCleanup2012(kernel, state.lane.name) : ipcCleanup2026(kernel);
    if (kernel.is2012) yield* futexCleanup(world, task);
  }
  thread.isGone = true;
  if (task.lifecount === 0) yield* destroy(task);
}

/** task_destroy() (proc/task.c): the box goes with the task, and in 2012 the phones in their slots. */
function* destroy(task: Task): Steps {
  yield;
  const { answerbox, phones } = task;
  const isOfTask = phones.filter(({ refs }) => refs === 0);
  const waitqs = [answerbox.wq, ...isOfTask.map(({ lock }) => lock.wq)];
  for (const { lock } of [answerbox, ...waitqs]) lock.isFreed = true;
}

function markKilled(state: LaneState): void {
  const cell = state.cells[state.at];
  if (cell?.is !== 'call' || cell.register === null) return;
  const { register } = cell;
  if (!state.registers.has(register) || state.registers.get(register) === 'blocked') {
    state.registers.set(register, 'killed');
  }
}
