import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  HOSTILE,
  LOST_WAKEUP,
  sampleReport,
  sampleRun,
  violatedRun,
  withTexts,
} from '../sample.ts';
import { renderStepSummary, SUMMARY_BYTES_MAX } from './step-summary.ts';

function drawnIn(summary: string): number {
  return summary.split('\n').filter((line) => line === '```mermaid').length;
}

test('it begins with the counts and ends with the matrix', () => {
  const summary = renderStepSummary(sampleReport());
  expect(summary).toMatch(/^## Fermata: \d+ passed, 4 failed\n/);
  expect(summary).toMatch(/<summary>Matrix<\/summary>\n\n```text\n[^]*```\n\n<\/details>\n$/);
});

test('the first three failures are drawn, and those that are expected are not', () => {
  const known = violatedRun('kernel', { standing: 'expected' });
  const failures = Array.from({ length: 5 }, (_, i) => violatedRun('design', { test: `A${i}` }));
  expect(drawnIn(renderStepSummary(sampleReport({ runs: [known, ...failures] })))).toBe(3);
  expect(drawnIn(renderStepSummary(sampleReport({ runs: [known, failures[0]] })))).toBe(1);
  expect(drawnIn(renderStepSummary(sampleReport({ runs: [known, sampleRun()] })))).toBe(0);
});

const MANY = Array.from({ length: 400 }, (_, i) =>
  violatedRun('design', { test: `${'x'.repeat(40)}${i}` }),
);

test.for([30_000, 8_000, 1_500])(
  'in %i bytes it is shorter, and says what it left out',
  (bytesMax) => {
    const summary = renderStepSummary(sampleReport({ runs: MANY }), bytesMax);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(bytesMax);
    expect(summary).toContain('Left out, too long for a summary: the matrix');
  },
);

test('400 failures fit, all of it', () => {
  const summary = renderStepSummary(sampleReport({ runs: MANY }));
  expect(Buffer.byteLength(summary)).toBeLessThan(SUMMARY_BYTES_MAX);
  expect(summary).not.toContain('Left out');
});

test('no text is markup, ends a table or a fence, or mentions anybody, whatever it is', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      HOSTILE,
      '| a |',
      '```',
      '@somebody',
      '[a](http://b)',
      '![a](b)',
      '</details>',
      '#1',
    ),
  );
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (texts) => {
      const summary = renderStepSummary(withTexts(sampleReport(), texts));
      const outside = summary.replace(/^(`{3,})\w*\n[^]*?\n\1$/gm, '');
      const own = /<\/?(?:details|summary)>|<br>|^## |^### |\*\*(?:Let|Then|However)\*\*/gm;
      const rest = outside.replace(own, '').replace(/&#\d+;/g, '');
      expect(rest).not.toMatch(/[<>@[\]!`*#~&]/);
      for (const row of rest.split('\n').filter((line) => line.startsWith('|'))) {
        expect(row.split('|')).toHaveLength(8);
      }
    }),
    { numRuns: 50 },
  );
});

test('a fence is longer than any in the text', () => {
  const counterexample = { ...LOST_WAKEUP, token: '````' };
  const run = violatedRun('design');
  const [first] = run.assertions;
  const runs = [{ ...run, assertions: [{ ...first, counterexample }] }];
  expect(renderStepSummary(sampleReport({ runs }))).toContain("`````text\nfermata replay '````'");
});
