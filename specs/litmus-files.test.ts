/** Which files a word of the command line stands for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { meantBy as meantByIn } from './litmus-files.ts';
import { root } from './root.ts';

const meantBy = (word: string) => meantByIn(word, join(root, 'specs'));
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

test.for<[string, readonly string[]]>([
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
])('%s stands for %j', ([word, files]) => {
  expect(meantBy(word)).toEqual({ files, names: [] });
});

test.for<[string, readonly string[]]>([
  ['WQ+abort+wake', ['WQ+abort+wake']],
  ['SLEEP+abort.2012', ['SLEEP+abort.2012']],
  ['WQ+abort{3+wake,+wake}', ['WQ+abort+wake', 'WQ+abort3+wake']],
  ['WQ+abort?+wake', ['WQ+abort3+wake']],
])('%s stands for the names %j', ([word, names]) => {
  expect(meantBy(word)).toEqual({ files: [], names });
});

test('a pattern stands for files and names alike', () => {
  writeFileSync('WQ+abort9+wake.litmus', '');
  expect(meantBy('WQ+abort[39]+wake*')).toEqual({
    files: ['WQ+abort9+wake.litmus'],
    names: ['WQ+abort3+wake'],
  });
});

test('an absolute folder is one as well', () => {
  expect(meantBy(join(folder, 't')).files).toHaveLength(3);
});

test.for([
  ['none', 'none has no .litmus file in it or below it'],
  ['t/*.md', 't/*.md matches no .litmus file'],
  ['x*', 'x* matches no .litmus file and no name of the catalogue'],
  ['x*.litmus', 'x*.litmus matches no .litmus file'],
])('%s is refused: nothing would be checked', ([word, says]) => {
  expect(() => meantBy(word)).toThrow(`nothing to check: ${says}`);
});
