/**
 * Picks that depend on a text alone: the same seed makes the same programs on every machine.
 *
 * SFC32, four words of state that are filled by FNV-1a from the text. Whole numbers of 32 bits only,
 * so no rounding of a platform can tell.
 */

const ROUNDS_BEFORE_USE = 12;

export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: string) {
    this.a = fnv(seed, 0x811c9dc5);
    this.b = fnv(seed, this.a);
    this.c = fnv(seed, this.b);
    for (let i = 0; i < ROUNDS_BEFORE_USE; i++) this.next();
  }

  /** A whole number from 0 to `n - 1`. */
  below(n: number): number {
    return Math.floor((this.next() / 2 ** 32) * n);
  }

  /** True `percent` times of a hundred. */
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  /** One of them. @throws RangeError if there is none. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('nothing to pick from');
    return items[this.below(items.length)];
  }

  /** The same items in another order. */
  shuffled<T>(items: readonly T[]): T[] {
    const left = [...items];
    return items.map(() => left.splice(this.below(left.length), 1)[0]);
  }

  private next(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }
}

function fnv(text: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
