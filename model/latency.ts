/**
 * Ghost counters for R7: how many steps of its own, and of lock holders that it waits for, a
 * thread takes from an abort request to its boundary. Kept only for tests that assert R7.
 *
 * B is the largest OWN_STEPS that any held thread shows, H the largest HOLDER_STEPS.
 */
import { ABORT, HOLDER_STEPS, LINK, OWN_STEPS, PC, TIMER, TIMER_IDLE } from './record/layout.ts';
import { PRIVATE_QUEUE } from './record/program.ts';
import type { Kernel } from './record/state.ts';
import { STEPS } from './record/step.ts';
import { HELD } from './proc/boundary.ts';
import { SLEEP } from './synch/wait-queue-2012.ts';
import { UNREGISTER_WAIT } from './synch/wait-queue-2026.ts';

/** Actor `who` (a thread, or the clock) has just taken step `pc`. */
export function noteStep(k: Kernel, who: number, pc: number): void {
  if (who < k.threads && requested(k, who) && STEPS[pc].mode === 'kernel') bump(k, who, OWN_STEPS);
  for (let t = 0; t < k.threads; t++) {
    if (k.has(t, ABORT) && t !== who && waitsFor(k, t, who)) bump(k, t, HOLDER_STEPS);
  }
}

/** The request is pending, or has just been answered by holding the thread. */
function requested(k: Kernel, t: number): boolean {
  return k.has(t, ABORT) || k.get(t, PC) === HELD;
}

function waitsFor(k: Kernel, t: number, who: number): boolean {
  const pc = k.get(t, PC);
  if (who === k.threads) {
    return pc === UNREGISTER_WAIT || (pc === SLEEP && k.get(t, TIMER) !== TIMER_IDLE);
  }
  const queue = k.get(t, LINK) - 1;
  if (queue < 0 || queue === PRIVATE_QUEUE) return false;
  const { kind } = k.program.queues[queue];
  if (kind === 'as-lock') return k.op(who).call === 'page_in' && sameTask(k, t, who);
  if (kind !== 'phone-lock') return false;
  const { ops } = k.program.lanes[who];
  return ops.some(
    ({ phone }) => phone < k.program.phones.length && k.program.phones[phone].lock === queue,
  );
}

const sameTask = (k: Kernel, t: number, who: number): boolean =>
  k.program.lanes[t].task === k.program.lanes[who].task;

function bump(k: Kernel, t: number, field: number): void {
  const steps = k.optional(t, field);
  if (steps < 255) k.setOptional(t, field, steps + 1);
}
