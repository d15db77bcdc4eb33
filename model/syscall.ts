/**
 * The system call frame: trap, exit, boundary, hold, restart, and where a thread may die.
 *
 * syscall_handler() of both revisions: run the handler; if interrupted, thread_exit; return. The
 * ticket adds the rest: at the boundary an abort request is cleared and the thread is held until
 * the environment resumes it; a call that was unwound is then issued again from its registers and
 * its restart record (FIRST, the deadline of its first attempt).
 *
 * A system call's handler sets up the first kernel step; that the trap itself and the lookups of
 * the handler (kobject_get, phone_get, futex_find) are one step is not seen, because what they
 * look up is changed by single steps of others, and the gap after them is kept.
 */
import { callBegins, departed, forgotToken, resumed, timeIsUp, usedToken } from './ghosts.ts';
import {
  ABORT,
  BOOKED,
  EARLY,
  FIRST,
  FLAGS,
  GHOST,
  HOLDER_STEPS,
  INTERRUPTED,
  KICK,
  LOCAL,
  OP,
  OWN_STEPS,
  PC,
  POKED,
  RC,
  REMAINING,
  RESTARTED,
  RET,
  STATE,
  WAKE_LOST,
  WAS_DUE,
  WOKEN,
  WROTE,
} from './layout.ts';
import type { Policies } from './designs.ts';
import { ABORTABLE, NONE } from './program.ts';
import { giveUpPlace, leaveQueue } from './queue.ts';
import type { Kernel } from './state.ts';
import { step } from './step.ts';
import {
  ANSWER,
  EINTR,
  EOK,
  ERESTART,
  INTERRUPTED_2012,
  NOTHING,
  REQUEST,
  succeeded,
} from './values.ts';
import { WAKEUP_FIRST } from './wait-queue-2012.ts';
import { WAKE_ONE } from './wait-queue-2026.ts';

/** Starts one system call of thread t: sets its first kernel step. */
export type Handler = (k: Kernel, t: number) => void;
export const HANDLERS: Handler[] = [];

export function handler(run: Handler): number {
  HANDLERS.push(run);
  return HANDLERS.length - 1;
}

/** The flag of a sleep that an abort may end: only where the design unwinds at all. */
export function abortable(policies: Policies): number {
  return policies.stop === 'boundary' && policies.window !== 'none' ? ABORTABLE : 0;
}

/** The thread is stopped where it is, inside the kernel (stop=section, stop=points). */
export function stopsInPlace(policies: Policies): boolean {
  return policies.stop !== 'boundary';
}

const WINDOWS = ['none', 'asleep', 'woken', 'dequeued', 'written'];

/** Does an abort request that finds the thread in this window take it out of the call? */
export function abortsIn(k: Kernel, t: number, window: string): boolean {
  const { policies } = k.op(t);
  return (
    k.has(t, ABORT) &&
    abortable(policies) !== 0 &&
    WINDOWS.indexOf(policies.window) >= WINDOWS.indexOf(window)
  );
}

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
    enter(k, t);
  },
});

export const RESTART = step({
  name: 'restart',
  fn: 'syscall_handler',
  file: 'kernel/generic/src/syscall/syscall.c',
  says: 'issues the same call again',
  mode: 'user',
  run(k, t) {
    k.set(t, GHOST, (k.get(t, GHOST) & ~(WOKEN | WROTE | POKED | BOOKED)) | RESTARTED);
    resumed(k, t);
    k.set(t, WAS_DUE, 0);
    if (k.has(t, REMAINING)) k.set(t, FIRST, k.ticks() + k.get(t, FIRST));
    k.lower(t, REMAINING);
    const { counted } = k.op(t);
    if (counted !== NONE) bump(k, k.at + k.layout.counted + counted * 2 + 1);
    enter(k, t);
  },
});

function enter(k: Kernel, t: number): void {
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
  if (sleptWell(k, t) && parkedInPlace(k, t, EXIT)) return;
  if (abortedAfterWakeup(k, t)) return;
  if (k.has(t, INTERRUPTED)) return threadExit(k, t);
  if (k.get(t, RC) === ERESTART) return unwound(k, t);
  completed(k, t, k.get(t, RC));
}

