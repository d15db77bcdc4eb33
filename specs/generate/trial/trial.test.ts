/**
 * The right design holds on random programs: whatever falls has a cause that is written down. And
 * the programs see: each cause falls on its own test, wrong designs fall on generated ones.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../../model/designs/designs.ts';
import type { Design } from '../../../model/designs/policies.ts';
import { readCatalogue } from '../../catalogue.ts';
import { root } from '../../root.ts';
import { revisionsOf } from '../../check/check.ts';
import { ASSERTIONS } from '../../properties/assertions.ts';
import { FAMILIES, type Family } from '../families.ts';
import { generate } from '../generate.ts';
import { CAUSES, causesOf } from './causes.ts';
import { judge } from './judge.ts';
import { smallest, trial } from './trial.ts';

/** What must be there. */
function known<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new Error(`there is no ${name}`);
  return thing;
}

const familyOf = (name: string) =>
  known(
    FAMILIES.find((it) => it.name === name),
    name,
  );

const RIGHT = parseDesign('ticket,place=keep');
const COUNT = 200;
/** Of a hundred programs, so many at least put an assertion to the test. */
const TESTED_PERCENT = 1;
/** On a machine that has other things to do. */
const TIMEOUT_MS = 600_000;
const LAUNCHER = join(root, 'fermata.mjs');

/** `fermata generate ...`, in a process of its own: this one is twice as slow. */
function generated(...args: readonly string[]): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve) => {
    const all = [LAUNCHER, 'generate', ...args];
    execFile(process.execPath, all, (error, stdout) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout }),
    );
  });
}

describe('under the right design', () => {
  test(
    `${COUNT} programs of each family: every fall has a cause, every assertion is tested`,
    { timeout: TIMEOUT_MS },
    async () => {
      const { code, stdout } = await generated('--count', String(COUNT), '--check', RIGHT.name);
      const total = COUNT * FAMILIES.length;
      expect(stdout).toMatch(/: 0 falls without a known cause, 0 without an answer\n$/);
      expect(stdout).toContain(`\n${total} programs, `);
      expect(code).toBe(0);
      // No family has checkpoints, debug sessions, a debugger that looks at threads, or user code.
      const notGenerated = new Set(['R10', 'R16', 'R18', 'U1', 'U2']);
      const asked = ASSERTIONS.filter(({ id }) => !notGenerated.has(id));
      const counts = asked.map(({ id }) => Number(new RegExp(` ${id} (\\d+)`).exec(stdout)?.[1]));
      expect(Math.min(...counts)).toBeGreaterThanOrEqual((total * TESTED_PERCENT) / 100);
    },
  );

  test(
    'and none can hide behind N19 where a sleeper of 2012 waits for its waker',
    { timeout: TIMEOUT_MS },
    async () => {
      const families = ['ipc-2012', 'mix', 'kill'].flatMap((name) => ['--family', name]);
      const design = ['--check', `${RIGHT.name},waker=finishes`];
      const { code, stdout } = await generated(
        ...families,
        '--count',
        '100',
        '--seed',
        '2',
        ...design,
      );
      expect(stdout).toMatch(/: 0 falls without a known cause, 0 without an answer\n$/);
      expect(stdout).not.toContain('N19');
      expect(code).toBe(0);
    },
  );
});

const catalogue = readCatalogue();

describe.for(CAUSES)('$id', ({ test: name, ...cause }) => {
  const found = catalogue.find((it) => it.name === name);

  test(`falls on ${name}, which it recognises`, () => {
    const { litmus } = known(found, name);
    const revisions = revisionsOf(litmus).filter((it) => (cause.revision ?? it) === it);
    const explained = revisions.flatMap((revision) =>
      judge(litmus, RIGHT, revision)
        .falls.filter((fall) => cause.breaks.includes(fall.id) && fall.blame === cause.blame)
        .flatMap((fall) => causesOf(litmus, RIGHT, revision, fall).map(({ id }) => id)),
    );
    expect(explained).toContain(cause.id);
  });
});

/** Wrong designs, and the family that has to see each. */
const WRONG: readonly (readonly [design: string, family: string, assertion: string])[] = [
  ['debt=book', 'waitq-2026', 'R1'],
  ['debt=book', 'futex-2026', 'R3'],
  ['timeout=relative', 'sleep', 'R2'],
  ['timeout=remaining', 'sleep', 'R15'],
  ['eintr', 'waitq-2026', 'R11'],
  ['window=dequeued', 'ipc-2012', 'R1'],
  ['window=written', 'ipc-2026', 'R4'],
  ['window=dequeued,token=repost', 'ipc-2026', 'R8'],
  ['window=woken,token=drop', 'futex-2012', 'R9'],
  ['window=woken,token=repost', 'futex-2012', 'R6'],
  ['syncCall=resend', 'ipc-2012', 'R5'],
  ['preprocess=leave,waker=finishes', 'ipc-2012', 'R14'],
  ['request=lost', 'mix', 'R7'],
  ['result=leak', 'mix', 'R12'],
  ['progress=hidden', 'sleep', 'R13'],
  ['ticket', 'futex-2012', 'R17'],
];

/** Some program of the family breaks the assertion, for no cause that is known. */
function fallsSomewhere(family: Family, design: Design, id: string): boolean {
  for (const litmus of generate(family, 1, COUNT)) {
    for (const revision of revisionsOf(litmus)) {
      const fall = judge(litmus, design, revision).falls.find((it) => it.id === id);
      if (fall !== undefined && causesOf(litmus, design, revision, fall).length === 0) return true;
    }
  }
  return false;
}

describe('wrong designs fall', () => {
  test.for(WRONG)('%s falls on a program of %s: %s', ([wrong, name, id]) => {
    expect(fallsSomewhere(familyOf(name), parseDesign(wrong), id)).toBe(true);
  });

  test('the smallest program of a fall is one that cannot be made smaller', () => {
    const design = parseDesign('debt=book');
    const finding = trial(familyOf('waitq-2026'), 1, 40, design).findings.find(
      ({ fall }) => fall.id === 'R3',
    );
    const small = smallest(known(finding, 'fall'), design);
    const calls = small.rows.flat().filter((cell) => cell?.is === 'call');
    expect(calls.map((cell) => (cell?.is === 'call' ? cell.call : ''))).toEqual(['waitq_sleep']);
    expect(small.meta.asserts).toEqual(['R3']);
    expect(small.meta.aborts.map(({ most }) => most)).toEqual([1]);
  });
});
