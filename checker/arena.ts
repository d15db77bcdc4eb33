/**
 * Where the states are kept: fixed-width records in the order in which they were found, each with
 * the number of its parent and of the rule that made it.
 *
 * The arena grows by chunks, never by copying, and no record straddles two of them:
 *     chunk  = id >>> chunkBits
 *     at     = (id & chunkMask) * recordSize     byte offset within the chunk
 * A chunk is seen as bytes (by models) and as 32-bit words (to compare and copy records).
 *
 * Memory: recordSize + 6 bytes per state (parent 4, rule 2), rounded up to whole chunks.
 */
import { type Chunk, giveBack, takeChunk, takeMemory } from './chunk-pool.ts';
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
  /** Other threads may look at records. */
  isShared = false;

  /** `chunkRecords`: records per chunk, a power of two. */
  constructor(recordSize: number, chunkRecords: number) {
    this.recordSize = recordSize;
    this.recordWords = recordSize / 4;
    this.chunkBits = Math.log2(chunkRecords);
    this.chunkMask = chunkRecords - 1;
  }

  /** Bytes that one chunk takes, parents and rules included. */
  get chunkBytes(): number {
    return (this.chunkMask + 1) * (this.recordSize + Uint32Array.BYTES_PER_ELEMENT + 2);
  }

  /** Chunks that have to be added before the arena can hold `states` states. */
  chunksMissing(states: number): number {
    return Math.max(0, Math.ceil(states / (this.chunkMask + 1)) - this.bytes.length);
  }

  addChunk(): void {
    const records = this.chunkMask + 1;
    if (!this.isShared) return this.keepChunk(takeChunk(records, this.recordSize));
    this.adopt(takeMemory(records * this.recordSize, true));
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
    for (const [i, bytes] of this.bytes.entries()) {
      if (this.isShared) break;
      const chunk = { bytes, words: this.words[i], parents: this.parents[i], rules: this.rules[i] };
      giveBack(chunk);
    }
    for (const list of [this.bytes, this.words, this.parents, this.rules]) list.length = 0;
  }

  /** The chunk that holds state `id`; its record starts there at `atOf(id)`. */
  chunkOf(id: number): Uint8Array {
    return this.bytes[id >>> this.chunkBits];
  }

  /** Byte offset of the record of state `id` within `chunkOf(id)`. */
  atOf(id: number): number {
    return (id & this.chunkMask) * this.recordSize;
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

  /** Whether state `id` has exactly the words found at `wordAt` of `words`. */
  equals(id: number, words: Int32Array, wordAt: number): boolean {
    const { recordWords } = this;
    const kept = this.words[id >>> this.chunkBits];
    const start = (id & this.chunkMask) * recordWords;
    return sameWords(kept, start, words, wordAt, recordWords);
  }

  /** Keeps a copy of the record at `wordAt` of `words` and returns its number. Room must be there. */
  append(words: Int32Array, wordAt: number, parent: number, rule: number): number {
    const { recordWords } = this;
    const id = this.size++;
    const chunk = id >>> this.chunkBits;
    const place = id & this.chunkMask;
    const kept = this.words[chunk];
    const start = place * recordWords;
    copyWords(kept, start, words, wordAt, recordWords);
    this.parents[chunk][place] = parent;
    this.rules[chunk][place] = rule;
    return id;
  }
}
