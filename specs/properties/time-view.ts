/**
 * What is shown of a thread's timeout; of two CPUs, which it is on and what that has counted.
 */
import { cpuOf, offsetOf } from '../../model/record/cpus.ts';
import { DEADLINE, RUNS_ON, TIMER, TIMER_ARMED, TIMER_ON } from '../../model/record/layout.ts';
import type { Kernel } from '../../model/record/state.ts';

const hasTwoCpus = (k: Kernel): boolean => k.program.tickOffsets.length > 1;

/** Where there are two CPUs, by the count of the one whose list it is on. */
export function timeoutText(k: Kernel, t: number): string {
  if (k.get(t, TIMER) !== TIMER_ARMED) return 'no';
  const at = `at tick ${k.get(t, DEADLINE)}`;
  return hasTwoCpus(k) ? `${at} of CPU ${cpuOf(k, t, TIMER_ON)}` : at;
}

/** Where the thread runs, and what that CPU has counted besides the clock interrupts. */
export function cpuFields(k: Kernel, t: number): [string, string][] {
  if (!hasTwoCpus(k)) return [];
  const cpu = cpuOf(k, t, RUNS_ON);
  const ahead = offsetOf(k, cpu);
  const text = ahead === 0 ? `CPU ${cpu}` : `CPU ${cpu}, ${ahead} ticks ahead`;
  return [[`${k.program.lanes[t].name}.cpu`, text]];
}
