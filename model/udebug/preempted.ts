/**
 * Where a running thread is stopped: clock() of kernel/generic/src/time/clock.c, both revisions. A
 * thread that was preempted in user mode passes a stop point before it goes back there.
 *
 * Every thread in user mode is preempted sooner or later. The step is there only where the stop
 * point does something: elsewhere it counts the thread out and in again, and who sees it counted out
 * could have come a moment earlier.
 */
import { debugMethodOf } from '../ipc/debug-methods.ts';
import { isAsleep } from '../proc/scheduler.ts';
import type { Program } from '../record/program.ts';
import {
  enterHook,
  hasHooks,
  HOOKS,
  isHook,
  isStopped,
  lowerHook,
  raiseHook,
} from '../proc/debugged.ts';
import { threadExit } from '../proc/thread-exit.ts';
import { DEAD, UNBORN } from '../proc/thread-dead.ts';
import { DT_BEGINNING, DT_STATE, HAS_FRAME, INTERRUPTED, PC, RET_CALL } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step, STEPS } from '../record/step.ts';
import { sessionOf } from '../proc/debugged.ts';
import { POINT_BEGIN } from './stoppable.ts';
import { sessionFree } from './session.ts';

export function mayBePreempted(k: Kernel, t: number): boolean {
  const pc = k.get(t, PC);
  if (k.program.kernelLevel || pc === DEAD || pc === UNBORN || STEPS[pc].mode !== 'user')
    return false;
  if (!hasHooks(k, t) || !sessionFree(k, t)) return false;
  return k.session(sessionOf(k, t), DT_STATE) === DT_BEGINNING || isStopped(k, t);
}

/** RET_CALL: where the thread was in user mode. */
export const PREEMPTED = step({
  name: 'udebug-preempted',
  fn: 'clock',
  file: 'kernel/generic/src/time/clock.c',
  says: 'is preempted in user mode, and passes a stop point',
  mode: 'user',
  enabled: mayBePreempted,
  run(k, t) {
    k.set(t, RET_CALL, k.get(t, PC));
    raiseHook(k, t, HAS_FRAME);
    enterHook(k, t, k.program.holdsAtBoundary ? HOOKS.hold : POINT_BEGIN, PREEMPTION_OVER);
  },
});

export const PREEMPTION_OVER = step({
  name: 'udebug-preemption-over',
  fn: 'exc_dispatch',
  file: 'kernel/generic/src/interrupt/interrupt.c',
  says: 'goes back to user mode, unless it has been killed',
  mode: 'kernel',
  run(k, t) {
    lowerHook(k, t, HAS_FRAME);
    if (k.has(t, INTERRUPTED)) return threadExit(k, t);
    k.goto(t, k.get(t, RET_CALL));
    k.set(t, RET_CALL, 0);
  },
});

/** Somebody reads registers, so that it matters where a thread's frame is. */
export function readsFrames({ messages }: Program): boolean {
  return messages.some(({ debug }) => debug === debugMethodOf('REGS_READ'));
}

/** t runs inside a system call, which an interrupt of its CPU may hit at any time. */
export function mayBeInterrupted(k: Kernel, t: number): boolean {
  const pc = k.get(t, PC);
  // The ticket's uspace_state is written by frames of user mode only.
  if (k.program.kernelLevel || k.program.holdsAtBoundary || !hasHooks(k, t)) return false;
  if (!isHook(k, t, HAS_FRAME)) return false;
  const { mode, enabled } = STEPS[pc];
  return mode === 'kernel' && !isAsleep(k, t) && (enabled === undefined || enabled(k, t));
}

/** uspace_state is overwritten, and NULL from the end of the interrupt to that of the call (D14). */
export const INTERRUPTED_INSIDE = step({
  name: 'udebug-interrupted',
  fn: 'exc_dispatch',
  file: 'kernel/generic/src/interrupt/interrupt.c',
  says: 'is interrupted inside the kernel, and has no user frame after that',
  mode: 'kernel',
  enabled: mayBeInterrupted,
  run: (k, t) => lowerHook(k, t, HAS_FRAME),
});
