/**
 * Seven programs of user space whose verdicts were found by other means: by SPIN, on the models of
 * Evrard and Donaldson ("Model Checking Futexes", 2023), or on a translation of the file. Four are
 * tests of the catalogue; two more are wrong on purpose, and one is large.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Run } from '../../reports/data.ts';
import { check, revisionsOf } from '../check/check.ts';
import { hashOf } from '../litmus/hash.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { printLitmus } from '../litmus/print.ts';
import type { Source } from '../search/search.ts';
import { replay } from '../trace/replay.ts';
import { readToken } from '../trace/token.ts';

const LIMITS = {
  statesMax: 1_000_000,
  memoryMaxBytes: 1024 ** 3,
  deadlineMs: null,
  aborts: null,
  digest: 'd',
  interrupted: () => false,
};

function sourceOf(name: string): Source & { readonly hash: string } {
  const own = new URL(`user-space/${name}.litmus.txt`, import.meta.url);
  const file = existsSync(own) ? own : new URL(`../catalogue/user/${name}.litmus`, import.meta.url);
  const text = readFileSync(file, 'utf8');
  const litmus = parseLitmus(text, name);
  return { litmus, hash: hashOf(litmus), file: name, text };
}

function runOf(name: string, design: string): Run {
  const source = sourceOf(name);
  const [revision] = revisionsOf(source.litmus);
  return check(source, parseDesign(design), revision, LIMITS);
}

const fallsOf = ({ condition, assertions }: Run): string[] =>
  [{ id: 'condition', ...condition }, ...assertions]
    .filter(({ verdict }) => verdict === 'VIOLATED')
    .map(({ id }) => id);

const outcomesOf = ({ outcomes }: Run): string[] => outcomes.map(({ text }) => text);

describe.for([
  ['FUTEX12+retry', 'ticket', ['P0=done; P1=done; P2=done; f.counter=1;']],
  ['FUTEX12+retry', 'eintr', ['P0=done; P1=done; P2=done; f.counter=1;']],
  ['LOOP+trydown.2012', 'ticket', ['P0=done; P1=done; P2=done;']],
  ['BARRIER+abort', 'ticket', ['0:r0=3; 1:r0=3; 2:r0=3;']],
  ['RPC+retry.2012', 'ticket', ['0:r0=ans:5; x=1;']],
  ['MUTEX2+3', 'ticket', ['P0=done; P1=done; P2=done;']],
] as const)('%s under %s', ([name, design, outcomes]) => {
  test('is VERIFIED, and ends in one way', () => {
    const run = runOf(name, design);
    expect(run).toMatchObject({ verdict: 'VERIFIED' });
    expect(outcomesOf(run)).toEqual(outcomes);
  });
});

test('a lock that counts in its word lets two in, and forgets one, when the count wraps', () => {
  const run = runOf('MUTEX1+3', 'ticket');
  expect(fallsOf(run)).toEqual(['condition', 'U1']);
  expect(outcomesOf(run)).toContain('P0=done; P1=done; P2=blocked;');
  expect(run.assertions.find(({ id }) => id === 'U2')).toMatchObject({ verdict: 'VERIFIED' });
});

test('without the wrap it counts further than the model does, and says so', () => {
  const { text } = sourceOf('MUTEX1+3');
  const litmus = parseLitmus(text.replace(' mod 5', ''), 'a.litmus');
  const source = { litmus, hash: hashOf(litmus), file: '', text };
  const run = check(source, parseDesign('ticket'), 'linux', LIMITS);
  expect(run).toMatchObject({
    verdict: 'ERROR',
    why: 'lock.r of P2 would become 48; a register holds -48 to 47',
  });
});

test.for([
  'fetch_add(x, r)',
  'exchange(x, r)',
  'x += r',
  'x = r',
  'cas(x, 0, r)',
  'futex_wake(x, r)',
])('what is no number goes into no word, wraps or not: %s', (statement) => {
  const text = `SYS a\n"a"\nTable=linux\nproc p() {\n  return;\n}\nproc q(x) {\n  r = p();\n  ${statement};\n}\n{ word x = 0 mod 5; }\n P0 ;\n q(x) ;\nforall (Done(P0))\n`;
  const litmus = parseLitmus(text, 'a.litmus');
  const source = { litmus, hash: hashOf(litmus), file: '', text };
  const run = check(source, parseDesign('ticket'), 'linux', LIMITS);
  expect(run).toMatchObject({
    verdict: 'ERROR',
    why: 'q.r is no number, and user code computes with it, or writes it to a word',
  });
});

test('a signal is missed between giving up the lock and falling asleep; that is an end, no trap', () => {
  const run = runOf('CONDVAR1+2', 'ticket');
  expect(fallsOf(run)).toEqual(['condition']);
  expect(outcomesOf(run)).toEqual(['P0=blocked; P1=spins;', 'P0=done; P1=done;']);
});

describe('a lock taken again after EINTR', () => {
  const run = runOf('LOOP+trydown.2012', 'eintr');
  const fallen = run.assertions.find(({ id }) => id === 'U2');

  test('has a lane that loops for ever, in some runs, and by the design alone', () => {
    expect(fallsOf(run)).toEqual(['U2']);
    expect(fallen?.defect).toBe('design');
    expect(run.condition).toMatchObject({ verdict: 'VERIFIED', positive: 4, negative: 1 });
    expect(run.outcomes.map(({ text, loops = false }) => [text, loops])).toEqual([
      ['P0=done; P1=done; P2=done;', false],
      ['P0=done; P1=done; P2=loops;', true],
    ]);
  });

  test('is told as a lasso, by source text and line, whose token is run again', () => {
    const { token = '', loop, steps = [] } = fallen?.counterexample ?? {};
    expect(loop?.from).toBe(steps.length);
    expect(steps.at(-1)).toMatchObject({
      says: 'grab.0: while cas(f, 1, 0) <> 1',
      fn: '',
      file: 'line 11',
    });
    expect(token).toMatch(/^F2\./);
    const source = sourceOf('LOOP+trydown.2012');
    expect(replay(source, token, LIMITS)).toEqual(fallen?.counterexample);
  });

  test('a token that claims a trap where the loop can be left is refused', async () => {
    const { writeToken } = await import('../trace/token.ts');
    const token = readToken(fallen?.counterexample?.token ?? '');
    // P2 goes round once while P0 has the lock, which it gives back.
    const schedule = ['P0 futex_down-counter', 'P2 assign'];
    const forged = writeToken({ ...token, schedule, loopFrom: 2 });
    const source = sourceOf('LOOP+trydown.2012');
    expect(() => replay(source, forged, LIMITS)).toThrow('an end can be reached from there');
  });
});

test('a barrier that does not look again lets an interrupted waiter through early', () => {
  const run = runOf('BARRIER+abort', 'eintr');
  expect(fallsOf(run)).toEqual(['R15']);
  expect(run.condition).toMatchObject({ verdict: 'VERIFIED', positive: 2, negative: 6 });
});

test('a client that calls again after EINTR has its request served twice', () => {
  const run = runOf('RPC+retry.2012', 'eintr');
  expect(fallsOf(run)).toEqual(['R5', 'R15']);
  expect(outcomesOf(run)).toEqual(['0:r0=ans:5; x=1;', '0:r0=ans:5; x=2;']);
});

/** The wrong ones of ten algorithms as they are used, and larger ones: docs/performance.md has their sizes. */
const EXAMPLES = new URL('../../docs/examples/user-space/', import.meta.url);

test.for(readdirSync(EXAMPLES))('the example %s is read, and written as it is read', (name) => {
  const litmus = parseLitmus(readFileSync(new URL(name, EXAMPLES), 'utf8'), name);
  expect(`${litmus.name}.litmus`).toBe(name);
  expect(hashOf(parseLitmus(printLitmus(litmus), name))).toBe(hashOf(litmus));
});

test.for([
  ['CONDVAR1+2', ['condition']],
  ['CONDVAR2+3', ['condition']],
  ['CONDVAR3+2', ['condition']],
  ['MUTEX1+3', ['condition', 'U1']],
] as const)('%s is wrong, whomever a wakeup takes', ([name, falls]) => {
  const text = readFileSync(new URL(`${name}.litmus`, EXAMPLES), 'utf8');
  const litmus = parseLitmus(text, name);
  const source = { litmus, hash: hashOf(litmus), file: name, text };
  for (const design of ['ticket', 'wake=any']) {
    expect(fallsOf(check(source, parseDesign(design), 'linux', LIMITS))).toEqual(falls);
  }
});
