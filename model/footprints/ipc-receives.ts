/**
 * Receiving, as footprints: model/ipc/receive.ts, wait.ts and process.ts, and how synchronous calls
 * get their answer.
 */
import { isSet } from '../designs/asking.ts';
import { DEQUEUE, waitBox } from '../ipc/receive.ts';
import { LIBC_CHECK, LIBC_DISPATCH, LIBC_RETURNED } from '../ipc/sync-call/libc.ts';
import { REQ_FORGOTTEN, REQ_SENT, REQ_WOKE } from '../ipc/sync-call/page-in.ts';
import {
  SYNC_COPY,
  SYNC_FORGET,
  SYNC_RETURN,
  SYNC_SENT,
  SYNC_WOKE,
} from '../ipc/sync-call/sync.ts';
import { messageOf, ownBox } from '../ipc/thread.ts';
import { OFFERED, PROCESS, RETURN, SYS_IPC_WAIT, WAIT_AGAIN } from '../ipc/wait.ts';
import {
  callerPhone,
  flagged,
  IN_ANSWERS,
  IN_CALLS,
  IN_NOTIFS,
  messageAt,
} from '../record/ipc-objects.ts';
import { ABORT, ACTIVE, RC, RECORD } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { ANSWER, EOK, ERESTART, REQUEST, succeeded } from '../record/values.ts';
import { declare, declareEntering } from './declared.ts';
import type { Declaring } from './declaring.ts';
import {
  allocated,
  answers,
  calls,
  listOf,
  looksFor,
  message,
  ownMessage,
  ownTask,
  phone,
  putsCall,
  putsPhone,
  senderOf,
  wholeBox,
} from './ipc-verbs.ts';
import { allocatesPhone } from './ipc-sends.ts';
import { leaving } from './leaving.ts';

declareEntering([SYS_IPC_WAIT], () => {});
declare([WAIT_AGAIN, SYNC_SENT], () => {});

/** All lists of the box are looked at, and the first message of the first that has one is taken. */
declare([DEQUEUE], (d, k, t) => {
  if (!succeeded(k.get(t, RC))) return;
  const box = waitBox(k, t);
  wholeBox(d, box);
  if (k.op(t).sleeps) looksFor(d, k, t, 'woken');
  takes(d, k, box);
});

function takes(d: Declaring, k: Kernel, box: number): void {
  const notification = messageAt(k, IN_NOTIFS, box, 1);
  if (notification >= 0) return message(d, notification);
  const answer = messageAt(k, IN_ANSWERS, box, 1);
  if (answer >= 0) {
    message(d, answer);
    return putsPhone(d, k, callerPhone(k, answer));
  }
  const call = messageAt(k, IN_CALLS, box, 1);
  if (call < 0) return;
  message(d, call);
  // R8: which of its phone's messages came last.
  if (k.program.ghosts.order) phone(d, callerPhone(k, call));
}

// --- ipc_wait -------------------------------------------------------------------------------

declare([PROCESS], (d, k, t) => {
  const [m, rc] = [messageOf(k, t), k.get(t, RC)];
  if (m < 0) return;
  if (looksFor(d, k, t, 'dequeued') && k.has(t, ABORT)) return putsBack(d, k, t, ownBox(k, t));
  ownMessage(d, k, t);
  if (rc === ANSWER) {
    allocated(d, k, m);
    if (k.program.messages[m].hangup) putsCall(d, k, m);
  }
  if (rc === REQUEST && !k.old) ownTask(d, k, t);
});

/**
 * Taken out of the call: the message is put back where it came from, or, if it is no call, freed; a
 * call stays among the dispatched ones.
 */
function putsBack(d: Declaring, k: Kernel, t: number, box: number): void {
  const [m, rc] = [messageOf(k, t), k.get(t, RC)];
  if (!isSet(k.op(t).policies, 'token=repost'))
    return rc === REQUEST ? undefined : putsCall(d, k, m);
  message(d, m);
  if (rc === ANSWER) {
    answers(d, box);
    return phone(d, callerPhone(k, m));
  }
  listOf(d, k, m);
  calls(d, box);
}

declare([OFFERED], (d, k, t) => {
  ownMessage(d, k, t);
  allocatesPhone(d, k, k.program.lanes[t].task);
});

declare([RETURN], (d, k, t) => {
  const m = messageOf(k, t);
  leaving(d, k, t);
  if (m < 0) return;
  if (k.get(t, RC) === REQUEST) message(d, m);
  else putsCall(d, k, m);
  if (!k.old) ownTask(d, k, t);
});

// --- synchronous calls of 2012 --------------------------------------------------------------

declare([SYNC_WOKE], (d, k, t) => {
  const m = messageOf(k, t);
  if (k.get(t, RC) !== ANSWER) return;
  const box = k.program.messages[m].callerBox;
  if (looksFor(d, k, t, 'dequeued') && k.has(t, ABORT)) return putsBack(d, k, t, box);
  ownTask(d, k, t);
  answers(d, box);
});

declare([SYNC_FORGET], (d, k, t) => {
  const m = messageOf(k, t);
  message(d, m);
  phone(d, callerPhone(k, m));
  ownTask(d, k, t);
  answers(d, k.program.messages[m].callerBox);
});

declare([SYNC_COPY], (d, k, t) => {
  ownMessage(d, k, t);
  allocated(d, k, messageOf(k, t));
});

declare([SYNC_RETURN], (d, k, t) => {
  putsCall(d, k, messageOf(k, t));
  leaving(d, k, t);
});

// --- the kernel's own, and libc's -----------------------------------------------------------

/** Its private box has the answer of a call that could not be sent. */
declare([REQ_SENT], (d, k, t) => {
  const m = messageOf(k, t);
  if (k.get(t, RC) === EOK) return;
  putsCall(d, k, m, 2);
  putsPhone(d, k, callerPhone(k, m), 2);
  answers(d, k.program.messages[m].callerBox);
});

declare([REQ_WOKE], (d, k, t) => {
  const m = messageOf(k, t);
  const rc = k.get(t, RC);
  // The boundary keeps the call, or nobody does.
  if (rc === ERESTART && !isSet(k.op(t).policies, 'syncCall=forget-resend')) return;
  message(d, m);
  // Forgotten, it leaves its sender's active calls.
  if (rc !== ANSWER) return flagged(k, m, ACTIVE) ? senderOf(d, k, m) : undefined;
  allocated(d, k, m);
  putsCall(d, k, m, 2);
  putsPhone(d, k, callerPhone(k, m), 2);
});

declare([REQ_FORGOTTEN], (d, k, t) => {
  const m = messageOf(k, t);
  allocated(d, k, m);
  putsCall(d, k, m, 2);
  putsPhone(d, k, callerPhone(k, m), 3);
});

declare([LIBC_RETURNED], (d, k, t) => {
  ownMessage(d, k, t);
  leaving(d, k, t);
});

// One thread's own alone: where others queue too, nothing is declared (declared-programs.ts).
declare([LIBC_DISPATCH], () => {});

declare([LIBC_CHECK], (d, k, t) => {
  message(d, k.get(t, RECORD) - 1);
  leaving(d, k, t);
});
