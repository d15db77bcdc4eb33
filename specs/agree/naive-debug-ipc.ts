/** Wait queues, mutexes and messages for `naive-debug.ts`: waitq.c, mutex.c, ipc.c, both revisions. */
import {
  act,
  BLOCKED,
  type Call,
  type Code,
  isOld,
  type Next,
  panic,
  type World,
} from './naive-debug-world.ts';
import type { Fields } from './reader.ts';

/** mutex_lock(): who waits has no order here, as any order can come about. */
export function* mutexLock(of: (w: World) => { lock: boolean }): Code {
  yield* act((w) => {
    const mutex = of(w);
    if (mutex.lock) return BLOCKED;
    mutex.lock = true;
    return null;
  });
}

export function* mutexUnlock(of: (w: World) => { lock: boolean }): Code {
  yield* act((w) => {
    of(w).lock = false;
    return null;
  });
}

export const taskLock = (w: World): World => w;
export const threadLock = (name: string) => (w: World) => w.threads[name];

/** waitq_sleep_timeout() without a timeout; `forgetful`: udebug_wait_for_go() of 2012. */
export function* sleep(
  me: string,
  q: string,
  interruptible = false,
  forgetful = false,
): Code<string> {
  const rc = yield* act((w) => enter(w, me, q, interruptible, forgetful));
  if (rc !== '') return rc;
  return yield* act((w) =>
    isOld(w) ? resumed2012(w, me, q) : resumed2026(w, me, q, interruptible),
  );
}

function enter(
  w: World,
  me: string,
  q: string,
  interruptible: boolean,
  forgetful: boolean,
): string {
  const wq = w.queues[q];
  const thread = w.threads[me];
  if (forgetful && isOld(w)) wq.banked = 0;
  if (wq.closed) return 'EOK';
  if (wq.banked > 0) {
    wq.banked--;
    return isOld(w) ? 'OK_ATOMIC' : 'EOK';
  }
  if (interruptible && thread.interrupted) return isOld(w) ? 'INTERRUPTED' : 'EINTR';
  thread.interruptible = interruptible;
  thread.woke = false;
  wq.sleepers.push(me);
  return '';
}

function resumed2012(w: World, me: string, q: string): string | typeof BLOCKED {
  if (w.queues[q].sleepers.includes(me)) return BLOCKED;
  const thread = w.threads[me];
  const rc = thread.wasInterrupted ? 'INTERRUPTED' : 'OK_BLOCKED';
  thread.wasInterrupted = false;
  thread.interruptible = false;
  return rc;
}

/** It looks at the queue again whenever it was woken, by whatever. */
function resumed2026(
  w: World,
  me: string,
  q: string,
  interruptible: boolean,
): string | typeof BLOCKED {
  const thread = w.threads[me];
  const { sleepers } = w.queues[q];
  if (sleepers.includes(me)) {
    if (!thread.woke || !interruptible || !thread.interrupted) return BLOCKED;
    sleepers.splice(sleepers.indexOf(me), 1);
    thread.interruptible = false;
    thread.woke = false;
    return 'EINTR';
  }
  thread.interruptible = false;
  thread.woke = false;
  return 'EOK';
}

/** waitq_wakeup(WAKEUP_FIRST), waitq_wake_one() */
export function* wakeOne(q: string): Code {
  yield* act((w) => {
    const wq = w.queues[q];
    if (wq.closed) return null;
    if (wq.sleepers.length === 0) wq.banked++;
    else wq.sleepers.shift();
    return null;
  });
}

/** Who waits for GO is woken: 2012 waitq_wakeup(); 2026 waitq_wake_all(), or waitq_close(). */
export function* wakeGo(q: string, closes: boolean): Code {
  yield* act((w) => {
    const wq = w.queues[q];
    if (isOld(w)) {
      if (wq.sleepers.length === 0) wq.banked++;
      else wq.sleepers.shift();
      return null;
    }
    wq.banked = 0;
    wq.closed ||= closes;
    wq.sleepers = [];
    return null;
  });
}

/** The harness: sets `interrupted`, then waitq_interrupt_sleep(), or thread_interrupt(). */
export function* interrupt(_me: string, { thread, mode }: Fields): Code<Next> {
  const target = String(thread);
  if (mode !== 'bare') {
    yield* act((w) => {
      w.threads[target].interrupted = true;
      return null;
    });
  }
  yield* act((w) => {
    if (isOld(w)) interruptSleep(w, target);
    else if (w.threads[target].interruptible) w.threads[target].woke = true;
    return null;
  });
  return { result: 'ok' };
}

function interruptSleep(w: World, target: string): void {
  const thread = w.threads[target];
  const wq = Object.values(w.queues).find(({ sleepers }) => sleepers.includes(target));
  if (wq === undefined || !thread.interruptible) return;
  wq.sleepers.splice(wq.sleepers.indexOf(target), 1);
  thread.wasInterrupted = true;
}

function newCall(fields: Partial<Call>): Call {
  const data = { thread: '', mask: 0, retval: '', event: '', forget: false, method: '' };
  return { ...data, sender: 'T1', ...fields };
}

/** _ipc_call() over T1's phone to T0's kbox. */
export function* send(name: string, fields: Partial<Call>): Code {
  yield* act((w) => {
    w.calls[name] = newCall(fields);
    w.phone.active++;
    if (isOld(w)) return null;
    w.boxActive++;
    w.activeCalls.push(name);
    return null;
  });
  yield* act((w) => {
    w.kbox.calls.push(name);
    return null;
  });
  yield* wakeOne('kbox');
}

/** ipc_backsend_err() of 2012: the phone leads nowhere any more. */
export function* sendBack(name: string, retval: string): Code {
  yield* act((w) => {
    w.calls[name] = newCall({ retval });
    w.phone.active++;
    w.answers.push(name);
    return null;
  });
  yield* wakeOne('T1');
}

/** ipc_answer() of a call that kb.box has dispatched, whosever box is locked for it. */
export function* answer(name: string, retval = 'EOK'): Code {
  yield* act((w) => {
    w.calls[name].retval = retval;
    const { dispatched } = w.kbox;
    if (!dispatched.includes(name)) return panic(w);
    dispatched.splice(dispatched.indexOf(name), 1);
    return undefined;
  });
  const isForgotten = yield* act((w) => {
    if (isOld(w)) return false;
    if (w.calls[name].forget) return true;
    w.activeCalls.splice(w.activeCalls.indexOf(name), 1);
    return false;
  });
  if (isForgotten) return;
  yield* act((w) => {
    w.answers.push(name);
    return null;
  });
  yield* wakeOne('T1');
}

/** ipc_wait_for_call() of T1: the answer that comes, or '' if none did (2026). */
export function* receiveAnswer(me: string): Code<string> {
  while (true) {
    yield* sleep(me, 'T1');
    const [name, isTold] = yield* act((w): [string, boolean] => {
      const first = w.answers.shift();
      if (first === undefined) return ['', !isOld(w)];
      w.phone.active--;
      if (!isOld(w)) w.boxActive--;
      return [first, true];
    });
    if (isTold) return name;
  }
}

/** ipc_wait_for_call() of the kbox thread. */
export function* receiveRequest(me: string): Code<string> {
  yield* sleep(me, 'kbox');
  return yield* act((w) => {
    const first = w.kbox.calls.shift();
    if (first === undefined) return '';
    w.kbox.dispatched.push(first);
    return first;
  });
}
