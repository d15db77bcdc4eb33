/**
 * Answering: kernel/generic/src/ipc/ipc.c and sysipc.c, both revisions.
 *
 *     answer   find the call (2012: get_call looks; 2026: cap_unpublish takes it away);
 *              preprocess (ipc-answer-preprocess.ts); box: unlink; send (ipc-answer-free.ts);
 *              2026: put the reference of the handle, free the handle
 *     poke     2012: unsleep the first sleeper of the own box; 2026: wake_one
 *
 * Unlinking, appending and waking are three steps: the callee's box, the caller's box and its wait
 * queue have each a lock. 2012 lets two threads find one call: the second unlinks nothing, or takes
 * it off its caller's answers, and appends it again; what then uses freed or doubly linked memory
 * is a panic here.
 */
import { LATE_STEPS } from '../proc/late-steps.ts';
import { answerFree } from './answer-free.ts';
import { cannotReadArgs, messageOf, ownBox } from './thread.ts';
import {
  ANSWERING,
  DISPATCHED,
  FREED,
  IPC,
  SERVED,
  SYSIPC,
  panic,
  flagged,
  isIn,
  raiseFlag,
  takeOff,
  CAME_FORWARDED,
} from '../record/ipc-objects.ts';
import { PRE_START } from './answer-preprocess.ts';
import { HELD_HANDLE, callWithHandle, putCall, handleIn } from './caps.ts';
import { CONNECT_ME_TO } from './methods.ts';
import { boxFree } from './phones.ts';
import {
  ARG5_CLEARED,
  DELIVERED,
  HANDLE,
  HANDLE_FREE,
  LOCAL,
  RC,
  RENAMED,
  RETVAL,
  RET_CALL,
  UNPUBLISHED,
  WHERE,
} from '../record/layout.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { handler } from '../proc/handlers.ts';
import { namesByHandle } from '../proc/shim.ts';
import { EXIT, syscallExit, wakeFirst } from '../syscall/syscall.ts';
import { ANSWER_EPARTY, ENOENT, EOK, EPERM, NOTHING, REQUEST, SKIPPED } from '../record/values.ts';
import { UNSLEEP } from '../synch/wait-queue-2012.ts';

/**
 * The call that user space means by its register, or -1. 2012: the one whose hash it got, if it is
 * among the dispatched ones. 2026: the one that has that handle now, which after an answer may be
 * another. A shim has written down which is which.
 */
export function requestFor(k: Kernel, t: number): number {
  const { source } = k.op(t);
  if (!holdsRequest(k, t)) return -1;
  const payload = k.registerPayload(source);
  const received = k.program.kernelLevel ? payload & ~CAME_FORWARDED : payload;
  const m = namesByHandle(k)
    ? callWithHandle(k, k.program.lanes[t].task, handleIn(k, source, received))
    : callWithAddress(k, received, ownBox(k, t));
  return m >= 0 && flagged(k, m, RENAMED) ? -1 : m;
}

/** 2012 get_call(); on 2026 the call whose handle a shim has in the place of the address. */
function callWithAddress(k: Kernel, m: number, box: number): number {
  if (!isIn(k, m, DISPATCHED, box)) return -1;
  return k.old || isPublished(k.message(m, HANDLE)) ? m : -1;
}

const isPublished = (handle: number): boolean =>
  handle !== 0 && (handle & (HANDLE_FREE | UNPUBLISHED)) === 0;

export function holdsRequest(k: Kernel, t: number): boolean {
  const { source } = k.op(t);
  return source !== NONE && k.registerCode(source) === REQUEST;
}

/** Kernel tables: a register without a request leaves nothing to do. */
export function skips(k: Kernel, t: number): boolean {
  if (!k.program.kernelLevel || holdsRequest(k, t)) return false;
  k.set(t, RC, SKIPPED);
  k.goto(t, EXIT);
  return true;
}

/**
 * 2026 cap_unpublish(): from here on the handle finds no call; the thread frees it at the end. A shim in
 * front of 2012 frees it at once.
 */
export function unpublish(k: Kernel, t: number, m: number): void {
  if (k.old) {
    if (namesByHandle(k)) k.setMessage(m, HANDLE, k.message(m, HANDLE) | HANDLE_FREE);
    return;
  }
  k.set(t, HELD_HANDLE, k.message(m, HANDLE));
  k.setMessage(m, HANDLE, k.message(m, HANDLE) | HANDLE_FREE);
}

