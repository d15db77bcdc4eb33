/**
 * Where a thread dies: thread_exit() of kernel/generic/src/proc/thread.c, and what leads to it.
 *
 * A killed thread exits at the end of its system call, at an interrupt from user mode, or by the
 * system call thread_exit. With it go its place in a queue and its restart record. The last thread
 * of a task cleans up its IPC first (ipc-cleanup.ts), in its own context.
 * Merged: the rest of thread_exit, with the clean-up of futexes (2012).
 */
import { LATE_STEPS } from './late-steps.ts';
import { enterHook, hasHooks, HOOKS, isServer } from './debugged.ts';
import { callBegins, departed, usedToken } from '../record/ghosts.ts';
import {
  ARGUMENTS,
  CPU,
  EXITING,
  FIRST,
  FLAGS,
  INTERRUPTED,
  JUMP,
  KEPT,
  KICK,
  LEFT,
  LOCAL,
  LOST_ARGUMENTS,
  ENDS_AT,
  OWED,
  PC,
  RC,
  RECORD,
  RET,
  RET_CALL,
  STATE,
  WAS_DUE,
} from '../record/layout.ts';
import { giveUpPlace, leaveQueue } from '../record/queue.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { unsee } from './seen.ts';
import { DEAD, UNBORN, dead } from './thread-dead.ts';

/** thread_exit(): the debugger is told, and the thread is stoppable from then on. */
export function threadExit(k: Kernel, t: number): void {
  if (hasHooks(k, t)) enterHook(k, t, HOOKS.threadE, EXITS);
  else exits(k, t);
}

const RARE = [KEPT, LOST_ARGUMENTS, CPU, ARGUMENTS, JUMP, ENDS_AT, LEFT];

/** The thread is gone, and with it what it held. */
function exits(k: Kernel, t: number): void {
  unsee(k, t);
  if (hasRecord(k, t)) {
    k.raise(t, EXITING);
    return k.goto(t, LATE_STEPS.dropRecord);
  }
  usedToken(k, t);
  leaveQueue(k, t);
  giveUpPlace(k, t);
  departed(k, t);
  callBegins(k, t);
  for (const field of [RET, RC, FIRST, LOCAL, STATE, WAS_DUE]) k.set(t, field, 0);
  for (let field = 0; field < k.program.depth; field++) k.set(t, RET_CALL + field, 0);
  for (const field of RARE) k.setRare(t, field, 0);
  k.setOptional(t, OWED, 0);
  k.set(t, FLAGS, k.get(t, FLAGS) & (INTERRUPTED | KICK));
  if (k.program.boxes.length === 0 || !isLast(k, t)) return dead(k, t);
  k.raise(t, EXITING);
  k.goto(t, k.old ? LATE_STEPS.cleanUp2012 : LATE_STEPS.cleanUp2026);
}

/**
 * 2026: a page-in that was taken out is known to nobody but its thread; the task's clean-up finds
 * the private boxes of 2012, and the calls that libc has made.
 */
function hasRecord(k: Kernel, t: number): boolean {
  if (k.old || k.program.depth <= RECORD - RET_CALL) return false;
  return k.get(t, RECORD) !== 0;
}

const isNoThread = (pc: number): boolean => pc === DEAD || pc === UNBORN;

export const EXITS = step({
  name: 'thread_exit-exits',
  fn: 'thread_exit',
  file: 'kernel/generic/src/proc/thread.c',
  says: 'is one thread less of its task',
  mode: 'kernel',
  run: (k, t) => exits(k, t),
});

/** Every other thread of the task is dead; that of its kbox is none of user space. */
function isLast(k: Kernel, t: number): boolean {
  const { lanes } = k.program;
  const { task } = lanes[t];
  return lanes.every(
    (lane, u) => u === t || lane.task !== task || isNoThread(k.get(u, PC)) || isServer(k, u),
  );
}

/** exc_dispatch(): a flagged thread that an interrupt finds in user mode does not go back there. */
export const EXCEPTION_EXIT = step({
  name: 'exception-exit',
  fn: 'exc_dispatch',
  file: 'kernel/generic/src/interrupt/interrupt.c',
  says: 'dies at an interrupt from user mode',
  mode: 'user',
  run: (k, t) => threadExit(k, t),
});

export const LEAVE = step({
  name: 'thread_exit',
  fn: 'thread_exit',
  file: 'kernel/generic/src/proc/thread.c',
  says: 'exits',
  mode: 'kernel',
  run: (k, t) => threadExit(k, t),
});
