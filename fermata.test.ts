/**
 * The command line as a user meets it: bad input gives one clear sentence and the exit code of
 * formats.md §4, and nothing half written. Every test starts the launcher in a process of its own.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('fermata.mjs', import.meta.url));
/** Too big to be searched in the time that a test has. */
const BIG = `SYS big
"three sleepers, three wakers, and aborts"
Table=helenos-2026
Aborts=any<=3
{ futex f = 0; futex g = 0; }
 P0                 | P1                 | P2                 | P3               ;
 r0 = futex_down(f) | r0 = futex_down(f) | r0 = futex_down(g) | r0 = futex_up(f) ;
 r1 = futex_down(g) | r1 = futex_up(g)   | r1 = futex_up(f)   | r1 = futex_up(g) ;
exists (0:r0=EOK)
`;
const LITMUS = `SYS tiny
"a sleeper and a waker"
Table=any
{ futex f = 0; }
 P0                 | P1               ;
 r0 = futex_down(f) | r0 = futex_up(f) ;
exists (0:r0=EOK)
`;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-'));
  writeFileSync(join(folder, 'tiny.litmus'), LITMUS);
  writeFileSync(join(folder, 'big.litmus'), BIG);
  writeFileSync(join(folder, 'bad.litmus'), LITMUS.replace('futex_down', 'futex_dwon'));
  const withHash = LITMUS.replace('Table=any', `Table=any\nHash=${'0'.repeat(32)}`);
  writeFileSync(join(folder, 'hash.litmus'), withHash);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `fermata ...args` in the temporary folder. */
function fermata(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [LAUNCHER, ...args], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

describe.concurrent('bad input is refused in one sentence', () => {
  test.for([
    { args: ['chek'], code: 64, says: "unknown command 'chek' (Did you mean check?)" },
    { args: ['check', '--desing', 'x'], code: 64, says: "'--desing' (Did you mean --design?)" },
    { args: ['check', '--design', 'tickt'], code: 64, says: 'the nearest is "ticket"' },
    { args: ['check', '--design', 'ticket,debt=bok'], code: 64, says: 'the nearest is "book"' },
    { args: ['check', '--design', 'dept=book'], code: 64, says: 'the nearest is "debt"' },
    { args: ['check', '--revision', 'helenos-2025'], code: 64, says: 'is "helenos-2026"' },
    { args: ['check', 'no-such-test'], code: 64, says: 'unknown test "no-such-test"; the nearest' },
    { args: ['check', '--max-states', '0'], code: 64, says: '--max-states is "0"' },
    { args: ['check', '--max-memory', '0'], code: 64, says: '--max-memory is "0"' },
    { args: ['check', '--time-limit', '-1'], code: 64, says: '--time-limit is "-1"' },
    { args: ['check', '--aborts', 'many'], code: 64, says: '--aborts is "many"' },
    { args: ['check', '--json', '--junit'], code: 64, says: 'give one a file' },
    { args: ['check', '--json', 'tiny.litmus'], code: 64, says: '"tiny.litmus" is a test' },
    { args: ['check', 'bad.litmus'], code: 4, says: "bad.litmus:6:7: found the call 'futex_dwon'" },
    { args: ['check', 'hash.litmus'], code: 4, says: 'hash.litmus:4:6: found Hash=000' },
    { args: ['check', 'no.litmus'], code: 4, says: 'no.litmus cannot be read: ENOENT' },
    { args: ['check', 'tiny.litmus', '--report', 'tiny.litmus'], code: 4, says: 'is a file' },
    { args: ['check', 'tiny.litmus', '--json=no/x.json'], code: 4, says: 'cannot be written' },
    { args: ['list', 'litmuses'], code: 64, says: 'the nearest is "litmus"' },
    { args: ['show', 'no-such-test'], code: 64, says: 'unknown test' },
    { args: ['replay', 'nonsense'], code: 4, says: '' },
    { args: ['mutants', 'harmles'], code: 64, says: 'unknown mutant "harmles"; the nearest is' },
    { args: ['mutants', '--scan', 'x'], code: 64, says: 'unknown mutant "x"' },
    { args: ['agree', 'no.jsonl'], code: 4, says: 'no.jsonl cannot be read' },
  ])('fermata $args ends with $code', async ({ args, code, says }) => {
    const ended = await fermata(...args);
    expect(ended.stderr).toContain(says);
    expect(ended.stderr).toMatch(/^fermata: .*\n$/);
    expect(ended.stdout).toBe('');
    expect(ended.code).toBe(code);
  });
});

describe('a check', () => {
  test('of a file prints matrix and counts', async () => {
    const { code, stdout } = await fermata('check', 'tiny.litmus', '--design', 'ticket');
    expect(stdout).toMatch(/2 of 2 ran in .* s\.\n2 passed, 0 failed\n$/);
    expect(code).toBe(0);
  });

  test('on one revision runs once', async () => {
    const args = ['tiny.litmus', '--design', 'ticket', '--revision', 'helenos-2012', '--quiet'];
    const { stdout } = await fermata('check', ...args);
    expect(stdout).toMatch(/^1 run VERIFIED\.\n1 of 1 ran in .* s\.\n1 passed, 0 failed\n$/);
  });

  test('with --json prints the report and nothing else', async () => {
    const { stdout } = await fermata('check', 'tiny.litmus', '--design', 'ticket', '--json');
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ schema: 'fermata-report/1', selected: 2, ran: 2, exitCode: 0 });
    expect(report.tests[0]).toMatchObject({ name: 'tiny', doc: 'a sleeper and a waker' });
  });

  test('that is cut is INCONCLUSIVE and ends with 2', async () => {
    const args = ['tiny.litmus', '--design', 'ticket', '--max-states', '2'];
    const { code, stdout } = await fermata('check', ...args);
    expect(stdout).toContain('2 runs INCONCLUSIVE');
    expect(stdout).toMatch(/0 passed, 0 failed\n$/);
    expect(code).toBe(2);
  });

  test('of one test says how much of it was searched', async () => {
    const { stdout } = await fermata('check', 'tiny.litmus', '--design', 'ticket');
    expect(stdout).toMatch(/helenos-2012 {2}ticket {2}VERIFIED {2}\d+ states, all of them/);
  });

  test('begins nothing once its time is over, and ends with 2', async () => {
    const started = Date.now();
    const { code, stdout } = await fermata('check', '--quiet', '--time-limit', '0.001');
    expect(stdout).toMatch(
      /\n0 of [\d,]+ ran in .* s: INCONCLUSIVE \(time\)\.\n0 passed, 0 failed\n$/,
    );
    expect(code).toBe(2);
    expect(Date.now() - started).toBeLessThan(5000);
  });

  test('writes its five files, and only into the folder that it was given', async () => {
    await fermata('check', 'tiny.litmus', '--design', 'ticket', '--report', 'deep/out');
    const files = ['index.html', 'junit.xml', 'report.json', 'report.log', 'report.sarif'];
    expect(readdirSync(join(folder, 'deep', 'out')).toSorted()).toEqual(files);
  });

  test('that is refused has written nothing', async () => {
    await fermata('check', 'bad.litmus', '--report', 'refused', '--json=refused.json');
    expect(existsSync(join(folder, 'refused'))).toBe(false);
    expect(existsSync(join(folder, 'refused.json'))).toBe(false);
  });
});

