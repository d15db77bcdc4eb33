/**
 * Ghosts: what the assertions need to know and the kernel does not.
 *
 * Steps call these functions to say what has happened; no step reads what they write. The ledger
 * of a queue is what its counter would be if every wakeup ever posted were still there: it goes up
 * when somebody posts one, and down when a sleep has used one, or has failed in a way that lets it
 * book a debt. At any moment  balance = ledger - (wakeups taken and not used yet)  or one was lost,
 * doubled or swallowed (R1, R3, R14).
 */
import {
  ARMED_AT,
  DUE,
  EARLY,
  GHOST,
  HOOK_TOKEN,
  IS_READY,
  NOW,
  POKED,
  RESTARTED,
  TIMEOUT,
  TOKEN,
  WOKEN,
  WROTE,
} from './layout.ts';
import { NONE, PRIVATE_QUEUE } from './program.ts';
import type { Kernel } from './state.ts';

/** Somebody posts `count` wakeups on q. */
export function posted(k: Kernel, q: number, count: number): void {
  if (!k.program.kernelLevel) setLedger(k, q, ledger(k, q) + count);
}

/** Thread t takes a banked wakeup of q. */
export function tookToken(k: Kernel, t: number, q: number): void {
  k.set(t, TOKEN, q + 1);
}

/** A waker takes sleeper t off q and gives it a wakeup. */
export function wokenFrom(k: Kernel, t: number, q: number): void {
  k.set(t, TOKEN, q + 1);
  k.raiseGhost(t, WOKEN);
  madeReady(k, t);
}

/** 2012 waitq_unsleep: no token in the kernel's books, but the caller meant to wake somebody. */
export function pokedFrom(k: Kernel, t: number, q: number): void {
  k.set(t, TOKEN, q + 1);
  k.raiseGhost(t, POKED);
  madeReady(k, t);
}

/**
 * A sleep of t begins. The wakeup that ended an earlier one of the same call is spent: this one has
 * not been woken. Only a sleep with the call's timeout can make the call ready; one for a lock does
 * not.
 */
export function sleepBegins(k: Kernel, t: number): void {
  const ofCall = k.get(t, TIMEOUT) === 0 ? 0 : IS_READY;
  k.set(t, GHOST, k.get(t, GHOST) & ~(WOKEN | POKED | ofCall));
}

/** Thread t has the lock of the kernel that it waited for: its wakeup is used, and spent. */
export function lockTaken(k: Kernel, t: number): void {
  usedToken(k, t);
  k.set(t, GHOST, k.get(t, GHOST) & ~WOKEN);
}

/** The wakeup that t took has done what it was posted for. */
export function usedToken(k: Kernel, t: number): void {
  const token = k.get(t, TOKEN);
  if (token === 0) return;
  posted(k, token - 1, -1);
  k.set(t, TOKEN, 0);
}

/** The wakeup that t took leaves with t: it is in nobody's hands any more. */
export function forgotToken(k: Kernel, t: number): void {
  k.set(t, TOKEN, 0);
}

/** A composable sleep on q returns its failure to user space, which will post one in vain. */
export function failedComposably(k: Kernel, q: number): void {
  posted(k, q, -1);
}

/** 2026 wake_all and close forget banked wakeups and debts; those already taken stand. */
export function erased(k: Kernel, q: number): void {
  if (!k.program.kernelLevel) setLedger(k, q, taken(k, q));
}

/** Wakeups of q that threads have taken and not used. */
export function taken(k: Kernel, q: number): number {
  let count = 0;
  const hasHooks = k.program.sessions.length > 0;
  for (let t = 0; t < k.threads; t++) {
    if (k.get(t, TOKEN) === q + 1 || (hasHooks && k.hook(t, HOOK_TOKEN) === q + 1)) count++;
  }
  return count;
}

export function ledger(k: Kernel, q: number): number {
  return (k.bytes[k.at + k.layout.ledgers + q] << 24) >> 24;
}

function setLedger(k: Kernel, q: number, value: number): void {
  k.bytes[k.at + k.layout.ledgers + q] = value;
}

