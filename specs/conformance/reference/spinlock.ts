/**
 * Spinlocks (synch/spinlock.c). Who would spin does not run until the lock is free: spinning
 * changes nothing, and a lock whose holder sleeps for ever shows as a thread that never goes on.
 */
import { assert, mayUse, type Steps } from './coroutine.ts';
import type { Scheduler } from './scheduler.ts';
import type { Thread } from './thread.ts';

export class Spinlock {
  holder: Thread | null = null;
  /** Its memory has been given back: who locks it then writes to somebody else's. */
  isFreed = false;
  private readonly cpu: Scheduler;

  constructor(cpu: Scheduler) {
    this.cpu = cpu;
  }

  *lock(): Steps {
    yield;
    while (this.holder !== null) {
      this.cpu.thread.spinsOn = this;
      yield;
    }
    mayUse(this.isFreed, 'spinlock_lock()');
    this.cpu.thread.spinsOn = null;
    this.holder = this.cpu.thread;
  }

  unlock(): void {
    assert(this.holder === this.cpu.thread, 'spinlock_unlock(): not the holder');
    this.holder = null;
  }

  /** False where somebody has it; then the caller lets go of what it has, and spins until it is free. */
  *trylock(): Steps<boolean> {
    yield;
    mayUse(this.isFreed, 'spinlock_trylock()');
    if (this.holder !== null) return false;
    this.holder = this.cpu.thread;
    return true;
  }

  /** Behind a trylock that failed: trying again before the lock is free gives the same. */
  *untilFree(): Steps {
    this.cpu.thread.spinsOn = this;
    yield;
    this.cpu.thread.spinsOn = null;
  }
}
