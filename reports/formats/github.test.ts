import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Report, Run } from '../data.ts';
import { withoutCommands } from '../legible.ts';
import { renderAnnotations } from './github.ts';
import { HOSTILE, sampleReport, sampleRun, violatedRun, withTexts } from '../sample.ts';

function reportOf(runs: readonly Run[], changes: Partial<Report> = {}): Report {
  return sampleReport({ runs, ran: runs.length, selected: runs.length, notes: [], ...changes });
}

test('nothing is said of a check in which all is as expected', () => {
  const known = violatedRun('kernel', { standing: 'expected' });
  const beside = violatedRun('design', { standing: 'information' });
  expect(renderAnnotations(reportOf([sampleRun(), known, beside]))).toEqual([]);
});

test('a violation is an error at the condition of its test, with words and the replay command', () => {
  const [line] = renderAnnotations(reportOf([violatedRun('design')]));
  expect(line).toMatch(
    /^::error file=specs\/waitq\/WQ\+abort\+wake\.litmus,line=9,title=R1 of WQ\+abort\+wake on ticket%2C helenos-2026::/,
  );
  expect(line).toContain('%0AHowever the aborted sleep had booked a debt');
  expect(line).toContain('%0Afermata replay WQ+abort+wake');
});

test('a file outside of the repository has no place that GitHub could show', () => {
  for (const file of ['/tmp/my.litmus', '../my.litmus', 'C:\\my.litmus']) {
    const tests = [{ ...sampleReport().tests[0], file }];
    expect(renderAnnotations(reportOf([violatedRun('design')], { tests }))[0]).toMatch(
      /^::error title=/,
    );
  }
});

test('of many findings the worst ten are errors, and the rest is counted', () => {
  const vacuous = Array.from({ length: 12 }, (_, i) =>
    sampleRun({ verdict: 'VACUOUS', test: `A${i}` }),
  );
  const broken = sampleRun({ verdict: 'ERROR', why: 'more than 4 ticks' });
  const lines = renderAnnotations(reportOf([...vacuous, violatedRun('design'), broken]));
  expect(lines.filter((line) => line.startsWith('::error '))).toHaveLength(10);
  expect(lines[0]).toContain('more than 4 ticks');
  expect(lines[1]).toContain('title=R1 of');
  expect(lines.at(-1)).toMatch(/^::notice .*::4 more findings/);
});

test('runs that did not happen and stale lines of the baseline are errors too', () => {
  const lines = renderAnnotations(
    reportOf([sampleRun()], { selected: 3, notes: ['stale: a line'] }),
  );
  expect(lines).toEqual([
    '::error title=Not as it must be::stale: a line',
    '::error title=Not all ran::1 of 3 ran',
  ]);
  expect(renderAnnotations(reportOf([]))).toEqual(['::error title=Not all ran::0 of 0 ran']);
});

test('no text begins a command or a property of its own', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(HOSTILE, '\n::set-env name=A::b', ',line=1::', '%0A::x', '\u2028::x', '\r::x'),
  );
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (texts) => {
      for (const line of renderAnnotations(withTexts(sampleReport(), texts))) {
        expect(line).not.toMatch(/[\n\r\u2028\u2029]/);
        expect(line).toMatch(/^::(error|notice) ([a-z]+=[^,:]*)(,[a-z]+=[^,:]*)*::/);
      }
    }),
  );
});

test('the text beside the annotations holds no command', () => {
  const text = 'good\n::error::x\n  ::add-mask::y\na ::b\n##[error]z\n:::c';
  for (const line of withoutCommands(text).split('\n')) {
    expect(line).not.toMatch(/^\s*::|##\[/);
  }
  expect(withoutCommands('a ::b\n1 passed, 0 failed')).toBe('a ::b\n1 passed, 0 failed');
});

test('what was not selected is a notice: it makes no check fail', () => {
  const notes = ['Not looked at: 2 lines of the baseline are stale.'];
  const lines = renderAnnotations(sampleReport({ runs: [], selected: 0, ran: 0, notes }));
  expect(lines.filter((line) => line.includes('Not looked at'))).toEqual([
    '::notice title=Fermata::Not looked at: 2 lines of the baseline are stale.',
  ]);
});
