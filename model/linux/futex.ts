/**
 * Futexes of Linux: kernel/futex/waitwake.c.
 *
 *     futex_wait: __futex_wait() -> futex_wait_setup(): lock the hash bucket; *x is not v -> unlock,
 *         EWOULDBLOCK, which is EAGAIN; futex_queue(): the state is TASK_INTERRUPTIBLE, join the tail,
 *         unlock, arm the timeout, schedule() if still queued
 *         futex_unqueue(): not queued any more -> woken, 0
 *         timed out -> ETIMEDOUT; a signal -> ERESTARTSYS; else once more from the comparison
 *     futex_wake: lock the bucket; up to n waiters: off the list, to the wake queue; unlock; wake_up_q()
 *
 * One step is one hold of the bucket's lock; all are within do_futex(), and one step by number. Merged, and why nobody sees it: reading *x with joining
 * the list, since futex_wake needs the lock that is held over both; arming the timeout with joining,
 * as what fires in between finds a thread that will run; unlinking by futex_wake with wake_up_q, as a
 * thread that is woken and one that is about to be run later or at once all the same. Nothing is
 * banked: a wakeup without a sleeper is none. A restarted call compares again.
 *
 * Left out: robust and priority-inheriting futexes, bit sets, requeueing; two words are two buckets.
 */
import { posted, readyWhenDue, sleepBegins, timeIsUp, wokenFrom } from '../record/ghosts.ts';
import {
  ABORT,
  DEADLINE,
  INTERRUPTED,
  LINK,
  RC,
  SLEEP_FLAGS,
  STATE,
  TIMEOUT,
  TIMER,
  TIMER_FINISHED,
  TIMER_FIRING,
  TIMER_IDLE,
  WOKEN_COUNT,
  WQ,
} from '../record/layout.ts';
import { ABORTABLE } from '../record/program.ts';
import {
  firstPresent,
  isPresent,
  joinQueue,
  leaveKeepingPlace,
  leaveQueue,
} from '../record/queue.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import {
  isOverAtOnce,
  registerTimeout,
  sleepDeadline,
  unregisterTimeout,
} from '../record/timeout-list.ts';
import { EAGAIN, EINTR, EOK, ERESTART, ETIMEOUT, INTEGER } from '../record/values.ts';
import { areArgumentsLost, userTimeout } from '../proc/arguments.ts';
import { abortable } from '../proc/boundary.ts';
import { handler } from '../proc/handlers.ts';
import { ASLEEP, INITIAL, threadWakeup, WOKE } from '../proc/scheduler.ts';
import { isBeingTimedOut } from '../synch/wait-queue-2026.ts';
import { EXIT } from '../syscall/syscall.ts';
import { evaluateNumber } from '../user/evaluate.ts';

/** SLEEP_FLAGS: it has joined the queue. */
const QUEUED = 16;

export const SYS_FUTEX_WAIT = handler('sys_futex-wait', (k, t) => {
  const { queue, policies } = k.op(t);
  k.sleepOn(t, FUTEX, queue, userTimeout(k, t), abortable(policies), EXIT);
});

export const SYS_FUTEX_WAKE = handler('sys_futex-wake', (k, t) => {
  k.callOn(t, FUTEX, k.op(t).queue, EXIT);
});

/** The number that the call was given; a word that wraps is compared with a value that does. */
function numberOf(k: Kernel, t: number): number {
  const { sum, value, word } = k.op(t);
  if (areArgumentsLost(k, t)) return 0;
  const number = sum === null ? value : evaluateNumber(k, sum);
  const { mod } = k.program.words[word];
  return mod === 0 ? number : ((number % mod) + mod) % mod;
}

export const FUTEX = step({
  name: 'do_futex',
  fn: 'do_futex',
  file: 'kernel/futex/syscalls.c',
  says: 'compares the word and sleeps, runs again, or wakes',
  mode: 'kernel',
  enabled(k, t) {
    if (!isQueued(k, t)) return true;
    return k.get(t, STATE) === WOKE && k.get(t, TIMER) !== TIMER_FIRING && !isBeingTimedOut(k, t);
  },
  run(k, t) {
    if (k.op(t).handler === SYS_FUTEX_WAKE) wake(k, t);
    else if (isQueued(k, t)) unqueue(k, t);
    else setUp(k, t);
  },
});

/** Has it been in the queue, and does not know yet whether it is? */
export function isQueued(k: Kernel, t: number): boolean {
  return (k.get(t, SLEEP_FLAGS) & QUEUED) !== 0;
}

