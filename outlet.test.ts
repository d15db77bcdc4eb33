/** There is one way out, and what takes it is legible. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { legible, legibleJson, legibleXml } from './reports/legible.ts';
import { root } from './specs/root.ts';

/** Besides outlet.ts: one sentence without a quotation, and a line of numbers that is handed in. */
/** The liars are programs of their own, which tests start. */
const SPEAKS = new Set([
  'outlet.ts',
  'specs/run/threads/interrupt.ts',
  'specs/conformance/protocol/liars.ts',
]);

test('nothing but outlet.ts writes to standard output or standard error', () => {
  const rooms = ['checker', 'model', 'specs', 'reports'];
  const files = [
    ...readdirSync(root).map(String),
    ...rooms.flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${room}/${file.replaceAll('\\', '/')}`,
      ),
    ),
  ].filter((file) => /(?<!\.test)\.ts$/.test(file) && !file.startsWith('reports/browser/'));
  expect(files.length).toBeGreaterThan(200);
  const loud = files.filter((file) =>
    /\bconsole\.\w+\(|process\.std(out|err)\.write|writeSync\(/.test(
      readFileSync(join(root, file), 'utf8'),
    ),
  );
  expect(loud.filter((file) => !SPEAKS.has(file))).toEqual([]);
});

const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\u001b[31m',
        '\u001b[2J',
        '\r',
        '\n',
        '::error::',
        '##[error]',
        '##vso[x]',
        '\u202e',
      ),
    ),
  )
  .map((parts) => parts.join(''));
// oxlint-disable-next-line no-control-regex -- it is what has to be found
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]|^\s*::|##[a-z]*\[/m;

test('no control character and no command of a CI system passes, whatever the text', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(legible(text, false)).not.toMatch(RAW);
      expect(legible(text, false).split('\n')).toHaveLength(text.split('\n').length);
      const json = legibleJson(JSON.stringify({ text }));
      expect(json).not.toMatch(RAW);
      expect(JSON.parse(json)).toEqual({ text });
      expect(legibleXml(text)).not.toMatch(RAW);
    }),
  );
});

test('colours pass where they are wanted, and no other escape sequence', () => {
  const text = '\u001b[1mbold\u001b[22m \u001b[31mred\u001b[39m';
  expect(legible(text, true)).toBe(text);
  expect(legible(text, false)).not.toContain('\u001b');
  expect(legible('\u001b[2J\u001b[8m\u001b]0;x\u0007', true)).not.toContain('\u001b');
});
