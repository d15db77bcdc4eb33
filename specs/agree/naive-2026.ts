/** Wait queues of 2026 for `naive-kernel.ts`: waitq.c, thread.c, timeout.c, mutex.c, clock.c at 2866531314. */
import { COMMON, done, goto, NOBODY, panic, slept, type Steps, type World } from './naive-world.ts';

/** thread_wakeup(): the exchange; who finds Asleep puts the thread on a run queue. */
function wakeup(w: World, thread: number): void {
  w.threads[thread].state = 'Woke';
}

/** _wake_one(), under wq->lock. */
function wakeOne(w: World, queue: number): void {
  const thread = w.queues[queue].list.shift();
  if (thread === undefined) return;
  w.threads[thread].queue = NOBODY;
  wakeup(w, thread);
}

/** The flags of the functions that the locks call. */
function flagsOf(call: { name: string; timeout: number; nonBlocking: boolean }) {
  return call.name === 'sleep' ? null : { nonBlocking: call.nonBlocking || call.timeout > 0 };
}

const BEGIN: Readonly<Record<string, string>> = {
  sleep: 'lock-queue',
  sem_down: 'lock-queue',
  mutex_lock: 'look-at-owner',
  wake_one: 'wake',
  wake_all: 'wake',
  sem_up: 'wake',
  mutex_unlock: 'disown',
  signal: 'wake',
  close: 'wake',
  interrupt: 'flag',
  tick: 'tick',
  await_asleep: 'await',
};

