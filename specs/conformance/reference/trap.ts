/** The trap into the kernel and the boundary behind it, where a thread is held (syscall/syscall.c). */
import type { Steps } from './coroutine.ts';
import { type LaneState, NO_FRAME } from './litmus-lane.ts';
import { interruptible, preempted, preemptedInUserMode } from './litmus-debug.ts';
import { fixDeadline } from './restart-flags.ts';
import type { LitmusWorld } from './litmus-world.ts';
import { syscallEvent } from './udebug.ts';
import { overSince } from './waitq.ts';

/** A thread that was killed, or ends: thrown out of whatever it was in. */
export class ThreadExit extends Error {}

/** A clock interrupt in user mode ends a thread that was killed; it may also come later. */
export function* mayDie(world: LitmusWorld, { thread }: LaneState): Steps {
  yield;
  const { random } = world.kernel.cpu;
  if (thread.udebug !== null && thread.isUser && random.chance(0.3)) {
    yield* preemptedInUserMode(world.kernel);
  }
  if (thread.interrupted && random.chance(0.5)) throw new ThreadExit();
}

/** What of a trap its handler does not say. */
export interface Trap {
  /** Takes the result before the thread is held behind its call. */
  readonly store?: (result: string) => void;
  /** The system call that libc makes, where the litmus has libc's own. */
  readonly sys?: string;
  /** Its timeout; 0: none. */
  readonly usec?: number;
}

/** syscall_handler(), with the boundary where the thread is held and its call issued again. */
export function* trap(
  world: LitmusWorld,
  state: LaneState,
  handler: () => Steps<string>,
  { store, sys, usec = 0 }: Trap = {},
): Steps<string> {
  const { thread, label } = state;
  state.frame = { ...NO_FRAME };
  state.isInside = true;
  world.recorder.enter(state, sys);
  for (;;) {
    fixDeadline(world, state, usec);
    yield;
    const { udebug } = thread;
    if (udebug !== null) udebug.hasFrame = true;
    if (udebug?.active === true) yield* syscallEvent(world.kernel, 'SYSCALL_B');
    const call = handler();
    const result = yield* udebug === null
      ? call
      : interruptible(world.kernel, { udebug, thread }, call);
    yield;
    if (thread.interrupted) throw new ThreadExit();
    if (thread.udebug?.active === true) {
      yield* syscallEvent(world.kernel, 'SYSCALL_E');
      yield* preempted(world.kernel);
    }
    if (udebug !== null) udebug.hasFrame = false;
    if (result !== 'ABORTED') {
      state.isInside = false;
      noteTime(world, state);
      world.recorder.leave(state, result);
      // The result is user space's before the thread is held behind its call.
      store?.(result);
      if (thread.abortRequested) yield* hold(world, state, false);
      return result;
    }
    if (world.restart.result === 'eintr') {
      state.isInside = false;
      const told = toldOf(world, state);
      noteTime(world, state);
      world.recorder.leave(state, told);
      store?.(told);
      yield* hold(world, state, false);
      return told;
    }
    yield* hold(world, state, true);
    state.isInside = true;
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
function* hold(world: LitmusWorld, state: LaneState, isInCall: boolean): Steps {
  const { thread } = state;
  thread.abortRequested = false;
  state.isHeld = true;
  state.isInside = false;
  state.heldAt = state.label;
  world.recorder.hold(state);
  yield* thread.poll(() => !state.isHeld || thread.interrupted);
  if (isInCall) noteHeld(state);
  state.isHeld = false;
  state.heldAt = null;
  if (thread.interrupted) throw new ThreadExit();
}

/** The ticks that it was held behind its deadline are not its call's; an attempt more begins. */
function noteHeld(state: LaneState): void {
  const { deadline } = state.frame;
  const { label, thread } = state;
  if (deadline === undefined || label === null || state.isHeld) return;
  state.late.set(label, Math.max(0, thread.releasedAt - (deadline.tick + 1)));
  thread.readyAt = -1;
}

/**
 * The ticks of a call, once it is over: from its deadline's first arming until it was made ready. Who
 * did not sleep was ready at once, or, where he came late, when he might have been.
 */
export function noteTime({ kernel }: LitmusWorld, { thread, label, dt, frame }: LaneState): void {
  if (label === null || dt.has(label)) return;
  const { armedAt, readyAt } = thread;
  if (armedAt < 0) {
    dt.set(label, 0);
    return;
  }
  const { now } = kernel.ops.clock;
  const latest = frame.deadline === undefined ? now : overSince(frame.deadline, thread);
  dt.set(label, (readyAt < armedAt ? Math.min(now, latest) : readyAt) - armedAt);
}
