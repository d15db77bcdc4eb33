/** The system calls of IPC of 2026 (ipc/sysipc.c). */
import { assert, type Steps } from './coroutine.ts';
import { type Call, type Phone, SYSTEM_METHODS } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import { putCall, putPhone } from './kobject.ts';
import type { CopyIn, Received, WaitOptions } from './sysipc.ts';
import {
  answerPreprocess as opAnswerPreprocess,
  answerProcess,
  requestPreprocess,
} from './sysipc-ops.ts';

/** IPC_MAX_ASYNC_CALLS */
const ASYNC_CALLS_MOST = 64;
const IMMUTABLE = new Set([
  'PAGE_IN',
  'SHARE_OUT',
  'SHARE_IN',
  'DATA_WRITE',
  'DATA_READ',
  'STATE_CHANGE_AUTHORIZE',
]);

/** answer_preprocess() */
export function* answerPreprocess(kernel: Kernel, call: Call, handle: number | null): Steps {
  yield* call.forgetLock.lock();
  if (call.forget) {
    call.forgetLock.unlock();
    return;
  }
  assert(call.active, 'answer_preprocess(): answer->active');
  call.active = false;
  const { sender } = call;
  assert(sender !== null, 'answer_preprocess(): answer->sender');
  if (sender === null) return;
  yield* sender.activeCallsLock.lock();
  call.activeLink.remove();
  sender.activeCallsLock.unlock();
  call.forgetLock.unlock();
  if (call.retval === 'EHANGUP') yield* slamCaller(call.callerPhone as Phone);
  yield* opAnswerPreprocess(kernel, call, handle);
}

function* slamCaller(phone: Phone): Steps {
  yield* phone.lock.lock();
  if (phone.state === 'connected' && phone.callee !== null) {
    const box = phone.callee;
    yield* box.lock.lock();
    phone.link.remove();
    putPhone(phone);
    phone.state = 'slammed';
    box.lock.unlock();
  }
  yield* phone.lock.unlock();
}

/** process_answer() */
export function* processAnswer(kernel: Kernel, call: Call): Steps {
  if (call.retval === 'EHANGUP' && call.forwarded) call.retval = 'EFORWARD';
  yield* answerProcess(kernel, call);
}

/** sys_ipc_call_async_fast(), sys_ipc_call_async_slow() */
export function* callAsync(
  kernel: Kernel,
  handle: number,
  call: Call,
  copyIn?: CopyIn,
): Steps<string> {
  const object = yield* kernel.task.caps.get(handle, 'phone');
  if (object === null || object.type !== 'phone') return 'ENOENT';
  const phone = object.it;
  yield;
  if (phone.activeCalls >= ASYNC_CALLS_MOST) {
    putPhone(phone);
    return 'ELIMIT';
  }
  if (copyIn !== undefined && !(yield* copyIn())) {
    putCall(call);
    putPhone(phone);
    return 'EPERM';
  }
  const result = yield* requestPreprocess(kernel, call);
  if (result === 'EOK') yield* kernel.ipc2026.call(phone, call);
  else yield* kernel.ipc2026.backsendErr(phone, call, result);
  putPhone(phone);
  return 'sent';
}

/** sys_ipc_forward_common(), and what sys_ipc_forward_slow() does first */
export function* forward(
  kernel: Kernel,
  handle: number,
  phoneHandle: number,
  method: string,
  copyIn?: CopyIn,
): Steps<string> {
  const { caps, answerbox } = kernel.task;
  if (copyIn !== undefined && !(yield* copyIn())) return 'EPERM';
  const object = yield* caps.unpublish(handle, 'call');
  if (object === null || object.type !== 'call') return 'ENOENT';
  const call = object.it;
  const oldHandle = call.newHandle;
  const target = yield* caps.get(phoneHandle, 'phone');
  const phone = target?.type === 'phone' ? target.it : null;
  let rc = phone === null ? 'ENOENT' : 'EOK';
  if (rc === 'EOK' && call.method === 'PHONE_HUNGUP') rc = 'EPERM';
  let isUnlinked = false;
  if (rc === 'EOK' && phone !== null) {
    call.forwarded = true;
    if (!IMMUTABLE.has(call.method) && !SYSTEM_METHODS.has(call.method)) call.method = method;
    rc = yield* kernel.ipc2026.forward(call, phone, answerbox);
    isUnlinked = true;
  }
  if (rc !== 'EOK') {
    call.retval = 'EFORWARD';
    yield* answerPreprocess(kernel, call, oldHandle);
    if (isUnlinked) yield* kernel.ipc2026.answerFreeCall(call, false);
    else yield* kernel.ipc2026.answer(answerbox, call);
  }
  yield* caps.free(handle);
  putCall(call);
  if (phone !== null) putPhone(phone);
  return rc;
}

