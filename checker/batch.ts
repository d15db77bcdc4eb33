/**
 * The successors of many states at once, before the search knows which of them are new.
 *
 * Looking up one successor mostly means to wait for memory. A batch makes these waits overlap: it
 * generates the successors of many states into scratch, hashes them all and touches their slots;
 * when the search looks them up one by one, the slots are near. (Touching the records that the
 * slots name as well was tried and cost more than it gained.)
 *
 * Nothing here changes what is found or in which order: successors are looked up in the order of
 * generation, and those of a state that was itself found in this batch wait for the next.
 */
import { ModelError, type Model, type Symmetry } from './model.ts';
import type { Arena } from './arena.ts';
import { type Packing, roundedUp } from './packing.ts';
import type { SeenSet } from './seen-set.ts';

export class Batch {
  readonly model: Model;
  /** Most successors in it. */
  readonly capacity: number;
  /** The successors as records, as bytes and as words. */
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  /** What they are looked up by: the same words, or those that packing makes of them. */
  keys: Int32Array;
  /** Words of one key. */
  keyWords: number;
  private readonly packed: Int32Array;
  /** Per successor, where records are packed: not 0 if it is like no record kept so far. */
  private readonly strange: Int32Array;
  /** Rule and hash of each successor. */
  readonly rules: Uint16Array;
  readonly hashes: Int32Array;
  /** The state that each successor is, where that is known before the search looks it up; or -1. */
  readonly known: Int32Array;
  /** Successors per source state. The sources are consecutive states. */
  readonly counts: Int32Array;
  /** With a symmetry: how many states each successor stands for (model.ts). */
  readonly weights: Uint16Array;
  /** Per source: 1 if only some of its successors are here. */
  readonly partial: Uint8Array;
  /** Ask the model for a choice of successors, where it offers one. */
  reduces = false;
  /** The hashes are there: who has filled the batch has hashed as well. */
  isHashed = false;
  sources = 0;
  size = 0;
  /** What the model threw at the state after the last source, if it did. */
  error: ModelError | undefined;
  /** Keeps the touching from being optimised away. */
  sink = 0;

  /** `memory`: of `bytesFor` bytes, where others see the batch as well. */
  constructor(
    model: Model,
    capacity: number,
    memory: ArrayBufferLike = new ArrayBuffer(Batch.bytesFor(model, capacity)),
  ) {
    const { recordSize, symmetry } = model;
    const weights = symmetry === undefined ? 0 : capacity;
    let at = 0;
    const place = (bytes: number): number => (at += bytes) - bytes;
    this.model = model;
    this.capacity = capacity;
    const keyWords = roundedUp(recordSize / 4);
    this.bytes = new Uint8Array(memory, place(capacity * recordSize), capacity * recordSize);
    this.words = new Int32Array(memory, 0, (capacity * recordSize) / 4);
    this.keys = this.words;
    this.keyWords = recordSize / 4;
    this.packed = new Int32Array(memory, place(capacity * keyWords * 4), capacity * keyWords);
    this.strange = new Int32Array(memory, place(capacity * 4), capacity);
    this.hashes = new Int32Array(memory, place(capacity * 4), capacity);
    this.known = new Int32Array(memory, place(capacity * 4), capacity).fill(-1);
    this.counts = new Int32Array(memory, place(capacity * 4), capacity);
    this.rules = new Uint16Array(memory, place(capacity * 2), capacity);
    this.weights = new Uint16Array(memory, place(weights * 2), weights);
    this.partial = new Uint8Array(memory, place(capacity), capacity);
  }

  /** Bytes that a batch takes. */
  static bytesFor(model: Model, capacity: number): number {
    const weights = model.symmetry === undefined ? 0 : 2;
    const words = model.recordSize / 4 + roundedUp(model.recordSize / 4) + 4;
    return capacity * (words * 4 + 2 + 1 + weights);
  }

