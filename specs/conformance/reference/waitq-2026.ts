/** Wait queues of 2026 (synch/waitq.c) over thread_wait_start/finish and thread_wakeup (proc/thread.c). */
import type { Steps } from './coroutine.ts';
import type { Scheduler } from './scheduler.ts';
import type { Thread } from './thread.ts';
import { Clock2026, ticksOf, Timeout } from './timeout.ts';
import {
  isOver,
  overSince,
  type SleepFlags,
  type SleepResult,
  type Waitq,
  type WaitqOps,
} from './waitq.ts';

export class Waitq2026 implements WaitqOps {
  readonly clock: Clock2026;
  /** The known-wrong design that books a debt for a sleep which will be restarted. */
  booksDebtOnAbort = false;
  private readonly cpu: Scheduler;

  constructor(cpu: Scheduler) {
    this.cpu = cpu;
    this.clock = new Clock2026(cpu);
  }

  /** _waitq_sleep_timeout() */
  *sleep(wq: Waitq, usec: number, flags: SleepFlags): Steps<SleepResult> {
    this.cpu.interruptsOff++;
    yield* wq.lock.lock();
    const result = yield* this.sleepUnsafe(wq, usec, flags);
    this.cpu.interruptsOff--;
    return result;
  }

  *sleepAfter(
    wq: Waitq,
    usec: number,
    flags: SleepFlags,
    before: () => Steps,
    after: () => Steps,
  ): Steps<SleepResult> {
    yield* wq.lock.lock();
    yield* before();
    const result = yield* this.sleepUnsafe(wq, usec, flags);
    yield* after();
    return result;
  }

  /** waitq_sleep_timeout_unsafe() */
  private *sleepUnsafe(wq: Waitq, usec: number, flags: SleepFlags): Steps<SleepResult> {
    const result = yield* this.attempt(wq, usec, flags);
    const me = this.cpu.thread;
    const at = wq.sleepers.indexOf(me);
    if (at >= 0) wq.sleepers.splice(at, 1);
    if (result !== 'EOK' && flags.futex === true) {
      if (result !== 'ABORTED' || this.booksDebtOnAbort) wq.balance--;
    }
    me.sleepQueue = null;
    wq.lock.unlock();
    return result;
  }

  private *attempt(wq: Waitq, usec: number, flags: SleepFlags): Steps<SleepResult> {
    const me = this.cpu.thread;
    me.sleepAbortable = flags.abortable === true;
    if (wq.closed) return 'EOK';
    if (wq.balance > 0) {
      wq.balance--;
      return 'EOK';
    }
    if (flags.nonBlocking === true && usec === 0) return 'ETIMEOUT';
    const isAsked = me.abortRequested && flags.abortable === true;
    if (usec > 0 && !isAsked && isOver(flags.deadline, this.clock.now)) {
      me.readyAt = overSince(flags.deadline, me);
      return 'ETIMEOUT';
    }
    me.sleepQueue = wq;
    wq.sleepers.push(me);
    const deadline = this.deadlineOf(usec, flags);
    let isLogged = false;
    for (;;) {
      // thread_wait_start()
      yield;
      me.sleepState = 'initial';
      yield;
      if (me.interrupted && flags.interruptible === true) return 'EINTR';
      if (me.abortRequested && flags.abortable === true) return 'ABORTED';
      // It can be woken from here on: while it looks, it has the queue locked.
      if (!isLogged) this.cpu.log?.block(me, wq);
      isLogged = true;
      wq.lock.unlock();
      const isTimedOut = yield* this.waitFinish(me, deadline);
      yield* wq.lock.lock();
      me.isWoken = false;
      if (!wq.sleepers.includes(me)) return 'EOK';
      if (isTimedOut) return 'ETIMEOUT';
    }
  }

  /** timeout_deadline_in_usec(): computed once, or kept from the attempt before. */
  private deadlineOf(usec: number, { deadline }: SleepFlags): number | null {
    if (usec === 0) return null;
    this.cpu.thread.noteArmed(this.clock.now);
    return deadline === undefined ? this.clock.now + ticksOf(usec) : deadline.tick;
  }

  /** thread_wait_finish(): true where the timeout has fired. */
  private *waitFinish(me: Thread, deadline: number | null): Steps<boolean> {
    yield;
    if (me.sleepState !== 'initial') return false;
    let timeout: Timeout | null = null;
    if (deadline !== null) {
      timeout = new Timeout(deadline, () => this.timedOut(me));
      yield* this.clock.register(timeout);
    }
    // scheduler_enter(Sleeping): whoever was woken meanwhile is put back at once.
    yield;
    if (me.sleepState === 'initial') {
      me.sleepState = 'asleep';
      me.state = 'sleeping';
      this.cpu.interruptsOff--;
      yield;
      this.cpu.interruptsOff++;
    } else {
      me.makeReady(this.clock.now);
    }
    if (timeout === null) return false;
    return !(yield* this.clock.unregister(timeout, (until) => me.poll(until)));
  }

  /** thread_wait_timeout_callback() */
  private *timedOut(me: Thread): Steps {
    me.readyAt = this.clock.now;
    yield* this.wakeup(me);
  }

  /** thread_wakeup(): anybody may, at any time. */
  *wakeup(thread: Thread): Steps {
    yield;
    const before = thread.sleepState;
    thread.sleepState = 'woke';
    // Nobody sees it between the exchange and thread_requeue_sleeping(): it runs neither before nor there.
    if (before === 'asleep') thread.makeReady(this.clock.now);
  }

  *interruptSleep(thread: Thread): Steps {
    yield* this.wakeup(thread);
  }

  *abortSleep(thread: Thread): Steps {
    yield* this.wakeup(thread);
  }

  /** thread_interrupt() */
  *kill(thread: Thread): Steps {
    yield;
    thread.interrupted = true;
    yield* this.wakeup(thread);
  }

  private *wakeHead(wq: Waitq): Steps {
    const thread = wq.sleepers.shift();
    if (thread === undefined) return;
    thread.isWoken = true;
    this.cpu.log?.wake(wq, [thread]);
    yield* this.wakeup(thread);
  }

  /** waitq_wake_one(): a debt swallows it, even where somebody sleeps. */
  *wakeFirst(wq: Waitq): Steps {
    yield* wq.lock.lock();
    if (!wq.closed) {
      if (wq.balance < 0 || wq.sleepers.length === 0) {
        wq.balance++;
        this.cpu.log?.wake(wq, []);
      } else {
        yield* this.wakeHead(wq);
      }
    }
    wq.lock.unlock();
  }

  /** waitq_signal() */
  *signal(wq: Waitq): Steps {
    yield* wq.lock.lock();
    yield* this.wakeHead(wq);
    wq.lock.unlock();
  }

  /** waitq_wake_all() */
  *wakeAll(wq: Waitq): Steps {
    yield* wq.lock.lock();
    wq.balance = 0;
    while (wq.sleepers.length > 0) yield* this.wakeHead(wq);
    wq.lock.unlock();
  }

  /** waitq_close() */
  *close(wq: Waitq): Steps {
    yield* wq.lock.lock();
    wq.balance = 0;
    wq.closed = true;
    while (wq.sleepers.length > 0) yield* this.wakeHead(wq);
    wq.lock.unlock();
  }
}
