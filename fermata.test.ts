/**
 * The command line as a user meets it: bad input gives one clear sentence and the exit code of
 * docs/formats.md#exit-codes, and nothing half written. Every test starts the launcher in a process of its own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, fermataIn, LAUNCHER, ownEnvironment, TINY } from './launched.ts';

/** Too big to be searched in the time that a test has. */
const BIG = `SYS big
"three sleepers, three wakers, and aborts"
Table=helenos-2026
Aborts=any<=3
Asserts=none
{ futex f = 0; futex g = 0; }
 P0                 | P1                 | P2                 | P3               ;
 r0 = futex_down(f) | r0 = futex_down(f) | r0 = futex_down(g) | r0 = futex_up(f) ;
 r1 = futex_down(g) | r1 = futex_up(g)   | r1 = futex_up(f)   | r1 = futex_up(g) ;
exists (0:r0=EOK)
`;
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-'));
  writeFileSync(join(folder, 'tiny.litmus'), TINY);
  writeFileSync(join(folder, 'big.litmus'), BIG);
  writeFileSync(join(folder, 'bad.litmus'), TINY.replace('futex_down', 'futex_dwon'));
  const withHash = TINY.replace('Table=any', `Table=any\nHash=${'0'.repeat(32)}`);
  writeFileSync(join(folder, 'hash.litmus'), withHash);
  writeFileSync(join(folder, 'other.json'), '{"schema":"fermata-report/0"}');
  writeFileSync(join(folder, 'bare.json'), '{"schema":"fermata-report/1"}');
  writeFileSync(join(folder, 'deep.json'), `${'['.repeat(200_000)}${']'.repeat(200_000)}`);
  writeFileSync(join(folder, 'cut.json'), '{"schema":"ferm');
  const check = ['check', 'tiny.litmus', '--design=ticket', '--json=one.json'];
  spawnSync(process.execPath, [LAUNCHER, ...check], { cwd: folder, env: ownEnvironment() });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const fermata = (...args: readonly string[]): Promise<Ended> => fermataIn(folder, args);

