/**
 * The end of a restart record (the ticket): a thread that will not come back for the answer forgets the
 * call, or takes the answer that is on its way and frees it. As ipc_call_sync of 2026 does when it is
 * interrupted, with the counter of the box at which the call was counted.
 *
 *     killed (2026)      while it is out of a page-in; in 2012 the clean-up of the task finds the box
 *     set by a debugger  to another call or other arguments: on its way out, when it is let go
 *
 * 2012 forgets as syncCall=forget-resend does: the box is off its list, and who answers drops the
 * answer. A phone that the call was to make (CONNECT_ME_TO) stays CONNECTING there, as in D5.
 */
import { LATE_STEPS } from '../../proc/late-steps.ts';
import { PRIVATE_WAITS } from '../../proc/handlers.ts';
import { putCall, putPhone } from '../caps.ts';
import { forget, settleForgotten } from '../forget.ts';
import { toUser } from '../../proc/boundary.ts';
import {
  DISCARDED,
  IN_ANSWERS,
  IPC,
  flagged,
  panic,
  callerPhone,
  raiseFlag,
  unlinkSyncBox,
} from '../../record/ipc-objects.ts';
import { freeAnswer } from '../process.ts';
import { waitForCall } from '../receive.ts';
import { messageOf } from '../thread.ts';
import {
  ACTIVE,
  ACTIVE_CALLS,
  DELIVERED,
  EXITING,
  FORGET,
  LOCAL,
  RC,
  RECORD,
  WHERE,
} from '../../record/layout.ts';
import type { Kernel } from '../../record/state.ts';
import { step } from '../../record/step.ts';
import { threadExit } from '../../proc/thread-exit.ts';
import { entryOf } from '../../syscall/examine.ts';

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
    if (isAnswered(k, m)) return waitForCall(k, t, 0, 0, RECORD_ANSWERED);
    if (k.old) return forgetIn2012(k, t, m);
    forget(k, m);
    k.goto(t, RECORD_FORGOTTEN);
  },
});

LATE_STEPS.dropRecord = DROP_RECORD;

/** Its answer is in its box, or will be for certain. */
function isAnswered(k: Kernel, m: number): boolean {
  return k.old ? k.message(m, WHERE) === IN_ANSWERS : !flagged(k, m, ACTIVE);
}

function forgetIn2012(k: Kernel, t: number, m: number): void {
  const phone = callerPhone(k, m);
  raiseFlag(k, m, FORGET);
  k.setPhone(phone, ACTIVE_CALLS, k.phone(phone, ACTIVE_CALLS) - 1);
  unlinkSyncBox(k, k.program.messages[m].callerBox);
  isOver(k, t);
}

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
    if (k.old) return freeIn2012(k, t, m);
    putCall(k, m);
    finish(k, t, m);
  },
});

PRIVATE_WAITS.add(RECORD_ANSWERED);

/** The references that ipc_req_internal holds to the call and to the phone are put. */
function finish(k: Kernel, t: number, m: number): void {
  putCall(k, m);
  putPhone(k, callerPhone(k, m));
  isOver(k, t);
}

/** The answer, and the box, to which nobody else comes once it is off the list. */
function freeIn2012(k: Kernel, t: number, m: number): void {
  const box = k.program.messages[m].callerBox;
  unlinkSyncBox(k, box);
  k.free(k.program.boxes[box].queue);
  if (!freeAnswer(k, m)) return panic(k, t);
  isOver(k, t);
}

/** The thread dies, or goes on as it was set: another request may hold it there first. */
function isOver(k: Kernel, t: number): void {
  k.set(t, LOCAL, 0);
  if (k.has(t, EXITING)) {
    k.lower(t, EXITING);
    return threadExit(k, t);
  }
  k.set(t, RC, 0);
  toUser(k, t, entryOf(k, t));
}
