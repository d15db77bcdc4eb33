/**
 * Wait queues of 2026: kernel/generic/src/synch/waitq.c and proc/thread.c at 2866531314.
 *
 *     _waitq_sleep_timeout: lock wq; closed -> EOK; balance > 0 -> take one, EOK;
 *         non-blocking -> ETIMEOUT; join the list, compute the deadline once; then, until done:
 *             thread_wait_start: sleep_state := INITIAL; flagged and interruptible -> EINTR
 *             unlock; thread_wait_finish(deadline); lock
 *             off the list -> EOK; timed out -> ETIMEOUT; else once more, same deadline
 *         exit: leave the list; failed and FUTEX -> balance--
 *
 * Steps: ENTER (one hold of wq->lock), WAIT (thread_wait_finish up to being switched out), ASLEEP
 * (timeout_unregister), RELOCK (the second hold). Merged, and why nobody sees it:
 *   - thread_wait_start's exchange with its reading of `interrupted`: whoever sets the flag in
 *     between kicks afterwards, and what it leaves in sleep_state is reset by the next start;
 *   - the early look at sleep_state in thread_wait_finish, registering the timeout, and the CAS of
 *     cleanup_after_thread: a wakeup that comes in between finds the same end (the thread runs,
 *     unregisters, and decides by its link), whether it was switched out or not;
 *   - _wake_one's unlinking with its thread_wakeup, and with the unlocking: the sleeper decides only
 *     under wq->lock, which it takes again before it returns. A call on a capability holds a
 *     reference of its queue until it is done.
 */
import { isSet } from '../designs/asking.ts';
import { cpuOf, offsetOf } from '../record/cpus.ts';
import { panic } from '../record/ipc-objects.ts';
import { isGoneQueue } from '../proc/thread-dead.ts';
import { isRetried } from '../proc/retried.ts';
import {
  erased,
  failedComposably,
  posted,
  readyWhenDue,
  sleepBegins,
  timeIsUp,
  tookToken,
  wokenFrom,
} from '../record/ghosts.ts';
import {
  ABORT,
  BOOKED,
  CLOCK_LOCAL,
  CLOCK_PC,
  DEADLINE,
  INTERRUPTED,
  LINK,
  SLEEP_FLAGS,
  STATE,
  TIMED_OUT,
  TIMEOUT,
  TIMER,
  TIMER_ARMED,
  TIMER_FINISHED,
  TIMER_FIRING,
  TIMER_IDLE,
  TIMER_ON,
  WQ,
} from '../record/layout.ts';
import { ABORTABLE, FUTEX, INTERRUPTIBLE, NON_BLOCKING, PRIVATE_QUEUE } from '../record/program.ts';
import { firstPresent, joinQueue, leaveKeepingPlace, leaveQueue } from '../record/queue.ts';
import { ASLEEP, INITIAL, WOKE, threadWakeup } from '../proc/scheduler.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import {
  isOverAtOnce,
  registerTimeout,
  sleepDeadline,
  unregisterTimeout,
} from '../record/timeout-list.ts';
import { EINTR, EOK, ERESTART, ETIMEOUT } from '../record/values.ts';

const FILE = 'kernel/generic/src/synch/waitq.c';
const THREAD_FILE = 'kernel/generic/src/proc/thread.c';

/** condvar_wait holds the lock of its queue while it gives its mutex back. */
const isUnlocked = (k: Kernel, t: number): boolean => !k.locked(k.get(t, WQ));

export const SLEEP_ENTER = step({
  name: 'waitq_sleep-enter',
  fn: 'waitq_sleep_timeout_unsafe',
  file: FILE,
  says: 'takes a banked wakeup, fails at once, or joins the queue',
  mode: 'kernel',
  enabled: isUnlocked,
  run: (k, t) => sleepUnderLock(k, t),
});

/** waitq_sleep_timeout_unsafe() from its start to the first unlock. */
export function sleepUnderLock(k: Kernel, t: number): void {
  const q = k.get(t, WQ);
  const timeout = k.get(t, TIMEOUT);
  sleepBegins(k, t);
  if (q !== PRIVATE_QUEUE) {
    if (k.closed(q)) return exit(k, t, EOK);
    if (k.balance(q) > 0) {
      k.setBalance(q, k.balance(q) - 1);
      tookToken(k, t, q);
      return exit(k, t, EOK);
    }
  }
  if ((k.get(t, SLEEP_FLAGS) & NON_BLOCKING) !== 0 && timeout === 0) return exit(k, t, ETIMEOUT);
  if (timeout !== 0 && isOverAtOnce(k, t)) {
    readyWhenDue(k, t);
    timeIsUp(k, t);
    return exit(k, t, ETIMEOUT);
  }
  joinQueue(k, q, t);
  if (timeout !== 0) k.set(t, DEADLINE, sleepDeadline(k, t) + 1);
  waitStart(k, t);
}

