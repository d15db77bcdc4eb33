/**
 * The system call frame: trap, exit, and the restart of a call that was taken out.
 *
 * syscall_handler() of both revisions: run the handler; if interrupted, thread_exit; return. The
 * ticket adds the rest: at the boundary an abort request is cleared and the thread is held until
 * the environment resumes it; a call that was unwound is then issued again from its registers and
 * its restart record (proc/restart-record.ts).
 *
 * A system call's handler sets up the first kernel step; that the trap itself and the lookups of
 * the handler (kobject_get, phone_get, futex_find) are one step is not seen, because what they
 * look up is changed by single steps of others, and the gap after them is kept.
 */
import { isSet } from '../designs/asking.ts';
import { HANDLERS, handler } from '../proc/handlers.ts';
import {
  enterHook,
  hasHooks,
  HOOKS,
  isDebugged,
  isHoldable,
  isInSection,
  lowerHook,
  mayHaveToHold,
  raiseHook,
} from '../proc/debugged.ts';
import {
  HELD,
  abortable,
  abortsIn,
  answered,
  endCall,
  holdUnasked,
  parkedInPlace,
  toUser,
} from '../proc/boundary.ts';
import { asksForIdentity, identityOf } from '../proc/identity.ts';
import { meetRecord } from '../proc/handling.ts';
import { isRetried, returnsToWrapper } from '../proc/retried.ts';
import { saveRecord, takeRecord } from '../proc/restart-record.ts';
import { toldAs } from '../proc/shim.ts';
import { uptime } from '../record/cpus.ts';
import { callBegins, forgotToken, resumed, timeIsUp, usedToken } from '../record/ghosts.ts';
import {
  ABORT,
  BOOKED,
  GHOST,
  HAS_FRAME,
  INTERRUPTED,
  IS_READY,
  LOCAL,
  LOST_ARGUMENTS,
  ENDS_AT,
  POKED,
  RC,
  RESTARTED,
  RET,
  STATE,
  WAKE_LOST,
  WOKEN,
  WOKEN_COUNT,
  WROTE,
} from '../record/layout.ts';
import { LATE_STEPS } from '../proc/late-steps.ts';
import { kernelExit } from './kernel-exit.ts';
import { NONE, RESTART_WORD } from '../record/program.ts';
import { giveUpPlace } from '../record/queue.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { LEAVE, threadExit } from '../proc/thread-exit.ts';
import {
  ANSWER,
  EINTR,
  EOK,
  ERESTART,
  ETIMEOUT,
  INTEGER,
  INTERRUPTED_2012,
  NOTHING,
  NOTIFICATION,
  REQUEST,
  TIMEOUT_2012,
  succeeded,
} from '../record/values.ts';
import { fixDeadline } from '../record/timeout-list.ts';
import { mayRunUser, runUser } from '../user/run.ts';
import { WAKEUP_FIRST } from '../synch/wait-queue-2012.ts';
import { WAKE_ONE } from '../synch/wait-queue-2026.ts';

/** Posts one wakeup on q on behalf of t, which continues at step `ret`. */
export function wakeFirst(k: Kernel, t: number, q: number, ret: number): void {
  k.callOn(t, k.old ? WAKEUP_FIRST : WAKE_ONE, q, ret);
}

export const TRAP = step({
  name: 'trap',
  fn: 'syscall_handler',
  file: 'kernel/generic/src/syscall/syscall.c',
  says: 'enters the kernel',
  mode: 'user',
  run(k, t) {
    callBegins(k, t);
    const { timeout } = k.op(t);
    if (timeout !== 0) k.setRare(t, ENDS_AT, uptime(k, t) + timeout);
    issue(k, t, timeout);
  },
});

/** User space makes the call of t, with this timeout. */
export function issue(k: Kernel, t: number, timeout: number): void {
  if (isFixedAtEntry(k, t)) fixDeadline(k, t, timeout);
  meetRecord(k, t);
  enter(k, t);
}

/** deadlineAt=entry; a delay loop has its end from there in any case. */
export function isFixedAtEntry(k: Kernel, t: number): boolean {
  const { timeout, waits, policies } = k.op(t);
  return timeout !== 0 && waits !== 'spin' && policies.deadlineAt === 'entry';
}

