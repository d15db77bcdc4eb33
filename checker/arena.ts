/**
 * Where the states are kept: fixed-width records in the order in which they were found, each with
 * the number of its parent and of the rule that made it.
 *
 * The arena grows by chunks, never by copying, and no record straddles two of them:
 *     chunk  = id >>> chunkBits
 *     at     = (id & chunkMask) * recordSize     byte offset within the chunk
 * A chunk is seen as bytes (by models) and as 32-bit words (to compare and copy records).
 *
 * The first states are kept as they are. Once there are many, all are packed (packing.ts), and whoever
 * wants to see one has it unpacked to the same place each time.
 *
 * Memory: 6 bytes per state (parent 4, rule 2) and keptWords words, rounded up to whole chunks.
 */
import { type Chunk, giveBack, takeChunk, takeMemory } from './chunk-pool.ts';
import type { Packing } from './packing.ts';
import { copyWords, sameWords } from './words.ts';

export class Arena {
  readonly recordSize: number;
  readonly recordWords: number;
  readonly chunkBits: number;
  readonly chunkMask: number;
  readonly bytes: Uint8Array[] = [];
  readonly words: Int32Array[] = [];
  readonly parents: Uint32Array[] = [];
  readonly rules: Uint16Array[] = [];
  /** States kept so far; the number of the next one. */
  size = 0;
  /** Records are packed once there are so many (packed.ts). */
  packFrom: number;
  /** How records are packed; undefined: they are kept as they are. */
  packing: Packing | undefined;
  /** Words that one record takes here. */
  keptWords: number;
  /** A packed record that somebody looks at. */
  private readonly seenBytes: Uint8Array;
  private readonly seenWords: Int32Array;
  /** Other threads may look at records. */
  isShared = false;

  /** `chunkRecords`: records per chunk, a power of two. */
  constructor(recordSize: number, chunkRecords: number, packFrom: number) {
    this.packFrom = packFrom;
    this.recordSize = recordSize;
    this.recordWords = recordSize / 4;
    this.keptWords = this.recordWords;
    this.seenBytes = new Uint8Array(recordSize);
    this.seenWords = new Int32Array(this.seenBytes.buffer);
    this.chunkBits = Math.log2(chunkRecords);
    this.chunkMask = chunkRecords - 1;
  }

  /** Bytes that one chunk takes, parents and rules included. */
  get chunkBytes(): number {
    return (this.chunkMask + 1) * (this.keptWords * 4 + Uint32Array.BYTES_PER_ELEMENT + 2);
  }

  /** Chunks that have to be added before the arena can hold `states` states. */
  chunksMissing(states: number): number {
    return Math.max(0, Math.ceil(states / (this.chunkMask + 1)) - this.bytes.length);
  }

  addChunk(): void {
    const records = this.chunkMask + 1;
    if (!this.isShared) return this.keepChunk(takeChunk(records, this.keptWords * 4));
    this.adopt(takeMemory(records * this.keptWords * 4, true));
    this.parents.push(new Uint32Array(records));
    this.rules.push(new Uint16Array(records));
  }

  private keepChunk({ bytes, words, parents, rules }: Chunk): void {
    this.bytes.push(bytes);
    this.words.push(words);
    this.parents.push(parents);
    this.rules.push(rules);
  }

  /** The records of one more chunk, alone: those of an arena that another thread keeps. */
  adopt(memory: ArrayBufferLike): void {
    this.bytes.push(new Uint8Array(memory));
    this.words.push(new Int32Array(memory));
  }

  /** From now on other threads may look at records. Chunks are copied one by one. */
  share(): void {
    this.isShared = true;
    for (const [i, bytes] of this.bytes.entries()) {
      const shared = new Uint8Array(takeMemory(bytes.byteLength, true));
      shared.set(bytes);
      this.bytes[i] = shared;
      this.words[i] = new Int32Array(shared.buffer);
    }
  }

  /** Gives the memory to the next search. No state can be looked at after that. */
  release(): void {
    for (let i = 0; i < this.bytes.length && !this.isShared; i++) giveBack(this.chunk(i));
    for (const list of [this.bytes, this.words, this.parents, this.rules]) list.length = 0;
  }

  /** Per word of a record: the bits in which any record differs from the initial one. None is packed. */
  masks(): Int32Array {
    const { recordWords, words, chunkBits, chunkMask } = this;
    const masks = new Int32Array(recordWords);
    for (let id = 0; id < this.size; id++) {
      const chunk = words[id >>> chunkBits];
      const at = (id & chunkMask) * recordWords;
      for (let i = 0; i < recordWords; i++) masks[i] |= chunk[at + i] ^ words[0][i];
    }
    return masks;
  }

