/**
 * What the machine does to a command: readers that go away, disks that are full, terminals that are
 * closed, folders and packages that are gone, two commands at once. Each ends with its result, or
 * with a sentence and a code that say what is missing; none with a stack, and none with 0 for nothing.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const LAUNCHER = join(ROOT, 'fermata.mjs');
const TINY = `SYS tiny
"a sleeper and a waker"
Table=helenos-2026
{ futex f = 0; }
 P0                 | P1               ;
 r0 = futex_down(f) | r0 = futex_up(f) ;
exists (0:r0=EOK)
`;
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

const QUICK_MUTANTS = ['request-survives-boundary', 'request-not-answered-at-boundary'];

const isPosix = process.platform !== 'win32';
const hasFull = existsSync('/dev/full');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-hostile-'));
  writeFileSync(join(folder, 'tiny.litmus'), TINY);
  writeFileSync(join(folder, 'big.litmus'), BIG);
});
afterAll(() => rmSync(folder, { recursive: true }));

type Stdio = 'pipe' | 'ignore' | number;

/** The environment without what a CI system has put into it. */
function environment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of ['CI', 'GITHUB_ACTIONS', 'GITHUB_STEP_SUMMARY', 'FORCE_COLOR']) {
    delete env[name];
  }
  return env;
}

function start(args: readonly string[], stdout: Stdio, stderr: Stdio): ChildProcess {
  return spawn(process.execPath, [LAUNCHER, ...args], {
    cwd: folder,
    env: environment(),
    stdio: ['ignore', stdout, stderr],
  });
}

function run(args: readonly string[], { cwd = folder, stdout = 'pipe' as Stdio } = {}) {
  const {
    status,
    stdout: out,
    stderr,
  } = spawnSync(process.execPath, [LAUNCHER, ...args], {
    cwd,
    env: environment(),
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'pipe'],
  });
  return { status, stdout: out, stderr };
}

/** One sentence, on one line. */
const SENTENCE = /^fermata: [^\n]*\n$/;

/** Until it has taken over SIGHUP, which Node leaves alone; the three are taken over at once. */
async function listens({ pid }: ChildProcess): Promise<void> {
  for (;;) {
    const [, caught] =
      /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    if ((BigInt(`0x${caught ?? '0'}`) & 1n) === 1n) return;
    await setTimeout(50);
  }
}

describe.runIf(process.platform === 'linux')('a signal while nobody reads standard error', () => {
  test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends the check with 2, with its report written',
    async (signal) => {
      const file = `${signal}.json`;
      const check = start(
        ['check', 'big.litmus', '--design=ticket', `--json=${file}`],
        'ignore',
        'pipe',
      );
      check.stderr?.destroy();
      const ended = once(check, 'exit');
      await listens(check);
      check.kill(signal);
      expect(await ended).toEqual([2, null]);
      const report = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      expect(report).toMatchObject({ interrupted: true, exitCode: 2, passed: 0 });
    },
  );
});

describe.runIf(process.platform === 'linux')('a table that a signal has cut', () => {
  test('does not take the place of a whole one', async () => {
    writeFileSync(join(folder, 'table.md'), 'whole');
    const compare = start(['compare', '--write', 'table.md'], 'ignore', 'ignore');
    const ended = once(compare, 'exit');
    await listens(compare);
    compare.kill('SIGTERM');
    expect(await ended).toEqual([2, null]);
    expect(readFileSync(join(folder, 'table.md'), 'utf8')).toBe('whole');
  });
});

describe('nobody reads standard output', () => {
  test('the result is the exit code, and the files are written', async () => {
    const args = [
      'check',
      'tiny.litmus',
      '--design=ticket',
      '--max-states=2',
      '--json=unread.json',
    ];
    const check = start(args, 'pipe', 'pipe');
    check.stdout?.destroy();
    expect(await once(check, 'exit')).toEqual([2, null]);
    expect(JSON.parse(readFileSync(join(folder, 'unread.json'), 'utf8')).exitCode).toBe(2);
  });

  test('before there is a result it is 4 and a sentence', async () => {
    // It prints line by line, long before it knows how it ends.
    const mutants = start(['mutants', ...QUICK_MUTANTS], 'pipe', 'pipe');
    mutants.stdout?.destroy();
    let said = '';
    mutants.stderr?.on('data', (text: Buffer) => (said += text.toString()));
    expect(await once(mutants, 'close')).toEqual([4, null]);
    expect(said).toMatch(SENTENCE);
    expect(said).toContain('standard output cannot be written before there was a result');
  });
});

