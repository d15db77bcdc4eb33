/**
 * The model against a second, naive reading of the same C: equal outcome sets for random programs,
 * where only the recorded ones could be asked before.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreeProgram } from './agree.ts';
import { type ArbitraryProgram, plainOps, programs } from './arbitrary-programs.ts';
import { naiveEnds } from './naive-kernel.ts';
import { textOf } from './outcomes.ts';
import { readOutcomes, type RecordedProgram } from './read-outcomes.ts';
import { runKernelProgram } from './run.ts';

/** The program as a line of a file, whose outcomes are those of the naive kernel. */
function recorded({ revision, program }: ArbitraryProgram): RecordedProgram {
  const none = {
    user_counters: [],
    condvars: 0,
    waitq_objects: 0,
    tasks: [],
    connected_phones: [],
  };
  const own = { lanes: program.lanes, objects: { ...program.objects, ...none } };
  const line = { name: 'x', revision, program: own, outcomes: [{ panic: 'none yet' }] };
  const [read] = readOutcomes(JSON.stringify(line), 'x');
  const ends = naiveEnds({ revision, program: own });
  return { ...read, outcomes: new Set(ends.map((end) => textOf(end))) };
}

function compare(sample: ArbitraryProgram): void {
  const line = recorded(sample);
  const { verdict, why, missing, extra } = agreeProgram(line, runKernelProgram);
  const outcomes = {
    missing: missing.map((it) => it.outcome),
    extra: extra.map((it) => it.outcome),
  };
  const program = JSON.stringify({ ...sample.program, revision: sample.revision });
  expect({ program, verdict, why, ...outcomes }).toEqual({
    program,
    verdict: 'equal',
    why: null,
    missing: [],
    extra: [],
  });
}

describe('random programs end on the model as in a naive reading of the C', () => {
  test('two threads of up to three ops', { timeout: 120_000 }, () => {
    fc.assert(fc.property(programs(plainOps, { lanes: 2, ops: 3 }), compare), { numRuns: 150 });
  });

  test('three threads of two ops', { timeout: 120_000 }, () => {
    fc.assert(fc.property(programs(plainOps, { lanes: 3, ops: 2 }), compare), { numRuns: 40 });
  });
});
