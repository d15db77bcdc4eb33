/**
 * Sending, as footprints: model/ipc/send.ts and preprocess.ts, and the synchronous calls of sync.ts,
 * page-in.ts and libc.ts up to their waiting.
 */
import { HANGUP_FREE, HANGUP_LOCKED, HANGUP_SENT, SYS_IPC_HANGUP } from '../ipc/hangup.ts';
import { CONNECT_ME_TO, PAGE_IN } from '../ipc/methods.ts';
import {
  CLONE,
  CLONE_CONNECT,
  CLONE_LOCK,
  CLONE_LOCKED,
  CLONE_UNLOCK,
  CLONE_UNLOCK_SECOND,
  PREPROCESS,
  privOf,
} from '../ipc/preprocess.ts';
import {
  ASYNC_SEND,
  ASYNC_SENT,
  CALL_ACTIVE,
  CALL_APPEND,
  CALL_BACKSEND,
  CALL_LOCKED,
  CALL_REFUSED,
  CALL_UNLOCK,
  SYS_IPC_CALL_ASYNC,
} from '../ipc/send.ts';
import { LIBC_CALL_SYNC, sends } from '../ipc/sync-call/libc.ts';
import {
  IPC_REQ_INTERNAL,
  PAGE_IN_LOCKED,
  REQ_SEND,
  SYS_PAGE_IN,
} from '../ipc/sync-call/page-in.ts';
import { SYNC_LINK, SYS_IPC_CALL_SYNC } from '../ipc/sync-call/sync.ts';
import { messageOf, phoneOf } from '../ipc/thread.ts';
import { calleeOf } from '../ipc/phones.ts';
import { PHONE_STATE, RECORD, RETVAL, RET_CALL, WHERE } from '../record/layout.ts';
import { CONNECTED, UNUSED } from '../record/ipc-objects.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { declare, declareEntering } from './declared.ts';
import type { Declaring } from './declaring.ts';
import {
  allocated,
  calls,
  looksFor,
  message,
  ownMessage,
  ownTask,
  phone,
  putsCall,
  putsPhone,
} from './ipc-verbs.ts';
import { asksWhetherGone } from './dying.ts';
import { leaving } from './leaving.ts';

// --- the system calls -----------------------------------------------------------------------

/** The call structure that is allocated next. Those that were used once are never unused again. */
function allocates(d: Declaring, k: Kernel, t: number): void {
  const { message: first, messages } = k.op(t);
  if (first === NONE) return;
  let m = first;
  while (m < first + messages - 1 && k.message(m, WHERE) !== UNUSED) m++;
  message(d, m);
}

/** 2026: the phone that has a handle now, whichever of its task that is, and a reference to it. */
function usesPhone(d: Declaring, k: Kernel, t: number): void {
  phone(d, k.op(t).phone);
  if (k.layout.by < 0) return;
  for (let p = 0; p < k.program.phones.length; p++) phone(d, p);
}

/** 2026: a page-in reads whether its pager's task is there. */
export function entersSend(d: Declaring, k: Kernel, t: number): void {
  usesPhone(d, k, t);
  allocates(d, k, t);
  if (k.op(t).method !== PAGE_IN || !d.tasksEnd) return;
  d.footprint.has(d.objects.ipc);
  for (let task = 0; task < k.program.tasks.length; task++) asksWhetherGone(d, task);
}

const hasRecord = (k: Kernel, t: number): boolean =>
  k.program.depth > RECORD - RET_CALL && k.get(t, RECORD) !== 0;

declareEntering([SYS_IPC_CALL_ASYNC, IPC_REQ_INTERNAL], entersSend);
declareEntering([SYS_PAGE_IN], () => {});
declareEntering([LIBC_CALL_SYNC], (d, k, t) => {
  if (sends(k, t)) entersSend(d, k, t);
});
declareEntering([SYS_IPC_CALL_SYNC], (d, k, t) => {
  if (!hasRecord(k, t)) allocates(d, k, t);
});

declare([PAGE_IN_LOCKED], (d, k, t) => {
  if (!hasRecord(k, t)) entersSend(d, k, t);
});

