/**
 * What a DEBUG request asks a kbox for, and the events that answer a GO: abi/include/abi/udebug.h
 * (2026), kernel/generic/include/udebug/udebug.h (2012). The numbers are the model's; 0 is none. It
 * imports nothing: the litmus language has the names from here.
 */

export const DEBUG_METHODS = [
  'BEGIN',
  'END',
  'SET_EVMASK',
  'GO',
  'STOP',
  'THREAD_READ',
  'NAME_READ',
  'AREAS_READ',
  'ARGS_READ',
  'REGS_READ',
  'MEM_READ',
] as const;

export type DebugMethod = (typeof DEBUG_METHODS)[number];

/** The number of a method of udebug. */
export function debugMethodOf(name: DebugMethod): number {
  return 1 + DEBUG_METHODS.indexOf(name);
}

/** In the order of their numbers, which are the kernel's: an event's bit in the mask is 1 << number. */
export const DEBUG_EVENTS = [
  'none',
  'FINISHED',
  'STOP',
  'SYSCALL_B',
  'SYSCALL_E',
  'THREAD_B',
  'THREAD_E',
] as const;

export const NO_EVENT = 0;
export const EVENT_FINISHED = 1;
export const EVENT_STOP = 2;
export const EVENT_SYSCALL_B = 3;
export const EVENT_SYSCALL_E = 4;
export const EVENT_THREAD_B = 5;
export const EVENT_THREAD_E = 6;
