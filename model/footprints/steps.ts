/**
 * What the next step of a thread has to do with: declared by step, as a function of the op and of the
 * few fields that select its objects.
 *
 * Whatever a thread has for itself (OWN) every step of it reads and writes. What is not listed here
 * is a step of IPC, and has to do with all of that (`anyOfIpc`); steps of IPC are in ipc-*.ts.
 */
import { HANDLE, CHECK, CLEAR, EXIT, ASSIGN, REISSUE, RESTART, TRAP } from '../syscall/syscall.ts';
import { RETRY, RETRY_TIMED } from '../syscall/retry.ts';
import { K_CALL, K_CALL_AGAIN } from '../syscall/kernel-exit.ts';
import { KIO_READ, KLOG } from '../syscall/console.ts';
import {
  ASLEEP_2012,
  READY_FIRST,
  SLEEP,
  UNLOCK,
  UNSLEEP,
  WAKEUP_FIRST,
} from '../synch/wait-queue-2012.ts';
import {
  ASLEEP_2026,
  RELOCK,
  SLEEP_ENTER,
  UNREGISTER_WAIT,
  WAIT,
  WAKE_ONE,
} from '../synch/wait-queue-2026.ts';
import { DELAY, DELAY_POLL, SYS_THREAD_UDELAY } from '../syscall/sleep-calls.ts';
import {
  DESTROY,
  DOWN,
  DOWN_RETURNED,
  REPAID,
  REPAY_TRAP,
  SYS_FUTEX_SLEEP,
  SYS_FUTEX_WAKEUP,
  SYS_WAITQ_SLEEP,
  SYS_WAITQ_WAKEUP,
  TRYDOWN,
  UP,
} from '../syscall/futex.ts';
import { isGoneQueue } from '../proc/thread-dead.ts';
import { EVENT_NOTIFY } from '../ipc/events.ts';
import { HELD, PARKED } from '../proc/boundary.ts';
import { DEADLINE, LINK, SLEEP_FLAGS, TIMEOUT, TIMER, TO_READY, WQ } from '../record/layout.ts';
import { ABORTABLE, NONE, PRIVATE_QUEUE } from '../record/program.ts';
import { firstPresent } from '../record/queue.ts';
import type { Kernel } from '../record/state.ts';
import { declarationOf, declare, enteringOf } from './declared.ts';
import type { Declaring } from './declaring.ts';
import './ipc-answers.ts';
import './ipc-receives.ts';
import './ipc-sends.ts';
import { ownDispatched } from './ipc-verbs.ts';
import './kernel-tables.ts';
import './udebug-hooks.ts';
import './udebug-kbox.ts';
import './udebug-lanes.ts';
import './cleaning.ts';
import { asksWhetherQueueGone, knowsFutex } from './dying.ts';
import { isIpc } from './kinds.ts';
import { leaving } from './leaving.ts';
import { atBoundary } from './sessions.ts';
import { armsOwn, disarms, looksAtTime } from './times.ts';

/** Puts what the next step of t has to do with into the footprint that has been begun. */
export function declareNext(d: Declaring, k: Kernel, t: number, pc: number): void {
  // Who is held does not look at itself: whoever releases it has to do with its place.
  if (pc !== HELD) d.footprint.has(d.objects.own + t);
  declarationOf(pc)(d, k, t);
}

// --- the own stack, and the way into the kernel and out of it ---------------------------------

function entersIpc(d: Declaring, k: Kernel, t: number): void {
  const { mapping, handler } = k.op(t);
  if (mapping < k.program.words.length) d.footprint.reads(d.objects.words + mapping);
  enteringOf(handler)(d, k, t);
}

/** The handler runs in the step that enters the kernel, or in the one after it. */
function handlerOf(d: Declaring, k: Kernel, t: number): void {
  const op = k.op(t);
  if (isIpc(op)) return entersIpc(d, k, t);
  // Only waitq_destroy changes what these look at, and they nothing.
  if (op.handler === SYS_WAITQ_SLEEP || op.handler === SYS_WAITQ_WAKEUP) {
    if (d.destroys) d.footprint.reads(d.objects.queues + op.queue);
  }
  if (op.handler === SYS_FUTEX_SLEEP || op.handler === SYS_FUTEX_WAKEUP) knowsFutex(d, k);
  if (op.handler === SYS_THREAD_UDELAY) looksAtTime(d);
}

declare([TRAP, RESTART], (d, k, t) => {
  atBoundary(d, k, t);
  d.footprint.has(d.objects.place + t);
  if (k.op(t).timeout !== 0) looksAtTime(d);
  handlerOf(d, k, t);
});

/** libc issues a call again, or finds that its time is over: its caller is told so. */
declare([RETRY, RETRY_TIMED], (d, k, t) => {
  leaving(d, k, t);
  handlerOf(d, k, t);
});

/** Kernel tables: 2012 looks a call up under the lock of the box. */
declare([K_CALL, K_CALL_AGAIN], (d, k, t) => {
  if (k.op(t).source !== NONE && k.old) ownDispatched(d, k, t);
  handlerOf(d, k, t);
});

/** The debugger has been told; a kill may have come meanwhile. */
declare([HANDLE], (d, k, t) => {
  leaving(d, k, t);
  handlerOf(d, k, t);
});

