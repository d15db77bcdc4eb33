/** What a step has to do with that may end a system call, or stop its thread at the boundary. */
import { INTERRUPTED, JUMP } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import type { Declaring } from './declaring.ts';
import { dies, givesUpPlace } from './dying.ts';
import { atBoundary } from './sessions.ts';
import { looksAtTime } from './times.ts';

/** The end of a call, or the boundary: a request is looked for. */
export function leaving(d: Declaring, k: Kernel, t: number): void {
  const { timeout, ticksMost } = k.op(t);
  d.footprint.has(d.objects.request + t);
  d.footprint.has(d.objects.place + t);
  // What is left of a timeout, and what the calls to come may wait for: may the clock tick?
  const isSet = d.isTimed && k.rare(t, JUMP) !== 0;
  if (timeout !== 0 || ticksMost !== 0 || isSet) looksAtTime(d);
  if (k.program.stampReturns) d.footprint.reads(d.objects.time);
  givesUpPlace(d, k, t);
  atBoundary(d, k, t);
  if (k.has(t, INTERRUPTED) && !k.program.kernelLevel) dies(d, k, t);
}
