/**
 * The kbox thread: kbox_thread_proc() and kbox_proc_phone_hungup() of kernel/generic/src/ipc/kbox.c,
 * udebug_call_receive() of udebug/udebug_ipc.c, both revisions.
 *
 *     until the last phone is gone: wait for a call of kb.box, nothing can interrupt it
 *         DEBUG         but for BEGIN: the sender is not the debugger, read without a lock: EINVAL
 *                       else the request's own function
 *         PHONE_HUNGUP  from the debugger: the session ends; answer; no phone left: the thread ends
 *         other         stays unanswered
 *
 * It is a kernel thread of the task: stoppable for ever, counted nowhere, in no session.
 */
import { raiseHook, sessionOf } from '../proc/debugged.ts';
import { answerFree } from '../ipc/answer-free.ts';
import { boxFree } from '../ipc/phones.ts';
import { waitForCall } from '../ipc/receive.ts';
import { messageOf } from '../ipc/thread.ts';
import { DEBUG, PHONE_HUNGUP } from '../ipc/methods.ts';
import { DEAD, UNBORN } from '../proc/thread-dead.ts';
import { WAITERS, KBOX_WAITS } from '../proc/handlers.ts';
import {
  ANSWERING,
  callerPhone,
  firstConnected,
  flagged,
  IPC,
  takeOff,
} from '../record/ipc-objects.ts';
import {
  DEBUGGER,
  FORGET,
  HOOK_LOCAL,
  INTERRUPTED,
  IS_UNATTACHED,
  KB_FINISHED,
  KB_HAS_THREAD,
  KB_LOCKED,
  KB_STATE,
  LOCAL,
  RC,
  RETVAL,
  RET_CALL,
} from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { ANSWER_EINVAL, ANSWER_EOK, DONE_VOID, REQUEST } from '../record/values.ts';
import { done, lane } from '../syscall/kernel-call.ts';
import { served } from './deferred.ts';
import { cleanUpSession } from './cleanup.ts';
import { KBOX, UDEBUG_IPC } from './session.ts';

/** What serves each method of udebug, by its number: filled by requests.ts and reads.ts. */
export const REQUESTS: ((k: Kernel, t: number) => void)[] = [];

export const K_KBOX_THREAD = lane(
  'kbox_thread',
  'kbox_thread_proc',
  KBOX,
  'starts',
  waitForRequest,
);

function kboxOf(k: Kernel, t: number): number {
  return k.program.sessions[sessionOf(k, t)].kbox;
}

function waitForRequest(k: Kernel, t: number): void {
  k.set(t, RC, 0);
  k.set(t, LOCAL, 0);
  waitForCall(k, t, 0, 0, KBOX_GOT);
}

/** The request is served: the thread waits for the next one. */
export const KBOX_WAIT = step({
  name: 'kbox-wait',
  fn: 'kbox_thread_proc',
  file: KBOX,
  says: 'waits for the next call',
  mode: 'kernel',
  run: waitForRequest,
});

export const KBOX_GOT = step({
  name: 'kbox-got',
  fn: 'udebug_call_receive',
  file: UDEBUG_IPC,
  says: 'looks what it has got, and whether the debugger has sent it',
  mode: 'kernel',
  run(k, t) {
    if (k.get(t, RC) !== REQUEST) return waitForRequest(k, t);
    const m = messageOf(k, t);
    const { method, debug } = k.program.messages[m];
    k.set(t, LOCAL, 0);
    k.set(t, RC, 0);
    if (method !== DEBUG && method !== PHONE_HUNGUP) return waitForRequest(k, t);
    k.setHook(t, HOOK_LOCAL, m + 1);
    const isDebugger = senderOf(k, m) === k.session(sessionOf(k, t), DEBUGGER);
    if (method === PHONE_HUNGUP) return hungUp(k, t, isDebugger);
    if (!isDebugger && debug !== BEGIN_METHOD) return reply(k, t, ANSWER_EINVAL);
    const serve = REQUESTS[debug];
    if (serve === undefined) return ignore(k, t);
    serve(k, t);
  },
});

