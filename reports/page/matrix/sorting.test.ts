import { expect, test } from 'vitest';
import { pageIndexOf } from '../../html/index/page-index.ts';
import { sampleReport, sampleRun, sampleTest, violatedRun } from '../../sample.ts';
import { select } from './filters.ts';
import { columnsOf } from './matrix-columns.ts';
import { meaningOf } from './meanings.ts';
import { sorted, sortedFamilies, sortIn } from './sorting.ts';

const TESTS = ['b2', 'b10', 'a1'];
const RUNS = [
  sampleRun({ test: 'b2' }),
  sampleRun({ test: 'b2', design: 'debt=book' }),
  violatedRun('kernel', { test: 'b10', standing: 'expected' }),
  violatedRun('design', { test: 'b10', design: 'debt=book', standing: 'information' }),
  sampleRun({ test: 'a1' }),
  violatedRun('design', { test: 'a1', design: 'debt=book' }),
];
const tests = TESTS.map((name) => ({ ...sampleTest(name), family: name === 'b2' ? 'x' : 'y' }));
const index = pageIndexOf(sampleReport({ tests, runs: RUNS }), []) as Parameters<typeof select>[0];
const selection = select(index, {});
const columns = columnsOf(index, selection);

function namesBy(asked: string): string[] {
  const sort = sortIn(index, columns, asked);
  return sorted(index, selection, selection.tests, sort).map((number) => index.tests[number].name);
}

test('the order of the report, by name, by falls, or by what a column says, the worst first', () => {
  expect(namesBy('')).toEqual(TESTS);
  expect(namesBy('name')).toEqual(['a1', 'b2', 'b10']);
  expect(namesBy('falls')).toEqual(['b10', 'a1', 'b2']);
  expect(namesBy('debt=book on helenos-2026')).toEqual(['a1', 'b10', 'b2']);
  expect(namesBy('ticket on helenos-2026')).toEqual(['b10', 'b2', 'a1']);
});

test('an order that there is not is that of the report', () => {
  expect(namesBy('__proto__')).toEqual(TESTS);
});

test('families go with their rows', () => {
  const families = [
    ['x', [0]],
    ['y', [1, 2]],
  ] as const;
  const sort = sortIn(index, columns, 'falls');
  expect(sortedFamilies(index, selection, families, sort).map(([name]) => name)).toEqual([
    'y',
    'x',
  ]);
});

test('what nobody expects, what the kernel breaks and what a design breaks look different', () => {
  const meanings = RUNS.map((_, i) => meaningOf(index.kinds[index.runs[i][3]]));
  expect(meanings).toEqual(['good', 'good', 'kernel', 'design', 'good', 'news']);
});
