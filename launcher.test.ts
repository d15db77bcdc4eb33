/** The launcher hands over to a whole bundle or to none: one that was cut is refused, in a sentence. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const BUNDLES = ['fermata.mjs', 'worker.mjs', 'helper.mjs', 'chromium.mjs'] as const;

let copy = '';

/** A copy that has a bundle and no sources to make another from. */
beforeAll(() => {
  spawnSync(process.execPath, [join(ROOT, 'fermata.mjs'), '--version'], { cwd: ROOT });
  copy = mkdtempSync(join(tmpdir(), 'fermata-launcher-'));
  for (const file of ['fermata.mjs', 'package.json', 'package-lock.json']) {
    copyFileSync(join(ROOT, file), join(copy, file));
  }
  for (const room of ['checker', 'model', 'specs', 'reports']) mkdirSync(join(copy, room));
  cpSync(join(ROOT, 'specs', 'catalogue'), join(copy, 'specs', 'catalogue'), { recursive: true });
  copyFileSync(
    join(ROOT, 'specs', 'expectations.jsonl'),
    join(copy, 'specs', 'expectations.jsonl'),
  );
  // Older than what is installed, or the launcher would install through the link.
  utimesSync(join(copy, 'package-lock.json'), 0, 0);
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
  // Written last, so that it is newer than what it was made from.
  cpSync(join(ROOT, 'dist'), join(copy, 'dist'), { recursive: true });
});
afterAll(() => rmSync(copy, { recursive: true }));

function run(): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['fermata.mjs', 'list', 'revisions'], {
    cwd: copy,
    encoding: 'utf8',
  });
}

test('a whole bundle runs', () => {
  expect(run()).toMatchObject({ status: 0, stderr: '' });
});

describe.for(BUNDLES)('dist/%s', (name) => {
  test.for([
    ['is empty', () => ''],
    ['was cut in the middle', (text: string) => text.slice(0, text.length / 2)],
    ['lacks its last byte', (text: string) => text.slice(0, -1)],
    ['has a byte that is another', (text: string) => text.replace('function', 'funktion')],
    ['has more than was written', (text: string) => `${text}\nprocess.exit(0);\n`],
  ] as const)('%s: refused', ([, change]) => {
    const path = join(copy, 'dist', name);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, change(text));
    const { status, stdout, stderr } = run();
    writeFileSync(path, text);
    expect({ status, stdout }).toEqual({ status: 70, stdout: '' });
    expect(stderr).toMatch(/^fermata: .* is not whole; remove .* and start again\.\n$/);
  });
});
