/** What one call of a kernel table can have to do with, from its first step to its last. */
import { K_ENTER, K_LEAVE } from '../syscall/kernel-locks.ts';
import { K_TICK } from '../syscall/kernel-lanes.ts';
import { NONE, type Op, PRIVATE_QUEUE, type Program } from '../record/program.ts';
import type { Footprint } from './mask.ts';
import type { Objects } from './objects.ts';
import { anyTimeout, ticks } from './times.ts';

export function kernelCallAlone(
  program: Program,
  objects: Objects,
  footprint: Footprint,
  op: Op,
): void {
  if (program.stampReturns) footprint.reads(objects.time);
  if (op.mutexQueue !== NONE) footprint.has(objects.queues + op.mutexQueue);
  if (op.entry === K_ENTER || op.entry === K_LEAVE) footprint.has(objects.ipc);
  if (op.entry === K_TICK) lanesTick(program, objects, footprint);
  if (op.target !== NONE) interrupts(program, objects, footprint, op.target);
}

/** Timeouts that are due by then end the sleeps of their threads. */
function lanesTick(program: Program, objects: Objects, footprint: Footprint): void {
  ticks(footprint, objects);
  anyTimeout(footprint, program, objects);
  program.lanes.forEach(({ ops }, t) => {
    if (ops.some(({ timeout }) => timeout !== 0)) interrupts(program, objects, footprint, t);
  });
}

/** 2012 takes the lock of the queue on which the thread sleeps by then. */
function interrupts(program: Program, objects: Objects, footprint: Footprint, t: number): void {
  footprint.has(objects.own + t);
  footprint.reads(objects.linked + t);
  if (program.revision !== 'helenos-2012') return;
  footprint.has(objects.threads);
  anyTimeout(footprint, program, objects);
  program.queues.forEach((_, q) => {
    if (q !== PRIVATE_QUEUE) footprint.has(objects.queues + q);
  });
}
