/**
 * The objects of asynchronous IPC: messages, phones and boxes (kernel/generic/src/ipc/ipc.h).
 *
 * A message (call_t) is in one place at a time: with its sender, in one list of a box, with its
 * receiver, or freed. A phone has a state and a count of active calls; a box (answerbox_t) has
 * lists of calls, dispatched calls and answers, and a wait queue.
 * Left out in all of IPC: notifications, system methods other than PHONE_HUNGUP, forwarding,
 * buffers, cleanup of a task, capabilities' lack (cap_alloc does not fail); and the lists of a
 * sender's active calls (2026), which only forgetting reads.
 */
import { HANDLE } from './layout.ts';
import type { Kernel } from './state.ts';

/** Where these functions stand in the HelenOS tree. */
export const IPC = 'kernel/generic/src/ipc/ipc.c';

/** Message WHERE: free, on its sender's stack, in one of a box's lists, received, freed. */
export const SENDING = 1;
export const IN_CALLS = 2;
export const DISPATCHED = 3;
export const ANSWERING = 4;
export const IN_ANSWERS = 5;
export const ON_STACK = 6;
export const FREED = 7;

/** Message DELIVERED, ghost bits: the request, the answer, received after a later one. */
export const GAVE_REQUEST = 1;
export const GAVE_ANSWER = 2;
export const OUT_OF_ORDER = 4;

/** Phone states, as in ipc.h. */
export const CONNECTED = 2;
export const HUNGUP = 3;
export const SLAMMED = 4;

/** Answer values of errors that the kernel itself answers with; printed as names. */
export const ANSWER_EHANGUP = 254;
export const ANSWER_ENOENT = 253;

/** A phone's two bytes: its state, its active calls. */
export function phoneAt(k: Kernel, phone: number): number {
  return k.at + k.layout.phones + phone * 2;
}

/** The lists of a box, each a length and the messages. */
export function callsAt(k: Kernel, box: number): number {
  return k.at + k.layout.boxes + box * k.layout.boxSize;
}

export function dispatchedAt(k: Kernel, box: number): number {
  return callsAt(k, box) + k.layout.dispatched;
}

export function answersAt(k: Kernel, box: number): number {
  return callsAt(k, box) + k.layout.answers;
}

/** The call received through `box` that has this handle, or -1. */
export function callWithHandle(k: Kernel, box: number, handle: number): number {
  const { messages, phones } = k.program;
  for (let m = 0; m < messages.length; m++) {
    if (phones[messages[m].phone].box === box && k.message(m, HANDLE) === handle) return m;
  }
  return -1;
}
