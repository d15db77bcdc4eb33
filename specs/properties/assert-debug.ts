/**
 * R16: at an end, each request of a debugger that lives has its answer, but for a GO that still lets
 * its thread run.
 *
 * That none is answered twice needs no look: a call that is in no list is answered only with an
 * assertion of the kernel that fails (R14).
 */
import { debugMethodOf } from '../../model/ipc/debug-methods.ts';
import { isHook } from '../../model/proc/debugged.ts';
import { DEAD } from '../../model/proc/thread-dead.ts';
import { flagged } from '../../model/record/ipc-objects.ts';
import { DISPATCHED, GAVE_ANSWER, IN_CALLS } from '../../model/record/ipc-objects.ts';
import {
  DELIVERED,
  FORGET,
  GO_CALL,
  HAS_GO,
  LINK,
  PANIC,
  PC,
  WHERE,
} from '../../model/record/layout.ts';
import { NONE } from '../../model/record/program.ts';
import type { Kernel } from '../../model/record/state.ts';

const REQUESTS: ReadonlySet<number> = new Set(
  (['BEGIN', 'END', 'GO', 'STOP'] as const).map(debugMethodOf),
);

/** After a failed assertion of the kernel nothing more is said (R14 is). */
export function requestsAnswered(k: Kernel): boolean {
  if (k.global(PANIC) !== 0) return true;
  return !k.program.messages.some((_, m) => isLeftUnanswered(k, m));
}

/** At an end: nobody will answer it any more. */
export function isLeftUnanswered(k: Kernel, m: number): boolean {
  return isUnanswered(k, m) && !letsRun(k, m);
}

/** In the kbox, and its sender waits for the answer. */
function isUnanswered(k: Kernel, m: number): boolean {
  if (!REQUESTS.has(k.program.messages[m].debug) || flagged(k, m, FORGET)) return false;
  const where = k.message(m, WHERE);
  return (where === IN_CALLS || where === DISPATCHED) && !isSenderDead(k, m);
}

function isSenderDead(k: Kernel, m: number): boolean {
  return k.get(k.program.messages[m].thread, PC) === DEAD;
}

/** A GO whose thread has it, and does not wait for it. */
function letsRun(k: Kernel, m: number): boolean {
  const { target } = k.program.messages[m];
  if (target === NONE || k.hook(target, GO_CALL) !== m + 1 || !isHook(k, target, HAS_GO)) {
    return false;
  }
  return k.get(target, PC) !== DEAD && k.get(target, LINK) !== k.program.goQueues[target] + 1;
}

export function someRequestAnswered(k: Kernel): boolean {
  const { messages } = k.program;
  for (let m = 0; m < messages.length; m++) {
    if (messages[m].debug !== 0 && (k.message(m, DELIVERED) & GAVE_ANSWER) !== 0) return true;
  }
  return false;
}
