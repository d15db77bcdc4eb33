/**
 * Wait queues of 2012: kernel/generic/src/synch/waitq.c at 49505feb1808.
 *
 *     waitq_sleep_timeout: spin while own timeout_pending; lock wq;
 *         missed_wakeups > 0 -> take one, OK_ATOMIC
 *         non-blocking -> WOULD_BLOCK; flagged and interruptible -> INTERRUPTED
 *         else register the timeout, join the list, sleep; the saved context that the waker, the
 *         timeout or the interrupter restores is the result
 *
 * One step is one hold of wq->lock with the thread lock taken inside it. The sleeper's locks are
 * released only when it is off its stack (scheduler_separated_stack), so "listed" and "asleep" are
 * one step. Whoever unlinks a thread decides how its sleep ends. Spinning on a lock only waits, so
 * the try-lock loops are guards here.
 *
 * A waker calls thread_ready() under wq->lock, after the thread lock: until then thread->state
 * says Sleeping, which task kill reads. That gap is kept (LOCKED, UNLINKED). waitq_interrupt_sleep
 * and the timeout call it under threads_lock, which excludes the only reader: one step.
 *
 * It lets go of wq->lock after that, in a step of its own: a sleeper that is ready takes no lock on
 * its way out, so it can free the memory that the queue is in before its waker unlocks it (N19).
 * waker=finishes is the cure of 9fe9d296d2: waitq_sleep_finish() locks and unlocks the queue, so a
 * sleeper returns when its waker is done. waitq_interrupt_sleep and the timeout unlock the queue
 * before they make the thread ready, so nothing is left to do when it runs.
 * What else UNLOCK cannot find freed: the lock of a phone whose slot stays with its task, which
 * isGoneQueue asks; a futex, of which the waker's task holds a reference; the box of a poker, which
 * is its own. WAKEUP_ALL is called in kernel tables only, which free no queue.
 * Left out: btrace, accounting, DEADLOCK_PROBE.
 */
import { isSet } from '../designs/asking.ts';
import { misused, panic } from '../record/ipc-objects.ts';
import { isGoneQueue } from '../proc/thread-dead.ts';
import {
  madeReady,
  pokedFrom,
  posted,
  readyWhenDue,
  sleepBegins,
  timeIsUp,
  tookToken,
  wokenFrom,
} from '../record/ghosts.ts';
import {
  ABORT,
  INTERRUPTED,
  LINK,
  LOCAL,
  PANIC,
  RC,
  SLEEP_FLAGS,
  SLEEP_INTERRUPTIBLE,
  STATE,
  THREADS_LOCK,
  TIMEOUT,
  TIMER,
  TIMER_FIRING,
  TIMER_IDLE,
  TO_READY,
  UNLOCKED_FREED,
  WQ,
} from '../record/layout.ts';
import { ABORTABLE, INTERRUPTIBLE, NON_BLOCKING, PRIVATE_QUEUE } from '../record/program.ts';
import { firstPresent, joinQueue, leaveKeepingPlace, leaveQueue } from '../record/queue.ts';
import { READY, RUNNING, SLEEPING, UNLINKED, threadReady } from '../proc/scheduler.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import {
  isOverAtOnce,
  mayArm,
  registerTimeout,
  sleepDeadline,
  unregisterTimeout,
} from '../record/timeout-list.ts';
import {
  ERESTART,
  INTERRUPTED_2012,
  OK_ATOMIC,
  OK_BLOCKED,
  TIMEOUT_2012,
  WOULD_BLOCK,
} from '../record/values.ts';

const FILE = 'kernel/generic/src/synch/waitq.c';

export const SLEEP = step({
  name: 'waitq_sleep_timeout',
  fn: 'waitq_sleep_timeout',
  file: FILE,
  says: 'takes a banked wakeup, fails at once, or joins the queue and sleeps',
  mode: 'kernel',
  // waitq_sleep_prepare: no new sleep while an old timeout handler may still run.
  enabled: (k, t) =>
    k.get(t, TIMER) === TIMER_IDLE && !k.locked(k.get(t, WQ)) && (mayArm(k) || !wouldArm(k, t)),
  run: (k, t) => sleepUnderLock(k, t),
});

/** A timed sleep that finds no banked wakeup. */
function wouldArm(k: Kernel, t: number): boolean {
  const q = k.get(t, WQ);
  return k.get(t, TIMEOUT) !== 0 && (q === PRIVATE_QUEUE || k.balance(q) === 0);
}

