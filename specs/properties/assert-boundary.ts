/**
 * What a thread at the boundary, and user space behind it, may see: R4, R6, R12, R13.
 *
 * A stopped thread is examined as a debugger would, and one that will issue its call again as that
 * call will find it.
 */
import { isSet } from '../../model/designs/asking.ts';
import { HELD_BY_DEBUGGER } from '../../model/udebug/hold.ts';
import { HELD } from '../../model/proc/boundary.ts';
import { isHeld } from '../../model/environment.ts';
import {
  FIRST,
  HOOK_LOCAL,
  HOOK_TOKEN,
  LINK,
  LOCAL,
  PC,
  RECORD,
  RET,
  RET_CALL,
  TOKEN,
  WAKE_LOST,
  WOKEN,
  WROTE,
} from '../../model/record/layout.ts';
import type { Kernel } from '../../model/record/state.ts';
import { RESTART } from '../../model/syscall/syscall.ts';
import { EINTR, ERESTART, INTERRUPTED_2012 } from '../../model/record/values.ts';
import { heldForAnother } from './kernel-view.ts';
import { toldRegisters } from './told.ts';

/** R12: no register has a status that the design keeps inside the kernel. */
export function noKernelStatus(k: Kernel): boolean {
  const { registers } = k.program;
  for (let r = 0; r < registers.length; r++) {
    const code = k.registerCode(r);
    if (code === ERESTART) return false;
    if (code !== EINTR && code !== INTERRUPTED_2012) continue;
    if (!toldRegisters(k.program)[r]) return false;
  }
  return true;
}

/** R4: a thread that will issue its call again has written nothing. */
export const wroteNothing = (k: Kernel, t: number): boolean =>
  !k.ghost(t, WROTE) || !heldForAnother(k, t);

/** R6: a wakeup that the thread had was not taken from it. */
export const wakeStands = (k: Kernel, t: number): boolean =>
  !k.ghost(t, WAKE_LOST) && !(k.ghost(t, WOKEN) && heldForAnother(k, t));

/** Stopped by a debugger: asleep until it is given GO, or held (the ticket's). */
export function waitsForGo(k: Kernel, t: number): boolean {
  if (k.program.sessions.length === 0) return false;
  if (k.get(t, PC) === HELD_BY_DEBUGGER) return true;
  return k.get(t, LINK) !== 0 && k.get(t, LINK) === k.program.goQueues[t] + 1;
}

/** R13: a stopped thread's registers, user memory and declared record are all there is of it. */
export function isComplete(k: Kernel, t: number): boolean {
  if (waitsForGo(k, t)) return k.hook(t, HOOK_TOKEN) === 0 && k.hook(t, HOOK_LOCAL) === 0;
  if (!isHeld(k, t)) return true;
  const holds = k.get(t, TOKEN) !== 0 || k.get(t, LOCAL) !== 0;
  if (k.get(t, PC) !== HELD) {
    const { policies } = k.op(t);
    return !holds || isSet(policies, 'stop=points') || isSet(policies, 'carries=kernel-stack');
  }
  if (k.get(t, RET) !== RESTART) return true;
  if (holds) return false;
  const isBare = k.get(t, FIRST) === 0 && !hasCallRecord(k, t);
  return isBare || !isSet(k.op(t).policies, 'progress=hidden');
}

/** A synchronous call has been sent; where libc made it, user memory knows it. */
function hasCallRecord(k: Kernel, t: number): boolean {
  if (k.program.depth <= RECORD - RET_CALL || k.op(t).after !== 0) return false;
  return k.get(t, RECORD) !== 0;
}
