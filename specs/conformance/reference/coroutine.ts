/**
 * Threads as coroutines: kernel code is a generator that yields wherever another thread may come
 * first. Between two yields a thread runs alone, as if it held every lock.
 */

/** Kernel code that may be preempted. */
export type Steps<T = void> = Generator<undefined, T, undefined>;

/** An assertion of the kernel that failed, or memory that it must not touch. */
export class KernelPanic extends Error {}

/** Stops the round: the kernel asserts it. */
export function assert(holds: boolean, what: string): void {
  if (!holds) throw new KernelPanic(what);
}

/** What does nothing, and gives nobody a chance to come first. */
export function* nothing(): Steps {
  yield* [];
}
