/**
 * The system call ipc_wait: sys_ipc_wait_for_call of kernel/generic/src/ipc/sysipc.c.
 *
 *     wait for a call on the own box; then, by what came:
 *     notification  copy out (whether that works or not), return
 *     answer        process_answer; DISCARD_ANSWER: free it, wait again with the full timeout;
 *                   copy out (whether that works or not), return
 *     request       process_request (CONNECT_TO_ME: a phone; DEBUG: dropped, wait again); copy out,
 *                   or answer EPARTY; 2026: a handle, published when all is done
 *
 * From its box to the return to user space, only this thread's kernel stack knows the message: the
 * windows `dequeued` and `written`. Merged: 2026's cap_alloc with the copy to user memory.
 */
import { isSet } from '../designs/asking.ts';
import { messageOf, ownBox } from './thread.ts';
import { LATE_STEPS } from '../proc/late-steps.ts';
import { PRE_START } from './answer-preprocess.ts';
import { ANSWER_UNLINK } from './answer.ts';
import { addCallRef, addPhoneRef, allocateHandle, keepHandle } from './caps.ts';
import { CONNECT_TO_ME, DEBUG } from './methods.ts';
import {
  GAVE_ANSWER,
  GAVE_REQUEST,
  IN_ANSWERS,
  IN_CALLS,
  IN_NOTIFS,
  ON_STACK,
  SYSIPC,
  appendTo,
  panic,
  takeOff,
  lowerFlag,
  callerPhone,
  flagged,
  FREED,
} from '../record/ipc-objects.ts';
import { allocatePhone } from './phones.ts';
import { privOf, setPriv } from './preprocess.ts';
import { freeAnswer, processAnswer } from './process.ts';
import { enterHook, hasSections, HOOKS } from '../proc/debugged.ts';
import { FAILED_WAITS, WAITERS } from '../proc/handlers.ts';
import { waitForCall } from './receive.ts';
import {
  ACTIVE_CALLS,
  BOX_ACTIVE_CALLS,
  DELIVERED,
  FIRST,
  HANDLE,
  HANDLE_FREE,
  LOCAL,
  RC,
  RETVAL,
  RET_CALL,
  RENAMED,
  UNPUBLISHED,
  WROTE,
  ARG5_CLEARED,
  WHERE,
  ANSWERED,
} from '../record/layout.ts';
import { hasBadBuffer, userFlags, userTimeout } from '../proc/arguments.ts';
import { takeKeptRecord } from '../record/timeout-list.ts';
import { usedToken } from '../record/ghosts.ts';
import { INTERRUPTIBLE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { abortable, abortsIn, parkedInPlace } from '../proc/boundary.ts';
import { handler } from '../proc/handlers.ts';
import { namesByHandle } from '../proc/shim.ts';
import { againInKernel } from '../syscall/kernel-exit.ts';
import { EXIT, syscallExit, wakeFirst } from '../syscall/syscall.ts';
import {
  ANSWER,
  ANSWER_ELIMIT,
  ANSWER_EPARTY,
  EOK,
  ERESTART,
  NOTHING,
  NOTIFICATION,
  REQUEST,
} from '../record/values.ts';

function wait(k: Kernel, t: number): void {
  if (hasSections(k, t)) enterHook(k, t, HOOKS.begin, WAIT_SECTION);
  else waitHere(k, t, PROCESS);
}

/** Sleeps as user space says, and so that kill and the ticket's abort end it. */
function waitHere(k: Kernel, t: number, ret: number): void {
  const flags = userFlags(k, t) | INTERRUPTIBLE | abortable(k.op(t).policies);
  waitForCall(k, t, userTimeout(k, t), flags, ret);
}

const waitInSection = (k: Kernel, t: number): void => waitHere(k, t, WAIT_SECTION_END);

export const WAIT_SECTION = step({
  name: 'ipc_wait-section',
  fn: 'sys_ipc_wait_for_call',
  file: SYSIPC,
  says: 'is stoppable, and waits for a call',
  mode: 'kernel',
  run: waitInSection,
});

export const WAIT_SECTION_END = step({
  name: 'ipc_wait-section-end',
  fn: 'udebug_stoppable_end',
  file: 'kernel/generic/src/udebug/udebug.c',
  says: 'has waited: the stoppable section ends',
  mode: 'kernel',
  run: (k, t) => enterHook(k, t, HOOKS.end, WAITED),
});

WAITERS.set(WAIT_SECTION_END, waitInSection);

export const WAITED = step({
  name: 'ipc_wait-waited',
  fn: 'sys_ipc_wait_for_call',
  file: SYSIPC,
  says: 'looks what it has, or has not, got',
  mode: 'kernel',
  run(k, t) {
    const rc = k.get(t, RC);
    if (rc === REQUEST || rc === ANSWER || rc === NOTIFICATION) k.goto(t, PROCESS);
    else waitFailed(k, t);
  },
});

/** An internal loop of ipc_wait: with the timeout in full, or what is left of the first. */
function waitAgain(k: Kernel, t: number): void {
  if (k.op(t).policies.loops === 'full-timeout') k.set(t, FIRST, 0);
  else takeKeptRecord(k, t);
  k.set(t, LOCAL, 0);
  k.set(t, RC, 0);
  wait(k, t);
}

export const SYS_IPC_WAIT = handler('sys_ipc_wait_for_call', wait);

export const WAIT_AGAIN = step({
  name: 'ipc_wait-again',
  fn: 'sys_ipc_wait_for_call',
  file: SYSIPC,
  says: 'waits again',
  mode: 'kernel',
  run: waitAgain,
});

LATE_STEPS.waitAgain = WAIT_AGAIN;

export const PROCESS = step({
  name: 'ipc_wait-copy-out',
  fn: 'sys_ipc_wait_for_call',
  file: SYSIPC,
  says: 'copies the message to user memory, or discards it and waits again',
  mode: 'kernel',
  run(k, t) {
    const rc = k.get(t, RC);
    if (parkedInPlace(k, t, PROCESS)) return;
    const m = messageOf(k, t);
    if (abortsIn(k, t, 'dequeued')) return abortedAfterDequeue(k, t, m);
    if (rc === REQUEST && wasTakenAway(k, t, m)) return;
    if (rc === ANSWER) return answerCame(k, t, m);
    if (rc === REQUEST) return requestCame(k, t, m);
    k.raiseGhost(t, WROTE);
    k.goto(t, RETURN);
  },
});

WAITERS.set(PROCESS, waitAgain);
FAILED_WAITS.set(PROCESS, waitFailed);

/** 2012 returns 0 for every failure. */
function waitFailed(k: Kernel, t: number): void {
  const rc = k.get(t, RC);
  if (againInKernel(k, t, rc)) return;
  // flags=raw: a handler that does not know of the status takes it for any other failure.
  if (k.old && (rc !== ERESTART || abortable(k.op(t).policies) === 0)) {
    usedToken(k, t);
    k.set(t, RC, NOTHING);
  }
  k.goto(t, EXIT);
}

function answerCame(k: Kernel, t: number, m: number): void {
  if (!processAnswer(k, t, m)) return panic(k, t);
  if (k.program.messages[m].hangup) {
    if (!freeAnswer(k, m)) return panic(k, t);
    return waitAgain(k, t);
  }
  // A copy that fails goes unnoticed.
  if (!hasBadBuffer(k, t)) k.raiseGhost(t, WROTE);
  k.goto(t, RETURN);
}

/**
 * A clean-up beside a thread of the task (kernel tables) has answered the request that t is about
 * to receive: its flags say that it is an answer, or its memory is gone.
 */
function wasTakenAway(k: Kernel, t: number, m: number): boolean {
  if (k.message(m, WHERE) === FREED) {
    panic(k, t);
    return true;
  }
  if (!flagged(k, m, ANSWERED)) return false;
  k.set(t, RC, ANSWER);
  answerCame(k, t, m);
  return true;
}

function requestCame(k: Kernel, t: number, m: number): void {
  const { method } = k.program.messages[m];
  if (method === DEBUG) return waitAgain(k, t);
  if (method === CONNECT_TO_ME && privOf(k, m) < 0) return k.goto(t, OFFERED);
  copyOut(k, t, m);
}

/** process_request() of CONNECT_TO_ME. */
export const OFFERED = step({
  name: 'ipc_wait-connect-to-me',
  fn: 'process_request',
  file: SYSIPC,
  says: 'allocates a phone for the connection that is offered',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    const p = allocatePhone(k, k.program.lanes[t].task);
    if (!k.old) lowerFlag(k, m, ARG5_CLEARED);
    if (p >= 0) setPriv(k, m, p);
    else if (k.old) {
      k.setMessage(m, RETVAL, ANSWER_ELIMIT);
      return k.goto(t, ANSWER_UNLINK);
    }
    copyOut(k, t, m);
  },
});

