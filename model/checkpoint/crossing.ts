/**
 * An image of one revision as a record of the other: what a restore makes of each object of IPC.
 *
 *     phone    2012: a slot with a state; 2026: an object, with a handle until it is hung up, and with
 *              references: of its handle, of its callee's list, two of each call under way
 *     call     2012: flags of its own; 2026: in its sender's active calls until it is answered or
 *              forgotten, a reference of its own, with a receiver a handle and the handle's reference
 *     box      2026 counts the calls that its task has under way
 *     tokens   a counter in both; 2012 has no debts
 *
 * Nobody is in the kernel, so a call is in a list, or it is over. An image of 2012 does not say in which
 * order calls were sent: they become active in the order of the messages. A call of 2026 that its sender
 * has forgotten is one of the restorer's own on 2012, which drops its answer.
 */
import { allocateHandle } from '../ipc/caps.ts';
import {
  appendActive,
  CONNECTED,
  DISPATCHED,
  flagged,
  IN_ANSWERS,
  IN_CALLS,
  IN_NOTIFS,
  isIn,
  raiseFlag,
  SLAMMED,
} from '../record/ipc-objects.ts';
import {
  ACTIVE,
  ACTIVE_CALLS,
  ACTIVE_PLACE,
  ANSWERED,
  BOX_ACTIVE_CALLS,
  BOX_INACTIVE,
  CALL_FLAGS,
  CALLEE,
  FORGET,
  FORWARDED,
  GONE,
  HANDLE,
  PHONE_HANDLE,
  PHONE_REFS,
  PHONE_STATE,
  REFS,
  SENT,
  WHERE,
} from '../record/layout.ts';
import type { Group, Revision } from '../record/program.ts';
import { hasEnded } from '../proc/thread-dead.ts';
import type { Kernel } from '../record/state.ts';

/** What the flags of a call mean in both revisions. */
const FLAGS_OF_BOTH = FORWARDED | ANSWERED | FORGET;

/** A record of 2012 becomes one of 2026. */
export function crossTo2026(k: Kernel): void {
  const { phones, boxes, messages } = k.program;
  for (let p = 0; p < phones.length; p++) giveHandle(k, p);
  for (let b = 0; b < boxes.length; b++) {
    k.setBox(b, BOX_ACTIVE_CALLS, 0);
    k.setBox(b, BOX_INACTIVE, hasEnded(k, boxes[b].task) ? 1 : 0);
  }
  for (let m = 0; m < messages.length; m++) countReferences(k, m);
  for (let p = 0; p < phones.length; p++) if (k.phone(p, PHONE_REFS) === 0) destroyPhone(k, p);
}

/** A phone that can be used or hung up has a handle; one that is connected is in its callee's list. */
function giveHandle(k: Kernel, p: number): void {
  const state = k.phone(p, PHONE_STATE);
  const isNamed = state === CONNECTED || state === SLAMMED;
  k.setPhone(p, PHONE_HANDLE, isNamed ? k.program.phones[p].slot + 1 : 0);
  k.setPhone(p, PHONE_REFS, (isNamed ? 1 : 0) + (state === CONNECTED ? 1 : 0));
}

function destroyPhone(k: Kernel, p: number): void {
  for (const field of [PHONE_STATE, ACTIVE_CALLS, CALLEE]) k.setPhone(p, field, 0);
}

/** The references of a call, and those that it has of its phone. */
function countReferences(k: Kernel, m: number): void {
  const where = k.message(m, WHERE);
  const wasFreed = flagged(k, m, GONE);
  k.setMessage(m, CALL_FLAGS, k.message(m, CALL_FLAGS) & FLAGS_OF_BOTH);
  if (wasFreed) return;
  if (where === IN_NOTIFS) k.setMessage(m, REFS, 1);
  if (where !== IN_CALLS && where !== DISPATCHED && where !== IN_ANSWERS) return;
  const { phone } = k.program.messages[m];
  k.setPhone(phone, PHONE_REFS, k.phone(phone, PHONE_REFS) + 1);
  k.setMessage(m, REFS, where === DISPATCHED ? 2 : 1);
  raiseFlag(k, m, SENT);
  if (where === DISPATCHED && k.message(m, HANDLE) === 0) nameCall(k, m);
  // Home again: its sender has forgotten it before it left.
  if (!flagged(k, m, FORGET)) countActive(k, m);
}

/** A call whose answer somebody waits for; it is active until it has one. */
function countActive(k: Kernel, m: number): void {
  const { phone, callerBox } = k.program.messages[m];
  k.setPhone(phone, PHONE_REFS, k.phone(phone, PHONE_REFS) + 1);
  k.setBox(callerBox, BOX_ACTIVE_CALLS, k.box(callerBox, BOX_ACTIVE_CALLS) + 1);
  if (k.message(m, WHERE) === IN_ANSWERS) return;
  raiseFlag(k, m, ACTIVE);
  appendActive(k, m);
}

/** Where no shim has given it one: the lowest of its receiver's task that is free. */
function nameCall(k: Kernel, m: number): void {
  const box = k.program.boxes.findIndex((_, b) => isIn(k, m, DISPATCHED, b));
  k.setMessage(m, HANDLE, allocateHandle(k, k.program.boxes[box].task));
}

/**
 * A record of 2026 becomes one of 2012; `home`: for whom a shim keeps the handles that it had. The slot
 * of a phone that is gone is free: 2012 gives one that is hung up and has no calls to whoever asks.
 */
export function crossTo2012(k: Kernel, { queues }: Group, home: Revision | undefined): void {
  const { phones, boxes, messages } = k.program;
  for (let p = 0; p < phones.length; p++) {
    if (home === undefined) k.setPhone(p, PHONE_HANDLE, 0);
    k.setPhone(p, PHONE_REFS, 0);
  }
  for (let b = 0; b < boxes.length; b++) {
    for (const field of [BOX_ACTIVE_CALLS, BOX_INACTIVE]) k.setBox(b, field, 0);
  }
  for (let m = 0; m < messages.length; m++) {
    if (home === undefined) k.setMessage(m, HANDLE, 0);
    for (const field of [ACTIVE_PLACE, REFS]) k.setMessage(m, field, 0);
    k.setMessage(m, CALL_FLAGS, k.message(m, CALL_FLAGS) & FLAGS_OF_BOTH);
  }
  for (const q of queues) k.setBalance(q, Math.max(0, k.balance(q)));
}
