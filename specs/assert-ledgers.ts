/**
 * Nothing is lost and nothing left over: wakeups (R1), debts (R3), messages and counters (R14).
 *
 * A wait queue's counter is compared with the ghost ledger of what was posted and taken; a message
 * with the ghost bits that say whether user space was given it.
 */
import { isInKernel } from '../model/environment.ts';
import { ledger, taken } from '../model/ghosts.ts';
import {
  DISPATCHED,
  FREED,
  GAVE_ANSWER,
  GAVE_REQUEST,
  IN_ANSWERS,
  SENDING,
} from '../model/ipc-objects.ts';
import { AWAY, BOOKED, DELIVERED, WHERE } from '../model/layout.ts';
import { isAsleep } from '../model/scheduler.ts';
import type { Kernel } from '../model/state.ts';
import { someThread } from './every-thread.ts';
import { heldForRestart } from './kernel-view.ts';

/** R1: nobody sleeps beside a wakeup or a message, and none of either is gone. */
export function noWakeupLost(k: Kernel): boolean {
  for (let q = 0; q < k.program.queues.length; q++) {
    if (!ledgerBalances(k, q) && !k.closed(q)) return false;
    const abandoned = k.destroyed(q) && k.sleepers(q) > 0;
    if (abandoned || (k.balance(q) > 0 && presentSleepers(k, q) > 0)) return false;
  }
  return !someThread(k, sleepsBesideMessages) && noMessageLost(k);
}

/** Every wakeup posted is used, taken and about to be used, or in the queue's counter. */
function ledgerBalances(k: Kernel, q: number): boolean {
  return k.balance(q) === ledger(k, q) - taken(k, q);
}

function presentSleepers(k: Kernel, q: number): number {
  let present = 0;
  for (let i = 0; i < k.sleepers(q); i++) if (!k.has(k.sleeper(q, i), AWAY)) present++;
  return present;
}

function sleepsBesideMessages(k: Kernel, t: number): boolean {
  if (!isInKernel(k, t) || !isAsleep(k, t) || k.op(t).call !== 'ipc_wait') return false;
  const at = k.at + k.layout.boxes + k.op(t).box * k.layout.boxSize;
  return k.bytes[at] > 0 || k.bytes[at + k.layout.answers] > 0;
}

/** Each request that left its queue, and each answer, was given to user space. */
function noMessageLost(k: Kernel): boolean {
  for (let m = 0; m < k.program.messages.length; m++) {
    const where = k.message(m, WHERE);
    const given = k.message(m, DELIVERED);
    if (where === DISPATCHED && (given & GAVE_REQUEST) === 0) return false;
    const discarded = k.program.messages[m].hangup;
    if (where === FREED && (given & GAVE_ANSWER) === 0 && !discarded) return false;
  }
  return true;
}

/** R3: a thread that will issue its call again has left no debt behind. */
export const leftNoDebt = (k: Kernel, t: number): boolean =>
  !k.ghost(t, BOOKED) || !heldForRestart(k, t);

/** R14: every call got its answer, and each phone counts what is outstanding on it. */
export function countsMatch(k: Kernel): boolean {
  return (
    noMessageLost(k) &&
    k.program.phones.every((_, phone) => {
      const active = k.bytes[k.at + k.layout.phones + phone * 2 + 1];
      return active === outstanding(k, phone);
    })
  );
}

/** Calls that were sent on the phone and whose answers nobody has picked up. */
function outstanding(k: Kernel, phone: number): number {
  return k.program.messages.filter((message, m) => {
    const where = k.message(m, WHERE);
    return message.phone === phone && where >= SENDING && where <= IN_ANSWERS;
  }).length;
}
