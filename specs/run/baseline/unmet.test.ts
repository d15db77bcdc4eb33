import { expect, test } from 'vitest';
import type { Expectation } from './expectations.ts';
import { sampleRun, violatedRun } from '../sample.ts';
import { staleLines } from './unmet.ts';

const line: Expectation = {
  test: 'A',
  hash: sampleRun().hash,
  target: 'ticket/helenos-2026',
  expect: 'fail',
  asserts: ['R1'],
  outcomes: [],
  why: 'D7.',
  link: '',
  since: '2026-01-01',
  expires: '2026-06-30',
};

test('a line that no longer holds is named, whatever came of the run', () => {
  const changed = { ...line, hash: 'f'.repeat(32) };
  for (const run of [sampleRun(), violatedRun(['R1'])]) {
    expect(staleLines([run], [line], '2026-06-30')).toEqual([]);
    expect(staleLines([run], [changed], '2026-06-30')[0]).toMatch(
      /^stale: the line of the baseline about A on ticket\/helenos-2026 is about hash f+, and/,
    );
    expect(staleLines([run], [line], '2026-07-01')[0]).toMatch(/expired on 2026-06-30$/);
  }
});

test('a line about what did not run is not', () => {
  const other = { ...line, target: 'today/helenos-2026' };
  expect(staleLines([sampleRun()], [other], '2027-01-01')).toEqual([]);
});
