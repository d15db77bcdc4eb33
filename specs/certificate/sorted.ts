/**
 * The states of a search in the order of their bytes: a set has one order, whoever searched it.
 *
 * Radix sort, byte by byte from the first: 8 bytes a state beside the search, and no comparison of
 * whole records but in the smallest buckets.
 */
import type { Arena } from '../../checker/arena.ts';

/** Buckets of so many or fewer are sorted by comparing. */
const FEW = 24;

/** The numbers of all states, by the bytes of their records. */
export function sortedStates(arena: Arena): Uint32Array {
  const sort = new ByBytes(arena);
  sort.bucket(0, arena.size, 0);
  return sort.order;
}

class ByBytes {
  readonly arena: Arena;
  readonly order: Uint32Array;
  private readonly spare: Uint32Array;

  constructor(arena: Arena) {
    this.arena = arena;
    this.order = new Uint32Array(arena.size);
    for (let id = 0; id < arena.size; id++) this.order[id] = id;
    this.spare = new Uint32Array(arena.size);
  }

  /** Sorts the places `from` to `to - 1`, whose records are equal up to byte `byte`. */
  bucket(from: number, to: number, byte: number): void {
    if (to - from <= FEW) return this.few(from, to, byte);
    for (let at = byte; at < this.arena.recordSize; at++) {
      const starts = this.counted(from, to, at);
      // All alike: the next byte tells.
      if (starts === null) continue;
      this.distribute(from, to, at, starts.slice());
      for (let value = 0; value < 256; value++) {
        this.bucket(starts[value], starts[value + 1], at + 1);
      }
      return;
    }
  }

  /** Where the records with each value of the byte begin; null if all have the same. */
  private counted(from: number, to: number, byte: number): Uint32Array | null {
    const starts = new Uint32Array(257);
    for (let i = from; i < to; i++) starts[this.byteOf(this.order[i], byte) + 1]++;
    if (starts[this.byteOf(this.order[from], byte) + 1] === to - from) return null;
    starts[0] = from;
    for (let value = 0; value < 256; value++) starts[value + 1] += starts[value];
    return starts;
  }

  private distribute(from: number, to: number, byte: number, next: Uint32Array): void {
    const { order, spare } = this;
    for (let i = from; i < to; i++) spare[next[this.byteOf(order[i], byte)]++] = order[i];
    order.set(spare.subarray(from, to), from);
  }

  private few(from: number, to: number, byte: number): void {
    const { order } = this;
    for (let i = from + 1; i < to; i++) {
      const id = order[i];
      let place = i;
      for (; place > from && this.isLess(id, order[place - 1], byte); place--) {
        order[place] = order[place - 1];
      }
      order[place] = id;
    }
  }

  private byteOf(id: number, byte: number): number {
    return this.arena.byteOf(id, byte);
  }

  private isLess(a: number, b: number, byte: number): boolean {
    const { arena } = this;
    for (let i = byte; i < arena.recordSize; i++) {
      const [ours, theirs] = [arena.byteOf(a, i), arena.byteOf(b, i)];
      if (ours !== theirs) return ours < theirs;
    }
    return false;
  }
}
