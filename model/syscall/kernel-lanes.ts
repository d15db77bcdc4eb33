/**
 * Kernel tables: lanes that call the functions of wait queues and threads by their own names.
 *
 * For tests of the model itself against the outcomes of the kernel's own code (synch/waitq.c,
 * proc/thread.c); the locks that are made of wait queues are in `kernel-locks.ts`. A lane whose
 * name stands in `Restart=` issues a sleep that reports interruption again, with the same arguments
 * in full, after clearing its own flag.
 */
import { TICK } from '../synch/clock.ts';
import {
  K_VOID,
  clearForAgain,
  done,
  issuesAgain,
  lane,
  queueFree,
  sleepOn,
} from './kernel-call.ts';
import {
  DEADLINE,
  INTERRUPTED,
  KILLED,
  NOTED,
  PC,
  RC,
  RET,
  STATE,
  THREADS_LOCK,
} from '../record/layout.ts';
import { own } from '../synch/mutex-owner.ts';
import { SLEEPING, UNLINKED, isAsleep, threadWakeup } from '../proc/scheduler.ts';
import type { Kernel } from '../record/state.ts';
import { DONE_VOID, EOK, INTEGER, succeeded } from '../record/values.ts';
import {
  UNSLEEP,
  WAKEUP_ALL,
  WAKEUP_FIRST,
  interruptSleep,
  mayInterruptSleep,
} from '../synch/wait-queue-2012.ts';
import { CLOSE, SIGNAL, WAKE_ALL, WAKE_ONE } from '../synch/wait-queue-2026.ts';

const WAITQ = 'kernel/generic/src/synch/waitq.c';
const THREAD = 'kernel/generic/src/proc/thread.c';

export const K_SLEEP = lane('k-sleep', 'waitq_sleep_timeout', WAITQ, 'calls the sleep', (k, t) =>
  sleepOn(k, t, k.op(t).queue, K_SLEPT),
);

/** The harness's restart: two steps, so that a kill may come between the look and the clearing. */
export const K_SLEPT = lane('k-slept', 'waitq_sleep_timeout', WAITQ, 'returns', (k, t) => {
  const rc = k.get(t, RC);
  if (issuesAgain(k, t, rc)) return k.goto(t, K_AGAIN);
  returned(k, t, rc);
});

export const K_AGAIN = lane(
  'k-again',
  'waitq_sleep_timeout',
  WAITQ,
  'clears its flag and sleeps again',
  (k, t) => {
    clearForAgain(k, t);
    sleepOn(k, t, k.op(t).queue, K_SLEPT);
  },
);

/** The op's own sleep has returned `rc`. */
function returned(k: Kernel, t: number, rc: number): void {
  const { call } = k.op(t);
  if (call === 'mutex_lock' && !k.old && rc === EOK) own(k, t, k.op(t).queue);
  if (call !== 'futex_down_repaid' || succeeded(rc)) return done(k, t, rc, 0);
  k.set(t, RC, rc);
  k.goto(t, K_REPAY);
}

export const K_REPAY = lane('k-repay', '', '', 'adds back what the failed down took', (k, t) => {
  const { word, queue } = k.op(t);
  const old = k.word(word);
  k.setWord(word, old + 1);
  if (old < 0) k.callOn(t, k.old ? WAKEUP_FIRST : WAKE_ONE, queue, K_REPAID);
  else done(k, t, k.get(t, RC), 0);
});

export const K_REPAID = lane('k-repaid', '', '', 'returns the failure', (k, t) =>
  done(k, t, k.get(t, RC), 0),
);

/** The void functions that work on the op's queue, by the call of the lane. */
const ON_QUEUE: Readonly<Record<string, (old: boolean) => number>> = {
  waitq_wakeup_first: () => WAKEUP_FIRST,
  waitq_wakeup_all: () => WAKEUP_ALL,
  waitq_unsleep: () => UNSLEEP,
  waitq_wake_one: () => WAKE_ONE,
  waitq_wake_all: () => WAKE_ALL,
  waitq_signal: () => SIGNAL,
  waitq_close: () => CLOSE,
  semaphore_up: (old) => (old ? WAKEUP_FIRST : WAKE_ONE),
  condvar_signal: (old) => (old ? WAKEUP_FIRST : SIGNAL),
  condvar_broadcast: (old) => (old ? WAKEUP_ALL : WAKE_ALL),
};

