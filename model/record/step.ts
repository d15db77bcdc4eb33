/**
 * Steps: the atoms of the model, each with the kernel function that it stands for.
 *
 * A step is what the kernel does under one spinlock, in one atomic instruction, or on the thread's
 * own stack alone. Its number is the program counter value of a thread that is about to take it.
 * 0 is no step: a lane that has ended, a clock between two interrupts.
 */
import type { Kernel } from './state.ts';

export interface Step {
  /** Stable: replay tokens and coverage name steps by it. */
  readonly name: string;
  /** The kernel function, as `function()` is called in the source; empty in user mode. */
  readonly fn: string;
  /** Path in the HelenOS tree; empty in user mode. */
  readonly file: string;
  /** What happens, a few words. */
  readonly says: string;
  /** user: the thread is in user mode, which is a boundary. */
  readonly mode: 'user' | 'kernel' | 'clock' | 'held';
  /** May actor t take it now? Absent: always. */
  enabled?(k: Kernel, t: number): boolean;
  run(k: Kernel, t: number): void;
}

/** All steps, by number. Filled as the modules of the model load: one order where steps.ts is first. */
export const STEPS: Step[] = [
  { name: 'none', fn: '', file: '', says: '', mode: 'user', enabled: () => false, run: () => {} },
];

/** Adds a step and returns its number, 1..255. */
export function step({ name, fn, file, says, mode, enabled, run }: Step): number {
  if (STEPS.some((known) => known.name === name)) throw new Error(`step ${name} twice`);
  if (STEPS.length > 255) throw new Error('more than 255 steps: program counters are one byte');
  // All of one shape: the hot loop looks at a step of any kind at one place.
  STEPS.push({ name, fn, file, says, mode, enabled, run });
  return STEPS.length - 1;
}
