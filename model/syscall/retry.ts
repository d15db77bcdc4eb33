/**
 * libc's wrapper of a system call that has returned EINTR (result=eintr,retry=...): it issues the call
 * again. Only the call: what user space did before it, such as taking one from a futex's counter, is
 * done. Neither kernel knows of it, so there is no restart record, and what the first attempt has left
 * in the kernel stays there: a request that was sent, a debt. Neither libc does so today.
 *
 *     full       issues it again as it was
 *     deadline   reads the uptime; time is over -> what a timeout returns; else issues it again with
 *                what is left. Between the reading and the trap time passes, as in any loop over
 *                nanosleep() with its second argument: the call is late by that.
 *
 * Left out: the time that passes between the first reading and the first trap. A call that is entered
 * late has noted its time late as well.
 */
import { isSet } from '../designs/asking.ts';
import { userTimeout } from '../proc/arguments.ts';
import { endCall, toUser } from '../proc/boundary.ts';
import { LATE_STEPS } from '../proc/late-steps.ts';
import { uptime } from '../record/cpus.ts';
import {
  failedComposably,
  issuedByLibc,
  readyWhenDue,
  resumed,
  timeIsUp,
} from '../record/ghosts.ts';
import { BOOKED, LEFT, ENDS_AT, RC, WAS_DUE } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { EOK, ETIMEOUT } from '../record/values.ts';
import { countRestart, isFixedAtEntry, issue } from './syscall.ts';

export const RETRY = step({
  name: 'libc-retry',
  fn: '',
  file: '',
  says: 'was told EINTR: issues the same call again, or looks what is left of its time',
  mode: 'user',
  run(k, t) {
    k.set(t, WAS_DUE, 0);
    const { timeout, policies } = k.op(t);
    if (timeout === 0 || !isSet(policies, 'retry=deadline')) return again(k, t);
    const left = k.rare(t, ENDS_AT) - uptime(k, t);
    if (left <= 0) return timeIsOver(k, t);
    k.setRare(t, LEFT, left);
    k.goto(t, RETRY_TIMED);
  },
});

LATE_STEPS.retry = RETRY;

export const RETRY_TIMED = step({
  name: 'libc-retry-timed',
  fn: '',
  file: '',
  says: 'issues the same call again, with what was left of its time when it looked',
  mode: 'user',
  run: (k, t) => again(k, t),
});

function again(k: Kernel, t: number): void {
  issuedByLibc(k, t);
  countRestart(k, t);
  const timeout = userTimeout(k, t);
  // From here on its deadline says it.
  if (isFixedAtEntry(k, t) && !mayWaitAnew(k, t)) k.setRare(t, LEFT, 0);
  issue(k, t, timeout);
}

/** An internal loop of it takes its timeout once more. */
function mayWaitAnew(k: Kernel, t: number): boolean {
  const { waits, policies } = k.op(t);
  return waits === 'message' && policies.loops === 'full-timeout';
}

/** The caller gets what a timeout would have returned, and may repay what the attempt has booked. */
function timeIsOver(k: Kernel, t: number): void {
  const { returns, after, queue } = k.op(t);
  resumed(k, t);
  readyWhenDue(k, t);
  timeIsUp(k, t);
  if (k.ghost(t, BOOKED)) failedComposably(k, queue);
  const rc = returns === 'zero' ? EOK : ETIMEOUT;
  if (after === 0) return endCall(k, t, rc, 0);
  k.set(t, RC, rc);
  toUser(k, t, after);
}
