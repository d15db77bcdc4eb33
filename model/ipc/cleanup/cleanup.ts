/**
 * Where the IPC of a task ends: ipc_cleanup of kernel/generic/src/ipc/ipc.c, as both revisions
 * begin and end it. The last thread of the task runs it in thread_exit; kernel tables call it.
 *
 * What comes between differs altogether: ipc-cleanup-2012.ts waits for every answer,
 * ipc-cleanup-2026.ts forgets the calls that have none. No wait of a clean-up can be interrupted.
 * Left out: events and IRQs of the task (2012: event_cleanup_answerbox is in ipc-events.ts). Its kbox,
 * if it has one, is cleaned up in between: model/udebug/kbox-cleanup.ts.
 */
import { SLAM } from '../hangup.ts';
import { handler } from '../../proc/handlers.ts';
import { hasHooks, HOOKS } from '../../proc/debugged.ts';
import { LATE_STEPS } from '../../proc/late-steps.ts';
import { done } from '../../syscall/kernel-call.ts';
import { LOCAL, PHONE, RC, RET_IPC } from '../../record/layout.ts';
import type { Kernel } from '../../record/state.ts';
import { dead } from '../../proc/thread-dead.ts';
import { DONE_VOID } from '../../record/values.ts';

/** Slams every phone that is connected to the own box; continues at step `ret`. */
export function slamOwnBox(k: Kernel, t: number, ret: number): void {
  k.set(t, PHONE, 0);
  k.set(t, RET_IPC, ret);
  k.goto(t, SLAM);
}

/** A task that can be debugged cleans its kbox up before it goes on at step `next`. */
export function kboxFirst(k: Kernel, t: number, next: number): number {
  return hasHooks(k, t) && !k.program.kernelLevel ? HOOKS.kboxCleanup : next;
}

/** The task has no IPC left: its last thread dies, or the op of a kernel table returns. */
export function cleanedUp(k: Kernel, t: number): void {
  for (const field of [PHONE, RET_IPC, LOCAL, RC]) k.set(t, field, 0);
  if (k.program.kernelLevel) done(k, t, DONE_VOID, 0);
  else dead(k, t);
}

/** ipc_cleanup() as an op of a kernel table. */
export const IPC_CLEANUP = handler('ipc_cleanup', (k, t) =>
  k.goto(t, k.old ? LATE_STEPS.cleanUp2012 : LATE_STEPS.cleanUp2026),
);