export const STEPS_2026: Steps = {
  ...COMMON,
  call: (w, t, { name }) => goto(w, t, BEGIN[name]),

  'look-at-owner': (w, t, { queue }) =>
    w.queues[queue].owner === t ? panic(w) : goto(w, t, 'lock-queue'),
  disown(w, t, { queue }) {
    const mutex = w.queues[queue];
    mutex.nesting--;
    if (mutex.nesting !== 0 || mutex.owner !== t) return panic(w);
    mutex.owner = NOBODY;
    return goto(w, t, 'wake');
  },

  // waitq_sleep_timeout_unsafe
  'lock-queue'(w, t, { queue }) {
    if (w.queues[queue].lock !== NOBODY) return false;
    w.queues[queue].lock = t;
    return goto(w, t, 'decide');
  },
  decide(w, t, call) {
    const queue = w.queues[call.queue];
    const thread = w.threads[t];
    const nonBlocking = flagsOf(call)?.nonBlocking ?? call.nonBlocking;
    thread.rc = '';
    if (queue.closed) thread.rc = 'EOK';
    else if (queue.balance > 0) {
      queue.balance--;
      thread.rc = 'EOK';
    } else if (nonBlocking && call.timeout === 0) thread.rc = 'ETIMEOUT';
    if (thread.rc !== '') return goto(w, t, 'exit');
    queue.list.push(t);
    thread.queue = call.queue;
    thread.deadline = call.timeout === 0 ? 0 : w.now + call.timeout;
    return goto(w, t, 'wait-start');
  },
  'wait-start'(w, t) {
    w.threads[t].state = 'Initial';
    return goto(w, t, 'wait-started');
  },
  'wait-started'(w, t, call) {
    const thread = w.threads[t];
    if (thread.interrupted && call.interruptible && call.name === 'sleep') {
      thread.rc = 'EINTR';
      return goto(w, t, 'exit');
    }
    w.queues[call.queue].lock = NOBODY;
    return goto(w, t, 'wait-finish');
  },
  // thread_wait_finish
  'wait-finish'(w, t, { timeout }) {
    const thread = w.threads[t];
    thread.timedOut = false;
    if (thread.state !== 'Initial') return goto(w, t, 'relock');
    return goto(w, t, timeout === 0 ? 'scheduler' : 'register');
  },
  register(w, t) {
    if (w.timeoutLock !== NOBODY) return false;
    const thread = w.threads[t];
    const later = w.timeouts.findIndex((it) => w.threads[it.thread].deadline > thread.deadline);
    w.timeouts.splice(later < 0 ? w.timeouts.length : later, 0, { thread: t, ticks: 0 });
    thread.timeout = 'listed';
    return goto(w, t, 'scheduler');
  },
  scheduler(w, t) {
    const thread = w.threads[t];
    if (thread.state === 'Initial') thread.state = 'Asleep';
    return goto(w, t, 'asleep');
  },
  asleep(w, t) {
    const thread = w.threads[t];
    if (thread.state !== 'Woke') return false;
    return goto(w, t, thread.timeout === 'none' ? 'relock' : 'unregister');
  },
  // timeout_unregister
  unregister(w, t) {
    const thread = w.threads[t];
    if (thread.timeout === 'finished') return goto(w, t, 'was-fired');
    if (w.timeoutLock !== NOBODY) return false;
    const at = w.timeouts.findIndex((it) => it.thread === t);
    if (at < 0) return goto(w, t, 'was-fired');
    w.timeouts.splice(at, 1);
    thread.timeout = 'none';
    return goto(w, t, 'relock');
  },
  'was-fired'(w, t) {
    const thread = w.threads[t];
    if (thread.timeout !== 'finished') return false;
    thread.timeout = 'none';
    thread.timedOut = true;
    return goto(w, t, 'relock');
  },
  relock(w, t, { queue }) {
    if (w.queues[queue].lock !== NOBODY) return false;
    w.queues[queue].lock = t;
    return goto(w, t, 'look');
  },
  look(w, t) {
    const thread = w.threads[t];
    const { timedOut } = thread;
    thread.timedOut = false;
    if (thread.queue === NOBODY) thread.rc = 'EOK';
    else if (timedOut) thread.rc = 'ETIMEOUT';
    return goto(w, t, thread.rc === '' ? 'wait-start' : 'exit');
  },
  exit(w, t, call) {
    const thread = w.threads[t];
    const queue = w.queues[call.queue];
    const at = queue.list.indexOf(t);
    if (at >= 0) queue.list.splice(at, 1);
    thread.queue = NOBODY;
    thread.deadline = 0;
    if (thread.rc !== 'EOK' && call.composable && call.name === 'sleep') queue.balance--;
    queue.lock = NOBODY;
    const { rc } = thread;
    thread.rc = '';
    return slept(w, t, call, rc);
  },

  wake(w, t, { queue: q, name }) {
    const queue = w.queues[q];
    if (queue.lock !== NOBODY) return false;
    const all = name === 'close' || name === 'wake_all';
    if (all) queue.balance = 0;
    if (name === 'close') queue.closed = true;
    if (all) while (queue.list.length > 0) wakeOne(w, q);
    if (name === 'signal') wakeOne(w, q);
    else if (!all && !queue.closed) {
      if (queue.balance < 0 || queue.list.length === 0) queue.balance++;
      else wakeOne(w, q);
    }
    return done(w, t, 'ok');
  },

  // thread_interrupt
  flag(w, t, { target, mode }) {
    if (mode !== 'bare') w.threads[target].interrupted = true;
    if (mode === 'kill') w.threads[target].killed = true;
    return goto(w, t, 'kick');
  },
  kick(w, t, { target }) {
    wakeup(w, target);
    return done(w, t, 'ok');
  },
  await(w, t, { target }) {
    const { pc, state } = w.threads[target];
    return pc === 'asleep' && state === 'Asleep' && done(w, t, 'ok');
  },

  // clock
  tick(w, t, { value }) {
    const thread = w.threads[t];
    if (thread.left === 0) thread.left = value;
    w.now++;
    thread.tick = w.now;
    return goto(w, t, 'scan');
  },
  scan(w, t) {
    if (w.timeoutLock !== NOBODY) return false;
    const thread = w.threads[t];
    const [head] = w.timeouts;
    if (head === undefined || thread.tick <= w.threads[head.thread].deadline) {
      thread.tick = 0;
      thread.left--;
      return goto(w, t, thread.left === 0 ? 'tick-end' : 'tick');
    }
    w.timeouts.shift();
    w.threads[head.thread].timeout = 'fired';
    thread.target = head.thread;
    return goto(w, t, 'callback');
  },
  callback(w, t) {
    wakeup(w, w.threads[t].target);
    return goto(w, t, 'finished');
  },
  finished(w, t) {
    w.threads[w.threads[t].target].timeout = 'finished';
    w.threads[t].target = NOBODY;
    return goto(w, t, 'scan');
  },
  'tick-end': (w, t) => done(w, t, 'ok'),
};
