/**
 * Tests of one's own on the command line: what they are checked on, what decides the exit code, which
 * baseline they stand by. Every test starts the launcher in a process of its own.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, fermataIn } from './launched.ts';

const MINE = `SYS mine
"a restarted abort must not swallow the next wakeup"
Table=helenos-2026
Aborts=P0:L0<=1
{ waitq q; }
 P0                                | P1                    ;
 L0: r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_wakeup(q)  ;
~exists (0:r0=blocked)
`;

/** A combination of the user's own, as wrong as the known-bad preset that it begins with. */
const BOOKS = 'debt=book,place=keep';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-own-'));
  mkdirSync(join(folder, 'tests', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'tests', 'mine.litmus'), MINE);
  writeFileSync(join(folder, 'tests', 'deep', 'other.litmus'), MINE.replace('mine', 'other'));
  const never = MINE.replace('~exists', 'exists').replace('mine', 'never');
  writeFileSync(join(folder, 'never.litmus'), never);
});
afterAll(() => rmSync(folder, { recursive: true }));

const fermata = (...args: readonly string[]): Promise<Ended> => fermataIn(folder, args);

const designsIn = ({ stdout }: Ended): string[] =>
  JSON.parse(stdout).runs.map((run: { design: string }) => run.design);

describe('a file that is not of the catalogue', () => {
  test('runs on the sound designs and the kernel as it is', async () => {
    const ended = await fermata('check', 'tests/mine.litmus', '--json');
    expect(designsIn(ended)).toEqual(['today', 'ticket', 'ticket-libc']);
    expect(ended.code).toBe(0);
  });

  test('with --all runs on every preset, and those known to be bad decide nothing', async () => {
    const ended = await fermata('check', 'tests/mine.litmus', '--all', '--json');
    const { runs } = JSON.parse(ended.stdout);
    const bad = runs.filter((run: { design: string }) => run.design === 'debt=book');
    expect(bad).toMatchObject([{ verdict: 'VIOLATED', standing: 'information' }]);
    expect(runs.length).toBeGreaterThan(20);
    expect(ended.code).toBe(0);
  });

  test('is judged on a design of the user that is named', async () => {
    const { code, stdout } = await fermata('check', 'tests/mine.litmus', '--design', BOOKS);
    expect(stdout).toContain(`VIOLATED  helenos-2026  ${BOOKS}: R1, R3, R9, R15, condition; `);
    expect(code).toBe(1);
  });

  test('on a known-bad design alone is shown and not judged, which is no pass', async () => {
    const args = ['tests/mine.litmus', '--design', 'debt=book'];
    const { code, stdout } = await fermata('check', ...args);
    expect(stdout).toMatch(
      /VIOLATED {2}helenos-2026 {2}debt=book: .*\(known-bad:\s+not\s+judged\)/s,
    );
    expect(stdout).toContain('debt=book on helenos-2026 breaks R1, R3, R9, R15, condition: ');
    expect(stdout).toContain('\nNothing was judged: ');
    expect(stdout).toMatch(/\n0 passed, 0 failed\n$/);
    expect(code).toBe(3);
    // Nor does one that has no notion of the test judge it.
    expect((await fermata('check', ...args, '--design', 'today', '--quiet')).code).toBe(3);
  });

  test('on a known-bad design says where it and a right one part; the right one decides', async () => {
    const args = ['tests/mine.litmus', '--design', 'debt=book', '--design', 'ticket'];
    const { code, stdout } = await fermata('check', ...args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n1 passed, 0 failed\n$/);
    expect(stdout).toMatch(/^Decisive step \d+: P0 .*under\s+ticket/ms);
    expect(stdout.split('\n').length).toBeLessThan(45);
  });

  test('that fails is told in one line with --quiet: where, what, and the step that decides', async () => {
    const args = ['tests/mine.litmus', '--design', BOOKS, '--design', 'ticket', '--quiet'];
    const { code, stdout } = await fermata('check', ...args);
    expect(stdout.split('\n')[0]).toMatch(
      /^tests\/mine\.litmus:8: mine on debt=book,place=keep, helenos-2026: VIOLATED R1, R3, R9, R15, condition; (step \d+ decides|point of no return): /,
    );
    expect(code).toBe(1);
  });

  test('is drawn step by step with --full, and can be replayed', async () => {
    const args = ['tests/mine.litmus', '--design', 'debt=book', '--full'];
    const { stdout } = await fermata('check', ...args);
    expect(stdout).toMatch(/^fermata replay F1\.\S+ tests\/mine\.litmus$/m);
    expect(stdout).toContain('syscall_handler()');
  });
});

