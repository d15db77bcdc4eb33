/**
 * The objects of IPC: messages, phones and boxes (kernel/generic/include/ipc/ipc.h).
 *
 * A message (call_t) is in one place at a time: with its sender, in one list of a box, with its
 * receiver, or freed. The lists are kept in the messages: each has the list that it is in and its
 * place there, from 1, so that equal lists are equal bytes however they came about. A phone's place
 * among the connected_phones of its box, a private box's among its task's sync_boxes (2012) and a
 * call's among its sender's active calls (2026) are kept in the same way.
 * Left out in all of IPC: statistics, failing allocations, capabilities' lack.
 */
import {
  ACTIVE_PLACE,
  GONE,
  BOX,
  CALLEE,
  CALL_FLAGS,
  CONNECTED_PLACE,
  MISUSE,
  PANIC,
  PHONE_STATE,
  PLACE,
  SYNC_PLACE,
  WHERE,
} from './layout.ts';
import { append, type PlacedList, remove } from './placed-list.ts';
import type { Kernel } from './state.ts';

/** Where these functions stand in the HelenOS tree. */
export const IPC = 'kernel/generic/src/ipc/ipc.c';
export const SYSIPC = 'kernel/generic/src/ipc/sysipc.c';

/** Message WHERE: not in use, on its sender's stack, in a box's list, received, freed. */
export const UNUSED = 0;
export const SENDING = 1;
export const IN_CALLS = 2;
export const DISPATCHED = 3;
export const ANSWERING = 4;
export const IN_ANSWERS = 5;
export const ON_STACK = 6;
export const FREED = 7;
export const IN_NOTIFS = 8;
/** Abandoned: allocated, and nobody has a pointer to it (preprocess=leave). */
export const LEAKED = 9;

/** Message DELIVERED, ghost bits: the request was received, its answer was given to user space. */
export const GAVE_REQUEST = 1;
export const GAVE_ANSWER = 2;
/** Received after a later one of its phone. */
export const OUT_OF_ORDER = 4;
/** A receiver has answered it (not the kernel in a receiver's place). */
export const SERVED = 8;
/** Its answer was taken by another call than the one that sent it. */
export const MIXED_UP = 16;
/** Its answer was freed unread because the sender's task has ended. */
export const DISCARDED = 32;

/** A request's register has the message, and whether it came forwarded (for its method's name). */
export const CAME_FORWARDED = 32;

/** Phone states, as in ipc.h. */
export const PHONE_FREE = 0;
export const CONNECTING = 1;
export const CONNECTED = 2;
export const HUNGUP = 3;
export const SLAMMED = 4;

/** The phone that a call came by: that of its op, or the one that had its handle then (2026). */
export function callerPhone(k: Kernel, m: number): number {
  const { by } = k.layout;
  const resolved = by < 0 ? 0 : k.message(m, by);
  return resolved === 0 ? k.program.messages[m].phone : resolved - 1;
}

export function flagged(k: Kernel, message: number, flag: number): boolean {
  return (k.message(message, CALL_FLAGS) & flag) !== 0;
}

export function raiseFlag(k: Kernel, message: number, flag: number): void {
  k.setMessage(message, CALL_FLAGS, k.message(message, CALL_FLAGS) | flag);
}

export function lowerFlag(k: Kernel, message: number, flag: number): void {
  k.setMessage(message, CALL_FLAGS, k.message(message, CALL_FLAGS) & ~flag);
}

/** An assertion of the kernel fails in a call of t, or t uses memory that was freed. */
export function panic(k: Kernel, t: number): void {
  k.setGlobal(PANIC, t + 1);
}

/**
 * t has misused memory where that alone stops nobody (MISUSE says how). Whose memory it is by then,
 * or what is left of it, is open; the model goes on as if nothing had come of it.
 */
export function misused(k: Kernel, t: number, how: number): void {
  if (!k.program.kernelLevel) k.setGlobal(MISUSE, how | (t + 1));
}

// --- lists of messages ----------------------------------------------------------------------

/** Is message m in this list of this box? An answer's box is the one that it goes to. */
export function isIn(k: Kernel, m: number, where: number, box: number): boolean {
  if (k.message(m, WHERE) !== where) return false;
  return boxOfList(k, m) === box;
}

export function listLength(k: Kernel, where: number, box: number): number {
  let length = 0;
  for (let m = 0; m < k.program.messages.length; m++) if (isIn(k, m, where, box)) length++;
  return length;
}

/** The message at this place, from 1, or -1. */
export function messageAt(k: Kernel, where: number, box: number, place: number): number {
  for (let m = 0; m < k.program.messages.length; m++) {
    if (k.message(m, PLACE) === place && isIn(k, m, where, box)) return m;
  }
  return -1;
}

const MESSAGES: PlacedList = {
  count: (k) => k.program.messages.length,
  place: (k, m) => k.message(m, PLACE),
  setPlace: (k, m, place) => k.setMessage(m, PLACE, place),
  isBeside: (k, m, n) => isIn(k, n, k.message(m, WHERE), boxOfList(k, m)),
};

/** The box of the list that m is in. */
function boxOfList(k: Kernel, m: number): number {
  return k.message(m, WHERE) === IN_ANSWERS ? k.program.messages[m].callerBox : k.message(m, BOX);
}

