/**
 * Whatever the notation can say is run: no program of it is an error, ends the comparison, or is
 * more than the litmus language can say.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreeProgram } from './agree.ts';
import {
  type ArbitraryProgram,
  lockOps,
  messageOps,
  programs,
  queueOps,
} from './arbitrary-programs.ts';
import { isRecord, mutated } from './mutated.ts';
import { readLines, readOutcomes, readProgram } from './read-outcomes.ts';
import { runKernelProgram } from './run.ts';

const LIMITS = { statesMax: 100_000 };
const END = { panic: 'not looked at' };

function lineOf({ revision, program }: ArbitraryProgram): object {
  return { name: 'x', revision, program, outcomes: [END] };
}

function run(sample: ArbitraryProgram): void {
  const [recorded] = readOutcomes(JSON.stringify(lineOf(sample)), 'x');
  const { why } = agreeProgram(recorded, (litmus, revision, ticks) =>
    runKernelProgram(litmus, revision, ticks, LIMITS),
  );
  if (why === 'the search was cut (limit: states) after 100000 states') return;
  expect({ why, line: JSON.stringify(lineOf(sample)) }).toMatchObject({ why: null });
}

describe('random programs run', () => {
  const sizes = [
    { lanes: 2, ops: 3 },
    { lanes: 4, ops: 2 },
  ];
  test.for([
    ['wait queues', queueOps],
    ['locks', (_: unknown, threads: readonly string[]) => lockOps(threads)],
    ['messages', messageOps],
  ] as const)('of %s', { timeout: 120_000 }, ([, ops]) => {
    for (const size of sizes) fc.assert(fc.property(programs(ops, size), run), { numRuns: 40 });
  });
});

test('a line of which something was changed is read, or refused with its place', () => {
  const lines = programs(messageOps, { lanes: 3, ops: 3 }).map(lineOf);
  const changed = lines.chain((line) => mutated(line));
  fc.assert(
    fc.property(changed, (line) => {
      const [read] = readLines(JSON.stringify(line), 'x.jsonl', readProgram);
      const place = 'x.jsonl:1:1: found ';
      const said = 'malformed' in read ? read.malformed : `${place}a program, expected one`;
      expect(said.startsWith(place) && said.includes(', expected ')).toBe(true);
      if (!('malformed' in read)) agreeProgram(read, () => []);
    }),
    { numRuns: 2_000 },
  );
});

test('and most changes are refused', () => {
  const line = fc
    .sample(programs(messageOps, { lanes: 2, ops: 2 }), { numRuns: 1, seed: 1 })
    .map(lineOf);
  const all = fc.sample(mutated(line[0]), { numRuns: 500, seed: 1 }).filter(isRecord);
  const read = all.map((each) => readLines(JSON.stringify(each), 'x', readProgram)[0]);
  expect(read.filter((it) => 'malformed' in it).length).toBeGreaterThan(read.length / 2);
});
