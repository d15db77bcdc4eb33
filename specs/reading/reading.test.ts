/**
 * Readings: every call, object and atom has words, every sentence knows its lines, and five
 * readings as they are read.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../reports/data.ts';
import { arbitraryLitmus } from '../litmus/arbitrary/arbitrary-litmus.ts';
import { objectTypesOf } from '../litmus/calls/objects.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { TABLES } from '../litmus/parse/parse-meta.ts';
import { printLitmus } from '../litmus/print.ts';
import { readingOf } from './reading.ts';
import { OBJECT_WORDS } from './reading-objects.ts';
import { readCatalogue, selectTests } from '../catalogue.ts';

const catalogue = readCatalogue();

const sentencesOf = (reading: Reading) => reading.flatMap(({ sentences }) => sentences);
const textOf = (reading: Reading): string =>
  sentencesOf(reading)
    .map(({ text }) => text)
    .join('\n');

const GOLDEN = [
  'EVENT+2subscribers+abort3',
  'K2012+condvar+restart',
  'SLEEP+abort+restart+abort',
  'SYNC+kill+caller+held',
  'WQ+abort+wake',
];

/** Each sentence with the lines that it reads, under the head of its section. */
function readingText(name: string): string {
  const [{ litmus }] = selectTests([name]);
  const lines = readingOf(litmus).flatMap(({ title, sentences }) => [
    title,
    ...sentences.map((sentence) => `  ${sentence.lines.join(',').padEnd(5)} ${sentence.text}`),
  ]);
  return `${lines.join('\n')}\n`;
}

test('every type of object has words of its own', () => {
  const types = new Set(TABLES.flatMap((table) => objectTypesOf(table)));
  expect([...types].filter((type) => type !== 'phone' && !OBJECT_WORDS.has(type))).toEqual([]);
});

describe('of a test of the catalogue', () => {
  test.for(catalogue)('$name every sentence is whole', ({ litmus, text }) => {
    const lines = text.split('\n');
    for (const sentence of sentencesOf(readingOf(litmus))) {
      // No word that stands for something missing, no hole where a name should be.
      expect(sentence.text).not.toMatch(/undefined|null|NaN|\[object| {2}|\(\)|^\W| [,.;:]/);
      expect(sentence.text).toMatch(/^[A-Za-z].*[^.]\.$/);
      expect(sentence.lines).toEqual([...new Set(sentence.lines)].toSorted((a, b) => a - b));
      for (const line of sentence.lines) expect(lines[line - 1].trim()).not.toBe('');
    }
  });

  test.for(catalogue)('$name every line of the file is read', ({ litmus, text }) => {
    const read = new Set(sentencesOf(readingOf(litmus)).flatMap(({ lines }) => lines));
    const unread = text.split('\n').flatMap((line, i) => {
      // Name and document string are read already; brackets of a long initial state say nothing.
      const says = i > 1 && !/^\s*[{}]?\s*\}?(\selse \{)?\s*$/.test(line);
      return says && !read.has(i + 1) ? [`${i + 1}: ${line}`] : [];
    });
    expect(unread).toEqual([]);
  });

  test.for(catalogue)('$name every call is named', ({ litmus }) => {
    const text = textOf(readingOf(litmus));
    const calls = litmus.rows.flat().flatMap((cell) => (cell?.is === 'call' ? [cell.call] : []));
    expect(
      calls.filter((call) => !text.includes(`(${call}`) && !text.includes(`runs ${call}(`)),
    ).toEqual([]);
  });
});

test('any litmus has a reading that mentions each lane and never throws', () => {
  fc.assert(
    fc.property(arbitraryLitmus, (litmus) => {
      const reading = readingOf(parseLitmus(printLitmus(litmus), 'arbitrary.litmus'));
      const titles = reading.map(({ title }) => title);
      for (const { name } of litmus.lanes) {
        expect(titles).toContain(name === 'E' ? 'The environment' : name);
      }
      for (const { sentences } of reading) expect(sentences.length).toBeGreaterThan(0);
      expect(textOf(reading)).not.toMatch(/undefined|\[object|NaN/);
    }),
  );
});

/** One of each kind of lane, call and condition; a change of words shows here. */
describe('the reading of', () => {
  test.for(GOLDEN)('%s is as it was written', async (name) => {
    await expect(readingText(name)).toMatchFileSnapshot(`reading-golden/${name}.txt`);
  });
});
