/**
 * The end of a kbox: ipc_kbox_cleanup() of kernel/generic/src/ipc/kbox.c, run by the last thread of
 * the task, and ipc_answerbox_slam_phones(kb.box, true) of ipc/ipc.c, both revisions.
 *
 *     2026: kb.box is inactive; cleanup_lock: finished; is there a kbox thread? (read without a lock)
 *     slam each phone of kb.box; with a thread: put a PHONE_HUNGUP into kb.box for each (2012: it is
 *     the ending task's own call; 2026: it is forgotten); the session ends; join the thread, which
 *     nothing can interrupt; answer the rest of kb.box with EHANGUP
 */
import { answerFree } from '../ipc/answer-free.ts';
import { PRE_START } from '../ipc/answer-preprocess.ts';
import { addPhoneRef, putPhone } from '../ipc/caps.ts';
import { boxFree, lockOf } from '../ipc/phones.ts';
import { HOOKS, sessionOf } from '../proc/debugged.ts';
import { LATE_STEPS } from '../proc/late-steps.ts';
import { DEAD, UNBORN } from '../proc/thread-dead.ts';
import {
  ANSWERING,
  appendTo,
  disconnect,
  DISPATCHED,
  firstConnected,
  IN_CALLS,
  IPC,
  messageAt,
  panic,
  raiseFlag,
  SLAMMED,
  takeOff,
  UNUSED,
} from '../record/ipc-objects.ts';
import {
  ACTIVE_CALLS,
  BOX_INACTIVE,
  FORGET,
  KB_FINISHED,
  KB_HAS_THREAD,
  KB_LOCKED,
  KB_STATE,
  LOCAL,
  PC,
  PHONE,
  PHONE_STATE,
  RC,
  REFS,
  RETVAL,
  RET_CALL,
  RET_IPC,
  SENT,
  WHERE,
} from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { ANSWER_EHANGUP } from '../record/values.ts';
import { takeMutex, unlockMutex } from '../synch/mutex.ts';
import { wakeFirst } from '../syscall/syscall.ts';
import { cleanUpSession } from './cleanup.ts';
import { KBOX } from './session.ts';

function kboxOf(k: Kernel, t: number): number {
  return k.program.sessions[sessionOf(k, t)].kbox;
}

export const KBOX_INACTIVE = step({
  name: 'kbox-cleanup-inactive',
  fn: 'ipc_kbox_cleanup',
  file: KBOX,
  says: 'begins to clean its kbox up (2026: nobody connects to it any more)',
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, kboxOf(k, t)),
  run(k, t) {
    if (!k.old) k.setBox(kboxOf(k, t), BOX_INACTIVE, 1);
    k.goto(t, KBOX_FINISHED);
  },
});

HOOKS.kboxCleanup = KBOX_INACTIVE;

export const KBOX_FINISHED = step({
  name: 'kbox-cleanup-finished',
  fn: 'ipc_kbox_cleanup',
  file: KBOX,
  says: 'under kb.cleanup_lock: no phone and no thread comes any more',
  mode: 'kernel',
  enabled: (k, t) => (k.session(sessionOf(k, t), KB_STATE) & KB_LOCKED) === 0,
  run(k, t) {
    const s = sessionOf(k, t);
    k.setSession(s, KB_STATE, k.session(s, KB_STATE) | KB_FINISHED);
    k.goto(t, KBOX_THREAD);
  },
});

/** RC: there is a thread. */
export const KBOX_THREAD = step({
  name: 'kbox-cleanup-thread',
  fn: 'ipc_kbox_cleanup',
  file: KBOX,
  says: 'looks whether a thread serves its kbox',
  mode: 'kernel',
  run(k, t) {
    const has = (k.session(sessionOf(k, t), KB_STATE) & KB_HAS_THREAD) !== 0;
    k.set(t, RC, has ? 1 : 0);
    k.set(t, PHONE, 0);
    k.goto(t, KBOX_SLAM);
  },
});

export const KBOX_SLAM = step({
  name: 'kbox-cleanup-slam',
  fn: 'ipc_answerbox_slam_phones',
  file: IPC,
  says: 'slams the first phone of the kbox, or finds none left',
  mode: 'kernel',
  // A try-lock that fails gives the box's lock back and begins again: it only waits.
  enabled: (k, t) => boxFree(k, kboxOf(k, t)) && canSlam(k, kboxOf(k, t)),
  run(k, t) {
    const p = firstConnected(k, kboxOf(k, t));
    if (p < 0) return cleanUpSession(k, t, KBOX_JOIN);
    takeMutex(k, lockOf(k, p));
    disconnect(k, p);
    k.setPhone(p, PHONE_STATE, SLAMMED);
    k.set(t, PHONE, p + 1);
    unlockMutex(k, t, lockOf(k, p), KBOX_NOTIFY);
  },
});

