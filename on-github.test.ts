/** Checks where GitHub runs them: annotations, the step summary, and no command of its own in a text. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, fermataIn, TINY } from './launched.ts';

const FAILING = TINY.replace('SYS tiny', 'SYS wrong').replace('Table=any', 'Table=helenos-2026');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-github-'));
  writeFileSync(join(folder, 'wrong.litmus'), FAILING.replace('exists', '~exists'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const fermata = (...args: readonly string[]): Promise<Ended> => fermataIn(folder, args);

const GITHUB = { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: 'summary.md' };
const ARGS = ['check', 'wrong.litmus', '--design=ticket', '--quiet'];

test('a failure is annotated and drawn in the summary, after what stands there', async () => {
  writeFileSync(join(folder, 'summary.md'), 'built\n');
  const { code, stdout } = await fermataIn(folder, ARGS, GITHUB);
  expect(stdout).toMatch(/^::error file=wrong\.litmus,line=7,title=condition of wrong/);
  expect(stdout).toMatch(/\n0 passed, 1 failed\n$/);
  const summary = readFileSync(join(folder, 'summary.md'), 'utf8');
  expect(summary).toMatch(
    /^built\n## Fermata: 0 passed, 1 failed\n[^]*```mermaid\nsequenceDiagram/,
  );
  expect(code).toBe(1);
});

test('a format on standard output stays whole: the annotations go to standard error', async () => {
  const { code, stdout, stderr } = await fermataIn(folder, [...ARGS, '--sarif'], GITHUB);
  expect(JSON.parse(stdout)).toMatchObject({ version: '2.1.0' });
  expect(stderr).toMatch(/^::error file=wrong\.litmus/);
  expect(code).toBe(1);
});

test('neither is there with --no-github, and elsewhere both only with --github', async () => {
  writeFileSync(join(folder, 'summary.md'), '');
  const without = await fermataIn(folder, [...ARGS, '--no-github'], GITHUB);
  const elsewhere = await fermata(...ARGS);
  expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toBe('');
  const asked = await fermata(...ARGS, '--github');
  expect([without, elsewhere, asked].map(({ stdout }) => stdout.startsWith('::'))).toEqual([
    false,
    false,
    true,
  ]);
  expect([without, elsewhere, asked].map(({ code }) => code)).toEqual([1, 1, 1]);
});

test('a litmus is refused without a command of GitHub in the sentence', async () => {
  writeFileSync(join(folder, 'hostile.litmus'), TINY.replace('Table=any', 'Table=##[error]x'));
  const { code, stdout, stderr } = await fermataIn(folder, ['check', 'hostile.litmus'], GITHUB);
  expect(stderr).toMatch(/^fermata: hostile\.litmus:3:7: found .*\n$/);
  expect(stdout + stderr).not.toMatch(/##\[|^\s*::/m);
  expect(code).toBe(4);
});

test('the baseline is not promoted', async () => {
  const { code, stderr } = await fermataIn(folder, ['promote', 'WQ+wake', '--why=so'], {
    CI: 'true',
  });
  expect(stderr).toMatch(/^fermata: promote is refused under CI: .*\n$/);
  expect(code).toBe(64);
});
