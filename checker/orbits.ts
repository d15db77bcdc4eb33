/**
 * What a search with a symmetry knows of all states that it did not keep: how many they are.
 *
 * Each state that is kept stands for its orbit. Weighted by the sizes of orbits, states, transitions
 * and levels are those of the search without the symmetry, exactly.
 *
 * 2 bytes per state that is kept, in the arena's order.
 */
import type { OrbitCounts } from './exploration.ts';

/** The sizes of the orbits of all states kept, and sums of them. */
export class Orbits {
  private sizes = new Uint16Array(0);
  private count = 0;
  private readonly group: number;
  private readonly levels: number[] = [];
  private states = 0;
  private transitions = 0;
  private ends = 0;
  private expanded = 0;

  constructor(group: number) {
    this.group = group;
  }

  get bytes(): number {
    return this.sizes.byteLength;
  }

  /** The next state, of depth `depth`, stands for `size` states. */
  add(size: number, depth: number): void {
    if (this.count === this.sizes.length) {
      const larger = new Uint16Array(Math.max(1024, this.sizes.length * 2));
      larger.set(this.sizes);
      this.sizes = larger;
    }
    this.sizes[this.count++] = size;
    this.states += size;
    this.levels[depth] = (this.levels[depth] ?? 0) + size;
  }

  /** State `id` is expanded: so many successors, an end or not. */
  expand(id: number, successors: number, isEnd: boolean): void {
    const size = this.sizes[id];
    this.expanded += size;
    this.transitions += size * successors;
    if (isEnd) this.ends += size;
  }

  /** How many states `id` stands for. */
  sizeOf(id: number): number {
    return this.sizes[id];
  }

  result(): OrbitCounts {
    const { group, states, transitions, ends, levels, expanded } = this;
    return { group, states, transitions, ends, levels, frontier: states - expanded };
  }
}
