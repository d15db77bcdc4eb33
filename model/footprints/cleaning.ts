/**
 * The clean-up of a task's IPC, as footprints: model/ipc/cleanup/, the slamming of hangup.ts and the
 * restart records of sync-call/record.ts.
 */
import * as old from '../ipc/cleanup/cleanup-2012.ts';
import * as now from '../ipc/cleanup/cleanup-2026.ts';
import { IPC_CLEANUP } from '../ipc/cleanup/cleanup.ts';
import { ANSWER_APPEND, ANSWER_APPEND_UNLOCKED, ANSWER_UNLOCKED } from '../ipc/answer-free.ts';
import { SLAM } from '../ipc/hangup.ts';
import { CONNECT_TO_ME } from '../ipc/methods.ts';
import { lockOf } from '../ipc/phones.ts';
import { DROP_RECORD, RECORD_ANSWERED, RECORD_FORGOTTEN } from '../ipc/sync-call/record.ts';
import { messageOf, ownBox } from '../ipc/thread.ts';
import {
  callerPhone,
  DISPATCHED,
  firstActive,
  firstConnected,
  flagged,
  HUNGUP,
  IN_ANSWERS,
  IN_CALLS,
  messageAt,
  PHONE_FREE,
} from '../record/ipc-objects.ts';
import {
  ACTIVE,
  ACTIVE_CALLS,
  BOX,
  EXITING,
  HANDLE,
  HANDLE_FREE,
  PHONE,
  PHONE_STATE,
  RC,
  RECORD,
  UNPUBLISHED,
  WHERE,
} from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { ENOENT } from '../record/values.ts';
import { declarationOf, declare, declareEntering } from './declared.ts';
import type { Declaring } from './declaring.ts';
import { dies, endsHere } from './dying.ts';
import {
  allocated,
  answers,
  calls,
  message,
  ownDispatched,
  ownMessage,
  ownTask,
  phone,
  putsCall,
  putsPhone,
  senderOf,
  wholeBox,
} from './ipc-verbs.ts';
import { allocatesPhone } from './ipc-sends.ts';
import { returns } from './kernel-tables.ts';
import { leaving } from './leaving.ts';

declareEntering([IPC_CLEANUP], () => {});

/** The phones of t's task, as others may have left them. */
function ownPhones({ footprint, objects }: Declaring, k: Kernel, t: number, changes = false): void {
  const { phones, lanes } = k.program;
  for (let p = 0; p < phones.length; p++) {
    if (phones[p].task !== lanes[t].task) continue;
    if (changes) footprint.has(objects.of.phones[p]);
    else footprint.reads(objects.of.phones[p]);
  }
}

/** The thread is dead, or the op of a kernel table returns. */
function ends(d: Declaring, k: Kernel, t: number): void {
  if (k.program.kernelLevel) returns(d, k, t);
  else dies(d, k, t);
}

/** Lists in the order in which a clean-up goes through them: of 2012, and of 2026. */
export const OLDER_FIRST: readonly number[] = [DISPATCHED, IN_CALLS];
export const NEWER_FIRST: readonly number[] = [IN_CALLS, DISPATCHED];
const NEW: readonly number[] = [IN_CALLS];
const OLDER: readonly number[] = [DISPATCHED];

/** The lists of a box, one after the other, and the message that is taken off the first. */
export function takesFirst(d: Declaring, k: Kernel, b: number, lists: readonly number[]): void {
  let isFound = false;
  for (const list of lists) {
    d.footprint.has(list === IN_CALLS ? d.objects.of.calls[b] : d.objects.of.dispatched[b]);
    const m = messageAt(k, list, b, 1);
    if (m >= 0 && !isFound) message(d, m);
    isFound ||= m >= 0;
  }
}

/** Under the box's lock and the first phone's, whose mutex is tried. */
declare([SLAM], (d, k, t) => {
  const box = ownBox(k, t);
  wholeBox(d, box);
  const p = firstConnected(k, box);
  if (p < 0) return;
  putsPhone(d, k, p);
  d.footprint.has(d.objects.queues + lockOf(k, p));
});

declare([old.CLEAN_EVENTS, now.CLEAN_EVENTS], (d) => d.footprint.has(d.objects.ipc));
declare([old.CLEAN_WAIT, now.CLEAN_ANSWER], () => {});

// --- 2012 -----------------------------------------------------------------------------------

/** A clone of another task takes a free one. */
declare([old.CLEAN_PHONES], (d, k, t) => {
  if (k.program.kernelLevel || k.program.allocatesPhones) ownPhones(d, k, t);
});

/** The lock of the box is held from the first call to the last. */
declare([old.CLEAN_LISTS], (d, k, t) => {
  const box = ownBox(k, t);
  wholeBox(d, box);
  takesFirst(d, k, box, OLDER_FIRST);
});

declare([old.CLEAN_ANSWER], (d, k, t) => declarationOf(ANSWER_APPEND)(d, k, t));
declare([old.CLEAN_SYNC], ownTask);

declare([old.CLEAN_SYNC_GOT], (d, k, t) => {
  ownMessage(d, k, t);
  answers(d, k.get(t, PHONE) - 1);
});

declare([old.CLEAN_GOT], ownMessage);

declare([old.CLEAN_SCAN], (d, k, t) => {
  ownPhones(d, k, t, true);
  if (hasNoPhone(k, t)) ends(d, k, t);
});

