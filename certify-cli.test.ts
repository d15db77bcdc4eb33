/**
 * `fermata check --certificate` and `fermata certify` as commands: what they write, say and refuse, and
 * what is left when a check does not come to its end.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, fermataIn, LAUNCHER, ownEnvironment, TINY } from './launched.ts';

const BIG = `SYS big
"more states than are searched in a second"
Table=any
Aborts=any<=8
{ futex f = 1; futex g = 0; }
 P0                 | P1                 | P2                 | P3               ;
 r0 = futex_down(f) | r0 = futex_down(f) | r0 = futex_down(g) | r0 = futex_up(f) ;
 r1 = futex_down(g) | r1 = futex_up(g)   | r1 = futex_up(f)   | r1 = futex_up(g) ;
exists (0:r0=EOK)
`;
const CHECK = ['check', 'tiny.litmus', 'WQ+abort+wake', '--design=ticket', '--design=debt=book'];

let folder = '';
const fermata = (...args: readonly string[]): Promise<Ended> => fermataIn(folder, args);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-'));
  writeFileSync(join(folder, 'tiny.litmus'), TINY);
  writeFileSync(join(folder, 'big.litmus'), BIG);
  await fermata(...CHECK, '--certificate', 'good');
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const drafts = (): string[] => readdirSync(folder).filter((name) => name.startsWith('.fermata'));

/** A copy of the good folder. */
function copied(name: string): string {
  cpSync(join(folder, 'good'), join(folder, name), { recursive: true });
  return name;
}

test('what a check has written is certified, and the first line says what that means', async () => {
  const { code, stdout } = await fermata('certify', 'good');
  expect(stdout).toMatch(/^This certifies the search: .* It does not certify the model/);
  expect(stdout).toContain('certified: WQ+abort+wake, debt=book, helenos-2026: VIOLATED: R1, R3');
  expect(stdout).toMatch(/^\d+ runs\. Certified: \d VERIFIED, \d VIOLATED\. Refused: 0\./m);
  expect(code).toBe(0);
  expect(drafts()).toEqual([]);
});

test('the same check writes the same bytes, into whatever folder', async () => {
  await fermata(...CHECK, '--certificate', 'new/again');
  const names = readdirSync(join(folder, 'good'));
  expect(readdirSync(join(folder, 'new', 'again'))).toEqual(names);
  for (const name of names) {
    const [one, other] = ['good', 'new/again'].map((each) =>
      readFileSync(join(folder, each, name)),
    );
    expect([name, one.equals(other)]).toEqual([name, true]);
  }
});

test('a certificate that is not whole is refused with 4, one that does not follow with 1', async () => {
  const cut = copied('cut');
  const name = readdirSync(join(folder, cut)).find((each) => each.startsWith('tiny')) ?? '';
  appendFileSync(join(folder, cut, name), 'x');
  const ended = await fermata('certify', cut);
  expect(ended.code).toBe(4);
  expect(ended.stdout).toContain(`refused: cut/${name}: its first line is not`);
  const swapped = copied('swapped');
  const [one, other] = readdirSync(join(folder, swapped)).filter((each) => each.startsWith('WQ'));
  cpSync(join(folder, 'good', one), join(folder, swapped, other));
  const { code, stdout } = await fermata('certify', swapped);
  expect(code).toBe(1);
  expect(stdout).toContain(`refused: swapped/${other}: header: its `);
});

test('runs without an answer have none, and say so', async () => {
  const args = ['check', 'big.litmus', '--design=ticket', '--max-states=100'];
  expect((await fermata(...args, '--certificate', 'open')).code).toBe(2);
  expect(readdirSync(join(folder, 'open'))).toEqual(['certificates.jsonl']);
  const { code, stdout } = await fermata('certify', 'open');
  expect(code).toBe(2);
  expect(stdout).toMatch(/^not certified: big, ticket, helenos-2026: INCONCLUSIVE/m);
});

test('a test that is called as one of the catalogue and is another is told', async () => {
  const own = TINY.replace('SYS tiny', 'SYS WQ+abort+wake');
  writeFileSync(join(folder, 'own.litmus'), own);
  await fermata('check', 'own.litmus', '--design=ticket', '--certificate', 'own');
  const { code, stdout } = await fermata('certify', 'own');
  expect(code).toBe(0);
  expect(stdout).toContain('WQ+abort+wake is not the test of this name in the catalogue');
});

describe.concurrent('refused before the search', () => {
  beforeAll(() => {
    mkdirSync(join(folder, 'mine'));
    writeFileSync(join(folder, 'mine', 'precious'), '');
  });

  test.for([
    { args: ['--certificate', 'mine'], code: 64, says: 'precious is in it' },
    { args: ['--certificate', 'tiny.litmus'], code: 4, says: 'it is a file' },
    { args: ['--certificate', '.'], code: 64, says: 'the working folder lies in it' },
    {
      args: ['--certificate', '/proc/x'],
      code: 4,
      says: '--certificate /proc/x cannot be written',
    },
    { args: ['--certificate', 'tiny.litmus/c'], code: 4, says: 'cannot be written' },
    { args: ['--certificate', 'c', '--report', 'c/r'], code: 64, says: 'lies in c, which' },
    { args: ['--certificate', 'c', '--watch'], code: 64, says: '--watch and --certificate' },
  ])('$args', async ({ args, code, says }) => {
    const ended = await fermata('check', 'tiny.litmus', '--design=ticket', ...args);
    expect(ended.stderr).toContain(says);
    expect(ended.code).toBe(code);
    expect(existsSync(join(folder, 'mine', 'precious'))).toBe(true);
    expect(existsSync(join(folder, 'c'))).toBe(false);
  });

  test('a folder without certificates cannot be looked at', async () => {
    const { code, stderr } = await fermata('certify', 'mine');
    expect([code, stderr]).toEqual([
      4,
      expect.stringContaining('certificates.jsonl cannot be read'),
    ]);
  });
});

/** Sends signals once the searches run; the exit code, or the signal that ended the process. */
async function stopped(directory: string, ...signals: NodeJS.Signals[]): Promise<unknown> {
  const args = [LAUNCHER, 'check', 'big.litmus', '--design=ticket', '--certificate', directory];
  const check = spawn(process.execPath, args, {
    cwd: folder,
    env: ownEnvironment(),
    stdio: 'ignore',
  });
  const ended = once(check, 'exit');
  while (drafts().length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (const signal of signals) check.kill(signal);
  const [code, signal] = await ended;
  return code ?? signal;
}

test('Ctrl-C leaves a whole list without a certificate, a second one the folder as it was', async () => {
  expect(await stopped('once', 'SIGINT')).toBe(2);
  expect(drafts()).toEqual([]);
  expect(readdirSync(join(folder, 'once'))).toEqual(['certificates.jsonl']);
  const twice = copied('twice');
  const before = readdirSync(join(folder, twice));
  expect(await stopped(twice, 'SIGINT', 'SIGTERM')).toMatch(/^SIG(INT|TERM)$/);
  expect(drafts()).toEqual([]);
  expect(readdirSync(join(folder, twice))).toEqual(before);
  expect(await stopped('never', 'SIGINT', 'SIGTERM')).toMatch(/^SIG(INT|TERM)$/);
  expect(existsSync(join(folder, 'never'))).toBe(false);
});
