import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { clip, fold, foldColumns, pad, printable, widthOf, wrap } from './text-width.ts';

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 60 }),
  fc.constantFrom('等待隊列', '⌚✓⚡', '\ud800', 'waitq_sleep_timeout_unsafe'),
);

test('wide characters and emoji take two columns', () => {
  expect([widthOf('abc'), widthOf('等待'), widthOf('⌚'), widthOf('✓─→')]).toEqual([3, 4, 2, 3]);
});

test('printable text is one line without controls, overrides and lone surrogates', () => {
  expect(printable('a\tb\r\nc\u001b[31m\u202e\ud800')).toBe('a b c\ufffd[31m\ufffd\ufffd');
});

test('clipped and padded text fits, and short text is left as it is', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 40 }), (text, width) => {
      expect(widthOf(clip(text, width))).toBeLessThanOrEqual(width);
      expect(widthOf(pad(text, width))).toBe(width);
      expect(clip(text, widthOf(text))).toBe(text);
    }),
  );
});

test('wrapped lines fit and lose nothing but spaces', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 2, max: 40 }), (text, width) => {
      const lines = wrap(text, width);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }),
  );
});

test('a long name is broken after an underscore', () => {
  expect(wrap('waitq_sleep_timeout_unsafe()', 22)).toEqual(['waitq_sleep_timeout_', 'unsafe()']);
});

test('folding keeps short lines as they are, and indents what it breaks', () => {
  const text = 'a   b\n    one two three four\n';
  expect(fold(text, 16)).toBe('a   b\n    one two\n      three four\n');
  expect(fold(text, 80)).toBe(text);
});

test('a list is broken below its last column, if there is room for one', () => {
  const line = `  name   helenos-2026  ${'some words '.repeat(6).trim()}`;
  expect(foldColumns(line, 60).split('\n')).toEqual([
    '  name   helenos-2026  some words some words some words some',
    '                       words some words some words',
  ]);
  expect(foldColumns(line, 40).split('\n').slice(0, 2)).toEqual([
    '  name   helenos-2026 some words some',
    '         words some words some words',
  ]);
  expect(foldColumns('R1   one two three four five six', 29)).toBe(
    'R1   one two three four five\n     six',
  );
  expect(foldColumns('    results: one two three four five six', 37)).toBe(
    '    results: one two three four five\n             six',
  );
  expect(foldColumns(`short\n${line}`, Infinity)).toBe(`short\n${line}`);
});

test('no line of a list is too wide, and no word of it is lost', () => {
  fc.assert(
    fc.property(texts, texts, fc.integer({ min: 8, max: 90 }), (left, right, width) => {
      const line = printable(`${left}  ${right}`);
      const lines = foldColumns(line, width).split('\n');
      for (const each of lines) expect(widthOf(each)).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(line.replaceAll(' ', ''));
    }),
  );
});
