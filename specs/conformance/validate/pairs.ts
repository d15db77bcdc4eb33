/**
 * The pairs of a pursuit: a record of the model and, by thread, how many events are matched. Each is
 * kept once; the next to be expanded is the latest of those that have most events matched.
 */
export class Pairs {
  private readonly recordSize: number;
  private readonly threads: number;
  /** Bytes of a pair: its record, then two bytes a thread. */
  private readonly size: number;
  private bytes: Uint8Array = new Uint8Array(1 << 16);
  private readonly known = new Map<string, number>();
  /** By how many events are matched, the pairs that wait. */
  private readonly waiting: number[][] = [];
  private top = -1;
  readonly parents: number[] = [];
  /** The rule by which it was reached; -1: by none. */
  readonly rules: number[] = [];

  constructor(recordSize: number, threads: number) {
    this.recordSize = recordSize;
    this.threads = threads;
    this.size = recordSize + 2 * threads;
  }

  get count(): number {
    return this.parents.length;
  }

  add(
    source: Uint8Array,
    from: number,
    positions: readonly number[],
    parent: number,
    rule: number,
  ): void {
    const id = this.count;
    const at = id * this.size;
    this.makeRoom(at + this.size);
    this.bytes.set(source.subarray(from, from + this.recordSize), at);
    let matched = 0;
    for (let t = 0; t < this.threads; t++) {
      this.bytes[at + this.recordSize + 2 * t] = positions[t] & 255;
      this.bytes[at + this.recordSize + 2 * t + 1] = positions[t] >> 8;
      matched += positions[t];
    }
    const key = Buffer.from(this.bytes.buffer, at, this.size).toString('latin1');
    if (this.known.has(key)) return;
    this.known.set(key, id);
    this.parents.push(parent);
    this.rules.push(rule);
    (this.waiting[matched] ??= []).push(id);
    this.top = Math.max(this.top, matched);
  }

  /** The pair to be expanded next, or -1. */
  next(): number {
    while (this.top >= 0) {
      const id = this.waiting[this.top]?.pop();
      if (id !== undefined) return id;
      this.top--;
    }
    return -1;
  }

  /** Copies the record of a pair into `record`, and gives its positions. */
  read(id: number, record: Uint8Array): number[] {
    const at = id * this.size;
    record.set(this.bytes.subarray(at, at + this.recordSize));
    return this.positions(id);
  }

  positions(id: number): number[] {
    const at = id * this.size + this.recordSize;
    const positions: number[] = [];
    for (let t = 0; t < this.threads; t++) {
      positions.push(this.bytes[at + 2 * t] | (this.bytes[at + 2 * t + 1] << 8));
    }
    return positions;
  }

  private makeRoom(size: number): void {
    if (size <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(size, this.bytes.length * 2));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}
