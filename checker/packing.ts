/**
 * Records as the search keeps them: only the bits that ever change, several words laid over each other.
 *
 * Most of a record never changes in one search: a field is as wide as the largest program needs it.
 * Which bits do change is seen, not declared. Of each word a mask says which bits have differed from
 * the initial record so far; words whose masks, turned round by some bits, do not meet share one word:
 *     packed[k] = OR over the words i that are laid into k of turned(word[i] ^ initial[i], turn[i])
 *
 * Exact: a record that differs anywhere else is noticed as it is packed, by a bit outside of all
 * masks. Then the masks grow and what was kept is packed anew (packed.ts), before anything is looked up.
 * So two records have the same packed words only if they are the same.
 *
 * The two loops that every state and every transition takes are made for these masks, as code in
 * which all numbers stand (packing-code.ts): going by tables takes three times as long.
 */
import { laid, turned } from './laid.ts';
import { codeFor, type PackingCode } from './packing-code.ts';

/**
 * Masks with a bit to spare for each byte that looks like a number which grows: 7 may become 8. So the
 * depths of a search that first have it do not have to pack everything anew.
 */
export function roomier(masks: Int32Array): Int32Array {
  return masks.map((mask) => {
    let room = 0;
    for (let shift = 0; shift < 32; shift += 8) {
      const byte = (mask >>> shift) & 0xff;
      if (byte >= 7 && byte < 0xff && (byte & (byte + 1)) === 0) room |= (byte + 1) << shift;
    }
    return mask | room;
  });
}

/** Words that packed ones take: a multiple of 4. */
export function roundedUp(words: number): number {
  return Math.ceil(words / 4) * 4;
}

/** Packs records of one width, given as words. Made once for each set of masks. */
export class Packing {
  /**
   * Words of a record, and of a packed one: a multiple of 4, the last ones 0. So no record lies in two
   * lines of a cache, and the loops of words.ts go as they went when their code was made.
   */
  readonly recordWords: number;
  readonly words: number;
  /** The initial record. */
  readonly initial: Int32Array;
  /** Per word of a record: the bits that may differ from the initial one. */
  readonly masks: Int32Array;
  /** As in Laid. */
  readonly order: Uint16Array;
  readonly turns: Int32Array;
  readonly ends: Uint16Array;
  /** The loops over many records, and over one. */
  readonly code: PackingCode;

  constructor(initial: Int32Array, masks: Int32Array) {
    const { order, ends, turns } = laid(masks);
    this.recordWords = masks.length;
    this.words = roundedUp(ends.length);
    this.initial = initial;
    this.masks = masks;
    this.order = order;
    this.ends = ends;
    this.turns = turns;
    this.code = codeFor(this);
  }

  /** Words that a packed record takes with these masks. */
  static wordsFor(masks: Int32Array): number {
    return laid(masks).ends.length;
  }

  /**
   * Packs the record at `at` of `from` to `toAt` of `to`. Not 0: it differs from the initial record
   * where the masks say that none does, and what was written means nothing.
   */
  pack(from: Int32Array, at: number, to: Int32Array, toAt: number): number {
    const { words, recordWords, order, initial, masks, turns, ends } = this;
    let strange = 0;
    let i = 0;
    for (let k = 0; k < words; k++) {
      let packed = 0;
      for (; i < ends[k]; i++) {
        const word = order[i];
        const changed = from[at + word] ^ initial[word];
        strange |= changed & ~masks[word];
        packed |= turned(changed, turns[i]);
      }
      to[toAt + k] = packed;
    }
    for (; i < recordWords; i++) strange |= from[at + order[i]] ^ initial[order[i]];
    return strange;
  }

  /** The record again. */
  unpack(from: Int32Array, at: number, to: Int32Array, toAt: number): void {
    const { words, recordWords, order, initial, masks, turns, ends } = this;
    let i = 0;
    for (let k = 0; k < words; k++) {
      for (; i < ends[k]; i++) {
        const word = order[i];
        to[toAt + word] = initial[word] ^ (turned(from[at + k], 32 - turns[i]) & masks[word]);
      }
    }
    for (; i < recordWords; i++) to[toAt + order[i]] = initial[order[i]];
  }

  /** One word of that record. */
  wordOf(word: number, from: Int32Array, at: number): number {
    const { initial, masks, turns, ends } = this;
    const i = this.order.indexOf(word);
    const k = ends.findIndex((end) => i < end);
    if (k < 0) return initial[word];
    return initial[word] ^ (turned(from[at + k], 32 - turns[i]) & masks[word]);
  }

  /** Adds to `masks` the bits in which the record at `at` of `from` differs from the initial one. */
  addTo(masks: Int32Array, from: Int32Array, at: number): void {
    const { recordWords, initial } = this;
    for (let i = 0; i < recordWords; i++) masks[i] |= from[at + i] ^ initial[i];
  }
}
