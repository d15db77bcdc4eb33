/**
 * Handlers: user code that runs on a thread while its own code is held at the boundary, and makes calls
 * of its own (`Handler=P1:P0`). A signal's handler does, or what a debugger has a stopped thread do. The
 * kernels have neither; other kernels do, and lose what a restart needs there.
 *
 * The lane of a handler is the same thread as the lane that is held: its registers were saved with the
 * frame. It may begin at any moment at which that lane is held to have its call issued again; until it
 * has ended nobody lets that lane go. What becomes of the restart record is the policy `handler`:
 *
 *     nested       the record is saved and restored with the frame
 *     overwrites   a thread has one: the handler's call gives up what is there
 *     finds        a thread has one: the handler's call takes it for its own
 *
 * Left out: a handler of a handler, and one that does not return.
 */
import { isSet } from '../designs/asking.ts';
import {
  FIRST,
  FIRST_BY,
  OP,
  PC,
  RECORD,
  REMAINING,
  RET,
  RET_CALL,
  RUNS_ON,
  WAS_DUE,
} from '../record/layout.ts';
import { NONE } from '../record/program.ts';
import { cpuOf, setCpu } from '../record/cpus.ts';
import type { Kernel } from '../record/state.ts';
import { HELD, isHeldUnasked } from './boundary.ts';
import { LATE_STEPS } from './late-steps.ts';

/** A lane that is no handler runs as it likes; a handler while the lane that it runs on is held. */
export function mayRun(k: Kernel, t: number): boolean {
  const on = k.program.handles?.[t] ?? NONE;
  return on === NONE || hasBegun(k, t) || isHeldToRestart(k, on);
}

function isHeldToRestart(k: Kernel, t: number): boolean {
  return k.get(t, PC) === HELD && k.get(t, RET) === LATE_STEPS.restart;
}

function hasBegun(k: Kernel, t: number): boolean {
  return k.get(t, OP) > 0 || k.get(t, PC) !== k.program.lanes[t].ops[0].entry;
}

/** Nobody lets this lane go: who asked has gone, or its handler has not returned to its frame. */
export function staysHeld(k: Kernel, t: number): boolean {
  return isHeldUnasked(k, t) || isHandling(k, t);
}

function isHandling(k: Kernel, t: number): boolean {
  const { handles } = k.program;
  if (handles === null) return false;
  for (let h = 0; h < handles.length; h++) {
    if (handles[h] === t && k.get(h, PC) !== 0 && hasBegun(k, h)) return true;
  }
  return false;
}

/** A call of a handler is entered, where the record of the call that it has interrupted may be. */
export function meetRecord(k: Kernel, t: number): void {
  const on = k.program.handles?.[t] ?? NONE;
  if (on === NONE || isSet(k.op(t).policies, 'handler=nested')) return;
  if (isSet(k.op(t).policies, 'handler=finds')) takeOver(k, t, on);
  k.set(on, FIRST, 0);
  k.set(on, WAS_DUE, 0);
  k.lower(on, REMAINING);
  if (k.program.depth > RECORD - RET_CALL) k.set(on, RECORD, 0);
}

function takeOver(k: Kernel, t: number, on: number): void {
  const { timeout, waits } = k.op(t);
  if (timeout !== 0 && k.get(on, FIRST) !== 0) {
    k.set(t, FIRST, k.get(on, FIRST));
    setCpu(k, t, FIRST_BY, cpuOf(k, t, RUNS_ON));
  }
  if (waits === 'answer' && k.program.depth > RECORD - RET_CALL) {
    k.set(t, RECORD, k.get(on, RECORD));
  }
}
