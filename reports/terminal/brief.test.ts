/** The screen of a check of named tests: what is on it, that it is one, and that nothing is cut. */
import { expect, test } from 'vitest';
import type { Report, Run } from '../data.ts';
import {
  HOSTILE,
  LOST_WAKEUP,
  sampleAssertion,
  sampleReport,
  sampleRun,
  sampleTest,
  violatedRun,
  withTexts,
} from '../sample.ts';
import { widthOf } from '../text-width.ts';
import { renderBrief } from './brief.ts';

const NAME = 'WQ+abort+wake';
const mine = { ...sampleTest(NAME), given: 'my.litmus' };

function reportOf(runs: readonly Run[], changes: Partial<Report> = {}): Report {
  const counts = { selected: runs.length, ran: runs.length, notes: [], exitCode: 0 };
  return sampleReport({ tests: [mine], runs, ...counts, ...changes });
}

function brief(report: Report, width = 100): string {
  const next = { drawn: 'folded' } as const;
  return renderBrief(report, { width, colour: false, next });
}

test('designs with one result share a row, and what was checked is said once', () => {
  const runs = ['ticket', 'ticket-libc'].map((design) => sampleRun({ design }));
  expect(brief(reportOf(runs)).split('\n').slice(0, 4)).toEqual([
    `${NAME} (my.litmus): a restarted abort must not swallow the next wakeup`,
    '  VERIFIED  helenos-2026  ticket, ticket-libc: 42 states, all of them',
    '  Checked: ~exists (0:r0=blocked), R1, R3',
    '',
  ]);
});

test("outcomes stand in herd's table, those that satisfy the condition marked", () => {
  const outcomes = [
    { text: '0:r0=EOK;', states: 12, satisfies: false, witness: [] },
    { text: '0:r0=blocked;', states: 2, satisfies: true, witness: [] },
  ];
  const { condition } = sampleRun();
  const fallen = { ...condition, verdict: 'VIOLATED', positive: 2, negative: 12 } as const;
  const run = violatedRun('design', { outcomes, condition: fallen });
  expect(brief(reportOf([run]))).toContain(
    [
      'Outcomes under ticket on helenos-2026 (in end states; *> satisfies the condition)',
      `  Test ${NAME} Forbidden`,
      '  States 2',
      '  12 :>0:r0=EOK;',
      '   2 *>0:r0=blocked;',
      '  No',
      '  Condition ~exists (0:r0=blocked)',
      `  Observation ${NAME} Sometimes 2 12`,
    ].join('\n'),
  );
});

test('an exists that fails shows which outcomes there were, and that they are all', () => {
  const { condition } = sampleRun();
  const text = 'exists (0:r0=blocked)';
  const no = { ...condition, text, quantifier: 'exists', verdict: 'VIOLATED' } as const;
  const run = sampleRun({ verdict: 'VIOLATED', standing: 'unexpected', condition: no });
  const said = brief(reportOf([run]));
  expect(said).toContain('  States 1\n  4 :>0:r0=EOK; 1:r0=EOK;\n  No\n');
  expect(said).toContain('Next: the table has all outcomes there are; fermata show my.litmus');
});

test('what falls in one schedule is drawn once, folded, with a fact for each', () => {
  const fallen = (id: string, says: string) =>
    sampleAssertion({
      id,
      says,
      verdict: 'VIOLATED',
      defect: 'design',
      counterexample: { ...LOST_WAKEUP, breaks: id },
    });
  const assertions = [fallen('R1', 'no lost wakeup'), fallen('R9', 'all complete: no less')];
  const said = brief(reportOf([violatedRun('design', { assertions })]));
  expect(said.match(/breaks .*/g)).toEqual(['breaks R1, R9: 4 steps, 3 switches']);
  expect(said).not.toContain('clock');
  expect(said).toContain('\nR1       no lost wakeup: but ');
  expect(said).toContain('\nR9       all complete: but ');
  expect(said.split('\n').length).toBeLessThan(40);
});

/** A run in which R1 falls and the condition as well, shown by this. */
function bothFallen(counterexample: typeof LOST_WAKEUP): Run {
  const { condition } = sampleRun();
  const fallen = { ...condition, verdict: 'VIOLATED', counterexample } as const;
  return violatedRun('design', { condition: fallen });
}

test("the file's own condition is drawn as well, where another run breaks it", () => {
  const other = { ...LOST_WAKEUP, breaks: 'condition', steps: LOST_WAKEUP.steps.slice(1) };
  const said = brief(reportOf([bothFallen(other)]));
  expect(said.match(/breaks .*/g)).toEqual([
    'breaks R1: 4 steps, 3 switches',
    'breaks condition: 3 steps, 3 switches',
  ]);
});

test("where the same run breaks the file's own condition, that is said", () => {
  const said = brief(reportOf([bothFallen({ ...LOST_WAKEUP, breaks: 'condition' })]));
  expect(said.match(/breaks .*/g)).toEqual(['breaks R1, condition: 4 steps, 3 switches']);
  expect(said).toContain(
    '\ncondition ~exists (0:r0=blocked): does not hold either, at the end of this run.',
  );
});

test('of two revisions the outcomes of both are shown, or that they are the same', () => {
  const old = sampleRun({ revision: 'helenos-2012' });
  const same = brief(reportOf([sampleRun(), old]));
  expect(same.match(/^Outcomes .*/gm)).toHaveLength(1);
  expect(same).toContain('\nThe same under ticket on helenos-2012.\n');
  const outcomes = [{ text: '0:r0=EINTR;', states: 3, satisfies: false, witness: [] }];
  const differ = brief(reportOf([sampleRun(), { ...old, outcomes }]));
  expect(differ.match(/^Outcomes under .* on \S+/gm)).toEqual([
    'Outcomes under ticket on helenos-2026',
    'Outcomes under ticket on helenos-2012',
  ]);
  expect(differ).toContain('3 :>0:r0=EINTR;');
});

test('the decisive step is the one that a right design takes otherwise', () => {
  const answer = {
    design: 'debt=book',
    differs: ['debt=book'],
    breaks: 'R1',
    agree: 2,
    wrong: LOST_WAKEUP.steps[2],
    instead: null,
    says: 'in that run P0 books a debt; under ticket it does not.',
    ends: null,
    execution: null,
  };
  const wrong = violatedRun('design', { design: 'debt=book' });
  const said = brief(reportOf([wrong, sampleRun({ whyNot: [answer] })]));
  expect(said).toContain('\nDecisive step 3: P0 books a debt; under ticket it does not.\n');
  expect(said).toMatch(/^> +3 +P0 {2}is taken out/m);
  expect(brief(reportOf([wrong]))).toContain('with --design ticket it says where the two part');
});

test('of several tests those that came out as expected are in the matrix alone', () => {
  const tests = ['A', 'B'].map((name) => ({ ...sampleTest(name), given: `${name}.litmus` }));
  const runs = [sampleRun({ test: 'A' }), violatedRun('design', { test: 'B' })];
  const said = brief(reportOf(runs, { tests }));
  expect(said).toContain('B (B.litmus):');
  expect(said).not.toContain('A (A.litmus):');
});

test.for([20, 50, 100])('no line is wider than %i, and nothing is cut', (width) => {
  const report = withTexts(reportOf([violatedRun('design')]), [HOSTILE]);
  const lines = brief({ ...report, tests: [{ ...report.tests[0], given: 'x' }] }, width).split(
    '\n',
  );
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
  expect(lines.join('')).not.toMatch(/[\p{Cc}…]/u);
});
