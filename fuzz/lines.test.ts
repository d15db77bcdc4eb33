/** Files of lines: the baseline and the costs. What is read is read again as it is printed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../specs/root.ts';
import { parseExpectations, printExpectations } from '../specs/run/baseline/expectations.ts';
import { parseCosts, printCosts } from '../specs/run/costs.ts';
import { fuzz, FUZZ_MS, mutated, mutatedJson, refusedOr } from './fuzz.ts';
import * as fc from 'fast-check';

function linesOf(file: string): string[] {
  const lines = readFileSync(join(root, 'specs', file), 'utf8')
    .trim()
    .split('\n');
  return lines.filter((_, i) => i % Math.ceil(lines.length / 40) === 0);
}

/** Some lines of a file, of which texts and values were changed. */
function mutatedLines(lines: readonly string[]): fc.Arbitrary<string> {
  const texts = lines.map((_, i) => `${lines.slice(i, i + 3).join('\n')}\n`);
  const values = fc.constantFrom(...lines).chain((line) => mutatedJson(JSON.parse(line)));
  return fc.oneof(mutated(texts), values);
}

const PLACE = /^x\.jsonl:\d+: \S/;

test(
  'baselines: refused with their line, or read as they are printed',
  { timeout: FUZZ_MS },
  () => {
    let read = 0;
    fuzz(mutatedLines(linesOf('expectations.jsonl')), (text) => {
      const lines = refusedOr(() => parseExpectations(text, 'x.jsonl'), PLACE);
      if (lines === null) return;
      read++;
      const printed = printExpectations(lines);
      const again = printExpectations(parseExpectations(printed, 'y.jsonl'));
      if (again !== printed) throw new Error(`${printed} is read as ${again}`);
    });
    expect(read).toBeGreaterThan(0);
  },
);

test('costs: refused with their line, or read as they are printed', { timeout: FUZZ_MS }, () => {
  let read = 0;
  fuzz(mutatedLines(linesOf('costs.jsonl')), (text) => {
    const costs = refusedOr(() => parseCosts(text, 'x.jsonl'), PLACE);
    if (costs === null) return;
    read++;
    const again = printCosts(parseCosts(printCosts(costs), 'y.jsonl'));
    if (again !== printCosts(costs)) throw new Error(`read as ${again}`);
  });
  expect(read).toBeGreaterThan(0);
});
