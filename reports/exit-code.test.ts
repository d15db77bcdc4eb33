import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Report, Run, Standing, Verdict } from './data.ts';
import { exitCodeOf, worstExitCode } from './exit-code.ts';
import { sampleResult, sampleTarget } from './sample-targets.ts';
import { sampleReport, sampleRun } from './sample.ts';

function reportOf(runs: readonly Run[], changes: Partial<Report> = {}): Report {
  return sampleReport({ runs, ran: runs.length, selected: runs.length, ...changes });
}

const good = sampleRun();

test.for<[Verdict, Standing, number]>([
  ['VERIFIED', 'expected', 0],
  ['VERIFIED', 'information', 0],
  ['VERIFIED', 'stale', 5],
  ['VERIFIED', 'unexpected', 5],
  ['VIOLATED', 'unexpected', 1],
  ['VIOLATED', 'expected', 0],
  ['VIOLATED', 'information', 0],
  ['VIOLATED', 'stale', 5],
  ['VIOLATED', 'unfinished', 2],
  ['INCONCLUSIVE', 'expected', 2],
  ['INCONCLUSIVE', 'information', 2],
  ['VACUOUS', 'expected', 3],
  ['VACUOUS', 'unexpected', 3],
  ['VACUOUS', 'information', 0],
  ['UNSUPPORTED', 'expected', 0],
  ['ERROR', 'expected', 4],
  ['ERROR', 'information', 4],
])('%s, %s, beside a good run gives %i', ([verdict, standing, code]) => {
  expect(exitCodeOf(reportOf([good, sampleRun({ verdict, standing })]))).toBe(code);
});

test('zero runs are never 0', () => {
  expect(exitCodeOf(reportOf([]))).toBe(5);
  expect(exitCodeOf(reportOf([], { selected: 7 }))).toBe(5);
  expect(exitCodeOf(reportOf([], { selected: 7, interrupted: true }))).not.toBe(0);
});

test('runs that are all UNSUPPORTED are not 0', () => {
  expect(exitCodeOf(reportOf([sampleRun({ verdict: 'UNSUPPORTED' })]))).toBe(3);
});

test('fewer runs than selected give 5, or 2 after an interrupt', () => {
  expect(exitCodeOf(reportOf([good], { selected: 2 }))).toBe(5);
  expect(exitCodeOf(reportOf([good], { selected: 2, interrupted: true }))).toBe(2);
});

test('runs that a time limit left out give 2, not 5', () => {
  const limits = { statesMax: 1, memoryMaxBytes: 1, timeLimitMs: 10 };
  expect(exitCodeOf(reportOf([good], { selected: 2, limits }))).toBe(2);
  expect(exitCodeOf(reportOf([], { selected: 2, limits }))).toBe(2);
  expect(exitCodeOf(reportOf([good], { limits }))).toBe(0);
});

test('runs that nobody judges are not 0', () => {
  const run = sampleRun({ verdict: 'VIOLATED', standing: 'information' });
  expect(exitCodeOf(reportOf([run, run]))).toBe(3);
});

test('a violation outranks an interrupt, and a broken harness both', () => {
  const violated = sampleRun({ verdict: 'VIOLATED', standing: 'unexpected' });
  const broken = sampleRun({ verdict: 'ERROR' });
  expect(exitCodeOf(reportOf([good, violated], { interrupted: true }))).toBe(1);
  expect(exitCodeOf(reportOf([good, violated, broken], { interrupted: true }))).toBe(4);
});

test('the worst of several codes follows the documented precedence', () => {
  const order = [70, 64, 4, 1, 2, 3, 5, 0];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...order), { minLength: 1 }), (codes) => {
      const places = codes.map((code) => order.indexOf(code));
      expect(worstExitCode(codes)).toBe(order[Math.min(...places)]);
    }),
  );
  expect(worstExitCode([])).toBe(0);
  expect(worstExitCode([0, 99])).toBe(70);
});

test.for([
  [{}, 0],
  [{ word: 'unsound', standing: 'expected' }, 0],
  [{ word: 'unsound', standing: 'unexpected' }, 1],
  [{ word: 'silent', standing: 'unexpected' }, 3],
  [{ word: 'exact', standing: 'stale' }, 5],
  [{ word: 'not run', standing: 'stale' }, 5],
  [{ word: 'not run', standing: 'information' }, 3],
] as const)(
  'a kernel under test that gave %j alone: %i, and beside runs that hold',
  ([change, code]) => {
    const targets = [sampleTarget({ results: [sampleResult(change)] })];
    expect(exitCodeOf(reportOf([], { targets }))).toBe(code);
    expect(exitCodeOf(reportOf([good], { targets }))).toBe(code);
    const broken = [sampleTarget({ results: [sampleResult(change)], broken: 'it died' })];
    expect(exitCodeOf(reportOf([good], { targets: broken }))).toBe(4);
  },
);
