import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyWords, hashWords, sameWords } from './words.ts';

/** Words with others before and after them. */
const placed = fc.record({
  words: fc.array(fc.integer(), { maxLength: 40 }),
  before: fc.array(fc.integer(), { maxLength: 5 }),
  after: fc.array(fc.integer(), { maxLength: 5 }),
});

test('copies the words that it is asked for and no other', () => {
  fc.assert(
    fc.property(placed, placed, ({ words, before, after }, to) => {
      const from = Int32Array.from([...before, ...words, ...after]);
      const room = words.map(() => 7);
      const target = Int32Array.from([...to.before, ...room, ...to.after]);
      copyWords(target, to.before.length, from, before.length, words.length);
      expect([...target]).toEqual([...to.before, ...words, ...to.after]);
    }),
  );
});

test('a record is the same as its copy, whatever stands around it, and hashes alike', () => {
  fc.assert(
    fc.property(placed, placed, ({ words, before, after }, other) => {
      const a = Int32Array.from([...before, ...words, ...after]);
      const b = Int32Array.from([...other.before, ...words, ...other.after]);
      const [aAt, bAt] = [before.length, other.before.length];
      expect(sameWords(a, aAt, b, bAt, words.length)).toBe(true);
      expect(hashWords(a, aAt, words.length)).toBe(hashWords(b, bAt, words.length));
    }),
  );
});

test('one bit anywhere makes another record', () => {
  const words = fc.array(fc.integer(), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(words, fc.nat(), fc.nat({ max: 31 }), (a, place, bit) => {
      const b = [...a];
      b[place % a.length] ^= 1 << bit;
      expect(sameWords(Int32Array.from(a), 0, Int32Array.from(b), 0, a.length)).toBe(false);
    }),
  );
});
