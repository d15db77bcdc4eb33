/**
 * Which thread runs next (proc/scheduler.c, with priorities left out: any thread that is ready may
 * be next). Three ways to choose, because no single one reaches every order soon: at every step
 * anew, seldom another, and by random priorities that change a few times in a round.
 */
import { KernelPanic } from './coroutine.ts';
import { Random } from './random.ts';
import type { KernelLog } from './kernel-log.ts';
import type { Thread } from './thread.ts';

/** A thread that never stops running (a loop of the kernel without an end) is stopped here. */
const STEPS_MOST = 20_000;

/** As many steps in a row a thread of the highest priority has before it falls behind. */
const IN_ROW_MOST = 300;

/** How a round ended: nobody could go on, or it never ended. */
export type RoundEnd = 'quiet' | 'endless';

export class Scheduler {
  readonly threads: Thread[] = [];
  readonly random: Random;
  /** The thread that runs: THREAD of the kernel's code. */
  thread!: Thread;
  steps = 0;
  /** Where the kernel logs; null: it does not. */
  log: KernelLog | null = null;
  /** Threads that run with interrupts disabled: the clock of an only processor cannot tick then. */
  interruptsOff = 0;
  private readonly stickiness: number;
  /** Steps at which the thread that runs falls behind all others; empty in the other two ways. */
  private readonly demotions = new Set<number>();
  private readonly isByPriority: boolean;
  private lowest = 0;
  /** Steps of the thread that runs, without one of another. */
  private inRow = 0;
  private last: Thread | null = null;
  private readonly ready: Thread[] = [];

  constructor(seed: number) {
    this.random = new Random(seed);
    const way = this.random.below(5);
    this.stickiness = way === 0 ? 0 : [0.5, 0.8, 0.9, 0.96][way - 1];
    this.isByPriority = way >= 3;
    if (!this.isByPriority) return;
    const span = 20 << this.random.below(5);
    const changes = this.random.below(5);
    for (let i = 0; i < changes; i++) this.demotions.add(this.random.below(span));
  }

  /** Adds a thread that is ready to run. */
  add(thread: Thread): void {
    thread.priority = this.random.below(1_000_000) + 1;
    this.threads.push(thread);
  }

  /** Runs until nobody can go on. @throws KernelPanic */
  run(): RoundEnd {
    return this.runFor(STEPS_MOST) === 'quiet' ? 'quiet' : 'endless';
  }

  /** At most so many steps. @throws KernelPanic */
  runFor(most: number): 'quiet' | 'running' {
    for (const end = this.steps + most; this.steps < end; this.steps++) {
      const next = this.pick(this.last);
      if (next === null) return 'quiet';
      this.thread = next;
      this.inRow = next === this.last ? this.inRow + 1 : 0;
      this.last = next;
      if (next.body.next().done === true) next.state = 'exited';
    }
    return 'running';
  }

  private pick(last: Thread | null): Thread | null {
    const { ready } = this;
    ready.length = 0;
    for (const thread of this.threads) if (thread.mayRun()) ready.push(thread);
    if (ready.length === 0) return null;
    if (this.isByPriority) return this.highest(last);
    if (last !== null && this.stickiness > 0 && last.mayRun()) {
      if (this.random.chance(this.stickiness)) return last;
    }
    return ready[this.random.below(ready.length)];
  }

  private highest(last: Thread | null): Thread {
    // Somebody who loops until the others have done a thing would starve them.
    const isStarving = this.inRow >= IN_ROW_MOST;
    if (last !== null && (isStarving || this.demotions.has(this.steps))) {
      last.priority = this.lowest--;
    }
    return this.ready.reduce((a, b) => (b.priority > a.priority ? b : a));
  }

  /** The thread that runs panics the kernel. */
  panic(what: string): never {
    throw new KernelPanic(what);
  }
}
