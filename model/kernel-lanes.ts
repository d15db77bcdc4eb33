/**
 * Kernel tables: lanes that call kernel functions directly, by their own names.
 *
 * For tests of the model itself against the outcomes of the kernel's own code. Semaphore, mutex
 * and condition variable are thin layers over wait queues (synch/semaphore.c, mutex.c, condvar.c);
 * a lane whose name stands in `Restart=` issues a sleep that reports interruption again, with the
 * same arguments in full, after clearing its own flag.
 */
import { callBegins } from './ghosts.ts';
import {
  DEADLINE,
  FIRST,
  INTERRUPTED,
  IN_SECTION,
  KILLED,
  LINK,
  LOCAL,
  OP,
  PANIC,
  PC,
  RC,
  RET,
  STATE,
  THREADS_LOCK,
  TIMER,
  TIMER_IDLE,
} from './layout.ts';
import { NON_BLOCKING, NONE } from './program.ts';
import { ASLEEP, SLEEPING, UNLINKED, threadWakeup } from './scheduler.ts';
import type { Kernel } from './state.ts';
import { step } from './step.ts';
import { TICK } from './clock.ts';
import {
  DONE_VOID,
  EINTR,
  EOK,
  INTEGER,
  INTERRUPTED_2012,
  UNCONTENDED,
  succeeded,
} from './values.ts';
import {
  SLEEP,
  UNSLEEP,
  WAKEUP_ALL,
  WAKEUP_FIRST,
  interruptSleep,
  mayInterruptSleep,
  sleepUnderLock as sleepUnderLock2012,
} from './wait-queue-2012.ts';
import {
  CLOSE,
  SIGNAL,
  SLEEP_ENTER,
  WAKE_ALL,
  WAKE_ONE,
  sleepUnderLock as sleepUnderLock2026,
} from './wait-queue-2026.ts';

const WAITQ = 'kernel/generic/src/synch/waitq.c';
const MUTEX = 'kernel/generic/src/synch/mutex.c';
const CONDVAR = 'kernel/generic/src/synch/condvar.c';
const THREAD = 'kernel/generic/src/proc/thread.c';

/** The op is over: its result is in its register, the lane goes on. */
function done(k: Kernel, t: number, code: number, payload: number): void {
  const { register } = k.op(t);
  if (register !== NONE) {
    k.setRegister(register, code, payload);
    if (k.program.stampReturns) k.bytes[k.at + k.layout.stamps + register] = k.global(0);
  }
  k.set(t, RC, 0);
  k.set(t, FIRST, 0);
  k.set(t, LOCAL, 0);
  callBegins(k, t);
  k.set(t, OP, k.get(t, OP) + 1);
  const { ops } = k.program.lanes[t];
  const next = k.get(t, OP);
  k.goto(t, next < ops.length ? ops[next].entry : 0);
}

/** A step of a lane that is one kernel function, in the kernel. */
function lane(
  name: string,
  fn: string,
  file: string,
  says: string,
  run: (k: Kernel, t: number) => void,
  enabled?: (k: Kernel, t: number) => boolean,
): number {
  return step({ name, fn, file, says, mode: 'kernel', run, ...(enabled && { enabled }) });
}

function sleepOn(k: Kernel, t: number, queue: number, ret: number): void {
  const { timeout, flags } = k.op(t);
  k.sleepOn(t, k.old ? SLEEP : SLEEP_ENTER, queue, timeout, flags, ret);
}

export const K_SLEEP = lane('k-sleep', 'waitq_sleep_timeout', WAITQ, 'calls the sleep', (k, t) =>
  sleepOn(k, t, k.op(t).queue, K_SLEPT),
);

/** The harness's restart: two steps, so that a kill may come between the look and the clearing. */
export const K_SLEPT = lane('k-slept', 'waitq_sleep_timeout', WAITQ, 'returns', (k, t) => {
  const rc = k.get(t, RC);
  if (issuesAgain(k, t, rc)) return k.goto(t, K_AGAIN);
  returned(k, t, rc);
});