/** waitq_sleep_timeout_unsafe(): wq->lock is held on entry and released when it ends. */
export function sleepUnderLock(k: Kernel, t: number): void {
  const q = k.get(t, WQ);
  const flags = k.get(t, SLEEP_FLAGS);
  const timeout = k.get(t, TIMEOUT);
  // The lock of a phone whose task has ended: who answers EHANGUP takes it (answer_preprocess).
  if (q !== PRIVATE_QUEUE && isGoneQueue(k, q)) return panic(k, t);
  sleepBegins(k, t);
  // `if (wq->missed_wakeups)`: a negative count would be true as well.
  if (q !== PRIVATE_QUEUE && k.balance(q) !== 0) {
    k.setBalance(q, k.balance(q) - 1);
    tookToken(k, t, q);
    return k.returnWith(t, OK_ATOMIC);
  }
  if ((flags & NON_BLOCKING) !== 0 && timeout === 0) return k.returnWith(t, WOULD_BLOCK);
  if ((flags & INTERRUPTIBLE) !== 0 && k.has(t, INTERRUPTED)) {
    return k.returnWith(t, INTERRUPTED_2012);
  }
  if ((flags & ABORTABLE) !== 0 && k.has(t, ABORT) && k.op(t).policies.request === 'recheck') {
    return k.returnWith(t, ERESTART);
  }
  if (timeout !== 0 && isOverAtOnce(k, t)) {
    readyWhenDue(k, t);
    timeIsUp(k, t);
    return k.returnWith(t, TIMEOUT_2012);
  }
  if ((flags & INTERRUPTIBLE) !== 0) k.raise(t, SLEEP_INTERRUPTIBLE);
  // us2ticks() of what is left: a time that has passed is none.
  if (timeout !== 0) registerTimeout(k, t, Math.max(sleepDeadline(k, t), k.ticks()));
  joinQueue(k, q, t);
  k.set(t, STATE, SLEEPING);
  k.goto(t, ASLEEP_2012);
}

export const ASLEEP_2012 = step({
  name: 'asleep-2012',
  fn: 'waitq_sleep_timeout_unsafe',
  file: FILE,
  says: 'runs again and returns',
  mode: 'kernel',
  // waitq_complete_wakeup(), where there is one, waits for the lock and lets go of it.
  enabled: (k, t) =>
    k.get(t, STATE) === READY && (!k.program.wakerFinishes || !k.locked(k.get(t, WQ))),
  run(k, t) {
    k.set(t, STATE, RUNNING);
    k.lower(t, SLEEP_INTERRUPTIBLE);
    k.returnWith(t, k.get(t, RC));
  },
});

/** Under wq->lock and the lock of `thread`: off the list, its timeout unregistered, `rc` chosen. */
function unlink(k: Kernel, thread: number, rc: number, state: number): void {
  unregisterTimeout(k, thread);
  leaveQueue(k, thread);
  k.set(thread, RC, rc);
  k.set(thread, STATE, state);
}

/** Begins waitq_wakeup(q, WAKEUP_FIRST) by thread t, which then continues at step `ret`. */
export const WAKEUP_FIRST = step({
  name: 'waitq_wakeup-first',
  fn: '_waitq_wakeup_unsafe',
  file: FILE,
  says: 'wakes the first sleeper or banks the wakeup',
  mode: 'kernel',
  enabled: (k, t) => !k.locked(k.get(t, WQ)),
  run(k, t) {
    const q = k.get(t, WQ);
    if (isGoneQueue(k, q)) return panic(k, t);
    posted(k, q, 1);
    const sleeper = firstPresent(k, q);
    if (sleeper < 0) {
      k.setBalance(q, k.balance(q) + 1);
      return k.endOfCall(t);
    }
    unlink(k, sleeper, OK_BLOCKED, UNLINKED);
    wokenFrom(k, sleeper, q);
    k.setLocked(q, true);
    k.set(t, TO_READY, sleeper + 1);
    k.goto(t, READY_FIRST);
  },
});

/**
 * waitq_wakeup(q, WAKEUP_FIRST) of a queue that cannot be freed and in which nobody sleeps
 * interruptibly: who reads thread->state before thread_ready() does nothing with it then.
 */
export function wakeFirstAtOnce(k: Kernel, q: number): void {
  posted(k, q, 1);
  const sleeper = firstPresent(k, q);
  if (sleeper < 0) return k.setBalance(q, k.balance(q) + 1);
  unlink(k, sleeper, OK_BLOCKED, READY);
  wokenFrom(k, sleeper, q);
}

export const READY_FIRST = step({
  name: 'waitq_wakeup-ready',
  fn: 'thread_ready',
  file: 'kernel/generic/src/proc/thread.c',
  says: 'makes the woken thread ready',
  mode: 'kernel',
  run(k, t) {
    threadReady(k, k.get(t, TO_READY) - 1);
    k.set(t, TO_READY, 0);
    k.goto(t, UNLOCK);
  },
});

