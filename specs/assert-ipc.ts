/**
 * Messages and their counters: none is lost, doubled or mixed up (R1, R5), nothing is left over
 * when all is quiet (R14).
 *
 * Ghost bits of a message say whether a receiver was given the request, has answered it, and
 * whether the sender was given the answer; a call that is sent again is another message.
 */
import {
  ANSWERING,
  CONNECTING,
  DISCARDED,
  DISPATCHED,
  FREED,
  GAVE_ANSWER,
  GAVE_REQUEST,
  IN_ANSWERS,
  IN_CALLS,
  LEAKED,
  MIXED_UP,
  SENDING,
  SERVED,
} from '../model/ipc-objects.ts';
import {
  ACTIVE_CALLS,
  BUFFER,
  CALL_FLAGS,
  DELIVERED,
  FORGET,
  FORWARDED,
  GONE,
  LOCAL,
  PANIC,
  PHONE_STATE,
  RECORD,
  RET_CALL,
  SYNC_PLACE,
  WHERE,
} from '../model/layout.ts';
import { privOf } from '../model/ipc-preprocess.ts';
import type { Op } from '../model/program.ts';
import type { Kernel } from '../model/state.ts';
import { someThread } from './every-thread.ts';
import { boxActiveCalls } from './kernel-view.ts';

const gave = (k: Kernel, m: number, bits: number): boolean =>
  (k.message(m, DELIVERED) & bits) !== 0;

const flagged = (k: Kernel, m: number, flag: number): boolean =>
  (k.message(m, CALL_FLAGS) & flag) !== 0;

const isSync = ({ call }: Op): boolean => call.startsWith('ipc_call_sync');

/** R1: each request that left its queue, and each answer, was given to user space. */
export function noMessageLost(k: Kernel): boolean {
  for (let m = 0; m < k.program.messages.length; m++) {
    const where = k.message(m, WHERE);
    if (where === DISPATCHED && !gave(k, m, GAVE_REQUEST)) return false;
    if (where === FREED && !isSettled(k, m)) return false;
  }
  return true;
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
    for (const op of ops) if (isSync(op) && receivedTimes(k, op) > 1) return false;
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

// --- R14 ------------------------------------------------------------------------------------

/** R14: no assertion of the kernel fails, every call got its answer, and every counter fits. */
export function nothingLeft(k: Kernel): boolean {
  return (
    k.global(PANIC) === 0 &&
    noMessageLost(k) &&
    noMessageLeaked(k) &&
    phonesMatch(k) &&
    boxesMatch(k)
  );
}

function noMessageLeaked(k: Kernel): boolean {
  for (let m = 0; m < k.program.messages.length; m++) {
    const where = k.message(m, WHERE);
    const isFreed = where === FREED || where === LEAKED;
    if (where === LEAKED || (isFreed && flagged(k, m, BUFFER))) return false;
    if (k.old && flagged(k, m, GONE)) return false;
  }
  return true;
}

/** Sent, and its answer not picked up, nor the call forgotten. */
function isOutstanding(k: Kernel, m: number): boolean {
  if (flagged(k, m, FORGET)) return false;
  const where = k.message(m, WHERE);
  if (where === SENDING) return flagged(k, m, FORWARDED);
  return where === IN_CALLS || where === DISPATCHED || where === ANSWERING || where === IN_ANSWERS;
}

/** Calls that were sent on the phone and whose answers nobody has picked up. */
export function outstandingOn(k: Kernel, p: number): number {
  return k.program.messages.filter((it, m) => it.phone === p && isOutstanding(k, m)).length;
}

/** Answers that the box is still to get, or has and nobody has picked up. */
export function dueTo(k: Kernel, b: number): number {
  return k.program.messages.filter((it, m) => it.callerBox === b && isOutstanding(k, m)).length;
}

/** No call that is under way has allocated this phone. */
export function isUnowned(k: Kernel, p: number): boolean {
  return !k.program.messages.some((_, m) => privOf(k, m) === p && isOutstanding(k, m));
}

/** Each phone counts what is outstanding on it, and one that is CONNECTING belongs to a call. */
function phonesMatch(k: Kernel): boolean {
  return k.program.phones.every((_, p) => {
    if (k.phone(p, ACTIVE_CALLS) !== outstandingOn(k, p)) return false;
    return k.phone(p, PHONE_STATE) !== CONNECTING || !isUnowned(k, p);
  });
}

/** No private box is left behind, and each box of 2026 expects the answers that are due to it. */
function boxesMatch(k: Kernel): boolean {
  return k.program.boxes.every(({ isPrivate }, b) => {
    if (isPrivate && isUnwaitedFor(k, b)) return false;
    return k.old || boxActiveCalls(k, b) === dueTo(k, b);
  });
}

/** A private box that is linked (2012) or will get an answer (2026), and no call waits for it. */
export function isUnwaitedFor(k: Kernel, b: number): boolean {
  const isInUse = k.old ? k.box(b, SYNC_PLACE) !== 0 : dueTo(k, b) > 0;
  return isInUse && !isWaitedFor(k, b);
}

/** Some thread is in the call that the private box is for, or will go on with it. */
function isWaitedFor(k: Kernel, b: number): boolean {
  return someThread(k, (_, t) => {
    const records = k.program.depth > RECORD - RET_CALL ? [k.get(t, RECORD) & 0x7f] : [];
    return [k.get(t, LOCAL), ...records].some(
      (record) => record !== 0 && k.program.messages[record - 1].callerBox === b,
    );
  });
}
