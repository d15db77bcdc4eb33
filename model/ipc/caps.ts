/**
 * Capabilities and references of 2026: kernel/generic/src/cap/cap.c, as far as IPC sees them.
 *
 * A task has one table of handles for its phones and for the calls that it has received; a new one
 * gets the lowest number that is free. Allocating, publishing, unpublishing and freeing are each
 * one hold of the table's lock. Merged: kobject_put with the cap_free behind it, since a handle that
 * is unpublished finds nothing either way; cap_publish with what the thread did alone before.
 * Calls and phones are kobjects: they go with their last reference.
 * 2012 has none of this: its phones are slots, and the handle of a call is its address. A shim in front of
 * it (proc/shim.ts) gives handles out in the same way.
 */
import {
  ACTIVE_CALLS,
  BOX,
  BUFFER,
  CALL_FLAGS,
  CALLEE,
  CONNECTED_PLACE,
  FIRST,
  HANDLE,
  HANDLE_FREE,
  OP,
  PHONE_HANDLE,
  PHONE_REFS,
  PHONE_STATE,
  PLACE,
  REFS,
  SENT,
  UNPUBLISHED,
  WHERE,
  PHONE,
} from '../record/layout.ts';
import {
  DISPATCHED,
  FREED,
  disconnect,
  flagged,
  lowerFlag,
  callerPhone,
} from '../record/ipc-objects.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';

/** An answering thread has no timeout: the handle that it has unpublished and not freed yet. */
export const HELD_HANDLE = FIRST;

const NUMBER = ~(HANDLE_FREE | UNPUBLISHED);

/** Is this handle of the task taken, by a phone, a received call or a wait queue? */
function isTaken(k: Kernel, task: number, handle: number): boolean {
  const { phones, messages, boxes, lanes } = k.program;
  for (let p = 0; p < phones.length; p++) {
    if (phones[p].task === task && (k.phone(p, PHONE_HANDLE) & NUMBER) === handle) return true;
  }
  for (let m = 0; m < messages.length; m++) {
    const theirs = k.message(m, HANDLE);
    if ((theirs & HANDLE_FREE) !== 0 || (theirs & NUMBER) !== handle) continue;
    if (k.message(m, WHERE) === DISPATCHED && boxes[k.message(m, BOX)].task === task) return true;
  }
  for (let t = 0; t < k.threads; t++) {
    if (k.old || lanes[t].task !== task || !holdsHandle(k, t)) continue;
    if (k.get(t, HELD_HANDLE) === handle) return true;
  }
  return false;
}

function holdsHandle(k: Kernel, t: number): boolean {
  return k.op(t).source !== NONE && k.get(t, OP) < k.program.lanes[t].ops.length;
}

/** cap_alloc(): the lowest handle that nothing of the task has. */
export function allocateHandle(k: Kernel, task: number): number {
  let handle = 1;
  while (isTaken(k, task, handle)) handle++;
  return handle;
}

/** The published call of this task with this handle, or -1. */
export function callWithHandle(k: Kernel, task: number, handle: number): number {
  const { messages, boxes } = k.program;
  for (let m = 0; m < messages.length; m++) {
    if (k.message(m, HANDLE) !== handle || k.message(m, WHERE) !== DISPATCHED) continue;
    if (boxes[k.message(m, BOX)].task === task) return m;
  }
  return -1;
}

/** The handle by which user space knows the request that is in this register. */
export function handleIn(k: Kernel, register: number, m: number): number {
  const { handles } = k.layout;
  return (handles < 0 ? k.message(m, HANDLE) : k.bytes[k.at + handles + register]) & NUMBER;
}

/** A request goes to user space: its register keeps the handle, where the call may lose it. */
export function keepHandle(k: Kernel, register: number, m: number): void {
  const { handles } = k.layout;
  if (handles >= 0 && register !== NONE) {
    k.bytes[k.at + handles + register] = k.message(m, HANDLE) & NUMBER;
  }
}

/**
 * kobject_get() of the handle by which the program knows phone `p`: the phone that has it published
 * now, which after a hang-up may be another, or -1.
 */
function phoneWithHandle(k: Kernel, p: number): number {
  const { phones } = k.program;
  const { slot, task } = phones[p];
  if (k.layout.by < 0) return k.phone(p, PHONE_HANDLE) === slot + 1 ? p : -1;
  return phones.findIndex((it, q) => it.task === task && k.phone(q, PHONE_HANDLE) === slot + 1);
}

/** The phone that t's call of 2026 is about, which t works on from here on; -1: there is none. */
export function usePhone(k: Kernel, t: number): number {
  const p = phoneWithHandle(k, k.op(t).phone);
  if (k.layout.by >= 0) k.set(t, PHONE, p + 1);
  return p;
}

// --- references -----------------------------------------------------------------------------

export function addPhoneRef(k: Kernel, p: number): void {
  k.setPhone(p, PHONE_REFS, k.phone(p, PHONE_REFS) + 1);
}

/** kobject_put() of a phone; the last one destroys it. */
export function putPhone(k: Kernel, p: number): void {
  const refs = k.phone(p, PHONE_REFS) - 1;
  k.setPhone(p, PHONE_REFS, refs);
  if (refs > 0) return;
  disconnect(k, p);
  for (const field of [PHONE_STATE, ACTIVE_CALLS, CALLEE, CONNECTED_PLACE]) k.setPhone(p, field, 0);
}

export function addCallRef(k: Kernel, m: number): void {
  k.setMessage(m, REFS, k.message(m, REFS) + 1);
}

/** kobject_put() of a call; the last one destroys it: call_destroy(). */
export function putCall(k: Kernel, m: number): void {
  const refs = k.message(m, REFS) - 1;
  k.setMessage(m, REFS, refs);
  if (refs > 0) return;
  lowerFlag(k, m, BUFFER);
  if (flagged(k, m, SENT)) putPhone(k, callerPhone(k, m));
  k.setMessage(m, CALL_FLAGS, k.message(m, CALL_FLAGS) & ~SENT);
  if (k.message(m, PLACE) === 0) k.setMessage(m, WHERE, FREED);
}
