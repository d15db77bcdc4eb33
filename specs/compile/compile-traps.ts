/**
 * What a program has only under some designs: fields for what an implementation gets wrong
 * (model/designs/traps.ts).
 */
import { isSet } from '../../model/designs/asking.ts';
import type { Design, Policies } from '../../model/designs/policies.ts';
import type { Op, Program } from '../../model/record/program.ts';
import type { Names } from './compile-names.ts';
import { Unsupported } from './unsupported.ts';

/** @throws Unsupported for a restart whose arguments nothing models. */
export function trapsOf(
  { kernelLevel }: Names,
  design: Design,
  lanes: Program['lanes'],
  aborts: number,
): Pick<Program, 'erases' | 'keepsRecords' | 'losesArguments' | 'notesTime'> {
  if (kernelLevel) {
    return { erases: false, keepsRecords: false, losesArguments: false, notesTime: false };
  }
  const losesArguments = aborts > 0 && design.policies.frame === 'rewind';
  if (losesArguments) refuseSynchronous(lanes.flatMap(({ ops }) => ops));
  return {
    erases: aborts > 0 && design.policies.erased === 'cleared',
    keepsRecords: lanes.some(findsRecords),
    losesArguments,
    notesTime: aborts > 0 && lanes.some(({ ops }) => ops.some(isRetriedInTime)),
  };
}

/** result=eintr,retry=deadline: libc keeps what it has noted in user memory. */
function isRetriedInTime({ timeout, policies }: Op): boolean {
  if (timeout === 0 || !isSet(policies, 'result=eintr')) return false;
  return isSet(policies, 'retry=deadline');
}

/** deadlineAt=first-sleep, and a timed sleep after another. */
function findsRecords({ ops }: Program['lanes'][number]): boolean {
  const timed = ops.filter(({ timeout, waits }) => timeout !== 0 && waits !== 'spin');
  const isOften = timed.length > 1 || timed.some(({ repeats }) => repeats);
  return isOften && timed.some(({ policies }) => readsRecords(policies));
}

/** The kernels as they are have no record at all: each sleep has its own deadline. */
function readsRecords({ deadlineAt, timeout, loops }: Policies): boolean {
  return deadlineAt === 'first-sleep' && (timeout === 'deadline' || loops === 'first-deadline');
}

/** With arguments of 0 it calls over the first phone, with a method of the system. */
function refuseSynchronous(ops: readonly Op[]): void {
  const call = ops.find(({ waits }) => waits === 'answer');
  if (call === undefined) return;
  throw new Unsupported(`${call.call} with arguments that are 0 is not modelled (frame=rewind)`);
}
