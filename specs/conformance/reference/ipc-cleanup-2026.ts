/** The end of a task of 2026: ipc_cleanup() (ipc/ipc.c), which depends on no server. */
import { assert, type Steps } from './coroutine.ts';
import type { Call } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import { kboxCleanup } from './kbox.ts';
import { putCall, putPhone } from './kobject.ts';
import { eventCleanup, irqCleanup } from './notifications.ts';
import { cleanupCallList } from './ipc-cleanup-list.ts';
import { answerProcess } from './sysipc-ops.ts';

export function* ipcCleanup2026(kernel: Kernel): Steps {
  const { ipc2026, task } = kernel;
  const box = task.answerbox;
  yield* box.lock.lock();
  box.active = false;
  box.lock.unlock();
  yield* phoneCapsCleanup(kernel);
  yield* eventCleanup(kernel, box);
  yield* irqCleanup(kernel, box);
  yield* ipc2026.slamPhones(box, false);
  yield* kboxCleanup(kernel);
  for (const handle of task.caps.handlesOf('call')) {
    const object = yield* task.caps.unpublish(handle, 'call');
    if (object?.type === 'call') putCall(object.it);
    yield* task.caps.free(handle);
  }
  yield* cleanupCallList(kernel, box, box.calls);
  yield* cleanupCallList(kernel, box, box.dispatched);
  yield* ipc2026.forgetAllActiveCalls();
  yield* waitForAllAnsweredCalls(kernel);
  assert(box.activeCalls === 0, 'ipc_cleanup(): TASK->answerbox.active_calls == 0');
}

/** phone_cap_cleanup_cb() for every phone */
function* phoneCapsCleanup(kernel: Kernel): Steps {
  const { caps } = kernel.task;
  for (const handle of caps.handlesOf('phone')) {
    const object = caps.table.get(handle);
    if (object?.type !== 'phone') continue;
    yield* kernel.ipc2026.phoneHangup(object.it);
    const taken = yield* caps.unpublish(handle, 'phone');
    if (taken?.type === 'phone') putPhone(taken.it);
    yield* caps.free(handle);
  }
}

/** ipc_wait_for_all_answered_calls() */
function* waitForAllAnsweredCalls(kernel: Kernel): Steps {
  const { answerbox } = kernel.task;
  for (;;) {
    yield;
    if (answerbox.activeCalls === 0) return;
    const { rc, call } = yield* kernel.ipc2026.waitForCall(answerbox, 0, {});
    if (rc === 'ENOENT') continue;
    assert(call?.answered === true, 'ipc_wait_for_all_answered_calls(): call->flags');
    yield* answerProcess(kernel, call as Call);
    putCall(call as Call);
    yield* phoneCapsCleanup(kernel);
    yield* kernel.ipc2026.forgetAllActiveCalls();
  }
}
