/** The hooks of a debugged thread for `naive-debug.ts`: udebug.c, syscall.c, thread.c, both revisions. */
import { answer, mutexLock, mutexUnlock, sleep, taskLock, threadLock } from './naive-debug-ipc.ts';
import { wakeGo } from './naive-debug-ipc.ts';
import { act, type Code, go, type Next, panic, threadsOf } from './naive-debug-world.ts';
import type { World } from './naive-debug-world.ts';

/** What a section under both locks has decided: nothing, to answer a call, to wait, to crash. */
const NOTHING = '';

/** Both locks, as every hook takes them. */
function* lockBoth(me: string): Code {
  yield* mutexLock(taskLock);
  yield* mutexLock(threadLock(me));
}

function* unlockBoth(me: string): Code {
  yield* mutexUnlock(threadLock(me));
  yield* mutexUnlock(taskLock);
}

/** udebug_wait_for_go() */
function* waitForGo(me: string): Code {
  yield* sleep(me, go(me), false, true);
}

/** Fills in and takes the GO call: NULL is a crash, or an assertion. */
function takeGoCall(w: World, me: string, event: string): string {
  const { goCall } = w.threads[me];
  w.threads[me].goCall = '';
  if (goCall === '') panic(w);
  else w.calls[goCall].event = event;
  return goCall;
}

export function* stoppableBegin(me: string): Code<Next> {
  yield* lockBoth(me);
  const call = yield* act((w) => {
    const thread = w.threads[me];
    const nsc = --w.count;
    if (thread.stoppable) panic(w);
    thread.stoppable = true;
    if (w.state === 'beginning' && nsc === 0) {
      const begin = w.beginCall;
      w.state = 'active';
      w.beginCall = '';
      return begin;
    }
    if (w.state !== 'active' || !thread.active || thread.go) return NOTHING;
    thread.event = 'STOP';
    return takeGoCall(w, me, 'STOP');
  });
  if (call !== NOTHING) yield* answer(call);
  yield* unlockBoth(me);
}

export function* stoppableEnd(me: string): Code<Next> {
  yield* lockBoth(me);
  const mustWait = yield* act((w) => {
    const thread = w.threads[me];
    if (thread.active && !thread.go) return true;
    w.count++;
    if (!thread.stoppable) panic(w);
    thread.stoppable = false;
    return false;
  });
  yield* unlockBoth(me);
  if (!mustWait) return {};
  yield* waitForGo(me);
  return { again: true };
}

const MASKS: Readonly<Record<string, number>> = { SYSCALL_B: 4, SYSCALL_E: 8 };

/** udebug_syscall_event(): B, or E. */
function* syscallEvent(me: string, event: string): Code {
  yield* lockBoth(me);
  const call = yield* act((w) => {
    const thread = w.threads[me];
    if (!thread.active || !thread.go || (w.evmask & MASKS[event]) === 0) return NOTHING;
    thread.go = false;
    thread.event = event;
    return takeGoCall(w, me, event);
  });
  if (call !== NOTHING) yield* answer(call);
  yield* unlockBoth(me);
  if (call !== NOTHING) yield* waitForGo(me);
}

/** syscall_handler(), its first half. */
export function* syscallBegins(me: string): Code<Next> {
  const active = yield* act((w) => w.threads[me].active);
  if (active) yield* syscallEvent(me, 'SYSCALL_B');
}

/** Its second half. */
export function* syscallEnds(me: string): Code<Next> {
  const active = yield* act((w) => w.threads[me].active);
  if (!active) return {};
  yield* syscallEvent(me, 'SYSCALL_E');
  return { first: ['stoppable_begin', 'stoppable_end'] };
}

/** udebug_thread_e_event() */
export function* threadE(me: string): Code<Next> {
  yield* lockBoth(me);
  const call = yield* act((w) => {
    const thread = w.threads[me];
    if (!thread.active) return NOTHING;
    const goCall = takeGoCall(w, me, 'THREAD_E');
    thread.active = false;
    thread.event = 'none';
    thread.go = false;
    return goCall;
  });
  if (call !== NOTHING) yield* answer(call);
  yield* unlockBoth(me);
}

/** udebug_task_cleanup(), with T held. */
export function* taskCleanup(): Code<string> {
  const threads = yield* act((w) => (w.state === 'inactive' ? null : threadsOf(w)));
  if (threads === null) return 'EINVAL';
  for (const name of threads) {
    yield* mutexLock(threadLock(name));
    yield* cleanUpThread(name);
    yield* mutexUnlock(threadLock(name));
  }
  yield* act((w) => {
    w.state = 'inactive';
    w.debugger = '';
    return null;
  });
  return 'EOK';
}

function* cleanUpThread(name: string): Code {
  const call = yield* act((w) => {
    const thread = w.threads[name];
    if (!thread.uspace) return null;
    thread.active = false;
    thread.event = 'none';
    if (!thread.go) return NOTHING;
    thread.go = false;
    w.calls[thread.goCall].event = 'FINISHED';
    return thread.goCall;
  });
  if (call === null) return;
  if (call === NOTHING) return yield* wakeGo(go(name), true);
  yield* answer(call);
  yield* act((w) => {
    w.threads[name].goCall = '';
    return null;
  });
}
