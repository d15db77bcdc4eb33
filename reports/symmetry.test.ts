import { expect, test } from 'vitest';
import { sampleRun } from './sample.ts';
import { symmetryIn, symmetrySays } from './symmetry.ts';

test('a report says of how many tests lanes were permuted, and what was kept', () => {
  const run = sampleRun();
  const { search } = run;
  const permuted = { ...search, states: 1200, kept: 300, symmetry: 6 };
  expect(symmetryIn([run])).toBeNull();
  const summary = symmetryIn([run, { ...run, search: permuted }, { ...run, search: permuted }]);
  expect(summary).toEqual({ tests: 1, kept: 600, states: 2400 });
  expect(summary && symmetrySays(summary)).toBe(
    'Lanes of 1 test may be permuted: 600 states were kept there, one for all that permutations ' +
      'make of it; they stand for 2,400 states, which are counted.',
  );
});
