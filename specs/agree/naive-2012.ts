/** Wait queues of 2012 for `naive-kernel.ts`: waitq.c, timeout.c, clock.c at 49505feb1808. */
import { COMMON, done, goto, NOBODY, panic, slept, type Steps, type World } from './naive-world.ts';

/** timeout_unregister(), whose timeoutlock is free: what is left goes to the next. */
function unregister(w: World, thread: number): boolean {
  const at = w.timeouts.findIndex((timeout) => timeout.thread === thread);
  if (at < 0) return false;
  const next = w.timeouts[at + 1];
  if (next !== undefined) next.ticks += w.timeouts[at].ticks;
  w.timeouts.splice(at, 1);
  return true;
}

/** timeout_register() */
function register(w: World, thread: number, ticks: number): void {
  let at = 0;
  let sum = 0;
  while (at < w.timeouts.length && ticks >= sum + w.timeouts[at].ticks)
    sum += w.timeouts[at++].ticks;
  const left = ticks - sum;
  if (at < w.timeouts.length) w.timeouts[at].ticks -= left;
  w.timeouts.splice(at, 0, { thread, ticks: left });
}

/** Under wq->lock and thread->lock; timeout_unregister takes timeoutlock inside. */
function unlink(w: World, thread: number, context: string): void {
  const sleeper = w.threads[thread];
  if (sleeper.pending && unregister(w, thread)) sleeper.pending = false;
  const { list } = w.queues[sleeper.queue];
  list.splice(list.indexOf(thread), 1);
  sleeper.context = context;
  sleeper.queue = NOBODY;
}

/** thread_ready(), which takes thread->lock. */
function ready(w: World, thread: number): boolean {
  if (w.threads[thread].lock !== NOBODY) return false;
  w.threads[thread].state = 'Ready';
  return true;
}

function mayUnregister(w: World, thread: number): boolean {
  return !w.threads[thread].pending || w.timeoutLock === NOBODY;
}

/** Begins an op: most of them with a lock of their own. */
const BEGIN: Readonly<Record<string, string>> = {
  sleep: 'prepare',
  sem_down: 'prepare',
  mutex_lock: 'prepare',
  wake_one: 'wake',
  wake_all: 'wake',
  sem_up: 'wake',
  mutex_unlock: 'wake',
  unsleep: 'unsleep',
  count_set: 'count',
  count_get: 'count',
  interrupt: 'threads',
  tick: 'tick',
  await_asleep: 'await',
};

