/**
 * The end of a restart record (the ticket, 2026): a thread that is killed while it is out of a
 * page-in will not come back for the answer, so it forgets the call, or takes the answer that is on
 * its way and frees it. As ipc_call_sync does when it is interrupted, with the counter of the box
 * at which the call was counted.
 */
import { LATE_STEPS } from '../../proc/late-steps.ts';
import { PRIVATE_WAITS } from '../../proc/handlers.ts';
import { putCall, putPhone } from '../caps.ts';
import { forget, settleForgotten } from '../forget.ts';
import { DISCARDED, IPC, flagged, panic, callerPhone } from '../../record/ipc-objects.ts';
import { waitForCall } from '../receive.ts';
import { messageOf } from '../thread.ts';
import { ACTIVE, DELIVERED, EXITING, LOCAL, RECORD } from '../../record/layout.ts';
import type { Kernel } from '../../record/state.ts';
import { step } from '../../record/step.ts';
import { threadExit } from '../../proc/thread-exit.ts';

export const DROP_RECORD = step({
  name: 'record-drop',
  fn: 'thread_exit',
  file: 'kernel/generic/src/proc/thread.c',
  says: 'forgets the call of its restart record, or waits for the answer that is on its way',
  mode: 'kernel',
  run(k, t) {
    k.set(t, LOCAL, k.get(t, RECORD));
    k.set(t, RECORD, 0);
    const m = messageOf(k, t);
    if (!flagged(k, m, ACTIVE)) return waitForCall(k, t, 0, 0, RECORD_ANSWERED);
    forget(k, m);
    k.goto(t, RECORD_FORGOTTEN);
  },
});

LATE_STEPS.dropRecord = DROP_RECORD;

export const RECORD_FORGOTTEN = step({
  name: 'record-forgotten',
  fn: 'ipc_forget_call',
  file: IPC,
  says: 'takes the call out of the counters',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    if (!settleForgotten(k, m, k.program.messages[m].callerBox)) return panic(k, t);
    finish(k, t, m);
  },
});

export const RECORD_ANSWERED = step({
  name: 'record-answered',
  fn: 'ipc_wait_for_call',
  file: IPC,
  says: 'frees the answer',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    k.setMessage(m, DELIVERED, k.message(m, DELIVERED) | DISCARDED);
    putCall(k, m);
    finish(k, t, m);
  },
});

PRIVATE_WAITS.add(RECORD_ANSWERED);

/** The references that ipc_req_internal holds to the call and to the phone are put. */
function finish(k: Kernel, t: number, m: number): void {
  putCall(k, m);
  putPhone(k, callerPhone(k, m));
  k.set(t, LOCAL, 0);
  k.lower(t, EXITING);
  threadExit(k, t);
}