/** `Restart=`: an interrupted call is issued again, unless its thread has been killed. */
function issuesAgain(k: Kernel, t: number, rc: number): boolean {
  const interrupted = rc === EINTR || rc === INTERRUPTED_2012;
  return k.program.lanes[t].restart && interrupted && !k.has(t, KILLED);
}

/** The thread clears its own flag; the timeout starts in full. */
function clearForAgain(k: Kernel, t: number): void {
  k.lower(t, INTERRUPTED);
  k.set(t, FIRST, 0);
  k.set(t, LOCAL, 0);
  k.set(t, RC, 0);
}

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

/** A void function that works on the op's queue. */
function onQueue(name: string, fn: string, callee: () => number): number {
  return lane(name, fn, WAITQ, `calls ${fn}`, (k, t) =>
    k.callOn(t, callee(), k.op(t).queue, K_VOID),
  );
}

export const K_VOID = lane('k-void', '', '', 'returns', (k, t) => done(k, t, DONE_VOID, 0));

export const K_WAKE_FIRST = onQueue('k-wake-first', 'waitq_wakeup', () => WAKEUP_FIRST);
export const K_WAKE_ALL_2012 = onQueue('k-wake-all-2012', 'waitq_wakeup', () => WAKEUP_ALL);
export const K_UNSLEEP = onQueue('k-unsleep', 'waitq_unsleep', () => UNSLEEP);
export const K_WAKE_ONE = onQueue('k-wake-one', 'waitq_wake_one', () => WAKE_ONE);
export const K_WAKE_ALL = onQueue('k-wake-all', 'waitq_wake_all', () => WAKE_ALL);
export const K_SIGNAL = onQueue('k-signal', 'waitq_signal', () => SIGNAL);
export const K_CLOSE = onQueue('k-close', 'waitq_close', () => CLOSE);

const queueFree = (k: Kernel, t: number): boolean => !k.locked(k.op(t).queue);

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

export const K_LOCK = lane('k-mutex-lock', 'mutex_lock', MUTEX, 'locks the mutex', (k, t) => {
  const { queue } = k.op(t);
  if (!k.old && owner(k, queue) === t + 1) return k.setGlobal(PANIC, t + 1);
  sleepOn(k, t, queue, K_SLEPT);
});

export const K_UNLOCK = lane(
  'k-mutex-unlock',
  'mutex_unlock',
  MUTEX,
  'gives the mutex up',
  (k, t) => {
    const { queue } = k.op(t);
    if (!k.old && !disown(k, t, queue)) return k.setGlobal(PANIC, t + 1);
    k.callOn(t, k.old ? WAKEUP_FIRST : WAKE_ONE, queue, K_VOID);
  },
);

const ownerAt = (k: Kernel, q: number): number => k.at + k.layout.owners + q * 2;
const owner = (k: Kernel, q: number): number => k.bytes[ownerAt(k, q)];

function own(k: Kernel, t: number, q: number): void {
  k.bytes[ownerAt(k, q)] = t + 1;
  k.bytes[ownerAt(k, q) + 1] = 1;
}

/** False where the kernel's assertions fail: not locked, or locked by another thread. */
function disown(k: Kernel, t: number, q: number): boolean {
  if (k.bytes[ownerAt(k, q) + 1] !== 1 || owner(k, q) !== t + 1) return false;
  k.bytes[ownerAt(k, q)] = 0;
  k.bytes[ownerAt(k, q) + 1] = 0;
  return true;
}

/** Takes the lock of the condition variable's queue, then gives the mutex back under it. */
export const K_CV_WAIT = lane(
  'k-condvar-wait',
  '_condvar_wait_timeout',
  CONDVAR,
  'locks the queue and gives the mutex back',
  (k, t) => {
    const { queue, mutexQueue } = k.op(t);
    if (!k.old && !disown(k, t, mutexQueue)) return k.setGlobal(PANIC, t + 1);
    k.setLocked(queue, true);
    k.callOn(t, k.old ? WAKEUP_FIRST : WAKE_ONE, mutexQueue, K_CV_SLEEP);
  },
  (k, t) => queueFree(k, t) && (!k.old || k.get(t, TIMER) === TIMER_IDLE),
);

