/**
 * Timeouts and the clock (time/timeout.c, time/clock.c). One clock, ticked by whoever stands for
 * the interrupt. 2012 keeps a list of differences that every tick counts down; 2026 keeps absolute
 * ticks. A timeout of n ticks fires with the (n + 1)th tick after it was registered in both.
 */
import type { Steps } from './coroutine.ts';
import type { Scheduler } from './scheduler.ts';
import { Spinlock } from './spinlock.ts';

const USEC_PER_TICK = 10_000;

/** us2ticks(): rounds down. */
export function ticksOf(usec: number): number {
  return Math.floor(usec / USEC_PER_TICK);
}

export function usecOf(ticks: number): number {
  return ticks * USEC_PER_TICK;
}

export class Timeout {
  readonly handler: () => Steps;
  /** 2012: the difference to the one before; 2026: the tick after which it fires. */
  ticks: number;
  isRegistered = false;
  /** 2026: the handler has returned. */
  finished = false;

  constructor(ticks: number, handler: () => Steps) {
    this.ticks = ticks;
    this.handler = handler;
  }
}

export abstract class Clock {
  /** Ticks that have come. */
  now = 0;
  readonly active: Timeout[] = [];
  /** The clock of the only processor: no thread runs, and none registers, while it interrupts. */
  isOfOneCpu = false;
  protected readonly lock: Spinlock;

  constructor(cpu: Scheduler) {
    this.lock = new Spinlock(cpu);
  }

  /** An interrupt is being served: the next one waits. */
  protected isTicking = false;

  /** A tick may come: nobody is at the list, and the last one is over. */
  get isFree(): boolean {
    return this.lock.holder === null && !this.isTicking;
  }

  /** clock(): one tick, and the handlers of all that is due. */
  abstract tick(): Steps;
}

/** time/timeout.c, time/clock.c of 2012 */
export class Clock2012 extends Clock {
  *register(timeout: Timeout): Steps {
    yield* this.lock.lock();
    let sum = 0;
    let at = 0;
    while (at < this.active.length && timeout.ticks >= sum + this.active[at].ticks) {
      sum += this.active[at++].ticks;
    }
    timeout.ticks -= sum;
    if (at < this.active.length) this.active[at].ticks -= timeout.ticks;
    this.active.splice(at, 0, timeout);
    timeout.isRegistered = true;
    this.lock.unlock();
  }

  /** False where the handler has been started already. */
  *unregister(timeout: Timeout): Steps<boolean> {
    yield* this.lock.lock();
    const at = this.active.indexOf(timeout);
    if (at >= 0) {
      if (at + 1 < this.active.length) this.active[at + 1].ticks += timeout.ticks;
      this.active.splice(at, 1);
      timeout.isRegistered = false;
    }
    this.lock.unlock();
    return at >= 0;
  }

  *tick(): Steps {
    this.isTicking = true;
    this.now++;
    const due = this.isOfOneCpu ? this.takeDue() : [];
    yield* this.lock.lock();
    for (const timeout of due) yield* this.fire(timeout);
    while (!this.isOfOneCpu) {
      const first = this.active.at(0);
      if (first === undefined || first.ticks-- !== 0) break;
      this.active.shift();
      yield* this.fire(first);
    }
    this.lock.unlock();
    this.isTicking = false;
  }

  /** All that this tick will fire: what is registered meanwhile counts from the next one. */
  private takeDue(): Timeout[] {
    const later = this.active.findIndex(({ ticks }) => ticks > 0);
    const due = this.active.splice(0, later < 0 ? this.active.length : later);
    const first = this.active.at(0);
    if (first !== undefined) first.ticks--;
    return due;
  }

  /** With the list unlocked while the handler runs. */
  private *fire(timeout: Timeout): Steps {
    timeout.isRegistered = false;
    this.lock.unlock();
    yield* timeout.handler();
    yield* this.lock.lock();
  }
}

/** time/timeout.c, time/clock.c of 2026 */
export class Clock2026 extends Clock {
  /** timeout_register_deadline() */
  *register(timeout: Timeout): Steps {
    yield* this.lock.lock();
    const later = this.active.findIndex(({ ticks }) => timeout.ticks < ticks);
    this.active.splice(later < 0 ? this.active.length : later, 0, timeout);
    timeout.isRegistered = true;
    this.lock.unlock();
  }

  /** False where it has fired; by then the handler has returned. */
  *unregister(timeout: Timeout, spin: (until: () => boolean) => Steps): Steps<boolean> {
    yield;
    if (timeout.finished) return false;
    yield* this.lock.lock();
    const at = this.active.indexOf(timeout);
    if (at >= 0) {
      this.active.splice(at, 1);
      timeout.isRegistered = false;
    }
    this.lock.unlock();
    if (at < 0) yield* spin(() => timeout.finished);
    return at >= 0;
  }

  *tick(): Steps {
    this.isTicking = true;
    this.now++;
    const due = this.isOfOneCpu ? this.active.filter((it) => this.isDue(it)) : [];
    this.active.splice(0, due.length);
    yield* this.lock.lock();
    for (const timeout of due) yield* this.fire(timeout);
    while (!this.isOfOneCpu) {
      const first = this.active.at(0);
      if (first === undefined || !this.isDue(first)) break;
      this.active.shift();
      yield* this.fire(first);
    }
    this.lock.unlock();
    this.isTicking = false;
  }

  private isDue({ ticks }: Timeout): boolean {
    return this.now > ticks;
  }

  /** With the list unlocked while the handler runs. */
  private *fire(timeout: Timeout): Steps {
    timeout.isRegistered = false;
    this.lock.unlock();
    yield* timeout.handler();
    timeout.finished = true;
    yield* this.lock.lock();
  }
}
