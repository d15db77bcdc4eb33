/**
 * The environment: abort requests, holding and resuming, kill, time, and the E lane.
 *
 * A request is two steps: set the thread's ABORT flag, then wake the thread (KICK says that the
 * second is due). A request for a thread that has one, or that is held, coalesces with it: nothing
 * would change, so none is made. A thread in user mode is at a boundary already.
 *
 * A budget is the total: the environment and the E lane draw from it alike, and an `abort` of the
 * lane that finds it used up is passed over. What no budget covers, the lane may abort freely.
 *
 * What the environment may do but need not (a budgeted abort) is optional; what will surely happen
 * (a pending kick, a tick while a deadline is armed, the release of a held thread) is not. When
 * the clock ticks is time.ts.
 */
import {
  ABORT,
  ENV_OP,
  ENV_SUB,
  EXITING,
  FIRST,
  INTERRUPTED,
  KICK,
  LINK,
  OP,
  PC,
  RET,
  RUNS_ON,
  STATE,
  THREADS_LOCK,
} from './record/layout.ts';
import { isSet } from './designs/asking.ts';
import type { EnvAction, Op } from './record/program.ts';
import { NONE } from './record/program.ts';
import { cpuOf, setCpu } from './record/cpus.ts';
import { READY, SLEEPING, UNLINKED, WOKE, isAsleep, threadWakeup } from './proc/scheduler.ts';
import type { Kernel } from './record/state.ts';
import { STEPS } from './record/step.ts';
import { HELD, PARKED, letGo, request, stopsInPlace } from './proc/boundary.ts';
import { HOOKS } from './proc/debugged.ts';
import { staysHeld } from './proc/handling.ts';
import { type HeldAction, isOfHeld, needsHold, runOnHeld } from './syscall/examine.ts';
import { RETRY } from './syscall/retry.ts';
import { RESTART } from './syscall/syscall.ts';
import { DEAD, isAttached } from './proc/thread-dead.ts';
import { checkpoint, isInGroup, mayCheckpoint } from './checkpoint/checkpoint.ts';
import { mayRestore, restore } from './checkpoint/restore.ts';
import { laneMayTick, tick } from './time.ts';
import {
  ASLEEP_2012,
  abortSleep,
  interruptSleep,
  mayInterruptSleep,
} from './synch/wait-queue-2012.ts';
import { FUTEX, isQueued } from './linux/futex.ts';
import { ASLEEP_2026, RELOCK, WAIT } from './synch/wait-queue-2026.ts';

/** The environment takes steps as actor number threads + 1. */
const actorOf = (k: Kernel): number => k.threads + 1;

/** In a system call: a thread that is in thread_exit() is in none. */
export function isInKernel(k: Kernel, t: number): boolean {
  return STEPS[k.get(t, PC)].mode === 'kernel' && !isExiting(k, t);
}

function isExiting(k: Kernel, t: number): boolean {
  return k.has(t, EXITING) && !k.program.kernelLevel;
}

function isAt(k: Kernel, t: number, op: number, last: number): boolean {
  return op === NONE || (k.get(t, OP) >= op && k.get(t, OP) <= last);
}

/** Stopped: at the boundary, or where it is (stop=section, stop=points). */
export function isHeld(k: Kernel, t: number): boolean {
  const pc = k.get(t, PC);
  if (pc === HELD) return true;
  if (!k.has(t, ABORT) || k.has(t, KICK) || !isInKernel(k, t)) return false;
  const op = k.op(t);
  return stopsInPlace(op.policies) && (pc === PARKED || (isAsleep(k, t) && mayStopAsleep(op)));
}

/** stop=section: round the sleep of sys_thread_usleep neither kernel has a stoppable section. */
function mayStopAsleep({ waits, policies }: Op): boolean {
  return waits !== 'time' || !isSet(policies, 'stop=section');
}

/** W2: off its queue by a waker, not running yet. */
export function isWoken(k: Kernel, t: number): boolean {
  const pc = k.get(t, PC);
  if (k.old) return pc === ASLEEP_2012 && k.get(t, LINK) === 0;
  if (pc === FUTEX) return isQueued(k, t) && k.get(t, LINK) === 0;
  return (pc === ASLEEP_2026 || pc === RELOCK || pc === WAIT) && k.get(t, LINK) === 0;
}

// --- abort requests -------------------------------------------------------------------------

