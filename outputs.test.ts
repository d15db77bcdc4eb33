import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requireFile, requireWritable, writeFolder } from './outputs.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-'));
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'folder'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const json = (path: string) => ({ by: '--json', path: join(folder, path) });
const report = (path: string) => requireWritable([], join(folder, path));

test('asking leaves nothing behind', () => {
  report('a/b/c');
  report('folder');
  requireWritable([json('new.json'), { ...json('file'), by: '--junit' }]);
  expect(readdirSync(folder).toSorted()).toEqual(['file', 'folder']);
});

test.for(['file', 'file/inside'])('%s cannot be a report directory', (path) => {
  expect(() => report(path)).toThrow(/^--report .* cannot be written: .*(is a file|ENOTDIR)/);
});

test('a folder in which the system lets nobody make anything is refused', () => {
  expect(() => requireWritable([], '/proc/fermata')).toThrow('cannot be written');
});

test.for(['folder', 'nowhere/x.json', 'file/x.json', 'a'.repeat(300)])(
  '%s cannot be a file to write',
  (path) => {
    expect(() => requireFile(json(path))).toThrow(/^--json .* cannot be written: /);
  },
);

test.for(['index.html', 'report.json', 'report.sarif', 'junit.xml'])(
  'a folder where %s of a report goes is found before the search',
  (name) => {
    mkdirSync(join(folder, 'out', name), { recursive: true });
    expect(() => report('out')).toThrow(`${name} cannot be written: it is a folder`);
  },
);

test.for(['a', 'b'])('links that lead round in a circle are refused', (name) => {
  symlinkSync('b', join(folder, 'a'));
  symlinkSync('a', join(folder, 'b'));
  expect(() => requireFile(json(name))).toThrow(/cannot be written: /);
});

test.for(['executions', 'logs'])('a report is refused where its folder %s cannot be', (name) => {
  mkdirSync(join(folder, 'taken'));
  writeFileSync(join(folder, 'taken', name), 'a file');
  expect(() => report('taken')).toThrow(`${name} is a file, not a folder`);
});

test('two outputs in one file are refused, whatever they call it', () => {
  symlinkSync('new', join(folder, 'link'));
  symlinkSync('.', join(folder, 'here'));
  const same = ['new', 'link', 'folder/../new', 'here/new'];
  for (const path of same) {
    const both = [json('new'), { by: '--junit', path: join(folder, path) }];
    expect(() => requireWritable(both)).toThrow(/^--json and --junit would write the same file, /);
  }
  const inside = [{ by: '--json', path: join(folder, 'new', 'report.json') }];
  mkdirSync(join(folder, 'new'));
  expect(() => requireWritable(inside, join(folder, 'new'))).toThrow('--json and --report would');
});

test('a device may be named twice, and is not touched', () => {
  requireWritable(['--json', '--junit'].map((by) => ({ by, path: '/dev/null' })));
  expect(existsSync('/dev/null')).toBe(true);
});

test('a folder of files is written whole, over what was there', async () => {
  const made = join(folder, 'deep/er');
  await writeFolder('--files', made, [{ name: 'a', text: 'old, and longer' }]);
  await writeFolder('--files', made, [
    { name: 'a', text: 'new' },
    { name: 'b', text: 'too' },
  ]);
  expect(readdirSync(made).map((name) => readFileSync(join(made, name), 'utf8'))).toEqual([
    'new',
    'too',
  ]);
});

test.for(['/proc/fermata/deep', '/dev/null/deep'])(
  'nothing is made for files in %s',
  async (path) => {
    const files = [{ name: 'a', text: 'a' }];
    await expect(writeFolder('--files', path, files)).rejects.toThrow(
      `--files ${path} cannot be written: `,
    );
  },
);
