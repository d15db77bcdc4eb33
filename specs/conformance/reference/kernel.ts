/** A kernel of one revision: its scheduler, its clock, its wait queues and its IPC. */
import { Capabilities } from './cap.ts';
import type { Steps } from './coroutine.ts';
import { Phone } from './ipc-objects.ts';
import { Ipc2012 } from './ipc-2012.ts';
import { Ipc2026 } from './ipc-2026.ts';
import type { Interrupt, Notifier } from './notifications.ts';
import { Scheduler } from './scheduler.ts';
import type { Task } from './task.ts';
import { Waitq2012 } from './waitq-2012.ts';
import { Waitq2026 } from './waitq-2026.ts';
import { stoppableBegin, stoppableEnd } from './udebug.ts';
import type { Thread } from './thread.ts';

export type Revision = 'helenos-2012' | 'helenos-2026';

/** IPC_MAX_PHONES of the recorded programs; 64 in the kernel. */
const PHONES = 4;

/** ipc_wait of both revisions restarts its full timeout in its internal loops; the ticket's does not. */
export class Kernel {
  readonly revision: Revision;
  readonly cpu: Scheduler;
  readonly ops: Waitq2012 | Waitq2026;
  readonly ipc: Ipc2012 | Ipc2026;
  /** By the names that a litmus has for them. */
  readonly events = new Map<string, Notifier>();
  readonly interrupts = new Map<string, Interrupt>();

  constructor(revision: Revision, seed: number) {
    this.revision = revision;
    this.cpu = new Scheduler(seed);
    this.ops = revision === 'helenos-2012' ? new Waitq2012(this.cpu) : new Waitq2026(this.cpu);
    this.ipc = revision === 'helenos-2012' ? new Ipc2012(this) : new Ipc2026(this);
  }

  get is2012(): boolean {
    return this.revision === 'helenos-2012';
  }

  /** THREAD and TASK of the kernel's code. */
  get thread(): Thread {
    return this.cpu.thread;
  }

  get task(): Task {
    return this.cpu.thread.task;
  }

  get waitq2012(): Waitq2012 {
    return this.ops as Waitq2012;
  }

  get waitq2026(): Waitq2026 {
    return this.ops as Waitq2026;
  }

  get ipc2012(): Ipc2012 {
    return this.ipc as Ipc2012;
  }

  get ipc2026(): Ipc2026 {
    return this.ipc as Ipc2026;
  }

  prepareTask(task: Task): void {
    task.caps = new Capabilities();
    if (!this.is2012) return;
    for (let i = 0; i < PHONES; i++) task.phones.push(new Phone(this, task, i));
  }

  /** What can be stopped is between these two (udebug/udebug.c). */
  *stoppableBegin(): Steps {
    yield* stoppableBegin(this);
  }

  *stoppableEnd(): Steps {
    yield* stoppableEnd(this);
  }
}
