/**
 * No wakeup is lost (R1) and no debt left behind (R3).
 *
 * A wait queue's counter is compared with the ghost ledger of what was posted and taken; messages
 * are in assert-ipc.ts.
 */
import { waitBox } from '../../model/ipc/receive.ts';
import { isInKernel } from '../../model/environment.ts';
import { ledger, taken } from '../../model/record/ghosts.ts';
import { IN_ANSWERS, IN_CALLS, IN_NOTIFS, listLength } from '../../model/record/ipc-objects.ts';
import { BOOKED, PANIC, PC, RESTARTED, WQ } from '../../model/record/layout.ts';
import { callsOf } from '../../model/record/program.ts';
import { DEAD } from '../../model/proc/thread-dead.ts';
import { isPresent } from '../../model/record/queue.ts';
import { isAsleep } from '../../model/proc/scheduler.ts';
import type { Kernel } from '../../model/record/state.ts';
import { noMessageLost } from './assert-ipc.ts';
import { someThread } from './every-thread.ts';
import { heldForRestart } from './kernel-view.ts';

/** R1: nobody sleeps beside a wakeup or a message, and none of either is gone. */
export function noWakeupLost(k: Kernel): boolean {
  // After a failed assertion of the kernel nothing more is said (R14 is).
  if (k.global(PANIC) !== 0) return true;
  for (let q = 0; q < k.program.queues.length; q++) {
    if (!ledgerBalances(k, q) && !k.closed(q) && !isDeserted(k, q)) return false;
    const abandoned = k.destroyed(q) && k.sleepers(q) > 0;
    if (abandoned || (k.balance(q) > 0 && presentSleepers(k, q) > 0)) return false;
  }
  return !someThread(k, sleepsBesideMessages) && noMessageLost(k);
}

/** Every wakeup posted is used, taken and about to be used, or in the queue's counter. */
function ledgerBalances(k: Kernel, q: number): boolean {
  return k.balance(q) === ledger(k, q) - taken(k, q);
}

/** A futex with which no call can come any more: what is lost with it is lost to nobody. */
function isDeserted(k: Kernel, q: number): boolean {
  const { lanes, queues } = k.program;
  if (queues[q].kind !== 'futex') return false;
  return !lanes.some(
    (lane, t) => k.get(t, PC) !== DEAD && callsOf(lane).some(({ queue }) => queue === q),
  );
}

function presentSleepers(k: Kernel, q: number): number {
  let present = 0;
  for (let i = 0; i < k.sleepers(q); i++) if (isPresent(k, q, k.sleeper(q, i))) present++;
  return present;
}

/** Asleep in a wait for messages although its box has one. */
export function sleepsBesideMessages(k: Kernel, t: number): boolean {
  if (k.program.depth === 0 || !isInKernel(k, t) || !isAsleep(k, t)) return false;
  const box = waitBox(k, t);
  if (k.get(t, WQ) !== k.program.boxes[box].queue) return false;
  return [IN_NOTIFS, IN_ANSWERS, IN_CALLS].some((list) => listLength(k, list, box) > 0);
}

/**
 * R3: a thread that will issue its call again has left no debt behind. Whether libc will hangs on the
 * time that is left, so of it that is asked when it has.
 */
export const leftNoDebt = (k: Kernel, t: number): boolean =>
  !k.ghost(t, BOOKED) || !(heldForRestart(k, t) || wasIssuedAgain(k, t));

/** A restart of the kernel's forgets what was booked before it. */
const wasIssuedAgain = (k: Kernel, t: number): boolean => k.ghost(t, RESTARTED) && isInKernel(k, t);