describe.runIf(hasFull)('a disk that is full', () => {
  test.for([
    ['list', 'revisions'],
    ['show', 'tiny.litmus'],
    ['check', 'tiny.litmus', '--design=ticket'],
    ['check', 'tiny.litmus', '--design=ticket', '--json'],
    ['help'],
  ])('under standard output: fermata %s ends with 4', (args) => {
    const { status, stderr } = run(args, { stdout: openSync('/dev/full', 'w') });
    expect(stderr).toMatch(SENTENCE);
    expect(stderr).toContain('standard output cannot be written: ENOSPC');
    expect(status).toBe(4);
  });

  test('under a file of the report: no other file is replaced', () => {
    writeFileSync(join(folder, 'kept.xml'), 'kept');
    const args = ['tiny.litmus', '--design=ticket', '--json=/dev/full', '--junit=kept.xml'];
    const { status, stdout, stderr } = run(['check', ...args, '--report', 'not-made']);
    expect(stderr).toMatch(/^fermata: the report cannot be written: .*no space is left.*\n$/);
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
    expect(readFileSync(join(folder, 'kept.xml'), 'utf8')).toBe('kept');
    expect(existsSync(join(folder, 'not-made'))).toBe(false);
  });
});

describe.runIf(isPosix)('where the results go', () => {
  test('a device stays one, and a link too', () => {
    symlinkSync('far.json', join(folder, 'link.json'));
    const args = ['check', 'tiny.litmus', '--design=ticket', '--quiet', '--junit=/dev/null'];
    expect(run([...args, '--json=link.json']).status).toBe(0);
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, 'far.json'), 'utf8')).ran).toBe(1);
  });

  test.for([
    [['--json=same', '--junit=./same'], 64, '--json and --junit would write the same file'],
    [['--report=taken/..', '--json=report.json'], 64, '--json and --report would write the same'],
    [['--report=taken'], 4, 'report.sarif cannot be written: it is a folder'],
  ] as const)('%s is refused before the search', ([args, code, says]) => {
    mkdirSync(join(folder, 'taken', 'report.sarif'), { recursive: true });
    const before = readdirSync(folder);
    const { status, stdout, stderr } = run(['check', 'big.litmus', ...args]);
    expect(stderr).toContain(says);
    expect(stderr).toMatch(SENTENCE);
    expect({ status, stdout }).toEqual({ status: code, stdout: '' });
    expect(readdirSync(folder)).toEqual(before);
    expect(readdirSync(join(folder, 'taken'))).toEqual(['report.sarif']);
  });

  test('two checks at once in one new folder do not meet', async () => {
    const args = ['check', 'tiny.litmus', '--design=ticket', '--report', 'new/deep'];
    const checks = [1, 2, 3].map(() => once(start(args, 'ignore', 'ignore'), 'exit'));
    expect(await Promise.all(checks)).toEqual([1, 2, 3].map(() => [0, null]));
    const files = ['index.html', 'junit.xml', 'logs', 'report.json', 'report.sarif'];
    expect(readdirSync(join(folder, 'new', 'deep')).toSorted()).toEqual(files);
  });
});

test.runIf(process.platform === 'linux')(
  'a working folder that is gone is told in a sentence',
  () => {
    const gone = join(folder, 'gone');
    mkdirSync(gone);
    const script = `rmdir '${gone}'; '${process.execPath}' '${LAUNCHER}' check tiny.litmus`;
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script], {
      cwd: gone,
      env: environment(),
      encoding: 'utf8',
    });
    expect(stderr).toMatch(SENTENCE);
    expect({ status, stdout }).toEqual({ status: expect.toBeOneOf([4, 70]), stdout: '' });
  },
);