function copyOut(k: Kernel, t: number, m: number): void {
  if (hasBadBuffer(k, t)) {
    k.setMessage(m, RETVAL, ANSWER_EPARTY);
    k.set(t, RET_CALL, ANSWER_UNLINK);
    return k.goto(t, PRE_START);
  }
  if (!k.old) k.setMessage(m, HANDLE, allocateHandle(k, k.program.lanes[t].task) | UNPUBLISHED);
  k.raiseGhost(t, WROTE);
  k.goto(t, RETURN);
}

/** W3: the message is on the kernel stack, which is about to be unwound. */
function abortedAfterDequeue(k: Kernel, t: number, m: number): void {
  const rc = k.get(t, RC);
  const box = ownBox(k, t);
  k.set(t, LOCAL, 0);
  k.set(t, RC, ERESTART);
  if (!isSet(k.op(t).policies, 'token=repost')) {
    // What is no call is freed unread; a call stays among the dispatched ones, known to nobody.
    if (rc !== REQUEST) freeAnswer(k, m);
    return k.goto(t, EXIT);
  }
  putBack(k, m, box, rc);
  wakeFirst(k, t, k.program.boxes[box].queue, EXIT);
}

/** token=repost: at the tail of the list that it came from, counted again. */
export function putBack(k: Kernel, m: number, box: number, rc: number): void {
  if (rc === ANSWER) {
    const phone = callerPhone(k, m);
    k.setPhone(phone, ACTIVE_CALLS, k.phone(phone, ACTIVE_CALLS) + 1);
    if (!k.old) {
      k.setBox(box, BOX_ACTIVE_CALLS, k.box(box, BOX_ACTIVE_CALLS) + 1);
      addPhoneRef(k, phone);
    }
    return appendTo(k, IN_ANSWERS, box, m);
  }
  takeOff(k, m, ON_STACK);
  appendTo(k, rc === REQUEST ? IN_CALLS : IN_NOTIFS, box, m);
}

