/**
 * Subscriptions of a group to events of the kernel and to interrupts.
 *
 * They are the kernel's: with its tasks a group loses them, and what comes while it is saved comes to
 * nobody. Restored on its own node it subscribes again, unless somebody else has by then; another node
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

/** event_subscribe() for each that was saved. */
export function subscribeAgain(k: Kernel, { node }: Group): void {
  for (let e = 0; e < k.program.events.length; e++) {
    const subscriber = k.event(e, SUBSCRIBER);
    if ((subscriber & IS_AWAY) === 0) continue;
    k.setEvent(e, SUBSCRIBER, node === 0 ? subscriber & ~IS_AWAY : 0);
    if (node !== 0) for (const field of [EVENT_METHOD, EVENT_MASKED]) k.setEvent(e, field, 0);
  }
}
