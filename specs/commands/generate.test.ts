/** `fermata generate` as a user meets it: programs as text and as files, and what is refused. */
import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { UsageError } from '../errors.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { checkGenerated, generatedFiles, generatedTexts, wantedOf } from './generate.ts';

const wanted = wantedOf({ family: ['futex-2012', 'sleep'], count: '3', seed: 'a' });

test('prints so many programs of each family, which the parser takes', () => {
  const names = [...generatedTexts(wanted)].map((text) => parseLitmus(text, 'printed').name);
  expect(names).toHaveLength(6);
  expect(names.filter((name) => name.startsWith('GEN+sleep+'))).toHaveLength(3);
});

test('gives each to a file of its own name', () => {
  const files = [...generatedFiles(wanted)].flat();
  expect(files.map(({ text }) => text)).toEqual([...generatedTexts(wanted)]);
  for (const { name, text } of files) expect(`${parseLitmus(text, name).name}.litmus`).toBe(name);
});

test('without a family all are meant', () => {
  expect(wantedOf({ count: '1', seed: '1' }).families).toHaveLength(9);
});

test.for(['0', '-1', '1.5', '1e3', '', '1000001', 'many'])(
  'a count of "%s" is refused',
  (count) => {
    expect(() => wantedOf({ count, seed: '1' })).toThrow(UsageError);
  },
);

test('an unknown family is refused with the nearest', () => {
  expect(() => wantedOf({ family: ['futex2012'], count: '1', seed: '1' })).toThrow(
    /unknown family "futex2012"; the nearest is "futex-2012"/,
  );
});

test('a check under the right design ends well, and says what was put to the test', () => {
  const lines: string[] = [];
  const right = parseDesign('ticket,place=keep');
  const { text, result } = checkGenerated(wanted, right, (line) => lines.push(line));
  expect(result).toBe('explained');
  expect(lines.map((line) => line.split(':')[0])).toEqual(['futex-2012', 'sleep']);
  expect(text).toMatch(/put to the test by so many programs:\n {2}R1 6, R2 \d/);
  expect(text).toMatch(/6 programs, 9 runs under .*: 0 falls without a known cause, 0 without/);
});

test('a check under a wrong design shows the smallest program that falls', () => {
  const sleeps = wantedOf({ family: ['sleep'], count: '6', seed: '1' });
  const { text, result } = checkGenerated(sleeps, parseDesign('progress=hidden'), () => {});
  expect(result).toBe('unexplained');
  expect(text).toMatch(/R13 falls with aborts alone on helenos-2012, \d+ times:\nSYS GEN\+sleep\+/);
  expect(text).toContain('Asserts=R13\n');
});
