/**
 * Subscriptions of a group to events of the kernel and to interrupts.
 *
 * They are the kernel's: with its tasks a group loses them, and what comes while it is saved comes to
 * nobody. Restored it subscribes again, on its own node unless somebody else has by then; another node
 * has events of its own. Masks are part of the image, notifications in a box are messages.
 */
import { EVENT_MASKED, EVENT_METHOD, IS_AWAY, SUBSCRIBER } from '../record/layout.ts';
import type { Group } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';

/** The kernel forgets who has subscribed; the image does not. */
export function saveSubscriptions(k: Kernel, { boxes }: Group): void {
  for (let e = 0; e < k.program.events.length; e++) {
    const subscriber = k.event(e, SUBSCRIBER);
    if (boxes.includes(subscriber - 1)) k.setEvent(e, SUBSCRIBER, subscriber | IS_AWAY);
  }
}

/** A subscription of these boxes goes to the event of another node; the one here has nobody. */
export function moveSubscription(
  k: Kernel,
  from: number,
  to: number,
  boxes: readonly number[],
): void {
  if (!boxes.includes((k.event(from, SUBSCRIBER) & ~IS_AWAY) - 1)) return;
  for (const field of [SUBSCRIBER, EVENT_METHOD, EVENT_MASKED]) {
    k.setEvent(to, field, k.event(from, field));
    k.setEvent(from, field, 0);
  }
}

/** event_subscribe() for each that was saved. */
export function subscribeAgain(k: Kernel): void {
  for (let e = 0; e < k.program.events.length; e++) {
    k.setEvent(e, SUBSCRIBER, k.event(e, SUBSCRIBER) & ~IS_AWAY);
  }
}
