/** A reading in the terminal: a comment that fits, whatever its sentences hold. */
import { expect, test } from 'vitest';
import type { Reading } from '../data.ts';
import { renderReading } from './reading.ts';
import { widthOf } from '../text-width.ts';

const READING: Reading = [
  { title: 'P0', sentences: [{ text: 'P0 sleeps on the wait queue q.', lines: [8] }] },
  {
    title: 'Sources',
    sentences: [{ text: 'The test comes from: a *) and a (* of \u001b[2Jold.', lines: [] }],
  },
];

test('it is one comment, a paragraph a section', () => {
  expect(renderReading(READING, { width: 40 })).toBe(
    [
      '(* P0. P0 sleeps on the wait queue q.',
      '',
      '   SOURCES. The test comes from: a * )',
      '   and a ( * of \ufffd[2Jold.',
      '*)',
    ].join('\n'),
  );
});

test.for([20, 40, 60, 80, 120, 200])('no line is wider than %i columns', (width) => {
  for (const line of renderReading(READING, { width }).split('\n')) {
    expect(widthOf(line)).toBeLessThanOrEqual(width);
  }
});
