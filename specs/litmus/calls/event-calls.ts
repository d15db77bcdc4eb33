/** Notifications: kernel events and interrupts, and who subscribes to them. */
import { call, type CallSpec, SYSCALL } from './call-spec.ts';

export const EVENT_CALLS: readonly CallSpec[] = [
  call(SYSCALL, 'event_subscribe(e: event, m: integer)', {
    returns: ['EOK', 'EEXIST'],
    doc: 'takes the notifications of a kernel event, as method m',
    begins: { handler: 'sys_event_subscribe' },
    reads: (it) =>
      `subscribes its task to the kernel event ${it.arg(0)}, to be notified with method ${it.arg(1)}`,
  }),
  call(SYSCALL, 'event_unmask(e: event)', {
    returns: ['EOK'],
    doc: 'lets notifications of the event come again',
    begins: { handler: 'sys_event_unmask' },
    reads: (it) => `unmasks the event ${it.arg(0)}, so that its notifications come again`,
  }),
  call(SYSCALL, 'event_notify(e: event, flags?: flags)', {
    returns: ['EOK', 'EBUSY', 'ENOENT'],
    doc: 'notifies the subscriber, as something in the kernel does; MASK: once',
    begins: { handler: 'event_notify' },
    reads: (it) =>
      `notifies the subscriber of the event ${it.arg(0)}, as something in the kernel does${it.flags(1)}`,
    flags: ['MASK'],
  }),
  call(SYSCALL, 'ipc_irq_subscribe(i: irq, m: integer)', {
    returns: { both: ['EOK'], 2012: ['EEXIST'] },
    doc: 'takes the notifications of an interrupt, as method m',
    begins: { handler: 'sys_ipc_irq_subscribe' },
    reads: (it) =>
      `subscribes its task to the interrupt ${it.arg(0)}, to be notified with method ${it.arg(1)}`,
  }),
  call(SYSCALL, 'ipc_irq_send_msg(i: irq)', {
    returns: ['EOK', 'ENOENT'],
    doc: 'notifies the subscriber of the interrupt, as its handler does',
    begins: { handler: 'ipc_irq_send_msg' },
    reads: (it) => `notifies the subscriber of the interrupt ${it.arg(0)}, as its handler does`,
  }),
];