/** The woken thread may have run meanwhile, and freed what the queue was in. */
export const UNLOCK = step({
  name: 'waitq_wakeup-unlock',
  fn: 'waitq_wakeup',
  file: FILE,
  says: "lets go of the queue's lock",
  mode: 'kernel',
  run(k, t) {
    const q = k.get(t, WQ);
    if (k.freed(q) || isGoneQueue(k, q)) misused(k, t, UNLOCKED_FREED);
    k.unlockFreed(q);
    k.endOfCall(t);
  },
});

/** WAKEUP_ALL: wq->lock is held over the whole loop. LOCAL: somebody has been woken. */
export const WAKEUP_ALL = step({
  name: 'waitq_wakeup-all',
  fn: '_waitq_wakeup_unsafe',
  file: FILE,
  says: 'wakes the next sleeper; banks one wakeup if there was none at all',
  mode: 'kernel',
  enabled: (k, t) => k.get(t, LOCAL) !== 0 || !k.locked(k.get(t, WQ)),
  run(k, t) {
    const q = k.get(t, WQ);
    const sleeper = firstPresent(k, q);
    if (sleeper < 0) {
      if (k.get(t, LOCAL) === 0) {
        posted(k, q, 1);
        k.setBalance(q, k.balance(q) + 1);
      }
      k.set(t, LOCAL, 0);
      k.setLocked(q, false);
      return k.endOfCall(t);
    }
    posted(k, q, 1);
    unlink(k, sleeper, OK_BLOCKED, UNLINKED);
    wokenFrom(k, sleeper, q);
    k.setLocked(q, true);
    k.set(t, LOCAL, 1);
    k.set(t, TO_READY, sleeper + 1);
    k.goto(t, READY_ALL);
  },
});

export const READY_ALL = step({
  name: 'waitq_wakeup-ready-all',
  fn: 'thread_ready',
  file: 'kernel/generic/src/proc/thread.c',
  says: 'makes the woken thread ready and looks for the next',
  mode: 'kernel',
  run(k, t) {
    threadReady(k, k.get(t, TO_READY) - 1);
    k.set(t, TO_READY, 0);
    k.goto(t, WAKEUP_ALL);
  },
});

export const UNSLEEP = step({
  name: 'waitq_unsleep',
  fn: 'waitq_unsleep',
  file: FILE,
  says: 'interrupts the first sleeper; leaves no trace if there is none',
  mode: 'kernel',
  enabled: (k, t) => !k.locked(k.get(t, WQ)),
  run(k, t) {
    const q = k.get(t, WQ);
    posted(k, q, 1);
    const sleeper = firstPresent(k, q);
    if (sleeper < 0) return k.endOfCall(t);
    if (!k.has(sleeper, SLEEP_INTERRUPTIBLE)) return k.setGlobal(PANIC, t + 1);
    unlink(k, sleeper, INTERRUPTED_2012, UNLINKED);
    pokedFrom(k, sleeper, q);
    k.setLocked(q, true);
    k.set(t, TO_READY, sleeper + 1);
    k.goto(t, READY_FIRST);
  },
});

/** May waitq_interrupt_sleep(thread) get the locks that it needs? Its caller is `actor`. */
export function mayInterruptSleep(k: Kernel, thread: number, actor: number): boolean {
  const holder = k.global(THREADS_LOCK);
  const link = k.get(thread, LINK);
  return (holder === 0 || holder === actor + 1) && (link === 0 || !k.locked(link - 1));
}

/** waitq_interrupt_sleep(): nothing if the thread does not sleep, or not interruptibly. */
export function interruptSleep(k: Kernel, thread: number): void {
  if (k.get(thread, STATE) !== SLEEPING || !k.has(thread, SLEEP_INTERRUPTIBLE)) return;
  unlink(k, thread, INTERRUPTED_2012, READY);
}

/**
 * The ticket's counterpart of waitq_interrupt_sleep(), for a thread with an abort request: only a
 * sleep that is marked ABORTABLE ends, with a status of its own.
 */
export function abortSleep(k: Kernel, thread: number): void {
  if (k.get(thread, STATE) !== SLEEPING || (k.get(thread, SLEEP_FLAGS) & ABORTABLE) === 0) return;
  if (!k.has(thread, ABORT)) return;
  const { policies } = k.op(thread);
  if (policies.place === 'keep' && isSet(policies, 'result=restart')) leaveKeepingPlace(k, thread);
  unlink(k, thread, ERESTART, READY);
}

/** waitq_sleep_timed_out(), from the clock, after the timeout has left the CPU's list. */
export function sleepTimedOut(k: Kernel, thread: number): void {
  if (k.get(thread, STATE) === SLEEPING) {
    unlink(k, thread, TIMEOUT_2012, READY);
    madeReady(k, thread);
    timeIsUp(k, thread);
  }
  if (k.get(thread, TIMER) === TIMER_FIRING) k.set(thread, TIMER, TIMER_IDLE);
}
