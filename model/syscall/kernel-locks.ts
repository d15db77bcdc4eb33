/**
 * Kernel tables: locks made of wait queues, called directly by lanes.
 *
 * Mutex and condition variable are thin layers over wait queues (synch/mutex.c, condvar.c); a
 * semaphore is one as it is, so its down and up are the sleep and the wakeup of `kernel-lanes.ts`.
 * The futex is libc's half, a user counter over a wait queue. enter, leave and increment let a test see whether
 * a lock keeps others out.
 */
import {
  K_VOID,
  clearForAgain,
  done,
  issuesAgain,
  lane,
  queueFree,
  sleepOn,
} from './kernel-call.ts';
import { K_SLEPT } from './kernel-lanes.ts';
import { IN_SECTION, LOCAL, PANIC, RC, TIMER, TIMER_IDLE } from '../record/layout.ts';
import { disown, own, owner } from '../synch/mutex-owner.ts';
import { NON_BLOCKING } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { DONE_VOID, INTEGER, UNCONTENDED, WOULD_BLOCK } from '../record/values.ts';
import {
  SLEEP,
  WAKEUP_FIRST,
  sleepUnderLock as sleepUnderLock2012,
} from '../synch/wait-queue-2012.ts';
import {
  SLEEP_ENTER,
  WAKE_ONE,
  sleepUnderLock as sleepUnderLock2026,
} from '../synch/wait-queue-2026.ts';

const MUTEX = 'kernel/generic/src/synch/mutex.c';
const CONDVAR = 'kernel/generic/src/synch/condvar.c';

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
    if (k.old) {
      k.setBalance(queue, 0);
    }
    if (wouldBlock(k, t)) {
      k.set(t, RC, WOULD_BLOCK);
      return k.goto(t, K_CV_RELOCK);
    }
    k.setLocked(queue, false);
    if (k.old) {
      k.sleepOn(t, SLEEP, queue, timeout, flags, K_CV_RELOCK);
      sleepUnderLock2012(k, t);
    } else {
      const nonBlocking = timeout === 0 ? 0 : NON_BLOCKING;
      k.sleepOn(t, SLEEP_ENTER, queue, timeout, nonBlocking, K_CV_RELOCK);
      sleepUnderLock2026(k, t);
    }
  },
);

/** 2012: wq->lock is let go of in waitq_sleep_finish, once the thread has the mutex again. */
function wouldBlock(k: Kernel, t: number): boolean {
  const { timeout, flags } = k.op(t);
  return k.old && timeout === 0 && (flags & NON_BLOCKING) !== 0;
}

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
    if (wouldBlock(k, t)) k.setLocked(k.op(t).queue, false);
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
