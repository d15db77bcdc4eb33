/**
 * Phones: allocation, and what else happens to one under its lock (ipc.c and ipcrsc.c).
 *
 *     alloc   2012: a FREE slot, or a HUNGUP one without active calls -> CONNECTING
 *             2026: a new object with the lowest free handle, unpublished
 *     slam    CONNECTED -> SLAMMED, off the connected_phones of its box
 *
 * A phone's lock is a sleeping mutex and is modelled as one. Merged: fields of a phone that is
 * CONNECTING with the step that has its lock, since only that can read them together.
 */
import { BoundError } from '../record/bound-error.ts';
import { allocateHandle, putPhone } from './caps.ts';
import {
  CONNECTED,
  CONNECTING,
  HUNGUP,
  PHONE_FREE,
  SLAMMED,
  UNUSED,
  disconnect,
} from '../record/ipc-objects.ts';
import {
  ACTIVE_CALLS,
  CALLEE,
  PHONE_HANDLE,
  PHONE_REFS,
  PHONE_STATE,
  UNPUBLISHED,
  WHERE,
} from '../record/layout.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';

export function lockOf(k: Kernel, p: number): number {
  return k.program.phones[p].lock;
}

/** The box that a connected phone leads to. */
export function calleeOf(k: Kernel, p: number): number {
  return k.phone(p, CALLEE) - 1;
}

/** The lock of box b can be taken now. */
export function boxFree(k: Kernel, b: number): boolean {
  return !k.boxLocked(k.program.boxes[b].queue);
}

/** phone_alloc(): a phone of the task that is CONNECTING now, or -1. */
export function allocatePhone(k: Kernel, task: number): number {
  return k.old ? allocateSlot(k, task) : allocateObject(k, task);
}

/** 2012, under task->lock: the first slot that is FREE or can be recycled. */
function allocateSlot(k: Kernel, task: number): number {
  const { phones } = k.program;
  for (let p = 0; p < phones.length; p++) {
    if (phones[p].task !== task) continue;
    if (k.phone(p, PHONE_STATE) === HUNGUP && k.phone(p, ACTIVE_CALLS) === 0) {
      k.setPhone(p, PHONE_STATE, PHONE_FREE);
      k.setPhone(p, CALLEE, 0);
    }
    if (k.phone(p, PHONE_STATE) !== PHONE_FREE) continue;
    k.setPhone(p, PHONE_STATE, CONNECTING);
    return p;
  }
  return -1;
}

/** 2026: a phone that a program declares gets the handle by which the program knows it. */
function allocateObject(k: Kernel, task: number): number {
  const { phones } = k.program;
  const handle = allocateHandle(k, task);
  const isNew = (p: number): boolean =>
    phones[p].task === task && k.phone(p, PHONE_REFS) === 0 && hasHangupCall(k, p);
  let found = phones.findIndex((phone, p) => phone.slot + 1 === handle && isNew(p));
  if (found < 0) found = phones.findIndex((phone, p) => phone.slot === NONE && isNew(p));
  if (found < 0) throw new BoundError(`a task allocates more phones than the model has for it`);
  k.setPhone(found, PHONE_STATE, CONNECTING);
  k.setPhone(found, PHONE_REFS, 1);
  k.setPhone(found, PHONE_HANDLE, handle | UNPUBLISHED);
  return found;
}

function hasHangupCall(k: Kernel, p: number): boolean {
  const { hangup } = k.program.phones[p];
  return hangup === NONE || k.message(hangup, WHERE) === UNUSED;
}

/** phone_dealloc() of 2012, whose assertion is that the phone is CONNECTING. */
export function freeSlot(k: Kernel, p: number): boolean {
  if (k.phone(p, PHONE_STATE) !== CONNECTING) return false;
  k.setPhone(p, PHONE_STATE, PHONE_FREE);
  return true;
}

/** 2026: drops the reference to an unpublished phone and frees its handle. */
export function dropPhone(k: Kernel, p: number): void {
  k.setPhone(p, PHONE_HANDLE, 0);
  putPhone(k, p);
}

/**
 * Under the phone's lock and its callee's: the phone is slammed if it is connected. 2026 puts the
 * reference of the connection once it has unlocked the phone (merged): it is never the last one
 * while the phone has a handle or somebody locks it.
 */
export function slam(k: Kernel, p: number): void {
  if (k.phone(p, PHONE_STATE) !== CONNECTED) return;
  disconnect(k, p);
  k.setPhone(p, PHONE_STATE, SLAMMED);
  if (!k.old) putPhone(k, p);
}
