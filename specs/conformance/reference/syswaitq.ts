/** Wait queues as capabilities of 2026 (synch/syswaitq.c). */
import type { WaitqObject } from './cap.ts';
import type { Steps } from './coroutine.ts';
import type { Kernel } from './kernel.ts';
import type { SleepFlags } from './waitq.ts';

export class SysWaitq {
  private readonly kernel: Kernel;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** sys_waitq_sleep() */
  *sleep(handle: number, usec: number, flags: SleepFlags): Steps<string> {
    const { kernel } = this;
    const object = yield* this.get(handle);
    if (object === null) return 'ENOENT';
    yield* kernel.stoppableBegin();
    const sleepFlags = { ...flags, interruptible: true };
    const rc = yield* kernel.ops.sleep(object.waitq, usec, sleepFlags);
    yield* kernel.stoppableEnd();
    yield;
    object.refs--;
    return rc;
  }

  /** sys_waitq_wakeup() */
  *wakeup(handle: number): Steps<string> {
    const object = yield* this.get(handle);
    if (object === null) return 'ENOENT';
    yield* this.kernel.ops.wakeFirst(object.waitq);
    yield;
    object.refs--;
    return 'EOK';
  }

  /** sys_waitq_destroy(): who sleeps keeps the queue alive, and nobody can wake him any more. */
  *destroy(handle: number): Steps<string> {
    const { caps } = this.kernel.task;
    const object = yield* caps.unpublish(handle, 'waitq');
    if (object === null || object.type !== 'waitq') return 'ENOENT';
    object.it.refs--;
    yield* caps.free(handle);
    return 'EOK';
  }

  private *get(handle: number): Steps<WaitqObject | null> {
    const object = yield* this.kernel.task.caps.get(handle, 'waitq');
    return object?.type === 'waitq' ? object.it : null;
  }
}
