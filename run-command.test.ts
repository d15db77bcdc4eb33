/** `fermata run` on programs that are sound, wrong, silent or broken: the words and the exit codes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, fermataIn } from './launched.ts';
import { HONEST_PROGRAM, LIARS } from './specs/conformance/protocol/liars.ts';

const MINE = `SYS mine
"one sleeper, one wakeup"
Table=helenos-2026
{ waitq q; }
 P0                        | P1                   ;
 r0 = waitq_sleep(q, 0, 0) | r0 = waitq_wakeup(q) ;
locations [q.balance;]
forall (0:r0=EOK)
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-run-'));
  const write = (name: string, code: string): void => writeFileSync(join(folder, name), code);
  write('mine.litmus', MINE);
  write('honest.cjs', HONEST_PROGRAM);
  write('wrong.cjs', HONEST_PROGRAM.replace("'0:r0': 'EOK'", "'0:r0': 'EINTR'"));
  const silent = HONEST_PROGRAM.replace(
    "is: 'observed', seq: m.seq, outcome: ok",
    "is: 'set-aside', seq: m.seq, why: 'the log overflowed'",
  );
  write('silent.cjs', silent);
  write('broken.cjs', LIARS.find(({ what }) => what === 'prints garbage')?.code ?? '');
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (program: string, ...args: readonly string[]): Promise<Ended> =>
  fermataIn(folder, [
    'run',
    '--target',
    `cmd:node ${program}`,
    '--rounds',
    '3',
    'mine.litmus',
    ...args,
  ]);

test('what is allowed is sound, and its traces are asked for', async () => {
  const { code, stdout } = await run('honest.cjs', '--traces', 'traces');
  expect(stdout).toMatch(/^Test mine: exact on liar \(3 rounds\)\nHistogram \(1 state\)\n3 +:>/);
  expect(code).toBe(0);
  expect(readdirSync(join(folder, 'traces'))).toEqual([]);
});

test('what the model forbids is unsound, and marked', async () => {
  const { code, stdout } = await run('wrong.cjs');
  expect(stdout).toMatch(/3 +\*>q.balance=0; 0:r0=EINTR;/);
  expect(stdout).toMatch(/0 exact, 0 sound, 1 unsound, 0 silent, 0 not run/);
  expect(code).toBe(1);
});

test('a target that says nothing of any round is silent', async () => {
  const { code, stdout } = await run('silent.cjs');
  expect(stdout).toContain('Set aside: 3 (the log overflowed)');
  expect(code).toBe(3);
});

test('a broken target is no pass, and has its last words', async () => {
  const { code, stdout } = await run('broken.cjs');
  expect(stdout).toMatch(/The target is broken: it says what is no JSON object\n/);
  expect(stdout).toContain('Its last words: ');
  expect(stdout).toContain('Segmentation fault');
  expect(code).toBe(4);
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
const KERNEL = fileURLToPath(new URL('docs/examples/kernel-under-test/kernel.py', import.meta.url));

test.for([
  ['the reference kernel', 'reference-2026', ['WQ+abort+wake', 'SLEEP+abort', 'IPC+wait+send']],
  ['the kernel in Python', `cmd:python3 "${KERNEL}"`, ['WQ+abort+wake', 'SLEEP+abort']],
] as const)('validate accepts the traces of %s', async ([, target, tests], context) => {
  if (target.startsWith('cmd') && !hasPython) context.skip('there is no python3: it did not run');
  const traces = join(folder, `traces-${target.slice(0, 3)}`);
  const flags = ['--target', target, '--rounds', '12', '--traces', traces, '--quiet'];
  expect((await fermataIn(folder, ['run', ...flags, ...tests])).code).toBe(0);
  const files = readdirSync(traces).map((file) => join(traces, file));
  expect(files.length).toBeGreaterThanOrEqual(tests.length);
  const { code, stdout } = await fermataIn(folder, ['validate', '--design', 'ticket', ...files]);
  expect(stdout).toContain(`${files.length} accepted, 0 rejected, 0 inconclusive, 0 unreadable`);
  expect(code).toBe(0);
});

test('a target that there is not is refused', async () => {
  const { code, stderr } = await fermataIn(folder, ['run', '--target', 'minix', 'mine.litmus']);
  expect(stderr).toContain('unknown target "minix"');
  expect(code).toBe(64);
});