/** list_append(): the last of this list of this box from now on. */
export function appendTo(k: Kernel, where: number, box: number, m: number): void {
  const place = listLength(k, where, box) + 1;
  k.setMessage(m, WHERE, where);
  k.setMessage(m, PLACE, place);
  k.setMessage(m, BOX, where === IN_ANSWERS ? 0 : box);
}

/** list_remove(): off its list, if it is in one; `to` is where it is then. */
export function takeOff(k: Kernel, m: number, to: number): void {
  remove(k, MESSAGES, m);
  k.setMessage(m, BOX, 0);
  k.setMessage(m, WHERE, to);
}

/** In no list, and not freed: it can be appended to one. */
export function isLoose(k: Kernel, m: number): boolean {
  if (k.message(m, WHERE) === FREED || k.message(m, PLACE) !== 0) return false;
  return !k.old || !flagged(k, m, GONE);
}

// --- the sender's list of active calls (2026) -----------------------------------------------

/** The box of its sender's task is what tells whose list a call is in. */
function senderOf(k: Kernel, m: number): number {
  return k.program.phones[callerPhone(k, m)].task;
}

/** How many calls of this task are neither answered nor forgotten. */
export function activeLength(k: Kernel, task: number): number {
  let length = 0;
  for (let m = 0; m < k.program.messages.length; m++) {
    if (k.message(m, ACTIVE_PLACE) !== 0 && senderOf(k, m) === task) length++;
  }
  return length;
}

const ACTIVE: PlacedList = {
  count: (k) => k.program.messages.length,
  place: (k, m) => k.message(m, ACTIVE_PLACE),
  setPlace: (k, m, place) => k.setMessage(m, ACTIVE_PLACE, place),
  isBeside: (k, m, n) => senderOf(k, m) === senderOf(k, n),
};

/** The first active call of this task, or -1. */
export function firstActive(k: Kernel, task: number): number {
  for (let m = 0; m < k.program.messages.length; m++) {
    if (k.message(m, ACTIVE_PLACE) === 1 && senderOf(k, m) === task) return m;
  }
  return -1;
}

export function appendActive(k: Kernel, m: number): void {
  append(k, ACTIVE, m);
}

export function removeActive(k: Kernel, m: number): void {
  remove(k, ACTIVE, m);
}

// --- phones of a box, private boxes of a task -----------------------------------------------

/** The first phone of box->connected_phones, or -1. */
export function firstConnected(k: Kernel, box: number): number {
  for (let p = 0; p < k.program.phones.length; p++) {
    if (k.phone(p, CALLEE) === box + 1 && k.phone(p, CONNECTED_PLACE) === 1) return p;
  }
  return -1;
}

const CONNECTED_PHONES: PlacedList = {
  count: (k) => k.program.phones.length,
  place: (k, p) => k.phone(p, CONNECTED_PLACE),
  setPlace: (k, p, place) => k.setPhone(p, CONNECTED_PLACE, place),
  isBeside: (k, p, other) => k.phone(p, CALLEE) === k.phone(other, CALLEE),
};

/** ipc_phone_connect(): phone p is the last of the phones of this box. */
export function connect(k: Kernel, p: number, box: number): void {
  k.setPhone(p, PHONE_STATE, CONNECTED);
  k.setPhone(p, CALLEE, box + 1);
  changesPhones(k, p);
  append(k, CONNECTED_PHONES, p);
}

/** 2012: one who answers EHANGUP may be at this list without its box's lock. */
function changesPhones(k: Kernel, p: number): void {
  const box = k.phone(p, CALLEE) - 1;
  if (k.old && box >= 0) k.changes(k.program.boxes[box].queue);
}

/** Off its box's connected_phones. */
export function disconnect(k: Kernel, p: number): void {
  changesPhones(k, p);
  remove(k, CONNECTED_PHONES, p);
}

/** The first of TASK->sync_boxes, or -1 (2012). */
export function firstSyncBox(k: Kernel, task: number): number {
  const { boxes } = k.program;
  return boxes.findIndex(
    (box, b) => box.task === task && box.isPrivate && k.box(b, SYNC_PLACE) === 1,
  );
}

const SYNC_BOXES: PlacedList = {
  count: (k) => k.program.boxes.length,
  place: (k, b) => k.box(b, SYNC_PLACE),
  setPlace: (k, b, place) => k.setBox(b, SYNC_PLACE, place),
  isBeside: ({ program: { boxes } }, b, other) =>
    boxes[b].task === boxes[other].task && boxes[other].isPrivate,
};

export function linkSyncBox(k: Kernel, b: number): void {
  append(k, SYNC_BOXES, b);
}

export function unlinkSyncBox(k: Kernel, b: number): void {
  remove(k, SYNC_BOXES, b);
}

/** The kbox of a task, or -1. */
export function kboxOf(k: Kernel, task: number): number {
  return k.program.boxes.findIndex((box) => box.task === task && box.isKbox);
}

/** The main box of a task, or -1. */
export function boxOf(k: Kernel, task: number): number {
  return k.program.boxes.findIndex((box) => box.task === task && !box.isPrivate);
}
