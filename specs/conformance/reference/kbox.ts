/** The kbox of a task and the kernel thread that serves it (ipc/kbox.c). */
import type { Steps } from './coroutine.ts';
import { cleanupCallList } from './ipc-cleanup-list.ts';
import type { Call } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import { callReceive } from './udebug-ops.ts';
import { endSession } from './udebug.ts';
import type { Session } from './udebug-objects.ts';

/** kbox_thread_proc() */
export function* kboxThread(kernel: Kernel): Steps {
  const session = kernel.task.udebug as Session;
  for (;;) {
    const { call } = yield* kernel.ipc.waitForCall(session.kbox, 0, {});
    if (call === null) continue;
    if (call.method === 'DEBUG') yield* callReceive(kernel, call);
    else if (call.method === 'PHONE_HUNGUP' && (yield* phoneHungUp(kernel, call))) break;
  }
  // Who joins it may go on.
  yield* kernel.ops.wakeFirst(session.joined);
}

/** kbox_proc_phone_hungup(): true where that was the last phone. */
function* phoneHungUp(kernel: Kernel, call: Call): Steps<boolean> {
  const { task } = kernel;
  const session = task.udebug as Session;
  yield;
  if (call.sender === session.debugger) {
    yield* session.lock.lock();
    yield* endSession(kernel, task);
    yield* session.lock.unlock();
  }
  call.retval = 'EOK';
  yield* kernel.ipc.answer(session.kbox, call);
  yield* session.cleanupLock.lock();
  yield* task.lock.lock();
  yield* session.kbox.lock.lock();
  const isLast = session.kbox.connectedPhones.length === 0;
  if (isLast && !session.finished) session.kboxThread = null;
  session.kbox.lock.unlock();
  task.lock.unlock();
  yield* session.cleanupLock.unlock();
  return isLast;
}

/** ipc_kbox_cleanup(): by the last thread of a task, which waits for the kbox thread. */
export function* kboxCleanup(kernel: Kernel): Steps {
  const { ipc, task } = kernel;
  const session = task.udebug;
  if (session === null) return;
  const { kbox } = session;
  if (!kernel.is2012) {
    yield* kbox.lock.lock();
    kbox.active = false;
    kbox.lock.unlock();
  }
  yield* session.cleanupLock.lock();
  session.finished = true;
  yield* session.cleanupLock.unlock();
  yield;
  const hasThread = session.kboxThread !== null;
  yield* ipc.slamPhones(kbox, hasThread);
  yield* session.lock.lock();
  yield* endSession(kernel, task);
  yield* session.lock.unlock();
  if (hasThread) {
    yield* kernel.ops.sleep(session.joined, 0, {});
    session.kboxThread = null;
  }
  if (!kernel.is2012) {
    yield* cleanupCallList(kernel, kbox, kbox.calls);
    yield* cleanupCallList(kernel, kbox, kbox.dispatched);
    return;
  }
  yield* kbox.lock.lock();
  yield* kernel.ipc2012.cleanupCallList(kbox, kbox.dispatched);
  yield* kernel.ipc2012.cleanupCallList(kbox, kbox.calls);
  kbox.lock.unlock();
}
