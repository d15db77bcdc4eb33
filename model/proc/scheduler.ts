/**
 * Making threads run again: thread_ready() of 2012, thread_wakeup() of 2026.
 *
 * Every thread that is ready may run next: there are no priorities and no bound on CPUs, so a run
 * queue is not modelled. A ready thread is one whose step is enabled.
 */
import { LINK, STATE } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';

/** 2012: thread->state. */
export const RUNNING = 0;
export const SLEEPING = 1;
/** Off its queue by somebody who has still to call thread_ready(); state still says Sleeping. */
export const UNLINKED = 2;
export const READY = 3;

/** 2026: thread->sleep_state. */
export const INITIAL = 0;
export const ASLEEP = 1;
export const WOKE = 2;

/** Asleep and switched out: listed (2012), or past the CAS of its sleep_state (2026). */
export function isAsleep(k: Kernel, t: number): boolean {
  return k.old ? k.get(t, STATE) === SLEEPING : k.get(t, LINK) !== 0 && k.get(t, STATE) === ASLEEP;
}

/** 2012 thread_ready(): the thread may run. */
export function threadReady(k: Kernel, thread: number): void {
  k.set(thread, STATE, READY);
}

/**
 * 2026 thread_wakeup(): the exchange of sleep_state and, if the thread was asleep, putting it back
 * on a run queue. One step: between the two the thread is merely not running yet, and a second
 * thread_wakeup finds WOKE either way. A thread that is on no list is awake, or woken already, or
 * resets sleep_state before it sleeps again: what is written then is dead and is left out.
 */
export function threadWakeup(k: Kernel, thread: number): void {
  if (k.get(thread, LINK) !== 0) k.set(thread, STATE, WOKE);
}