/** thread_wait_start() and what the sleep makes of it, still under wq->lock. */
function waitStart(k: Kernel, t: number): void {
  const flags = k.get(t, SLEEP_FLAGS);
  k.set(t, STATE, INITIAL);
  if (k.has(t, INTERRUPTED) && (flags & INTERRUPTIBLE) !== 0) return exit(k, t, EINTR);
  if (abortRequested(k, t) && k.op(t).policies.request === 'recheck') return exit(k, t, ERESTART);
  k.goto(t, WAIT);
}

function abortRequested(k: Kernel, t: number): boolean {
  return (k.get(t, SLEEP_FLAGS) & ABORTABLE) !== 0 && k.has(t, ABORT);
}

/** The common exit, still under wq->lock. */
function exit(k: Kernel, t: number, rc: number): void {
  const composable = (k.get(t, SLEEP_FLAGS) & FUTEX) !== 0;
  const q = k.get(t, WQ);
  if (rc === ERESTART && k.op(t).policies.place === 'keep') leaveKeepingPlace(k, t);
  else leaveQueue(k, t);
  if (rc !== EOK && composable && booksDebt(k, t, rc)) {
    k.setBalance(q, k.balance(q) - 1);
    if (reachesUser(k, t, rc)) failedComposably(k, q);
    else k.raiseGhost(t, BOOKED);
  }
  k.set(t, STATE, INITIAL);
  k.returnWith(t, rc);
}

/**
 * The revision books a debt for every failure; the ticket not for one that is restarted, nor, with
 * result=leak, for one that the sleep believes to be.
 */
function booksDebt(k: Kernel, t: number, rc: number): boolean {
  if (rc !== ERESTART) return true;
  const { policies } = k.op(t);
  if (isSet(policies, 'result=eintr') || isSet(policies, 'result=leak-booked')) return true;
  return policies.debt === 'book';
}

/** Ghost: an aborted sleep fails for who called it only where the design lets it, and libc. */
function reachesUser(k: Kernel, t: number, rc: number): boolean {
  return rc !== ERESTART || !(isSet(k.op(t).policies, 'result=restart') || isRetried(k, t));
}

export const WAIT = step({
  name: 'thread_wait_finish',
  fn: 'thread_wait_finish',
  file: THREAD_FILE,
  says: 'arms the timeout and is switched out, unless woken meanwhile',
  mode: 'kernel',
  run(k, t) {
    if (k.get(t, STATE) !== INITIAL) return k.goto(t, RELOCK);
    if (k.get(t, DEADLINE) !== 0) registerTimeout(k, t, k.get(t, DEADLINE) - 1);
    k.set(t, STATE, ASLEEP);
    k.goto(t, ASLEEP_2026);
  },
});

/**
 * The thread's timeout is on the list of the CPU that it runs on: if that CPU is in a clock
 * interrupt and the timeout is due, it fires before the thread runs. (Kernel tables have a clock
 * on a CPU of its own.) Two CPUs take their interrupts at one time, so that is true of a thread that
 * has moved to the other as well.
 */
export function isBeingTimedOut(k: Kernel, t: number): boolean {
  if (k.get(t, TIMER) !== TIMER_ARMED || k.program.kernelLevel) return false;
  const ticks = k.global(CLOCK_LOCAL) + offsetOf(k, cpuOf(k, t, TIMER_ON));
  return k.global(CLOCK_PC) !== 0 && k.get(t, DEADLINE) - 1 < ticks;
}

export const ASLEEP_2026 = step({
  name: 'asleep-2026',
  fn: 'timeout_unregister',
  file: 'kernel/generic/src/time/timeout.c',
  says: 'runs again and unregisters its timeout',
  mode: 'kernel',
  enabled: (k, t) => k.get(t, STATE) === WOKE && !isBeingTimedOut(k, t),
  run(k, t) {
    const fired = k.get(t, TIMER) === TIMER_FIRING || k.get(t, TIMER) === TIMER_FINISHED;
    unregisterTimeout(k, t);
    k.goto(t, fired ? UNREGISTER_WAIT : RELOCK);
  },
});

