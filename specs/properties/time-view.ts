/**
 * What is shown of a thread's timeout; of two CPUs, which it is on and what that has counted.
 */
import { cpuOf, offsetOf } from '../../model/record/cpus.ts';
import { DEADLINE, RUNS_ON, TIMER, TIMER_ARMED, TIMER_ON } from '../../model/record/layout.ts';
import type { Kernel } from '../../model/record/state.ts';

/** Two machines with a CPU each, between which a group is moved. */
const hasNodes = (k: Kernel): boolean => k.program.env.some(({ is }) => is === 'checkpoint');

const hasTwoCpus = (k: Kernel): boolean => k.program.tickOffsets.length > 1;

/** Where there are two CPUs, by the count of the one whose list it is on. */
export function timeoutText(k: Kernel, t: number): string {
  if (k.get(t, TIMER) !== TIMER_ARMED) return 'no';
  const at = `at tick ${k.get(t, DEADLINE)}`;
  if (!hasTwoCpus(k)) return at;
  const cpu = cpuOf(k, t, TIMER_ON);
  return `${at} of ${hasNodes(k) ? NODES[cpu] : `CPU ${cpu}`}`;
}

/** Where the thread runs, and what that CPU has counted besides the clock interrupts. */
export function cpuFields(k: Kernel, t: number): [string, string][] {
  if (!hasTwoCpus(k)) return [];
  const cpu = cpuOf(k, t, RUNS_ON);
  const ahead = offsetOf(k, cpu);
  const where = hasNodes(k) ? NODES[cpu] : `CPU ${cpu}`;
  const text = ahead === 0 ? where : `${where}, ${ahead} ticks ahead`;
  return [[`${k.program.lanes[t].name}.${hasNodes(k) ? 'node' : 'cpu'}`, text]];
}

const NODES = ['its own node', 'the other node'];
