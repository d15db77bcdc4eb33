/**
 * One comparable form for the ends of a program, the kernel's as recorded and the model's.
 *
 * Two ends are the same exactly if their texts are. All undefined behaviour is one end: after a
 * failed assertion or a destroyed list nothing further can be compared (kernel-outcomes/README.md).
 */

/** How the model says in what a program ended. */
export type KernelEnd = KernelEndState | KernelPanic | Endless;

export interface KernelPanic {
  /** The kernel's assertion that failed, or what was destroyed. */
  readonly panic: string;
}

/** Some states of a program with a debug session lead to no end at all. */
export interface Endless {
  readonly endless: true;
}

export interface KernelEndState {
  /**
   * `results[i][j]` is the result of the j-th cell of lane i (empty cells not counted): a return
   * code, `ok` of a void function or a tick, a number, `blocked`, `not-reached`, `awaiting`, or
   * `deadlock(lock)`. With recorded ticks, what has returned is followed by `@tN`. A wait for messages also
   * gives `request P0.0 m1` (a method of the system by its name), `answer P0.0 EOK` or `none`, a
   * call that waits for its answer `retval EOK`, and an answer to what is no request `skipped`.
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
  /** Every task, in any order; none in programs without IPC. */
  readonly tasks: readonly TaskEnd[];
  /** Of a program with a debug session. */
  readonly udebug?: SessionEnd;
}

/** What a debug session is left with. */
export interface SessionEnd {
  /** The calls and the dispatched calls of the kbox. */
  readonly calls: readonly string[];
  readonly dispatched: readonly string[];
  /** `inactive`, `beginning` or `active`. */
  readonly state: string;
  readonly notStoppable: number;
  readonly hasBeginCall: boolean;
  /** Every thread of the task, in any order. */
  readonly threads: readonly HookEnd[];
}

export interface HookEnd {
  readonly lane: string;
  /** `active`, `go`, `stoppable`, `go_call`: those that are set. */
  readonly flags: readonly string[];
  /** cur_event: `none`, `STOP`, ... */
  readonly event: string;
  /** Of go_wq. */
  readonly banked: number;
  readonly closed: boolean;
  readonly sleepers: readonly string[];
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
  /** A capability that is gone, and its queue with it. */
  readonly destroyed?: boolean;
  /** References to a capability: its handle and the threads inside. */
  readonly refs?: number;
}

/** A task's answerbox and phones. Messages are named by the call that made them: P0.0, hangup0. */
export interface TaskEnd {
  readonly name: string;
  /** Of the box' wait queue: missed_wakeups or wakeup_balance. */
  readonly banked: number;
  /** Lanes that wait for a message, the one that sleeps longest first. */
  readonly sleepers: readonly string[];
  readonly calls: readonly string[];
  readonly dispatched: readonly string[];
  readonly answers: readonly string[];
  /** In any order; the slot is the phone's number in 2012 and its handle in 2026. */
  readonly phones: readonly PhoneEnd[];
  /**
   * What else is left, by the names of the records: `sync_boxes`, `sync_boxes_with_answer` (2012),
   * `box_active_calls`, `active_list`, `call_caps`, `unpublished_caps` (2026).
   */
  readonly counts: Readonly<Record<string, number>>;
}

export interface PhoneEnd {
  readonly slot: number;
  /** `connecting`, `connected`, `hungup` or `slammed`; a `free` slot is as good as none. */
  readonly state: string;
  readonly activeCalls: number;
  /** Always 0 in 2012. */
  readonly refs: number;
}

/** The text of every end that is a panic or a corrupted state. */
export const UNDEFINED_BEHAVIOUR = 'undefined behaviour';

/** What a program comes to from which a livelock can be reached, beside its ends. */
export const ENDLESS = 'runs for ever';

/**
 * Ticks of return in the records: `none`; `codes`, those of calls that return a code (`@tN` in their
 * results); `all`, those of every operation (`return_ticks`).
 */
export type TicksRecorded = 'none' | 'codes' | 'all';

/**
 * `P0: OK_BLOCKED | P1: ok, ok | q0: 1 banked | interrupted: P0 | armed: 0`
 *
 * A lane without cells, and a task with which nothing is the matter, are not mentioned.
 */