export const RESTART = step({
  name: 'restart',
  fn: 'syscall_handler',
  file: 'kernel/generic/src/syscall/syscall.c',
  says: 'issues the same call again',
  mode: 'user',
  run(k, t) {
    if (isHoldable(k, t) && k.has(t, INTERRUPTED)) return threadExit(k, t);
    const { policies } = k.op(t);
    const spent = WOKEN | WROTE | POKED | BOOKED | IS_READY;
    k.set(t, GHOST, (k.get(t, GHOST) & ~spent) | RESTARTED);
    resumed(k, t);
    takeRecord(k, t);
    if (policies.frame === 'rewind') k.setRare(t, LOST_ARGUMENTS, 1);
    countRestart(k, t);
    enterAgain(k, t);
  },
});

LATE_STEPS.restart = RESTART;

/** Ghost: the call is issued again, by whomever. */
export function countRestart(k: Kernel, t: number): void {
  const { counted } = k.op(t);
  if (counted !== NONE) bump(k, k.at + k.layout.counted + counted * 2 + 1);
}

/** An exception is no system call, and no debugger is told of it. */
const isSystemCall = (k: Kernel, t: number): boolean =>
  k.op(t).call !== 'page_in' && k.op(t).call !== 'fault';

function enter(k: Kernel, t: number): void {
  if (!hasHooks(k, t)) return callHandler(k, t);
  raiseHook(k, t, HAS_FRAME);
  if (isSystemCall(k, t) && isDebugged(k, t)) enterHook(k, t, HOOKS.eventB, HANDLE);
  else if (isHoldable(k, t) && mayHaveToHold(k, t)) enterHook(k, t, HOOKS.hold, HANDLE);
  else callHandler(k, t);
}

/** A restarted call begins no second time: the debugger has been told, and has given GO since. */
function enterAgain(k: Kernel, t: number): void {
  if (hasHooks(k, t)) raiseHook(k, t, HAS_FRAME);
  callHandler(k, t);
}

/** syscall_handler(): the debugger has been told that the call begins. */
export const HANDLE = step({
  name: 'syscall-handle',
  fn: 'syscall_handler',
  file: 'kernel/generic/src/syscall/syscall.c',
  says: 'calls the handler',
  mode: 'kernel',
  run(k, t) {
    if (isHoldable(k, t) && k.has(t, INTERRUPTED)) threadExit(k, t);
    else callHandler(k, t);
  },
});

function callHandler(k: Kernel, t: number): void {
  const { handler: h, policies } = k.op(t);
  if (policies.request === 'lost' && abortable(policies) !== 0) k.goto(t, CHECK);
  else HANDLERS[h](k, t);
}

export const CHECK = step({
  name: 'check-request',
  fn: 'syscall_handler',
  file: 'kernel/generic/src/syscall/syscall.c',
  says: 'looks for an abort request, once, before the call (request=lost)',
  mode: 'kernel',
  run(k, t) {
    if (!k.has(t, ABORT)) return HANDLERS[k.op(t).handler](k, t);
    k.set(t, RC, ERESTART);
    k.goto(t, EXIT);
  },
});

export const EXIT = step({
  name: 'syscall-exit',
  fn: 'syscall_handler',
  file: 'kernel/generic/src/syscall/syscall.c',
  says: 'leaves the kernel',
  mode: 'kernel',
  run: (k, t) => syscallExit(k, t),
});

/** The end of the handler, whose result is RC. All of it reads and writes the thread's own. */
export function syscallExit(k: Kernel, t: number): void {
  if (k.program.kernelLevel) return kernelExit(k, t);
  // unwind=stoppable-end: whichever way a call was taken out, its section ends before the boundary.
  if (isInSection(k, t)) return enterHook(k, t, HOOKS.end, EXIT);
  if (sleptWell(k, t) && parkedInPlace(k, t, EXIT)) return;
  if (abortedAfterWakeup(k, t)) return;
  if (k.has(t, INTERRUPTED)) return threadExit(k, t);
  if (k.get(t, RC) === ERESTART) return unwound(k, t);
  if (isTakenForRestart(k, t)) return k.has(t, ABORT) ? unwound(k, t) : k.goto(t, REISSUE);
  if (!hasHooks(k, t)) return completed(k, t, k.get(t, RC));
  if (isSystemCall(k, t) && isDebugged(k, t)) return enterHook(k, t, HOOKS.eventE, LEAVE_SYSCALL);
  leaveDebugged(k, t);
}

