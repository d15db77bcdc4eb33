/** Lines of the baseline that no run is about. */
import { expect, test } from 'vitest';
import { parseDesign } from '../../../model/designs/designs.ts';
import { testNamed } from '../../papers/examples.ts';
import { designsFor } from '../own-tests.ts';
import type { Expectation } from './expectations.ts';
import { unmetIn } from './unmet.ts';

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
