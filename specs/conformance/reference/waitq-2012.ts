/** Wait queues of 2012 (synch/waitq.c): the outcome of a sleep is the context that is restored. */
import { assert, type Steps } from './coroutine.ts';
import type { Scheduler } from './scheduler.ts';
import { Spinlock } from './spinlock.ts';
import type { Thread } from './thread.ts';
import { Clock2012, ticksOf, Timeout } from './timeout.ts';
import {
  isOver,
  overSince,
  type SleepFlags,
  type SleepResult,
  type Waitq,
  type WaitqOps,
} from './waitq.ts';

export class Waitq2012 implements WaitqOps {
  readonly clock: Clock2012;
  /** threads_lock: who kills and who times out exclude each other. */
  readonly threadsLock: Spinlock;
  private readonly cpu: Scheduler;

  constructor(cpu: Scheduler) {
    this.cpu = cpu;
    this.clock = new Clock2012(cpu);
    this.threadsLock = new Spinlock(cpu);
  }

  /** waitq_sleep_timeout() */
  *sleep(wq: Waitq, usec: number, flags: SleepFlags): Steps<SleepResult> {
    yield* this.prepare(wq);
    this.cpu.interruptsOff++;
    const result = yield* this.sleepUnsafe(wq, usec, flags);
    this.cpu.interruptsOff--;
    this.finish(wq, result);
    return result;
  }

  *sleepAfter(
    wq: Waitq,
    usec: number,
    flags: SleepFlags,
    before: () => Steps,
    after: () => Steps,
  ): Steps<SleepResult> {
    yield* this.prepare(wq);
    yield* before();
    const result = yield* this.sleepUnsafe(wq, usec, flags);
    yield* after();
    this.finish(wq, result);
    return result;
  }

  /** waitq_sleep_prepare(): nobody goes to sleep while a timeout of his is under way. */
  private *prepare(wq: Waitq): Steps {
    const me = this.cpu.thread;
    for (;;) {
      yield* me.lock.lock();
      const isPending = me.timeoutPending;
      me.lock.unlock();
      if (!isPending) break;
      yield* me.poll(() => !me.timeoutPending);
    }
    yield* wq.lock.lock();
  }

  private finish(wq: Waitq, result: SleepResult): void {
    if (result === 'WOULD_BLOCK' || result === 'OK_ATOMIC') wq.lock.unlock();
  }

  /** waitq_sleep_timeout_unsafe() */
  private *sleepUnsafe(wq: Waitq, usec: number, flags: SleepFlags): Steps<SleepResult> {
    const me = this.cpu.thread;
    if (wq.balance > 0) {
      wq.balance--;
      return 'OK_ATOMIC';
    }
    if (flags.nonBlocking === true && usec === 0) return 'WOULD_BLOCK';
    yield* me.lock.lock();
    const refusal = refused(me, flags);
    if (refusal !== undefined) {
      me.lock.unlock();
      wq.lock.unlock();
      return refusal;
    }
    // Where the timeout would be armed: who is asked to leave has been told so by then.
    if (usec > 0 && isOver(flags.deadline, this.clock.now)) {
      me.readyAt = overSince(flags.deadline, me);
      me.lock.unlock();
      wq.lock.unlock();
      return 'TIMEOUT';
    }
    me.sleepInterruptible = flags.interruptible === true;
    me.sleepAbortable = flags.abortable === true;
    if (usec > 0) yield* this.arm(me, usec, flags);
    wq.sleepers.push(me);
    this.cpu.log?.block(me, wq);
    me.context = 'normal';
    me.state = 'sleeping';
    me.sleepQueue = wq;
    me.lock.unlock();
    // scheduler_separated_stack(): the queue is unlocked once the thread is off its stack.
    wq.lock.unlock();
    this.cpu.interruptsOff--;
    yield;
    this.cpu.interruptsOff++;
    me.isWoken = false;
    const context = me.context as Thread['context'];
    if (context === 'timeout') return 'TIMEOUT';
    if (context === 'normal') return 'OK_BLOCKED';
    return me.abortRequested && !me.interrupted && me.sleepAbortable ? 'ABORTED' : 'INTERRUPTED';
  }

  private *arm(me: Thread, usec: number, { deadline }: SleepFlags): Steps {
    me.timeoutPending = true;
    let ticks = ticksOf(usec);
    if (deadline !== undefined) ticks = Math.max(0, deadline.tick - this.clock.now);
    me.noteArmed(this.clock.now);
    me.sleepTimeout = new Timeout(ticks, () => this.timedOut(me));
    yield* this.clock.register(me.sleepTimeout);
  }

  /** waitq_sleep_timed_out() */
  private *timedOut(thread: Thread): Steps {
    yield* this.threadsLock.lock();
    yield* this.timeOut(thread);
    this.threadsLock.unlock();
  }