  /** Fills the batch with the successors of the states `head` to `end - 1`, as many as fit. */
  generate({ arena }: SeenSet, head: number, end: number): void {
    const { model, capacity, counts, partial } = this;
    const { recordSize, successorsMax } = model;
    const isReduced = this.reduces && model.chosen !== undefined;
    this.sources = 0;
    this.size = 0;
    this.error = undefined;
    this.isHashed = false;
    for (let id = head; id < end; id++) {
      const { size } = this;
      if (size + successorsMax > capacity || this.sources === capacity) return;
      let count = 0;
      try {
        const from = arena.atOf(id);
        const to = size * recordSize;
        const chunk = arena.chunkOf(id);
        count = isReduced
          ? (model.chosen?.(chunk, from, this.bytes, to, this.rules, size) ?? 0)
          : model.successors(chunk, from, this.bytes, to, this.rules, size);
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        this.error = error;
        return;
      }
      if (count > successorsMax) throw tooMany(model, id, count);
      partial[this.sources] = isReduced && model.isPartial === true ? 1 : 0;
      counts[this.sources++] = count;
      if (model.symmetry !== undefined) this.makeCanonical(model.symmetry, count);
      this.size += count;
    }
  }

  /** One state for all of an orbit, in the place of each of the next `count` successors. */
  private makeCanonical(symmetry: Symmetry, count: number): void {
    const { bytes, weights, size, model } = this;
    for (let i = size; i < size + count; i++) {
      weights[i] = symmetry.canonical(bytes, i * model.recordSize);
    }
  }

  /** Packs all successors, where records are. False: some are such that masks have to grow first. */
  pack({ packing }: Arena): boolean {
    if (packing === undefined) return true;
    const { size, words, packed, strange } = this;
    const any = packing.code.packAll(words, size, packed, strange);
    this.usePacked(packing);
    this.isHashed = false;
    return any === 0;
  }

  /** What lies here is packed so, by whoever has filled it. */
  usePacked(packing: Packing): void {
    this.keys = this.packed;
    this.keyWords = packing.words;
  }

  /** The masks with all that the successors need. */
  masksFor(packing: Packing): Int32Array {
    const masks = packing.masks.slice();
    for (let i = 0; i < this.size; i++) {
      if (this.strange[i] !== 0) packing.addTo(masks, this.words, i * packing.recordWords);
    }
    return masks;
  }

  /** Hashes all successors and brings their slots near. */
  touch(seen: SeenSet): void {
    if (!this.isHashed) this.hash(seen);
    const { size, hashes } = this;
    const { slots, mask } = seen;
    let sink = 0;
    for (let i = 0; i < size; i++) sink ^= slots[hashes[i] & mask];
    this.sink = sink;
  }

  /** Hashes all successors. */
  hash({ hash }: SeenSet): void {
    const { size, keys, keyWords, hashes } = this;
    for (let i = 0; i < size; i++) hashes[i] = hash(keys, i * keyWords, keyWords);
    this.isHashed = true;
  }

  /** Looks all successors up among the first `published` states; what is not there stays unknown. */
  recognise(seen: SeenSet, published: number): void {
    const { size, keys, keyWords, hashes, known } = this;
    for (let i = 0; i < size; i++) {
      known[i] = seen.findAmong(keys, i * keyWords, hashes[i], published);
    }
  }

  /** What SeenSet.find says of successor `i`, which is packed and hashed. */
  find(seen: SeenSet, i: number): number {
    const known = this.known[i];
    return known >= 0 ? known : seen.find(this.keys, i * this.keyWords, this.hashes[i]);
  }

  /** The state that successor `i` is, or -1: for searches that have ended. */
  idOf(seen: SeenSet, i: number): number {
    const isStrange = seen.arena.packing !== undefined && this.strange[i] !== 0;
    return isStrange ? -1 : Math.max(-1, this.find(seen, i));
  }
}

function tooMany({ name, successorsMax }: Model, id: number, count: number): RangeError {
  return new RangeError(
    `${name} wrote ${count} successors of state ${id}, but its successorsMax is ${successorsMax}.`,
  );
}
