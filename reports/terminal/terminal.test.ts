import { stripVTControlCharacters } from 'node:util';

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { LOST_WAKEUP, sampleReport, sampleRun, violatedRun, withTexts } from '../sample.ts';
import { renderFindings, renderMatrix, renderTerminal } from './terminal.ts';
import { renderClosing } from './closing.ts';
import { ranSentence, verdictSentence } from './sentences.ts';
import { widthOf } from '../text-width.ts';

const plain = { width: 100, colour: false };
const texts = fc.array(
  fc.oneof(fc.string({ unit: 'binary', maxLength: 70 }), fc.constant('等待隊列 ⌚\n\u202e')),
  { minLength: 1, maxLength: 12 },
);

test('no line is wider than the width given, whatever the report holds', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 20, max: 160 }), fc.boolean(), (some, width, colour) => {
      const report = withTexts(sampleReport(), some);
      const lines = renderTerminal(report, { width, colour }).split('\n');
      const widths = lines.map((line) => widthOf(stripVTControlCharacters(line)));
      expect(Math.max(...widths)).toBeLessThanOrEqual(width);
    }),
    { numRuns: 40 },
  );
});

test('no name of a test or a design is cut, however narrow it is', () => {
  const long = `${'x'.repeat(50)}+END`;
  const tests = [{ ...sampleReport().tests[0], name: long }, sampleReport().tests[1]];
  const runs = [sampleRun({ test: long, design: long }), sampleRun({ test: tests[1].name })];
  const said = renderMatrix(sampleReport({ tests, runs }), { width: 40, colour: false });
  expect(said.replaceAll(/[\s│]/g, '').split(long)).toHaveLength(3);
});

test('the last line is the counts, uncoloured, after how many ran', () => {
  const lines = renderClosing(sampleReport(), { width: 100, colour: true }).split('\n');
  expect(lines.at(-1)).toBe('5 passed, 4 failed');
  expect(lines.at(-2)).toBe('12 of 12 ran in 41.2 s.');
});

test('an interrupted or incomplete check says so', () => {
  expect(ranSentence(sampleReport({ ran: 3, interrupted: true }))).toMatch(
    /INCONCLUSIVE \(interrupted\)\.$/,
  );
  expect(ranSentence(sampleReport({ ran: 3 }))).toMatch(/the rest is unknown\.$/);
  const shard = { index: 2, of: 4, selected: 99, made: {}, isWhole: true, unmet: [] };
  expect(ranSentence(sampleReport({ shard }))).toMatch(/^Shard 2 of 4: 12 of 12 ran in /);
});

test('a check that ran out of time says so', () => {
  const limits = { statesMax: 1, memoryMaxBytes: 1, timeLimitMs: 10 };
  expect(ranSentence(sampleReport({ ran: 3, limits }))).toMatch(/INCONCLUSIVE \(time\)\.$/);
});

test('of one test every run says how much was searched, and what it says nothing about', () => {
  const [silent] = violatedRun('design').assertions;
  const search = { ...sampleRun().search, complete: false, stopped: 'states' } as const;
  const runs = [
    sampleRun({ assertions: [{ ...silent, verdict: 'UNSUPPORTED', why: 'no debt in 2012' }] }),
    violatedRun('design', { design: 'debt=book', search }),
  ];
  const [one] = sampleReport().tests;
  const lines = renderMatrix(sampleReport({ tests: [one], runs }), plain).split('\n');
  expect(lines).toEqual([
    'WQ+abort+wake',
    '  helenos-2026  ticket     VERIFIED  condition; 42 states, all of them',
    '      R1 UNSUPPORTED: no debt in 2012',
    '  helenos-2026  debt=book  VIOLATED  R1; 42 states, cut (states): complete to depth 5, frontier 0',
  ]);
  expect(renderFindings(sampleReport({ runs }), plain)).toContain('no debt in 2012');
});

test('what nothing models is a finding of its own', () => {
  const run = sampleRun({ verdict: 'UNSUPPORTED', standing: 'unexpected', why: 'R5 is missing' });
  const text = renderFindings(sampleReport({ runs: [run] }), plain);
  expect(text).toContain('UNSUPPORTED: nothing models what these runs need');
  expect(text).toContain('R5 is missing');
});

test('a check on known-bad designs alone, beside their falls, says that nothing was judged', () => {
  const runs = [violatedRun('design', { design: 'debt=book', standing: 'information' })];
  expect(renderClosing(sampleReport({ runs }), plain)).toMatch(/^Nothing was judged: /m);
});

