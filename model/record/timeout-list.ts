/**
 * Timeouts: registering, unregistering, and which deadline a sleep goes by.
 *
 * 2012 (time/timeout.c) keeps a delta list, decremented at its head once per clock interrupt;
 * 2026 keeps absolute deadlines and fires when current_clock_tick is past them. Both are kept here
 * as absolute deadlines in the revision's own count (Kernel.ticks): a delta list is the same thing
 * as deadlines against a count of decrements, because decrementing the head decrements all.
 * Timeouts with one deadline fire in the order of registration.
 *
 * A timeout belongs to a thread and each has one (2012: THREAD.sleep_timeout; 2026: on the
 * sleeper's stack), so it is a field of the thread, and the list holds threads.
 */
import { cpuOf, localTicks, offsetOf, setCpu, timersAt } from './cpus.ts';
import { armed } from './ghosts.ts';
import {
  CLOCK_PC,
  DEADLINE,
  FIRST,
  FIRST_BY,
  KEPT,
  NOW,
  RUNS_ON,
  TIMEOUT,
  TIMER,
  TIMER_ARMED,
  TIMER_IDLE,
  TIMER_ON,
} from './layout.ts';
import type { Kernel } from './state.ts';
import { BoundError } from './bound-error.ts';

/** Deadline of the sleep that t is about to begin: the call's first one, or a new one. */
export function sleepDeadline(k: Kernel, t: number): number {
  if (k.get(t, FIRST) === 0) {
    goBy(k, t, k.get(t, TIMEOUT) - 1);
    k.setRare(t, KEPT, k.get(t, FIRST));
  }
  return k.get(t, FIRST) - 1;
}

/**
 * deadlineAt=entry: t enters the kernel. No CPU enters it in a clock interrupt: what comes while one
 * is under way comes after it.
 */
export function fixDeadline(k: Kernel, t: number, timeout: number): void {
  goBy(k, t, k.global(NOW) - k.ticks() + timeout - 1);
}

/** The call of t has its first deadline, `ticks` ahead by the counter of the CPU that t runs on. */
function goBy(k: Kernel, t: number, ticks: number): void {
  armed(k, t, ticks);
  k.set(t, FIRST, localTicks(k, t) + ticks + 1);
  setCpu(k, t, FIRST_BY, cpuOf(k, t, RUNS_ON));
}

/** A restarted call or a later loop whose first deadline is over already does not sleep. */
export function deadlinePassed(k: Kernel, t: number): boolean {
  return k.get(t, FIRST) !== 0 && localTicks(k, t) > k.get(t, FIRST) - 1;
}

/** The deadline of the call's first sleep has passed, and the sleep looks (reentry=looks). */
export function isOverAtOnce(k: Kernel, t: number): boolean {
  return deadlinePassed(k, t) && k.op(t).policies.reentry === 'looks';
}

/**
 * deadlineAt=first-sleep: a later sleep of a call that has not slept yet, a restart or a loop, takes
 * the record for its own, which the last timed sleep of an earlier call has filled.
 */
export function takeKeptRecord(k: Kernel, t: number): void {
  const { timeout, policies } = k.op(t);
  const kept = k.rare(t, KEPT);
  if (kept === 0 || timeout === 0 || k.get(t, FIRST) !== 0) return;
  if (policies.deadlineAt !== 'first-sleep') return;
  armed(k, t, timeout - 1);
  k.set(t, FIRST, kept);
}

/**
 * One CPU's list: a thread that would arm a timeout runs on the CPU whose clock it is, and does not
 * run while that is in its interrupt. 2012 alone would show it: what is put on the delta list
 * between the interrupt's start and its decrement is a tick early; 2026 compares with the tick at
 * which the interrupt began. (Kernel tables have a clock on a CPU of its own.)
 */
export function mayArm(k: Kernel): boolean {
  return k.program.kernelLevel || k.global(CLOCK_PC) === 0;
}

/** @throws BoundError where what t begins now, and waits for, is over only when `Ticks` are. */
export function mustFit(k: Kernel, t: number, what: string, over: number): void {
  const { ticksMax, kernelLevel, lanes } = k.program;
  if (kernelLevel || over <= ticksMax) return;
  throw new BoundError(
    `Ticks=${ticksMax} is too small: a ${what} of ${lanes[t].name} begun at tick ${k.ticks()} ` +
      `is over at tick ${over}. Raise Ticks to at least ${over}.`,
  );
}

/** timeout_register(): under the lock of the CPU that t runs on, on whose list the timeout goes. */
export function registerTimeout(k: Kernel, t: number, deadline: number): void {
  const cpu = cpuOf(k, t, RUNS_ON);
  mustFit(k, t, 'timeout', Math.max(deadline - offsetOf(k, cpu), k.global(NOW)) + 1);
  k.set(t, DEADLINE, deadline + 1);
  k.set(t, TIMER, TIMER_ARMED);
  setCpu(k, t, TIMER_ON, cpu);
  const list = timersAt(k, cpu);
  let i = 0;
  while (i < k.bytes[list] && k.get(k.bytes[list + 1 + i], DEADLINE) <= deadline + 1) i++;
  k.insertAt(list, i, t);
}

/** timeout_unregister(): true if the timeout had not fired yet. */
export function unregisterTimeout(k: Kernel, t: number): boolean {
  if (k.get(t, TIMER) !== TIMER_ARMED) return false;
  k.removeFrom(timersAt(k, cpuOf(k, t, TIMER_ON)), t);
  k.set(t, TIMER, TIMER_IDLE);
  return true;
}