/** sys_ipc_answer_fast(), sys_ipc_answer_slow() */
export function* answer(
  kernel: Kernel,
  handle: number,
  retval: string | number,
  copyIn?: CopyIn,
): Steps<string> {
  const { caps, answerbox } = kernel.task;
  const object = yield* caps.unpublish(handle, 'call');
  if (object === null || object.type !== 'call') return 'ENOENT';
  const call = object.it;
  assert(!call.answered, 'sys_ipc_answer_fast(): call->flags & IPC_CALL_ANSWERED');
  const oldHandle = call.newHandle;
  if (copyIn !== undefined && !(yield* copyIn())) {
    // Published again, so that it is not lost.
    yield* caps.publish(handle, object);
    return 'EPERM';
  }
  call.retval = retval;
  // ARG5 is cleared here, and forget_lock is taken later.
  if (oldHandle !== null) call.newHandle = 0;
  yield* answerPreprocess(kernel, call, oldHandle);
  yield* kernel.ipc2026.answer(answerbox, call);
  putCall(call);
  yield* caps.free(handle);
  return 'EOK';
}

/** sys_ipc_hangup() */
export function* hangup(kernel: Kernel, handle: number): Steps<string> {
  const { caps } = kernel.task;
  const object = yield* caps.unpublish(handle, 'phone');
  if (object === null || object.type !== 'phone') return 'ENOENT';
  const rc = yield* kernel.ipc2026.phoneHangup(object.it);
  putPhone(object.it);
  yield* caps.free(handle);
  return rc;
}

/** A request comes with the handle of its capability. */
export interface Received2026 extends Received {
  readonly handle?: number;
}

/** sys_ipc_wait_for_call() */
export function* waitForCall(kernel: Kernel, options: WaitOptions): Steps<Received2026> {
  const { ipc2026, task } = kernel;
  for (;;) {
    yield* kernel.stoppableBegin();
    const flags = { ...options.flags, interruptible: true };
    const { rc, call } = yield* ipc2026.waitForCall(task.answerbox, options.usec, flags);
    yield* kernel.stoppableEnd();
    if (call === null) return { rc, call };
    if (call.isNotification) {
      return options.isBadBuffer === true
        ? { rc: 'ok', call: null }
        : { rc: 'EOK', call, is: 'notification' };
    }
    if (call.answered) {
      yield* processAnswer(kernel, call);
      const isDropped = call.discardAnswer;
      putCall(call);
      if (isDropped) {
        options.flags.again?.();
        continue;
      }
      return options.isBadBuffer === true
        ? { rc: 'ok', call: null }
        : { rc: 'EOK', call, is: 'answer' };
    }
    if (call.requestMethod === 'DEBUG') {
      options.flags.again?.();
      continue;
    }
    const handle = yield* task.caps.alloc();
    if (options.isBadBuffer !== true) {
      call.refs++;
      yield* task.caps.publish(handle, { type: 'call', it: call });
      return { rc: 'EOK', call, is: 'request', handle };
    }
    yield* task.caps.free(handle);
    const oldHandle = call.newHandle;
    call.retval = 'EPARTY';
    yield* answerPreprocess(kernel, call, oldHandle);
    yield* ipc2026.answer(task.answerbox, call);
    return { rc: 'EPERM', call: null };
  }
}

/** sys_ipc_poke(): banked. */
export function* poke(kernel: Kernel): Steps {
  yield* kernel.ops.wakeFirst(kernel.task.answerbox.wq);
}