export const UNREGISTER_WAIT = step({
  name: 'timeout_unregister-wait',
  fn: 'timeout_unregister',
  file: 'kernel/generic/src/time/timeout.c',
  says: 'the timeout had fired: waits for its handler, notes the time-out',
  mode: 'kernel',
  enabled: (k, t) => k.get(t, TIMER) === TIMER_FINISHED,
  run(k, t) {
    k.set(t, TIMER, TIMER_IDLE);
    k.raise(t, TIMED_OUT);
    k.goto(t, RELOCK);
  },
});

export const RELOCK = step({
  name: 'waitq_sleep-relock',
  fn: 'waitq_sleep_timeout_unsafe',
  file: FILE,
  says: 'looks whether it is still on the list',
  mode: 'kernel',
  enabled: isUnlocked,
  run(k, t) {
    const timedOut = k.has(t, TIMED_OUT);
    k.lower(t, TIMED_OUT);
    if (k.get(t, LINK) === 0) return exit(k, t, EOK);
    if (timedOut) {
      timeIsUp(k, t);
      return exit(k, t, ETIMEOUT);
    }
    // request=lost looks here, before sleep_state is reset, and nowhere after.
    if (abortRequested(k, t) && k.op(t).policies.request === 'lost') return exit(k, t, ERESTART);
    waitStart(k, t);
  },
});

/** _wake_one(): under wq->lock. */
function wake(k: Kernel, q: number, sleeper: number): void {
  threadWakeup(k, sleeper);
  leaveQueue(k, sleeper);
  wokenFrom(k, sleeper, q);
}

/** waitq_wake_one(): a debt swallows the wakeup even when somebody sleeps. */
export function wakeOne(k: Kernel, q: number): void {
  if (k.closed(q)) return;
  // Linux banks nothing; this one posts a wakeup again that was taken (token=repost).
  if (k.program.revision === 'linux' && firstPresent(k, q) < 0) return;
  posted(k, q, 1);
  const sleeper = firstPresent(k, q);
  if (k.balance(q) < 0 || sleeper < 0) k.setBalance(q, k.balance(q) + 1);
  else wake(k, q, sleeper);
}

export const WAKE_ONE = step({
  name: 'waitq_wake_one',
  fn: 'waitq_wake_one',
  file: FILE,
  says: 'repays a debt, wakes the first sleeper, or banks the wakeup',
  mode: 'kernel',
  enabled: isUnlocked,
  run(k, t) {
    if (isGoneQueue(k, k.get(t, WQ))) return panic(k, t);
    wakeOne(k, k.get(t, WQ));
    k.endOfCall(t);
  },
});

export const SIGNAL = step({
  name: 'waitq_signal',
  fn: 'waitq_signal',
  file: FILE,
  says: 'wakes the first sleeper, if there is one',
  mode: 'kernel',
  enabled: isUnlocked,
  run(k, t) {
    const q = k.get(t, WQ);
    const sleeper = firstPresent(k, q);
    if (sleeper >= 0) {
      posted(k, q, 1);
      wake(k, q, sleeper);
    }
    k.endOfCall(t);
  },
});

/** waitq_wake_all(): under wq->lock. */
export function wakeAll(k: Kernel, q: number): void {
  k.setBalance(q, 0);
  for (let s = firstPresent(k, q); s >= 0; s = firstPresent(k, q)) wake(k, q, s);
  erased(k, q);
}

export const WAKE_ALL = step({
  name: 'waitq_wake_all',
  fn: 'waitq_wake_all',
  file: FILE,
  says: 'forgets banked wakeups and debts, wakes every sleeper',
  mode: 'kernel',
  enabled: isUnlocked,
  run(k, t) {
    wakeAll(k, k.get(t, WQ));
    k.endOfCall(t);
  },
});

/** waitq_close(): under wq->lock. */
export function closeAtOnce(k: Kernel, q: number): void {
  k.setClosed(q);
  wakeAll(k, q);
}

export const CLOSE = step({
  name: 'waitq_close',
  fn: 'waitq_close',
  file: FILE,
  says: 'closes the queue for ever and wakes every sleeper',
  mode: 'kernel',
  enabled: isUnlocked,
  run(k, t) {
    closeAtOnce(k, k.get(t, WQ));
    k.endOfCall(t);
  },
});