declare([CHECK], (d, k, t) => {
  d.footprint.reads(d.objects.request + t);
  handlerOf(d, k, t);
});

declare([EXIT, CLEAR, REISSUE, KLOG, KIO_READ, REPAID], leaving);

declare([REPAY_TRAP], (d, _, t) => d.footprint.has(d.objects.place + t));

declare([PARKED], (d, _, t) => d.footprint.reads(d.objects.request + t));

/** It goes on when it is released: whoever does that writes what the thread has for itself. */
declare([HELD], (d, _, t) => d.footprint.reads(d.objects.place + t));

// --- user mode ------------------------------------------------------------------------------

declare([DOWN, UP, TRYDOWN, DOWN_RETURNED, ASSIGN], (d, k, t) => {
  const { word } = k.op(t);
  if (word !== NONE) d.footprint.has(d.objects.words + word);
  leaving(d, k, t);
});

// --- sleeping -------------------------------------------------------------------------------

const isSleepTimed = (k: Kernel, t: number): boolean =>
  k.get(t, TIMEOUT) !== 0 || k.get(t, DEADLINE) !== 0 || k.get(t, TIMER) !== 0;

/** A hold of the lock of its queue, at whose end it is in the list or out of it. */
declare([SLEEP, SLEEP_ENTER, RELOCK], (d, k, t) => {
  const { footprint, objects } = d;
  const q = k.get(t, WQ);
  footprint.has(objects.linked + t);
  if ((k.get(t, SLEEP_FLAGS) & ABORTABLE) !== 0) footprint.reads(objects.request + t);
  if (q !== PRIVATE_QUEUE) footprint.has(objects.queues + q);
  if (k.old) asksWhetherQueueGone(d, k, q);
  if (!isSleepTimed(k, t)) return;
  looksAtTime(d);
  // 2026 arms its timeout later.
  if (k.old) armsOwn(d, k, t);
});

/** One that a waker has taken off the list finds that, and takes it with it: 2026. */
declare([RELOCK], (d, k, t) => {
  if (k.get(t, LINK) !== 0) return declarationOf(SLEEP_ENTER)(d, k, t);
  if (isSleepTimed(k, t)) looksAtTime(d);
});

declare([WAIT, UNREGISTER_WAIT], (d, k, t) => {
  // Who wakes it has to do with what it has for itself, as every step of it has.
  if (!isSleepTimed(k, t)) return;
  looksAtTime(d);
  armsOwn(d, k, t);
});

declare([ASLEEP_2026], (d, k, t) => {
  if (!isSleepTimed(k, t)) return;
  looksAtTime(d);
  disarms(d, k, t);
});

declare([ASLEEP_2012], (d, k, t) => {
  const q = k.get(t, WQ);
  if (k.program.wakerFinishes && q !== PRIVATE_QUEUE) d.footprint.reads(d.objects.queues + q);
});

declare([DELAY], looksAtTime);
declare([DELAY_POLL], (d, _, t) => {
  looksAtTime(d);
  d.footprint.reads(d.objects.request + t);
});

/** The lock of an event is held until the wakeup of its notification is done. */
function notifying(d: Declaring, k: Kernel, t: number): void {
  if (k.op(t).handler === EVENT_NOTIFY) d.footprint.has(d.objects.ipc);
}

// --- waking ---------------------------------------------------------------------------------

/** Takes the first sleeper off the queue of `WQ`, or banks the wakeup. */
declare([WAKEUP_FIRST, WAKE_ONE, UNSLEEP], (d, k, t) => {
  const { footprint, objects } = d;
  const q = k.get(t, WQ);
  footprint.has(objects.queues + q);
  asksWhetherQueueGone(d, k, q);
  inMemoryOf(d, k, q);
  notifying(d, k, t);
  const sleeper = firstPresent(k, q);
  if (sleeper < 0) return;
  footprint.has(objects.own + sleeper);
  if (!d.timedQueues[q]) return;
  looksAtTime(d);
  disarms(d, k, sleeper);
});

/** Nobody else has the lock of the queue, nor touches who was unlinked under it. */
declare([READY_FIRST], (d, k, t) => d.footprint.has(d.objects.own + k.get(t, TO_READY) - 1));

/** The lock is this thread's: what others do with the queue waits for it. But its memory may go. */
declare([UNLOCK], (d, k, t) => {
  notifying(d, k, t);
  inMemoryOf(d, k, k.get(t, WQ));
  asksWhetherQueueGone(d, k, k.get(t, WQ));
  // Whose memory was freed is told of one thread only.
  if (k.freed(k.get(t, WQ)) || isGoneQueue(k, k.get(t, WQ))) d.footprint.has(d.objects.ipc);
});

/** 2012: the queue of a private box, which its owner may free while a waker has its lock. */
function inMemoryOf({ footprint, objects, privateBoxes }: Declaring, k: Kernel, q: number): void {
  if (k.old && privateBoxes[q] >= 0) footprint.has(objects.of.answers[privateBoxes[q]]);
}

declare([DESTROY], (d, k, t) => d.footprint.has(d.objects.queues + k.op(t).queue));
