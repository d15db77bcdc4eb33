/**
 * Which calls libc's wrapper in user space issues again (result=eintr, policy `retry`).
 *
 * The wrapper goes by what it was told: an EINTR. Besides aborts only the stack trace of 2012's console
 * makes one (kernel.md#D6), which no system-call table has; who is killed never returns. Three calls
 * say too little:
 *
 *     2012 ipc_wait    returns 0, as for a poke and a timeout; to wait again would swallow the poke.
 *                      So does libc's own synchronous call, which looks for its answer and waits again
 *     thread_usleep,   return 0 whatever happens. That time is left the wrapper sees by the clock, and
 *     thread_udelay    with retry=full it does not look at one
 *     page_in          is made by the kernel; there is no wrapper
 */
import { isSet } from '../designs/asking.ts';
import { usedToken } from '../record/ghosts.ts';
import {
  FIRST,
  LOCAL,
  LOST_ARGUMENTS,
  PHONE,
  RC,
  RECORD,
  RET_CALL,
  STATE,
} from '../record/layout.ts';
import type { Op } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { toUser } from './boundary.ts';
import { LATE_STEPS } from './late-steps.ts';
import { noteWhenDue } from './restart-record.ts';

/** t is out of its call, and its design tells user space. Will libc issue the call again? */
export function isRetried(k: Kernel, t: number): boolean {
  return isRetriedByLibc(k.op(t), k.old);
}

function isRetriedByLibc(op: Op, old: boolean): boolean {
  const { policies, returns } = op;
  if (!isSet(policies, 'result=eintr') || saysNothing(op, old)) return false;
  return isSet(policies, 'retry=deadline') || (returns !== 'zero' && isSet(policies, 'retry=full'));
}

function saysNothing({ call, waits, after }: Op, old: boolean): boolean {
  if (waits === 'pager') return true;
  return old && (call === 'ipc_wait' || (waits === 'answer' && after !== 0));
}

/** Does anybody issue this call again once it is aborted: the kernel, or libc? */
export function isIssuedAgain(op: Op, old: boolean): boolean {
  if (!isSet(op.policies, 'stop=boundary')) return false;
  if (isSet(op.policies, 'result=restart')) return true;
  return op.waits !== 'nothing' && isRetriedByLibc(op, old);
}

/** The call of t returns EINTR to its wrapper: nothing of it is left to the kernel. */
export function returnsToWrapper(k: Kernel, t: number): void {
  usedToken(k, t);
  noteWhenDue(k, t);
  for (const field of OF_ATTEMPT) k.set(t, field, 0);
  k.setRare(t, LOST_ARGUMENTS, 0);
  if (k.program.depth > RECORD - RET_CALL) k.set(t, RECORD, 0);
  if (k.program.depth > PHONE - RET_CALL) k.set(t, PHONE, 0);
  toUser(k, t, LATE_STEPS.retry);
}

const OF_ATTEMPT = [FIRST, LOCAL, RC, STATE];
