/**
 * Time: when the clock may tick.
 *
 * Nobody waits for a tick that changes nothing, so the clock ticks while somebody waits for time: a
 * timeout is armed, a delay is spun for, a thread is held until its deadline. It does not tick for a
 * CPU with interrupts disabled: not between the computing and the arming of a deadline in 2026's
 * sleep.
 *
 * A thread may be held across its deadline as well, for as long as `Ticks` allows: as long as what
 * the program may still have to wait for fits after it. So a hold never makes `Ticks` too small. Nor does
 * libc, which is a tick late with what it has read of the clock where there is a tick for that.
 */
import { TICK } from './synch/clock.ts';
import { BoundError } from './record/bound-error.ts';
import {
  CLOCK_PC,
  DEADLINE,
  ENDS_AT,
  ENV_OP,
  ENV_SUB,
  FIRST,
  JUMP,
  LEFT,
  NOW,
  OP,
  PC,
  TIMER,
  TIMER_ARMED,
  WAS_DUE,
} from './record/layout.ts';
import { RETRY_TIMED } from './syscall/retry.ts';
import { DELAY, DELAY_POLL } from './syscall/sleep-calls.ts';
import { localTicks, uptime } from './record/cpus.ts';
import type { Op } from './record/program.ts';
import type { Kernel } from './record/state.ts';
import { STEPS } from './record/step.ts';
import { HELD } from './proc/boundary.ts';
import { HOOKS } from './proc/debugged.ts';
import { DEAD } from './proc/thread-dead.ts';
import { RELOCK, WAIT } from './synch/wait-queue-2026.ts';

/** May the clock tick by itself now? */
export function mayTick(k: Kernel): boolean {
  if (k.global(NOW) === k.program.ticksMax || !clockIsFree(k)) return false;
  for (let t = 0; t < k.threads; t++) if (waitsForTime(k, t)) return true;
  return mayOutlastDeadline(k);
}

/**
 * May the E lane tick now?
 *
 * @throws BoundError where it would, and `Ticks` are used up.
 */
export function laneMayTick(k: Kernel): boolean {
  if (!clockIsFree(k)) return false;
  const { ticksMax } = k.program;
  if (k.global(NOW) < ticksMax) return true;
  throw new BoundError(
    `Ticks=${ticksMax} is too small: the E lane ticks at tick ${ticksMax}. ` +
      `Raise Ticks to at least ${ticksMax + laneTicks(k)}.`,
  );
}

export function tick(k: Kernel): void {
  STEPS[TICK].run(k, k.threads);
}

/** Between two interrupts, and its CPU takes another. */
function clockIsFree(k: Kernel): boolean {
  return k.global(CLOCK_PC) === 0 && !interruptsAreOff(k);
}

/**
 * 2026: a timed sleeper runs with interrupts disabled, from the computing of its deadline to the
 * arming, and from its waking to the arming again: its CPU's clock does not tick.
 */
function interruptsAreOff(k: Kernel): boolean {
  if (k.old) return false;
  for (let t = 0; t < k.threads; t++) {
    const pc = k.get(t, PC);
    if ((pc === WAIT || pc === RELOCK) && k.get(t, DEADLINE) !== 0) return true;
  }
  return false;
}

/** A deadline that has not passed: armed, spun for, or kept by a thread that is held. */
function waitsForTime(k: Kernel, t: number): boolean {
  if (k.get(t, TIMER) === TIMER_ARMED) return true;
  const pc = k.get(t, PC);
  if (pc === DELAY || pc === DELAY_POLL) return localTicks(k, t) < k.get(t, FIRST) - 1;
  return isHeldAt(pc) && k.ticks() < k.get(t, WAS_DUE);
}

/** Held at the boundary, by the environment or by a debugger. */
const isHeldAt = (pc: number): boolean => pc === HELD || pc === HOOKS.held;

// --- holds that outlast a deadline ----------------------------------------------------------

/**
 * A thread is held whose deadline has passed, or is about to be late; and one tick more leaves enough
 * for all others.
 */
function mayOutlastDeadline(k: Kernel): boolean {
  let isLateThen = false;
  for (let t = 0; t < k.threads; t++) isLateThen ||= isLate(k, t) || isAboutToBeLate(k, t);
  return isLateThen && k.global(NOW) + 1 + ticksNeeded(k) <= k.program.ticksMax;
}

/** It has read the clock, what it has read is still true, and the kernel is to be given it. */
function isAboutToBeLate(k: Kernel, t: number): boolean {
  if (k.get(t, PC) !== RETRY_TIMED) return false;
  return k.rare(t, LEFT) === k.rare(t, ENDS_AT) - uptime(k, t);
}

function isLate(k: Kernel, t: number): boolean {
  return isHeldAt(k.get(t, PC)) && k.get(t, WAS_DUE) !== 0 && k.ticks() >= k.get(t, WAS_DUE);
}

/** The most ticks that every call that is not over, and the E lane, may still wait for. */
function ticksNeeded(k: Kernel): number {
  let needed = laneTicks(k) + (k.program.examines === null ? 0 : ticksOfSets(k));
  for (let t = 0; t < k.threads; t++) {
    if (k.get(t, PC) === DEAD) continue;
    const { ops } = k.program.lanes[t];
    const first = k.get(t, OP) + (isOverWhenResumed(k, t) ? 1 : 0);
    for (let i = first; i < ops.length; i++) {
      needed += (i === k.get(t, OP) ? k.op(t) : ops[i]).ticksMost;
    }
  }
  return needed;
}

/** What a debugger sets may have to wait as well: calls made again, and with other times. */
function ticksOfSets(k: Kernel): number {
  const { env } = k.program;
  let ticks = 0;
  for (let i = k.global(ENV_OP); i < env.length; i++) {
    const action = env[i];
    if (action.is === 'set-pc') ticks += ticksFrom(k.program.lanes[action.thread].ops, action.op);
    if (action.is === 'set-arg') ticks += ticksFrom(k.program.lanes[action.thread].variants, 0);
  }
  for (let t = 0; t < k.threads; t++) {
    const jump = k.rare(t, JUMP);
    if (jump !== 0) ticks += ticksFrom(k.program.lanes[t].ops, jump - 1);
  }
  return ticks;
}

function ticksFrom(ops: readonly Op[], first: number): number {
  let ticks = 0;
  for (let i = first; i < ops.length; i++) ticks += ops[i].ticksMost;
  return ticks;
}

/** Its deadline has passed, and no restart or loop gives the call another. */
function isOverWhenResumed(k: Kernel, t: number): boolean {
  const { timeout, ticksMost } = k.op(t);
  return isLate(k, t) && ticksMost === timeout;
}

/** Ticks of the E lane that are still to come. */
function laneTicks(k: Kernel): number {
  const { env } = k.program;
  let ticks = -k.global(ENV_SUB);
  for (let i = k.global(ENV_OP); i < env.length; i++) {
    const action = env[i];
    if (action.is === 'tick') ticks += action.count;
  }
  return Math.max(0, ticks);
}
