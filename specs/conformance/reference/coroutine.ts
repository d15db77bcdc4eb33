/**
 * Threads as coroutines: kernel code is a generator that yields wherever another thread may come
 * first. Between two yields a thread runs alone, as if it held every lock.
 */

/** Kernel code that may be preempted. */
export type Steps<T = void> = Generator<undefined, T, undefined>;

/** The kernel does not go on. `says`: why a round that ends so shows nothing. */
export class KernelPanic extends Error {
  readonly says: string;

  constructor(what: string, kind = 'kernel panic') {
    super(what);
    this.says = `${kind}: ${what}`;
  }
}

/** Memory that was given back is used: no assertion falls, and what comes of it nobody can say. */
export function mayUse(isFreed: boolean, what: string): void {
  if (isFreed) throw new KernelPanic(what, 'misused memory');
}

/** Stops the round: the kernel asserts it. */
export function assert(holds: boolean, what: string): void {
  if (!holds) throw new KernelPanic(what);
}

/** What does nothing, and gives nobody a chance to come first. */
export function* nothing(): Steps {
  yield* [];
}
