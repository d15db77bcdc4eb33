import { expect, test } from 'vitest';
import { parseDesign } from '../../../model/designs/designs.ts';
import type { Expectation } from './expectations.ts';
import { sampleRun, sampleTest, violatedRun } from '../sample.ts';
import { staleLines, unlookedLines } from './unmet.ts';

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

test('stale lines about designs that were not selected are told by their number', () => {
  const sample = sampleTest('A');
  const jobs = [{ test: sample, design: parseDesign('ticket'), revision: 'helenos-2026' }] as const;
  const about = (target: string, hash = 'f'.repeat(32)) => ({ ...line, target, hash });
  const baseline = [
    about('ticket/helenos-2026'),
    about('today/helenos-2026'),
    about('eintr/helenos-2026', sample.hash),
    about('ticket/helenos-2012'),
    { ...about('today/helenos-2026'), test: 'B' },
  ];
  expect(unlookedLines(jobs, baseline, '2026-06-30')).toEqual([
    'Not looked at: 2 lines of the baseline about designs or revisions not selected here are ' +
      'stale, such as A on today/helenos-2026.',
  ]);
  expect(unlookedLines(jobs, baseline.slice(2, 3), '2026-06-30')).toEqual([]);
});
