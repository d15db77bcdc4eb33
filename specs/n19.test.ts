/**
 * N19, the waker of 2012 that readies before it unlocks, is the only cause of what the baseline
 * says of it: with the waker's cure, and nothing else changed, each of those tests holds.
 */
import { expect, test } from 'vitest';
import { parseDesign } from '../model/designs/designs.ts';
import { readCatalogue } from './catalogue.ts';
import { check } from './check/check.ts';
import { readExpectations } from './run/baseline/expectations.ts';

const OPTIONS = {
  statesMax: 2_000_000,
  memoryMaxBytes: 1024 ** 3,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};

const lines = readExpectations().filter(({ link }) => link === 'kernel.md#N19');
const tests = new Map(readCatalogue().map((each) => [each.name, each]));

test('N19 is of 2012 alone, and falls under R14', () => {
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.every(({ target }) => target.endsWith('/helenos-2012'))).toBe(true);
  expect(lines.every(({ asserts }) => asserts.includes('R14'))).toBe(true);
});

test.for(lines.map((line) => ({ line, name: line.test, target: line.target })))(
  '$name falls under $target by its waker alone',
  ({ line, target }) => {
    const source = tests.get(line.test);
    if (source === undefined) throw new Error(`no test ${line.test}`);
    const design = parseDesign(`${target.split('/')[0]},waker=finishes`);
    const { verdict, why } = check(source, design, 'helenos-2012', OPTIONS);
    expect({ verdict, why }).toMatchObject({ verdict: 'VERIFIED' });
  },
);
