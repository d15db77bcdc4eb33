import { expect, test } from 'vitest';
import { parseDesign } from '../../../model/designs/designs.ts';
import { distinctJobs } from './distinct.ts';
import type { Job } from './pool.ts';
import { sampleTest } from '../sample.ts';

const jobs: readonly Job[] = ['ticket', 'debt=book', 'eintr'].map((name) => ({
  test: sampleTest('A'),
  design: parseDesign(name),
  revision: 'helenos-2026',
}));

test('designs that differ in nothing that a test can see are searched once', () => {
  expect(distinctJobs(jobs, null)).toEqual({ distinct: [jobs[0]], places: [0, 0, 0] });
});

test('with --aborts a test can see what it could not see without', () => {
  expect(distinctJobs(jobs, 1)).toEqual({ distinct: jobs, places: [0, 1, 2] });
  const aborting = jobs.map((job) => ({ ...job, test: sampleTest('A', { aborts: true }) }));
  expect(distinctJobs(aborting, null).distinct).toHaveLength(3);
  expect(distinctJobs(aborting, 0).distinct).toHaveLength(1);
});

test('a kernel without aborts has a run of its own on each revision', () => {
  const revisions = ['helenos-2012', 'helenos-2026'] as const;
  const today = revisions.map((revision): Job => ({
    test: sampleTest('A', { aborts: true }),
    design: parseDesign('today'),
    revision,
  }));
  expect(distinctJobs(today, null)).toEqual({ distinct: today, places: [0, 1] });
});