describe.concurrent('bad input is refused in one sentence', () => {
  test.for([
    { args: ['chek'], code: 64, says: "unknown command 'chek' (Did you mean check?)" },
    { args: ['check', '--desing', 'x'], code: 64, says: "'--desing' (Did you mean --design?)" },
    { args: ['check', '--design', 'tickt'], code: 64, says: 'the nearest is "ticket"' },
    { args: ['check', '--design', 'ticket,debt=bok'], code: 64, says: 'the nearest is "book"' },
    { args: ['check', '--design', 'dept=book'], code: 64, says: 'the nearest is "debt"' },
    { args: ['check', '--revision', 'helenos-2025'], code: 64, says: 'is "helenos-2026"' },
    {
      args: ['check', 'no-such-test'],
      code: 64,
      says: 'unknown test "no-such-test". fermata list',
    },
    { args: ['check', '--max-states', '0'], code: 64, says: '--max-states is "0"' },
    { args: ['check', '--max-memory', '0'], code: 64, says: '--max-memory is "0"' },
    { args: ['check', '--time-limit', '-1'], code: 64, says: '--time-limit is "-1"' },
    { args: ['check', '--aborts', 'many'], code: 64, says: '--aborts is "many"' },
    { args: ['check', '--json', '--junit'], code: 64, says: 'give one a file' },
    { args: ['check', '--json', 'tiny.litmus'], code: 64, says: '"tiny.litmus" is a test' },
    { args: ['check', '--junit', '--sarif'], code: 64, says: 'give one a file' },
    { args: ['check', '--sarif', 'tiny.litmus'], code: 64, says: '"tiny.litmus" is a test' },
    { args: ['check', '--shard', '3/2'], code: 64, says: '--shard is "3/2"; of 2 parts' },
    { args: ['check', '--shard', 'half'], code: 64, says: '--shard is "half"; it must be i/n' },
    { args: ['merge'], code: 64, says: "missing required argument 'reports'" },
    { args: ['merge', 'no.json'], code: 4, says: 'no.json cannot be read: ENOENT' },
    { args: ['merge', 'tiny.litmus'], code: 4, says: 'tiny.litmus: not JSON: ' },
    { args: ['merge', 'other.json'], code: 4, says: 'other.json has schema "fermata-report/0"' },
    { args: ['costs', 'other.json'], code: 4, says: 'expected "fermata-report/2"' },
    { args: ['check', 'bad.litmus'], code: 4, says: "bad.litmus:6:7: found the call 'futex_dwon'" },
    { args: ['check', 'hash.litmus'], code: 4, says: 'hash.litmus:4:6: found Hash=000' },
    { args: ['check', 'no.litmus'], code: 4, says: 'no.litmus cannot be read: ENOENT' },
    { args: ['check', 'tiny.litmus', '--report', 'tiny.litmus'], code: 4, says: 'is a file' },
    { args: ['check', 'tiny.litmus', '--json=no/x.json'], code: 4, says: 'cannot be written' },
    { args: ['check', '--watch'], code: 64, says: '--watch needs the files to watch' },
    { args: ['check', 'tiny.litmus', '--watch', '--json'], code: 64, says: '--watch and --json' },
    { args: ['check', 'tiny.litmus', '--watch', '--report', 'x'], code: 64, says: 'not kept' },
    { args: ['check', 'no.litmus', '--watch'], code: 4, says: 'no.litmus cannot be watched' },
    { args: ['check', 'tinny', '--watch'], code: 64, says: 'unknown test "tinny"' },
    { args: ['check', 'tiny.litmus', '--watch', '--design', 'tickt'], code: 64, says: '"ticket"' },
    { args: ['new', 'x.litmus'], code: 64, says: 'elsewhere: fermata new FILE --call CALL' },
    { args: ['new', 'tiny.litmus', '--call=ipc_wait'], code: 4, says: 'is there already' },
    { args: ['explain', 'ipc_wiat'], code: 64, says: 'the nearest is "ipc_wait"' },
    { args: ['explain', 'place=kept'], code: 64, says: 'unknown value of place "kept"' },
    { args: ['list', 'litmuses'], code: 64, says: 'the nearest is "litmus"' },
    { args: ['show', 'no-such-test'], code: 64, says: 'unknown test' },
    { args: ['replay', 'nonsense'], code: 4, says: '' },
    { args: ['mutants', 'harmles'], code: 64, says: 'unknown mutant "harmles". fermata' },
    { args: ['mutants', '--scan', 'x'], code: 64, says: 'unknown mutant "x"' },
    { args: ['costs', 'one.json'], code: 64, says: 'no costs were written: it has no run of' },
    { args: ['promote', 'tiny.litmus', 'WQ+wake'], code: 64, says: 'one after the other' },
    { args: ['promote', 'WQ+wake', '--design=debt=book'], code: 64, says: 'is known to be bad' },
    { args: ['check', 'tiny.litmus', '--baseline=no.jsonl'], code: 4, says: 'is not there' },
    { args: ['check', 'WQ+wake', '--baseline=one.json'], code: 64, says: 'files of your own' },
    { args: ['check', 'no*.litmus'], code: 64, says: 'no*.litmus matches no .litmus file' },
    { args: ['check', '--all', '--design=ticket'], code: 64, says: '--all and --design' },
    { args: ['promote', 'WQ+wake', '--why='], code: 64, says: '--why is empty' },
    { args: ['merge', 'deep.json'], code: 4, says: 'deep.json: not JSON of ours: it is nested' },
    { args: ['merge', 'cut.json'], code: 4, says: 'cut.json: not JSON: ' },
    { args: ['merge', 'bare.json'], code: 4, says: 'bare.json: version is missing' },
    { args: ['check', 'no\u001b[31m\n::error::.litmus'], code: 4, says: 'cannot be read: ENOENT' },
    { args: ['agree', 'no.jsonl'], code: 4, says: 'no.jsonl cannot be read' },
  ])('fermata $args ends with $code', async ({ args, code, says }) => {
    const ended = await fermata(...args);
    expect(ended.stderr).toContain(says);
    expect(ended.stderr).toMatch(/^fermata: [^\p{Cc}]*\n$/u);
    expect(ended.stderr).not.toMatch(/^\s*::/m);
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
    expect(report).toMatchObject({ schema: 'fermata-report/2', selected: 2, ran: 2, exitCode: 0 });
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
    const { stdout } = await fermata('check', 'tiny.litmus', '--design', 'ticket', '--full');
    expect(stdout).toMatch(
      /helenos-2012 {2}ticket {2}VERIFIED {2}condition; .*\d+ states, all of them/,
    );
  });

  test('begins nothing once its time is over, and ends with 2', async () => {
    const started = Date.now();
    const { code, stdout } = await fermata('check', '--quiet', '--time-limit', '0.001');
    expect(stdout).toMatch(
      /\n0 of [\d,]+ ran in .* s: INCONCLUSIVE \(time\)\.\n0 passed, 0 failed\n$/,
    );
    expect(code).toBe(2);
    expect(Date.now() - started).toBeLessThan(30_000);
  });

  test('writes its files, and only into the folder that it was given', async () => {
    await fermata('check', 'tiny.litmus', '--design', 'ticket', '--report', 'deep/out');
    const files = ['index.html', 'junit.xml', 'logs', 'report.json', 'report.sarif'];
    expect(readdirSync(join(folder, 'deep', 'out')).toSorted()).toEqual(files);
  });

  test('that is refused has written nothing', async () => {
    await fermata('check', 'bad.litmus', '--report', 'refused', '--json=refused.json');
    expect(existsSync(join(folder, 'refused'))).toBe(false);
    expect(existsSync(join(folder, 'refused.json'))).toBe(false);
  });
});