/** Every phone of the task is free, or is about to be. */
function hasNoPhone(k: Kernel, t: number): boolean {
  const { phones, lanes } = k.program;
  for (let p = 0; p < phones.length; p++) {
    if (phones[p].task !== lanes[t].task || k.phone(p, PHONE_STATE) === PHONE_FREE) continue;
    if (k.phone(p, PHONE_STATE) !== HUNGUP || k.phone(p, ACTIVE_CALLS) !== 0) return false;
  }
  return true;
}

// --- 2026 -----------------------------------------------------------------------------------

declare([now.CLEAN_BEGIN], (d, k, t) => calls(d, ownBox(k, t)));

/** The phone with the lowest handle: handles are the task's threads' own, of which this is the last. */
declare([now.CLEAN_CAPS, now.CLEAN_CAPS_AGAIN], (d, k, t) => {
  if (!k.program.kernelLevel) return;
  ownTask(d, k, t);
  ownPhones(d, k, t);
});

declare([now.CLEAN_CAP, now.CLEAN_CAP_AGAIN], (d, k, t) => {
  ownTask(d, k, t);
  putsPhone(d, k, k.get(t, PHONE) - 1);
});

declare([now.CLEAN_CALL_CAPS], (d, k, t) => {
  ownTask(d, k, t);
  ownDispatched(d, k, t);
  const m = nextHandle(k, t);
  if (m >= 0) putsCall(d, k, m);
});

/** The call whose handle is next, or -1. */
function nextHandle(k: Kernel, t: number): number {
  const { messages, boxes, lanes } = k.program;
  for (let m = 0; m < messages.length; m++) {
    const handle = k.message(m, HANDLE);
    if (handle === 0 || (handle & (HANDLE_FREE | UNPUBLISHED)) !== 0) continue;
    if (k.message(m, WHERE) !== DISPATCHED) continue;
    if (boxes[k.message(m, BOX)].task === lanes[t].task) return m;
  }
  return -1;
}

declare([now.CLEAN_CALLS], (d, k, t) => takesFirst(d, k, ownBox(k, t), NEW));
declare([now.CLEAN_DISPATCHED], (d, k, t) => takesFirst(d, k, ownBox(k, t), OLDER));

declare([now.CLEAN_RECEIVE], (d, k, t) => {
  const m = messageOf(k, t);
  message(d, m);
  const isOffer = k.program.messages[m].method === CONNECT_TO_ME;
  if (isOffer) allocatesPhone(d, k, k.program.lanes[t].task);
});

declare([now.CLEAN_FORGET], (d, k, t) => {
  ownTask(d, k, t);
  message(d, firstActive(k, k.program.lanes[t].task));
});

/** Out of the counters of its phone and of a box, whose own counter goes with that. */
function settles(d: Declaring, k: Kernel, m: number, references: number): void {
  allocated(d, k, m);
  putsCall(d, k, m, references);
  putsPhone(d, k, callerPhone(k, m), references + 1);
}

declare([now.CLEAN_FORGOTTEN], (d, k, t) => settles(d, k, messageOf(k, t), 1));

/** active_calls of the own box changes with that of a phone of the task, by the task's threads. */
function expects(d: Declaring, k: Kernel, t: number): void {
  if (k.program.kernelLevel) ownPhones(d, k, t);
}

declare([now.CLEAN_EXPECT], expects);

declare([now.CLEAN_DONE], (d, k, t) => {
  expects(d, k, t);
  ends(d, k, t);
});

declare([now.CLEAN_EXPECTED], (d, k, t) => {
  if (k.get(t, RC) === ENOENT) return;
  const m = messageOf(k, t);
  if (m < 0) return;
  allocated(d, k, m);
  putsCall(d, k, m);
});

// --- an answer to the own box without its lock (2026) ---------------------------------------

declare([ANSWER_UNLOCKED], (d, k, t) => answers(d, ownBox(k, t)));

declare([ANSWER_APPEND_UNLOCKED], (d, k, t) => {
  declarationOf(ANSWER_APPEND)(d, k, t);
  answers(d, ownBox(k, t));
  d.footprint.has(d.objects.ipc);
});

// --- restart records ------------------------------------------------------------------------

/** Its thread dies, or goes on as a debugger has set it. */
function recordOver(d: Declaring, k: Kernel, t: number): void {
  if (k.has(t, EXITING)) endsHere(d, k, t);
  else leaving(d, k, t);
}

/** 2012: off the list of private boxes, and out of the counter of the phone. */
function forgetsIn2012(d: Declaring, k: Kernel, t: number, m: number): void {
  phone(d, callerPhone(k, m));
  ownTask(d, k, t);
  recordOver(d, k, t);
}

declare([DROP_RECORD], (d, k, t) => {
  const m = k.get(t, RECORD) - 1;
  message(d, m);
  if (k.old) return k.message(m, WHERE) === IN_ANSWERS ? undefined : forgetsIn2012(d, k, t, m);
  if (flagged(k, m, ACTIVE)) senderOf(d, k, m);
});

declare([RECORD_FORGOTTEN], (d, k, t) => {
  settles(d, k, messageOf(k, t), 2);
  recordOver(d, k, t);
});

declare([RECORD_ANSWERED], (d, k, t) => {
  const m = messageOf(k, t);
  putsCall(d, k, m, 2);
  recordOver(d, k, t);
  if (k.old) {
    ownTask(d, k, t);
    return answers(d, k.program.messages[m].callerBox);
  }
  putsPhone(d, k, callerPhone(k, m), 2);
  phone(d, callerPhone(k, m));
});
