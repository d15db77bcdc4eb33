/** The last screen of a check: 24 lines that hold what matters, whatever the report holds. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { renderLastScreen } from './closing.ts';
import { HOSTILE, sampleReport, sampleRun, sampleTest, violatedRun, withTexts } from '../sample.ts';
import { renderFindings, renderTerminal } from './terminal.ts';
import { widthOf } from '../text-width.ts';

const plain = { width: 80, colour: false };
const closing = { ...plain, written: ['reports/out/index.html'], next: { drawn: 'not' as const } };
const names = Array.from({ length: 60 }, (_, i) => `T${i}`);
const manyFailures = sampleReport({
  tests: names.map(sampleTest),
  runs: names.map((name) => violatedRun('design', { test: name, standing: 'unexpected' })),
  exitCode: 1,
});

const lastScreen = (text: string): string[] => text.split('\n').slice(-23);

test('with many findings the last screen has the worst of them, the page, a command, the counts', () => {
  const lines = lastScreen(renderTerminal(manyFailures, closing));
  const text = lines.join('\n');
  expect(text).toContain('60 runs VIOLATED (60 NOT expected).');
  expect(text).toMatch(/aborts\): \d+ of 60\n {2}R1 {8}T0 /);
  expect(text).toContain('Written: reports/out/index.html');
  expect(text).toContain(
    'Next: fermata check T0 --design ticket --revision helenos-2026 draws the first',
  );
  expect(lines.at(-1)).toMatch(/^\d+ passed, \d+ failed$/);
});

test('every class of findings is on the last screen, with its number', () => {
  const known = names.map((name) => violatedRun('kernel', { test: name, standing: 'expected' }));
  const report = sampleReport({ ...manyFailures, runs: [...manyFailures.runs, ...known] });
  const text = lastScreen(renderTerminal(report, closing)).join('\n');
  expect(text).toMatch(/^Not expected: design defects \(fall only with aborts\): \d+ of 60$/m);
  expect(text).toMatch(/^Known kernel defects \(fall without any abort\): 60$/m);
});

test('all findings stand above the last screen', () => {
  const text = renderTerminal(manyFailures, closing);
  for (const name of names) expect(text).toContain(` ${name} · `);
});

test('findings that fit are said once', () => {
  const runs = [violatedRun('design', { standing: 'unexpected' })];
  const report = sampleReport({ runs, exitCode: 1 });
  const found = renderFindings(report, plain).split('\n');
  const text = renderLastScreen(report, found, closing);
  expect(text.split('\n').length).toBeLessThan(24);
  expect(text).not.toContain('again');
});

test('many notes leave room for the rest', () => {
  const notes = names.map((name) => `the line of ${name} is stale: its hash has changed`);
  const text = renderTerminal({ ...manyFailures, notes }, closing);
  expect(lastScreen(text).join('\n')).toContain('Not expected: design defects');
  for (const note of notes) expect(text).toContain(note);
});

describe('what to do next', () => {
  test.for([
    {
      runs: [violatedRun('design', { standing: 'unexpected' })],
      says: 'fermata check WQ+abort+wake --design ticket --revision helenos-2026 draws',
    },
    { runs: [sampleRun({ verdict: 'ERROR' })], says: 'runs the first of these alone' },
    { runs: [sampleRun({ verdict: 'INCONCLUSIVE' })], says: '--max-states' },
    {
      runs: [sampleRun({ verdict: 'VACUOUS', standing: 'unexpected' })],
      says: 'fermata show WQ+abort+wake says what has to happen',
    },
    { runs: [sampleRun({ standing: 'stale' })], says: 'fermata promote WQ+abort+wake' },
    { runs: [sampleRun({ standing: 'information' })], says: '--design ticket, which is judged' },
  ])('$says', ({ runs, says }) => {
    const report = sampleReport({ runs, interrupted: false });
    const text = renderLastScreen(report, [], { ...closing, width: 200 });
    expect(text).toContain(says);
  });

  test('a name that a shell would read otherwise is quoted', () => {
    const name = "it's $(x)";
    const runs = [violatedRun('design', { test: name, standing: 'unexpected' })];
    const report = sampleReport({ tests: [sampleTest(name)], runs });
    const text = renderLastScreen(report, [], { ...closing, width: 200 });
    expect(text).toContain(String.raw`fermata check 'it'\''s $(x)' --design`);
  });
});

describe.for([40, 60, 80, 120, 200])('in %i columns', (width) => {
  test.for([true, false])('no line is wider (colour: %s)', (colour) => {
    const options = { ...closing, width, colour, written: [HOSTILE] };
    for (const report of [manyFailures, sampleReport(), withTexts(sampleReport(), [HOSTILE])]) {
      for (const line of renderTerminal(report, options).split('\n')) {
        expect(widthOf(stripVTControlCharacters(line))).toBeLessThanOrEqual(width);
      }
    }
  });
});
