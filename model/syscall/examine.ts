/**
 * What a debugger reads and writes of a thread that is held at the boundary.
 *
 * udebug has REGS_READ, ARGS_READ and MEM_READ; REGS_WRITE and MEM_WRITE are the ticket's ("examine
 * and set"), in neither kernel. Each is one step: under thread->udebug.lock nobody lets the thread go.
 *
 *     examine       shows the frame, the registers and the restart record
 *     a register    is written in the user's frame
 *     pc, argument  are written there too. The call that was to be issued again is another call now,
 *                   or none: its restart record is given up. What it has sent is forgotten when the
 *                   thread is let go (ipc/sync-call/record.ts), which takes locks
 *
 * A request that finds no such call to set an argument of is refused, and changes nothing.
 *
 *     set=stale-record   the record stays, and the new call goes by it
 *     set=leaves-call    what was sent stays behind, as a call of 2012 does that is interrupted
 *     set=live-frame     nobody looks whether the thread is held. The frame of one that is in a call
 *                        leads elsewhere when the call ends (amd64 reloads its program counter); the
 *                        handler has its arguments already, and user mode its registers
 *     examine=clears     looking takes the record
 */
import { HELD, nextEntry } from '../proc/boundary.ts';
import { LATE_STEPS } from '../proc/late-steps.ts';
import { takeRecord } from '../proc/restart-record.ts';
import { meantCall, meantRegister, see } from '../proc/seen.ts';
import { callBegins, departed } from '../record/ghosts.ts';
import {
  ARGUMENTS,
  FIRST,
  HAS_HANDLE,
  JUMP,
  LOCAL,
  LEFT,
  LOST_ARGUMENTS,
  ENDS_AT,
  OP,
  PC,
  RC,
  RECORD,
  REMAINING,
  RET,
  RET_CALL,
  STATE,
  WAS_DUE,
} from '../record/layout.ts';
import type { EnvAction } from '../record/program.ts';
import { giveUpPlace } from '../record/queue.ts';
import type { Kernel } from '../record/state.ts';
import { STEPS } from '../record/step.ts';
import { RESTART, TRAP } from './syscall.ts';

type Action<Is extends EnvAction['is']> = Extract<EnvAction, { is: Is }>;

/** What is asked of a thread that a debugger holds. */
export type HeldAction = Action<'examine' | 'set-register' | 'set-pc' | 'set-arg'>;

/** It needs a thread that is held: it examines or sets one. */
export function isOfHeld(action: EnvAction): action is HeldAction {
  const { is } = action;
  return is === 'examine' || is === 'set-register' || is === 'set-pc' || is === 'set-arg';
}

/** set=live-frame: it is written whatever it does. Nobody looks at one without waiting. */
export function needsHold(k: Kernel, { is }: HeldAction): boolean {
  return is === 'examine' || k.program.examines?.set !== 'live-frame';
}

export function runOnHeld(k: Kernel, action: HeldAction): void {
  switch (action.is) {
    case 'examine':
      return examine(k, action.thread);
    case 'set-register':
      return setRegister(k, action);
    case 'set-pc':
      return setPc(k, action);
    case 'set-arg':
      return setArgument(k, action);
  }
}

function examine(k: Kernel, t: number): void {
  see(k, t);
  if (k.program.examines?.examine !== 'clears') return;
  loseDeadline(k, t);
  if (!isLibcs(k, t)) setCall(k, t, 0);
}

/** A register that no frame has is in the thread's own hands. */
function setRegister(k: Kernel, { thread: t, register, value }: Action<'set-register'>): void {
  meantRegister(k, t, register, value);
  if (k.get(t, PC) === HELD) k.bytes[k.at + k.layout.registers + register] = value;
}

