/**
 * CPUs: which of them a thread runs on, its tick counter, its list of timeouts (Cpus=2).
 *
 * Both take their clock interrupt at one time, the first before the second: time has one unit. What
 * their tick counters (current_clock_tick, 2026) are ahead of the interrupts that have come is the
 * skew, which stays. 2012 counts ticks in one place, the uptime. A program with one CPU has no field
 * for any of this, and all is as on the first.
 */
import { CPU, GLOBALS_SIZE, NOW, RUNS_ON, TIMERS } from './layout.ts';
import type { Program } from './program.ts';
import type { Kernel } from './state.ts';

/** Two clocks of one machine, between which threads may move; two nodes have one each. */
export function hasTwoCpus({ tickOffsets, env }: Program): boolean {
  return tickOffsets.length > 1 && !env.some(({ is }) => is === 'checkpoint');
}

/** Which CPU a bit of the thread's CPU field says: RUNS_ON, FIRST_BY, TIMER_ON. */
export function cpuOf(k: Kernel, t: number, bit: number): number {
  return (k.rare(t, CPU) & bit) === 0 ? 0 : 1;
}

export function setCpu(k: Kernel, t: number, bit: number, cpu: number): void {
  const others = k.rare(t, CPU) & ~bit;
  k.setRare(t, CPU, cpu === 0 ? others : others | bit);
}

/** What the tick counter of a CPU is ahead of the clock interrupts. */
export function offsetOf(k: Kernel, cpu: number): number {
  return k.program.tickOffsets[cpu];
}

/** The tick counter by which deadlines go on the CPU that t runs on. */
export function localTicks(k: Kernel, t: number): number {
  return k.ticks() + offsetOf(k, cpuOf(k, t, RUNS_ON));
}

/** What user space reads: the ticks of the machine that t runs on, one count for all its CPUs. */
export function uptime(k: Kernel, t: number): number {
  const isOfNode = k.program.moved.length > 0;
  return k.global(NOW) + (isOfNode ? offsetOf(k, cpuOf(k, t, RUNS_ON)) : 0);
}

/** CPU->timeout_active_list, as a list of threads. */
export function timersAt(k: Kernel, cpu: number): number {
  return k.at + (cpu === 0 ? TIMERS : k.layout.secondCpu + 1);
}

/** The CPU whose part of the clock interrupt is under way. */
export function clockCpu(k: Kernel): number {
  return k.layout.secondCpu < 0 ? 0 : k.bytes[k.at + k.layout.secondCpu];
}

/** The clock goes on with the next CPU; false where there is none. */
export function toNextCpu(k: Kernel): boolean {
  const { secondCpu } = k.layout;
  if (secondCpu < 0) return false;
  k.bytes[k.at + secondCpu] = 1 - k.bytes[k.at + secondCpu];
  return k.bytes[k.at + secondCpu] === 1;
}

// The first list is the length in the globals and the threads right after it.
if (TIMERS !== GLOBALS_SIZE - 1) throw new Error('layout: TIMERS must be the last global');
