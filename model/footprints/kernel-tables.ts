/**
 * Kernel tables, as footprints: lanes that call kernel functions, of model/syscall/kernel-*.ts.
 *
 * No environment is there; a lane is who ticks, interrupts and kills. Who interrupts another has to do
 * with all that this one has for itself, and in 2012 with threads_lock.
 */
import { K_VOID } from '../syscall/kernel-call.ts';
import {
  K_AWAIT,
  K_COUNT_GET,
  K_COUNT_SET,
  K_FLAG_2012,
  K_FLAG_2026,
  K_KICK_2012,
  K_KICK_2026,
  K_AGAIN,
  K_NOTE,
  K_REPAID,
  K_REPAY,
  K_ON_QUEUE,
  K_SLEEP,
  K_SLEPT,
  K_TICK,
} from '../syscall/kernel-lanes.ts';
import {
  K_CV_AGAIN,
  K_CV_DONE,
  K_CV_RELOCK,
  K_CV_SLEEP,
  K_CV_WAIT,
  K_DOWN,
  K_ENTER,
  K_INCREMENT,
  K_LEAVE,
  K_LOCK,
  K_UNLOCK,
  K_UP,
} from '../syscall/kernel-locks.ts';
import { FINISHED, HANDLER_2012, HANDLER_2026, SCAN, TICK } from '../synch/clock.ts';
import { READY_ALL, WAKEUP_ALL } from '../synch/wait-queue-2012.ts';
import { CLOSE, SIGNAL, WAKE_ALL } from '../synch/wait-queue-2026.ts';
import { timersAt } from '../record/cpus.ts';
import { LINK, TIMER, TIMER_ARMED, TO_READY, WQ } from '../record/layout.ts';
import { NON_BLOCKING, PRIVATE_QUEUE } from '../record/program.ts';
import { firstPresent } from '../record/queue.ts';
import type { Kernel } from '../record/state.ts';
import { declare } from './declared.ts';
import type { Declaring } from './declaring.ts';
import { armsOwn, disarms, looksAtTime, ticks } from './times.ts';

/** The op is over: its result has, in records of ticks, the time of its return. */
export function returns({ footprint, objects }: Declaring, k: Kernel, t: number): void {
  footprint.has(objects.place + t);
  if (k.program.stampReturns) footprint.reads(objects.time);
}

const queue = ({ footprint, objects }: Declaring, q: number): void => {
  if (q < objects.words - objects.queues) footprint.has(objects.queues + q);
};

function word({ footprint, objects }: Declaring, k: Kernel, t: number): void {
  footprint.has(objects.words + k.op(t).word);
}

// --- the own stack --------------------------------------------------------------------------

declare([K_SLEEP, K_AGAIN, K_CV_RELOCK, K_CV_AGAIN, K_ON_QUEUE], () => {});
declare([K_VOID, K_REPAID, K_TICK], returns);

/** 2026: a mutex has its owner. */
declare([K_SLEPT], (d, k, t) => {
  returns(d, k, t);
  if (!k.old && k.op(t).call === 'mutex_lock') queue(d, k.op(t).queue);
});

// --- words and locks ------------------------------------------------------------------------

declare([K_DOWN, K_UP, K_INCREMENT, K_REPAY], (d, k, t) => {
  word(d, k, t);
  returns(d, k, t);
});

declare([K_ENTER, K_LEAVE], (d, k, t) => {
  d.footprint.has(d.objects.ipc);
  returns(d, k, t);
});

declare([K_LOCK, K_UNLOCK], (d, k, t) => {
  if (!k.old) queue(d, k.op(t).queue);
});

declare([K_CV_WAIT], (d, k, t) => {
  queue(d, k.op(t).queue);
  if (!k.old) queue(d, k.op(t).mutexQueue);
});

declare([K_CV_SLEEP], (d, k, t) => {
  queue(d, k.op(t).queue);
  d.footprint.has(d.objects.linked + t);
  if (k.op(t).timeout === 0) return;
  looksAtTime(d);
  if (k.old) armsOwn(d, k, t);
});

