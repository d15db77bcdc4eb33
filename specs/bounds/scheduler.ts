/**
 * How long a thread of HelenOS waits for its turn, in ticks: kernel/generic/src/proc/scheduler.c,
 * proc/thread.c and time/clock.c of both revisions.
 *
 *     find_best_thread, try_find_thread: the first thread of the first run queue that has one
 *     2012: THREAD->ticks = rq + 1; clock() counts down, and preempts at the interrupt that finds 0
 *     2026: preempt_deadline = current_clock_tick + rq + 1; clock() preempts where it has come
 *     who was preempted goes to the end of the next run queue, who was woken to the end of the first
 *
 * The model has no priorities and no quanta: what stands here is arithmetic, under the assumption
 * that `ASSUMPTION` states.
 */
export type Kernel = 'helenos-2012' | 'helenos-2026';

/** RQ_COUNT, include/proc/scheduler.h. */
const RUN_QUEUES = 16;
const FIRST_QUEUE = 0;
const LAST_QUEUE = RUN_QUEUES - 1;

/** HZ, include/time/clock.h: a tick is 10 ms. */
export const TICKS_PER_SECOND = 100;

export const ASSUMPTION = [
  'One CPU at 100 ticks a second, no clock interrupt missed, and r threads ready to run or running besides the one',
  'that was asked to stop. They take turns: who has used up a quantum goes behind all that are ready. The kernel does',
  'not promise that: a thread in a later run queue waits while an earlier one has threads, and `relink_rq` lifts it by',
  'one queue a second. For a thread that was woken it does: it is in the first queue, and whoever comes later stands',
  'behind it. The B steps of a call are critical sections of microseconds and fit into a quantum of the first queue;',
  'nobody keeps preemption or interrupts disabled for a tick.',
].join('\n');

/** Clock interrupts after which a thread from run queue `rq` has lost the CPU, at most. */
export function quantumTicks(kernel: Kernel, rq: number): number {
  return kernel === 'helenos-2012' ? rq + 2 : rq + 1;
}

/** The longest quantum there is: of a thread that has computed for long. */
export function longestQuantumTicks(kernel: Kernel): number {
  return quantumTicks(kernel, LAST_QUEUE);
}

/**
 * Until a thread runs that was just woken: the rest of the quantum of who runs, and one turn of each
 * that stands before it in the first run queue. `ready`: at least 1, who woke it runs.
 */
export function turnOfWokenTicks(kernel: Kernel, ready: number): number {
  return longestQuantumTicks(kernel) + (ready - 1) * quantumTicks(kernel, FIRST_QUEUE);
}

/** Until a thread runs that was preempted: one turn of each other, of the longest quantum. */
export function turnOfPreemptedTicks(kernel: Kernel, ready: number): number {
  return ready * longestQuantumTicks(kernel);
}

/**
 * Until a thread runs that waits for a mutex, whose holders have `holders` turns before it: each runs
 * at last, gives the mutex away, and the next one has been woken.
 */
export function turnOfWaiterTicks(kernel: Kernel, ready: number, holders: number): number {
  const each = turnOfPreemptedTicks(kernel, ready) + turnOfWokenTicks(kernel, ready);
  return holders === 0 ? turnOfWokenTicks(kernel, ready) : holders * each;
}
