/** Lines of the baseline that no run is about. */
import { expect, test } from 'vitest';
import { parseDesign } from '../../../model/designs/designs.ts';
import { testNamed } from '../../papers/examples.ts';
import { designsFor } from '../own-tests.ts';
import type { Expectation } from './expectations.ts';
import { unlookedLines, unmetIn } from './unmet.ts';

const session = testNamed('UD+D1');
const designs = ['ticket', 'eintr,retry=deadline'].map(parseDesign);
const jobs = designsFor(session, designs, false).map((design) => {
  return { test: session, design, revision: 'helenos-2012' as const };
});

const unmet = (name: string, target: string) => {
  const line: Expectation = {
    test: name,
    target,
    hash: session.hash,
    expect: 'fail',
    asserts: ['R16'],
    outcomes: [],
    why: 'a reason',
    link: '',
    since: '2026-11-28',
    expires: null,
  };
  const isAsked: Parameters<typeof unmetIn>[3] = (it, design) =>
    designsFor(it, [design], false).length > 0;
  return unmetIn(jobs, designs, [line], isAsked);
};

test('one about a design on which the test is checked only by name is none of them', () => {
  expect(jobs.map(({ design }) => design.name)).toEqual(['ticket']);
  expect(unmet('UD+D1', 'eintr,retry=deadline/helenos-2012')).toEqual([]);
});

test('one about a test, or a revision of it, that is not there is', () => {
  expect(unmet('UD+D1+gone', 'ticket/helenos-2012')).toHaveLength(1);
  expect(unmet('UD+D1', 'ticket/linux')).toHaveLength(1);
  expect(unmet('UD+D1+gone', 'eintr,retry=deadline/helenos-2012')).toHaveLength(1);
});

test('a deviation of a kernel under test is met where its test is there', () => {
  const line = (name: string): Expectation => ({
    test: name,
    target: 'reference-2012',
    hash: session.hash,
    expect: 'unsound',
    asserts: [],
    outcomes: ['0:r0=EINTR;'],
    why: 'a reason',
    link: '',
    since: '2026-11-28',
    expires: '2026-11-29',
  });
  const about = (name: string) => unmetIn(jobs, designs, [line(name)], () => true);
  expect(about('UD+D1')).toEqual([]);
  expect(about('UD+D1+gone')).toHaveLength(1);
  // That it has expired `run` says, and no check of the model.
  expect(unlookedLines(jobs, [line('UD+D1')], '2027-01-01')).toEqual([]);
});