declare([K_CV_DONE], (d, k, t) => {
  const { timeout, flags, queue: q, mutexQueue } = k.op(t);
  if (!k.old) queue(d, mutexQueue);
  // A wait that would block has kept the lock of its queue.
  else if (timeout === 0 && (flags & NON_BLOCKING) !== 0) queue(d, q);
  returns(d, k, t);
});

declare([K_COUNT_GET], (d, k, t) => {
  d.footprint.reads(d.objects.queues + k.op(t).queue);
  returns(d, k, t);
});

declare([K_COUNT_SET], (d, k, t) => {
  queue(d, k.op(t).queue);
  returns(d, k, t);
});

// --- waking all -----------------------------------------------------------------------------

function wakesAll(d: Declaring, k: Kernel, t: number): void {
  everySleeper(d, k, k.get(t, WQ));
}

/** 2026 _wake_one() for each: none of their timeouts is touched. */
export function everySleeper(d: Declaring, k: Kernel, q: number): void {
  queue(d, q);
  for (let i = 0; i < k.sleepers(q); i++) d.footprint.has(d.objects.own + k.sleeper(q, i));
  if (d.timedQueues[q] && !k.program.kernelLevel) looksAtTime(d);
}

declare([WAKE_ALL, CLOSE, SIGNAL], wakesAll);

/** The lock of the queue is this thread's from the first sleeper on. */
declare([WAKEUP_ALL], (d, k, t) => {
  const q = k.get(t, WQ);
  queue(d, q);
  const sleeper = firstPresent(k, q);
  if (sleeper < 0) return;
  d.footprint.has(d.objects.own + sleeper);
  if (d.timedQueues[q]) disarms(d, k, sleeper);
});

declare([READY_ALL], (d, k, t) => d.footprint.has(d.objects.own + k.get(t, TO_READY) - 1));

// --- interrupting another -------------------------------------------------------------------

declare([K_NOTE, K_FLAG_2026], (d, k, t) => d.footprint.has(d.objects.own + k.op(t).target));

declare([K_AWAIT], (d, k, t) => {
  d.footprint.reads(d.objects.own + k.op(t).target);
  returns(d, k, t);
});

declare([K_KICK_2026], (d, k, t) => {
  const { target } = k.op(t);
  d.footprint.has(d.objects.own + target);
  d.footprint.reads(d.objects.linked + target);
  returns(d, k, t);
});

declare([K_FLAG_2012], (d, k, t) => {
  d.footprint.has(d.objects.own + k.op(t).target);
  d.footprint.has(d.objects.threads);
  returns(d, k, t);
});

declare([K_KICK_2012], (d, k, t) => {
  d.footprint.has(d.objects.threads);
  interruptsSleep(d, k, k.op(t).target);
  returns(d, k, t);
});

/** 2012 waitq_interrupt_sleep(): under the lock of the queue that the thread sleeps on. */
export function interruptsSleep(d: Declaring, k: Kernel, thread: number): void {
  const { footprint, objects } = d;
  footprint.has(objects.own + thread);
  footprint.reads(objects.linked + thread);
  footprint.reads(objects.threads);
  const q = k.get(thread, LINK) - 1;
  if (q < 0) return;
  if (q !== PRIVATE_QUEUE) queue(d, q);
  if (k.get(thread, TIMER) === TIMER_ARMED) disarms(d, k, thread);
}

// --- lanes that tick ------------------------------------------------------------------------

declare([TICK], ({ footprint, objects }) => ticks(footprint, objects));

declare([SCAN], (d, k, t) => {
  const { footprint, objects } = d;
  const list = timersAt(k, 0);
  footprint.has(objects.timers);
  footprint.adds(objects.ticking);
  if (k.old) ticks(footprint, objects);
  if (k.bytes[list] > 0) footprint.has(objects.own + k.bytes[list + 1]);
  returns(d, k, t);
});

declare([HANDLER_2012], (d, k, t) => interruptsSleep(d, k, k.get(t, TO_READY) - 1));

declare([HANDLER_2026, FINISHED], (d, k, t) =>
  d.footprint.has(d.objects.own + k.get(t, TO_READY) - 1),
);
