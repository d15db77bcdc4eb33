/** `fermata run` on programs that are sound, wrong, silent or broken: the words and the exit codes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, fermataIn } from './launched.ts';
import { selectTests } from './specs/catalogue.ts';
import { readReport } from './specs/run/read-report.ts';
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
  expect(stdout).toMatch(
    /^Target liar exact \(expected\) 1 of 1 allowed outcome in 3 rounds: .*\nTest mine Required\nHistogram \(1 states\)\n3 +\*>/,
  );
  expect(stdout).toContain('\nCondition forall (0:r0=EOK) is validated\n');
  expect(code).toBe(0);
  expect(readdirSync(join(folder, 'traces'))).toEqual([]);
});

test('what the model forbids is unsound, and marked', async () => {
  const { code, stdout } = await run('wrong.cjs');
  expect(stdout).toMatch(/\n3 +:>q.balance=0; 0:r0=EINTR;\nNo\n/);
  expect(stdout).toContain('\nForbidden 3 q.balance=0; 0:r0=EINTR;\n');
  expect(stdout).toMatch(/0 exact, 0 sound, 1 unsound, 0 silent, 0 not run/);
  expect(code).toBe(1);
});

test('a target that says nothing of any round is silent', async () => {
  const { code, stdout } = await run('silent.cjs');
  expect(stdout).toContain('\nSet aside 3 (the log overflowed)\n');
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

const FORBIDDEN = 'q.balance=0; 0:r0=EINTR;';

/** A line of a baseline about `mine` on the program of these tests. */
const deviation = (changes: object = {}): string =>
  `${JSON.stringify({
    test: 'mine',
    hash: selectTests([join(folder, 'mine.litmus')])[0].hash,
    target: 'liar',
    expect: 'unsound',
    outcomes: [FORBIDDEN],
    why: 'it tells user space of the abort',
    since: '2026-11-28',
    ...changes,
  })}\n`;

test.for([
  ['wrong.cjs', {}, 0, 'unsound 0/1  mine on liar (known)'],
  ['wrong.cjs', { outcomes: ['q.balance=0; 0:r0=blocked;'] }, 1, '1 NOT expected'],
  ['wrong.cjs', { expires: '2026-11-01' }, 5, 'unsound 0/1  mine on liar (stale)'],
  ['honest.cjs', {}, 5, 'exact   1/1  mine on liar (stale)'],
  ['silent.cjs', {}, 3, '1 silent'],
] as const)('%s beside a known deviation with %j: code %i', async ([program, changes, ...said]) => {
  const file = join(folder, 'known.jsonl');
  writeFileSync(file, deviation(changes));
  const { code, stdout } = await run(program, '--quiet', '--baseline', file);
  expect(stdout).toContain(said[1]);
  expect(code).toBe(said[0]);
});

test('the report has the target, its words and how often it gave what', async () => {
  const { code } = await run('wrong.cjs', '--json', 'out.json', '--report', 'page');
  expect(code).toBe(1);
  const report = readReport(join(folder, 'out.json'));
  expect(report).toMatchObject({ exitCode: 1, ran: 0, failed: 1, runs: [] });
  const [target] = report.targets ?? [];
  expect(target).toMatchObject({ name: 'liar', kernel: 'liar', seed: 1, rounds: 3, broken: null });
  expect(target.results).toHaveLength(1);
  expect(target.results[0]).toMatchObject({
    test: 'mine',
    word: 'unsound',
    standing: 'unexpected',
    rounds: 3,
    allowed: 1,
    seen: 0,
    firstForbidden: FORBIDDEN,
    trace: null,
    histogram: [{ text: FORBIDDEN, times: 3, isAllowed: false, satisfies: false }],
  });
  expect(readdirSync(join(folder, 'page')).toSorted()).toEqual(
    expect.arrayContaining(['index.html', 'report.json']),
  );
});

test('the report of a target that broke says so, and is no pass', async () => {
  expect((await run('broken.cjs', '--json', 'broken.json')).code).toBe(4);
  const { exitCode, targets = [] } = readReport(join(folder, 'broken.json'));
  expect(exitCode).toBe(4);
  expect(targets[0].broken).toMatch(/^The target is broken: .*\nIts last words: /);
});