/** No budget covers the call that a thread is in. */
const UNCOVERED = -2;

/** The budget that allows an abort of t now, or a negative number. */
export function budgetFor(k: Kernel, t: number): number {
  if (k.has(t, ABORT | KICK) || !isInKernel(k, t)) return -1;
  const { budgets } = k.program;
  let none = UNCOVERED;
  for (let b = 0; b < budgets.length; b++) {
    const mine = budgets[b].thread === NONE || budgets[b].thread === t;
    if (!mine || !isAt(k, t, budgets[b].op, budgets[b].last)) continue;
    if (k.bytes[k.at + k.layout.budgets + b] > 0) return b;
    none = -1;
  }
  return none;
}

export function spend(k: Kernel, budget: number): void {
  k.bytes[k.at + k.layout.budgets + budget]--;
}

export function mayKick(k: Kernel, t: number): boolean {
  return k.has(t, KICK) && (!k.old || mayInterruptSleep(k, t, actorOf(k)));
}

export function kick(k: Kernel, t: number): void {
  k.lower(t, KICK);
  if (k.get(t, PC) === HELD || k.get(t, PC) === DEAD || !isInKernel(k, t)) return;
  if (stopsInPlace(k.op(t).policies)) return;
  if (k.old) abortSleep(k, t);
  else threadWakeup(k, t);
}

/** Kill ends a thread at the boundary; one parked inside the kernel it does not reach (D20). */
function mayResume(k: Kernel, t: number): boolean {
  if (isInGroup(k, t) || staysHeld(k, t)) return false;
  return isHeld(k, t) && !(k.get(t, PC) === HELD && k.has(t, INTERRUPTED));
}

export function mayRelease(k: Kernel, t: number): boolean {
  return mayResume(k, t) && !(k.program.resumed[t] && laneWillResume(k, t));
}

/** A `resume` of t is still to come, and the lane does not itself wait for t to go on. */
function laneWillResume(k: Kernel, t: number): boolean {
  const { env } = k.program;
  const at = k.global(ENV_OP);
  const next = env[at];
  const waits = next?.is === 'await' && next.thread === t && next.state !== 'Held';
  if (waits && !awaited(k, next)) return false;
  return env.some((action, i) => i >= at && keepsHeld(action) && action.thread === t);
}

/** A thread that is still to be resumed, examined or set is not let go before. */
export function keepsHeld(action: EnvAction): action is HeldAction | Resume {
  return action.is === 'resume' || action.is === 'go' || isOfHeld(action);
}

type Resume = Extract<EnvAction, { is: 'resume' | 'go' }>;

// --- two CPUs ---------------------------------------------------------------------------------

/**
 * May t be put on the other CPU now? A thread moves when it is resumed, and when it was woken and has
 * not run yet: thread_ready() puts it on the waker's CPU (2012), thread_requeue_sleeping() where it
 * was (2026), from where the load balancer may take it. One with no deadline would find no difference.
 */
export function mayMove(k: Kernel, t: number): boolean {
  if (k.get(t, FIRST) === 0) return false;
  const pc = k.get(t, PC);
  if (pc === HELD || pc === HOOKS.held) return true;
  return k.old
    ? pc === ASLEEP_2012 && k.get(t, STATE) === READY
    : pc === ASLEEP_2026 && k.get(t, STATE) === WOKE;
}

export function move(k: Kernel, t: number): void {
  setCpu(k, t, RUNS_ON, 1 - cpuOf(k, t, RUNS_ON));
}

// --- the E lane -----------------------------------------------------------------------------

/** The next cell of the E lane, if it may go on now. */
export function laneAction(k: Kernel): EnvAction | undefined {
  const action = k.program.env[k.global(ENV_OP)];
  if (action === undefined || !laneMayGoOn(k, action)) return undefined;
  return action;
}

function laneMayGoOn(k: Kernel, action: EnvAction): boolean {
  // The lane's own abort is not over before its second step.
  for (let t = 0; t < k.threads; t++) if (k.has(t, KICK)) return false;
  switch (action.is) {
    case 'await':
      return awaited(k, action);
    case 'resume':
      return mayResume(k, action.thread);
    case 'examine':
    case 'set-register':
    case 'set-pc':
    case 'set-arg':
      return needsHold(k, action) ? mayResume(k, action.thread) : isAlive(k, action.thread);
    case 'kill':
      return mayKill(k, action.threads);
    case 'tick':
      return laneMayTick(k);
    case 'checkpoint':
      return mayCheckpoint(k, action.plan);
    case 'restore':
      return mayRestore(k);
    default:
      return true;
  }
}

