import { execFileSync } from 'node:child_process';
import fs, { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { lstatSync, readlinkSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Report } from './data.ts';
import { sampleReport } from './sample.ts';
import { logBlock } from './formats/log.ts';
import { logFiles, logName } from './formats/log-files.ts';
import { BESIDE_BEGIN } from './html/moved.ts';
import {
  type FileSystem,
  removeLeftovers,
  replaceFiles,
  replaceReport,
  reportFiles,
  type TextFile,
} from './write.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fermata-write-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('makes the directory and writes the files and the logs, no temporary one left', async () => {
  const report = sampleReport();
  const out = join(directory, 'deep', 'out');
  const files = await reportFiles(report, out);
  await replaceFiles(files, out);
  const names = ['index.html', 'junit.xml', 'logs', 'report.json', 'report.sarif'];
  expect((await readdir(out)).toSorted()).toEqual(names);
  const targets = new Set(report.runs.map(({ design, revision }) => logName(design, revision)));
  expect(await readdir(join(out, 'logs'))).toEqual([...targets].toSorted());
  expect(files[0].path).toBe(join(out, 'index.html'));
  const { runs, ...head } = report;
  const json = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
  expect(json).toMatchObject(JSON.parse(JSON.stringify(head)));
  expect(json.runs).toHaveLength(runs.length);
});

/** A page is not made for a test of its logs: it takes seconds. */
function logsOf(report: Report): TextFile[] {
  return logFiles(report).map(({ path, text }) => ({ path: join(directory, path), text }));
}

test('of a larger report before, and of an earlier version, no log is left; all else stays', async () => {
  const report = sampleReport();
  await replaceFiles(logsOf(report), directory);
  const folder = join(directory, 'logs');
  const all = (await readdir(folder)).toSorted();
  const mine = { 'mine.log': 'Design of a house\n', 'notes.txt': logBlock(report.runs[0]) };
  for (const [name, text] of Object.entries(mine)) await writeFile(join(folder, name), text);
  await writeFile(join(directory, 'report.log'), logBlock(report.runs[0]));
  const runs = report.runs.filter(({ design }) => design === 'ticket');
  await replaceReport(logsOf({ ...report, runs }), directory);
  const ofTicket = all.filter((name) => name.startsWith('ticket.'));
  expect(ofTicket.length).toBeLessThan(all.length);
  expect((await readdir(folder)).toSorted()).toEqual(
    [...ofTicket, ...Object.keys(mine)].toSorted(),
  );
  expect(await readdir(directory)).not.toContain('report.log');
  for (const name of Object.keys(mine)) await rm(join(folder, name));
  await replaceReport([], directory);
  expect(await readdir(directory)).not.toContain('logs');
});

test('where one log cannot be, nothing of the report is replaced', async () => {
  const taken = join(directory, 'logs', logName('debt=book', 'helenos-2026'));
  await mkdir(taken, { recursive: true });
  await writeFile(join(directory, 'logs', logName('ticket', 'helenos-2026')), 'old');
  const files = [{ path: join(directory, 'index.html'), text: '' }, ...logsOf(sampleReport())];
  await expect(replaceReport(files, directory)).rejects.toThrow(
    'it is a folder; nothing was replaced',
  );
  expect(await contents()).toEqual({ 'ticket.helenos-2026.log': 'old', folders: '2' });
});

test('of what an earlier report has left beside its page, ours goes and all else stays', async () => {
  const folder = join(directory, 'executions');
  await mkdir(folder);
  const texts = {
    '0.js': BESIDE_BEGIN,
    '1.js': BESIDE_BEGIN,
    '2.js': 'mine',
    'x.js': BESIDE_BEGIN,
  };
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text);
  await removeLeftovers(directory, [{ path: join(folder, '0.js'), text: '' }]);
  expect((await readdir(folder)).toSorted()).toEqual(['0.js', '2.js', 'x.js']);
  for (const name of ['2.js', 'x.js']) await rm(join(folder, name));
  await removeLeftovers(directory, []);
  expect(await readdir(directory)).toEqual([]);
});

test('a text in pieces is written as they are made, and refused as a whole', async () => {
  const path = join(directory, 'pieces');
  const pieces = function* (): Generator<string> {
    yield 'one\n';
    yield 'two\n';
  };
  await replaceFiles([{ path, text: pieces() }]);
  expect(await readFile(path, 'utf8')).toBe('one\ntwo\n');
  const failing = function* (): Generator<string> {
    yield 'three\n';
    throw new Error('no more');
  };
  const files = [{ path, text: failing() }];
  await expect(replaceFiles(files)).rejects.toThrow('no more; nothing was replaced');
  expect(await contents()).toEqual({ pieces: 'one\ntwo\n', folders: '0' });
});

test('a folder that is a file, or lies below one, is refused in a sentence, and stays', async () => {
  const file = join(directory, 'file');
  await writeFile(file, 'kept');
  for (const path of [file, join(file, 'below')]) {
    const files = [{ path: join(path, 'x'), text: '' }];
    await expect(replaceFiles(files, path)).rejects.toThrow(/file.*; nothing was replaced$/);
  }
  expect(await readFile(file, 'utf8')).toBe('kept');
});

/** Two files that are there and one that is not, a folder to make, and one to append to. */
async function four(): Promise<{ files: Parameters<typeof replaceFiles>[0]; folder: string }> {
  await writeFile(join(directory, 'a'), 'old a');
  await writeFile(join(directory, 'b'), 'old b');
  await writeFile(join(directory, 'summary'), 'begun\n');
  const folder = join(directory, 'made', 'deep');
  return {
    folder,
    files: [
      { path: join(directory, 'a'), text: 'new a' },
      { path: join(folder, 'c'), text: 'new c' },
      { path: join(folder, 'below', 'd'), text: 'new d' },
      { path: join(directory, 'summary'), text: 'ours\n', append: true },
      { path: join(directory, 'b'), text: 'new b' },
    ],
  };
}

