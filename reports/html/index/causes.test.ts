import { expect, test } from 'vitest';

import { causesIn } from './causes.ts';
import type { Run } from '../../data.ts';
import { sampleAssertion, sampleReport, sampleRun, violatedRun } from '../../sample.ts';

const { designs } = sampleReport();

function causesOf(run: Run, others: readonly Run[] = []) {
  return causesIn({ designs, runs: [run, ...others] })(run);
}

test('a run that is VERIFIED as it must be has no cause', () => {
  expect(causesOf(sampleRun())).toEqual([]);
  expect(causesOf(sampleRun({ standing: 'information' }))).toEqual([]);
});

test('what one policy breaks in many tests is one cause', () => {
  const runs = ['A', 'B', 'C'].map((name) =>
    violatedRun('design', { test: name, design: 'debt=book', standing: 'information' }),
  );
  const of = causesIn({ designs, runs });
  const causes = new Set(runs.flatMap(of).map(({ says }) => says));
  expect([...causes]).toEqual(['debt=book breaks R1']);
});

test("a kernel's defect has the reason of the baseline under every design", () => {
  const known = 'kernel defect: a poke leaves no trace';
  const right = violatedRun('kernel', { standing: 'expected', known });
  const bad = violatedRun('kernel', { design: 'debt=book', standing: 'information' });
  expect(causesOf(bad, [right])).toEqual([{ sort: 'kernel', says: known }]);
});

test('where the ticket falls as well, the wrong policy is not the cause', () => {
  const known = 'place=tail: a restarted sleeper queues at the tail';
  const right = violatedRun('design', { standing: 'expected', known });
  const bad = violatedRun('design', { design: 'debt=book', standing: 'information' });
  expect(causesOf(bad, [right])).toEqual([{ sort: 'deviation', says: known }]);
});

test('both kinds of defect in one run are two causes', () => {
  const assertions = (['kernel', 'design'] as const).map((defect, i) =>
    sampleAssertion({ id: `R${i + 1}`, verdict: 'VIOLATED', defect }),
  );
  const run = violatedRun('design', { design: 'debt=book', standing: 'information', assertions });
  expect(causesOf(run).map(({ sort }) => sort)).toEqual(['kernel', 'known-bad']);
});

test('what nothing expects names its test', () => {
  const [cause] = causesOf(violatedRun('design'));
  expect(cause.sort).toBe('unexpected');
  expect(cause.says).toContain('ticket breaks R1 in WQ+abort+wake');
});
