/**
 * Kernel mutexes: kernel/generic/src/synch/mutex.c, both revisions, passive ones.
 *
 * A mutex is a semaphore of one, and that a wait queue with one wakeup banked: locking sleeps for
 * it without any flag, so that neither kill nor an abort request ends the wait; unlocking wakes the
 * first sleeper or banks it again.
 */
import { posted } from '../record/ghosts.ts';
import type { Kernel } from '../record/state.ts';
import { SLEEP, WAKEUP_FIRST } from './wait-queue-2012.ts';
import { SLEEP_ENTER, WAKE_ONE } from './wait-queue-2026.ts';

/** mutex_lock(): sleeps until t has the mutex of queue q, then continues at step `ret`. */
export function lockMutex(k: Kernel, t: number, q: number, ret: number): void {
  k.sleepOn(t, k.old ? SLEEP : SLEEP_ENTER, q, 0, 0, ret);
}

/** mutex_unlock(), then on at step `ret`. */
export function unlockMutex(k: Kernel, t: number, q: number, ret: number): void {
  k.callOn(t, k.old ? WAKEUP_FIRST : WAKE_ONE, q, ret);
}

/** mutex_trylock() that succeeds, within a step. Ghost: its wakeup is used at once. */
export function takeMutex(k: Kernel, q: number): void {
  k.setBalance(q, k.balance(q) - 1);
  posted(k, q, -1);
}
