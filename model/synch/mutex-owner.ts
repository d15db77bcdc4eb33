/**
 * Who holds a mutex: owner and nesting of 2026's kernel/generic/src/synch/mutex.c.
 *
 * The mutex itself is a wait queue with one wakeup banked. Only 2026's assertions ask for its owner:
 * a lock by the owner, or an unlock by another thread, fails one. Recursive mutexes are left out.
 */
import type { Kernel } from '../record/state.ts';

/** Two bytes of a mutex's queue: owner + 1, nesting. */
const ownerAt = (k: Kernel, q: number): number => k.at + k.layout.owners + q * 2;
export const owner = (k: Kernel, q: number): number => k.bytes[ownerAt(k, q)];

export function own(k: Kernel, t: number, q: number): void {
  k.bytes[ownerAt(k, q)] = t + 1;
  k.bytes[ownerAt(k, q) + 1] = 1;
}

/** False where the kernel's assertions fail: not locked, or locked by another thread. */
export function disown(k: Kernel, t: number, q: number): boolean {
  if (k.bytes[ownerAt(k, q) + 1] !== 1 || owner(k, q) !== t + 1) return false;
  k.bytes[ownerAt(k, q)] = 0;
  k.bytes[ownerAt(k, q) + 1] = 0;
  return true;
}