export const K_CV_SLEEP = lane(
  'k-condvar-sleep',
  '_condvar_wait_timeout',
  CONDVAR,
  'sleeps; its queue is unlocked when it is off its stack',
  (k, t) => {
    const { queue, timeout, flags } = k.op(t);
    k.setLocked(queue, false);
    if (k.old) {
      k.setBalance(queue, 0);
      k.sleepOn(t, SLEEP, queue, timeout, flags, K_CV_RELOCK);
      sleepUnderLock2012(k, t);
    } else {
      const nonBlocking = timeout === 0 ? 0 : NON_BLOCKING;
      k.sleepOn(t, SLEEP_ENTER, queue, timeout, nonBlocking, K_CV_RELOCK);
      sleepUnderLock2026(k, t);
    }
  },
);

export const K_CV_RELOCK = lane(
  'k-condvar-relock',
  'mutex_lock',
  MUTEX,
  'locks the mutex again',
  (k, t) => {
    k.set(t, LOCAL, k.get(t, RC));
    k.set(t, RC, 0);
    k.sleepOn(t, k.old ? SLEEP : SLEEP_ENTER, k.op(t).mutexQueue, 0, 0, K_CV_DONE);
  },
);

export const K_CV_DONE = lane(
  'k-condvar-done',
  '_condvar_wait_timeout',
  CONDVAR,
  'returns',
  (k, t) => {
    if (!k.old) own(k, t, k.op(t).mutexQueue);
    if (issuesAgain(k, t, k.get(t, LOCAL))) return k.goto(t, K_CV_AGAIN);
    done(k, t, k.get(t, LOCAL), 0);
  },
);

export const K_CV_AGAIN = lane(
  'k-condvar-again',
  '_condvar_wait_timeout',
  CONDVAR,
  'clears its flag and waits again',
  (k, t) => {
    clearForAgain(k, t);
    k.goto(t, K_CV_WAIT);
  },
);

export const K_DOWN = lane('k-futex-down', '', '', 'takes one from the user counter', (k, t) => {
  const { word, queue } = k.op(t);
  const old = k.word(word);
  k.setWord(word, old - 1);
  if (old > 0) done(k, t, UNCONTENDED, 0);
  else sleepOn(k, t, queue, K_SLEPT);
});

export const K_UP = lane('k-futex-up', '', '', 'adds one to the user counter', (k, t) => {
  const { word, queue } = k.op(t);
  const old = k.word(word);
  k.setWord(word, old + 1);
  if (old < 0) k.callOn(t, k.old ? WAKEUP_FIRST : WAKE_ONE, queue, K_VOID);
  else done(k, t, DONE_VOID, 0);
});

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

export const K_ENTER = lane('k-enter', '', '', 'enters the section', (k, t) => {
  k.setGlobal(IN_SECTION, k.global(IN_SECTION) + 1);
  done(k, t, INTEGER, k.global(IN_SECTION));
});

export const K_LEAVE = lane('k-leave', '', '', 'leaves the section', (k, t) => {
  k.setGlobal(IN_SECTION, k.global(IN_SECTION) - 1);
  done(k, t, DONE_VOID, 0);
});

export const K_INCREMENT = lane('k-increment', '', '', 'adds one to the word', (k, t) => {
  const { word } = k.op(t);
  const old = k.word(word);
  k.setWord(word, old + 1);
  done(k, t, INTEGER, old & 0xff);
});

/** Asleep and switched out: listed (2012), or past the CAS of its sleep_state (2026). */
export function isAsleep(k: Kernel, t: number): boolean {
  return k.old ? k.get(t, STATE) === SLEEPING : k.get(t, LINK) !== 0 && k.get(t, STATE) === ASLEEP;
}

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