  private *timeOut(thread: Thread): Steps {
    for (;;) {
      yield* thread.lock.lock();
      const wq = thread.sleepQueue;
      if (wq === null) {
        thread.timeoutPending = false;
        thread.lock.unlock();
        return;
      }
      if (!(yield* wq.lock.trylock())) {
        thread.lock.unlock();
        yield* wq.lock.untilFree();
        continue;
      }
      unlink(thread, wq, 'timeout');
      const { now } = this.clock;
      wq.lock.unlock();
      thread.timeoutPending = false;
      thread.lock.unlock();
      yield;
      thread.makeReady(now);
      return;
    }
  }

  /** waitq_interrupt_sleep(), whose caller has threads_lock */
  *interruptSleep(thread: Thread): Steps {
    yield* this.threadsLock.lock();
    yield* this.kick(thread, () => thread.sleepInterruptible);
    this.threadsLock.unlock();
  }

  /** The second half of an abort request: ends a sleep that may be aborted. */
  *abortSleep(thread: Thread): Steps {
    yield* this.threadsLock.lock();
    yield* this.kick(thread, () => thread.sleepAbortable && thread.abortRequested);
    this.threadsLock.unlock();
  }

  private *kick(thread: Thread, mayEnd: () => boolean): Steps {
    for (;;) {
      yield* thread.lock.lock();
      const wq = thread.sleepQueue;
      if (wq === null || !mayEnd()) {
        thread.lock.unlock();
        return;
      }
      if (!(yield* wq.lock.trylock())) {
        thread.lock.unlock();
        yield* wq.lock.untilFree();
        continue;
      }
      yield* this.disarm(thread);
      unlink(thread, wq, 'interruption');
      const { now } = this.clock;
      wq.lock.unlock();
      thread.lock.unlock();
      yield;
      thread.makeReady(now);
      return;
    }
  }

  private *disarm(thread: Thread): Steps {
    if (!thread.timeoutPending || thread.sleepTimeout === null) return;
    if (yield* this.clock.unregister(thread.sleepTimeout)) thread.timeoutPending = false;
  }

  /** waitq_unsleep() */
  *unsleep(wq: Waitq): Steps {
    yield* wq.lock.lock();
    const thread = wq.sleepers.at(0);
    if (thread !== undefined) {
      yield* thread.lock.lock();
      assert(thread.sleepInterruptible, 'waitq_unsleep(): thread->sleep_interruptible');
      yield* this.disarm(thread);
      unlink(thread, wq, 'interruption');
      thread.lock.unlock();
      thread.makeReady(this.clock.now);
    }
    wq.lock.unlock();
  }

  /** waitq_wakeup(WAKEUP_FIRST) */
  *wakeFirst(wq: Waitq): Steps {
    yield* wq.lock.lock();
    if (wq.sleepers.length === 0) {
      wq.balance++;
      this.cpu.log?.wake(wq, []);
    } else {
      yield* this.wakeHead(wq);
    }
    wq.lock.unlock();
  }

  /** waitq_wakeup(WAKEUP_ALL): a broadcast to nobody is banked once. */
  *wakeAll(wq: Waitq): Steps {
    yield* wq.lock.lock();
    if (wq.sleepers.length === 0) wq.balance++;
    while (wq.sleepers.length > 0) yield* this.wakeHead(wq);
    wq.lock.unlock();
  }

  private *wakeHead(wq: Waitq): Steps {
    const thread = wq.sleepers[0];
    yield* thread.lock.lock();
    wq.sleepers.shift();
    this.cpu.log?.wake(wq, [thread]);
    yield* this.disarm(thread);
    thread.sleepQueue = null;
    thread.isWoken = true;
    thread.lock.unlock();
    thread.makeReady(this.clock.now);
  }

  /** waitq_count_get() */
  *countGet(wq: Waitq): Steps<number> {
    yield* wq.lock.lock();
    const { balance } = wq;
    wq.lock.unlock();
    return balance;
  }

  /** waitq_count_set() */
  *countSet(wq: Waitq, value: number): Steps {
    yield* wq.lock.lock();
    wq.balance = value;
    wq.lock.unlock();
  }

  /** task_kill_internal() of proc/task.c, for one thread */
  *kill(thread: Thread): Steps {
    yield* this.threadsLock.lock();
    yield* thread.lock.lock();
    thread.interrupted = true;
    const isSleeping = thread.state === 'sleeping';
    thread.lock.unlock();
    if (isSleeping) yield* this.kick(thread, () => thread.sleepInterruptible);
    this.threadsLock.unlock();
  }
}

/** Why a thread does not go to sleep at all. */
function refused(me: Thread, flags: SleepFlags): SleepResult | undefined {
  if (flags.interruptible === true && me.interrupted) return 'INTERRUPTED';
  if (flags.abortable === true && me.abortRequested) return 'ABORTED';
  return undefined;
}

function unlink(thread: Thread, wq: Waitq, context: 'timeout' | 'interruption'): void {
  wq.sleepers.splice(wq.sleepers.indexOf(thread), 1);
  thread.context = context;
  thread.sleepQueue = null;
}
