/**
 * In time: a timed call becomes ready at its first deadline (R2), a request is answered (R7).
 *
 * Both look for a state in which somebody waits who should not: time has come and the thread still
 * sleeps; a request was made and no kernel code is left to run that would answer it.
 */
import { isHeld, isInKernel, mayKick } from '../../model/environment.ts';
import { isWaitingForGo } from '../../model/proc/debugged.ts';
import {
  ABORT,
  CLOCK_PC,
  DUE,
  EARLY,
  FIRST,
  KICK,
  NOW,
  OWED,
  PC,
} from '../../model/record/layout.ts';
import { localTicks } from '../../model/record/cpus.ts';
import { isAsleep } from '../../model/proc/scheduler.ts';
import { DELAY, DELAY_POLL } from '../../model/syscall/sleep-calls.ts';
import type { Kernel } from '../../model/record/state.ts';
import { STEPS } from '../../model/record/step.ts';
import { someThread } from './every-thread.ts';

/**
 * R2: the thread was not made ready before its deadline, and does not sleep after it: for its call,
 * that is; its debugger may keep it waiting for GO.
 */
export function deadlineHolds(k: Kernel, t: number): boolean {
  if (k.ghost(t, EARLY)) return false;
  const due = k.optional(t, DUE);
  if (due === 0 || k.global(CLOCK_PC) !== 0 || k.global(NOW) < due) return true;
  if (!isInKernel(k, t) || isHeld(k, t) || isWaitingForGo(k, t)) return true;
  return !isAsleep(k, t) && !stillSpins(k, t);
}

/** In the delay loop, and not at its end. */
function stillSpins(k: Kernel, t: number): boolean {
  const pc = k.get(t, PC);
  return (pc === DELAY || pc === DELAY_POLL) && localTicks(k, t) < k.get(t, FIRST) - 1;
}

/**
 * R7 of one state: not where no kernel code can run and yet a thread with a request is not at a
 * boundary. Kernel code that runs for ever is a question of cycles (specs/livelock/).
 */
export function reachesBoundary(k: Kernel): boolean {
  if (!someThread(k, isStuck)) return true;
  return anyKernelStep(k);
}

function isStuck(k: Kernel, t: number): boolean {
  return !k.has(t, KICK) && isUnanswered(k, t);
}

/** It was asked to stop and is not at a boundary. */
export function isUnanswered(k: Kernel, t: number): boolean {
  const isAsked = k.has(t, ABORT) || k.optional(t, OWED) !== 0;
  return isAsked && isInKernel(k, t) && !isHeld(k, t);
}

function anyKernelStep(k: Kernel): boolean {
  if (k.global(CLOCK_PC) !== 0) return true;
  return someThread(k, (_, t) => {
    if (mayKick(k, t)) return true;
    const step = STEPS[k.get(t, PC)];
    return step.mode === 'kernel' && (step.enabled === undefined || step.enabled(k, t));
  });
}