function setPc(k: Kernel, { thread: t, op }: Action<'set-pc'>): void {
  const entry = k.program.lanes[t].ops[op]?.entry ?? 0;
  if (k.get(t, PC) !== HELD) {
    meantCall(k, t, entry, op, 0);
    if (STEPS[k.get(t, PC)].mode === 'kernel') k.setRare(t, JUMP, op + 1);
    return;
  }
  const hasCall = dropsRecord(k, t);
  meantCall(k, t, hasCall ? LATE_STEPS.dropRecord : entry, op, 0);
  abandonCall(k, t);
  k.set(t, OP, op);
  k.setRare(t, ARGUMENTS, 0);
  k.set(t, RET, hasCall ? LATE_STEPS.dropRecord : entry);
}

/** Of a call that is to be issued again alone: there is no other whose arguments are still read. */
function setArgument(k: Kernel, action: Action<'set-arg'>): void {
  const t = action.thread;
  if (!takesArgument(k, action)) return;
  const variant = variantFor(k, action);
  const isHeld = k.get(t, PC) === HELD;
  const hasCall = isHeld && dropsRecord(k, t);
  const next = hasCall || k.get(t, RET) === LATE_STEPS.dropRecord ? LATE_STEPS.dropRecord : TRAP;
  meantCall(k, t, next, k.get(t, OP), variant);
  if (!isHeld) return;
  const isStale = k.program.examines?.set === 'stale-record';
  if (!isStale) abandonCall(k, t);
  k.setRare(t, ARGUMENTS, variant);
  if (!isStale) k.set(t, RET, next);
}

/** Is there such a call? One that has had an argument set already is to be issued anew. */
export function takesArgument(k: Kernel, action: Action<'set-arg'>): boolean {
  const t = action.thread;
  if (variantFor(k, action) === 0) return false;
  return k.get(t, PC) !== HELD || k.get(t, RET) === RESTART || k.rare(t, ARGUMENTS) !== 0;
}

/** The call of t with this argument as well as those that were set before, +1; 0: it has none. */
function variantFor(k: Kernel, { thread: t, ofOps, ofVariants }: Action<'set-arg'>): number {
  const before = k.rare(t, ARGUMENTS);
  return before === 0 ? (ofOps[k.get(t, OP)] ?? 0) : ofVariants[before - 1];
}

/**
 * The restart record of a held thread is given up. True: a call was sent, which the thread forgets on
 * its way out.
 */
function dropsRecord(k: Kernel, t: number): boolean {
  // What libc has sent is known to its own memory alone, which the thread leaves.
  if (isLibcs(k, t)) setCall(k, t, 0);
  if (k.program.examines?.set === 'stale-record') {
    takeRecord(k, t);
    return false;
  }
  loseDeadline(k, t);
  if (callIn(k, t) === 0) return k.get(t, RET) === LATE_STEPS.dropRecord;
  if (k.program.examines?.set !== 'leaves-call') return true;
  setCall(k, t, 0);
  return false;
}

/** The call is made by libc, which goes on when its system call has returned. */
const isLibcs = (k: Kernel, t: number): boolean => k.op(t).after !== 0;

function loseDeadline(k: Kernel, t: number): void {
  k.set(t, FIRST, 0);
  k.set(t, WAS_DUE, 0);
  k.lower(t, REMAINING | HAS_HANDLE);
}

/** The call of the record, +1. */
function callIn(k: Kernel, t: number): number {
  return k.program.depth > RECORD - RET_CALL ? k.get(t, RECORD) : 0;
}

function setCall(k: Kernel, t: number, call: number): void {
  if (k.program.depth > RECORD - RET_CALL) k.set(t, RECORD, call);
}

/** Of the call that the thread was at nothing is left, but for its record: nor what libc had in hand. */
function abandonCall(k: Kernel, t: number): void {
  giveUpPlace(k, t);
  departed(k, t);
  callBegins(k, t);
  k.set(t, RC, 0);
  k.set(t, LOCAL, 0);
  k.set(t, STATE, 0);
  k.setRare(t, LOST_ARGUMENTS, 0);
  k.setRare(t, ENDS_AT, 0);
  k.setRare(t, LEFT, 0);
}

/** Where a thread goes on that has given its record up: with its new call, or behind them all. */
export function entryOf(k: Kernel, t: number): number {
  return k.rare(t, ARGUMENTS) === 0 ? nextEntry(k, t) : TRAP;
}