// Once more if the machine is so busy that the signal comes before anybody listens.
/** How long a check is left alone before it is interrupted: longer each time, on a slow machine. */
let patienceMs = 1500;

test('Ctrl-C ends a check as INCONCLUSIVE, with what is there written', { retry: 3 }, async () => {
  patienceMs *= 2;
  const args = [LAUNCHER, 'check', 'big.litmus', 'tiny.litmus', '--design=ticket', '--json=c.json'];
  const check = spawn(process.execPath, args, {
    cwd: folder,
    env: ownEnvironment(),
    stdio: 'ignore',
  });
  const ended = once(check, 'exit');
  setTimeout(() => check.kill('SIGINT'), patienceMs);
  expect(await ended).toEqual([2, null]);
  const report = JSON.parse(readFileSync(join(folder, 'c.json'), 'utf8'));
  expect(report.interrupted).toBe(true);
  const [big] = report.runs;
  expect(big).toMatchObject({ test: 'big', verdict: 'INCONCLUSIVE' });
  expect(big.search).toMatchObject({ stopped: 'interrupted', complete: false });
});

test('a token is replayed on its test, and refused once the test is another', async () => {
  const failing = TINY.replace('Table=any', 'Table=helenos-2026').replace('exists', '~exists');
  writeFileSync(join(folder, 'failing.litmus'), failing);
  const check = await fermata('check', 'failing.litmus', '--design=ticket', '--full');
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

describe('in a pipe', () => {
  const args = ['check', 'tiny.litmus', 'big.litmus', '--design', 'ticket', '--max-states', '2000'];

  /** The same command under other variables of the environment. */
  async function under(variables: Record<string, string>, more: string[] = []): Promise<Ended> {
    return fermataIn(folder, [...args, ...more], variables);
  }

  test('nothing is coloured and no progress is shown', async () => {
    const { stdout, stderr } = await under({ CI: 'true' });
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toBe('');
  });

  test('FORCE_COLOR colours, and NO_COLOR or --no-color is stronger', async () => {
    expect((await under({ FORCE_COLOR: '1' })).stdout).toContain('\u001b[');
    expect((await under({ FORCE_COLOR: '1', NO_COLOR: '1' })).stdout).not.toContain('\u001b');
    expect((await under({ FORCE_COLOR: '1' }, ['--no-color'])).stdout).not.toContain('\u001b');
  });

  test.for([40, 60, 80, 120, 200])('COLUMNS=%i is kept to', async (columns) => {
    const { stdout } = await under({ COLUMNS: String(columns) });
    const widths = stdout.split('\n').map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
  });
});

describe('show', () => {
  test('prints a litmus that can be checked, with its reading as a comment', async () => {
    const { stdout } = await fermata('show', 'tiny.litmus');
    expect(stdout).toContain('(* WHAT THERE IS.');
    writeFileSync(join(folder, 'shown.litmus'), stdout);
    const again = await fermata('show', 'shown.litmus');
    expect(again).toEqual({ code: 0, stdout, stderr: '' });
  });

  test('moves no cursor and gives no command, whatever stands in the litmus', async () => {
    const doc = TINY.replace('a sleeper', '\u001b[31m\u001b]0;t\u0007 ::error::x ##[error]y');
    writeFileSync(join(folder, 'controls.litmus'), doc);
    for (const FORCE_COLOR of ['0', '1']) {
      const { code, stdout } = await fermataIn(folder, ['show', 'controls.litmus'], {
        FORCE_COLOR,
      });
      expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}|##\[/u);
      expect(code).toBe(0);
    }
  });

  test('with --canonical prints what is committed', async () => {
    const { stdout } = await fermata('show', 'tiny.litmus', '--canonical');
    expect(stdout).toBe(TINY);
  });
});

test.for([
  ['help', 'check'],
  ['generate', '--count', '100'],
])('a reader that has read enough of fermata %s ends it without a word', async (args) => {
  const command = spawn(process.execPath, [LAUNCHER, ...args], { cwd: folder });
  command.stdout.destroy();
  let said = '';
  command.stderr.on('data', (text: Buffer) => (said += text.toString()));
  expect(await once(command, 'exit')).toEqual([0, null]);
  expect(said).toBe('');
});

test.for([
  'check',
  'merge',
  'costs',
  'generate',
  'agree',
  'show',
  'replay',
  'list',
  'promote',
  'bench',
  'start',
  'run',
  'explain',
  'new',
])('%s --help shows an example', async (command) => {
  const { code, stdout } = await fermata(command, '--help');
  expect(stdout).toContain(`Usage: fermata ${command}`);
  expect(stdout).toMatch(/Example:\n {2}\$ \S/);
  expect(code).toBe(0);
});

test('without a command the help goes to standard error', async () => {
  const { code, stdout, stderr } = await fermata();
  expect(stderr).toContain('Usage: fermata');
  expect(stdout).toBe('');
  expect(code).toBe(64);
});