export const RETURN = step({
  name: 'ipc_wait-return',
  fn: 'sys_ipc_wait_for_call',
  file: SYSIPC,
  says: 'returns the message (2026: publishes its capability)',
  mode: 'kernel',
  run(k, t) {
    const m = messageOf(k, t);
    const isRequest = k.get(t, RC) === REQUEST;
    if (abortsIn(k, t, 'written')) return abortedAfterWriting(k, t, m, isRequest);
    if (isRequest) {
      if (!k.old) {
        k.setMessage(m, HANDLE, k.message(m, HANDLE) & ~UNPUBLISHED);
        addCallRef(k, m);
      }
      nameRequest(k, t, m);
    } else if (!freeAnswer(k, m)) return panic(k, t);
    const bit = isRequest ? GAVE_REQUEST : GAVE_ANSWER;
    // A message that user memory could not take is given to nobody.
    const badBuffer = hasBadBuffer(k, t);
    if (!badBuffer) k.setMessage(m, DELIVERED, k.message(m, DELIVERED) | bit);
    // 2026 returns EOK and what it could not write; 2012 returns the hash of the answer.
    if (badBuffer && !k.old) k.set(t, RC, EOK);
    syscallExit(k, t);
  },
});

/** What user space knows the request by: a handle, which a shim in front of 2012 gives out as 2026 does. */
function nameRequest(k: Kernel, t: number, m: number): void {
  if (k.program.crosses === true) lowerFlag(k, m, RENAMED);
  if (!namesByHandle(k)) return;
  if (k.old) k.setMessage(m, HANDLE, allocateHandle(k, k.program.lanes[t].task));
  keepHandle(k, k.op(t).register, m);
}

/** W4: written, and the thread leaves without the result. */
function abortedAfterWriting(k: Kernel, t: number, m: number, isRequest: boolean): void {
  if (!isRequest) freeAnswer(k, m);
  else if (!k.old) k.setMessage(m, HANDLE, k.message(m, HANDLE) | HANDLE_FREE);
  k.set(t, LOCAL, 0);
  k.set(t, RC, ERESTART);
  syscallExit(k, t);
}