// Once more if the machine is so busy that the signal comes before anybody listens.
test('Ctrl-C ends a check as INCONCLUSIVE, with what is there written', { retry: 2 }, async () => {
  const args = [LAUNCHER, 'check', 'big.litmus', 'tiny.litmus', '--design=ticket', '--json=c.json'];
  const check = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
  const ended = once(check, 'exit');
  setTimeout(() => check.kill('SIGINT'), 3000);
  expect(await ended).toEqual([2, null]);
  const report = JSON.parse(readFileSync(join(folder, 'c.json'), 'utf8'));
  expect(report.interrupted).toBe(true);
  const [big] = report.runs;
  expect(big).toMatchObject({ test: 'big', verdict: 'INCONCLUSIVE' });
  expect(big.search).toMatchObject({ stopped: 'interrupted', complete: false });
});

test('a token is replayed on its test, and refused once the test is another', async () => {
  const failing = LITMUS.replace('Table=any', 'Table=helenos-2026').replace('exists', '~exists');
  writeFileSync(join(folder, 'failing.litmus'), failing);
  const check = await fermata('check', 'failing.litmus', '--design=ticket');
  expect(check.code).toBe(1);
  // The command that is printed is the one that works.
  const [, token, file] = /^fermata replay (\S+) (\S+)$/m.exec(check.stdout) ?? [];
  const again = await fermata('replay', token, file);
  expect(again.code).toBe(0);
  const alone = await fermata('replay', token);
  expect(alone.code).toBe(64);
  expect(alone.stderr).toContain('name its file: fermata replay TOKEN FILE.litmus');
  expect(check.stdout).toContain(again.stdout.trimEnd());
  const other = await fermata('replay', token, 'tiny.litmus');
  expect(other.code).toBe(4);
  expect(other.stderr).toMatch(/^fermata: tiny has changed: its hash is .*\n$/);
});

test('a reader that has read enough ends the command without a word', async () => {
  const help = spawn(process.execPath, [LAUNCHER, 'help', 'check'], { cwd: folder });
  help.stdout.destroy();
  let said = '';
  help.stderr.on('data', (text: Buffer) => (said += text.toString()));
  expect(await once(help, 'exit')).toEqual([0, null]);
  expect(said).toBe('');
});

test.for(['check', 'agree', 'show', 'replay', 'list', 'promote', 'bench', 'start'])(
  '%s --help shows an example',
  async (command) => {
    const { code, stdout } = await fermata(command, '--help');
    expect(stdout).toContain(`Usage: fermata ${command}`);
    expect(stdout).toMatch(/Example:\n {2}\$ \S/);
    expect(code).toBe(0);
  },
);

test('without a command the help goes to standard error', async () => {
  const { code, stdout, stderr } = await fermata();
  expect(stderr).toContain('Usage: fermata');
  expect(stdout).toBe('');
  expect(code).toBe(64);
});
