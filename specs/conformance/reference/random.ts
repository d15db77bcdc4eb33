/** A seeded stream of numbers (Marsaglia's xorshift32): the same seed gives the same rounds everywhere. */
export class Random {
  private state: number;

  constructor(seed: number) {
    // Neighbouring seeds must not give neighbouring streams: multiply by a large odd number first.
    this.state = Math.imul(seed + 1, 0x9e3779b1) || 1;
    for (let i = 0; i < 4; i++) this.next();
  }

  private next(): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return x >>> 0;
  }

  /** An integer from 0, below `most`. */
  below(most: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * most);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() / 0x1_0000_0000 < probability;
  }
}
