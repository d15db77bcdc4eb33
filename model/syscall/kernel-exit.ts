/**
 * Kernel tables: how a lane calls a kernel function, and where that has returned. No system call is
 * around it.
 */
import { CAME_FORWARDED, flagged } from '../record/ipc-objects.ts';
import { HANDLERS } from '../proc/handlers.ts';
import { FORWARDED, LOCAL, RC } from '../record/layout.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { REQUEST } from '../record/values.ts';
import { clearForAgain, done, issuesAgain, lane } from './kernel-call.ts';

/** Kernel tables: the function has returned; the lane goes on with the next op. */
export function kernelExit(k: Kernel, t: number): void {
  const rc = k.get(t, RC);
  if (againInKernel(k, t, rc)) return;
  const m = k.get(t, LOCAL) - 1;
  const cameForwarded = rc === REQUEST && flagged(k, m, FORWARDED) ? CAME_FORWARDED : 0;
  done(k, t, rc, Math.max(0, m) | cameForwarded);
}

/** `Restart=`: the function is called again. */
export function againInKernel(k: Kernel, t: number, rc: number): boolean {
  if (!k.program.kernelLevel || !issuesAgain(k, t, rc)) return false;
  k.goto(t, K_CALL_AGAIN);
  return true;
}

/** 2012 get_call() takes the lock of the box, which a clean-up may hold. */
const mayLookUp = (k: Kernel, t: number): boolean =>
  k.op(t).source === NONE || !k.old || !k.boxLocked(k.program.boxes[k.op(t).box].queue);

export const K_CALL = lane(
  'k-call',
  '',
  '',
  'calls the function',
  (k, t) => HANDLERS[k.op(t).handler](k, t),
  mayLookUp,
);

export const K_CALL_AGAIN = lane(
  'k-call-again',
  '',
  '',
  'clears its flag and calls again',
  (k, t) => {
    clearForAgain(k, t);
    HANDLERS[k.op(t).handler](k, t);
  },
);