/** The thread's own sleep for a wakeup has succeeded: it has a wakeup that nobody else has. */
function sleptWell(k: Kernel, t: number): boolean {
  return k.op(t).sleeps && succeeded(k.get(t, RC));
}

/** udebug_stoppable_end() under stop=section and stop=points: wait here until resumed. */
export function parkedInPlace(k: Kernel, t: number, next: number): boolean {
  if (!k.has(t, ABORT) || !stopsInPlace(k.op(t).policies)) return false;
  k.set(t, RET, next);
  k.goto(t, PARKED);
  return true;
}

export const PARKED = step({
  name: 'parked',
  fn: 'udebug_stoppable_end',
  file: 'kernel/generic/src/udebug/udebug.c',
  says: 'waits inside the kernel until it is resumed',
  mode: 'kernel',
  enabled: (k, t) => !k.has(t, ABORT),
  run(k, t) {
    k.goto(t, k.get(t, RET));
    k.set(t, RET, 0);
  },
});

/** W2: a request after the wakeup was taken, where the design lets it out of the call. */
export function abortedAfterWakeup(k: Kernel, t: number): boolean {
  const { box, call, policies, queue } = k.op(t);
  if (!sleptWell(k, t) || policies.token === 'complete' || !abortsIn(k, t, 'woken')) return false;
  k.set(t, RC, ERESTART);
  if (policies.token === 'drop') {
    forgotToken(k, t);
    k.goto(t, EXIT);
    return true;
  }
  usedToken(k, t);
  wakeFirst(k, t, call === 'ipc_wait' ? k.program.boxes[box].queue : queue, EXIT);
  return true;
}

/** The call was taken out by an abort; the thread is at the boundary. */
function unwound(k: Kernel, t: number): void {
  const { counted, policies, call } = k.op(t);
  if (counted !== NONE) bump(k, k.at + k.layout.counted + counted * 2);
  if (policies.result === 'restart') {
    saveDeadline(k, t, policies);
    k.lower(t, ABORT);
    k.set(t, RC, 0);
    k.set(t, STATE, 0);
    k.set(t, RET, RESTART);
    k.goto(t, HELD);
    return;
  }
  giveUpPlace(k, t);
  if (k.ghost(t, WOKEN)) k.raiseGhost(t, WAKE_LOST);
  if (policies.result === 'leak') completed(k, t, ERESTART);
  else if (!k.old) completed(k, t, EINTR);
  else completed(k, t, call === 'ipc_wait' ? NOTHING : INTERRUPTED_2012);
}

/** The restart record, as the design has it. */
function saveDeadline(k: Kernel, t: number, policies: Policies): void {
  k.set(t, WAS_DUE, k.get(t, FIRST));
  if (k.get(t, FIRST) === 0 || policies.timeout === 'deadline') return;
  if (policies.timeout === 'relative') return k.set(t, FIRST, 0);
  k.set(t, FIRST, Math.max(0, k.get(t, FIRST) - 1 - k.ticks()) + 1);
  k.raise(t, REMAINING);
}

/** The call returns `rc` to user space. */
function completed(k: Kernel, t: number, rc: number): void {
  const { after, returns } = k.op(t);
  if (rc !== ERESTART) usedToken(k, t);
  if (returns === 'zero') timeIsUp(k, t);
  const result = returns === 'zero' && rc !== ERESTART ? EOK : rc;
  if (after !== 0) {
    k.set(t, RC, result);
    return toUser(k, t, after);
  }
  endCall(k, t, result, rc === REQUEST || rc === ANSWER ? k.get(t, LOCAL) - 1 : 0);
}

/** The call is over: its register is written, the thread goes on with the next. */
export function endCall(k: Kernel, t: number, code: number, payload: number): void {
  const { register } = k.op(t);
  if (register !== NONE) k.setRegister(register, code, payload);
  giveUpPlace(k, t);
  departed(k, t);
  k.set(t, RC, 0);
  k.set(t, FIRST, 0);
  k.set(t, LOCAL, 0);
  k.set(t, STATE, 0);
  keepMarks(k, t);
  k.set(t, OP, k.get(t, OP) + 1);
  toUser(k, t, nextEntry(k, t));
}

