/**
 * Fibrils of a task whose libc makes synchronous calls (syncCall=libc): uspace/lib/c/generic/async.c,
 * ipc.c and fibril.c of 2012.
 *
 * A lane is a fibril. One that waits has given its thread to the manager, which waits for whatever the
 * task receives. Who receives the answer that another fibril waits for runs that fibril, and the thread
 * on which that one waited runs a manager. So the two exchange their threads: all that the kernel knows
 * of one (its sleep, a request to stop it, a hold) is of the other from then on, and each fibril keeps
 * its place in the code and its call. Managers of one task are alike, so nobody can tell more.
 *
 * Left out: the order of fibrils that are ready (each thread that is awake takes one of them, and the
 * threads that receive are as many), and what async_futex costs: who waits for it is in user mode.
 */
import { flagged } from '../../record/ipc-objects.ts';
import { ENV_OP, ENV_SUB, IN_USER, OP, PC, RECORD, TO_READY } from '../../record/layout.ts';
import type { Kernel } from '../../record/state.ts';
import { READY_FIRST } from '../../synch/wait-queue-2012.ts';

/**
 * RECORD of a fibril whose call could not be sent: QUEUED and its place in `queued_calls`, from 1;
 * DISPATCHING while a thread tries to send the first of them. Both are beyond the number of any message.
 */
export const QUEUED = 0x80;
export const DISPATCHING = 0xff;

/** The message that the fibril has sent and whose answer it waits for, or -1. */
export function awaited(k: Kernel, t: number): number {
  const record = k.get(t, RECORD);
  return record < QUEUED ? record - 1 : -1;
}

/** Its place in the queue, from 1; 0: its call is not queued. */
export function placeOf(k: Kernel, t: number): number {
  const record = k.get(t, RECORD);
  return record > QUEUED && record !== DISPATCHING ? record - QUEUED : 0;
}

/** Fibrils of the task of t, t among them, whose calls are queued. */
export function queuedCalls(k: Kernel, t: number): number {
  let count = 0;
  for (let other = 0; other < k.threads; other++) {
    if (isBeside(k, t, other) && placeOf(k, other) > 0) count++;
  }
  return count;
}

/** The one at the head of the queue, or -1. */
export function firstQueued(k: Kernel, t: number): number {
  for (let other = 0; other < k.threads; other++) {
    if (isBeside(k, t, other) && placeOf(k, other) === 1) return other;
  }
  return -1;
}

/** The first has left the queue: all others are one place nearer to its head. */
export function moveUp(k: Kernel, t: number): void {
  for (let other = 0; other < k.threads; other++) {
    if (isBeside(k, t, other) && placeOf(k, other) > 1) {
      k.set(other, RECORD, k.get(other, RECORD) - 1);
    }
  }
}

/** Does another thread of the task hold async_futex over a system call? */
export function isDispatched(k: Kernel, t: number): boolean {
  for (let other = 0; other < k.threads; other++) {
    if (other !== t && isBeside(k, t, other) && k.get(other, RECORD) === DISPATCHING) return true;
  }
  return false;
}

/** Is its answer there? */
export function isReady(k: Kernel, t: number): boolean {
  const m = awaited(k, t);
  return m >= 0 && flagged(k, m, IN_USER);
}

const isBeside = (k: Kernel, t: number, other: number): boolean =>
  k.program.lanes[other].task === k.program.lanes[t].task && k.op(other).after === k.op(t).after;

/** The first fibril of the task of t that is ready, or -1. */
export function firstReady(k: Kernel, t: number): number {
  for (let other = 0; other < k.threads; other++) {
    if (isBeside(k, t, other) && isReady(k, other)) return other;
  }
  return -1;
}

/**
 * Is somebody killing the threads of the task of t one by one? Who is flagged is a thread, so nothing is
 * exchanged meanwhile: what a thread does that is not flagged yet it could have done before.
 */
export function isBeingKilled(k: Kernel, t: number): boolean {
  if (k.global(ENV_SUB) === 0) return false;
  const action = k.program.env[k.global(ENV_OP)];
  return action.is === 'kill' && action.threads.includes(t);
}

/** Fibrils a and b exchange their threads; that of a is in user mode, and in no list. */
export function exchange(k: Kernel, a: number, b: number): void {
  const { threads, threadSize } = k.layout;
  const [first, second] = [k.at + threads + a * threadSize, k.at + threads + b * threadSize];
  for (let field = 0; field < threadSize; field++) {
    if (field === OP || field === RECORD) continue;
    const byte = k.bytes[first + field];
    k.bytes[first + field] = k.bytes[second + field];
    k.bytes[second + field] = byte;
  }
  rename(k, b, a);
}

/** Wherever thread `from` is listed stands `to`; it is in no list itself. */
function rename(k: Kernel, from: number, to: number): void {
  const { queues } = k.program;
  for (let q = 0; q < queues.length; q++) {
    renameIn(k, k.queueAt(q) + 2, from, to);
    if (k.program.ghosts.place) {
      renameIn(k, k.at + k.layout.arrivals + q * (1 + k.threads), from, to);
    }
  }
  for (let t = 0; t < k.threads; t++) {
    // A waker has taken it off its queue, and has still to make it ready.
    if (k.get(t, PC) === READY_FIRST && k.get(t, TO_READY) === from + 1) k.set(t, TO_READY, to + 1);
  }
}

/** In a list: its length, then the threads. */
function renameIn(k: Kernel, at: number, from: number, to: number): void {
  const length = k.bytes[at];
  for (let i = 1; i <= length; i++) if (k.bytes[at + i] === from) k.bytes[at + i] = to;
}
