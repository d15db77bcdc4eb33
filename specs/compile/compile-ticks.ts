/**
 * Time in a program: the tick counters of its CPUs, and how long each call may wait in all.
 */
import { isSet } from '../../model/designs/asking.ts';
import type { Design, Policies } from '../../model/designs/policies.ts';
import type { Op } from '../../model/record/program.ts';
import { nodeSkew } from './compile-checkpoints.ts';
import type { Names } from './compile-names.ts';
import type { Litmus } from '../litmus/litmus.ts';

/**
 * current_clock_tick is one for each CPU (2026); which is ahead, `Skew=` says. 2012 counts the ticks
 * of all in the uptime, which the first CPU keeps.
 */
export function tickOffsets({ litmus, old }: Names, design: Design): readonly number[] {
  const { cpus, skew } = litmus.meta;
  if ((cpus ?? 1) < 2) return [0];
  const isOne = old || design.policies.clock === 'global';
  const ahead = isOne ? 0 : (skew ?? 0);
  return [Math.max(0, -ahead), Math.max(0, ahead)];
}

/** Two nodes with a clock each, one of them ahead by what the test says. */
export function nodeOffsets(litmus: Litmus): readonly number[] {
  const ahead = nodeSkew(litmus) ?? 0;
  return [Math.max(0, -ahead), Math.max(0, ahead)];
}

/**
 * A timeout in full once, and once more for each restart and loop that starts it anew; a tick for
 * each that finds it passed and arms it; and what another CPU's counter is behind.
 */
export function ticksMost(
  { call, timeout, policies, waits }: Op,
  aborts: number,
  messages: number,
  skew: number,
  isMoved: boolean,
  clears: boolean,
): number {
  if (timeout === 0) return 0;
  // A look that takes the record away makes a restart of it that has none.
  const isLost = clears || (isMoved && policies.progress === 'hidden');
  // What is not asked of a design cannot tell it from another (model/designs/noted.ts).
  const keepsTime = !isLost && isSet(policies, 'timeout=deadline');
  const restarts = aborts === 0 || (keepsTime && !retriesInFull(policies)) ? 0 : aborts;
  const loopsMost = call === 'ipc_wait' ? messages : 0;
  const loops = loopsMost > 0 && policies.loops === 'full-timeout' ? loopsMost : 0;
  const mayBeLate = waits !== 'spin' && aborts + loopsMost > 0;
  const late = mayBeLate && policies.reentry === 'arms' ? aborts + loopsMost : 0;
  return timeout * (1 + restarts + loops) + late + skew * (1 + aborts);
}

/** libc gives the call its whole timeout each time. */
function retriesInFull(policies: Policies): boolean {
  return isSet(policies, 'result=eintr') && isSet(policies, 'retry=full');
}
