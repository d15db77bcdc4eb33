/** Tasks (task_t): threads, an answerbox, phones, and what is still on its way to or from them. */
import { Answerbox, type Call, type Phone } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import { Mutex } from './mutex.ts';
import { Spinlock } from './spinlock.ts';
import type { Thread } from './thread.ts';
import type { Session } from './udebug-objects.ts';
import type { Capabilities } from './cap.ts';

export class Task {
  readonly name: string;
  readonly lock: Spinlock;
  readonly threads: Thread[] = [];
  readonly answerbox: Answerbox;
  /** 2012: the slots. 2026: the last phone that had each handle. */
  readonly phones: Phone[] = [];
  /** 2012: private boxes of synchronous calls that were interrupted, or are under way. */
  readonly syncBoxes: Answerbox[] = [];
  /** 2026: calls that were neither answered nor forgotten. */
  readonly activeCalls: Call[] = [];
  readonly activeCallsLock: Spinlock;
  /** 2026: of its address space. */
  readonly asLock: Mutex;
  caps!: Capabilities;
  /** Of a task that may be debugged. */
  udebug: Session | null = null;
  /** Threads that have not exited: the last one cleans up. */
  lifecount = 0;

  constructor(kernel: Kernel, name: string) {
    this.name = name;
    this.lock = new Spinlock(kernel.cpu);
    this.activeCallsLock = new Spinlock(kernel.cpu);
    this.asLock = new Mutex(kernel.cpu, kernel.ops);
    this.answerbox = new Answerbox(kernel, this, name);
    kernel.prepareTask(this);
  }
}
