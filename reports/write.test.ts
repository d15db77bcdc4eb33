import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { sampleReport } from './sample.ts';
import { renderJson, replaceFiles, writeReport } from './write.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fermata-write-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('makes the directory and writes the five files, no temporary one left', async () => {
  const report = sampleReport();
  const out = join(directory, 'deep', 'out');
  const files = await writeReport(report, out);
  const names = ['index.html', 'junit.xml', 'report.json', 'report.log', 'report.sarif'];
  expect((await readdir(out)).toSorted()).toEqual(names);
  expect(files.map(({ path }) => path)).toContain(join(out, 'index.html'));
  expect(JSON.parse(await readFile(join(out, 'report.json'), 'utf8'))).toEqual(report);
});

test('report.json has one run a line', () => {
  const report = sampleReport();
  expect(JSON.parse(renderJson(report))).toEqual(report);
  expect(renderJson(report).split('\n')).toHaveLength(report.runs.length + 3);
  expect(JSON.parse(renderJson(sampleReport({ runs: [] }))).runs).toEqual([]);
});

test('a directory that is a file is refused by name, with what to do', async () => {
  const file = join(directory, 'file');
  await writeFile(file, 'kept');
  for (const path of [file, join(file, 'below')]) {
    await expect(writeReport(sampleReport(), path)).rejects.toThrow(
      `Cannot write the report into ${path}: `,
    );
    await expect(writeReport(sampleReport(), path)).rejects.toThrow(/--report/);
  }
  expect(await readFile(file, 'utf8')).toBe('kept');
});

test('a file that cannot be written leaves the others as they were', async () => {
  const first = join(directory, 'first');
  await writeFile(first, 'old');
  const missing = join(directory, 'missing', 'second');
  const files = [
    { path: first, text: 'new' },
    { path: missing, text: 'new' },
  ];
  await expect(replaceFiles(files)).rejects.toThrow(/ENOENT/);
  expect(await readFile(first, 'utf8')).toBe('old');
  expect(await readdir(directory)).toEqual(['first']);
});

test('a target that is a directory leaves no temporary file', async () => {
  await mkdir(join(directory, 'report.json'));
  await expect(writeReport(sampleReport(), directory)).rejects.toThrow(directory);
  expect((await readdir(directory)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