export function textOf(end: KernelEnd, ticks: TicksRecorded = 'codes'): string {
  if ('panic' in end) return UNDEFINED_BEHAVIOUR;
  if ('endless' in end) return ENDLESS;
  const interrupted = end.interrupted.toSorted().join(' ');
  const say = (result: string): string => resultText(result, ticks);
  return [
    ...end.results.flatMap((lane, i) => {
      return lane.length === 0 ? [] : [`P${i}: ${lane.map(say).join(', ')}`];
    }),
    ...end.queues.toSorted(byName).map(queueText),
    ...end.counters.toSorted(byName).map(({ name, value }) => `${name}.counter: ${value}`),
    `interrupted: ${interrupted === '' ? 'none' : interrupted}`,
    `armed: ${end.armedTimeouts}`,
    ...end.tasks.toSorted(byName).flatMap(taskText),
    ...(end.udebug === undefined ? [] : sessionText(end.udebug)),
  ].join(' | ');
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

/** Does a thread spin for ever in this end? */
export function isDeadlock(end: KernelEnd): boolean {
  return 'results' in end && end.results.flat().some((result) => result.startsWith('deadlock'));
}

/**
 * Which lock a thread spins on for ever has other names in the model than in the C code, so only
 * the fact counts.
 */
function resultText(result: string, ticks: TicksRecorded): string {
  if (result.startsWith('deadlock')) return 'deadlock';
  return ticks === 'all' ? result : result.replace(/^(ok|-?\d+)@t\d+$/, '$1');
}

function queueText({ name, banked, closed, sleepers, destroyed, refs }: QueueEnd): string {
  if (destroyed === true) return `${name}: destroyed`;
  const holders = refs === undefined ? [] : [`refs ${refs}`];
  const parts = [`${banked} banked`, ...(closed ? ['closed'] : []), ...holders];
  return `${name}: ${[...parts, ...listText('asleep', sleepers)].join(', ')}`;
}

/** `T0: 1 banked, asleep P1, calls P0.0 P0.1, phone 1 connected active 2 refs 6` */
function taskText(task: TaskEnd): string[] {
  const { name, banked, sleepers, calls, dispatched, answers, phones, counts } = task;
  const parts = [
    ...(banked === 0 ? [] : [`${banked} banked`]),
    ...listText('asleep', sleepers),
    ...listText('calls', calls),
    ...listText('dispatched', dispatched),
    ...listText('answers', answers),
    ...phones
      .filter(({ state }) => state !== 'free')
      .toSorted((a, b) => a.slot - b.slot)
      .map(phoneText),
    ...Object.entries(counts)
      .filter(([, count]) => count !== 0)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, count]) => `${key} ${count}`),
  ];
  return parts.length === 0 ? [] : [`${name}: ${parts.join(', ')}`];
}

/** `kbox: dispatched P1.0`, `udebug: active, not_stoppable 1`, `P0: active go go_call, event none` */
function sessionText(session: SessionEnd): string[] {
  const { calls, dispatched, state, notStoppable, hasBeginCall, threads } = session;
  const lists = [...listText('calls', calls), ...listText('dispatched', dispatched)];
  const call = hasBeginCall ? ', begin_call' : '';
  return [
    `kbox: ${lists.length === 0 ? 'empty' : lists.join(', ')}`,
    `udebug: ${state}, not_stoppable ${notStoppable}${call}`,
    ...threads.toSorted((a, b) => (a.lane < b.lane ? -1 : 1)).map(hookText),
  ];
}

function hookText({ lane, flags, event, banked, closed, sleepers }: HookEnd): string {
  const parts = [
    flags.length === 0 ? 'nothing set' : flags.join(' '),
    `event ${event}`,
    `${banked} banked`,
    ...(closed ? ['closed'] : []),
    ...listText('asleep', sleepers),
  ];
  return `thread ${lane}: ${parts.join(', ')}`;
}

function phoneText({ slot, state, activeCalls, refs }: PhoneEnd): string {
  const holders = refs === 0 ? '' : ` refs ${refs}`;
  return `phone ${slot} ${state} active ${activeCalls}${holders}`;
}

function listText(what: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${what} ${items.join(' ')}`];
}
