/**
 * A page fault into a user pager of 2026 (mm/as.c, mm/backend_user.c): the address space is locked while
 * the kernel's own synchronous call waits for the frame (ipc_req_internal() of ipc/sysipc.c).
 */
import { assert, type Steps } from './coroutine.ts';
import type { Call, Phone } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import { putCall, putPhone } from './kobject.ts';
import { processAnswer } from './sysipc-2026.ts';

/** as_page_fault(), user_page_fault(); a call that was sent before it was aborted is not sent again. */
export function* pageIn(kernel: Kernel, handle: number, call: Call): Steps<string> {
  const { asLock } = kernel.task;
  yield* asLock.lock();
  const rc = yield* requestInternal(kernel, handle, call);
  yield* asLock.unlock();
  return rc;
}

/** ipc_req_internal() */
export function* requestInternal(kernel: Kernel, handle: number, call: Call): Steps<string> {
  if (call.callerbox === null) {
    const object = yield* kernel.task.caps.get(handle, 'phone');
    assert(object !== null, 'ipc_req_internal(): kobj->phone of NULL');
    if (object === null || object.type !== 'phone') return 'ENOENT';
    call.callerPhone = object.it;
    call.requestMethod = call.method;
    call.refs++;
  }
  yield* kernel.stoppableBegin();
  const phone = call.callerPhone as Phone;
  const rc = yield* kernel.ipc2026.callSync(phone, call);
  if (rc !== 'ABORTED') return yield* finish(kernel, phone, call, rc);
  yield* kernel.stoppableEnd();
  return rc;
}

function* finish(kernel: Kernel, phone: Phone, call: Call, rc: string): Steps<string> {
  yield* call.forgetLock.lock();
  const isForgotten = call.forget;
  call.forgetLock.unlock();
  putCall(call);
  yield* kernel.stoppableEnd();
  if (rc === 'EOK') yield* processAnswer(kernel, call);
  if (!isForgotten) putCall(call);
  putPhone(phone);
  return rc;
}

/** Killed while it was held: what the restart record has is given up as an interrupted wait gives it up. */
export function* dropPageIn(kernel: Kernel, call: Call): Steps {
  const phone = call.callerPhone as Phone;
  const rc = yield* kernel.ipc2026.giveUpSync(call);
  yield* finish(kernel, phone, call, rc);
}
