/** Generated programs are tests that the language accepts, that mean something, and that a seed fixes. */
import { describe, expect, test } from 'vitest';
import { abortedIn } from '../litmus/flow/calls-in.ts';
import { hashOf } from '../litmus/hash.ts';
import type { Cell, Litmus } from '../litmus/litmus.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { printLitmus } from '../litmus/print.ts';
import { FAMILIES } from './families.ts';
import { generate } from './generate.ts';
import { Random } from './random.ts';

const COUNT = 150;

type CallCell = Extract<Cell, { is: 'call' }>;

const callsOf = ({ rows }: Litmus): CallCell[] =>
  rows.flatMap((row) => row.filter((cell): cell is CallCell => cell?.is === 'call'));
const objectOf = ({ args: [first] }: CallCell): string =>
  first?.is === 'names' ? first.names[0] : '';
const timeOf = ({ args }: CallCell): number =>
  args.reduce((sum, arg) => sum + (arg.is === 'integer' ? arg.value : 0), 0);

describe.for(FAMILIES)('$name', (family) => {
  const programs = [...generate(family, 1, COUNT)];

  test('gives as many different programs as it is asked for', () => {
    expect(new Set(programs.map(({ name }) => name)).size).toBe(COUNT);
    expect(new Set(programs.map(hashOf)).size).toBe(COUNT);
  });

  test('one seed gives the same bytes, another seed other programs', () => {
    const texts = (seed: number) => [...generate(family, seed, COUNT)].map(printLitmus);
    expect(texts(1)).toEqual(programs.map(printLitmus));
    expect(texts(2)).not.toEqual(programs.map(printLitmus));
  });

  test('fewer programs are the first ones of more', () => {
    const fewer = [...generate(family, 1, 20)].map(printLitmus);
    expect(fewer).toEqual(programs.slice(0, 20).map(printLitmus));
  });

  test('each is a litmus in canonical form, and its name is its hash', () => {
    for (const program of programs) {
      const text = printLitmus(program);
      const read = parseLitmus(text, 'generated');
      expect(printLitmus(read)).toBe(text);
      expect(program.name).toBe(`GEN+${family.name}+${hashOf(read).slice(0, 12)}`);
    }
  });

  test('in each, a call that waits is aborted', () => {
    const waits = /sleep|udelay|futex_(down|trydown)|ipc_(wait|call_sync)|page_in/;
    const without = programs.filter((it) => !abortedIn(it).some((call) => waits.test(call)));
    expect(without.map(printLitmus)).toEqual([]);
  });

  test('in each, for who sleeps on a queue without a timeout wakeups are posted', () => {
    expect(programs.filter((it) => !sleepersAreWoken(it)).map(printLitmus)).toEqual([]);
  });
});

const WAKERS: Readonly<Record<string, string>> = {
  waitq_sleep: 'waitq_wakeup',
  futex_sleep: 'futex_wakeup',
  futex_down: 'futex_up',
};

/** As many wakeups of each queue as sleeps that nothing else ends. */
function sleepersAreWoken(litmus: Litmus): boolean {
  const calls = callsOf(litmus);
  const untimed = calls.filter(
    (it) => Object.hasOwn(WAKERS, it.call) && timeOf(it) === 0 && !isPolling(it),
  );
  return untimed.every((sleep) => {
    const object = objectOf(sleep);
    const sleeps = untimed.filter((it) => it.call === sleep.call && objectOf(it) === object);
    const wakeups = calls.filter((it) => it.call === WAKERS[sleep.call] && objectOf(it) === object);
    return wakeups.length >= sleeps.length;
  });
}

const isPolling = ({ args }: CallCell): boolean =>
  args.some((arg) => arg.is === 'names' && arg.names.includes('NONBLOCK'));

test('the picks are a function of the text alone, the same on every machine', () => {
  const random = new Random('fermata');
  expect(Array.from({ length: 8 }, () => random.below(1000))).toEqual([
    222, 303, 325, 613, 403, 848, 332, 292,
  ]);
});

test('a pick is in its range, and every item is picked', () => {
  const random = new Random('range');
  const picks = Array.from({ length: 2000 }, () => random.below(7));
  expect([...new Set(picks)].toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(random.shuffled([1, 2, 3, 4]).toSorted()).toEqual([1, 2, 3, 4]);
});
