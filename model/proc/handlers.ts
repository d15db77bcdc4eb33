/**
 * Tables that the modules of the model fill as they load: system calls, and where waits for a
 * message continue. It imports no module that fills it, so that all are filled whatever the order.
 */
import type { Kernel } from '../record/state.ts';

/** Starts one system call of thread t: sets its first kernel step. */
export type Handler = (k: Kernel, t: number) => void;

/** All system calls, by the number that an op has for its handler. */
export const HANDLERS: Handler[] = [];

/** The numbers of the handlers by the names of their kernel functions: how a compiler finds them. */
export const HANDLER_NUMBERS = new Map<string, number>();

/** Registers a system call under the names of its kernel functions and returns its number. */
export function handler(names: string | readonly string[], run: Handler): number {
  HANDLERS.push(run);
  for (const name of [names].flat()) HANDLER_NUMBERS.set(name, HANDLERS.length - 1);
  return HANDLERS.length - 1;
}

/** Steps at which a wait on a private box continues: that of a call, or of a clean-up. */
export const PRIVATE_WAITS = new Set<number>();
export const CLEANUP_WAITS = new Set<number>();
/** Steps at which a wait on the kbox of the thread's task continues. */
export const KBOX_WAITS = new Set<number>();

/** What a wait that continues at a step does at once where it has failed: on the own stack alone. */
export const FAILED_WAITS = new Map<number, (k: Kernel, t: number) => void>();

/** 2012: how the wait that continues at a step is begun again where its box was empty. */
export const WAITERS = new Map<number, (k: Kernel, t: number) => void>();
