/**
 * The clock interrupt: kernel/generic/src/time/clock.c of both revisions.
 *
 *     2012: lock timeoutlock; while there is a head: if its count-- was 0, take it off, unlock,
 *           run its handler, lock; else stop
 *     2026: current_clock_tick++; lock timeoutlock; while the head's deadline is past: take it
 *           off, unlock, run its handler, finished := true, lock
 *
 * Steps: TICK, SCAN (one hold of timeoutlock), HANDLER, FINISHED (2026). The same steps are run by
 * the clock itself (system-call tables) and by a lane that ticks (kernel tables): an executor has
 * a program counter and the thread whose timeout it handles, read and written through `Executor`.
 * 2026 compares with a local copy of current_clock_tick; each executor has its own.
 */
import { BoundError } from '../record/bound-error.ts';
import { madeReady } from '../record/ghosts.ts';
import {
  BASE,
  CLOCK_LOCAL,
  CLOCK_PC,
  CLOCK_THREAD,
  DEADLINE,
  LOCAL,
  NOW,
  PC,
  TIMER,
  TIMER_FINISHED,
  TIMER_FIRING,
  TO_READY,
} from '../record/layout.ts';
import { threadWakeup } from '../proc/scheduler.ts';
import { clockCpu, offsetOf, timersAt, toNextCpu } from '../record/cpus.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { mayInterruptSleep, sleepTimedOut } from './wait-queue-2012.ts';

/** Deadlines are ticks plus a timeout of at most 100, in one byte. */
const TICKS_MAX = 150;

const FILE = 'kernel/generic/src/time/clock.c';

/** The clock takes steps as actor number `threads`. */
function isClock(k: Kernel, actor: number): boolean {
  return actor === k.threads;
}

function goto(k: Kernel, actor: number, next: number): void {
  if (isClock(k, actor)) k.setGlobal(CLOCK_PC, next);
  else k.set(actor, PC, next);
}

function handled(k: Kernel, actor: number): number {
  return (isClock(k, actor) ? k.global(CLOCK_THREAD) : k.get(actor, TO_READY)) - 1;
}

function setHandled(k: Kernel, actor: number, thread: number): void {
  if (isClock(k, actor)) k.setGlobal(CLOCK_THREAD, thread + 1);
  else k.set(actor, TO_READY, thread + 1);
}

/** 2026: the executor's local current_clock_tick. */
function localTick(k: Kernel, actor: number): number {
  return isClock(k, actor) ? k.global(CLOCK_LOCAL) : k.get(actor, LOCAL);
}

function setLocalTick(k: Kernel, actor: number, tick: number): void {
  if (isClock(k, actor)) k.setGlobal(CLOCK_LOCAL, tick);
  else k.set(actor, LOCAL, tick);
}

export const TICK = step({
  name: 'clock-tick',
  fn: 'clock',
  file: FILE,
  says: 'one clock interrupt',
  mode: 'clock',
  run(k, actor) {
    if (k.global(NOW) === TICKS_MAX) throw new BoundError(`more than ${TICKS_MAX} ticks`);
    k.setGlobal(NOW, k.global(NOW) + 1);
    if (!k.old) setLocalTick(k, actor, k.global(NOW));
    goto(k, actor, SCAN);
  },
});

export const SCAN = step({
  name: 'clock-scan',
  fn: 'clock',
  file: FILE,
  says: 'takes the next timeout that is due off the list',
  mode: 'clock',
  run(k, actor) {
    const cpu = clockCpu(k);
    const list = timersAt(k, cpu);
    const thread = k.bytes[list] === 0 ? -1 : k.bytes[list + 1];
    const tick = (k.old ? k.global(BASE) : localTick(k, actor)) + offsetOf(k, cpu);
    const deadline = thread < 0 ? 0 : k.get(thread, DEADLINE) - 1;
    if (thread < 0 || (k.old ? deadline > tick : deadline >= tick)) {
      if (toNextCpu(k)) return;
      if (k.old) k.setGlobal(BASE, k.global(BASE) + 1);
      setLocalTick(k, actor, 0);
      if (isClock(k, actor)) k.setGlobal(CLOCK_PC, 0);
      else k.endOfCall(actor);
      return;
    }
    k.removeFrom(list, thread);
    k.set(thread, TIMER, TIMER_FIRING);
    setHandled(k, actor, thread);
    goto(k, actor, k.old ? HANDLER_2012 : HANDLER_2026);
  },
});

export const HANDLER_2012 = step({
  name: 'waitq_sleep_timed_out',
  fn: 'waitq_sleep_timed_out',
  file: 'kernel/generic/src/synch/waitq.c',
  says: 'ends the sleep, unless somebody has unlinked the thread already',
  mode: 'clock',
  enabled: (k, actor) => mayInterruptSleep(k, handled(k, actor), actor),
  run(k, actor) {
    sleepTimedOut(k, handled(k, actor));
    setHandled(k, actor, -1);
    goto(k, actor, SCAN);
  },
});

export const HANDLER_2026 = step({
  name: 'thread_wait_timeout_callback',
  fn: 'thread_wait_timeout_callback',
  file: 'kernel/generic/src/proc/thread.c',
  says: 'wakes the thread; it will see that its timeout has fired',
  mode: 'clock',
  run(k, actor) {
    const thread = handled(k, actor);
    madeReady(k, thread);
    threadWakeup(k, thread);
    goto(k, actor, FINISHED);
  },
});

export const FINISHED = step({
  name: 'clock-finished',
  fn: 'clock',
  file: FILE,
  says: 'signals that the handler has finished',
  mode: 'clock',
  run(k, actor) {
    k.set(handled(k, actor), TIMER, TIMER_FINISHED);
    setHandled(k, actor, -1);
    goto(k, actor, SCAN);
  },
});
