/**
 * Notifications: kernel/generic/src/ipc/event.c and irq.c, both revisions.
 *
 *     subscribe   event->lock: answerbox, method; taken already -> EEXIST
 *     notify      event->lock: nobody -> ENOENT; masked -> EBUSY; else, still under it:
 *                 box.irq_lock: append to irq_notifs; wake box.wq; masked, if asked for
 *     unmask      event->lock: not masked
 *     IRQ         the same under irq->lock, without masks. 2026: taken already -> EOK, and no effect
 *
 * event->lock is held from the append to the mask, and while it is, nobody else subscribes, unmasks,
 * notifies or cleans up. Merged: the mask with the append, though the kernel sets it after the
 * wakeup: it is read under event->lock only. The box stays while its queue is woken: a clean-up
 * takes the lock of every event, and of every IRQ, before its box can go, and the notifier gives it
 * back after wq->lock. The list has a lock of its own (irq_lock), which whoever waits on the box
 * takes as well: one step each. No answer is expected of a notification; its memory goes with its
 * delivery.
 * Left out: unmask callbacks, the pseudo-code of interrupt handlers, events of a task of its own.
 */
import { handler } from '../proc/handlers.ts';
import { IN_NOTIFS, UNUSED, appendTo } from '../record/ipc-objects.ts';
import { ownBox } from './thread.ts';
import {
  EVENT_MASKED,
  EVENT_METHOD,
  IS_AWAY,
  OP,
  RC,
  REFS,
  RET,
  RETVAL,
  SUBSCRIBER,
  WHERE,
} from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { EXIT, wakeFirst } from '../syscall/syscall.ts';
import { EBUSY, EEXIST, ENOENT, EOK } from '../record/values.ts';

const EVENT_FILE = 'kernel/generic/src/ipc/event.c';

/** The box that has subscribed, or -1: nobody has, or who had is saved. */
export function subscriberOf(k: Kernel, e: number): number {
  const subscriber = k.event(e, SUBSCRIBER);
  return (subscriber & IS_AWAY) === 0 ? subscriber - 1 : -1;
}

function leave(k: Kernel, t: number, rc: number): void {
  k.set(t, RC, rc);
  k.goto(t, EXIT);
}

/** sys_event_subscribe(event, method). */
export const SYS_EVENT_SUBSCRIBE = handler('sys_event_subscribe', (k, t) => k.goto(t, SUBSCRIBE));

/** ipc_irq_register(irq, method) of 2012, ipc_irq_subscribe(irq, method) of 2026. */
export const SYS_IRQ_SUBSCRIBE = handler('sys_ipc_irq_subscribe', (k, t) => k.goto(t, SUBSCRIBE));

/**
 * 2026 hashes an IRQ in without a look at whether there is one with its number. Nothing comes of it
 * while the first is there: irq_dispatch_and_lock() takes the first that claims the interrupt.
 */
function isSecondTaken(k: Kernel, t: number): boolean {
  return !k.old && k.op(t).handler === SYS_IRQ_SUBSCRIBE;
}

export const SUBSCRIBE = step({
  name: 'event_subscribe',
  fn: 'event_subscribe',
  file: EVENT_FILE,
  says: 'takes the notifications of the event, unless somebody has them',
  mode: 'kernel',
  enabled: (k, t) => !isLocked(k, k.op(t).event),
  run(k, t) {
    const { event, method } = k.op(t);
    if (subscriberOf(k, event) >= 0) return leave(k, t, isSecondTaken(k, t) ? EOK : EEXIST);
    k.setEvent(event, SUBSCRIBER, ownBox(k, t) + 1);
    k.setEvent(event, EVENT_METHOD, method);
    k.setEvent(event, EVENT_MASKED, 0);
    leave(k, t, EOK);
  },
});

/** sys_event_unmask(). */
export const SYS_EVENT_UNMASK = handler('sys_event_unmask', (k, t) => k.goto(t, UNMASK));

export const UNMASK = step({
  name: 'event_unmask',
  fn: 'event_unmask',
  file: EVENT_FILE,
  says: 'lets notifications of the event come again',
  mode: 'kernel',
  enabled: (k, t) => !isLocked(k, k.op(t).event),
  run(k, t) {
    const { event } = k.op(t);
    // Of one that is saved the mask is in its image: the kernel's event has none.
    if ((k.event(event, SUBSCRIBER) & IS_AWAY) === 0) k.setEvent(event, EVENT_MASKED, 0);
    leave(k, t, EOK);
  },
});

/** event_notify(), by a thread in the kernel; ipc_irq_send_msg(), by an interrupt's bottom half. */
export const EVENT_NOTIFY = handler(['event_notify', 'ipc_irq_send_msg'], (k, t) =>
  k.goto(t, NOTIFY),
);

export const NOTIFY = step({
  name: 'event_notify',
  fn: 'event_enqueue',
  file: EVENT_FILE,
  says: "appends a notification to the subscriber's box, unless there is none or it is masked",
  mode: 'kernel',
  enabled: (k, t) => !isLocked(k, k.op(t).event),
  run(k, t) {
    const { event, message, masks } = k.op(t);
    const box = subscriberOf(k, event);
    if (box < 0) return leave(k, t, ENOENT);
    if (k.event(event, EVENT_MASKED) !== 0) return leave(k, t, EBUSY);
    if (k.message(message, WHERE) !== UNUSED) throw new Error('a notification is sent twice');
    k.setMessage(message, RETVAL, k.event(event, EVENT_METHOD));
    if (!k.old) k.setMessage(message, REFS, 1);
    appendTo(k, IN_NOTIFS, box, message);
    if (masks) k.setEvent(event, EVENT_MASKED, 1);
    k.set(t, RC, EOK);
    wakeFirst(k, t, k.program.boxes[box].queue, EXIT);
  },
});

/**
 * event->lock is held: somebody in event_notify() has appended a notification, and its wakeup, which
 * goes on at EXIT, is not done. One that is held at the boundary goes on elsewhere, with no lock.
 */
function isLocked(k: Kernel, e: number): boolean {
  for (let t = 0; t < k.threads; t++) {
    if (k.get(t, OP) === k.program.lanes[t].ops.length || k.get(t, RET) !== EXIT) continue;
    const { handler: h, event } = k.op(t);
    if (h === EVENT_NOTIFY && event === e) return true;
  }
  return false;
}

/** Some event of this box is locked. */
export function isNotified(k: Kernel, box: number): boolean {
  for (let e = 0; e < k.program.events.length; e++) {
    if (k.event(e, SUBSCRIBER) === box + 1 && isLocked(k, e)) return true;
  }
  return false;
}

/** event_cleanup_answerbox() and the IRQs' counterpart: the next event of the box; false if none. */
export function unsubscribeNext(k: Kernel, box: number): boolean {
  for (let e = 0; e < k.program.events.length; e++) {
    if (k.event(e, SUBSCRIBER) !== box + 1) continue;
    for (const field of [SUBSCRIBER, EVENT_METHOD, EVENT_MASKED]) k.setEvent(e, field, 0);
    return true;
  }
  return false;
}
