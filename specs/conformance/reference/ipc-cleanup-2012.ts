/** The end of a task of 2012: ipc_cleanup() (ipc/ipc.c), by its last thread, with waits that nothing ends. */
import { assert, type Steps } from './coroutine.ts';
import type { Answerbox, Call } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import { kboxCleanup } from './kbox.ts';
import { eventCleanup, irqCleanup } from './notifications.ts';

export function* ipcCleanup2012(kernel: Kernel, name: string): Steps {
  const { ipc2012, task } = kernel;
  const box = task.answerbox;
  for (const phone of task.phones) yield* ipc2012.phoneHangup(phone, name);
  yield* eventCleanup(kernel, box);
  yield* irqCleanup(kernel, box);
  yield* ipc2012.slamPhones(box, false);
  yield* kboxCleanup(kernel);
  yield* box.lock.lock();
  yield* ipc2012.cleanupCallList(box, box.dispatched);
  yield* ipc2012.cleanupCallList(box, box.calls);
  box.lock.unlock();
  yield;
  while (task.syncBoxes.length > 0) {
    const syncBox = task.syncBoxes.shift() as Answerbox;
    yield* ipc2012.waitForCall(syncBox, 0, {});
    yield;
  }
  while (!(yield* allFree(kernel, name))) {
    const { call } = yield* ipc2012.waitForCall(box, 0, {});
    assert((call as Call).answered, 'ipc_cleanup(): call->flags & IPC_CALL_ANSWERED');
    (call as Call).isFreed = true;
  }
}

/** One look at all phones: what has no calls left is free, what was connected meanwhile is hung up. */
function* allFree(kernel: Kernel, name: string): Steps<boolean> {
  for (const phone of kernel.task.phones) {
    yield;
    if (phone.state === 'hungup' && phone.activeCalls === 0) {
      phone.state = 'free';
      phone.callee = null;
    }
    if (phone.state === 'connected') yield* kernel.ipc2012.phoneHangup(phone, name);
    if (phone.state !== 'free') return false;
  }
  return true;
}
