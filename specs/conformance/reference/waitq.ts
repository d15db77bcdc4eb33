/** Wait queues (synch/waitq.h of both revisions), and the operations that others need of them. */
import type { Steps } from './coroutine.ts';
import type { Scheduler } from './scheduler.ts';
import { Spinlock } from './spinlock.ts';
import type { Thread } from './thread.ts';

export class Waitq {
  readonly lock: Spinlock;
  /** The one that sleeps longest first. */
  readonly sleepers: Thread[] = [];
  /** 2012: missed_wakeups. 2026: wakeup_balance, negative where a debt is booked. */
  balance: number;
  /** 2026 */
  closed = false;
  /** As a log has it: '' where a litmus has no name for it, null where it is a lock of the kernel's own. */
  readonly logName: string | null;

  constructor(cpu: Scheduler, balance = 0, logName: string | null = null) {
    this.lock = new Spinlock(cpu);
    this.balance = balance;
    this.logName = logName;
  }
}

export interface SleepFlags {
  readonly nonBlocking?: boolean;
  readonly interruptible?: boolean;
  /** 2026: SYNCH_FLAGS_FUTEX */
  readonly futex?: boolean;
  /** May be ended by the restart mechanism. */
  readonly abortable?: boolean;
  /** That of the whole call, where the restart mechanism keeps one. */
  readonly deadline?: Deadline;
  /** An internal loop of the call is about to sleep again. */
  again?(): void;
}

/** The tick with whose successor a call times out. */
export interface Deadline {
  tick: number;
}

/** Has it passed, so that nobody need sleep for it? */
export function isOver(deadline: Deadline | undefined, now: number): boolean {
  return deadline !== undefined && now > deadline.tick;
}

/** Since when it could have gone on: its deadline's tick, or, where it was held then, its release. */
export function overSince(deadline: Deadline | undefined, { releasedAt }: Thread): number {
  return Math.max((deadline?.tick ?? 0) + 1, releasedAt);
}

/**
 * What a sleep comes to: in 2012 OK_ATOMIC, OK_BLOCKED, WOULD_BLOCK, TIMEOUT or INTERRUPTED, in 2026
 * EOK, ETIMEOUT or EINTR; ABORTED where the restart mechanism has ended it.
 */
export type SleepResult = string;

/** The operations of a revision. `usec` of 0 is no timeout. */
export interface WaitqOps {
  sleep(wq: Waitq, usec: number, flags: SleepFlags): Steps<SleepResult>;
  /** With the queue locked: first what `before` does, then the sleep. */
  sleepAfter(
    wq: Waitq,
    usec: number,
    flags: SleepFlags,
    before: () => Steps,
    after: () => Steps,
  ): Steps<SleepResult>;
  wakeFirst(wq: Waitq): Steps;
  wakeAll(wq: Waitq): Steps;
  /** Ends the sleep of a thread as kill (2012: waitq_interrupt_sleep) or a spurious wakeup (2026) does. */
  interruptSleep(thread: Thread): Steps;
  /** proc/task.c: what kill does to one thread. */
  kill(thread: Thread): Steps;
}

const GOOD = new Set(['OK_ATOMIC', 'OK_BLOCKED', 'EOK']);

/** SYNCH_OK of 2012, rc == EOK of 2026. */
export function isGood(result: SleepResult): boolean {
  return GOOD.has(result);
}
