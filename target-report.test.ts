/** A report of kernels under test, written and read again; beside runs of the model they count too. */
import { expect, test } from 'vitest';
import { renderJson } from './reports/report-json.ts';
import { sampleTarget, UNSOUND } from './reports/sample-targets.ts';
import { sampleReport, sampleRun } from './reports/sample.ts';
import { verdictSentence } from './reports/terminal/sentences.ts';
import { parseReport } from './specs/run/read-report.ts';
import { withTargets } from './target-report.ts';

const run = sampleRun();
const report = sampleReport({
  runs: [run],
  selected: 1,
  ran: 1,
  passed: 1,
  failed: 0,
  exitCode: 0,
});
const read = (own: typeof report) => parseReport([...renderJson(own)].join(''), 'report.json');

test('what was written is read again', () => {
  const written = withTargets(report, [sampleTarget()], [0]);
  expect(read(written).targets).toEqual([sampleTarget()]);
});

test('a report of an earlier version has none', () => {
  expect(read(report).targets).toBeUndefined();
});

test('a result on a test that is not there is refused, and so is a word that is none', () => {
  const strange = sampleTarget({ results: [{ ...UNSOUND, test: 'gone' }] });
  expect(() => read({ ...report, targets: [strange] })).toThrow(
    'targets[0] has a result on "gone", which is none of tests',
  );
  const text = [...renderJson({ ...report, targets: [sampleTarget()] })].join('');
  const spoilt = text.replace('"word":"unsound"', '"word":"fine"');
  expect(() => parseReport(spoilt, 'report.json')).toThrow('targets[0].results[1].word');
});

test('beside a check that holds, what is unsound on a target makes it fail', () => {
  const { exitCode, failed, passed } = withTargets(
    report,
    [sampleTarget({ results: [UNSOUND] })],
    [0],
  );
  expect({ exitCode, failed, passed }).toEqual({ exitCode: 1, failed: 1, passed: 1 });
});

test('its sentence counts them, whether or not there are runs', () => {
  const words =
    '1 exact, 1 sound, 1 unsound, 1 silent, 1 not run; 3 of 5 outcomes seen; 2 NOT expected';
  const targets = [sampleTarget()];
  expect(verdictSentence({ ...report, targets })).toBe(
    `1 run VERIFIED. Kernels under test: ${words}.`,
  );
  expect(verdictSentence({ ...report, runs: [], targets })).toBe(`Kernels under test: ${words}.`);
});
