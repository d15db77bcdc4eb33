/**
 * The user/kernel boundary: which request takes a thread there, and how it is held and resumed.
 *
 * A thread with a request is held where it comes to the boundary (HELD), or, in designs that stop
 * it inside the kernel, where it is (PARKED: udebug_stoppable_end of kernel/generic/src/udebug).
 * A call ends here too: its register is written, its place in a queue given up. Merged: clearing
 * the request and holding. The kernels have no such boundary; the ticket adds it.
 */
import { isSet, type Window } from '../designs/asking.ts';
import type { Policies } from '../designs/policies.ts';
import { callBegins, departed } from '../record/ghosts.ts';
import {
  ABORT,
  ARGUMENTS,
  EARLY,
  FIRST,
  GHOST,
  HAS_FRAME,
  INTERRUPTED,
  JUMP,
  KICK,
  LEFT,
  LOCAL,
  LOST_ARGUMENTS,
  ENDS_AT,
  OP,
  OWED,
  PC,
  RC,
  RECORD,
  RET,
  RET_CALL,
  STATE,
  WAKE_LOST,
  PHONE,
} from '../record/layout.ts';
import { ABORTABLE, NONE } from '../record/program.ts';
import { giveUpPlace } from '../record/queue.ts';
import type { Kernel } from '../record/state.ts';
import { step, STEPS } from '../record/step.ts';
import { advance } from '../user/advance.ts';
import { unsee } from './seen.ts';
import { enterHook, HOOKS, isHoldable, lowerHook, mayHaveToHold } from './debugged.ts';
import { threadExit } from './thread-exit.ts';

/** The flag of a sleep that an abort may end: only where the design unwinds at all. */
export function abortable(policies: Policies): number {
  return isSet(policies, 'stop=boundary') && !isSet(policies, 'window=none') ? ABORTABLE : 0;
}

/** The thread is stopped where it is, inside the kernel (stop=section, stop=points). */
export function stopsInPlace(policies: Policies): boolean {
  return !isSet(policies, 'stop=boundary');
}

/** Does an abort request that finds the thread in this window take it out of the call? */
export function abortsIn(k: Kernel, t: number, window: Window): boolean {
  return k.has(t, ABORT) && mayAbortIn(k.op(t).policies, window);
}

/** Would one, where there is one? */
export function mayAbortIn(policies: Policies, window: Window): boolean {
  return abortable(policies) !== 0 && isSet(policies, `window>=${window}`);
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
  k.setRare(t, LOST_ARGUMENTS, 0);
  k.setRare(t, ARGUMENTS, 0);
  k.setRare(t, ENDS_AT, 0);
  k.setRare(t, LEFT, 0);
  if (k.program.depth > RECORD - RET_CALL) k.set(t, RECORD, 0);
  if (k.program.depth > PHONE - RET_CALL) k.set(t, PHONE, 0);
  keepMarks(k, t);
  toUser(k, t, nextCall(k, t));
}

/** The lane goes to its next call, by way of its user code. */
function nextCall(k: Kernel, t: number): number {
  const { at } = k.op(t);
  if (at >= 0) return advance(k, t, at + 1);
  k.set(t, OP, opAfter(k, t));
  return nextEntry(k, t);
}

/** The next call, or (set=live-frame) the one to which the frame of this one was set. */
function opAfter(k: Kernel, t: number): number {
  const jump = k.rare(t, JUMP);
  k.setRare(t, JUMP, 0);
  return jump === 0 ? k.get(t, OP) + 1 : jump - 1;
}

/** What went wrong in the call stays marked until the next one, where every state is looked at. */
function keepMarks(k: Kernel, t: number): void {
  const marks = k.get(t, GHOST) & (EARLY | WAKE_LOST);
  callBegins(k, t);
  k.set(t, GHOST, marks);
}

/** The first step of the call that t is at; 0: it is behind them all. */
export function nextEntry(k: Kernel, t: number): number {
  const { ops } = k.program.lanes[t];
  const next = k.get(t, OP);
  return next < ops.length ? ops[next].entry : 0;
}

/** The first step of a thread that begins, by way of its user code. */
export function firstEntry(k: Kernel, t: number): number {
  return k.program.lanes[t].code.length > 0 ? advance(k, t, 0) : nextEntry(k, t);
}

/** An abort request: the flag, and that its second step is due, which wakes the thread. */
export function request(k: Kernel, t: number): void {
  k.raise(t, ABORT | KICK);
  k.setOptional(t, OWED, 1);
}

/** The thread is about to be held, as it was asked to. */
export function answered(k: Kernel, t: number): void {
  k.lower(t, ABORT);
  k.setOptional(t, OWED, 0);
}

/** The boundary: here a request is answered by holding the thread. */
export function toUser(k: Kernel, t: number, next: number): void {
  if (isHoldable(k, t)) return afterHandler(k, t, next);
  if (!k.has(t, ABORT)) return k.goto(t, next);
  answered(k, t);
  k.set(t, RET, next);
  k.goto(t, HELD);
}

/** A debugger's hold after the handler. What user code does by itself is none: an interrupt holds it. */
function afterHandler(k: Kernel, t: number, next: number): void {
  if (STEPS[k.get(t, PC)].mode === 'user') return k.goto(t, next);
  if (!mayHaveToHold(k, t)) return leaveKernel(k, t, next);
  k.set(t, RET, next);
  enterHook(k, t, HOOKS.hold, HELD_AFTER);
}

/** uspace_state := NULL, which is the user's frame while a thread is held. */
function leaveKernel(k: Kernel, t: number, next: number): void {
  lowerHook(k, t, HAS_FRAME);
  k.goto(t, next);
}

export const HELD_AFTER = step({
  name: 'syscall-held-after',
  fn: 'syscall_handler',
  file: 'kernel/generic/src/syscall/syscall.c',
  says: 'clears its user frame and leaves the kernel, as it has been let go; or exits',
  mode: 'kernel',
  run(k, t) {
    if (k.has(t, INTERRUPTED)) return threadExit(k, t);
    const next = k.get(t, RET);
    k.set(t, RET, 0);
    leaveKernel(k, t, next);
  },
});

export const HELD = step({
  name: 'held',
  fn: '',
  file: '',
  says: 'is held at the boundary',
  mode: 'held',
  enabled: () => false,
  run: () => {},
});

/** withdrawn=held: the request that took it out is gone, and with it who would let it go. */
export function holdUnasked(k: Kernel, t: number): void {
  k.set(t, RET, HELD);
  k.goto(t, HELD);
}

/** It is held, and nobody knows that it is. */
export function isHeldUnasked(k: Kernel, t: number): boolean {
  return k.get(t, PC) === HELD && k.get(t, RET) === HELD;
}

/** A request is taken back, its kick being over; a thread that has answered it is let go. */
export function letGo(k: Kernel, t: number): void {
  if (isHeldUnasked(k, t)) return;
  if (k.get(t, PC) === HELD || stopsInPlace(k.op(t).policies)) release(k, t);
  else answered(k, t);
}

/** The environment resumes a held thread. */
export function release(k: Kernel, t: number): void {
  unsee(k, t);
  if (k.get(t, PC) === HELD) {
    k.goto(t, k.get(t, RET));
    k.set(t, RET, 0);
  } else {
    k.lower(t, ABORT);
  }
}
