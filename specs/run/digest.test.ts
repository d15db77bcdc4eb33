/** One digest tells two copies apart that could give two verdicts. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../root.ts';
import { decidingFiles, digestOf } from './digest.ts';

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'fermata-digest-'));
  for (const file of decidingFiles(root)) cpSync(join(root, file), join(copy, file));
});
afterAll(() => rmSync(copy, { recursive: true }));

test('every file that a check imports decides', async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [
      'specs/run/threads/worker.ts',
      'specs/run/check-all.ts',
      'specs/run/merge.ts',
      'specs/trace/replay.ts',
      'specs/agree/agree.ts',
    ],
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'nowhere',
    platform: 'node',
    packages: 'external',
    format: 'esm',
  });
  const shows = /^(reports|specs\/reading)\//;
  const imported = Object.keys(metafile.inputs).filter((file) => !shows.test(file));
  expect(imported.length).toBeGreaterThan(120);
  expect(imported.filter((file) => !decidingFiles(root).includes(file))).toEqual([]);
});

test('one byte of any of them changes it', () => {
  const before = digestOf(copy);
  expect(before).toBe(digestOf(root));
  for (const file of decidingFiles(root)) {
    const path = join(copy, file);
    const bytes = readFileSync(path);
    bytes[0] ^= 1;
    writeFileSync(path, bytes);
    expect([file, digestOf(copy)]).not.toEqual([file, before]);
    bytes[0] ^= 1;
    writeFileSync(path, bytes);
  }
  expect(digestOf(copy)).toBe(before);
});

test('a file under another name changes it, and a test does not', () => {
  const before = digestOf(copy);
  const first = decidingFiles(copy).find((file) => file.endsWith('.ts')) ?? '';
  const folder = join(copy, dirname(first));
  writeFileSync(join(folder, 'new.test.ts'), '1');
  expect(digestOf(copy)).toBe(before);
  writeFileSync(join(folder, 'zz.ts'), '');
  expect(digestOf(copy)).not.toBe(before);
});