/** syscall_handler(): the debugger has been told that the call has ended. */
export const LEAVE_SYSCALL = step({
  name: 'syscall-leave',
  fn: 'syscall_handler',
  file: 'kernel/generic/src/syscall/syscall.c',
  says: 'clears its user frame and leaves the kernel',
  mode: 'kernel',
  run: (k, t) => leaveDebugged(k, t),
});

function leaveDebugged(k: Kernel, t: number): void {
  if (isHoldable(k, t) && k.has(t, INTERRUPTED)) return threadExit(k, t);
  if (!isHoldable(k, t)) lowerHook(k, t, HAS_FRAME);
  completed(k, t, k.get(t, RC));
}

/** status=in-band: the word that a call returns by itself is that of the restart status. */
function isTakenForRestart(k: Kernel, t: number): boolean {
  const { policies, value } = k.op(t);
  if (policies.status !== 'in-band' || k.get(t, RC) !== INTEGER) return false;
  return value === RESTART_WORD[k.old ? 2012 : 2026];
}

export const REISSUE = step({
  name: 'reissue',
  fn: 'syscall_handler',
  file: 'kernel/generic/src/syscall/syscall.c',
  says: 'takes what the call has returned for the restart status, and issues it again',
  mode: 'kernel',
  run(k, t) {
    k.set(t, RC, 0);
    HANDLERS[k.op(t).handler](k, t);
  },
});

/** The thread's own sleep on a queue has succeeded: it has a wakeup that nobody else has. */
function sleptWell(k: Kernel, t: number): boolean {
  const { queue, sleeps } = k.op(t);
  return sleeps && queue !== NONE && succeeded(k.get(t, RC));
}

function abortedAfterWakeup(k: Kernel, t: number): boolean {
  return sleptWell(k, t) && abortedWith(k, t, k.op(t).queue);
}

/**
 * W2: a request that comes after t has taken a wakeup of queue q, where the design lets it out of
 * the call. The wakeup is forgotten or posted again.
 */
export function abortedWith(k: Kernel, t: number, q: number): boolean {
  const { policies } = k.op(t);
  if (!abortsIn(k, t, 'woken') || isSet(policies, 'token=complete')) return false;
  k.set(t, RC, ERESTART);
  if (isSet(policies, 'token=drop')) {
    forgotToken(k, t);
    k.goto(t, EXIT);
    return true;
  }
  usedToken(k, t);
  wakeFirst(k, t, q, EXIT);
  return true;
}

/** The call was taken out by an abort; the thread is at the boundary. */
function unwound(k: Kernel, t: number): void {
  const { counted, policies, call } = k.op(t);
  if (counted !== NONE) bump(k, k.at + k.layout.counted + counted * 2);
  // flags=raw: this call's handler knows nothing of the status, and hands it on.
  if (abortable(policies) === 0) return completed(k, t, ERESTART);
  if (isSet(policies, 'result=restart')) {
    saveRecord(k, t);
    k.set(t, RC, 0);
    k.set(t, STATE, 0);
    if (isHoldable(k, t)) return heldByDebugger(k, t);
    return heldToRestart(k, t);
  }
  giveUpPlace(k, t);
  if (k.ghost(t, WOKEN)) k.raiseGhost(t, WAKE_LOST);
  if (isRetried(k, t)) return returnsToWrapper(k, t);
  if (!isSet(policies, 'result=eintr')) completed(k, t, ERESTART);
  else completed(k, t, k.old ? failureOf2012(call) : EINTR);
}

/** Held until it is resumed; but whose request has been taken back since, nobody will resume. */
function heldToRestart(k: Kernel, t: number): void {
  const isAsked = k.has(t, ABORT);
  if (!isAsked && k.op(t).policies.withdrawn === 'reissues') return k.goto(t, RESTART);
  answered(k, t);
  if (!isAsked) return holdUnasked(k, t);
  k.set(t, RET, RESTART);
  k.goto(t, HELD);
}

/** The call is to be issued again: no event ends it. */
function heldByDebugger(k: Kernel, t: number): void {
  enterHook(k, t, HOOKS.hold, RESTART);
}

function failureOf2012(call: string): number {
  if (call === 'ipc_wait') return NOTHING;
  return call.startsWith('ipc_') ? EINTR : INTERRUPTED_2012;
}

