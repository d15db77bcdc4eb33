/**
 * Forwarding: sys_ipc_forward_common of sysipc.c and ipc_forward of ipc.c, both revisions.
 *
 *     find the call (2012: get_call looks; 2026: cap_unpublish takes it away); FORWARDED
 *     no such phone, or a method that is not forwardable: answered with EFORWARD
 *     rewrite (a user method becomes what user space says; kernel tables: m7)
 *     own box: unlink; ROUTE_FROM_ME: masquerade; ipc_call on the new phone
 *     the phone is not connected: answered with EFORWARD (2012 by ipc_call, 2026 here)
 *
 * 2012 sets FORWARDED before it looks at the phone, and answers without preprocessing.
 */
import { answerFree } from './answer-free.ts';
import { cannotReadArgs, messageOf, ownBox, phoneOf } from './thread.ts';
import { PRE_START } from './answer-preprocess.ts';
import { ANSWER_UNLINK, requestFor, skips, unpublish } from './answer.ts';
import { HELD_HANDLE, addPhoneRef, putCall, putPhone, usePhone } from './caps.ts';
import { CONNECT_TO_ME, isForwardable } from './methods.ts';
import {
  FREED,
  IPC,
  SENDING,
  SYSIPC,
  panic,
  raiseFlag,
  takeOff,
  GAVE_REQUEST,
  flagged,
} from '../record/ipc-objects.ts';
import { boxFree, dropPhone, freeSlot } from './phones.ts';
import { privOf, setPriv } from './preprocess.ts';
import { callOnPhone } from './send.ts';
import {
  FORWARDED,
  LOCAL,
  RC,
  RETVAL,
  RET_CALL,
  WHERE,
  DELIVERED,
  ARG5_CLEARED,
  OVERWRITTEN,
} from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { handler } from '../proc/handlers.ts';
import { EXIT } from '../syscall/syscall.ts';
import { ANSWER_EFORWARD, ENOENT, EOK, EPERM } from '../record/values.ts';

/** sys_ipc_forward_fast and _slow, which differ in the copying in of the new arguments. */
export const SYS_IPC_FORWARD = handler(['sys_ipc_forward_fast', 'sys_ipc_forward_slow'], (k, t) => {
  if (skips(k, t)) return;
  if (cannotReadArgs(k, t)) return leave(k, t, EPERM);
  const m = requestFor(k, t);
  if (m < 0) return leave(k, t, ENOENT);
  k.set(t, LOCAL, m + 1);
  unpublish(k, t, m);
  k.goto(t, FORWARD);
});

function leave(k: Kernel, t: number, rc: number): void {
  k.set(t, RC, rc);
  k.goto(t, EXIT);
}

export const FORWARD = step({
  name: 'ipc_forward',
  fn: 'sys_ipc_forward_common',
  file: SYSIPC,
  says: 'looks at the phone and the method, rewrites the call',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    const phone = k.old ? k.op(t).phone : usePhone(k, t);
    const { method } = k.program.messages[m];
    if (k.old) raiseFlag(k, m, FORWARDED);
    if (!k.old && phone < 0) return refuse(k, t, ENOENT);
    // 2012: another thread's answer EOK is PHONE_HUNGUP, where the method was.
    const isOverwritten = k.old && flagged(k, m, OVERWRITTEN) && k.message(m, RETVAL) === 0;
    if (isOverwritten || !isForwardable(method)) return refuse(k, t, EPERM);
    if (!k.old) addPhoneRef(k, phone);
    raiseFlag(k, m, FORWARDED);
    if (method === CONNECT_TO_ME && !dropOffered(k, m)) return panic(k, t);
    k.goto(t, FORWARD_UNLINK);
  },
});

/** The phone that the forwarder had for CONNECT_TO_ME. False: an assertion of 2012 fails. */
function dropOffered(k: Kernel, m: number): boolean {
  const p = privOf(k, m);
  if (p < 0) return true;
  setPriv(k, m, -1);
  if (k.old) return freeSlot(k, p);
  dropPhone(k, p);
  raiseFlag(k, m, ARG5_CLEARED);
  return true;
}

/** Before the call has left the own box: it is answered like any other. */
function refuse(k: Kernel, t: number, rc: number): void {
  k.set(t, RC, rc);
  k.setMessage(messageOf(k, t), RETVAL, ANSWER_EFORWARD);
  k.set(t, RET_CALL, k.old ? 0 : ANSWER_UNLINK);
  k.goto(t, k.old ? ANSWER_UNLINK : PRE_START);
}

export const FORWARD_UNLINK = step({
  name: 'ipc_forward-unlink',
  fn: 'ipc_forward',
  file: IPC,
  says: 'takes the call off the dispatched ones',
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, ownBox(k, t)),
  run(k, t) {
    const m = messageOf(k, t);
    // 2012: another thread has answered it, and its caller has freed it.
    if (k.message(m, WHERE) === FREED) return panic(k, t);
    takeOff(k, m, SENDING);
    // Ghost: its next receiver is still to be given it.
    k.setMessage(m, DELIVERED, k.message(m, DELIVERED) & ~GAVE_REQUEST);
    const { masquerades, phone } = k.op(t);
    if (masquerades && k.old && k.layout.via >= 0) k.setMessage(m, k.layout.via, phone + 1);
    k.set(t, RET_CALL, FORWARDED_CALL);
    callOnPhone(k, t);
  },
});

export const FORWARDED_CALL = step({
  name: 'ipc_forward-sent',
  fn: 'sys_ipc_forward_common',
  file: SYSIPC,
  says: '2026: frees the handle, or answers a call that could not be sent on',
  mode: 'kernel',
  run(k, t) {
    if (k.old) {
      k.set(t, LOCAL, 0);
      return k.goto(t, EXIT);
    }
    if (k.get(t, RC) === EOK) return done(k, t);
    // The answer's clean-up goes by the saved ARG5: it puts a phone that is gone already.
    if (flagged(k, messageOf(k, t), ARG5_CLEARED)) return panic(k, t);
    k.setMessage(messageOf(k, t), RETVAL, ANSWER_EFORWARD);
    k.set(t, RET_CALL, FORWARD_ANSWER);
    k.goto(t, PRE_START);
  },
});

export const FORWARD_ANSWER = step({
  name: 'ipc_forward-answer',
  fn: 'sys_ipc_forward_common',
  file: SYSIPC,
  says: 'answers the call with EFORWARD',
  mode: 'kernel',
  run(k, t) {
    k.set(t, RET_CALL, FORWARD_ANSWERED);
    answerFree(k, t);
  },
});

export const FORWARD_ANSWERED = step({
  name: 'ipc_forward-answered',
  fn: 'sys_ipc_forward_common',
  file: SYSIPC,
  says: 'frees the handle and leaves',
  mode: 'kernel',
  run(k, t) {
    k.set(t, RC, ENOENT);
    done(k, t);
  },
});

/** 2026: cap_free, and the references to the call and to the phone are put. */
function done(k: Kernel, t: number): void {
  putCall(k, messageOf(k, t));
  putPhone(k, phoneOf(k, t));
  k.set(t, HELD_HANDLE, 0);
  k.set(t, LOCAL, 0);
  k.goto(t, EXIT);
}
