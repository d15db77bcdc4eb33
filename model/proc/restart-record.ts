/**
 * The restart record: what a thread that was taken out of a call keeps besides its registers.
 *
 * FIRST, the deadline of its first attempt, as the design has it; with handle=keep its wait queue.
 * The kernels have none; the ticket adds it.
 */
import { isSet } from '../designs/asking.ts';
import type { Policies } from '../designs/policies.ts';
import { cpuOf, localTicks, offsetOf } from '../record/cpus.ts';
import { FIRST, FIRST_BY, HAS_HANDLE, REMAINING, WAS_DUE } from '../record/layout.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { takeKeptRecord } from '../record/timeout-list.ts';

/** The thread leaves its call, to be held. */
export function saveRecord(k: Kernel, t: number): void {
  const { policies } = k.op(t);
  saveDeadline(k, t, policies);
  if (keepsHandle(k, t, policies)) k.raise(t, HAS_HANDLE);
}

/** It is resumed, and issues its call again. */
export function takeRecord(k: Kernel, t: number): void {
  k.set(t, WAS_DUE, 0);
  if (k.has(t, REMAINING)) k.set(t, FIRST, localTicks(k, t) + k.get(t, FIRST));
  k.lower(t, REMAINING);
  if (isSet(k.op(t).policies, 'timeout=deadline')) takeKeptRecord(k, t);
}

/** handle=keep: the record takes the reference to the wait queue over from the kernel stack. */
function keepsHandle(k: Kernel, t: number, policies: Policies): boolean {
  const { queue, sleeps } = k.op(t);
  // Linux finds its queue by the address each time.
  if (k.program.revision === 'linux' || k.old || !sleeps || queue === NONE) return false;
  const { kind } = k.program.queues[queue];
  return (kind === 'waitq' || kind === 'futex') && policies.handle === 'keep';
}

/** By the clock interrupts, whatever counter the deadline of t is by: until then time passes. */
export function noteWhenDue(k: Kernel, t: number): void {
  if (k.get(t, FIRST) === 0) return;
  k.set(t, WAS_DUE, Math.max(1, k.get(t, FIRST) - offsetOf(k, cpuOf(k, t, FIRST_BY))));
}

function saveDeadline(k: Kernel, t: number, policies: Policies): void {
  noteWhenDue(k, t);
  if (k.get(t, FIRST) === 0 || isSet(policies, 'timeout=deadline')) return;
  if (isSet(policies, 'timeout=relative')) return k.set(t, FIRST, 0);
  k.set(t, FIRST, Math.max(0, k.get(t, FIRST) - 1 - localTicks(k, t)) + 1);
  k.raise(t, REMAINING);
}
