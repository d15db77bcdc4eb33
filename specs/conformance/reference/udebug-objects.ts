/** What a debug session keeps of a task and of its threads (udebug/udebug.h, ipc/kbox.h). */
import { Answerbox, type Call } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import { Mutex } from './mutex.ts';
import type { Task } from './task.ts';
import type { Thread } from './thread.ts';
import { Waitq } from './waitq.ts';

export type SessionState = 'inactive' | 'beginning' | 'active';

/** udebug_task_t and kbox_t */
export class Session {
  readonly lock: Mutex;
  state: SessionState = 'inactive';
  beginCall: Call | null = null;
  notStoppable = 0;
  debugger: Task | null = null;
  mask = 0;
  readonly kbox: Answerbox;
  kboxThread: Thread | null = null;
  readonly cleanupLock: Mutex;
  finished = false;
  /** Registers were read of a thread that may have been running. */
  torn = 0;
  /** Who joins the kbox thread sleeps here. */
  readonly joined: Waitq;

  constructor(kernel: Kernel, task: Task) {
    this.lock = new Mutex(kernel.cpu, kernel.ops);
    this.cleanupLock = new Mutex(kernel.cpu, kernel.ops);
    this.kbox = new Answerbox(kernel, task);
    this.joined = new Waitq(kernel.cpu);
  }
}

/** udebug_thread_t */
export class Hooks {
  readonly lock: Mutex;
  readonly goWq: Waitq;
  readonly activeCv: Waitq;
  goCall: Call | null = null;
  go = false;
  stoppable = true;
  active = false;
  event = 'none';
  /** uspace_state: the frame of user space that a debugger may read. */
  hasFrame = false;

  constructor(kernel: Kernel) {
    this.lock = new Mutex(kernel.cpu, kernel.ops);
    this.goWq = new Waitq(kernel.cpu);
    this.activeCv = new Waitq(kernel.cpu);
  }
}
