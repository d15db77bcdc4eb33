/** Which files a word of the command line stands for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { litmusFilesAt } from './litmus-files.ts';

const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'fermata-files-'));

beforeAll(() => {
  process.chdir(folder);
  const files = ['t/b.litmus', 't/a.litmus', 't/deep/c.litmus', 't/notes.md', 'odd [1]/d.litmus'];
  for (const file of [...files, 't/node_modules/p/e.litmus', 't/.git/f.litmus', 'none/x.md']) {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '');
  }
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

test.for<[string, readonly string[] | null]>([
  ['t', ['t/a.litmus', 't/b.litmus', 't/deep/c.litmus']],
  ['t/', ['t/a.litmus', 't/b.litmus', 't/deep/c.litmus']],
  ['t/*.litmus', ['t/a.litmus', 't/b.litmus']],
  ['t/*', ['t/a.litmus', 't/b.litmus']],
  ['t/**/{a,c}.litmus', ['t/a.litmus', 't/deep/c.litmus']],
  ['odd [1]', ['odd [1]/d.litmus']],
  ['odd [1]/d.litmus', ['odd [1]/d.litmus']],
  ['t/a.litmus', ['t/a.litmus']],
  ['t/missing.litmus', ['t/missing.litmus']],
  ['t/[missing.litmus', ['t/[missing.litmus']],
  ['WQ+abort+wake', null],
  ['SLEEP+abort.2012', null],
])('%s stands for %j', ([word, files]) => {
  expect(litmusFilesAt(word)).toEqual(files);
});

test('an absolute folder is one as well', () => {
  expect(litmusFilesAt(join(folder, 't'))).toHaveLength(3);
});

test.for([
  ['none', 'none has no .litmus file in it or below it'],
  ['t/*.md', 't/*.md matches no .litmus file'],
  ['x*', 'x* matches no .litmus file'],
])('%s is refused: nothing would be checked', ([word, says]) => {
  expect(() => litmusFilesAt(word)).toThrow(`nothing to check: ${says}`);
});
