/** What becomes of requests that nobody will receive any more in 2026 (ipc/ipc.c). */
import type { Steps } from './coroutine.ts';
import type { Answerbox, Call } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import { answerPreprocess } from './sysipc-2026.ts';

/** ipc_cleanup_call_list() */
export function* cleanupCallList(kernel: Kernel, box: Answerbox, list: Call[]): Steps {
  yield* box.lock.lock();
  for (;;) {
    const call = list.at(0);
    if (call === undefined) break;
    call.link.remove();
    if (list === box.calls) kernel.cpu.log?.receive(box);
    box.lock.unlock();
    const handle = call.newHandle;
    call.retval = 'EHANGUP';
    yield* answerPreprocess(kernel, call, handle);
    yield* kernel.ipc2026.answerFreeCall(call, true);
    yield* box.lock.lock();
  }
  box.lock.unlock();
}
