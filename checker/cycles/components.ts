/**
 * Strongly connected components of a part of a state graph: Tarjan's algorithm without recursion.
 *
 * Two states are in one component if each can be reached from the other within the part. A cycle lies
 * in one component; a component with an edge inside has a cycle through all its states and edges.
 */
import type { Graph } from '../graph.ts';

/** A part of a graph: some states, and the edges between them that some rules make. */
export interface Part {
  readonly graph: Graph;
  /** Per state: 1 if it belongs to the part. */
  readonly inside: Uint8Array;
  /** Per rule: 1 if its edges do. */
  readonly moves: Uint8Array;
}

export interface Components {
  readonly count: number;
  /**
   * Per state: its component, or NO_COMPONENT outside of the part. Numbered against the edges: one
   * leads to a component with a lower number, or stays in its own.
   */
  readonly of: Uint32Array;
}

export const NO_COMPONENT = 0xffff_ffff;

/** Bytes that it takes besides the graph. */
export function componentBytes(states: number): number {
  return states * 6 * 4;
}

/** O(edges), whatever the depth. */
export function componentsOf(part: Part): Components {
  const walk = new Walk(part);
  for (let root = 0; root < part.graph.states; root++) walk.from(root);
  return { count: walk.count, of: walk.of };
}

class Walk {
  readonly part: Part;
  readonly of: Uint32Array;
  count = 0;
  /** Per state: when it was met, from 1; 0: not yet. */
  private readonly met: Uint32Array;
  /** Per state: the earliest meeting among the open states that it is known to reach. */
  private readonly low: Uint32Array;
  /** Met, and in no component yet. */
  private readonly open: Uint32Array;
  /** From the root to where the walk stands, and the next edge of each of these states. */
  private readonly way: Uint32Array;
  private readonly next: Uint32Array;
  private meetings = 0;
  private opened = 0;
  private depth = 0;

  constructor(part: Part) {
    const { states } = part.graph;
    this.part = part;
    this.of = new Uint32Array(states).fill(NO_COMPONENT);
    this.met = new Uint32Array(states);
    this.low = new Uint32Array(states);
    this.open = new Uint32Array(states);
    this.way = new Uint32Array(states);
    this.next = new Uint32Array(states);
  }

  /** Walks all that can be reached from `root` and was not met before. */
  from(root: number): void {
    const { graph, inside, moves } = this.part;
    const { first, targets, rules } = graph;
    const { of, met, low, way, next } = this;
    if (inside[root] === 0 || met[root] !== 0) return;
    this.enter(root);
    while (this.depth > 0) {
      const top = this.depth - 1;
      const id = way[top];
      if (next[top] === first[id + 1]) {
        this.leave(id);
        continue;
      }
      const edge = next[top]++;
      const target = targets[edge];
      if (moves[rules[edge]] === 0 || inside[target] === 0 || of[target] !== NO_COMPONENT) continue;
      if (met[target] === 0) this.enter(target);
      else low[id] = Math.min(low[id], met[target]);
    }
  }

  private enter(id: number): void {
    this.met[id] = this.low[id] = ++this.meetings;
    this.open[this.opened++] = id;
    this.next[this.depth] = this.part.graph.first[id];
    this.way[this.depth++] = id;
  }

  /** All edges of `id` are walked. If it reaches nothing older, what was opened since is a component. */
  private leave(id: number): void {
    const { of, met, low, way, open } = this;
    this.depth--;
    if (low[id] === met[id]) {
      let member: number;
      do {
        member = open[--this.opened];
        of[member] = this.count;
      } while (member !== id);
      this.count++;
    }
    if (this.depth === 0) return;
    const before = way[this.depth - 1];
    low[before] = Math.min(low[before], low[id]);
  }
}
