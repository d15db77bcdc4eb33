/**
 * Hooks of a debugged thread (udebug/udebug.c): where it can be stopped, the events that it tells
 * its debugger, and what ends a session. Tasks without a session have none of it.
 */
import { assert, nothing, type Steps } from './coroutine.ts';
import type { Call } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import { Waitq2012 } from './waitq-2012.ts';
import type { Task } from './task.ts';
import type { Hooks, Session } from './udebug-objects.ts';
import type { Waitq } from './waitq.ts';

/** UDEBUG_EVMASK() of each event that a mask can name */
const MASKS: Readonly<Record<string, number>> = {
  SYSCALL_B: 4,
  SYSCALL_E: 8,
  THREAD_B: 16,
  THREAD_E: 32,
};

/** The hooks of the thread that runs, and the session of its task. */
function own(kernel: Kernel): { hooks: Hooks; session: Session } | null {
  const hooks = kernel.thread.udebug;
  const session = kernel.task.udebug;
  return hooks === null || session === null ? null : { hooks, session };
}

/** Answers a call of the debugger; of a call that is not there, the C code writes to address 0. */
export function* tell(kernel: Kernel, task: Task, call: Call | null, event: string | null): Steps {
  assert(call !== null, 'a debug event without a call to answer');
  const it = call as Call;
  it.retval = 'EOK';
  it.event = event;
  yield* kernel.ipc.answer(task.answerbox, it);
}

/** udebug_wait_for_go(): 2012 forgets what was banked; the wait is uninterruptible. */
function* waitForGo(kernel: Kernel, wq: Waitq): Steps {
  const { ops } = kernel;
  if (!(ops instanceof Waitq2012)) {
    yield* ops.sleep(wq, 0, {});
    return;
  }
  yield* ops.sleepAfter(wq, 0, {}, () => forgetBanked(wq), nothing);
}

function* forgetBanked(wq: Waitq): Steps {
  yield;
  wq.balance = 0;
}

/** udebug_stoppable_begin() */
export function* stoppableBegin(kernel: Kernel): Steps {
  const it = own(kernel);
  if (it === null) return;
  const { hooks, session } = it;
  yield* session.lock.lock();
  const count = --session.notStoppable;
  yield* hooks.lock.lock();
  assert(!hooks.stoppable, 'udebug_stoppable_begin(): THREAD->udebug.stoppable == false');
  hooks.stoppable = true;
  if (session.state === 'beginning' && count === 0) {
    const call = session.beginCall;
    session.state = 'active';
    session.beginCall = null;
    yield* tell(kernel, kernel.task, call, null);
  } else if (session.state === 'active' && hooks.active && !hooks.go) {
    const call = hooks.goCall;
    hooks.goCall = null;
    hooks.event = 'STOP';
    yield* tell(kernel, kernel.task, call, 'STOP');
  }
  yield* hooks.lock.unlock();
  yield* session.lock.unlock();
}

/** udebug_stoppable_end() */
export function* stoppableEnd(kernel: Kernel): Steps {
  const it = own(kernel);
  if (it === null) return;
  const { hooks, session } = it;
  for (;;) {
    yield* session.lock.lock();
    yield* hooks.lock.lock();
    if (!hooks.active || hooks.go) break;
    yield* hooks.lock.unlock();
    yield* session.lock.unlock();
    yield* waitForGo(kernel, hooks.goWq);
  }
  session.notStoppable++;
  assert(hooks.stoppable, 'udebug_stoppable_end(): THREAD->udebug.stoppable == true');
  hooks.stoppable = false;
  yield* hooks.lock.unlock();
  yield* session.lock.unlock();
}

/** udebug_syscall_event() */
export function* syscallEvent(kernel: Kernel, event: 'SYSCALL_B' | 'SYSCALL_E'): Steps {
  const it = own(kernel);
  if (it === null) return;
  const { hooks, session } = it;
  yield* session.lock.lock();
  yield* hooks.lock.lock();
  if (!hooks.active || !hooks.go || (session.mask & MASKS[event]) === 0) {
    yield* hooks.lock.unlock();
    yield* session.lock.unlock();
    return;
  }
  const call = hooks.goCall;
  hooks.goCall = null;
  hooks.go = false;
  hooks.event = event;
  yield* tell(kernel, kernel.task, call, event);
  yield* hooks.lock.unlock();
  yield* session.lock.unlock();
  yield* waitForGo(kernel, hooks.goWq);
}

/** udebug_thread_e_event() */
export function* threadExitEvent(kernel: Kernel): Steps {
  const it = own(kernel);
  if (it === null) return;
  const { hooks, session } = it;
  yield* session.lock.lock();
  yield* hooks.lock.lock();
  if (hooks.active) {
    const call = hooks.goCall;
    hooks.goCall = null;
    hooks.active = false;
    hooks.event = 'none';
    hooks.go = false;
    yield* tell(kernel, kernel.task, call, 'THREAD_E');
  }
  yield* hooks.lock.unlock();
  yield* session.lock.unlock();
}

/** udebug_task_cleanup(): with the session locked. False where there is no session. */
export function* endSession(kernel: Kernel, task: Task): Steps<boolean> {
  const session = task.udebug as Session;
  if (session.state === 'inactive') return false;
  for (const thread of task.threads) {
    const hooks = thread.udebug;
    if (hooks === null) continue;
    yield* hooks.lock.lock();
    if (!thread.isUser) {
      yield* hooks.lock.unlock();
      continue;
    }
    hooks.active = false;
    hooks.event = 'none';
    if (hooks.go) {
      hooks.go = false;
      yield* tell(kernel, task, hooks.goCall, 'FINISHED');
      hooks.goCall = null;
    } else if (kernel.ops instanceof Waitq2012) {
      yield* kernel.ops.wakeFirst(hooks.goWq);
    } else {
      // Closed for good: a later session finds it so.
      yield* kernel.ops.close(hooks.goWq);
    }
    yield* hooks.lock.unlock();
    yield* kernel.ops.wakeAll(hooks.activeCv);
  }
  session.state = 'inactive';
  session.debugger = null;
  return true;
}