async function contents(): Promise<Record<string, string>> {
  const all = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = all.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(async ({ parentPath, name }) => [
      name,
      await readFile(join(parentPath, name), 'utf8'),
    ]),
  );
  return Object.fromEntries([...texts, ['folders', String(all.length - files.length)]]);
}

const OPERATIONS = [
  'appendFile',
  'chmod',
  'link',
  'mkdir',
  'rename',
  'writeFile',
] as const satisfies readonly (keyof FileSystem)[];

/** The file system, in which the n-th of these operations (from 1) fails as on a full disk. */
function failingAt(n: number): { system: FileSystem; asked: () => number } {
  let asked = 0;
  const failing = OPERATIONS.map((name) => {
    const operation = fs[name] as (...args: unknown[]) => Promise<unknown>;
    const instead = async (...args: unknown[]): Promise<unknown> => {
      asked++;
      if (asked !== n) return operation(...args);
      // Some of it is on the disk when there is no room for the rest.
      if (name === 'writeFile') await fs.writeFile(String(args[0]), 'ha', { flag: 'wx' });
      if (name === 'appendFile') await fs.appendFile(String(args[0]), 'ou');
      throw Object.assign(new Error('no room'), { code: 'ENOSPC', path: String(args[0]) });
    };
    return [name, instead];
  });
  return { system: { ...fs, ...Object.fromEntries(failing) }, asked: () => asked };
}

test('whichever operation fails, everything is as it was, or as it shall be', async () => {
  const { files, folder } = await four();
  const before = await contents();
  const { system, asked } = failingAt(-1);
  await replaceFiles(files, folder, system);
  const after = await contents();
  expect(after).toEqual({
    a: 'new a',
    b: 'new b',
    c: 'new c',
    d: 'new d',
    summary: 'begun\nours\n',
    folders: '3',
  });
  const operations = asked();
  expect(operations).toBeGreaterThan(10);
  const seen: (readonly [said: string, files: Record<string, string>])[] = [];
  for (let n = 1; n <= operations; n++) {
    await rm(directory, { recursive: true });
    await mkdir(directory);
    await four();
    const said = await replaceFiles(files, folder, failingAt(n).system).then(
      () => 'written',
      (error: Error) => error.message.replace(/^.*: /, ''),
    );
    seen.push([said, await contents()]);
  }
  const refused = ['no space is left (ENOSPC); nothing was replaced', before];
  // A file that cannot get a second name is copied instead.
  const written = ['written', after];
  expect(seen.filter(([said]) => said === 'written')).toEqual([written, written]);
  expect(seen.filter(([said]) => said !== 'written')).toEqual(
    Array.from({ length: operations - 2 }, () => refused),
  );
});

test('a target that is a folder leaves the others as they were, and no draft', async () => {
  await writeFile(join(directory, 'first'), 'old');
  await mkdir(join(directory, 'second'));
  const files = ['first', 'second'].map((name) => ({ path: join(directory, name), text: 'new' }));
  await expect(replaceFiles(files)).rejects.toThrow('it is a folder; nothing was replaced');
  expect(await readFile(join(directory, 'first'), 'utf8')).toBe('old');
  expect((await readdir(directory)).toSorted()).toEqual(['first', 'second']);
});

test('a link stays a link, and what it leads to is replaced; one that leads nowhere, made', async () => {
  await mkdir(join(directory, 'far'));
  await writeFile(join(directory, 'far', 'file'), 'old');
  symlinkSync(join('far', 'file'), join(directory, 'link'));
  symlinkSync(join('far', 'new'), join(directory, 'dangling'));
  const files = ['link', 'dangling'].map((name) => ({ path: join(directory, name), text: name }));
  await replaceFiles(files);
  expect(readlinkSync(join(directory, 'link'))).toBe(join('far', 'file'));
  expect(await readFile(join(directory, 'far', 'file'), 'utf8')).toBe('link');
  expect(await readFile(join(directory, 'far', 'new'), 'utf8')).toBe('dangling');
});

test.runIf(process.platform !== 'win32')('a pipe is written where it is', async () => {
  const pipe = join(directory, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reading = readFile(pipe, 'utf8');
  await replaceFiles([{ path: pipe, text: 'through' }]);
  expect(await reading).toBe('through');
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});

test('a device that takes nothing: nothing else is replaced', async () => {
  await writeFile(join(directory, 'first'), 'old');
  const files = [join(directory, 'first'), '/dev/full'].map((path) => ({ path, text: 'new' }));
  await expect(replaceFiles(files)).rejects.toThrow(/no space is left/);
  expect(await contents()).toEqual({ first: 'old', folders: '0' });
});

test('two at once in one new folder: both succeed, each file is of one of them', async () => {
  const folder = join(directory, 'new', 'folder');
  const write = (text: string): Promise<void> =>
    replaceFiles(
      ['x', 'y', 'z'].map((name) => ({ path: join(folder, name), text })),
      folder,
    );
  await Promise.all(['one', 'two', 'three'].map(write));
  const { folders, ...texts } = await contents();
  expect(folders).toBe('2');
  expect(Object.keys(texts)).toEqual(['x', 'y', 'z']);
  for (const text of Object.values(texts)) expect(['one', 'two', 'three']).toContain(text);
});
