/**
 * Records as runs of 32-bit words: to copy, to compare and to hash them.
 *
 * Every transition does all three over a whole record, so the loops take four words a turn: half of
 * what a turn of one word costs is the turn.
 */

/** A 32-bit hash of the `count` words at `at` of `words`. */
export type Hash = (words: Int32Array, at: number, count: number) => number;

/** Copies `count` words from `fromAt` of `from` to `toAt` of `to`. */
export function copyWords(
  to: Int32Array,
  toAt: number,
  from: Int32Array,
  fromAt: number,
  count: number,
): void {
  let i = 0;
  for (; i + 3 < count; i += 4) {
    to[toAt + i] = from[fromAt + i];
    to[toAt + i + 1] = from[fromAt + i + 1];
    to[toAt + i + 2] = from[fromAt + i + 2];
    to[toAt + i + 3] = from[fromAt + i + 3];
  }
  for (; i < count; i++) to[toAt + i] = from[fromAt + i];
}

/** Whether the `count` words at `aAt` of `a` are those at `bAt` of `b`. */
export function sameWords(
  a: Int32Array,
  aAt: number,
  b: Int32Array,
  bAt: number,
  count: number,
): boolean {
  let i = 0;
  for (; i + 3 < count; i += 4) {
    const even = (a[aAt + i] ^ b[bAt + i]) | (a[aAt + i + 2] ^ b[bAt + i + 2]);
    const odd = (a[aAt + i + 1] ^ b[bAt + i + 1]) | (a[aAt + i + 3] ^ b[bAt + i + 3]);
    if ((even | odd) !== 0) return false;
  }
  for (; i < count; i++) if (a[aAt + i] !== b[bAt + i]) return false;
  return true;
}

/**
 * Multiply and fold word by word, in two lanes because each multiplication waits for the one
 * before. Constants of MurmurHash3 (https://github.com/aappleby/smhasher). Low bits must be as
 * good as high ones, because they choose the slot.
 */
export function hashWords(words: Int32Array, at: number, count: number): number {
  let even = 0x9e3779b9 | 0;
  let odd = count;
  const last = at + count - 1;
  for (let i = at; i < last; i += 2) {
    even = Math.imul(even ^ words[i], 0x85ebca6b);
    odd = Math.imul(odd ^ words[i + 1], 0xc2b2ae35);
    even ^= even >>> 15;
    odd ^= odd >>> 15;
  }
  if (count % 2 === 1) even = Math.imul(even ^ words[last], 0x85ebca6b);
  const hash = Math.imul(even ^ (even >>> 13) ^ odd, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
