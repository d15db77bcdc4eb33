/**
 * The words by which steps say what they have to do with time: they read the clock, change whether it
 * may tick, and put timeouts on the list of a CPU or take them off.
 *
 * That somebody more or less waits for time commutes: only who may tick looks at it (TICKING).
 */
import { cpuOf } from '../record/cpus.ts';
import { RUNS_ON, TIMER_ON } from '../record/layout.ts';
import type { Program } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import type { Declaring } from './declaring.ts';
import type { Footprint } from './mask.ts';
import type { Objects } from './objects.ts';

/** A tick, and what an interrupt does next: nobody looks at the clock meanwhile. */
export function ticks(footprint: Footprint, objects: Objects): void {
  footprint.has(objects.time);
  footprint.reads(objects.ticking);
}

/** Reads the clock, and may begin to wait for it or be done with that. */
export function looksAtTime({ footprint, objects }: Declaring): void {
  footprint.reads(objects.time);
  footprint.adds(objects.ticking);
}

/** timeout_register(): on the list of the CPU that t runs on. */
export function armsOwn({ footprint, objects }: Declaring, k: Kernel, t: number): void {
  footprint.has(objects.timers + cpuOf(k, t, RUNS_ON));
}

/** timeout_unregister() of thread t, by whoever wakes it: off the list that it is on. */
export function disarms({ footprint, objects }: Declaring, k: Kernel, t: number): void {
  footprint.adds(objects.ticking);
  footprint.has(objects.timers + cpuOf(k, t, TIMER_ON));
}

/** All that a call with a timeout has to do with time, on whatever CPU. */
export function anyTimeout(footprint: Footprint, { tickOffsets }: Program, objects: Objects): void {
  footprint.reads(objects.time);
  footprint.adds(objects.ticking);
  for (let cpu = 0; cpu < tickOffsets.length; cpu++) footprint.has(objects.timers + cpu);
}