test('a folder stands for all tests below it, and a pattern for what it matches', async () => {
  const all = await fermata('check', 'tests', '--design=ticket', '--quiet');
  expect(all.stdout).toContain('2 of 2 ran');
  const one = await fermata('check', 'tests/*.litmus', '--design=ticket', '--quiet');
  expect(one.stdout).toContain('1 of 1 ran');
});

describe('a baseline of the user', () => {
  const args = ['tests/mine.litmus', '--design', BOOKS];

  test('lies beside the tests, is written by promote, and makes the check green', async () => {
    const refused = await fermata('promote', ...args);
    expect(refused.stderr).toContain('would be new; say why with --why');
    const { code, stdout } = await fermata('promote', ...args, '--why', 'not mended yet');
    expect(stdout).toMatch(/\nWritten: tests\/expectations\.jsonl\n$/);
    expect(code).toBe(0);
    const file = join(folder, 'tests', 'expectations.jsonl');
    expect(readFileSync(file, 'utf8')).toContain('"target":"debt=book,place=keep/helenos-2026"');
    const again = await fermata('check', ...args);
    expect(again.stdout).toMatch(/all\s+of\s+them\s+\(as\s+expected:\s+not\s+mended\s+yet\)/);
    expect(again.code).toBe(0);
    rmSync(file);
    expect((await fermata('check', ...args)).code).toBe(1);
  });

  test('has nothing to say of a known-bad design', async () => {
    const { code, stderr } = await fermata(
      'promote',
      ...args.slice(0, 2),
      'debt=book',
      '--why',
      'x',
    );
    expect(stderr).toContain('debt=book is known to be bad; it is not judged');
    expect(code).toBe(64);
  });

  test('may be another file, for promote and check alike', async () => {
    const named = [...args, '--baseline', 'known.jsonl'];
    expect((await fermata('promote', ...named, '--why', 'not mended yet')).code).toBe(0);
    expect((await fermata('check', ...named)).code).toBe(0);
    expect((await fermata('check', ...args)).code).toBe(1);
  });

  test('with a line about a test that is gone ends with 5, and says so', async () => {
    const file = join(folder, 'tests', 'deep', 'expectations.jsonl');
    const named = ['tests/deep', '--design', BOOKS];
    await fermata('promote', ...named, '--why', 'not mended yet');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"other"', '"gone"'));
    const { code, stdout } = await fermata('check', 'tests/deep', '--quiet');
    expect(stdout).toMatch(
      /deep\/expectations\.jsonl has a line about gone on debt=book,place=keep/,
    );
    expect(code).toBe(5);
    rmSync(file);
  });

  test('that says what is no more so ends with 5, and with the command that mends it', async () => {
    const design = ['--design', 'ticket'];
    const { code: red } = await fermata('check', 'never.litmus', ...design);
    await fermata('promote', 'never.litmus', ...design, '--why', 'not mended yet');
    const text = readFileSync(join(folder, 'never.litmus'), 'utf8');
    // Another question is the same program: the line is about it, and does not hold.
    writeFileSync(join(folder, 'never.litmus'), text.replace('exists', '~exists'));
    const { code, stdout } = await fermata('check', 'never.litmus', ...design);
    writeFileSync(join(folder, 'never.litmus'), text);
    rmSync(join(folder, 'expectations.jsonl'));
    expect(stdout).toContain('Next: fermata promote never.litmus --design ticket makes');
    expect([red, code]).toEqual([1, 5]);
  });

  test('is for files of the user alone', async () => {
    const { code, stderr } = await fermata('check', 'WQ+wake', '--baseline', 'never.litmus');
    expect(stderr).toContain('is for files of your own');
    expect(code).toBe(64);
  });
});

test('an exists that fails ends with 1 and shows the outcomes that there are', async () => {
  const { code, stdout } = await fermata('check', 'never.litmus');
  expect(stdout).toMatch(/ {2}States 1\n {2}\d+ :>0:r0=EOK;\n {2}No\n/);
  expect(code).toBe(1);
});

test('--version prints the version', async () => {
  const { stdout, code } = await fermata('--version');
  const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  expect({ stdout, code }).toEqual({ stdout: `${version}\n`, code: 0 });
});
