/**
 * A checkpoint: the threads of a group are stopped, its state is read, its tasks are destroyed.
 *
 * The kernels have none; the ticket is what would make one possible: with every thread at a boundary
 * all that is left is in the list of docs/kernel.md#1.18. Each deed of a plan is one step:
 *
 *     stop    asks one thread to stop, as an abort does; in user mode an interrupt holds it there
 *     save    waits for all threads of its group to be at boundaries, for a timeout that is handled,
 *             and for whoever is about to wake one of its boxes under event->lock; then reads and
 *             destroys it
 *     read    order=save-first: the counters of the queues are read while the threads run
 *
 * Merged: all of `save`. Nobody of the group runs, and who is not of the group has nothing of what
 * is read but what both map; that a task that stays may change that between the reading of a word and
 * that of its futex is left out, as it is a copy in any case.
 * From its save to its restore a group's fields in the record are the image, and nobody looks at
 * them. What is not part of an image is set to 0 by image.ts.
 */
import { ABORT, EXITING, ENV_OP, ENV_SUB, PC, RET, TIMER, TIMER_FIRING } from '../record/layout.ts';
import type { Deed, EnvAction } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { STEPS } from '../record/step.ts';
import { isNotified } from '../ipc/events.ts';
import { answered, HELD, request } from '../proc/boundary.ts';
import { DEAD, UNBORN } from '../proc/thread-dead.ts';
import { readCounters, saveGroup } from './image.ts';

/** May the next deed of the plan be done? */
export function mayCheckpoint(k: Kernel, plan: readonly Deed[]): boolean {
  const deed = plan[k.global(ENV_SUB)];
  if (deed.do !== 'save') return true;
  const { threads, boxes } = deed.group;
  // thread_exit() of 2012 spins on timeout_pending: no handler runs on a thread that is destroyed.
  for (const t of threads) {
    if (!isAtBoundary(k, t) || k.get(t, TIMER) === TIMER_FIRING) return false;
  }
  // event_cleanup_answerbox() takes the lock of every event: no notification is there without its wakeup.
  for (const box of boxes) if (isNotified(k, box)) return false;
  return true;
}

/** Does it; ENV_SUB counts the deeds. */
export function checkpoint(k: Kernel, plan: readonly Deed[]): void {
  const deed = plan[k.global(ENV_SUB)];
  if (deed.do === 'stop') stop(k, deed.thread);
  else if (deed.do === 'read') readCounters(k, deed.group);
  else saveGroup(k, deed.group, deed.copies);
  k.setGlobal(ENV_SUB, k.global(ENV_SUB) + 1);
}

/** Held, or a thread of which no registers are left. */
function isAtBoundary(k: Kernel, t: number): boolean {
  const pc = k.get(t, PC);
  return pc === HELD || isOver(pc);
}

/** Its lane has ended, it is dead or not born: there is nothing to stop. */
const isOver = (pc: number): boolean => pc === 0 || pc === DEAD || pc === UNBORN;

/** A request; a thread in user mode is held by the interrupt that brings it. */
function stop(k: Kernel, t: number): void {
  const pc = k.get(t, PC);
  if (isOver(pc) || pc === HELD || k.has(t, EXITING)) return;
  if (STEPS[pc].mode === 'kernel') {
    if (!k.has(t, ABORT)) request(k, t);
    return;
  }
  answered(k, t);
  k.set(t, RET, pc);
  k.goto(t, HELD);
}

/** Is t of a group that is being stopped, or is saved? Nobody lets it go before it is restored. */
export function isInGroup(k: Kernel, t: number): boolean {
  const at = k.global(ENV_OP);
  const now = k.program.env[at];
  if (now?.is === 'checkpoint' && k.global(ENV_SUB) > 0) return stops(now.plan, t);
  const last = lastBefore(k, at);
  return last !== null && stops(last, t);
}

/** Is t part of an image? Then it is no thread. */
export function isSaved(k: Kernel, t: number): boolean {
  const at = k.global(ENV_OP);
  const now = k.program.env[at];
  if (now?.is === 'checkpoint') return isSavedBy(now.plan, k.global(ENV_SUB), t);
  const last = lastBefore(k, at);
  return last !== null && stops(last, t);
}

/** The plan of the checkpoint before cell `at` of the lane, if its group is not restored yet. */
function lastBefore({ program: { env } }: Kernel, at: number): readonly Deed[] | null {
  for (let i = at - 1; i >= 0; i--) {
    const action: EnvAction = env[i];
    if (action.is === 'restore') return null;
    if (action.is === 'checkpoint') return action.plan;
  }
  return null;
}

function stops(plan: readonly Deed[], t: number): boolean {
  for (const deed of plan) if (deed.do === 'stop' && deed.thread === t) return true;
  return false;
}

function isSavedBy(plan: readonly Deed[], done: number, t: number): boolean {
  for (let i = 0; i < done; i++) {
    const deed = plan[i];
    if (deed.do === 'save' && deed.group.threads.includes(t)) return true;
  }
  return false;
}