/** The call returns `rc` to user space: at once, or after its request has been cleared. */
function completed(k: Kernel, t: number, rc: number): void {
  if (!k.program.erases || k.has(t, ABORT)) return returned(k, t, rc);
  k.set(t, RC, rc);
  k.goto(t, CLEAR);
}

export const CLEAR = step({
  name: 'clear-request',
  fn: 'syscall_handler',
  file: 'kernel/generic/src/syscall/syscall.c',
  says: 'clears the abort request on the way out, where it saw none (erased=cleared)',
  mode: 'kernel',
  run(k, t) {
    k.lower(t, ABORT);
    returned(k, t, k.get(t, RC));
  },
});

function returned(k: Kernel, t: number, rc: number): void {
  if (isMadeAgain(k, t)) return heldAtTrap(k, t);
  const { after, returns } = k.op(t);
  if (rc !== ERESTART) usedToken(k, t);
  if (wakeWasLost(k, t, rc)) k.raiseGhost(t, WAKE_LOST);
  if (returns === 'zero') timeIsUp(k, t);
  const result = toldAs(k, t, returns === 'zero' && rc !== ERESTART ? EOK : rc);
  if (after !== 0) {
    k.set(t, RC, result);
    return toUser(k, t, after);
  }
  endCall(k, t, result, payloadFor(k, t, rc));
}

/** completed=again: a request finds t on its way out of a call that acts and returns. */
function isMadeAgain(k: Kernel, t: number): boolean {
  const { waits, policies, event, message } = k.op(t);
  if (waits !== 'nothing' || !k.has(t, ABORT) || isHoldable(k, t)) return false;
  // Who notifies of an event is the kernel, by no trap.
  if (event !== NONE && message !== NONE) return false;
  return abortable(policies) !== 0 && policies.completed === 'again';
}

/** Its program counter is that of the trap still, and its result is lost. */
function heldAtTrap(k: Kernel, t: number): void {
  k.set(t, RC, 0);
  k.set(t, LOCAL, 0);
  answered(k, t);
  k.set(t, RET, TRAP);
  k.goto(t, HELD);
}

/** The number that a call returns; of a message, which. */
function payloadFor(k: Kernel, t: number, rc: number): number {
  if (rc === INTEGER && k.program.revision === 'linux') return takeCount(k, t);
  if (rc === INTEGER) return asksForIdentity(k.op(t)) ? identityOf(k, t) : k.op(t).value;
  return hasMessage(rc) ? k.get(t, LOCAL) - 1 : 0;
}

/** futex_wake: how many it has woken. */
function takeCount(k: Kernel, t: number): number {
  const count = k.get(t, WOKEN_COUNT);
  k.set(t, WOKEN_COUNT, 0);
  return count;
}

/** Ghost: a sleep on a queue fails although a waker had taken the thread off it. */
function wakeWasLost(k: Kernel, t: number, rc: number): boolean {
  const { queue, sleeps } = k.op(t);
  if (!sleeps || queue === NONE || !k.ghost(t, WOKEN)) return false;
  return rc === ETIMEOUT || rc === EINTR || rc === TIMEOUT_2012 || rc === INTERRUPTED_2012;
}

/** What user space gets is a message that the thread has in LOCAL. */
function hasMessage(rc: number): boolean {
  return rc === REQUEST || rc === ANSWER || rc === NOTIFICATION;
}

function bump(k: Kernel, at: number): void {
  if (k.bytes[at] < 255) k.bytes[at]++;
}

/** `x = 1`, `x += 1`: one write of user memory by user code; or what else user code does. */
export const ASSIGN = step({
  name: 'assign',
  fn: '',
  file: '',
  says: 'writes a word of user memory',
  mode: 'user',
  enabled(k, t) {
    const { act } = k.op(t);
    return act === null || mayRunUser(k, act);
  },
  run(k, t) {
    const { word, value, call, act } = k.op(t);
    if (act !== null) return runUser(k, t, act);
    k.setWord(word, call === '+=' ? k.word(word) + value : value);
    endCall(k, t, EOK, 0);
  },
});

/** thread_exit() as a system call. */
export const SYS_THREAD_EXIT = handler('sys_thread_exit', (k, t) => k.goto(t, LEAVE));
