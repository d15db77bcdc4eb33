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
import { takeMemory } from './chunk-pool.ts';
import { Packing, roomier } from './packing.ts';
import { type Hash, hashWords } from './words.ts';

/** Records that are put into new slots at once. */
const GROWN_AT_ONCE = 512;

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
  /** Keeps the touching from being optimised away. */
  sink = 0;

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
    const slots = new Int32Array(takeMemory(slotCount * 4, arena.isShared));
    const codes = new Int32Array(GROWN_AT_ONCE);
    for (let first = 0; first < arena.size; first += GROWN_AT_ONCE) {
      const count = Math.min(GROWN_AT_ONCE, arena.size - first);
      let sink = 0;
      for (let i = 0; i < count; i++) {
        const id = first + i;
        const words = arena.words[id >>> chunkBits];
        codes[i] = hash(words, (id & chunkMask) * keptWords, keptWords);
      }
      // Near when they are filled: waits for memory overlap, as in a batch.
      for (let i = 0; i < count; i++) sink ^= slots[codes[i] & mask];
      this.sink = sink;
      for (let i = 0; i < count; i++) {
        let slot = codes[i] & mask;
        while (slots[slot] !== 0) slot = (slot + 1) & mask;
        slots[slot] = (codes[i] & ~mask) | (first + i + 1);
      }
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

  /**
   * As `find`, but -1 for all that is not one of the first `published` states. For a set that another
   * thread puts states into meanwhile: a slot that it changes is read as before or as after, and
   * either says nothing wrong of those states, whose records are not written any more.
   */
  findAmong(words: Int32Array, wordAt: number, code: number, published: number): number {
    const { slots, mask, arena } = this;
    for (let slot = code & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot];
      if (entry === 0) return -1;
      if (((entry ^ code) & ~mask) !== 0) continue;
      const id = (entry & mask) - 1;
      if (id >= published) return -1;
      if (arena.equals(id, words, wordAt)) return id;
    }
  }

  /** From now on other threads may read the slots; those of the arena first. */
  share(): void {
    const shared = new Int32Array(takeMemory(this.slots.byteLength, true));
    shared.set(this.slots);
    this.slots = shared;
  }

  /** The slots of a set that another thread keeps. */
  adopt(slots: Int32Array): void {
    this.slots = slots;
    this.mask = slots.length - 1;
  }

  /** Puts state `id` with this hash into a free slot that `find` returned. */
  put(slot: number, id: number, code: number): void {
    this.slots[slot] = (code & ~this.mask) | (id + 1);
  }
}