/** One step for all of them: what they do begins with the callee, which names its function. */
export const K_ON_QUEUE = lane('k-on-queue', '', '', 'calls the function of the queue', (k, t) => {
  const { call, queue } = k.op(t);
  k.callOn(t, ON_QUEUE[call](k.old), queue, K_VOID);
});

export const K_COUNT_GET = lane(
  'k-count-get',
  'waitq_count_get',
  WAITQ,
  'reads missed_wakeups',
  (k, t) => done(k, t, INTEGER, k.balance(k.op(t).queue) & 0xff),
  (k, t) => (k.old ? queueFree(k, t) : true),
);

export const K_COUNT_SET = lane(
  'k-count-set',
  'waitq_count_set',
  WAITQ,
  'sets missed_wakeups',
  (k, t) => {
    k.setBalance(k.op(t).queue, k.op(t).value);
    done(k, t, DONE_VOID, 0);
  },
  queueFree,
);

/** Whoever restarts calls in the place of a thread is told of its interruption before it comes. */
export const K_NOTE = lane('k-note', '', '', 'notes that it interrupts the thread', (k, t) => {
  const { target, call } = k.op(t);
  k.raise(target, NOTED);
  k.goto(t, call === 'thread_interrupt' ? K_FLAG_2012 : K_KICK_2012);
});

/** 2012: the flag under the thread lock, and whether to interrupt; threads_lock is held. */
export const K_FLAG_2012 = lane(
  'k-flag-2012',
  'task_kill_internal',
  'kernel/generic/src/proc/task.c',
  'sets the flag and looks whether the thread sleeps',
  (k, t) => {
    const { target, call } = k.op(t);
    k.raise(target, INTERRUPTED | (call === 'thread_kill' ? KILLED : 0));
    const state = k.get(target, STATE);
    if (state !== SLEEPING && state !== UNLINKED) return done(k, t, DONE_VOID, 0);
    k.setGlobal(THREADS_LOCK, t + 1);
    k.goto(t, K_KICK_2012);
  },
  (k) => k.global(THREADS_LOCK) === 0,
);

export const K_KICK_2012 = lane(
  'k-kick-2012',
  'waitq_interrupt_sleep',
  WAITQ,
  'interrupts the sleep, if there still is one',
  (k, t) => {
    interruptSleep(k, k.op(t).target);
    k.setGlobal(THREADS_LOCK, 0);
    done(k, t, DONE_VOID, 0);
  },
  (k, t) => mayInterruptSleep(k, k.op(t).target, t),
);

export const K_FLAG_2026 = lane(
  'k-flag-2026',
  'thread_interrupt',
  THREAD,
  'sets the flag',
  (k, t) => {
    const { target, call } = k.op(t);
    k.raise(target, INTERRUPTED | (call === 'thread_kill' ? KILLED : 0));
    k.goto(t, K_KICK_2026);
  },
);

export const K_KICK_2026 = lane(
  'k-kick-2026',
  'thread_wakeup',
  THREAD,
  'wakes the thread',
  (k, t) => {
    threadWakeup(k, k.op(t).target);
    done(k, t, DONE_VOID, 0);
  },
);

export const K_AWAIT = lane(
  'k-await-asleep',
  '',
  '',
  'sees the thread asleep',
  (k, t) => done(k, t, DONE_VOID, 0),
  (k, t) => isAsleep(k, k.op(t).target),
);

/** `tick n`: n clock interrupts; those left are counted in DEADLINE, which a clock does not use. */
export const K_TICK = lane(
  'k-tick',
  'clock',
  'kernel/generic/src/time/clock.c',
  'lets the clock tick',
  (k, t) => {
    if (k.get(t, DEADLINE) === k.op(t).value) {
      k.set(t, DEADLINE, 0);
      return done(k, t, DONE_VOID, 0);
    }
    k.set(t, DEADLINE, k.get(t, DEADLINE) + 1);
    k.set(t, RET, K_TICK);
    k.set(t, PC, TICK);
  },
);