// --- ipc_call -------------------------------------------------------------------------------

/** The state of the phone, its counters, its messages' order. */
function countsOnPhone(d: Declaring, k: Kernel, t: number): void {
  ownMessage(d, k, t);
  phone(d, phoneOf(k, t));
}

declare([ASYNC_SEND, CALL_LOCKED, CALL_REFUSED, CALL_BACKSEND], countsOnPhone);
declare([CALL_UNLOCK], () => {});

declare([CALL_ACTIVE], (d, k, t) => {
  ownMessage(d, k, t);
  ownTask(d, k, t);
});

/** Where the phone leads is nobody else's to change: it is locked. */
declare([CALL_APPEND], (d, k, t) => {
  ownMessage(d, k, t);
  const box = calleeOf(k, phoneOf(k, t));
  if (box < 0) return;
  calls(d, box);
  asksWhetherGone(d, k.program.boxes[box].task);
});

declare([ASYNC_SENT], (d, k, t) => {
  putsPhone(d, k, phoneOf(k, t));
  leaving(d, k, t);
});

// --- preprocessing --------------------------------------------------------------------------

/** Who allocates a phone looks at all of its task, and at their hang-up calls. */
export function allocatesPhone(d: Declaring, k: Kernel, owner: number): void {
  d.footprint.has(d.objects.of.tasks[owner]);
  const { phones } = k.program;
  for (let p = 0; p < phones.length; p++) {
    if (phones[p].task !== owner) continue;
    phone(d, p);
    if (phones[p].hangup !== NONE) message(d, phones[p].hangup);
  }
}

declare([PREPROCESS], (d, k, t) => {
  ownMessage(d, k, t);
  if (k.op(t).method === CONNECT_ME_TO) allocatesPhone(d, k, k.program.lanes[t].task);
});

declare([CLONE], (d, k, t) => {
  if (k.op(t).subject === NONE) ownMessage(d, k, t);
});
declare([CLONE_LOCK, CLONE_UNLOCK, CLONE_UNLOCK_SECOND], () => {});

/** A phone for the callee, where both lead somewhere. */
declare([CLONE_LOCKED], (d, k, t) => {
  const { phone: p, subject } = k.op(t);
  ownMessage(d, k, t);
  phone(d, p);
  phone(d, subject);
  const box = calleeOf(k, p);
  if (box >= 0) allocatesPhone(d, k, k.program.boxes[box].task);
});

declare([CLONE_CONNECT], (d, k, t) => {
  phone(d, privOf(k, messageOf(k, t)));
  phone(d, k.op(t).subject);
  calls(d, calleeOf(k, k.op(t).subject));
});

// --- synchronous calls ----------------------------------------------------------------------

/** A request that comes before the send undoes the preprocessing; else the private box is linked. */
declare([SYNC_LINK], (d, k, t) => {
  ownMessage(d, k, t);
  ownTask(d, k, t);
  if (looksFor(d, k, t, 'asleep')) allocated(d, k, messageOf(k, t));
});

declare([REQ_SEND], (d, k, t) => {
  const m = messageOf(k, t);
  message(d, m);
  if (k.message(m, RETVAL) === 0) return;
  putsCall(d, k, m);
  putsPhone(d, k, phoneOf(k, t), 2);
});

// --- hanging up -----------------------------------------------------------------------------

declareEntering([SYS_IPC_HANGUP], (d, k, t) => {
  if (!k.old) usesPhone(d, k, t);
});

declare([HANGUP_LOCKED], (d, k, t) => {
  const p = phoneOf(k, t);
  phone(d, p);
  if (k.phone(p, PHONE_STATE) === CONNECTED) calls(d, calleeOf(k, p));
  message(d, k.program.phones[p].hangup);
  if (k.op(t).message !== NONE) message(d, k.op(t).message);
});

declare([HANGUP_SENT], (d, k, t) => {
  phone(d, phoneOf(k, t));
});

declare([HANGUP_FREE], (d, k, t) => {
  putsPhone(d, k, phoneOf(k, t));
  ownTask(d, k, t);
  leaving(d, k, t);
});