/** sys_ipc_answer_fast and _slow, which differ in the copying in of the answer. */
export const SYS_IPC_ANSWER = handler(['sys_ipc_answer_fast', 'sys_ipc_answer_slow'], (k, t) => {
  if (skips(k, t)) return;
  const m = requestFor(k, t);
  if (m < 0) {
    k.set(t, RC, ENOENT);
    return k.goto(t, EXIT);
  }
  k.set(t, LOCAL, m + 1);
  unpublish(k, t, m);
  if (!cannotReadArgs(k, t)) return setAnswer(k, t, m);
  k.set(t, RC, EPERM);
  if (k.old) k.set(t, LOCAL, 0);
  k.goto(t, k.old ? EXIT : REPUBLISH);
});

/** The return value and arguments are in the call from here on, whoever else has it. */
function setAnswer(k: Kernel, t: number, m: number): void {
  // 2012 writes it once it has let go of the box's lock: in the next step.
  if (!k.old) k.setMessage(m, RETVAL, k.op(t).value);
  if (!k.old && k.program.messages[m].method === CONNECT_ME_TO) raiseFlag(k, m, ARG5_CLEARED);
  k.setMessage(m, DELIVERED, k.message(m, DELIVERED) | SERVED);
  k.set(t, RET_CALL, ANSWER_UNLINK);
  k.goto(t, PRE_START);
}

/** 2026: the answer cannot be read; the call must not get lost. */
export const REPUBLISH = step({
  name: 'ipc_answer-republish',
  fn: 'sys_ipc_answer_slow',
  file: SYSIPC,
  says: "publishes the call's handle again",
  mode: 'kernel',
  run(k, t) {
    k.setMessage(messageOf(k, t), HANDLE, k.get(t, HELD_HANDLE));
    k.set(t, HELD_HANDLE, 0);
    k.set(t, LOCAL, 0);
    syscallExit(k, t);
  },
});

export const ANSWER_UNLINK = step({
  name: 'ipc_answer-unlink',
  fn: 'ipc_answer',
  file: IPC,
  says: 'takes the call off the dispatched ones',
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, ownBox(k, t)),
  run(k, t) {
    const m = messageOf(k, t);
    // 2012: another thread has answered it, and its caller has freed it.
    if (k.message(m, WHERE) === FREED) return panic(k, t);
    takeOff(k, m, ANSWERING);
    // A receiver knows from its own stack why it has answered: the call is its sender's soon.
    if (k.op(t).source === NONE) k.set(t, RC, whatReceiverReturns(k, m));
    k.set(t, RET_CALL, ANSWERED_CALL);
    answerFree(k, t);
  },
});

/** The call is answered: what the system call that has answered it does then. */
export const ANSWERED_CALL = step({
  name: 'ipc_answer-answered',
  fn: 'ipc_answer',
  file: IPC,
  says: '2026: frees the handle and puts its reference; leaves the system call',
  mode: 'kernel',
  run(k, t) {
    const { handler: h, source } = k.op(t);
    if (h === SYS_IPC_ANSWER) k.set(t, RC, EOK);
    if (source === NONE) return receiverGoesOn(k, t);
    if (!k.old) {
      putCall(k, messageOf(k, t));
      k.set(t, HELD_HANDLE, 0);
    }
    k.set(t, LOCAL, 0);
    k.goto(t, EXIT);
  },
});

/** A receiver that answers in user space's place fails (EPARTY), or waits again: EOK. */
function whatReceiverReturns(k: Kernel, m: number): number {
  if (k.message(m, RETVAL) !== ANSWER_EPARTY) return EOK;
  return k.old ? NOTHING : EPERM;
}

function receiverGoesOn(k: Kernel, t: number): void {
  k.set(t, LOCAL, 0);
  k.goto(t, k.get(t, RC) === EOK ? LATE_STEPS.waitAgain : EXIT);
}

export const SYS_IPC_POKE = handler('sys_ipc_poke', (k, t) => {
  const { queue } = k.program.boxes[ownBox(k, t)];
  k.set(t, RC, EOK);
  if (k.old) k.callOn(t, UNSLEEP, queue, EXIT);
  else wakeFirst(k, t, queue, EXIT);
});