test('the sentence counts every verdict and splits violations by standing', () => {
  expect(verdictSentence(sampleReport())).toBe(
    '3 runs VERIFIED (2 expected, 1 stale), ' +
      '5 VIOLATED (1 NOT expected, 2 expected, 2 for information), 1 VACUOUS (no answer), ' +
      '1 UNSUPPORTED (no answer), 1 INCONCLUSIVE (no answer), 1 ERROR (no answer).',
  );
  expect(verdictSentence(sampleReport({ runs: [] }))).toBe('Nothing ran, so nothing is known.');
});

test('nothing but VERIFIED has the mark of success', () => {
  for (const verdict of ['VACUOUS', 'UNSUPPORTED', 'INCONCLUSIVE', 'ERROR', 'VIOLATED'] as const) {
    for (const standing of ['expected', 'unexpected', 'stale', 'information'] as const) {
      const runs = [sampleRun({ verdict, standing })];
      const text = renderMatrix(sampleReport({ runs }), plain);
      expect(text).not.toMatch(/✓|\bok\b|pass|success|VERIFIED/i);
    }
  }
});

test('the matrix has a block per revision, a staircase of designs, a mark per run', () => {
  const runs = [
    sampleRun(),
    violatedRun('design', { design: 'debt=book' }),
    violatedRun('kernel', { revision: 'helenos-2012', standing: 'expected' }),
  ];
  expect(renderMatrix(sampleReport({ runs }), plain).split('\n')).toEqual([
    'helenos-2026',
    '                ticket',
    '                │ debt=book',
    '  WQ+abort+wake ✓ D',
    '',
    'helenos-2012',
    '                ticket',
    '  WQ+abort+wake k',
    '',
    '  ✓ VERIFIED',
    '  D VIOLATED by the design, only with aborts',
    '  k VIOLATED by the kernel, without any abort; expected or for information',
  ]);
});

test('designs that do not fit the width follow in further blocks', () => {
  const designs = Array.from({ length: 30 }, (_, i) => `policy=value-${i}`);
  const report = sampleReport({ runs: designs.map((design) => sampleRun({ design })) });
  const text = renderMatrix(report, { width: 60, colour: false });
  for (const design of designs) expect(text).toContain(design);
  expect(text.match(/✓/g)).toHaveLength(31);
});

test('kernel and design defects stand under heads of their own, the unexpected first', () => {
  const heads = renderFindings(sampleReport(), plain)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(' '));
  expect(heads).toEqual([
    'ERROR: these runs gave no result',
    'Not expected: design defects (fall only with aborts)',
    'INCONCLUSIVE: these searches were cut',
    'VACUOUS: what these tests are about never happened',
    'Stale: the baseline or a declared fall says otherwise',
    'Known kernel defects (fall without any abort)',
    'Known design defects (fall only with aborts)',
  ]);
});

test('one kernel defect under many designs is one finding that names them', () => {
  const designs = ['today', 'ticket', 'eintr', 'points'];
  const runs = designs.map((design) => violatedRun('kernel', { design, standing: 'expected' }));
  const lines = renderFindings(sampleReport({ runs }), plain).split('\n');
  expect(lines.filter((line) => /^ {0,2}\S/.test(line))).toHaveLength(2);
  expect(lines[1]).toContain('today and 3 other designs');
});

test('a violation by a design that nobody expects is never merged', () => {
  const tests = ['A', 'B', 'C'];
  const runs = tests.map((name) => violatedRun('design', { test: name }));
  expect(renderFindings(sampleReport({ runs }), plain).split('\n')).toHaveLength(4);
});

test('a condition that does not hold is a finding', () => {
  const condition = {
    ...sampleRun().condition,
    verdict: 'VIOLATED' as const,
    why: 'nothing reaches it; there is no trace',
    counterexample: LOST_WAKEUP,
  };
  const runs = [sampleRun({ verdict: 'VIOLATED', standing: 'unexpected', condition })];
  expect(renderFindings(sampleReport({ runs }), plain)).toContain('nothing reaches it');
  expect(renderMatrix(sampleReport({ runs }), plain)).toContain('WQ+abort+wake C');
});

test('what went wrong is told whole, in lines that fit, however narrow', () => {
  const why = 'P0 fires at tick 3 and Ticks=2 is too small: write Ticks=3 or more in the test';
  const error = sampleRun({ verdict: 'ERROR', standing: 'unexpected', why });
  for (const width of [20, 33, 40, 80, 200]) {
    const report = sampleReport({ runs: [error], tests: sampleReport().tests.slice(0, 1) });
    for (const text of [
      renderFindings(report, { ...plain, width }),
      renderMatrix(report, { ...plain, width }),
    ]) {
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(text.replace(/\s+/g, '')).toContain(why.replace(/\s+/g, ''));
    }
  }
});