  /** Packs all records by `packing`, whatever they were packed by before. */
  pack(packing: Packing): void {
    const { keptWords, packing: before, recordWords, chunkMask } = this;
    const strange = new Int32Array(chunkMask + 1);
    const spare = new Int32Array(before === undefined ? 0 : (chunkMask + 1) * recordWords);
    for (let i = 0, left = this.size; i < this.bytes.length; i++, left -= chunkMask + 1) {
      const old = this.chunk(i);
      const { bytes, words, parents, rules } = takeChunk(chunkMask + 1, packing.words * 4);
      const count = Math.max(0, Math.min(left, chunkMask + 1));
      if (before !== undefined) {
        for (let place = 0; place < count; place++) {
          before.code.unpack(old.words, place * keptWords, spare, place * recordWords);
        }
      }
      packing.code.packAll(before === undefined ? old.words : spare, count, words, strange);
      parents.set(old.parents);
      rules.set(old.rules);
      this.bytes[i] = bytes;
      this.words[i] = words;
      this.parents[i] = parents;
      this.rules[i] = rules;
      if (!this.isShared) giveBack(old);
    }
    // Whoever looks at the old chunks goes on with these.
    this.isShared = false;
    this.usePacking(packing);
  }

  /** All records are packed so, those that another thread keeps as well. */
  usePacking(packing: Packing): void {
    this.packing = packing;
    this.keptWords = packing.words;
  }

  private chunk(i: number): Chunk {
    return {
      bytes: this.bytes[i],
      words: this.words[i],
      parents: this.parents[i],
      rules: this.rules[i],
    };
  }

  /** Bytes with the record of state `id` in them, at `atOf(id)`; until somebody asks for another. */
  chunkOf(id: number): Uint8Array {
    const { packing, chunkBits, keptWords } = this;
    if (packing === undefined) return this.bytes[id >>> chunkBits];
    const words = this.words[id >>> chunkBits];
    packing.code.unpack(words, (id & this.chunkMask) * keptWords, this.seenWords, 0);
    return this.seenBytes;
  }

  /** Byte offset of the record of state `id` within `chunkOf(id)`. */
  atOf(id: number): number {
    return this.packing === undefined ? (id & this.chunkMask) * this.recordSize : 0;
  }

  /** One byte of the record of state `id`. */
  byteOf(id: number, byte: number): number {
    const { packing, chunkBits, chunkMask, recordSize, keptWords } = this;
    const chunk = id >>> chunkBits;
    const place = id & chunkMask;
    if (packing === undefined) return this.bytes[chunk][place * recordSize + byte];
    this.seenWords[0] = packing.wordOf(byte >>> 2, this.words[chunk], place * keptWords);
    return this.seenBytes[byte & 3];
  }

  /** The state from which `id` was found first. The initial state is its own parent. */
  parentOf(id: number): number {
    return this.parents[id >>> this.chunkBits][id & this.chunkMask];
  }

  /** The rule by which `id` was found first. Means nothing for the initial state. */
  ruleOf(id: number): number {
    return this.rules[id >>> this.chunkBits][id & this.chunkMask];
  }

  /** Copies of the record of state `id`, for reports and traces. */
  recordOf(id: number): Uint8Array {
    const at = this.atOf(id);
    return this.chunkOf(id).slice(at, at + this.recordSize);
  }

  /** Whether state `id` has exactly the words, packed as it is, found at `wordAt` of `words`. */
  equals(id: number, words: Int32Array, wordAt: number): boolean {
    const { keptWords } = this;
    const kept = this.words[id >>> this.chunkBits];
    const start = (id & this.chunkMask) * keptWords;
    return sameWords(kept, start, words, wordAt, keptWords);
  }

  /** Keeps a copy of the words, packed, at `wordAt` of `words`; returns its number. Room must be there. */
  append(words: Int32Array, wordAt: number, parent: number, rule: number): number {
    const { keptWords } = this;
    const id = this.size++;
    const chunk = id >>> this.chunkBits;
    const place = id & this.chunkMask;
    copyWords(this.words[chunk], place * keptWords, words, wordAt, keptWords);
    this.parents[chunk][place] = parent;
    this.rules[chunk][place] = rule;
    return id;
  }
}
