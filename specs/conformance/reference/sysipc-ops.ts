/** What methods of the system do at each stage of a call of 2026 (ipc/sysipc_ops.c, ipc/ops/). */
import type { Steps } from './coroutine.ts';
import { Call, Phone } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import { putPhone } from './kobject.ts';

/** phone_alloc() of ipcrsc.c */
export function* phoneAlloc(kernel: Kernel, name: string): Steps<Phone> {
  const { task } = kernel;
  const handle = yield* task.caps.alloc();
  const phone = new Phone(kernel, task, handle);
  phone.state = 'connecting';
  phone.refs = 1;
  task.phones[handle] = phone;
  phone.hangupCall = new Call(kernel, name, 'PHONE_HUNGUP', null);
  return phone;
}

/** request_preprocess() of conctmeto.c */
export function* requestPreprocess(kernel: Kernel, call: Call): Steps<string> {
  call.requestMethod = call.method;
  if (call.method !== 'CONNECT_ME_TO') return 'EOK';
  const phone = yield* phoneAlloc(kernel, '?');
  call.newPhone = phone;
  call.newHandle = phone.number;
  return 'EOK';
}

/** request_forget() of conctmeto.c */
export function* requestForget(kernel: Kernel, call: Call): Steps {
  if (call.requestMethod !== 'CONNECT_ME_TO') return;
  const { newHandle, newPhone } = call;
  if (newHandle === null || newPhone === null) return;
  call.newPhone = null;
  putPhone(newPhone);
  yield* kernel.task.caps.free(newHandle);
}

/** answer_preprocess() of conctmeto.c: `handle` is the argument of the request. */
export function* answerPreprocess(kernel: Kernel, call: Call, handle: number | null): Steps {
  if (call.requestMethod !== 'CONNECT_ME_TO') return;
  const phone = call.newPhone as Phone;
  phone.refs++;
  yield;
  call.newHandle = handle;
  if (call.retval === 'EOK') yield* kernel.ipc2026.phoneConnect(phone, kernel.task.answerbox);
  else putPhone(phone);
}

/** answer_process() of conctmeto.c */
export function* answerProcess(kernel: Kernel, call: Call): Steps {
  if (call.requestMethod !== 'CONNECT_ME_TO' || call.newHandle === null) return;
  const phone = call.newPhone;
  if (phone === null) return;
  call.newPhone = null;
  if (call.retval === 'EOK') {
    yield* kernel.task.caps.publish(call.newHandle, { type: 'phone', it: phone });
    return;
  }
  putPhone(phone);
  yield* kernel.task.caps.free(call.newHandle);
}
