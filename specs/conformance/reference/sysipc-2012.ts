/** The system calls of IPC of 2012 (ipc/sysipc.c). */
import type { Steps } from './coroutine.ts';
import { type Call, type Phone, SYSTEM_METHODS } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import type { CopyIn, Received, WaitOptions } from './sysipc.ts';
import type { SleepFlags } from './waitq.ts';

/** IPC_MAX_ASYNC_CALLS */
const ASYNC_CALLS_MOST = 4;
const NOT_FORWARDABLE = new Set(['CONNECTION_CLONE', 'CLONE_ESTABLISH', 'PHONE_HUNGUP']);
const IMMUTABLE = new Set([
  'SHARE_OUT',
  'SHARE_IN',
  'DATA_WRITE',
  'DATA_READ',
  'STATE_CHANGE_AUTHORIZE',
]);

/** phone_get(): every number below the most is a phone. */
export function phoneGet(kernel: Kernel, number: number): Phone | null {
  return kernel.task.phones[number] ?? null;
}

/** request_preprocess() */
export function* requestPreprocess(kernel: Kernel, call: Call): Steps<string> {
  if (call.method !== 'CONNECT_ME_TO') return 'EOK';
  const phone = yield* kernel.ipc2012.phoneAlloc(kernel.task);
  if (phone === null) return 'ELIMIT';
  call.newPhone = phone;
  call.connMeTo = true;
  return 'EOK';
}

/** answer_preprocess(): `method` is that of the request. */
function* answerPreprocess(kernel: Kernel, call: Call, method: string): Steps {
  const { ipc2012, task } = kernel;
  if (call.retval === 'EHANGUP') {
    const phone = call.phone as Phone;
    yield* phone.lock.lock();
    yield* task.answerbox.lock.lock();
    if (phone.state === 'connected') {
      phone.link.remove();
      phone.state = 'slammed';
    }
    task.answerbox.lock.unlock();
    yield* phone.lock.unlock();
  }
  if (method === 'CONNECT_ME_TO' && call.retval === 'EOK') {
    yield* ipc2012.phoneConnect(call.newPhone as Phone, task.answerbox);
  }
}

/** process_answer() */
export function* processAnswer(kernel: Kernel, call: Call): Steps {
  if (call.retval === 'EHANGUP' && call.forwarded) call.retval = 'EFORWARD';
  if (call.connMeTo && call.retval !== 'EOK') {
    yield* kernel.ipc2012.phoneDealloc(call.newPhone as Phone);
  }
}

/** sys_ipc_call_async_fast(), sys_ipc_call_async_slow() */
export function* callAsync(
  kernel: Kernel,
  phone: Phone | null,
  call: Call,
  copyIn?: CopyIn,
): Steps<string> {
  if (phone === null) return 'FATAL';
  yield;
  if (phone.activeCalls >= ASYNC_CALLS_MOST) return 'TEMPORARY';
  if (copyIn !== undefined && !(yield* copyIn())) return 'EPERM';
  const result = yield* requestPreprocess(kernel, call);
  if (result === 'EOK') yield* kernel.ipc2012.call(phone, call);
  else yield* kernel.ipc2012.backsendErr(phone, call, result);
  return 'sent';
}

/** sys_ipc_forward_common(), and what sys_ipc_forward_slow() does first */
export function* forward(
  kernel: Kernel,
  request: Call,
  phone: Phone | null,
  method: string,
  isFromMe: boolean,
  copyIn?: CopyIn,
): Steps<string> {
  const { ipc2012, task } = kernel;
  if (copyIn !== undefined && !(yield* copyIn())) return 'EPERM';
  const call = yield* ipc2012.getCall(request);
  if (call === null) return 'ENOENT';
  yield;
  call.forwarded = true;
  if (phone === null || NOT_FORWARDABLE.has(call.method)) {
    call.retval = 'EFORWARD';
    yield* ipc2012.answer(task.answerbox, call);
    return phone === null ? 'ENOENT' : 'EPERM';
  }
  if (!IMMUTABLE.has(call.method) && !SYSTEM_METHODS.has(call.method)) call.method = method;
  return yield* ipc2012.forward(call, phone, task.answerbox, isFromMe);
}

/** sys_ipc_answer_fast(), sys_ipc_answer_slow() */
export function* answer(
  kernel: Kernel,
  request: Call,
  retval: string | number,
  copyIn?: CopyIn,
): Steps<string> {
  const call = yield* kernel.ipc2012.getCall(request);
  if (call === null) return 'ENOENT';
  yield;
  const { method } = call;
  if (copyIn !== undefined && !(yield* copyIn())) return 'EPERM';
  call.retval = retval;
  yield* answerPreprocess(kernel, call, method);
  yield* kernel.ipc2012.answer(kernel.task.answerbox, call);
  return 'EOK';
}

/** sys_ipc_hangup() */
export function* hangup(kernel: Kernel, phone: Phone | null, name: string): Steps<string> {
  if (phone === null) return 'ENOENT';
  return (yield* kernel.ipc2012.phoneHangup(phone, name)) ? 'EOK' : 'FAILED';
}

/** sys_ipc_wait_for_call(): 0 of the C code is a result without a call. */
export function* waitForCall(kernel: Kernel, options: WaitOptions): Steps<Received> {
  const { ipc2012, task } = kernel;
  for (;;) {
    yield* kernel.stoppableBegin();
    const flags = { ...options.flags, interruptible: true };
    const { rc, call } = yield* ipc2012.waitForCall(task.answerbox, options.usec, flags);
    yield* kernel.stoppableEnd();
    if (call === null) return { rc, call };
    if (call.isNotification) return { rc: 'EOK', call, is: 'notification' };
    if (call.answered) {
      yield* processAnswer(kernel, call);
      call.isFreed = true;
      if (call.discardAnswer) {
        options.flags.again?.();
        continue;
      }
      return { rc: 'EOK', call, is: 'answer' };
    }
    // process_request(): a DEBUG that was sent to an ordinary box is dropped, and never answered.
    if (call.method === 'DEBUG') {
      options.flags.again?.();
      continue;
    }
    if (options.isBadBuffer !== true) return { rc: 'EOK', call, is: 'request' };
    const { method } = call;
    call.retval = 'EPARTY';
    yield* answerPreprocess(kernel, call, method);
    yield* ipc2012.answer(task.answerbox, call);
    return { rc: 'none', call: null };
  }
}

/** sys_ipc_call_sync_fast(), sys_ipc_call_sync_slow(): a call that has been sent before goes on to its wait. */
export function* callSync(
  kernel: Kernel,
  phone: Phone | null,
  call: Call,
  flags: SleepFlags = {},
  copyIn?: CopyIn,
): Steps<string> {
  if (phone === null) return 'ENOENT';
  if (call.callerbox === null) {
    if (copyIn !== undefined && !(yield* copyIn())) return 'EPERM';
    const result = yield* requestPreprocess(kernel, call);
    if (result !== 'EOK') {
      call.retval = result;
      return 'EOK';
    }
  }
  yield* kernel.stoppableBegin();
  const rc = yield* kernel.ipc2012.callSync(phone, call, flags);
  yield* kernel.stoppableEnd();
  if (rc !== 'EOK') return rc;
  yield* processAnswer(kernel, call);
  return 'EOK';
}

/** sys_ipc_poke() */
export function* poke(kernel: Kernel): Steps {
  yield* kernel.waitq2012.unsleep(kernel.task.answerbox.wq);
}
