/**
 * docs/alternatives.md: its bytes are the sums of what each way saves, and the model's those of the
 * model; what each way is called is a design.
 */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { ALTERNATIVES_TESTS, modelKeyOf, unsavedText } from '../bounds/alternatives-page.ts';
import { leastDepth, STOPPED_CALLS, sum, WAYS } from '../bounds/alternatives.ts';
import { readPaper, testNamed } from './examples.ts';

const paper = readPaper('alternatives.md');
const rows = Array.from(
  paper.matchAll(/^\| `(\w+)` \| (helenos-\d+) \| (.*) \| (\d+) \|$/gm),
  ([, call, revision, cells, least]) => ({ call, revision, cells: cells.split(' | '), least }),
);

test('every call that blocks has its row, with the least that is in use of its stack', () => {
  expect(rows.map(({ call, revision, least }) => [call, revision, least])).toEqual(
    STOPPED_CALLS.map((call) => [call.call, call.revision, String(leastDepth(call))]),
  );
});

describe('the bytes of', () => {
  test.for(STOPPED_CALLS.map((call, i) => ({ ...call, call, name: call.call, row: rows[i] })))(
    '$name on $revision are those of its records',
    ({ call, row }) => {
      const ways = WAYS.filter(({ name }) => name !== 'today');
      const said = row.cells.map((cell) => cell.replace(/ \(model: \d+\)/, ''));
      const due = ways.map((way) => {
        const saved = way.saves(call);
        return saved === null ? unsavedText(way) : String(sum(saved));
      });
      expect(said).toEqual(due);
    },
  );
});

test('every way is a design, and has its row and its two sentences', () => {
  for (const { name, design } of WAYS) {
    expect(parseDesign(design).policies).toBeDefined();
    expect(paper.split(`\n| \`${name}\` |`)).toHaveLength(2);
    expect(paper.split(`\n- \`${name}\`: `)).toHaveLength(3);
  }
});

test('the tests that it is computed from are there', () => {
  for (const name of ALTERNATIVES_TESTS) expect(testNamed(name).name).toBe(name);
});

test('a key tells ways, calls and revisions apart', () => {
  const keys = WAYS.flatMap(({ design }) => STOPPED_CALLS.map((call) => modelKeyOf(design, call)));
  expect(new Set(keys).size).toBe(keys.length);
});
