/**
 * One comparable form for the ends of a program, the kernel's as recorded and the model's.
 *
 * Two ends are the same exactly if their texts are. All undefined behaviour is one end: after a
 * failed assertion or a destroyed list nothing further can be compared (kernel-outcomes/README.md).
 */

/** How the model says in what a program ended. */
export type KernelEnd = KernelEndState | KernelPanic;

export interface KernelPanic {
  /** The kernel's assertion that failed, or what was destroyed. */
  readonly panic: string;
}

export interface KernelEndState {
  /**
   * `results[i][j]` is the result of the j-th cell of lane i (empty cells not counted): a return
   * code, `ok` of a void function or a tick, a number, `blocked`, `not-reached`, `awaiting`, or
   * `deadlock(lock)`. With recorded ticks, a code is followed by `@tN`.
   */
  readonly results: readonly (readonly string[])[];
  /** The queue of every waitq, futex, semaphore, mutex and condvar, in any order. */
  readonly queues: readonly QueueEnd[];
  /** The user counter of every futex, in any order. */
  readonly counters: readonly { readonly name: string; readonly value: number }[];
  /** Lanes whose `interrupted` is set, as P0, P1, ..., in any order. */
  readonly interrupted: readonly string[];
  /** Timeouts that are still registered. */
  readonly armedTimeouts: number;
}

export interface QueueEnd {
  /** The name of the object in the litmus. */
  readonly name: string;
  /** 2012: missed_wakeups. 2026: wakeup_balance. */
  readonly banked: number;
  /** Always false in 2012. */
  readonly closed: boolean;
  /** Lanes, the one that sleeps longest first. */
  readonly sleepers: readonly string[];
}

/** The text of every end that is a panic or a corrupted state. */
export const UNDEFINED_BEHAVIOUR = 'undefined behaviour';

/** `P0: OK_BLOCKED | P1: ok, ok | q0: 1 banked | interrupted: P0 | armed: 0` */
export function textOf(end: KernelEnd): string {
  if ('panic' in end) return UNDEFINED_BEHAVIOUR;
  const interrupted = end.interrupted.toSorted().join(' ');
  return [
    ...end.results.map((lane, i) => `P${i}: ${lane.map(resultText).join(', ')}`),
    ...end.queues.toSorted(byName).map(queueText),
    ...end.counters.toSorted(byName).map(({ name, value }) => `${name}.counter: ${value}`),
    `interrupted: ${interrupted === '' ? 'none' : interrupted}`,
    `armed: ${end.armedTimeouts}`,
  ].join(' | ');
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

/**
 * Which lock a thread spins on for ever has other names in the model than in the C code, so only
 * the fact counts; void results carry no tick in the recorded data.
 */
function resultText(result: string): string {
  if (result.startsWith('deadlock')) return 'deadlock';
  return result.replace(/^(ok|-?\d+)@t\d+$/, '$1');
}

function queueText({ name, banked, closed, sleepers }: QueueEnd): string {
  const asleep = sleepers.length === 0 ? '' : `, asleep ${sleepers.join(' ')}`;
  return `${name}: ${banked} banked${closed ? ', closed' : ''}${asleep}`;
}
