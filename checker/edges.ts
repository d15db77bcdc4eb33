/**
 * The edges of the state graph that lead one level deeper, from the initial state on.
 *
 * Where traces are compared (shortest.ts) all of them are needed. A search that is told to keeps
 * them as it goes, up to EDGES_MAX; otherwise the states are expanded once more, level by level,
 * and what leads deeper is kept, so that a second question about the same search costs nothing.
 */
import { Batch } from './batch.ts';
import { EdgeLog } from './edge-log.ts';
import type { Exploration } from './exploration.ts';

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
  private readonly log: EdgeLog;
  /** Levels whose edges are there. */
  private levels = 0;
  private readonly batch: Batch;

  constructor(exploration: Exploration) {
    const { model, levels, edges } = exploration;
    this.exploration = exploration;
    this.log = edges ?? new EdgeLog();
    if (edges !== undefined) this.levels = levels.length;
    for (const states of levels) this.starts.push((this.starts.at(-1) as number) + states);
    this.batch = new Batch(model, Math.max(1024, model.successorsMax));
  }

  /** The edges of state s are `first[s]` to `first[s + 1] - 1`, in the order of generation. */
  get first(): Uint32Array {
    return this.log.first;
  }

  /** Per edge: the state it leads to. */
  get targets(): Uint32Array {
    return this.log.targets;
  }

  /** Per edge: the rule that makes it. */
  get rules(): Uint16Array {
    return this.log.rules;
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
    for (let id = starts[level]; id < starts[level + 1];) {
      batch.generate(exploration.seen, id, starts[level + 1]);
      batch.touch(exploration.seen);
      let next = 0;
      for (let source = 0; source < batch.sources; source++, id++) {
        const last = next + batch.counts[source];
        for (; next < last; next++) this.keep(next, level + 1);
        this.log.close(id);
      }
      // A state in which the model failed leads nowhere.
      if (batch.error !== undefined) this.log.close(id++);
    }
  }

  /** Keeps successor `i` of the batch if it is of depth `level`. */
  private keep(i: number, level: number): void {
    const { batch, starts } = this;
    const { seen } = this.exploration;
    const id = seen.find(batch.words, i * seen.arena.recordWords, batch.hashes[i]);
    if (id < starts[level] || id >= starts[level + 1]) return;
    this.log.keep(id, batch.rules[i]);
  }
}
