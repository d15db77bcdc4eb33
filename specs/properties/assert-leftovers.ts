/**
 * R14: when all is quiet, nothing of IPC is left over and every counter matches what it counts.
 *
 * No assertion of the kernel has failed; each call is in a list of a living task, in somebody's
 * hands or freed; phones and boxes count the calls that are outstanding on them; a phone that is
 * connecting belongs to a call, a private box to a thread; references (2026) have holders.
 */
import { flagged } from '../../model/record/ipc-objects.ts';
import { phoneOf } from '../../model/ipc/thread.ts';
import { privOf } from '../../model/ipc/preprocess.ts';
import { isInKernel } from '../../model/environment.ts';
import {
  UNUSED,
  CONNECTED,
  IN_CALLS,
  ANSWERING,
  CONNECTING,
  SENDING,
  ON_STACK,
  LEAKED,
  FREED,
  IN_ANSWERS,
  DISPATCHED,
  callerPhone,
} from '../../model/record/ipc-objects.ts';
import { isGone } from '../../model/proc/thread-dead.ts';
import {
  LOCAL,
  HANDLE,
  WHERE,
  LEAKED_SOMETHING,
  SESSION_MARKS,
  HOOK_LOCAL,
  PLACE,
  RECORD,
  SENT,
  CONNECTED_PLACE,
  PHONE_STATE,
  ACTIVE_CALLS,
  FORGET,
  HANDLE_FREE,
  CALLEE,
  PANIC,
  MISUSE,
  PHONE_REFS,
  FORWARDED,
  BUFFER,
  SYNC_PLACE,
  BOX,
  UNPUBLISHED,
  PHONE_HANDLE,
  REFS,
  GONE,
} from '../../model/record/layout.ts';
import { noMessageLost } from './assert-ipc.ts';
import type { Kernel } from '../../model/record/state.ts';
import { someThread } from './every-thread.ts';
import { boxActiveCalls, sentCall } from './kernel-view.ts';

/** R14: no assertion of the kernel fails, every call got its answer, and every counter fits. */
export function nothingLeft(k: Kernel): boolean {
  return (
    k.global(PANIC) === 0 &&
    (k.program.kernelLevel || k.global(MISUSE) === 0) &&
    noMessageLost(k) &&
    noMessageLeaked(k) &&
    nothingLost(k) &&
    phonesMatch(k) &&
    boxesMatch(k) &&
    (k.old || referencesMatch(k))
  );
}

/** A debug session has lost no reference and no buffer. */
function nothingLost(k: Kernel): boolean {
  for (let s = 0; s < k.program.sessions.length; s++) {
    if ((k.session(s, SESSION_MARKS) & LEAKED_SOMETHING) !== 0) return false;
  }
  return true;
}

/** Witness: a call or a notification was allocated, which is counted and may be left over. */
export function someCallMade(k: Kernel): boolean {
  const { messages } = k.program;
  for (let m = 0; m < messages.length; m++) if (k.message(m, WHERE) !== UNUSED) return true;
  return false;
}

function noMessageLeaked(k: Kernel): boolean {
  for (let m = 0; m < k.program.messages.length; m++) {
    const where = k.message(m, WHERE);
    if (isInHands(where) && !isHeld(k, m)) return false;
    if (k.message(m, PLACE) !== 0 && isGone(k, listBox(k, m))) return false;
    const isFreed = where === FREED || where === LEAKED || where === UNUSED;
    if (where === LEAKED || (isFreed && flagged(k, m, BUFFER))) return false;
    if (k.old && flagged(k, m, GONE)) return false;
    // Nobody will take it off that box.
    if (where === IN_ANSWERS && flagged(k, m, FORGET)) return false;
  }
  return true;
}

/** The box in whose list a message is. */
function listBox(k: Kernel, m: number): number {
  const isAnswer = k.message(m, WHERE) === IN_ANSWERS;
  return isAnswer ? k.program.messages[m].callerBox : k.message(m, BOX);
}

function isInHands(where: number): boolean {
  return where === SENDING || where === ANSWERING || where === ON_STACK;
}

/** Some thread has it in its hands, or its restart record. */
function isHeld(k: Kernel, m: number): boolean {
  return someThread(k, (_, t) => {
    if (k.get(t, LOCAL) === m + 1 || sentCall(k, t) === m) return true;
    return k.program.sessions.length > 0 && k.hook(t, HOOK_LOCAL) === m + 1;
  });
}

