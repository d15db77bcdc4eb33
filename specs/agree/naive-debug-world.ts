/**
 * The world of `naive-debug.ts`, in the kernel's own fields, and how its C is written down: a
 * function is a generator that yields what it does between two step ends, as a function of the
 * world. What that returns, it is given back. For tests.
 */
import type { Revision } from './read-outcomes.ts';
import type { Fields } from './reader.ts';

/** What a thread does in one step; BLOCKED: it cannot do it now, and has changed nothing. */
export type Act = (w: World) => unknown;
export type Code<T = void> = Generator<Act, T, unknown>;
export const BLOCKED = Symbol('blocked');

/** One step. */
export function* act<T>(step: (w: World) => T | typeof BLOCKED): Code<T> {
  return (yield step) as T;
}

/** Where something must not happen in C. */
export function panic(w: World): void {
  w.panic = true;
}

export interface WaitQueue {
  /** missed_wakeups, or wakeup_balance. */
  banked: number;
  closed: boolean;
  sleepers: string[];
}

/** thread_t, its `udebug` included. */
export interface Thread {
  uspace: boolean;
  interrupted: boolean;
  /** 2012: sleep_interruptible, and that it left its sleep by the interruption context. */
  interruptible: boolean;
  wasInterrupted: boolean;
  /** 2026: sleep_state is SLEEP_WOKE. */
  woke: boolean;
  lock: boolean;
  active: boolean;
  go: boolean;
  stoppable: boolean;
  goCall: string;
  event: string;
}

/** call_t; the fields of data that matter. */
export interface Call {
  method: string;
  thread: string;
  mask: number;
  sender: string;
  forget: boolean;
  retval: string;
  event: string;
}

export interface World {
  revision: Revision;
  panic: boolean;
  threads: Record<string, Thread>;
  queues: Record<string, WaitQueue>;
  calls: Record<string, Call>;
  /** task.udebug of T0. */
  lock: boolean;
  state: string;
  count: number;
  beginCall: string;
  evmask: number;
  debugger: string;
  /** T0's kb.box, T1's answerbox, and what T1 has. */
  kbox: { calls: string[]; dispatched: string[]; phones: number };
  answers: string[];
  boxActive: number;
  phone: { state: string; active: number };
  activeCalls: string[];
}

/** What a thread works through: the op's name is that of its first phase. */
export interface Place {
  op: number;
  /** The phases of the op that are still to come, and what the steps of the first have returned. */
  todo: string[];
  log: unknown[];
  result: unknown;
  results: unknown[];
}

export const isOld = (w: World): boolean => w.revision === 'helenos-2012';

export const go = (thread: string): string => `go.${thread}`;
const emptyQueue = (): WaitQueue => ({ banked: 0, closed: false, sleepers: [] });

/** As the records begin: no session; A and B past uinit; K and a phone to the kbox. */
export function beginning(revision: Revision, lanes: readonly { thread: string }[]): World {
  const names = lanes.map(({ thread }) => thread);
  const users = names.filter((name) => name !== 'D' && name !== 'K');
  const queues = ['q0', 'T0', 'kbox', 'T1', ...names.map(go)];
  return {
    revision,
    panic: false,
    threads: Object.fromEntries(names.map((name) => [name, newThread(users.includes(name))])),
    queues: Object.fromEntries(queues.map((name) => [name, emptyQueue()])),
    calls: {},
    lock: false,
    state: 'inactive',
    count: users.length,
    beginCall: '',
    evmask: 0,
    debugger: '',
    kbox: { calls: [], dispatched: [], phones: 1 },
    answers: [],
    boxActive: 0,
    phone: { state: 'connected', active: 0 },
    activeCalls: [],
  };
}

function newThread(uspace: boolean): Thread {
  return {
    uspace,
    interrupted: false,
    interruptible: false,
    wasInterrupted: false,
    woke: false,
    lock: false,
    active: false,
    go: false,
    stoppable: !uspace,
    goCall: '',
    event: 'none',
  };
}

/** TASK->threads of T0: its lanes in the order A, K, B, as the harness makes them. */
export function threadsOf(w: World): string[] {
  return ['A', 'K', 'B'].filter((name) => w.threads[name] !== undefined);
}

/** What the phases of the ops are given: who runs them, and the op. */
export type Phase = (me: string, op: Fields, name: string) => Code<Next>;

/** What follows a phase: nothing but the next one, a result, the same again, or others first. */
export type Next = void | { result?: unknown; again?: true; first?: string[] };
