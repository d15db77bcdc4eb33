/**
 * A thread that has faulted, where somebody is subscribed to faults: udebug_thread_fault() of
 * kernel/generic/src/udebug/udebug.c, from task_kill_self() of proc/task.c, both revisions.
 *
 *     stoppable; wait until it is in a session; 2012: wait until it is in none; the section ends
 *     (2026: with a wait for GO); then the task is killed, and the thread exits
 *
 * active_cv is a condition variable under t, broadcast whenever a session begins or ends; who waits
 * looks again each time, so the wait is a guard here. Nothing can interrupt it.
 */
import { enterHook, hasHooks, HOOKS, isHoldable, isHook } from '../proc/debugged.ts';
import { handler } from '../proc/handlers.ts';
import { LEAVE } from '../proc/thread-exit.ts';
import { INTERRUPTED, IS_ACTIVE } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { EXIT_HELD } from './hold.ts';
import { UDEBUG } from './session.ts';

export const FAULT = handler('udebug_thread_fault', (k, t) => {
  if (isHoldable(k, t)) enterHook(k, t, EXIT_HELD, FAULT_WAIT);
  else if (hasHooks(k, t)) enterHook(k, t, HOOKS.begin, FAULT_WAIT);
  else k.goto(t, LEAVE);
});

export const FAULT_WAIT = step({
  name: 'udebug_thread_fault',
  fn: 'udebug_thread_fault',
  file: UDEBUG,
  says: 'waits for a debugger, and now has one',
  mode: 'kernel',
  enabled: (k, t) => isHook(k, t, IS_ACTIVE) || isKilledHere(k, t),
  run: (k, t) =>
    k.program.holdsAtBoundary
      ? isHeldHere(k, t)
      : k.old
        ? k.goto(t, FAULT_LEFT)
        : enterHook(k, t, HOOKS.end, LEAVE),
});

/** The ticket's fault wait is a hold, which a kill ends. */
const isKilledHere = (k: Kernel, t: number): boolean =>
  k.program.holdsAtBoundary && k.has(t, INTERRUPTED);

function isHeldHere(k: Kernel, t: number): void {
  if (isKilledHere(k, t)) k.goto(t, LEAVE);
  else enterHook(k, t, HOOKS.held, LEAVE);
}

export const FAULT_LEFT = step({
  name: 'udebug_thread_fault-left',
  fn: 'udebug_thread_fault',
  file: UDEBUG,
  says: 'waits for the end of the session, and now has it (2012)',
  mode: 'kernel',
  enabled: (k, t) => !isHook(k, t, IS_ACTIVE),
  run: (k, t) => enterHook(k, t, HOOKS.end, LEAVE),
});
