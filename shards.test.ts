/** `--shard` and `merge` on the command line: the parts are the whole, or say what is missing. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, fermataIn, TINY } from './launched.ts';
import { presets } from './model/designs/presets.ts';
import { readReport } from './specs/run/read-report.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-shards-'));
  writeFileSync(join(folder, 'tiny.litmus'), TINY);
});
afterAll(() => rmSync(folder, { recursive: true }));

const fermata = (...args: readonly string[]): Promise<Ended> => fermataIn(folder, args);

const TESTS = ['WQ+abort+wake', 'WQ+fifo', 'WQ+wake', 'SLEEP+zero', 'SYNC+abort'];
/** SLEEP+zero is of both revisions. */
const RUNS = presets().length * (TESTS.length + 1);
const shard = (i: number) =>
  fermata('check', ...TESTS, '--shard', `${i}/3`, '--quiet', `--json=${i}.json`);

test('shards, merged, are the check that was not split, times aside', async () => {
  const whole = await fermata('check', ...TESTS, '--quiet', '--json=whole.json');
  const parts = await Promise.all([1, 2, 3].map(shard));
  expect([whole, ...parts].map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  const files = ['3.json', '1.json', '2.json'];
  const outputs = ['--json=merged.json', '--sarif=m.sarif', '--junit=m.xml', '--report', 'm'];
  const merged = await fermata('merge', ...files, ...outputs, '--quiet');
  expect(merged.code).toBe(0);
  expect(merged.stdout).toMatch(
    RegExp(`\\n${RUNS} of ${RUNS} ran in .* s\\.\\n\\d+ passed, 0 failed\\n$`),
  );
  expect(withoutTimes('merged.json')).toEqual(withoutTimes('whole.json'));
  expect(readdirSync(join(folder, 'm'))).toContain('report.sarif');
});

test('shards of which one is missing end with 5, and with what is missing', async () => {
  await shard(1);
  const { code, stdout } = await fermata('merge', '1.json', '--quiet');
  expect(stdout).toContain('of 3 shards these are missing');
  expect(stdout).toMatch(RegExp(`of ${RUNS} ran in .* s: the rest is unknown\\.\\n`));
  expect(code).toBe(5);
});

test('shards with nothing in them end with 5', async () => {
  const { code, stdout } = await fermata('check', 'tiny.litmus', '--shard=2/2', '--quiet');
  expect(stdout).toMatch(/^Nothing ran[^]*\nShard 2 of 2: 0 of 0 ran[^]*\n0 passed, 0 failed\n$/);
  expect(code).toBe(5);
});

/** What may differ is taken out: when, where and how long. */
function withoutTimes(file: string): unknown {
  const report = readReport(join(folder, file));
  const { command: _, startedAt: __, elapsedMs: ___, environment: ____, ...rest } = report;
  const runs = rest.runs.map((run) => ({ ...run, search: { ...run.search, elapsedMs: 0 } }));
  return { ...rest, runs };
}
