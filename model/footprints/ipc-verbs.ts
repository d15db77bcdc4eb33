/**
 * The words by which steps of IPC say what they have to do with: this message, this phone, this list
 * of a box, a reference that is put.
 *
 * Not declared are the counters of a box (active_calls, 2026): they go up and down, which commutes,
 * and only a clean-up reads them, whose steps have to do with everything.
 */
import { CALLEE, PHONE_REFS, REFS, SENT, WHERE, BOX } from '../record/layout.ts';
import {
  callerPhone,
  flagged,
  IN_ANSWERS,
  IN_CALLS,
  IN_NOTIFS,
  DISPATCHED,
} from '../record/ipc-objects.ts';
import { messageOf, ownBox } from '../ipc/thread.ts';
import { privOf } from '../ipc/preprocess.ts';
import type { Window } from '../designs/asking.ts';
import { mayAbortIn, stopsInPlace } from '../proc/boundary.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import type { Declaring } from './declaring.ts';

export function message(d: Declaring, m: number): void {
  if (m >= 0 && m < d.objects.of.messages.length) d.footprint.has(d.objects.of.messages[m]);
}

/** The message in t's hands. */
export function ownMessage(d: Declaring, k: Kernel, t: number): void {
  message(d, messageOf(k, t));
}

export function phone(d: Declaring, p: number): void {
  if (p >= 0 && p < d.objects.of.phones.length) d.footprint.has(d.objects.of.phones[p]);
}

export function task(d: Declaring, number: number): void {
  d.footprint.has(d.objects.of.tasks[number]);
}

export function ownTask(d: Declaring, k: Kernel, t: number): void {
  task(d, k.program.lanes[t].task);
}

/**
 * The lists of a box. Its lock, where it is held over several steps, is in each of them: who takes it
 * has to do with all, who waits for it with one.
 */
export function wholeBox(d: Declaring, b: number): void {
  if (b < 0) return;
  const { of } = d.objects;
  d.footprint.has(of.calls[b]);
  d.footprint.has(of.dispatched[b]);
  d.footprint.has(of.answers[b]);
}

export function calls(d: Declaring, b: number): void {
  d.footprint.has(d.objects.of.calls[b]);
}

export function answers(d: Declaring, b: number): void {
  d.footprint.has(d.objects.of.answers[b]);
}

/** The calls that t's task has received. */
export function ownDispatched(d: Declaring, k: Kernel, t: number): void {
  const box = ownBox(k, t);
  if (box >= 0) d.footprint.has(d.objects.of.dispatched[box]);
}

/** The list that message m is in, from which it may be taken. */
export function listOf(d: Declaring, k: Kernel, m: number): void {
  const { of } = d.objects;
  const where = k.message(m, WHERE);
  if (where === IN_ANSWERS) d.footprint.has(of.answers[k.program.messages[m].callerBox]);
  else if (where === DISPATCHED) d.footprint.has(of.dispatched[k.message(m, BOX)]);
  else if (where === IN_CALLS || where === IN_NOTIFS) d.footprint.has(of.calls[k.message(m, BOX)]);
}

/** So many references to a phone: the last one disconnects it (2026). */
export function putsPhone(d: Declaring, k: Kernel, p: number, times = 1): void {
  phone(d, p);
  if (k.old || d.areFixed || p < 0 || p === NONE || k.phone(p, PHONE_REFS) > times) return;
  const box = k.phone(p, CALLEE) - 1;
  if (box >= 0) calls(d, box);
}

/** So many references to a call: the last one puts its phone (2026). 2012 frees it. */
export function putsCall(d: Declaring, k: Kernel, m: number, times = 1): void {
  message(d, m);
  if (k.old || m < 0) return;
  if (k.message(m, REFS) <= times && flagged(k, m, SENT)) putsPhone(d, k, callerPhone(k, m));
}

/** The phone that the method of message m has allocated, if there is one. */
export function allocated(d: Declaring, k: Kernel, m: number): void {
  const p = privOf(k, m);
  if (p < 0) return;
  putsPhone(d, k, p);
  if (!k.old) task(d, k.program.phones[p].task);
}

/** Whose list of active calls message m is in (2026). */
export function senderOf(d: Declaring, k: Kernel, m: number): void {
  const p = callerPhone(k, m);
  if (p !== NONE && p >= 0) task(d, k.program.phones[p].task);
}

/** A request is looked for, where the design lets one take the thread out here or stop it here. */
export function looksFor(d: Declaring, k: Kernel, t: number, window: Window): boolean {
  const { policies } = k.op(t);
  const isAsked = mayAbortIn(policies, window) || stopsInPlace(policies);
  if (isAsked) d.footprint.reads(d.objects.request + t);
  return isAsked;
}
