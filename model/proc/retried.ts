/**
 * Which calls libc's wrapper in user space issues again (result=eintr, policy `retry`).
 *
 * The wrapper goes by what it was told, so an EINTR is all that it needs: none comes from anything
 * but an abort, since who is killed never returns. Three it cannot go by:
 *
 *     2012 ipc_wait    returns 0, as for a poke and a timeout; to wait again would swallow the poke.
 *                      So does libc's own synchronous call, which looks for its answer and waits again
 *     thread_usleep,   return 0 whatever happens. That time is left the wrapper sees by the clock, and
 *     thread_udelay    with retry=full it does not look at one
 *     page_in          is made by the kernel; there is no wrapper
 */
import { isSet } from '../designs/asking.ts';
import type { Policies } from '../designs/policies.ts';
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
import type { Kernel } from '../record/state.ts';
import { toUser } from './boundary.ts';
import { LATE_STEPS } from './late-steps.ts';
import { noteWhenDue } from './restart-record.ts';

/** t is out of its call, and its design tells user space. Will libc issue the call again? */
export function isRetried(k: Kernel, t: number): boolean {
  const { policies, returns } = k.op(t);
  if (!isSet(policies, 'result=eintr') || saysNothing(k, t)) return false;
  return isSet(policies, 'retry=deadline') || (returns !== 'zero' && isSet(policies, 'retry=full'));
}

function saysNothing(k: Kernel, t: number): boolean {
  const { call, waits, after } = k.op(t);
  if (waits === 'pager') return true;
  return k.old && (call === 'ipc_wait' || (waits === 'answer' && after !== 0));
}

/** Does anybody issue an aborted call again: the kernel, or libc? */
export function isIssuedAgain(policies: Policies): boolean {
  if (!isSet(policies, 'stop=boundary')) return false;
  if (isSet(policies, 'result=restart')) return true;
  return isSet(policies, 'result=eintr') && !isSet(policies, 'retry=none');
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