/** Sent, and its answer not picked up, nor the call forgotten. */
function isOutstanding(k: Kernel, m: number): boolean {
  return !flagged(k, m, FORGET) && isUnderWay(k, m);
}

/** Somewhere between its sending and the picking up of its answer. */
function isUnderWay(k: Kernel, m: number): boolean {
  const where = k.message(m, WHERE);
  if (where === SENDING) return flagged(k, m, FORWARDED);
  return where === IN_CALLS || where === DISPATCHED || where === ANSWERING || where === IN_ANSWERS;
}

/** Calls that were sent on the phone and whose answers nobody has picked up. */
export function outstandingOn(k: Kernel, p: number): number {
  return k.program.messages.filter((_, m) => callerPhone(k, m) === p && isOutstanding(k, m)).length;
}

/** Answers that the box is still to get, or has and nobody has picked up. */
export function dueTo(k: Kernel, b: number): number {
  return k.program.messages.filter((it, m) => it.callerBox === b && isOutstanding(k, m)).length;
}

/** No call that is under way has allocated this phone. */
export function isUnowned(k: Kernel, p: number): boolean {
  return !k.program.messages.some((_, m) => privOf(k, m) === p && isUnderWay(k, m));
}

/** Each phone counts what is outstanding on it, and one that is CONNECTING belongs to a call. */
function phonesMatch(k: Kernel): boolean {
  return k.program.phones.every((_, p) => {
    if (k.phone(p, ACTIVE_CALLS) !== outstandingOn(k, p)) return false;
    const isConnected = k.phone(p, PHONE_STATE) === CONNECTED;
    if (isConnected && isGone(k, k.phone(p, CALLEE) - 1)) return false;
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

/** 2026: calls and phones have the references that something holds, and no more. */
function referencesMatch(k: Kernel): boolean {
  const { messages, phones } = k.program;
  return (
    messages.every((_, m) => k.message(m, REFS) === callHolders(k, m)) &&
    phones.every((_, p) => k.phone(p, PHONE_REFS) === phoneHolders(k, p))
  );
}

/** Its owner, until it is freed; its published handle, or who answers through it; a page-in. */
export function callHolders(k: Kernel, m: number): number {
  const where = k.message(m, WHERE);
  if (where === UNUSED || where === FREED) return 0;
  const handle = k.message(m, HANDLE);
  const isPublished = handle !== 0 && (handle & (HANDLE_FREE | UNPUBLISHED)) === 0;
  return 1 + (isPublished ? 1 : 0) + pagesIn(k, m);
}

/** Threads in, or taken out of, the page-in that has sent this call. */
function pagesIn(k: Kernel, m: number): number {
  let count = 0;
  for (let t = 0; t < k.threads; t++) {
    const { message, messages, call } = k.op(t);
    if (call !== 'page_in' || m < message || m >= message + messages) continue;
    if (k.get(t, LOCAL) === m + 1 || k.get(t, RECORD) === m + 1) count++;
  }
  return count;
}

/** Its handle; the list of its callee's phones; calls that came by it; threads that use it. */
export function phoneHolders(k: Kernel, p: number): number {
  const { messages } = k.program;
  let count = k.phone(p, PHONE_HANDLE) === 0 ? 0 : 1;
  if (k.phone(p, CONNECTED_PLACE) !== 0) count++;
  for (let m = 0; m < messages.length; m++) {
    if (callerPhone(k, m) !== p || k.message(m, REFS) === 0) continue;
    if (flagged(k, m, SENT)) count++;
    if (isOutstanding(k, m) && flagged(k, m, SENT)) count++;
    count += pagesIn(k, m);
  }
  for (let t = 0; t < k.threads; t++) if (usesPhone(k, t, p)) count++;
  return count;
}

/** In an asynchronous send or a forward, from its start to its end. */
function usesPhone(k: Kernel, t: number, p: number): boolean {
  const { call } = k.op(t);
  return (
    phoneOf(k, t) === p && /^(ipc_call_async|ipc_forward|udebug_)/.test(call) && isInKernel(k, t)
  );
}

/** Some thread is in the call that the private box is for, or will go on with it. */
function isWaitedFor(k: Kernel, b: number): boolean {
  return someThread(k, (_, t) => {
    return [k.get(t, LOCAL), sentCall(k, t) + 1].some(
      (record) => record !== 0 && k.program.messages[record - 1].callerBox === b,
    );
  });
}
