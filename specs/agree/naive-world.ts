/**
 * The world of `naive-kernel.ts`: what its threads share, and how a step of them ends. For tests.
 */
export const NOBODY = -1;

export interface Thread {
  /** The op that it is at, and where in it. */
  op: number;
  pc: string;
  interrupted: boolean;
  killed: boolean;
  /** 2012: state; 2026: sleep_state. */
  state: string;
  /** The queue whose list it is in, or NOBODY. */
  queue: number;
  interruptible: boolean;
  /** 2012: timeout_pending. */
  pending: boolean;
  /** 2012: the context that is restored, as the code that the sleep then returns. */
  context: string;
  /** 2026: its timeout: none, listed, fired, finished; and what it is due at. */
  timeout: string;
  deadline: number;
  /** 2026: thread_wait_finish has returned THREAD_WAIT_TIMEOUT. */
  timedOut: boolean;
  /** Who holds thread->lock. */
  lock: number;
  /** The thread that it works on, the local copy of the clock, the ticks left, threads woken. */
  target: number;
  tick: number;
  left: number;
  count: number;
  rc: string;
  results: string[];
}

export interface Queue {
  name: string;
  balance: number;
  closed: boolean;
  lock: number;
  list: number[];
  /** 2026, of a mutex. */
  owner: number;
  nesting: number;
}

export interface World {
  threads: Thread[];
  queues: Queue[];
  threadsLock: number;
  timeoutLock: number;
  /** The threads with a timeout, in order; 2012: with the ticks after the one before. */
  timeouts: { thread: number; ticks: number }[];
  now: number;
  panic: boolean;
}

/** What a thread is doing: its op, and the queue that it is about. */
export interface Call {
  readonly name: string;
  readonly queue: number;
  readonly timeout: number;
  readonly nonBlocking: boolean;
  readonly interruptible: boolean;
  readonly composable: boolean;
  readonly target: number;
  readonly mode: string;
  readonly value: number;
  readonly restarts: boolean;
}

/** One step of thread t at `pc`: false if it cannot be taken now, and then nothing has changed. */
export type Steps = Readonly<Record<string, (w: World, t: number, call: Call) => boolean>>;

/** The op is over. */
export function done(w: World, t: number, result: string): boolean {
  const thread = w.threads[t];
  thread.results.push(result);
  thread.op++;
  thread.pc = 'call';
  thread.rc = '';
  return true;
}

export function goto(w: World, t: number, pc: string): boolean {
  w.threads[t].pc = pc;
  return true;
}

/** An assertion fails. */
export function panic(w: World): boolean {
  w.panic = true;
  return true;
}

/** A sleep of the op has returned: the harness issues it again, or the op is over. */
export function slept(w: World, t: number, { restarts, name }: Call, rc: string): boolean {
  const thread = w.threads[t];
  const wasInterrupted = rc === 'INTERRUPTED' || rc === 'EINTR';
  if (wasInterrupted && restarts && !thread.killed) return goto(w, t, 'again');
  if (name === 'mutex_lock' && rc === 'EOK') return goto(w, t, 'own');
  return done(w, t, rc);
}

/** What both revisions share of the harness, and of the mutex. */
export const COMMON: Steps = {
  again(w, t) {
    w.threads[t].interrupted = false;
    return goto(w, t, 'call');
  },
  own(w, t, { queue }) {
    w.queues[queue].owner = t;
    w.queues[queue].nesting = 1;
    return done(w, t, 'EOK');
  },
};
