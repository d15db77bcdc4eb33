/** Threads (thread_t of both revisions): what the kernel keeps of them, and the coroutine that runs. */
import type { Steps } from './coroutine.ts';
import type { Scheduler } from './scheduler.ts';
import { Spinlock } from './spinlock.ts';
import type { Task } from './task.ts';
import type { Timeout } from './timeout.ts';
import type { Hooks } from './udebug-objects.ts';
import type { Waitq } from './waitq.ts';

export type ThreadState = 'ready' | 'sleeping' | 'exited';

export class Thread {
  readonly name: string;
  readonly task: Task;
  readonly body: Steps;
  state: ThreadState = 'ready';
  /** Of the scheduler's third way. */
  priority = 0;
  spinsOn: Spinlock | null = null;
  /** What it polls for in a loop that has no other effect. */
  polls: (() => boolean) | null = null;
  readonly lock: Spinlock;
  /** Set by kill alone, never cleared. */
  interrupted = false;
  /** Set by an abort request, cleared at the boundary: the restart mechanism's own flag. */
  abortRequested = false;
  /** Non-null exactly while it sleeps in that queue (2012); where it sleeps (2026). */
  sleepQueue: Waitq | null = null;

  // 2012: which of the saved contexts is restored, and what may still come.
  sleepInterruptible = false;
  /** A sleep that the restart mechanism may end. */
  sleepAbortable = false;
  context: 'normal' | 'timeout' | 'interruption' = 'normal';
  timeoutPending = false;
  sleepTimeout: Timeout | null = null;

  // 2026
  sleepState: 'initial' | 'asleep' | 'woke' = 'initial';

  /** Of debug sessions; null for threads of programs without one. */
  udebug: Hooks | null = null;
  /** A thread of user space: kernel threads are not debugged. */
  isUser = true;
  /** It has left the kernel for good (thread_exit): a debugger does not find it any more. */
  isGone = false;

  constructor(cpu: Scheduler, name: string, task: Task, body: (thread: Thread) => Steps) {
    this.name = name;
    this.task = task;
    this.lock = new Spinlock(cpu);
    this.body = body(this);
  }

  /** The tick at which the deadline of its call was first armed, and at which it was made ready; -1: not yet. */
  armedAt = -1;
  readyAt = -1;
  /** The tick at which it was last let go behind a hold. */
  releasedAt = -1;
  /** Off its queue by a waker, and not run since. */
  isWoken = false;

  /** A deadline of its call is armed for the first time. */
  noteArmed(now: number): void {
    if (this.armedAt < 0) this.armedAt = now;
  }

  /** thread_ready() */
  makeReady(now: number): void {
    this.state = 'ready';
    this.readyAt = now;
  }

  mayRun(): boolean {
    if (this.state !== 'ready') return false;
    if (this.spinsOn !== null && this.spinsOn.holder !== null) return false;
    return this.polls === null || this.polls();
  }

  /** Runs on only when `isSo` holds: a loop that looks again and again. */
  *poll(isSo: () => boolean): Steps {
    this.polls = isSo;
    yield;
    this.polls = null;
  }
}
