/**
 * `fermata check --watch` as a user meets it: a save is answered within a second, a file that is
 * wrong ends nothing, and Ctrl-C ends it with the exit code of what stood there.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('fermata.mjs', import.meta.url));
const LITMUS = `SYS tiny
"a sleeper and a waker"
Table=helenos-2026
{ futex f = 0; }
 P0                 | P1               ;
 r0 = futex_down(f) | r0 = futex_up(f) ;
exists (0:r0=EOK)
`;
const FALLING = LITMUS.replace('exists', '~exists');

let folder = '';
let file = '';
let watching: ChildProcessWithoutNullStreams;
let stdout = '';
let stderr = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-'));
  file = join(folder, 'tiny.litmus');
  writeFileSync(file, LITMUS);
  [stdout, stderr] = ['', ''];
  const args = [LAUNCHER, 'check', 'tiny.litmus', '--watch', '--design', 'ticket'];
  watching = spawn(process.execPath, args, { cwd: folder });
  watching.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  watching.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  await says(/tiny\.litmus: 1 run VERIFIED\./, 20_000);
});

afterEach(async () => {
  if (watching.exitCode === null) await end();
  rmSync(folder, { recursive: true });
});

/** Milliseconds until the output since the last call says `what`; Infinity if it does not. */
async function says(what: RegExp, mostMs = 5000): Promise<number> {
  const startedMs = performance.now();
  while (!what.test(stdout)) {
    if (performance.now() - startedMs > mostMs) return Infinity;
    await sleep(5);
  }
  stdout = '';
  return performance.now() - startedMs;
}

async function end(): Promise<unknown> {
  const ended = once(watching, 'exit');
  watching.kill('SIGINT');
  return ended;
}

test('a save is answered within a second, with the first counterexample', async () => {
  const took: number[] = [];
  for (const text of [FALLING, LITMUS, FALLING]) {
    writeFileSync(file, text);
    took.push(
      await says(text === LITMUS ? /1 passed, 0 failed/ : /breaks condition in \d+ steps:/),
    );
  }
  // The quickest of three: other processes may take the machine's time.
  expect(Math.min(...took)).toBeLessThan(1000);
});

test('a syntax error is shown and a save by rename mends it', async () => {
  writeFileSync(file, LITMUS.replace('futex_down', 'futex_dwon'));
  expect(await says(/tiny\.litmus:6:7: found the call 'futex_dwon'/)).toBeLessThan(5000);
  writeFileSync(join(folder, 'draft'), LITMUS);
  renameSync(join(folder, 'draft'), file);
  expect(await says(/1 run VERIFIED/)).toBeLessThan(5000);
});

test('a file that vanishes is waited for', async () => {
  rmSync(file);
  expect(await says(/tiny\.litmus cannot be read: ENOENT/)).toBeLessThan(5000);
  writeFileSync(file, LITMUS);
  expect(await says(/1 run VERIFIED/)).toBeLessThan(5000);
});

test('Ctrl-C ends it with 0 where all is as expected, and leaves nothing behind', async () => {
  expect(await end()).toEqual([0, null]);
  expect(stderr).toBe('');
  expect(readdirSync(folder)).toEqual(['tiny.litmus']);
});

test('Ctrl-C ends it with 1 where the last check has failed', async () => {
  writeFileSync(file, FALLING);
  await says(/1 failed/);
  expect(await end()).toEqual([1, null]);
});

test('Ctrl-C ends it with 4 where the file cannot be read', async () => {
  writeFileSync(file, 'nonsense');
  await says(/tiny\.litmus:1:1/);
  expect(await end()).toEqual([4, null]);
});

test('no escape sequence goes into a pipe', async () => {
  let all = '';
  watching.stdout.on('data', (text: Buffer) => (all += text.toString()));
  writeFileSync(file, FALLING);
  await says(/1 failed/);
  expect(all).not.toContain('\u001b');
});
