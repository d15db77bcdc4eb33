/**
 * Checkpoints and restores, as footprints: model/checkpoint/.
 *
 * A group's threads are asked to stop one by one, as by aborts. To be saved and to be made again is one
 * step each, for all that the group has; of IPC for all that there is, as no phone leads out of a group
 * and few tests have any beside it.
 */
import type { Copy, Deed, Group, Program } from '../record/program.ts';
import type { Footprint } from './mask.ts';
import { type Objects, ofIpc } from './objects.ts';

/** Is t stopped by a checkpoint of the lane? Then who may let it go is up to how far the lane is. */
export function isStopped(program: Program, t: number): boolean {
  return program.env.some((action) => action.is === 'checkpoint' && stops(action.plan, t));
}

/** Does this plan stop t? */
export function stops(plan: readonly Deed[], t: number): boolean {
  return plan.some((deed) => deed.do === 'stop' && deed.thread === t);
}

/** One deed of a checkpoint. */
export function declareDeed(footprint: Footprint, objects: Objects, deed: Deed): void {
  if (deed.do === 'stop') return declareStop(footprint, objects, deed.thread);
  // Its place in the image is nobody's but the lane's.
  if (deed.do === 'read') {
    for (const q of deed.group.queues) footprint.reads(objects.queues + q);
    return;
  }
  declareSave(footprint, objects, deed.group, deed.copies);
}

/** A request; or, in user mode, an interrupt that holds it, for which the clock may have to tick. */
function declareStop(footprint: Footprint, objects: Objects, t: number): void {
  footprint.adds(objects.ticking);
  footprint.has(objects.own + t);
  footprint.has(objects.place + t);
  footprint.has(objects.request + t);
  footprint.adds(objects.kicks);
}

/** Are all threads at a boundary? Then they are read, and are no threads any more. */
function declareSave(
  footprint: Footprint,
  objects: Objects,
  group: Group,
  copies: readonly Copy[],
): void {
  for (const t of group.threads) {
    footprint.reads(objects.own + t);
    footprint.reads(objects.place + t);
  }
  if (group.isHeldOnly) return;
  declareGroup(footprint, objects, group);
  for (const { of, from, to } of copies) {
    const first = of === 'word' ? objects.words : objects.queues;
    footprint.reads(first + from);
    footprint.has(first + to);
  }
}

/** Between two clock interrupts. Where another kernel goes on, everything is that kernel's. */
export function declareRestore(
  footprint: Footprint,
  objects: Objects,
  group: Group,
  hasOtherKernel: boolean,
): void {
  footprint.reads(objects.time);
  if (group.isHeldOnly) return;
  declareGroup(footprint, objects, group);
  if (!hasOtherKernel) return;
  for (let object = 0; object < objects.count; object++) footprint.has(object);
}

/** What a group has. A deadline that is lost or moved is one that the clock may have ticked for. */
function declareGroup(footprint: Footprint, objects: Objects, group: Group): void {
  for (const t of group.threads) footprint.has(objects.own + t);
  for (const q of group.queues) footprint.has(objects.queues + q);
  ofIpc(footprint, objects);
  footprint.adds(objects.ticking);
}
