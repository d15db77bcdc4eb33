/**
 * What the environment has to do with besides its lane (lane.ts): the clock, and for each thread an
 * agent that requests its abort, kicks it, releases it and moves it to another CPU.
 *
 * The agent of a thread that does not move can do little: nothing in user mode but a kick that finds
 * it there, nothing to a held one but release it.
 */
import { budgetFor, isHeld, isInKernel, mayKick, mayRelease } from '../environment.ts';
import { SCAN } from '../synch/clock.ts';
import { ASLEEP_2012 } from '../synch/wait-queue-2012.ts';
import { ASLEEP_2026 } from '../synch/wait-queue-2026.ts';
import { HELD, stopsInPlace } from '../proc/boundary.ts';
import { isHoldable } from '../proc/debugged.ts';
import {
  ABORT,
  CLOCK_PC,
  CLOCK_THREAD,
  ENV_OP,
  FIRST,
  KICK,
  LINK,
  PC,
  TIMER,
  TIMER_IDLE,
  WAS_DUE,
} from '../record/layout.ts';
import { clockCpu, timersAt } from '../record/cpus.ts';
import { PRIVATE_QUEUE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { stops } from './checkpoints.ts';
import type { Declaring } from './declaring.ts';
import { anyTimeout, disarms, ticks } from './times.ts';

// --- what the lane may still do ------------------------------------------------------------

/** May a kill of t still come? */
export function mayBeKilled(k: Kernel, t: number): boolean {
  const { env } = k.program;
  for (let i = k.global(ENV_OP); i < env.length; i++) {
    const action = env[i];
    if (action.is === 'kill' && action.threads.includes(t)) return true;
  }
  return false;
}

/** May a request for t still come, from the environment or from the lane? */
export function mayBeRequested(k: Kernel, t: number): boolean {
  const { budgets } = k.program;
  for (let b = 0; b < budgets.length; b++) {
    if (k.bytes[k.at + k.layout.budgets + b] > 0) return true;
  }
  return laneMayRequest(k, t);
}

function laneMayRequest(k: Kernel, t: number): boolean {
  const { env } = k.program;
  for (let i = k.global(ENV_OP); i < env.length; i++) {
    const action = env[i];
    if (action.is === 'abort' && action.thread === t) return true;
    if (action.is === 'checkpoint' && stops(action.plan, t)) return true;
  }
  return false;
}

// --- one thread's agent -----------------------------------------------------------------------

/** How many moves of the agent of t are possible now that somebody has to make. */
export function agentsDuties(k: Kernel, t: number): number {
  return (mayKick(k, t) ? 1 : 0) + (mayRelease(k, t) ? 1 : 0);
}

/** A budget that covers t's call has something left, and t has no request. */
export function mayRequest(k: Kernel, t: number): boolean {
  return k.program.budgets.length > 0 && budgetFor(k, t) >= 0;
}

/** What the next moves of the agent of t have to do with, and when they may come. */
export function declareAgentNext(d: Declaring, k: Kernel, t: number): void {
  const { footprint, objects } = d;
  footprint.reads(objects.place + t);
  footprint.reads(objects.request + t);
  // Stopped in place, it is held where it sleeps or is parked.
  if (stopsInPlace(k.op(t).policies)) footprint.reads(objects.own + t);
  if (isHeld(k, t)) declareRelease(d, k, t);
  if (k.has(t, KICK)) declareKick(d, k, t);
  if (mayRequest(k, t)) declareRequest(d, t);
  if (d.hasTwoCpus) declareMove(d, k, t);
}

/** Two CPUs: one that is held or has been woken may move; before that it has a deadline. */
function declareMove({ footprint, objects }: Declaring, k: Kernel, t: number): void {
  const pc = k.get(t, PC);
  footprint.reads(objects.own + t);
  if (k.get(t, FIRST) === 0) return;
  if (pc === HELD || pc === ASLEEP_2012 || pc === ASLEEP_2026) footprint.has(objects.own + t);
}

/** What the agent of t can do before t moves again, after a request of the lane's too. */
export function declareAgentFrozen(d: Declaring, k: Kernel, t: number): void {
  if (d.hasTwoCpus) declareMove(d, k, t);
  const isInside = isInKernel(k, t);
  const isRequested = k.has(t, ABORT);
  // A kick that is left over from an earlier request comes first.
  const mayCome = isInside && !isRequested && mayBeRequested(k, t);
  if (mayCome) declareRequest(d, t);
  if (mayCome || k.has(t, KICK) || isHoldable(k, t)) declareKick(d, k, t);
  const inPlace = isInside && stopsInPlace(k.op(t).policies) && (mayCome || isRequested);
  if (inPlace || isHeld(k, t)) declareRelease(d, k, t);
  // Released inside the kernel, it may be requested again.
  if (inPlace && mayBeRequested(k, t)) {
    declareRequest(d, t);
    declareKick(d, k, t);
  }
}

function declareRequest({ footprint, objects }: Declaring, t: number): void {
  footprint.reads(objects.place + t);
  footprint.has(objects.request + t);
  footprint.has(objects.budgets);
  footprint.adds(objects.kicks);
}

/** A kick wakes who is in the list of a queue, and does nothing to anybody else. */
function declareKick(d: Declaring, k: Kernel, t: number): void {
  const { footprint, objects } = d;
  footprint.adds(objects.kicks);
  footprint.reads(objects.linked + t);
  if (k.old) footprint.reads(objects.threads);
  const link = k.get(t, LINK);
  if (link === 0 || !isInKernel(k, t)) return;
  // 2012: a kick waits for the lock of the queue, even where it then does nothing.
  if (stopsInPlace(k.op(t).policies)) {
    if (k.old && link - 1 !== PRIVATE_QUEUE) footprint.reads(objects.queues + link - 1);
    return;
  }
  footprint.has(objects.own + t);
  if (k.old && link - 1 !== PRIVATE_QUEUE) footprint.has(objects.queues + link - 1);
  if (k.get(t, TIMER) !== TIMER_IDLE) disarms(d, k, t);
}

function declareRelease(d: Declaring, k: Kernel, t: number): void {
  const { footprint, objects } = d;
  footprint.has(objects.own + t);
  footprint.has(objects.place + t);
  footprint.has(objects.request + t);
  if (d.waitsForLane[t]) footprint.reads(objects.lane);
  if (d.isTimed && k.get(t, WAS_DUE) !== 0) footprint.adds(objects.ticking);
}

/** All that the agent of t may do, whatever t does meanwhile: `future` is what t can do. */
export function declareAgent(d: Declaring, k: Kernel, t: number, future: Int32Array): void {
  const { footprint, objects } = d;
  // Where nothing is left to request, what is on its way is kicked and released.
  if (d.hasTwoCpus) footprint.has(objects.own + t);
  const mayCome = mayBeRequested(k, t) || isHoldable(k, t);
  const isOver = !mayCome && !k.has(t, ABORT | KICK) && !isHeld(k, t);
  if (isOver) return;
  if (k.old) footprint.join(future, t);
  footprint.has(objects.own + t);
  footprint.has(objects.linked + t);
  footprint.has(objects.place + t);
  footprint.has(objects.request + t);
  footprint.adds(objects.kicks);
  footprint.has(objects.budgets);
  if (k.old) footprint.reads(objects.threads);
  if (d.waitsForLane[t]) footprint.reads(objects.lane);
  if (d.isTimed) anyTimeout(footprint, k.program, objects);
}

// --- the clock ------------------------------------------------------------------------------

/** The next step of an interrupt. */
export function declareClockStep({ footprint, objects }: Declaring, k: Kernel): void {
  ticks(footprint, objects);
  footprint.adds(objects.ticking);
  const list = timersAt(k, clockCpu(k));
  if (k.global(CLOCK_PC) === SCAN) footprint.has(objects.timers + clockCpu(k));
  const handled = k.global(CLOCK_THREAD) - 1;
  const first = k.global(CLOCK_PC) === SCAN && k.bytes[list] > 0 ? k.bytes[list + 1] : handled;
  if (first < 0) return;
  footprint.has(objects.own + first);
  const link = k.get(first, LINK) - 1;
  // 2012: a timeout takes its thread off its queue.
  const takesOff = k.old && k.global(CLOCK_PC) !== SCAN;
  if (takesOff) footprint.reads(objects.threads);
  if (takesOff && link >= 0 && link !== PRIVATE_QUEUE) footprint.has(objects.queues + link);
}

/** All interrupts to come: they find the timeouts of threads that sleep by then. */
export function declareClock({ footprint, objects, timedQueues }: Declaring, k: Kernel): void {
  ticks(footprint, objects);
  anyTimeout(footprint, k.program, objects);
  footprint.reads(objects.lane);
  if (k.old) footprint.reads(objects.threads);
  for (let t = 0; t < k.threads; t++) {
    // One that has no timeout yet does not move before its own step has registered one. But one that
    // is saved has none any more, and may be the one whose timeout the interrupt has found.
    if (k.get(t, TIMER) === TIMER_IDLE && k.global(CLOCK_THREAD) !== t + 1) continue;
    footprint.has(objects.own + t);
  }
  if (!k.old) return;
  for (let q = 0; q < timedQueues.length; q++) {
    if (timedQueues[q]) footprint.has(objects.queues + q);
  }
}
