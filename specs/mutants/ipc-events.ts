/**
 * Mutants of notifications: event.c and irq.c, both revisions.
 */
import type { Mutant } from './mutant.ts';

const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

export const IPC_EVENTS: readonly Mutant[] = [
  {
    id: 'ipc-event-taken-twice',
    file: 'model/ipc/events.ts',
    find: 'if (subscriberOf(k, event) >= 0) return leave(k, t, isSecondTaken(k, t) ? EOK : EEXIST);',
    replace: '',
    says: 'event_subscribe takes the event away from its subscriber',
    killer: { litmus: 'EVENT+2subscribers+abort3', revision: OLD, falls: 'condition' },
  },
  {
    id: 'irq-second-subscriber-refused',
    file: 'model/ipc/events.ts',
    find: 'isSecondTaken(k, t) ? EOK : EEXIST',
    replace: 'EEXIST',
    says: '2026 looks whether somebody has the interrupt, as 2012 does',
    killer: { litmus: 'IRQ+2subscribers+abort3.2026', revision: NEW, falls: 'condition' },
  },
  {
    id: 'ipc-event-subscribed-masked',
    file: 'model/ipc/events.ts',
    find: `k.setEvent(event, EVENT_MASKED, 0);
    leave(k, t, EOK);
  },
});

/** sys_event_unmask`,
    replace: `k.setEvent(event, EVENT_MASKED, 1);
    leave(k, t, EOK);
  },
});

/** sys_event_unmask`,
    says: 'an event is masked when it is subscribed to',
    killer: { litmus: 'EVENT+unmask+abort3', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-notification-not-masked',
    file: 'model/ipc/events.ts',
    find: 'if (masks) k.setEvent(event, EVENT_MASKED, 1);',
    replace: '',
    says: 'event_notify does not mask the event',
    killer: { litmus: 'EVENT+mask', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-mask-not-looked-at',
    file: 'model/ipc/events.ts',
    find: 'if (k.event(event, EVENT_MASKED) !== 0) return leave(k, t, EBUSY);',
    replace: '',
    says: 'event_notify does not look at the mask',
    killer: { litmus: 'EVENT+mask', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-unmask-does-nothing',
    file: 'model/ipc/events.ts',
    find: '    if ((k.event(event, SUBSCRIBER) & IS_AWAY) === 0) k.setEvent(event, EVENT_MASKED, 0);\n',
    replace: '',
    says: 'event_unmask leaves the mask',
    killer: { litmus: 'EVENT+mask', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-notification-without-token',
    file: 'model/ipc/events.ts',
    find: 'wakeFirst(k, t, k.program.boxes[box].queue, EXIT);',
    replace: 'k.goto(t, EXIT);',
    says: "a notification is appended to the subscriber's box, which is not woken",
    killer: { litmus: 'EVENT+unmask+abort3', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-notification-token-without-append',
    file: 'model/ipc/events.ts',
    find: `    appendTo(k, IN_NOTIFS, box, message);
`,
    replace: '',
    says: "a notification wakes the subscriber's box and is appended nowhere",
    killer: { litmus: 'EVENT+unmask+receive+abort3', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-notification-in-calls',
    file: 'model/ipc/events.ts',
    find: 'appendTo(k, IN_NOTIFS, box, message);',
    replace: 'appendTo(k, 2, box, message);',
    says: "a notification is appended to the calls of the subscriber's box",
    killer: { litmus: 'EVENT+unmask+receive+abort3', revision: NEW, falls: 'R14' },
  },
  {
    id: 'ipc-notification-without-method',
    file: 'model/ipc/events.ts',
    find: 'k.setMessage(message, RETVAL, k.event(event, EVENT_METHOD));',
    replace: '',
    says: "a notification does not have its subscriber's method",
    killer: { litmus: 'EVENT+any3', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-events-kept-after-death',
    file: 'model/ipc/events.ts',
    find: `    for (const field of [SUBSCRIBER, EVENT_METHOD, EVENT_MASKED]) k.setEvent(e, field, 0);
    return true;`,
    replace: '',
    says: 'a task that ends keeps its events',
    killer: { litmus: 'KILL+subscriber', revision: OLD, falls: 'condition' },
  },
  {
    id: 'ipc-event-lock-not-waited-for',
    file: 'model/ipc/events.ts',
    find: `  enabled: (k, t) => !isLocked(k, k.op(t).event),
  run(k, t) {
    const { event, message, masks } = k.op(t);`,
    replace: `  run(k, t) {
    const { event, message, masks } = k.op(t);`,
    says: 'event_notify does not take the lock of the event',
    killer: { litmus: 'EVENT+masked+told', revision: NEW, falls: 'condition' },
  },
  {
    id: 'ipc-held-notifier-keeps-event-lock',
    file: 'model/ipc/events.ts',
    find: 'k.get(t, RET) !== EXIT) continue;',
    replace: 'k.get(t, RET) === 0) continue;',
    says: 'a notifier that is held at the boundary has the lock of its event still',
    killer: { litmus: 'EVENT+held+notifier', revision: OLD, falls: 'condition' },
  },
];
