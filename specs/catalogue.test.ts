import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCatalogue, readTest, selectTests, testRow } from './catalogue.ts';
import { sampleTest } from './run/sample.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}

test('tests are found in all folders and sorted by name', () => {
  write('b/first.litmus', sampleTest('Z').text);
  write('a/deep/second.litmus', sampleTest('A').text);
  write('a/notes.md', 'no test');
  const tests = readCatalogue(folder);
  expect(tests.map(({ name, family }) => `${name} ${family}`)).toEqual(['A deep', 'Z b']);
});

test('two files of one name are refused', () => {
  write('a.litmus', sampleTest('A').text);
  write('b.litmus', sampleTest('A').text);
  expect(() => readCatalogue(folder)).toThrow(/b\.litmus: the name "A" belongs to .*a\.litmus/);
});

test('a file that carries the hash of another program is refused', () => {
  const { text, hash } = sampleTest('A');
  const withHash = (claimed: string) => text.replace('Table=any', `Table=any\nHash=${claimed}`);
  expect(readTest(write('good.litmus', withHash(hash))).hash).toBe(hash);
  const bad = write('bad.litmus', withHash('0'.repeat(32)));
  expect(() => readTest(bad)).toThrow(/bad\.litmus:4:6: found Hash=0+, but the test has the hash/);
});

test('a malformed file is refused with its place', () => {
  const file = write('bad.litmus', sampleTest('A').text.replace('futex_down', 'futex_dwon'));
  expect(() => readTest(file)).toThrow(/bad\.litmus:6:7: .*futex_down/);
});

test('a design after "with" that does not exist is refused with the nearest', () => {
  const text = `${sampleTest('A').text.trimEnd()} with tickt: exists\n`;
  expect(() => readTest(write('bad.litmus', text))).toThrow(/the nearest is "ticket"/);
});

test('a file that is not there is refused', () => {
  expect(() => readTest(join(folder, 'no.litmus'))).toThrow(/no\.litmus cannot be read/);
});

test('files are selected by path, each once', () => {
  const file = write('a.litmus', sampleTest('A').text);
  expect(selectTests([file, file]).map(({ name }) => name)).toEqual(['A']);
});

test('a row points at the condition', () => {
  const row = testRow(sampleTest('A'));
  expect(row.source.split('\n')[row.conditionLine - 1]).toMatch(/^exists/);
});
