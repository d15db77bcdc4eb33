/**
 * What a search finds, certify/ finds true by itself; and it is as small and as far from the search as
 * it says.
 *
 * A sample of the catalogue, the same in every run: `ALL=1 npx vitest run certify.test.ts` takes all of
 * it, each search once.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookInto } from './certify-folder.ts';
import { certificateFor, listedOf, writeList } from './certify-parts.ts';
import { presets } from './model/designs/presets.ts';
import { readCatalogue } from './specs/catalogue.ts';
import { revisionsOf } from './specs/check/check.ts';
import { root } from './specs/root.ts';
import { distinctJobs } from './specs/run/threads/distinct.ts';

const isAll = process.env.ALL !== undefined;
const DRAWN = 120;
const STATES_MAX = isAll ? 10_000_000 : 4000;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-certify-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const jobs = readCatalogue().flatMap((each) =>
  presets().flatMap((design) =>
    revisionsOf(each.litmus).map((revision) => ({ test: each, design, revision })),
  ),
);

test('every verdict of a sample of the catalogue is certified', { timeout: 7_200_000 }, () => {
  const { distinct } = distinctJobs(jobs, null);
  const step = isAll ? 1 : Math.floor(distinct.length / DRAWN);
  const counts = new Map<string, number>();
  for (const { test: source, design, revision } of distinct.filter((_, i) => i % step === 0)) {
    const { run, bytes } = certificateFor(source, design.name, revision, STATES_MAX);
    counts.set(run.verdict, (counts.get(run.verdict) ?? 0) + 1);
    expect([run.verdict, bytes === null]).toEqual([
      run.verdict,
      run.verdict !== 'VERIFIED' && run.verdict !== 'VIOLATED',
    ]);
    if (bytes === null) continue;
    const listed = listedOf(run);
    writeFileSync(join(folder, listed.file ?? ''), bytes);
    writeList(folder, [listed]);
    const looked = lookInto(folder);
    expect([looked.runs[0].says, looked.runs[0].is]).toEqual([looked.runs[0].says, 'certified']);
    expect([looked.unlisted, [...looked.strange]]).toEqual([[], []]);
    rmSync(join(folder, listed.file ?? ''));
  }
  expect(counts.get('VERIFIED')).toBeGreaterThan(15);
  expect(counts.get('VIOLATED')).toBeGreaterThan(35);
});

test('certify/ has at most 250 lines', () => {
  const files = readdirSync(join(root, 'certify'));
  const lines = files.map((name) => readFileSync(join(root, 'certify', name), 'utf8').split('\n'));
  expect(lines.reduce((sum, { length }) => sum + length - 1, 0)).toBeLessThanOrEqual(250);
});

test('nothing that certify/ imports, however far, is of the search but its contract', async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['certify/certify.ts'],
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'nowhere',
    platform: 'node',
    packages: 'external',
    format: 'esm',
  });
  const files = Object.keys(metafile.inputs);
  expect(files).toContain('model/machine.ts');
  expect(files.filter((file) => /^(checker|specs\/(check|trace))\//.test(file))).toEqual([
    'checker/model.ts',
  ]);
});
