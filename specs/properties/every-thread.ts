/**
 * Is it so of some thread, or of every one? Asked in every state of a search.
 *
 * Loops in place of array methods, and closed functions for tests: nothing is allocated per state.
 */
import type { Kernel } from '../../model/record/state.ts';

/** Is it so of some thread? */
export function someThread(k: Kernel, test: (k: Kernel, t: number) => boolean): boolean {
  for (let t = 0; t < k.threads; t++) if (test(k, t)) return true;
  return false;
}

/** Is it so of every thread? */
export function everyThread(k: Kernel, test: (k: Kernel, t: number) => boolean): boolean {
  for (let t = 0; t < k.threads; t++) if (!test(k, t)) return false;
  return true;
}