const isAlive = (k: Kernel, t: number): boolean => k.get(t, PC) !== DEAD && !isExiting(k, t);

type Await = Extract<EnvAction, { is: 'await' }>;

function awaited(k: Kernel, action: Await): boolean {
  const { thread: t, op, last, state } = action;
  if (state === 'Done') return k.get(t, OP) > last || k.get(t, PC) === DEAD;
  if (state === 'Held') return isHeldAfter(k, action);
  if (!isAt(k, t, op, last)) return false;
  if (state === 'Woken') return isWoken(k, t);
  if (state === 'Asleep') return isInKernel(k, t) && isAsleep(k, t);
  return isInKernel(k, t);
}

/** Held in call `op`, or at the boundary where that call has just completed. */
function isHeldAfter(k: Kernel, { thread: t, op, last, next: behind }: Await): boolean {
  if (!isHeld(k, t)) return false;
  const next = k.get(t, RET);
  const isOver = k.get(t, PC) === HELD && next !== RESTART && next !== RETRY;
  return isAt(k, t, op, last) || (isOver && behind.includes(k.get(t, OP)));
}

export function runLane(k: Kernel, action: EnvAction): void {
  switch (action.is) {
    case 'abort':
      abortFromLane(k, action.thread, action.op, action.last);
      break;
    case 'resume':
    case 'go':
      letGo(k, action.thread);
      break;
    case 'kill':
      return runKill(k, action.threads);
    case 'examine':
    case 'set-register':
    case 'set-pc':
    case 'set-arg':
      runOnHeld(k, action);
      break;
    case 'set':
      k.setWord(action.word, action.value);
      break;
    case 'tick':
      tick(k);
      k.setGlobal(ENV_SUB, k.global(ENV_SUB) + 1);
      if (k.global(ENV_SUB) < action.count) return;
      break;
    case 'checkpoint':
      checkpoint(k, action.plan);
      if (k.global(ENV_SUB) < action.plan.length) return;
      break;
    case 'restore':
      restore(k, action.group);
      break;
    default:
  }
  k.setGlobal(ENV_SUB, 0);
  k.setGlobal(ENV_OP, k.global(ENV_OP) + 1);
}

/** Misses a thread that is in no such call, coalesces with a request that it has already. */
function abortFromLane(k: Kernel, t: number, op: number, last: number): void {
  const budget = isAt(k, t, op, last) ? budgetFor(k, t) : -1;
  if (budget === -1) return;
  request(k, t);
  if (budget !== UNCOVERED) spend(k, budget);
}

/**
 * task_kill_internal(): for each thread its flag, then its sleep. ENV_SUB: 2 * thread + phase. It goes
 * along the list of the task: a thread that is not in it yet is passed over, and lives.
 */
function mayKill(k: Kernel, threads: readonly number[]): boolean {
  const sub = k.global(ENV_SUB);
  const victim = threads[sub >> 1];
  if (!k.old) return true;
  return (sub & 1) === 0
    ? k.global(THREADS_LOCK) === 0 || k.global(THREADS_LOCK) === actorOf(k) + 1
    : mayInterruptSleep(k, victim, actorOf(k));
}

function runKill(k: Kernel, threads: readonly number[]): void {
  const sub = k.global(ENV_SUB);
  const victim = threads[sub >> 1];
  let next = sub + 1;
  if (!isAttached(k, victim)) {
    if (k.old) k.setGlobal(THREADS_LOCK, actorOf(k) + 1);
    next++;
  } else if ((sub & 1) === 0) {
    k.raise(victim, INTERRUPTED);
    const state = k.get(victim, STATE);
    if (k.old) k.setGlobal(THREADS_LOCK, actorOf(k) + 1);
    if (k.old && state !== SLEEPING && state !== UNLINKED) next++;
  } else if (k.old) interruptSleep(k, victim);
  else threadWakeup(k, victim);
  const over = next >> 1 >= threads.length;
  if (over) k.setGlobal(THREADS_LOCK, 0);
  k.setGlobal(ENV_SUB, over ? 0 : next);
  if (over) k.setGlobal(ENV_OP, k.global(ENV_OP) + 1);
}