/** What went wrong in the call stays marked until the next one, where every state is looked at. */
function keepMarks(k: Kernel, t: number): void {
  const marks = k.get(t, GHOST) & (EARLY | WAKE_LOST);
  callBegins(k, t);
  k.set(t, GHOST, marks);
}

function nextEntry(k: Kernel, t: number): number {
  const { ops } = k.program.lanes[t];
  const next = k.get(t, OP);
  return next < ops.length ? ops[next].entry : 0;
}

/** The boundary: here a request is answered by holding the thread. */
function toUser(k: Kernel, t: number, next: number): void {
  if (!k.has(t, ABORT)) return k.goto(t, next);
  k.lower(t, ABORT);
  k.set(t, RET, next);
  k.goto(t, HELD);
}

export const HELD = step({
  name: 'held',
  fn: '',
  file: '',
  says: 'is held at the boundary',
  mode: 'held',
  enabled: () => false,
  run: () => {},
});

/** The environment resumes a held thread. */
export function release(k: Kernel, t: number): void {
  if (k.get(t, PC) === HELD) {
    k.setOptional(t, OWN_STEPS, 0);
    k.setOptional(t, HOLDER_STEPS, 0);
    k.goto(t, k.get(t, RET));
    k.set(t, RET, 0);
  } else {
    k.lower(t, ABORT);
  }
}

/** thread_exit(): the thread is gone, and with it what it held. */
export function threadExit(k: Kernel, t: number): void {
  usedToken(k, t);
  leaveQueue(k, t);
  giveUpPlace(k, t);
  departed(k, t);
  callBegins(k, t);
  cleanUpFutexes(k, t);
  for (const field of [RET, RC, FIRST, LOCAL, STATE, WAS_DUE]) k.set(t, field, 0);
  k.setOptional(t, OWN_STEPS, 0);
  k.setOptional(t, HOLDER_STEPS, 0);
  k.set(t, FLAGS, k.get(t, FLAGS) & (INTERRUPTED | KICK));
  k.goto(t, DEAD);
}

/**
 * 2012 futex_cleanup(), by the last thread of a task: the task lets go of every futex that it has
 * looked up, and one that no task has looked up is freed, with the wakeups banked in it. In the
 * order of the kernel this comes after the thread is dead for others; they cannot tell, since all
 * that it changes is what they find at their next system call.
 */
function cleanUpFutexes(k: Kernel, t: number): void {
  const { lanes, queues } = k.program;
  const { task } = lanes[t];
  const isLast = lanes.every((lane, u) => u === t || lane.task !== task || k.get(u, PC) === DEAD);
  if (!k.old || !isLast) return;
  for (let q = 0; q < queues.length; q++) {
    if (queues[q].kind !== 'futex' || !k.forgetFutex(q, task)) continue;
    k.setBalance(q, 0);
  }
}

export const DEAD = step({
  name: 'dead',
  fn: 'thread_exit',
  file: 'kernel/generic/src/proc/thread.c',
  says: 'has exited',
  mode: 'user',
  enabled: () => false,
  run: () => {},
});

/** exc_dispatch(): a flagged thread that an interrupt finds in user mode does not go back there. */
export const EXCEPTION_EXIT = step({
  name: 'exception-exit',
  fn: 'exc_dispatch',
  file: 'kernel/generic/src/interrupt/interrupt.c',
  says: 'dies at an interrupt from user mode',
  mode: 'user',
  run: (k, t) => threadExit(k, t),
});

function bump(k: Kernel, at: number): void {
  if (k.bytes[at] < 255) k.bytes[at]++;
}

/** `x = 1`, `x += 1`: one write of user memory by user code. */
export const ASSIGN = step({
  name: 'assign',
  fn: '',
  file: '',
  says: 'writes a word of user memory',
  mode: 'user',
  run(k, t) {
    const { word, value, call } = k.op(t);
    k.setWord(word, call === '+=' ? k.word(word) + value : value);
    endCall(k, t, EOK, 0);
  },
});

/** thread_exit() as a system call. */
export const SYS_THREAD_EXIT = handler((k, t) => k.goto(t, LEAVE));

export const LEAVE = step({
  name: 'thread_exit',
  fn: 'thread_exit',
  file: 'kernel/generic/src/proc/thread.c',
  says: 'exits',
  mode: 'kernel',
  run: (k, t) => threadExit(k, t),
});
