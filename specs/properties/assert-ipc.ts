/**
 * Messages: none is lost, doubled or mixed up (R1, R5). What is left over is assert-leftovers.ts.
 *
 * Ghost bits of a message say whether a receiver was given the request, has answered it, and
 * whether the sender was given the answer; a call that is sent again is another message.
 */
import { flagged } from '../../model/record/ipc-objects.ts';
import {
  DISCARDED,
  DISPATCHED,
  FREED,
  GAVE_ANSWER,
  GAVE_REQUEST,
  MIXED_UP,
  SERVED,
} from '../../model/record/ipc-objects.ts';
import { BOX, DELIVERED, FORGET, GONE, WHERE } from '../../model/record/layout.ts';
import type { Op } from '../../model/record/program.ts';
import type { Kernel } from '../../model/record/state.ts';

const gave = (k: Kernel, m: number, bits: number): boolean =>
  (k.message(m, DELIVERED) & bits) !== 0;

/** A call that waits for its answer: user space's, or the kernel's own for a page-in. */
export const isSync = ({ waits }: Op): boolean => waits === 'answer' || waits === 'pager';

/** R1: each request that left its queue, and each answer, was given to user space. */
export function noMessageLost(k: Kernel): boolean {
  for (let m = 0; m < k.program.messages.length; m++) {
    if (wasKeptBack(k, m)) return false;
    if (k.message(m, WHERE) === FREED && !isSettled(k, m)) return false;
  }
  return true;
}

/** A request that was taken off its box, and that user space was never given. */
export function wasKeptBack(k: Kernel, m: number): boolean {
  if (k.message(m, WHERE) !== DISPATCHED || gave(k, m, GAVE_REQUEST)) return false;
  // What the kernel itself receives is for no user space.
  return !k.program.boxes[k.message(m, BOX)].isKbox;
}

/** Freed for a reason: user space has its answer, or nobody was meant to have it. */
export function isSettled(k: Kernel, m: number): boolean {
  if (gave(k, m, GAVE_ANSWER | DISCARDED)) return true;
  return k.program.messages[m].hangup || flagged(k, m, FORGET);
}

// --- R5 -------------------------------------------------------------------------------------

/** R5: a synchronous call is received once at most, and no answer is lost or mixed up. */
export function deliveredOnce(k: Kernel): boolean {
  const { lanes, messages } = k.program;
  for (let m = 0; m < messages.length; m++) {
    if (gave(k, m, MIXED_UP)) return false;
    const isOver = k.message(m, WHERE) === FREED && gave(k, m, SERVED);
    if (isOver && !isSettled(k, m)) return false;
    if (k.old && flagged(k, m, GONE)) return false;
  }
  for (const { ops } of lanes) {
    // A lane that is set back makes another call of its own.
    for (const op of ops) if (isSync(op) && receivedTimes(k, op) > 1 + op.comesBack) return false;
  }
  return true;
}

function receivedTimes(k: Kernel, { message, messages }: Op): number {
  let times = 0;
  for (let m = message; m < message + messages; m++) if (gave(k, m, GAVE_REQUEST)) times++;
  return times;
}

/** Witness: a call whose receiver has answered it got that answer. */
export function someAnswerGiven(k: Kernel): boolean {
  return k.program.messages.some((_, m) => gave(k, m, SERVED) && gave(k, m, GAVE_ANSWER));
}
