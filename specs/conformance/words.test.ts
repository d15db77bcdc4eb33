/** The words for what a target gave: exact, sound, unsound, silent. */
import { expect, test } from 'vitest';
import { assert, integer, property, uniqueArray } from 'fast-check';
import { isFailure, judge } from './words.ts';

const allowed = new Set(['0:r0=EOK; q.balance=0;', '0:r0=EINTR; q.balance=1;']);
const seen = (...texts: string[]) => new Map(texts.map((text, i) => [text, i + 1]));

test('all that is allowed was seen, and nothing else: exact', () => {
  expect(judge(allowed, seen(...allowed))).toEqual({ word: 'exact', forbidden: [], missing: [] });
});

test('something that is allowed was not seen: sound, and it is named', () => {
  const judged = judge(allowed, seen('0:r0=EOK; q.balance=0;'));
  expect(judged).toEqual({ word: 'sound', forbidden: [], missing: ['0:r0=EINTR; q.balance=1;'] });
});

test('something that is not allowed was seen: unsound, the only failure', () => {
  const judged = judge(allowed, seen(...allowed, '0:r0=EOK; q.balance=7;'));
  expect(judged.word).toBe('unsound');
  expect(judged.forbidden).toEqual(['0:r0=EOK; q.balance=7;']);
  expect(isFailure(judged)).toBe(true);
  expect(isFailure(judge(allowed, seen()))).toBe(false);
});

test('nothing was seen: silent, also where an outcome is listed with no times', () => {
  expect(judge(allowed, seen()).word).toBe('silent');
  expect(judge(allowed, new Map([['0:r0=EOK; q.balance=7;', 0]])).word).toBe('silent');
});

test('a place that could not be read agrees with any value, and shows none to have been seen', () => {
  const judged = judge(allowed, seen('0:r0=EOK; q.balance=?;'));
  expect(judged.word).toBe('sound');
  expect(judged.missing).toHaveLength(2);
  expect(judge(allowed, seen('0:r0=ENOENT; q.balance=?;')).word).toBe('unsound');
  expect(judge(allowed, seen('0:r0=?; q.sleepers=0;')).word).toBe('unsound');
});

test('a target of which nothing can be compared says nothing: silent', () => {
  expect(judge(allowed, seen('0:r0=?; q.balance=?;')).word).toBe('silent');
  expect(judge(new Set(['0:dt(L0)=2;']), seen('0:dt(L0)=9;'), 'ignored').word).toBe('silent');
  expect(judge(allowed, seen('0:r0=?; q.balance=?;', '0:r0=EOK; q.balance=0;')).word).toBe('sound');
  // A test that shows no place was run to its end, which is all that it asks.
  expect(judge(new Set(['']), seen('')).word).toBe('exact');
});

test('what a target cannot time is not compared where it says so', () => {
  const timed = new Set(['0:dt(L0)=2; 0:r0=EOK;', '0:dt(L0)=3; 0:r0=EOK;']);
  const late = seen('0:dt(L0)=40; 0:r0=EOK;');
  expect(judge(timed, late).word).toBe('unsound');
  expect(judge(timed, late, 'ignored').word).toBe('exact');
  expect(judge(timed, seen('0:dt(L0)=2; 0:r0=EINTR;'), 'ignored').word).toBe('unsound');
});

const outcomes = uniqueArray(integer({ min: 0, max: 9 }).map((n) => `0:r0=${n};`));

test('the word follows from which of the two sets has more', () => {
  assert(
    property(outcomes, outcomes, (right, found) => {
      const { word, forbidden, missing } = judge(new Set(right), seen(...found));
      expect(forbidden).toEqual(found.filter((text) => !right.includes(text)));
      expect(missing).toEqual(right.filter((text) => !found.includes(text)).toSorted());
      const isWithin = forbidden.length === 0;
      const all = isWithin ? (missing.length === 0 ? 'exact' : 'sound') : 'unsound';
      expect(word).toBe(found.length === 0 ? 'silent' : all);
    }),
  );
});
