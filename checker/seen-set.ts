/**
 * Which states were found already: an insert-only hash set over the records of an arena.
 *
 * Open addressing with linear probing, one 32-bit word per slot. With 2^k slots, the low k bits of
 * a record's hash choose its slot, and the slot holds
 *     bits k..31     the same bits of the hash, so that nearly every mismatch is rejected here,
 *                    without touching the record
 *     bits 0..k-1    the number of the state plus one; zero is an empty slot
 * State numbers always fit, because the set doubles before it is full.
 *
 * Exact: a state counts as seen only if all its words are equal. The hash decides how long that
 * takes, never the answer.
 *
 * Memory: at most 4 * 2 / LOAD_MAX = 9.5 bytes per state, right after a doubling, or the megabyte
 * that SLOTS_AT_ONCE slots take. Growing frees the old slots and hashes the records again; that is
 * one more hash per state, amortised, and for a set that stays within that megabyte an eighth.
 */
import type { Arena } from './arena.ts';
import { Packing, roomier } from './packing.ts';
import { type Hash, hashWords } from './words.ts';

/** Share of the slots in use at which the set doubles. */
const LOAD_MAX = 0.85;

/** Up to so many slots the set grows eightfold: what that takes at most is a megabyte. */
const SLOTS_AT_ONCE = 2 ** 18;

/** Beyond this, slot numbers would not be positive 32-bit integers. */
const SLOTS_MAX = 2 ** 30;

/** Most states that one set can number. */
export const STATES_MAX = Math.floor(SLOTS_MAX * LOAD_MAX);

export class SeenSet {
  readonly arena: Arena;
  readonly hash: Hash;
  /** 2^k slots. */
  slots: Int32Array;
  mask: number;

  /** `slotCount`: slots to start with, a power of two. */
  constructor(arena: Arena, slotCount: number, hash: Hash = hashWords) {
    this.arena = arena;
    this.hash = hash;
    this.slots = new Int32Array(slotCount);
    this.mask = slotCount - 1;
  }

  /** Slots needed before the set can hold `states` states: the present ones or more. */
  slotsFor(states: number): number {
    let count = this.slots.length;
    while (states > count * LOAD_MAX) count *= count < SLOTS_AT_ONCE ? 8 : 2;
    return count;
  }

  /** Packs all records so that these bits of their words may change. */
  pack(masks: Int32Array): void {
    const { arena } = this;
    const bytes = arena.recordOf(0);
    arena.pack(new Packing(new Int32Array(bytes.buffer), roomier(masks)));
    this.grow(this.slots.length);
  }

  /** Changes the number of slots to `slotCount`, a power of two, and fills them again. */
  grow(slotCount: number): void {
    const { arena, hash } = this;
    const { keptWords, chunkBits, chunkMask } = arena;
    const mask = slotCount - 1;
    // The old slots go before the new ones come: the peak is that of the new ones alone.
    this.slots = new Int32Array(0);
    const slots = new Int32Array(slotCount);
    for (let id = 0; id < arena.size; id++) {
      const words = arena.words[id >>> chunkBits];
      const code = hash(words, (id & chunkMask) * keptWords, keptWords);
      let slot = code & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (code & ~mask) | (id + 1);
    }
    this.slots = slots;
    this.mask = mask;
  }

  /**
   * The number of the state with the record at `wordAt` of `words` and this hash, or, if it is
   * not here, the bitwise complement of the slot where it belongs (a negative number).
   */
  find(words: Int32Array, wordAt: number, code: number): number {
    const { slots, mask, arena } = this;
    for (let slot = code & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot];
      if (entry === 0) return ~slot;
      if (((entry ^ code) & ~mask) !== 0) continue;
      const id = (entry & mask) - 1;
      if (arena.equals(id, words, wordAt)) return id;
    }
  }

  /** Puts state `id` with this hash into a free slot that `find` returned. */
  put(slot: number, id: number, code: number): void {
    this.slots[slot] = (code & ~this.mask) | (id + 1);
  }
}
