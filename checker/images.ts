/** All records that the permutations of a symmetry make of one: its orbit, each once. */
import type { Symmetry } from './model.ts';

export class Images {
  bytes: Uint8Array;
  private readonly symmetry: Symmetry;
  private readonly recordSize: number;

  constructor(symmetry: Symmetry, recordSize: number) {
    this.symmetry = symmetry;
    this.recordSize = recordSize;
    this.bytes = new Uint8Array(recordSize * (symmetry.size + 1));
  }

  /** Byte offset of image `i`. */
  atOf(i: number): number {
    return i * this.recordSize;
  }

  /** Writes all images of a record, of which there are `most`; returns how many it found. */
  of(source: Uint8Array, from: number, most: number): number {
    let count = 0;
    for (let element = 0; element < this.symmetry.size && count < most; element++) {
      this.symmetry.apply(element, source, from, this.bytes, this.atOf(count));
      // As many as there are permutations: then no two make the same.
      if (most === this.symmetry.size || this.isNew(count)) count++;
    }
    return count;
  }

  /** Is image `i` none of those before it? */
  private isNew(i: number): boolean {
    for (let other = 0; other < i; other++) if (this.same(other, i)) return false;
    return true;
  }

  private same(a: number, b: number): boolean {
    const { bytes, recordSize } = this;
    for (let n = 0; n < recordSize; n++) {
      if (bytes[this.atOf(a) + n] !== bytes[this.atOf(b) + n]) return false;
    }
    return true;
  }
}