/** The call of t arms its deadline `ticks` ahead: the first time counts. */
export function armed(k: Kernel, t: number, ticks: number): void {
  if (k.optional(t, DUE) !== 0) return;
  k.setOptional(t, ARMED_AT, k.global(NOW));
  k.setOptional(t, DUE, k.ticks() + ticks + 1);
}

/**
 * The call of t has become ready: dt is the time since its first arming. The first time counts: a
 * wakeup that comes after the timeout has fired finds the call ready, and so does a timeout that
 * fires after the wakeup. A kick makes the thread run and its call not ready.
 */
export function madeReady(k: Kernel, t: number): void {
  if (k.program.kernelLevel || k.ghost(t, IS_READY)) return;
  const { timed } = k.op(t);
  if (timed === NONE || k.optional(t, DUE) === 0) return;
  k.raiseGhost(t, IS_READY);
  k.bytes[k.at + k.layout.timed + timed * 2] = k.global(NOW) - k.optional(t, ARMED_AT);
}

/** The deadline of t's call passed before t slept again: that is when its call became ready. */
export function readyWhenDue(k: Kernel, t: number): void {
  if (k.program.kernelLevel) return;
  const { timed } = k.op(t);
  if (timed === NONE) return;
  const at = k.at + k.layout.timed + timed * 2;
  k.bytes[at] = Math.max(k.bytes[at], k.optional(t, DUE) - k.optional(t, ARMED_AT));
}

/** The delay loop of t was over at tick `end`; that t ran only later is the scheduler's doing. */
export function loopWasOver(k: Kernel, t: number, end: number): void {
  madeReady(k, t);
  const { timed } = k.op(t);
  if (timed !== NONE) k.bytes[k.at + k.layout.timed + timed * 2 + 1] = k.global(NOW) - end;
}

/** A timed call of t is over because its time is: not before it was due, nor without having been. */
export function timeIsUp(k: Kernel, t: number): void {
  if (k.program.kernelLevel || k.op(t).timeout === 0) return;
  const due = k.optional(t, DUE);
  if (due === 0 || k.global(NOW) < due) k.raiseGhost(t, EARLY);
}

/**
 * Thread t, resumed, issues its call again: if that ends without another sleep, its call became
 * ready now. What was due while t was held is late by the time since.
 */
export function resumed(k: Kernel, t: number): void {
  const { timed } = k.op(t);
  const due = k.optional(t, DUE);
  if (timed === NONE || due === 0) return;
  const at = k.at + k.layout.timed + timed * 2;
  k.bytes[at] = k.global(NOW) - k.optional(t, ARMED_AT);
  k.bytes[at + 1] = Math.max(0, k.global(NOW) - due);
}

/**
 * libc issues the call of t again, in its own name. Nobody but libc was told that the first attempt has
 * failed, so nobody posts a wakeup for the debt that it booked.
 */
export function issuedByLibc(k: Kernel, t: number): void {
  const spent = WOKEN | WROTE | POKED | IS_READY;
  k.set(t, GHOST, (k.get(t, GHOST) & ~spent) | RESTARTED);
  resumed(k, t);
}

/** A new call: nothing of the last one's ghosts is left. */
export function callBegins(k: Kernel, t: number): void {
  k.set(t, GHOST, 0);
  k.setOptional(t, DUE, 0);
  k.setOptional(t, ARMED_AT, 0);
}

/** Order of arrival at q, kept through restarts (R17). */
export function arrived(k: Kernel, t: number, q: number): void {
  if (!k.program.ghosts.place || q === PRIVATE_QUEUE) return;
  const at = arrivalsAt(k, q);
  if (!k.includes(at, t)) k.append(at, t);
}

export function departed(k: Kernel, t: number): void {
  if (!k.program.ghosts.place) return;
  for (let q = 0; q < k.program.queues.length; q++) k.removeFrom(arrivalsAt(k, q), t);
}

export function arrivalsAt(k: Kernel, q: number): number {
  return k.at + k.layout.arrivals + q * (1 + k.threads);
}
