/** Requests of a debugger (udebug/udebug_ops.c, udebug/udebug_ipc.c), served by the kbox thread. */
import { assert, type Steps } from './coroutine.ts';
import type { Call } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import type { Thread } from './thread.ts';
import { endSession, tell } from './udebug.ts';
import type { Hooks, Session } from './udebug-objects.ts';

/** udebug_call_receive() */
export function* callReceive(kernel: Kernel, call: Call): Steps {
  const session = kernel.task.udebug as Session;
  const { request, thread, mask } = call.debug ?? { request: 'none' };
  yield;
  if (request !== 'BEGIN' && session.debugger !== call.sender) {
    yield* reply(kernel, call, 'EINVAL');
    return;
  }
  const target = thread as Thread;
  switch (request) {
    case 'BEGIN': {
      const rc = yield* begin(kernel, call);
      if (rc !== 'later') yield* reply(kernel, call, rc);
      return;
    }
    case 'END':
      yield* session.lock.lock();
      yield* endAndReply(kernel, call);
      return;
    case 'SET_EVMASK':
      yield* reply(kernel, call, yield* setMask(session, mask ?? 0));
      return;
    case 'GO': {
      const rc = yield* go(kernel, target, call);
      if (rc !== 'EOK') yield* reply(kernel, call, rc);
      return;
    }
    case 'STOP':
      yield* reply(kernel, call, yield* stop(kernel, target));
      return;
    case 'ARGS_READ':
      yield* reply(kernel, call, yield* read(kernel, target, 'args'));
      return;
    case 'REGS_READ':
      yield* reply(kernel, call, yield* read(kernel, target, 'registers'));
      return;
    case 'THREAD_READ':
      yield* reply(kernel, call, yield* readThreads(kernel));
      return;
    case 'NAME_READ':
      yield* reply(kernel, call, 'EOK');
      return;
    // Any other request is never answered.
    default:
  }
}

function* endAndReply(kernel: Kernel, call: Call): Steps {
  const session = kernel.task.udebug as Session;
  const wasOne = yield* endSession(kernel, kernel.task);
  yield* session.lock.unlock();
  yield* reply(kernel, call, wasOne ? 'EOK' : 'EINVAL');
}

function* reply(kernel: Kernel, call: Call, retval: string): Steps {
  call.retval = retval;
  yield* kernel.ipc.answer((kernel.task.udebug as Session).kbox, call);
}

/** udebug_begin() */
function* begin(kernel: Kernel, call: Call): Steps<string> {
  const { task } = kernel;
  const session = task.udebug as Session;
  yield* session.lock.lock();
  if (session.state !== 'inactive') {
    yield* session.lock.unlock();
    return 'EBUSY';
  }
  session.state = 'beginning';
  session.beginCall = call;
  session.debugger = call.sender;
  const isAtOnce = session.notStoppable === 0;
  if (isAtOnce) {
    session.state = 'active';
    session.beginCall = null;
  }
  for (const { udebug: hooks, isUser } of task.threads) {
    if (hooks === null) continue;
    yield* hooks.lock.lock();
    if (isUser) hooks.active = true;
    yield* hooks.lock.unlock();
    if (isUser) yield* kernel.ops.wakeAll(hooks.activeCv);
  }
  yield* session.lock.unlock();
  return isAtOnce ? 'EOK' : 'later';
}

/** udebug_set_evmask() */
function* setMask(session: Session, mask: number): Steps<string> {
  yield* session.lock.lock();
  const isActive = session.state === 'active';
  if (isActive) session.mask = mask;
  yield* session.lock.unlock();
  return isActive ? 'EOK' : 'EINVAL';
}

/** _thread_op_begin(): with the thread's hooks locked where it is EOK. */
function* opBegin(kernel: Kernel, thread: Thread, isGo: boolean): Steps<string> {
  const session = kernel.task.udebug as Session;
  const hooks = thread.udebug;
  yield* session.lock.lock();
  if (hooks === null || !thread.isUser || thread.isGone) {
    yield* session.lock.unlock();
    return 'ENOENT';
  }
  // 2012 looks whether it is debugged before it has the lock of its hooks.
  if (kernel.is2012 && !hooks.active) {
    yield* session.lock.unlock();
    return 'ENOENT';
  }
  yield* hooks.lock.lock();
  if (!kernel.is2012 && !hooks.active) {
    yield* hooks.lock.unlock();
    yield* session.lock.unlock();
    return 'ENOENT';
  }
  yield* session.lock.unlock();
  if (hooks.go === isGo) return 'EOK';
  yield* hooks.lock.unlock();
  return 'EINVAL';
}

/** udebug_go() */
function* go(kernel: Kernel, thread: Thread, call: Call): Steps<string> {
  const rc = yield* opBegin(kernel, thread, false);
  if (rc !== 'EOK') return rc;
  const hooks = thread.udebug as Hooks;
  hooks.goCall = call;
  hooks.go = true;
  hooks.event = 'none';
  if (kernel.is2012) yield* kernel.ops.wakeFirst(hooks.goWq);
  else yield* kernel.ops.wakeAll(hooks.goWq);
  yield* hooks.lock.unlock();
  return 'EOK';
}

/** udebug_stop(): the event is noted in the kbox thread, not in the one that was stopped. */
function* stop(kernel: Kernel, thread: Thread): Steps<string> {
  const rc = yield* opBegin(kernel, thread, true);
  if (rc !== 'EOK') return rc;
  const session = kernel.task.udebug as Session;
  const hooks = thread.udebug as Hooks;
  hooks.go = false;
  if (!hooks.stoppable) {
    yield* hooks.lock.unlock();
    return 'EOK';
  }
  const call = hooks.goCall;
  hooks.goCall = null;
  assert(call !== null, 'udebug_stop(): call');
  (kernel.thread.udebug as Hooks).event = 'STOP';
  yield* hooks.lock.unlock();
  yield* session.lock.lock();
  yield* tell(kernel, kernel.task, call, 'STOP');
  yield* session.lock.unlock();
  return 'EOK';
}

/** udebug_thread_read(): which threads there are is no part of a litmus' answer. */
function* readThreads(kernel: Kernel): Steps<string> {
  const { task } = kernel;
  const session = task.udebug as Session;
  yield* session.lock.lock();
  const isActive = session.state === 'active';
  if (isActive) {
    yield* task.lock.lock();
    task.lock.unlock();
  }
  yield* session.lock.unlock();
  return isActive ? 'EOK' : 'EINVAL';
}

/** udebug_args_read(), udebug_regs_read() */
function* read(kernel: Kernel, thread: Thread, what: 'args' | 'registers'): Steps<string> {
  const rc = yield* opBegin(kernel, thread, false);
  if (rc !== 'EOK') return rc;
  const hooks = thread.udebug as Hooks;
  const isInCall = hooks.event === 'SYSCALL_B' || hooks.event === 'SYSCALL_E';
  const isThere = what === 'args' ? isInCall : hooks.hasFrame;
  // The frame is copied without a look at whether its thread runs.
  if (what === 'registers' && isThere && !hooks.stoppable) (kernel.task.udebug as Session).torn = 1;
  yield* hooks.lock.unlock();
  if (isThere) return 'EOK';
  return what === 'args' ? 'EINVAL' : 'EBUSY';
}