KBOX_WAITS.add(KBOX_GOT);
WAITERS.set(KBOX_GOT, waitForRequest);

/** debugMethodOf('BEGIN'): the one request that anybody may send. */
const BEGIN_METHOD = 1;

function ignore(k: Kernel, t: number): void {
  k.setHook(t, HOOK_LOCAL, 0);
  waitForRequest(k, t);
}

/**
 * call->sender: a task, +1. 2012: that of the thread which has allocated the call, so a hang-up by which
 * an ending task tells its own kbox is its own. 2026: that of the phone, or NULL once it is forgotten.
 */
export function senderOf(k: Kernel, m: number): number {
  const { lanes, messages, phones } = k.program;
  if (k.old) return lanes[messages[m].thread].task + 1;
  return flagged(k, m, FORGET) ? 0 : phones[callerPhone(k, m)].task + 1;
}

/** The request that the kbox thread serves. */
export function requestOf(k: Kernel, t: number): number {
  return k.hook(t, HOOK_LOCAL) - 1;
}

/** The request is answered later, or never: the thread waits for the next one. */
export function deferReply(k: Kernel, t: number): void {
  k.setHook(t, HOOK_LOCAL, 0);
  k.goto(t, KBOX_WAIT);
}

/** ipc_answer(&TASK->kb.box, call); then the next request. */
export function reply(k: Kernel, t: number, retval: number): void {
  replyThen(k, t, retval, KBOX_WAIT);
}

function replyThen(k: Kernel, t: number, retval: number, ret: number): void {
  const m = requestOf(k, t);
  k.setMessage(m, RETVAL, retval);
  served(k, m);
  k.setHook(t, HOOK_LOCAL, 0);
  k.set(t, LOCAL, m + 1);
  k.set(t, RET_CALL, ret);
  k.goto(t, KBOX_UNLINK);
}

export const KBOX_UNLINK = step({
  name: 'kbox-answer-unlink',
  fn: 'ipc_answer',
  file: IPC,
  says: "takes the request off the kbox's dispatched calls",
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, kboxOf(k, t)),
  run(k, t) {
    takeOff(k, messageOf(k, t), ANSWERING);
    answerFree(k, t);
  },
});

// --- PHONE_HUNGUP ---------------------------------------------------------------------------

function hungUp(k: Kernel, t: number, isDebugger: boolean): void {
  if (isDebugger) cleanUpSession(k, t, KBOX_HUNGUP);
  else replyThen(k, t, ANSWER_EOK, KBOX_LAST);
}

export const KBOX_HUNGUP = step({
  name: 'kbox-hungup',
  fn: 'kbox_proc_phone_hungup',
  file: KBOX,
  says: 'has ended the session, and answers the hang-up',
  mode: 'kernel',
  run: (k, t) => replyThen(k, t, ANSWER_EOK, KBOX_LAST),
});

/** Under kb.cleanup_lock, task->lock and kb.box.lock. */
export const KBOX_LAST = step({
  name: 'kbox-last',
  fn: 'kbox_proc_phone_hungup',
  file: KBOX,
  says: 'looks whether a phone is left, and ends if none is',
  mode: 'kernel',
  enabled: (k, t) =>
    boxFree(k, kboxOf(k, t)) && (k.session(sessionOf(k, t), KB_STATE) & KB_LOCKED) === 0,
  run(k, t) {
    if (firstConnected(k, kboxOf(k, t)) >= 0) return waitForRequest(k, t);
    const s = sessionOf(k, t);
    const state = k.session(s, KB_STATE);
    if ((state & KB_FINISHED) === 0) k.setSession(s, KB_STATE, state & ~KB_HAS_THREAD);
    k.set(t, LOCAL, 0);
    if (k.program.kernelLevel) done(k, t, DONE_VOID, 0);
    else if ((state & KB_FINISHED) === 0) ends(k, t);
    else k.goto(t, DEAD);
  },
});

/** thread_detach(), thread_put(): the next debugger has another thread, whom nobody has killed. */
function ends(k: Kernel, t: number): void {
  raiseHook(k, t, IS_UNATTACHED);
  k.lower(t, INTERRUPTED);
  k.goto(t, UNBORN);
}