export const STEPS_2012: Steps = {
  ...COMMON,
  call: (w, t, { name }) => goto(w, t, BEGIN[name]),

  // waitq_sleep_prepare
  prepare(w, t) {
    const thread = w.threads[t];
    if (thread.lock !== NOBODY || thread.pending) return false;
    return goto(w, t, 'lock-queue');
  },
  'lock-queue'(w, t, { queue }) {
    if (w.queues[queue].lock !== NOBODY) return false;
    w.queues[queue].lock = t;
    return goto(w, t, 'decide');
  },
  // waitq_sleep_timeout_unsafe
  decide(w, t, call) {
    const queue = w.queues[call.queue];
    if (queue.balance !== 0) {
      queue.balance--;
      queue.lock = NOBODY;
      return slept(w, t, call, 'OK_ATOMIC');
    }
    if (call.nonBlocking && call.timeout === 0) {
      queue.lock = NOBODY;
      return slept(w, t, call, 'WOULD_BLOCK');
    }
    return goto(w, t, 'lock-self');
  },
  'lock-self'(w, t, call) {
    const thread = w.threads[t];
    if (thread.lock !== NOBODY) return false;
    if (call.interruptible && thread.interrupted) {
      w.queues[call.queue].lock = NOBODY;
      return slept(w, t, call, 'INTERRUPTED');
    }
    thread.lock = t;
    thread.interruptible = call.interruptible;
    if (call.timeout === 0) return goto(w, t, 'list');
    thread.pending = true;
    return goto(w, t, 'register');
  },
  register(w, t, { timeout }) {
    if (w.timeoutLock !== NOBODY) return false;
    register(w, t, timeout);
    return goto(w, t, 'list');
  },
  list(w, t, { queue }) {
    const thread = w.threads[t];
    w.queues[queue].list.push(t);
    thread.state = 'Sleeping';
    thread.queue = queue;
    thread.context = 'OK_BLOCKED';
    thread.lock = NOBODY;
    return goto(w, t, 'scheduler');
  },
  scheduler(w, t) {
    if (w.threads[t].lock !== NOBODY) return false;
    w.threads[t].lock = t;
    return goto(w, t, 'separated');
  },
  separated(w, t, { queue }) {
    w.queues[queue].lock = NOBODY;
    return goto(w, t, 'switched');
  },
  switched(w, t) {
    w.threads[t].lock = NOBODY;
    return goto(w, t, 'asleep');
  },
  asleep(w, t, call) {
    const thread = w.threads[t];
    if (thread.state !== 'Ready') return false;
    thread.state = 'Running';
    return slept(w, t, call, thread.context);
  },

  // _waitq_wakeup_unsafe
  wake(w, t, { queue }) {
    if (w.queues[queue].lock !== NOBODY) return false;
    w.queues[queue].lock = t;
    w.threads[t].count = 0;
    return goto(w, t, 'wake-next');
  },
  'wake-next'(w, t, { queue, name }) {
    const { list } = w.queues[queue];
    if (list.length === 0) {
      if (w.threads[t].count === 0 || name !== 'wake_all') w.queues[queue].balance++;
      return goto(w, t, 'wake-end');
    }
    const [thread] = list;
    if (w.threads[thread].lock !== NOBODY || !mayUnregister(w, thread)) return false;
    unlink(w, thread, w.threads[thread].context);
    w.threads[t].target = thread;
    w.threads[t].count++;
    return goto(w, t, 'wake-ready');
  },
  'wake-ready'(w, t, { name }) {
    if (!ready(w, w.threads[t].target)) return false;
    w.threads[t].target = NOBODY;
    return goto(w, t, name === 'wake_all' ? 'wake-next' : 'wake-end');
  },
  'wake-end'(w, t, { queue }) {
    w.queues[queue].lock = NOBODY;
    w.threads[t].count = 0;
    return done(w, t, 'ok');
  },
  unsleep(w, t, { queue }) {
    if (w.queues[queue].lock !== NOBODY) return false;
    w.queues[queue].lock = t;
    return goto(w, t, w.queues[queue].list.length === 0 ? 'wake-end' : 'unsleep-first');
  },
  'unsleep-first'(w, t, { queue }) {
    const [thread] = w.queues[queue].list;
    if (w.threads[thread].lock !== NOBODY || !mayUnregister(w, thread)) return false;
    if (!w.threads[thread].interruptible) return panic(w);
    unlink(w, thread, 'INTERRUPTED');
    w.threads[t].target = thread;
    return goto(w, t, 'wake-ready');
  },
  count(w, t, { queue, name, value }) {
    if (w.queues[queue].lock !== NOBODY) return false;
    if (name === 'count_get') return done(w, t, String(w.queues[queue].balance));
    w.queues[queue].balance = value;
    return done(w, t, 'ok');
  },

  // task_kill_internal, waitq_interrupt_sleep
  threads(w, t, { mode }) {
    if (w.threadsLock !== NOBODY) return false;
    w.threadsLock = t;
    return goto(w, t, mode === 'bare' ? 'kick' : 'flag');
  },
  flag(w, t, { target, mode }) {
    const thread = w.threads[target];
    if (thread.lock !== NOBODY) return false;
    thread.interrupted = true;
    if (mode === 'kill') thread.killed = true;
    return goto(w, t, thread.state === 'Sleeping' ? 'kick' : 'threads-end');
  },
  kick(w, t, { target }) {
    const thread = w.threads[target];
    if (thread.lock !== NOBODY) return false;
    if (thread.queue === NOBODY || !thread.interruptible) return goto(w, t, 'threads-end');
    if (w.queues[thread.queue].lock !== NOBODY || !mayUnregister(w, target)) return false;
    unlink(w, target, 'INTERRUPTED');
    return goto(w, t, 'kick-ready');
  },
  'kick-ready': (w, t, { target }) => ready(w, target) && goto(w, t, 'threads-end'),
  'threads-end'(w, t) {
    w.threadsLock = NOBODY;
    return done(w, t, 'ok');
  },
  await: (w, t, { target }) =>
    w.threads[target].pc === 'asleep' && w.threads[target].queue !== NOBODY && done(w, t, 'ok'),

  // clock, waitq_sleep_timed_out
  tick(w, t, { value }) {
    const thread = w.threads[t];
    if (thread.left === 0) thread.left = value;
    w.now++;
    return goto(w, t, 'scan');
  },
  scan(w, t) {
    if (w.timeoutLock !== NOBODY) return false;
    const thread = w.threads[t];
    const [head] = w.timeouts;
    if (head !== undefined && head.ticks === 0) {
      w.timeouts.shift();
      thread.target = head.thread;
      return goto(w, t, 'timed-out');
    }
    if (head !== undefined) head.ticks--;
    thread.left--;
    return goto(w, t, thread.left === 0 ? 'tick-end' : 'tick');
  },
  'timed-out'(w, t) {
    if (w.threadsLock !== NOBODY) return false;
    w.threadsLock = t;
    return goto(w, t, 'timed-out-locked');
  },
  'timed-out-locked'(w, t) {
    const { target } = w.threads[t];
    const thread = w.threads[target];
    if (thread.lock !== NOBODY) return false;
    if (thread.queue === NOBODY) {
      thread.pending = false;
      return goto(w, t, 'timed-out-end');
    }
    if (w.queues[thread.queue].lock !== NOBODY) return false;
    // The timeout has left its list: there is nothing to unregister.
    thread.pending = false;
    unlink(w, target, 'TIMEOUT');
    return goto(w, t, 'timed-out-ready');
  },
  'timed-out-ready': (w, t) => ready(w, w.threads[t].target) && goto(w, t, 'timed-out-end'),
  'timed-out-end'(w, t) {
    w.threadsLock = NOBODY;
    w.threads[t].target = NOBODY;
    return goto(w, t, 'scan');
  },
  'tick-end': (w, t) => done(w, t, 'ok'),
};
