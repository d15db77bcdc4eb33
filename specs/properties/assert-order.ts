/**
 * First come, first served: requests of a phone (R8) and restarted sleepers of a queue (R17).
 *
 * The order that was is kept by ghosts: serial numbers of messages, arrivals at a queue.
 */
import { arrivalsAt } from '../../model/record/ghosts.ts';
import { GAVE_REQUEST, OUT_OF_ORDER } from '../../model/record/ipc-objects.ts';
import { DELIVERED, LINK, RESTARTED } from '../../model/record/layout.ts';
import type { Kernel } from '../../model/record/state.ts';
import { someThread } from './every-thread.ts';

/** R8: no request was taken after a later one of its phone. */
export function inOrderOfSending(k: Kernel): boolean {
  for (let m = 0; m < k.program.messages.length; m++) {
    if ((k.message(m, DELIVERED) & OUT_OF_ORDER) !== 0) return false;
  }
  return true;
}

export const delivered = (k: Kernel, m: number): boolean =>
  (k.message(m, DELIVERED) & GAVE_REQUEST) !== 0;

/** R17: the sleepers stand in the order in which they first came. */
export function inOrderOfArrival(k: Kernel): boolean {
  return k.program.queues.every((_, q) => {
    const at = arrivalsAt(k, q);
    let place = 0;
    for (let i = 0; i < k.sleepers(q); i++) {
      while (place < k.bytes[at] && k.bytes[at + 1 + place] !== k.sleeper(q, i)) place++;
      if (place === k.bytes[at]) return false;
    }
    return true;
  });
}

/** Witness of R17: a restarted sleeper is not alone in its queue. */
export function placesMatter(k: Kernel): boolean {
  return someThread(k, (_, t) => {
    const q = k.get(t, LINK) - 1;
    return isRestarted(k, t) && q >= 0 && q < k.program.queues.length && k.sleepers(q) > 1;
  });
}

export const isRestarted = (k: Kernel, t: number): boolean => k.ghost(t, RESTARTED);
