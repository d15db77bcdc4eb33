/** What failed, a line each: for a log in which somebody greps. */
import { expect, test } from 'vitest';
import {
  HOSTILE,
  LOST_WAKEUP,
  sampleAssertion,
  sampleReport,
  sampleRun,
  sampleTest,
  violatedRun,
} from '../sample.ts';
import { failureLines } from './failure-lines.ts';

const NAME = 'WQ+abort+wake';
const mine = { ...sampleTest(NAME), given: 'my.litmus' };
const place = `my.litmus:${mine.conditionLine}: ${NAME} on ticket, helenos-2026: `;

const reportOf = (...runs: ReturnType<typeof sampleRun>[]) => sampleReport({ tests: [mine], runs });

test('a violation has file, line, test, design, what fell and the last step', () => {
  const assertions = [
    sampleAssertion({ id: 'R1', verdict: 'VIOLATED', counterexample: LOST_WAKEUP }),
    sampleAssertion({ id: 'R3', verdict: 'VIOLATED' }),
  ];
  const run = sampleRun({ verdict: 'VIOLATED', standing: 'unexpected', assertions });
  const [line, ...more] = failureLines(reportOf(run, sampleRun()));
  expect(more).toEqual([]);
  expect(line.startsWith(`${place}VIOLATED R1, R3; last step: step `)).toBe(true);
});

test('it has the point of no return where that is known', () => {
  const need = { made: 0, least: 0, each: [] };
  const fate = { is: 'known', states: 9, lost: 2, instead: [], mayStop: false } as const;
  const known = { ...fate, aborts: need, ticks: { made: 0, least: 0 }, switches: need, parts: [] };
  const counterexample = { ...LOST_WAKEUP, fate: known };
  const assertions = [sampleAssertion({ id: 'R1', verdict: 'VIOLATED', counterexample })];
  const run = sampleRun({ verdict: 'VIOLATED', standing: 'unexpected', assertions });
  expect(failureLines(reportOf(run))[0]).toContain('; point of no return: step 2: ');
});

test('what has no counterexample says why, and what is for information nothing', () => {
  const vacuous = sampleRun({
    verdict: 'VACUOUS',
    standing: 'unexpected',
    why: 'nothing happened',
  });
  const shown = violatedRun('design', { standing: 'information' });
  expect(failureLines(reportOf(vacuous, shown))).toEqual([`${place}VACUOUS: nothing happened`]);
});

test('a line is a line whatever is in it, and there are not too many', () => {
  const run = sampleRun({ verdict: 'ERROR', standing: 'unexpected', why: HOSTILE });
  const lines = failureLines(reportOf(...Array.from({ length: 30 }, () => run)));
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toContain('10 more runs');
  expect(lines.join('')).not.toMatch(/\p{Cc}/u);
});
