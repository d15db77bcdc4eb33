/** Semaphores, mutexes and condition variables (synch/semaphore.c, mutex.c, condvar.c). */
import { assert, nothing, type Steps } from './coroutine.ts';
import type { Scheduler } from './scheduler.ts';
import type { Thread } from './thread.ts';
import { Waitq, type SleepFlags, type SleepResult, isGood } from './waitq.ts';
import { Waitq2012 } from './waitq-2012.ts';
import type { Waitq2026 } from './waitq-2026.ts';

type Ops = Waitq2012 | Waitq2026;

/** A kernel mutex: a semaphore of one. 2026 knows the owner, and asserts that he does not come again. */
export class Mutex {
  readonly wq: Waitq;
  private readonly ops: Ops;
  private readonly cpu: Scheduler;
  private owner: Thread | null = null;

  constructor(cpu: Scheduler, ops: Ops, initial = 1) {
    this.cpu = cpu;
    this.ops = ops;
    this.wq = new Waitq(cpu, initial);
  }

  /** mutex_lock(), _mutex_lock_timeout(): never interruptible in 2026. */
  *lock(usec = 0, flags: SleepFlags = {}): Steps<SleepResult> {
    assert(this.owner !== this.cpu.thread, 'mutex_lock(): mtx->type == MUTEX_RECURSIVE');
    const result = yield* this.ops.sleep(this.wq, usec, flags);
    if (isGood(result) && !this.is2012) this.owner = this.cpu.thread;
    return result;
  }

  *trylock(): Steps<boolean> {
    return isGood(yield* this.lock(0, { nonBlocking: true }));
  }

  *unlock(): Steps {
    this.owner = null;
    yield* this.ops.wakeFirst(this.wq);
  }

  private get is2012(): boolean {
    return this.ops instanceof Waitq2012;
  }
}

/** _condvar_wait_timeout() of 2012, __condvar_wait_timeout_mutex() of 2026 */
export function* condvarWait(
  ops: Ops,
  cv: Waitq,
  mutex: Mutex,
  usec: number,
  flags: SleepFlags,
): Steps<SleepResult> {
  const before = function* (): Steps {
    yield* mutex.unlock();
    // 2012: a wakeup that was banked would let the sleeper through.
    if (ops instanceof Waitq2012) cv.balance = 0;
  };
  const relock = function* (): Steps {
    yield* mutex.lock();
  };
  if (ops instanceof Waitq2012) return yield* ops.sleepAfter(cv, usec, flags, before, relock);
  const result = yield* ops.sleepAfter(cv, usec, flags, before, nothing);
  yield* relock();
  return result;
}

/** condvar_signal() */
export function* condvarSignal(ops: Ops, cv: Waitq): Steps {
  yield* ops instanceof Waitq2012 ? ops.wakeFirst(cv) : ops.signal(cv);
}