function canSlam(k: Kernel, kbox: number): boolean {
  const p = firstConnected(k, kbox);
  return p < 0 || k.balance(lockOf(k, p)) > 0;
}

/** _ipc_call(phone, box, call), with no lock held. */
export const KBOX_NOTIFY = step({
  name: 'kbox-cleanup-notify',
  fn: '_ipc_call',
  file: IPC,
  says: 'puts a hang-up for the phone into the kbox, if a thread is there to read it',
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, kboxOf(k, t)),
  run(k, t) {
    const p = k.get(t, PHONE) - 1;
    k.set(t, PHONE, 0);
    if (k.get(t, RC) === 0) {
      if (!k.old) putPhone(k, p);
      return k.goto(t, KBOX_SLAM);
    }
    const m = hangupOf(k, t, p);
    if (k.message(m, WHERE) !== UNUSED) return panic(k, t);
    if (k.old) k.setPhone(p, ACTIVE_CALLS, k.phone(p, ACTIVE_CALLS) + 1);
    else forgotten(k, p, m);
    appendTo(k, IN_CALLS, kboxOf(k, t), m);
    if (!k.old) putPhone(k, p);
    wakeFirst(k, t, k.program.boxes[kboxOf(k, t)].queue, KBOX_SLAM);
  },
});

/** 2012: a call of the ending task; 2026: the one that the phone has. */
function hangupOf(k: Kernel, t: number, p: number): number {
  const { phones, sessions } = k.program;
  return k.old ? sessions[sessionOf(k, t)].slams[p] : phones[p].hangup;
}

/** _ipc_call_actions_internal(preforget): nobody is its sender, and nobody waits for its answer. */
function forgotten(k: Kernel, p: number, m: number): void {
  k.setMessage(m, REFS, 1);
  raiseFlag(k, m, FORGET | SENT);
  addPhoneRef(k, p);
}

export const KBOX_JOIN = step({
  name: 'kbox-cleanup-join',
  fn: 'thread_join',
  file: 'kernel/generic/src/proc/thread.c',
  says: 'waits until the kbox thread has ended',
  mode: 'kernel',
  enabled: (k, t) => k.get(t, RC) === 0 || isOver(k.get(serverOf(k, t), PC)),
  run(k, t) {
    const s = sessionOf(k, t);
    k.setSession(s, KB_STATE, KB_FINISHED);
    k.set(t, RC, 0);
    k.goto(t, KBOX_LISTS);
  },
});

/** It may have ended just before it could see that the task ends. */
const isOver = (pc: number): boolean => pc === DEAD || pc === UNBORN;
const serverOf = (k: Kernel, t: number): number => k.program.sessions[sessionOf(k, t)].server;

/** ipc_cleanup_call_list(), of the one list and then of the other. */
export const KBOX_LISTS = step({
  name: 'kbox-cleanup-lists',
  fn: 'ipc_cleanup_call_list',
  file: IPC,
  says: 'takes the next call of the kbox, which it answers with EHANGUP, or goes on',
  mode: 'kernel',
  enabled: (k, t) => boxFree(k, kboxOf(k, t)),
  run(k, t) {
    const m = nextCall(k, kboxOf(k, t));
    k.set(t, LOCAL, m + 1);
    if (m < 0) return k.goto(t, k.old ? LATE_STEPS.afterKbox2012 : LATE_STEPS.afterKbox2026);
    takeOff(k, m, ANSWERING);
    k.setMessage(m, RETVAL, ANSWER_EHANGUP);
    k.set(t, RET_CALL, KBOX_LISTS);
    if (k.old) return answerFree(k, t);
    k.set(t, RET_CALL, KBOX_ANSWER);
    k.goto(t, PRE_START);
  },
});

/** 2012: dispatched calls, then new ones; 2026: the other way round. */
function nextCall(k: Kernel, kbox: number): number {
  const [first, second] = k.old ? [DISPATCHED, IN_CALLS] : [IN_CALLS, DISPATCHED];
  const m = messageAt(k, first, kbox, 1);
  return m >= 0 ? m : messageAt(k, second, kbox, 1);
}

export const KBOX_ANSWER = step({
  name: 'kbox-cleanup-answer',
  fn: 'ipc_cleanup_call_list',
  file: IPC,
  says: 'answers the call with EHANGUP',
  mode: 'kernel',
  run(k, t) {
    k.set(t, RET_CALL, KBOX_LISTS);
    k.set(t, RET_IPC, 0);
    answerFree(k, t);
  },
});
