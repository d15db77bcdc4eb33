/**
 * Notifications: of kernel events (ipc/event.c) and of interrupts (ipc/irq.c). Whoever has subscribed
 * gets a message that nobody answers.
 */
import type { Steps } from './coroutine.ts';
import { type Answerbox, Call } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import { Spinlock } from './spinlock.ts';

/** event_t, or the notif_cfg of an irq_t: whom it tells, and as what. */
export class Notifier {
  readonly lock: Spinlock;
  answerbox: Answerbox | null = null;
  method = '';
  /** Of an event: no more until it is unmasked. */
  masked = false;
  /** 2026: references of the kernel object of an interrupt. */
  refs = 0;

  constructor({ cpu }: Kernel) {
    this.lock = new Spinlock(cpu);
  }
}

/** event_subscribe() */
export function* eventSubscribe(kernel: Kernel, event: Notifier, method: string): Steps<string> {
  yield* event.lock.lock();
  const isFree = event.answerbox === null;
  if (isFree) {
    event.answerbox = kernel.task.answerbox;
    event.method = method;
    event.masked = false;
  }
  event.lock.unlock();
  return isFree ? 'EOK' : 'EEXIST';
}

/** event_unmask(); no test's event has a callback. */
export function* eventUnmask(event: Notifier): Steps<string> {
  yield* event.lock.lock();
  event.masked = false;
  event.lock.unlock();
  return 'EOK';
}

/** event_enqueue() */
export function* eventNotify(kernel: Kernel, event: Notifier, mask: boolean): Steps<string> {
  yield* event.lock.lock();
  const { answerbox, masked } = event;
  if (answerbox !== null && !masked) {
    yield* sendNotification(kernel, answerbox, event.method);
    if (mask) event.masked = true;
  }
  event.lock.unlock();
  if (answerbox === null) return 'ENOENT';
  return masked ? 'EBUSY' : 'EOK';
}

/** send_call() of ipc/irq.c, and the same in event_enqueue() */
function* sendNotification(kernel: Kernel, box: Answerbox, method: string): Steps {
  const call = new Call(kernel, '?', method, null);
  call.isNotification = true;
  yield* box.irqLock.lock();
  call.link.append(box.notifications);
  kernel.cpu.log?.send(box);
  box.irqLock.unlock();
  yield* kernel.ops.wakeFirst(box.wq);
}

/** event_cleanup_answerbox() */
export function* eventCleanup(kernel: Kernel, box: Answerbox): Steps {
  for (const event of kernel.events.values()) {
    yield* event.lock.lock();
    if (event.answerbox === box) {
      event.answerbox = null;
      event.masked = false;
    }
    event.lock.unlock();
  }
}

/** Who has an interrupt: irq_uspace_hash_table, one key of it. */
export class Interrupt {
  readonly lock: Spinlock;
  readonly subscribers: Notifier[] = [];

  constructor({ cpu }: Kernel) {
    this.lock = new Spinlock(cpu);
  }
}

/** ipc_irq_register() of 2012; ipc_irq_subscribe() of 2026, which does not look whether anybody has it. */
export function* irqSubscribe(kernel: Kernel, inr: Interrupt, method: string): Steps<string> {
  const { answerbox, caps } = kernel.task;
  const handle = kernel.is2012 ? 0 : yield* caps.alloc();
  const irq = new Notifier(kernel);
  irq.answerbox = answerbox;
  irq.method = method;
  irq.refs = 1;
  yield* inr.lock.lock();
  const isTaken = kernel.is2012 && inr.subscribers.length > 0;
  if (!isTaken) inr.subscribers.push(irq);
  inr.lock.unlock();
  if (!kernel.is2012) yield* caps.publish(handle, { type: 'irq', it: irq });
  return isTaken ? 'EEXIST' : 'EOK';
}

/** ipc_irq_send_msg() of the one that irq_dispatch_and_lock() finds: the first that claims it. */
export function* irqSendMsg(kernel: Kernel, inr: Interrupt): Steps<string> {
  yield* inr.lock.lock();
  const irq = inr.subscribers.at(0);
  if (irq !== undefined) yield* irq.lock.lock();
  inr.lock.unlock();
  if (irq === undefined) return 'ENOENT';
  if (irq.answerbox !== null) yield* sendNotification(kernel, irq.answerbox, irq.method);
  irq.lock.unlock();
  return 'EOK';
}

/** ipc_irq_cleanup() of 2012; irq_cap_cleanup_cb() of 2026 for every interrupt of the task. */
export function* irqCleanup(kernel: Kernel, box: Answerbox): Steps {
  const { caps } = kernel.task;
  if (!kernel.is2012) {
    for (const handle of caps.handlesOf('irq')) {
      const object = yield* caps.unpublish(handle, 'irq');
      if (object?.type === 'irq') yield* hashOut(kernel, object.it);
      yield* caps.free(handle);
    }
    return;
  }
  for (const { subscribers } of kernel.interrupts.values()) {
    for (const irq of subscribers.filter(({ answerbox }) => answerbox === box)) {
      yield* hashOut(kernel, irq);
    }
  }
}

/** irq_hash_out() */
function* hashOut(kernel: Kernel, irq: Notifier): Steps {
  for (const { lock, subscribers } of kernel.interrupts.values()) {
    if (!subscribers.includes(irq)) continue;
    yield* lock.lock();
    yield* irq.lock.lock();
    subscribers.splice(subscribers.indexOf(irq), 1);
    irq.lock.unlock();
    lock.unlock();
  }
}
