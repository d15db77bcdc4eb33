/**
 * What a program has only under some designs or with two CPUs: fields for what an implementation
 * gets wrong (model/designs/traps.ts), and the tick counters of CPUs.
 */
import type { Design } from '../../model/designs/policies.ts';
import type { Op, Program } from '../../model/record/program.ts';
import type { Names } from './compile-names.ts';
import { Unsupported } from './unsupported.ts';

/** @throws Unsupported for a restart whose arguments nothing models. */
export function trapsOf(
  { kernelLevel }: Names,
  design: Design,
  ops: readonly Op[],
  aborts: number,
): Pick<Program, 'erases' | 'keepsRecords' | 'losesArguments'> {
  if (kernelLevel) return { erases: false, keepsRecords: false, losesArguments: false };
  const isTimed = ops.some(({ timeout }) => timeout !== 0);
  const losesArguments = design.policies.frame === 'rewind' && aborts > 0;
  if (losesArguments) refuseSynchronous(ops);
  return {
    erases: design.policies.erased === 'cleared',
    keepsRecords: isTimed && ops.some(({ policies }) => policies.deadlineAt === 'first-sleep'),
    losesArguments,
  };
}

/** With arguments of 0 it calls over the first phone, with a method of the system. */
function refuseSynchronous(ops: readonly Op[]): void {
  const call = ops.find(({ waits }) => waits === 'answer');
  if (call === undefined) return;
  throw new Unsupported(`${call.call} with arguments that are 0 is not modelled (frame=rewind)`);
}

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
