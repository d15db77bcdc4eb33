/**
 * Debug sessions of the model against a second, naive reading of the same C: equal outcome sets for
 * random programs. And the naive one against what was recorded, as it may be as wrong as the model.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreeProgram } from './agree.ts';
import { type DebugSize, debugPrograms } from './arbitrary-debug.ts';
import type { ArbitraryProgram } from './arbitrary-programs.ts';
import { naiveDebugEnds, TooLarge } from './naive-debug.ts';
import { readOutcomes, type RecordedProgram } from './read-outcomes.ts';
import { runKernelProgram } from './run.ts';

/** The program as a line of a file, whose outcomes are those of the naive kernel. */
function naiveLine({ revision, program }: ArbitraryProgram, statesMax: number): RecordedProgram {
  const { outcomes, statesWithoutEnd } = naiveDebugEnds({ revision, program }, statesMax);
  const line = { name: 'x', revision, program, outcomes, states_without_end: statesWithoutEnd };
  const isUndefined = outcomes.some(({ panic }) => panic !== undefined);
  const [read] = readOutcomes(JSON.stringify({ ...line, undefined_behaviour: isUndefined }), 'x');
  return read;
}

/** Compares the model with the naive kernel; false where that one would take too long. */
function compare(sample: ArbitraryProgram): boolean {
  let line: RecordedProgram;
  try {
    line = naiveLine(sample, 2_000);
  } catch (error) {
    if (error instanceof TooLarge) return false;
    throw error;
  }
  const { verdict, why, missing, extra } = agreeProgram(line, runKernelProgram);
  const program = JSON.stringify({ ...sample.program, revision: sample.revision });
  const outcomes = {
    missing: missing.map((it) => it.outcome),
    extra: extra.map((it) => it.outcome),
  };
  expect({ program, verdict, why, ...outcomes }).toEqual({
    program,
    verdict: 'equal',
    why: null,
    missing: [],
    extra: [],
  });
  return true;
}

describe('random debug sessions end on the model as in a naive reading of the C', () => {
  const one = { users: ['A'], ops: 2, requests: 3 };
  const two = { users: ['A', 'B'], ops: 1, requests: 2 };
  test.for<[string, DebugSize, number]>([
    ['one debugged thread', one, 40],
    ['two debugged threads', two, 20],
  ])('%s', { timeout: 60_000 }, ([, size, runs]) => {
    let compared = 0;
    const property = fc.property(debugPrograms(size), (sample) => {
      if (compare(sample)) compared++;
    });
    fc.assert(property, { numRuns: runs, seed: 433 });
    expect(compared).toBeGreaterThan(runs / 3);
  });
});

test('the naive kernel ends recorded programs as the kernel did', () => {
  const path = fileURLToPath(new URL('../kernel-outcomes/udebug.jsonl', import.meta.url));
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const small = lines.filter((line) => {
    const { distinct_states: states } = JSON.parse(line) as { distinct_states: number };
    return states < 15_000;
  });
  expect(small.length).toBeGreaterThan(25);
  for (const line of small) {
    const [recorded] = readOutcomes(line, 'udebug.jsonl');
    const sample = JSON.parse(line) as ArbitraryProgram;
    const { outcomes } = naiveLine(sample, 100_000);
    expect({ name: recorded.name, outcomes }).toEqual({
      name: recorded.name,
      outcomes: recorded.outcomes,
    });
  }
}, 60_000);