/** futex_wait_setup() and futex_queue() */
function setUp(k: Kernel, t: number): void {
  const { word, policies } = k.op(t);
  sleepBegins(k, t);
  if (k.word(word) !== numberOf(k, t)) return k.returnWith(t, EAGAIN);
  const timeout = k.get(t, TIMEOUT);
  if (timeout !== 0 && isOverAtOnce(k, t)) {
    readyWhenDue(k, t);
    timeIsUp(k, t);
    return k.returnWith(t, ETIMEOUT);
  }
  joinQueue(k, k.get(t, WQ), t);
  if (timeout !== 0) registerTimeout(k, t, Math.max(sleepDeadline(k, t), k.ticks()));
  // schedule() returns at once to a thread that has a signal.
  const isKicked = abortRequested(k, t) && policies.request === 'recheck';
  k.set(t, STATE, isKicked || k.has(t, INTERRUPTED) ? WOKE : ASLEEP);
  k.set(t, SLEEP_FLAGS, k.get(t, SLEEP_FLAGS) | QUEUED);
}

function abortRequested(k: Kernel, t: number): boolean {
  return (k.get(t, SLEEP_FLAGS) & ABORTABLE) !== 0 && k.has(t, ABORT);
}

/** futex_unqueue(): who is off the list was woken, whatever has come besides. */
function unqueue(k: Kernel, t: number): void {
  const hasFired = k.get(t, TIMER) === TIMER_FINISHED;
  if (hasFired) k.set(t, TIMER, TIMER_IDLE);
  unregisterTimeout(k, t);
  k.set(t, STATE, INITIAL);
  if (k.get(t, LINK) === 0) return k.returnWith(t, EOK);
  const isAborted = !hasFired && !k.has(t, INTERRUPTED) && abortRequested(k, t);
  if (isAborted && k.op(t).policies.place === 'keep') leaveKeepingPlace(k, t);
  else leaveQueue(k, t);
  if (hasFired) {
    timeIsUp(k, t);
    return k.returnWith(t, ETIMEOUT);
  }
  if (k.has(t, INTERRUPTED)) return k.returnWith(t, EINTR);
  if (isAborted) return k.returnWith(t, ERESTART);
  k.set(t, DEADLINE, 0);
  k.set(t, SLEEP_FLAGS, k.get(t, SLEEP_FLAGS) & ~QUEUED);
}

/** futex_wake() */
function wake(k: Kernel, t: number): void {
  const most = numberOf(k, t);
  let count = 0;
  while (count < most && wakeFirst(k, k.get(t, WQ))) count++;
  k.set(t, RC, INTEGER);
  k.endOfCall(t);
  k.set(t, WOKEN_COUNT, count);
}

/**
 * `wake=any`: the sleepers that this futex_wake may choose from, a bit a thread; 0 where it has no
 * choice, because it wakes all of them or none.
 */
export function choosableSleepers(k: Kernel, t: number): number {
  const { handler: call, policies } = k.op(t);
  if (call !== SYS_FUTEX_WAKE || policies.wake !== 'any') return 0;
  const most = numberOf(k, t);
  const sleepers = presentIn(k, k.get(t, WQ));
  return most > 0 && most < countOf(sleepers) ? sleepers : 0;
}

/** Does it wake as many as it is to wake, and all of them sleepers? */
export function mayWake(k: Kernel, t: number, sleepers: number, chosen: number): boolean {
  return (chosen & ~sleepers) === 0 && countOf(chosen) === numberOf(k, t);
}

/** futex_wake() of these, in the order of the list. */
export function wakeChosen(k: Kernel, t: number, chosen: number): void {
  const q = k.get(t, WQ);
  for (let sleeper = 0; sleeper < k.threads; sleeper++) {
    if ((chosen & (1 << sleeper)) !== 0) wakeOne(k, q, sleeper);
  }
  k.set(t, RC, INTEGER);
  k.endOfCall(t);
  k.set(t, WOKEN_COUNT, countOf(chosen));
}

/** The threads that sleep in a queue, a bit each. */
function presentIn(k: Kernel, q: number): number {
  let all = 0;
  for (let t = 0; t < k.threads; t++) if (isPresent(k, q, t)) all |= 1 << t;
  return all;
}

function countOf(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Under the bucket's lock: was there one? */
function wakeFirst(k: Kernel, q: number): boolean {
  const sleeper = firstPresent(k, q);
  if (sleeper < 0) return false;
  wakeOne(k, q, sleeper);
  return true;
}

function wakeOne(k: Kernel, q: number, sleeper: number): void {
  posted(k, q, 1);
  threadWakeup(k, sleeper);
  leaveQueue(k, sleeper);
  wokenFrom(k, sleeper, q);
}
