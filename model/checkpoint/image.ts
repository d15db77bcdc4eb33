/**
 * The image: exactly what of a group is saved (docs/kernel.md#1.18, docs/migration.md).
 *
 *     thread   user frame (PC, RET, OP, and what user code keeps: RC, LOCAL), `interrupted`, the
 *              restart record as its design has it (FIRST, RECORD, HAS_HANDLE)
 *     queue    its counter, banked wakeups and debts, and `closed`; no place in its list
 *     message  the list of a box that it is in, its place there, and who has sent it
 *     memory   words, and a copy of those that somebody else keeps
 *
 * Everything else of a thread is 0 in the image: what it was about to do in the kernel, its place in
 * a queue, its timeout.
 */
import type { Policies } from '../designs/policies.ts';
import { giveUpPlace } from '../record/queue.ts';
import {
  CPU,
  FIRST,
  IS_MOVED,
  LINK,
  PC,
  REMAINING,
  SLEEP_FLAGS,
  STATE,
  TIMED_OUT,
  TIMEOUT,
  TIMER,
  WAS_DUE,
  WQ,
} from '../record/layout.ts';
import type { Copy, Group } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { HELD } from '../proc/boundary.ts';
import { saveMessages } from './messages.ts';
import { moveSubscription, saveSubscriptions } from './subscriptions.ts';

/** Fields of a thread that are no part of its image. */
const NOT_SAVED = [WQ, TIMEOUT, SLEEP_FLAGS, LINK, STATE, TIMER];

/** order=save-first: what the counters are now is what the image will have. */
export function readCounters(k: Kernel, { queues }: Group): void {
  for (const q of queues) k.bytes[k.at + k.layout.images + q] = k.balance(q);
}

/** Reads a group whose threads are at boundaries, and destroys it. */
export function saveGroup(k: Kernel, group: Group, copies: readonly Copy[]): void {
  const { threads, queues, shared, policies, isHeldOnly } = group;
  if (isHeldOnly) return;
  for (const t of threads) saveThread(k, t);
  saveMessages(k, group);
  saveSubscriptions(k, group);
  for (const q of queues) saveCounter(k, q, policies);
  for (const copy of copies) takeAlong(k, copy, group);
  for (const q of shared)
    if (isLastOf(k, q, threads)) k.setBalance(q, counterSaved(k.balance(q), policies));
  if (copies.length > 0) for (const t of threads) k.setRare(t, CPU, k.rare(t, CPU) | IS_MOVED);
}

function saveThread(k: Kernel, t: number): void {
  if (k.get(t, PC) !== HELD) return;
  giveUpPlace(k, t);
  for (const field of NOT_SAVED) k.set(t, field, 0);
  k.lower(t, TIMED_OUT);
  if (k.op(t).policies.progress === 'hidden') forgetDeadline(k, t);
}

/** progress=hidden: the deadline is in the kernel, where the image is not read from. */
function forgetDeadline(k: Kernel, t: number): void {
  k.set(t, FIRST, 0);
  k.set(t, WAS_DUE, 0);
  k.lower(t, REMAINING);
}

/**
 * 2012: no other task has looked this futex up, so it is freed with the group, and what is banked in it
 * is in the image. It is kept where it is: who comes before the restore sleeps here until then, and is
 * woken by it; in the model that task finds the wakeup at once.
 */
function isLastOf(k: Kernel, q: number, threads: readonly number[]): boolean {
  const knows = (t: number): boolean => k.knowsFutex(q, k.program.lanes[t].task);
  if (!k.old || !threads.some(knows)) return false;
  return !k.program.lanes.some((_, t) => !threads.includes(t) && knows(t));
}

/** The counter of a queue, as it is or as it was read. */
function saveCounter(k: Kernel, q: number, policies: Policies): void {
  const { layout } = k;
  const isEarly = policies.order === 'save-first' && layout.images >= 0;
  const read = isEarly ? (k.bytes[k.at + layout.images + q] << 24) >> 24 : k.balance(q);
  if (isEarly) k.bytes[k.at + layout.images + q] = 0;
  k.setBalance(q, counterSaved(read, policies));
}

function counterSaved(counter: number, { tokens, debts }: Policies): number {
  if (counter < 0) return debts === 'drop' ? 0 : counter;
  if (tokens === 'drop') return 0;
  return tokens === 'double' ? counter * 2 : counter;
}

/** What others keep: their share stays as it is, the group has one of its own from now on. */
function takeAlong(k: Kernel, { of, from, to }: Copy, { threads, boxes, policies }: Group): void {
  if (of === 'event') return moveSubscription(k, from, to, boxes);
  if (of === 'word') return k.setWord(to, k.word(from));
  k.setBalance(to, counterSaved(k.balance(from), policies));
  if (k.old) for (const t of threads) leaveFutex(k, from, to, k.program.lanes[t].task);
}

/**
 * 2012 futex_cleanup(): a task that is destroyed lets go of the futex, which is freed, with what is
 * banked in it, if nobody who stays has looked it up. The restored task has its own.
 */
function leaveFutex(k: Kernel, from: number, to: number, task: number): void {
  if (!k.knowsFutex(from, task)) return;
  k.knowFutex(to, task);
  if (k.forgetFutex(from, task)) k.setBalance(from, 0);
}
