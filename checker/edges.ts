/**
 * The edges of the state graph that lead one level deeper, from the initial state on.
 *
 * Where traces are compared (shortest.ts) all of them are needed. If the search has kept its edges
 * they are taken from its graph; else the states are expanded once more, level by level, and what
 * leads deeper is kept, so that a second question about the same search costs no third expansion.
 *
 * 6 bytes an edge, 4 bytes a state.
 */
import { Batch } from './batch.ts';
import type { Exploration } from './exploration.ts';
import { type Graph, graphOf } from './graph.ts';

const kept = new WeakMap<Exploration, Edges>();

/** The edges of a search, made at the first question and kept as long as the search itself. */
export function edgesOf(exploration: Exploration): Edges {
  const known = kept.get(exploration);
  if (known !== undefined) return known;
  const edges = new Edges(exploration);
  kept.set(exploration, edges);
  return edges;
}

export class Edges {
  readonly exploration: Exploration;
  /** `starts[d]`: the first state of depth d. */
  readonly starts: number[] = [0];
  /** The edges of state s are `first[s]` to `first[s + 1] - 1`, in the order of generation. */
  first = new Uint32Array(1024);
  /** Per edge: the state it leads to, and the rule that makes it. */
  targets = new Uint32Array(1024);
  rules = new Uint16Array(1024);
  private size = 0;
  /** Levels whose states are expanded. */
  private levels = 0;
  private readonly batch: Batch;

  constructor(exploration: Exploration) {
    const { model, levels } = exploration;
    this.exploration = exploration;
    for (const states of levels) this.starts.push((this.starts.at(-1) as number) + states);
    this.batch = new Batch(model, Math.max(1024, model.successorsMax));
    if (exploration.edges !== null && exploration.stopped === 'complete') {
      this.take(graphOf(exploration));
    }
  }

  /** The edges of the whole graph that lead one level deeper. */
  private take(graph: Graph): void {
    const { starts, exploration } = this;
    this.first = new Uint32Array(exploration.states + 1);
    this.targets = new Uint32Array(graph.targets.length);
    this.rules = new Uint16Array(graph.targets.length);
    for (let level = 0; level + 1 < starts.length; level++) {
      for (let id = starts[level]; id < starts[level + 1]; id++) {
        for (let edge = graph.first[id]; edge < graph.first[id + 1]; edge++) {
          // Nothing leads deeper than one level.
          if (graph.targets[edge] < starts[level + 1]) continue;
          this.targets[this.size] = graph.targets[edge];
          this.rules[this.size++] = graph.rules[edge];
        }
        this.first[id + 1] = this.size;
      }
    }
    this.levels = starts.length - 1;
  }

  /** Expands the levels 0 to `depth - 1`, those that are not yet. */
  upTo(depth: number): void {
    for (; this.levels < depth; this.levels++) this.expand(this.levels);
  }

  /** Whether a state has no successors, or by optional rules only. */
  isEnd(id: number): boolean {
    const { batch, exploration } = this;
    batch.generate(exploration.seen, id, id + 1);
    if (batch.sources !== 1) return false;
    for (let i = 0; i < batch.size; i++) {
      if (exploration.model.rules[batch.rules[i]].optional !== true) return false;
    }
    return true;
  }

  private expand(level: number): void {
    const { batch, starts, exploration } = this;
    this.first = grown(this.first, starts[level + 1] + 1);
    for (let id = starts[level]; id < starts[level + 1];) {
      batch.generate(exploration.seen, id, starts[level + 1]);
      batch.pack(exploration.seen.arena);
      batch.touch(exploration.seen);
      let next = 0;
      for (let source = 0; source < batch.sources; source++, id++) {
        const last = next + batch.counts[source];
        for (; next < last; next++) this.keep(next, level + 1);
        this.first[id + 1] = this.size;
      }
      // A state in which the model failed leads nowhere.
      if (batch.error !== undefined) this.first[++id] = this.size;
    }
  }

  /** Keeps successor `i` of the batch if it is of depth `level`. */
  private keep(i: number, level: number): void {
    const { batch, starts } = this;
    const id = batch.idOf(this.exploration.seen, i);
    if (id < starts[level] || id >= starts[level + 1]) return;
    if (this.size === this.targets.length) {
      this.targets = grown(this.targets, this.size + 1);
      this.rules = grown(this.rules, this.size + 1);
    }
    this.targets[this.size] = id;
    this.rules[this.size++] = batch.rules[i];
  }
}

/** An array of at least `length` entries that begins like `array`. */
function grown<A extends Uint32Array | Uint16Array>(array: A, length: number): A {
  if (length <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => A)(
    Math.max(length, 2 * array.length),
  );
  larger.set(array);
  return larger;
}
