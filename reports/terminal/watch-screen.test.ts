/** The screen of a watched check: what it says, and that it fits whatever it has to say. */
import { describe, expect, test } from 'vitest';
import { HOSTILE, LOST_WAKEUP, sampleReport, sampleRun, violatedRun } from '../sample.ts';
import { widthOf } from '../text-width.ts';
import { renderScreen, type Screen } from './watch-screen.ts';

const OPTIONS = { width: 80, height: 24, colour: false };
const good = { file: 'good.litmus', report: sampleReport({ runs: [sampleRun()] }), trouble: '' };
const bad = {
  file: 'bad.litmus',
  report: sampleReport({ runs: [violatedRun('design', { standing: 'unexpected' })] }),
  trouble: '',
};
const broken = { file: 'x.litmus', report: null, trouble: 'x.litmus:3:1: found "Tabel"' };
const first = {
  head: 'WQ on debt=book, helenos-2026,',
  design: 'debt=book',
  counterexample: LOST_WAKEUP,
};

function screenOf(changes: Partial<Screen>): string[] {
  const screen = { watched: [good], last: 0, first: null, time: '15:04:05', ...changes };
  return renderScreen(screen, OPTIONS).split('\n');
}

test('the file that was saved comes first, with its verdict', () => {
  expect(screenOf({})[0]).toBe('15:04:05 good.litmus: 1 run VERIFIED.');
  expect(screenOf({}).at(-2)).toBe('Watching 1 file; Ctrl-C ends.');
  expect(screenOf({}).at(-1)).toMatch(/^\d+ passed, \d+ failed$/);
});

test('of other files those that are wrong come first', () => {
  const lines = screenOf({ watched: [good, { ...good, file: 'other.litmus' }, broken], last: 0 });
  expect(lines.slice(1, 3)).toEqual([
    '  x.litmus:3:1: found "Tabel"',
    '  other.litmus: 1 run VERIFIED.',
  ]);
});

test('a file that cannot be read says why, and nothing of what it was before', () => {
  const lines = screenOf({ watched: [broken] });
  expect(lines).toEqual([
    '15:04:05 x.litmus:3:1: found "Tabel"',
    '',
    'Watching 1 file; Ctrl-C ends.',
  ]);
});

test('a counterexample stands there step by step, with its contradiction', () => {
  const lines = screenOf({ watched: [bad], first });
  expect(lines.join('\n')).toContain('WQ on debt=book, helenos-2026, breaks R1 in 4 steps:');
  expect(lines.filter((line) => /^ {2}\d P\d|^ {2}\d E/.test(line))).toHaveLength(4);
  expect(lines.join('\n')).toMatch(/^However /m);
  expect(lines.at(-2)).toContain('fermata check bad.litmus --design debt=book draws it.');
});

test('of a long one the middle is left out', () => {
  const steps = Array.from({ length: 60 }, () => LOST_WAKEUP.steps[0]);
  const lines = screenOf({
    watched: [bad],
    first: { ...first, counterexample: { ...LOST_WAKEUP, steps } },
  });
  expect(lines.join('\n')).toMatch(/^ {4}… \d+ steps more …$/m);
  expect(lines.join('\n')).toMatch(/^ 60 /m);
});

describe.for([20, 40, 60, 80, 120, 200])('in %i columns', (width) => {
  test.for([8, 12, 24, 50])('and %i rows it fits', (height) => {
    const many = Array.from({ length: 30 }, (_, i) => ({ ...bad, file: `${HOSTILE} ${i}` }));
    const hostile = { ...first, head: HOSTILE, design: HOSTILE };
    for (const watched of [[good], [bad], [broken], many]) {
      const screen = { watched, last: watched.length - 1, first: hostile, time: '15:04:05' };
      const lines = renderScreen(screen, { width, height, colour: false }).split('\n');
      expect(lines.length).toBeLessThan(height);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    }
  });
});
