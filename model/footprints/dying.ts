/**
 * What the end of a thread has to do with: model/proc/thread-exit.ts and thread-dead.ts.
 *
 * Who of a task lives is one object (LIVING): who dies changes it, and who may use what lies in a task
 * that has ended asks it. A task's last thread cleans up its IPC, which is all of it.
 */
import { EXITS, LEAVE } from '../proc/thread-exit.ts';
import { UNBORN } from '../proc/thread-dead.ts';
import { AWAY, INTERRUPTED, LINK, PC } from '../record/layout.ts';
import { NONE, PRIVATE_QUEUE, type Program } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { STEPS } from '../record/step.ts';
import { declare, declareEntering } from './declared.ts';
import type { Declaring } from './declaring.ts';
import type { Footprint } from './mask.ts';
import type { Objects } from './objects.ts';
import { anyTimeout } from './times.ts';
import { SYS_THREAD_EXIT } from '../syscall/syscall.ts';

/** Is whoever uses what lies in this task told that the task has ended? */
export function asksWhetherGone(d: Declaring, task: number): void {
  if (d.tasksEnd && task !== NONE) d.footprint.reads(d.objects.living + task);
}

/** The same of a queue. */
export function asksWhetherQueueGone(d: Declaring, k: Kernel, q: number): void {
  if (d.tasksEnd && q !== PRIVATE_QUEUE) asksWhetherGone(d, k.taskOfQueue[q]);
}

/** The step in which t ends, if it is the one: all of thread_exit() up to the clean-up. */
export function dies(d: Declaring, k: Kernel, t: number): void {
  const { footprint, objects } = d;
  const { lanes } = k.program;
  footprint.has(objects.own + t);
  footprint.has(objects.place + t);
  footprint.has(objects.request + t);
  footprint.has(objects.living + lanes[t].task);
  // thread_destroy(): what a debugger had of it.
  if (k.program.sessions.length > 0) footprint.has(objects.hooks + t);
  if (d.isTimed) footprint.adds(objects.ticking);
  const link = k.get(t, LINK) - 1;
  if (link >= 0) footprint.has(objects.linked + t);
  if (link >= 0 && link !== PRIVATE_QUEUE) footprint.has(objects.queues + link);
}

/**
 * 2012: from this system call on the task knows the futex, and while any does it is not freed. So the
 * last thread of a task, which lets go of its futexes, has to do with nobody but who comes to know one.
 */
export function knowsFutex({ footprint, objects, threadsDie }: Declaring, k: Kernel): void {
  if (!threadsDie) return;
  for (let task = 0; task < k.program.tasks.length; task++) footprint.reads(objects.living + task);
}

/** A killed thread that is in user mode, or held, has one more move: it ends there. */
export function mayEndHere(k: Kernel, t: number): boolean {
  if (k.program.kernelLevel || !k.has(t, INTERRUPTED) || k.get(t, PC) === UNBORN) return false;
  return STEPS[k.get(t, PC)].mode !== 'kernel';
}

/** All that the end of a thread can have to do with, but for the clean-up of IPC. */
export function declareDeath(
  footprint: Footprint,
  program: Program,
  objects: Objects,
  t: number,
): void {
  footprint.has(objects.living + program.lanes[t].task);
  footprint.has(objects.own + t);
  footprint.has(objects.linked + t);
  footprint.has(objects.place + t);
  footprint.has(objects.request + t);
  if (program.sessions.length > 0) footprint.has(objects.hooks + t);
  anyTimeout(footprint, program, objects);
}

/** exc_dispatch(): with its place in a queue, if that was kept. */
export function endsHere(d: Declaring, k: Kernel, t: number): void {
  dies(d, k, t);
  givesUpPlace(d, k, t);
}

declareEntering([SYS_THREAD_EXIT], () => {});
declare([EXITS, LEAVE], endsHere);

/** A place that was kept is given up: in which queue is not said, so in all. */
export function givesUpPlace({ footprint, objects }: Declaring, k: Kernel, t: number): void {
  if (!k.has(t, AWAY)) return;
  for (let q = 0; q < k.program.queues.length; q++) footprint.has(objects.queues + q);
}
