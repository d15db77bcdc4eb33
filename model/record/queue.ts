/**
 * A wait queue's list of sleepers: joining and leaving it, and who is first.
 *
 * With place=keep an aborted sleeper stays listed, marked AWAY, until it sleeps on that queue again:
 * wakers pass it by, and then it is where it was. Meanwhile it may sleep on another queue (a
 * restarted page-in waits for its address space first), so who sleeps on a queue is told by LINK.
 */
import { arrived } from './ghosts.ts';
import { AWAY, LINK } from './layout.ts';
import { PRIVATE_QUEUE } from './program.ts';
import type { Kernel } from './state.ts';

export function joinQueue(k: Kernel, q: number, t: number): void {
  k.set(t, LINK, q + 1);
  if (q === PRIVATE_QUEUE) return;
  if (k.has(t, AWAY) && isListed(k, q, t)) k.lower(t, AWAY);
  else k.enqueue(q, t);
  arrived(k, t, q);
}

function isListed(k: Kernel, q: number, t: number): boolean {
  for (let i = 0; i < k.sleepers(q); i++) if (k.sleeper(q, i) === t) return true;
  return false;
}

/** Listed on q, and asleep on it, not away with its place kept. */
export function isPresent(k: Kernel, q: number, t: number): boolean {
  return k.get(t, LINK) === q + 1;
}

/** Off the list, if it is on one. */
export function leaveQueue(k: Kernel, t: number): void {
  const q = k.get(t, LINK) - 1;
  if (q >= 0 && q !== PRIVATE_QUEUE) k.dequeue(q, t);
  k.set(t, LINK, 0);
}

/** Leaves the kernel with its place kept. */
export function leaveKeepingPlace(k: Kernel, t: number): void {
  const q = k.get(t, LINK) - 1;
  if (q >= 0 && q !== PRIVATE_QUEUE) k.raise(t, AWAY);
  k.set(t, LINK, 0);
}

/** Gives up a place that was kept. */
export function giveUpPlace(k: Kernel, t: number): void {
  if (!k.has(t, AWAY)) return;
  for (let q = 0; q < k.program.queues.length; q++) k.dequeue(q, t);
  k.lower(t, AWAY);
}

/** The first sleeper that is there, or -1. */
export function firstPresent(k: Kernel, q: number): number {
  for (let i = 0; i < k.sleepers(q); i++) {
    const t = k.sleeper(q, i);
    if (isPresent(k, q, t)) return t;
  }
  return -1;
}
