/**
 * The whole state graph of a search that came to its end: every edge, forwards and backwards, and
 * which states are ends.
 *
 * Where the search has kept its edges (edge-log.ts) they are taken over; else all states are expanded
 * once more. (edges.ts has those of shortest traces alone.) The way back is made when somebody asks.
 *
 * 10 bytes an edge, 9 bytes a state: `graphBytes` says it before anything is made.
 */
import { Batch } from './batch.ts';
import type { Exploration } from './exploration.ts';

/** Bytes that the graph of a search takes. */
export function graphBytes({ states, transitions }: Exploration): number {
  return transitions * (4 + 2 + 4) + states * (4 + 4 + 1);
}

const made = new WeakMap<Exploration, Graph>();

/**
 * The graph of a search, made at the first question and kept as long as the search itself.
 * @throws RangeError if the search did not come to its end.
 */
export function graphOf(exploration: Exploration): Graph {
  const known = made.get(exploration);
  if (known !== undefined) return known;
  const graph = new Graph(exploration);
  made.set(exploration, graph);
  return graph;
}

export class Graph {
  readonly exploration: Exploration;
  readonly states: number;
  /** The edges of state s are `first[s]` to `first[s + 1] - 1`, in the order of generation. */
  readonly first: Uint32Array;
  /** Per edge: the state it leads to, and the rule that makes it. */
  readonly targets: Uint32Array;
  readonly rules: Uint16Array;
  /** Per state: 1 if nobody has to move there. */
  readonly ends: Uint8Array;
  private backwards: { readonly firstInto: Uint32Array; readonly sources: Uint32Array } | null =
    null;

  /** @throws RangeError if the search did not come to its end. */
  constructor(exploration: Exploration) {
    const { model, states, transitions, stopped } = exploration;
    if (stopped !== 'complete') {
      throw new RangeError(`The search of ${model.name} was cut (${stopped}): it has no graph.`);
    }
    if (exploration.reduced) {
      throw new RangeError(`The search of ${model.name} left out states: it has no graph.`);
    }
    this.exploration = exploration;
    this.states = states;
    this.first = new Uint32Array(states + 1);
    this.ends = new Uint8Array(states);
    const kept = exploration.edges?.edges === transitions ? exploration.edges.take() : null;
    this.targets = kept?.targets ?? new Uint32Array(transitions);
    this.rules = kept?.rules ?? new Uint16Array(transitions);
    if (kept === null) this.expand();
    else this.first.set(kept.lasts, 1);
    this.markEnds();
  }

  /** The states with an edge to s are `sources[firstInto[s]]` to `sources[firstInto[s + 1] - 1]`. */
  get firstInto(): Uint32Array {
    return this.turnedRound().firstInto;
  }

  get sources(): Uint32Array {
    return this.turnedRound().sources;
  }

  /** The edge of state `id` by this rule, or -1. */
  edgeBy(id: number, rule: number): number {
    const { first, rules } = this;
    for (let edge = first[id]; edge < first[id + 1]; edge++) if (rules[edge] === rule) return edge;
    return -1;
  }

  private expand(): void {
    const { exploration, states, first, targets, rules } = this;
    const { model, seen } = exploration;
    const batch = new Batch(model, Math.max(1024, model.successorsMax));
    let size = 0;
    for (let id = 0; id < states;) {
      batch.generate(seen, id, states);
      batch.pack(seen.arena);
      batch.touch(seen);
      let next = 0;
      for (let source = 0; source < batch.sources; source++, id++) {
        for (const last = next + batch.counts[source]; next < last; next++) {
          targets[size] = batch.idOf(seen, next);
          rules[size++] = batch.rules[next];
        }
        first[id + 1] = size;
      }
      if (batch.error !== undefined) throw batch.error;
    }
  }

  private markEnds(): void {
    const { exploration, states, first, rules, ends } = this;
    const binding = Uint8Array.from(exploration.model.rules, ({ optional }) => (optional ? 0 : 1));
    for (let id = 0; id < states; id++) {
      let mustMove = 0;
      for (let edge = first[id]; edge < first[id + 1]; edge++) mustMove |= binding[rules[edge]];
      ends[id] = 1 - mustMove;
    }
  }

  /** Sorts the edges by where they lead to: counts, sums of counts, places. */
  private turnedRound() {
    if (this.backwards !== null) return this.backwards;
    const { states, first, targets } = this;
    const firstInto = new Uint32Array(states + 1);
    const sources = new Uint32Array(targets.length);
    for (const target of targets) firstInto[target + 1]++;
    for (let id = 0; id < states; id++) firstInto[id + 1] += firstInto[id];
    const next = firstInto.slice(0, states);
    for (let id = 0; id < states; id++) {
      for (let edge = first[id]; edge < first[id + 1]; edge++) {
        sources[next[targets[edge]]++] = id;
      }
    }
    this.backwards = { firstInto, sources };
    return this.backwards;
  }
}
