/**
 * The whole state graph of a search that came to its end: every edge, forwards and backwards, and
 * which states are ends.
 *
 * The search keeps no edges (see edges.ts, which has those of shortest traces alone). Who asks
 * what could have come instead needs all of them, so all states are expanded once more.
 *
 * 10 bytes an edge, 9 bytes a state: `graphBytes` says it before anything is made.
 */
import { Batch } from './batch.ts';
import type { Exploration } from './exploration.ts';

/** Bytes that the graph of a search takes. */
export function graphBytes({ states, transitions }: Exploration): number {
  return transitions * (4 + 2 + 4) + states * (4 + 4 + 1);
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
  /** The states with an edge to s are `sources[firstInto[s]]` to `sources[firstInto[s + 1] - 1]`. */
  readonly firstInto: Uint32Array;
  readonly sources: Uint32Array;

  /** @throws RangeError if the search did not come to its end. */
  constructor(exploration: Exploration) {
    const { model, states, transitions, stopped } = exploration;
    if (stopped !== 'complete') {
      throw new RangeError(`The search of ${model.name} was cut (${stopped}): it has no graph.`);
    }
    this.exploration = exploration;
    this.states = states;
    this.first = new Uint32Array(states + 1);
    this.targets = new Uint32Array(transitions);
    this.rules = new Uint16Array(transitions);
    this.ends = new Uint8Array(states);
    this.firstInto = new Uint32Array(states + 1);
    this.sources = new Uint32Array(transitions);
    this.expand();
    this.turnRound();
  }

  /** The edge of state `id` by this rule, or -1. */
  edgeBy(id: number, rule: number): number {
    const { first, rules } = this;
    for (let edge = first[id]; edge < first[id + 1]; edge++) if (rules[edge] === rule) return edge;
    return -1;
  }

  private expand(): void {
    const { exploration, states, first, targets, rules, ends } = this;
    const { model, seen } = exploration;
    const batch = new Batch(model, Math.max(1024, model.successorsMax));
    let size = 0;
    for (let id = 0; id < states;) {
      batch.generate(seen, id, states);
      batch.touch(seen);
      let next = 0;
      for (let source = 0; source < batch.sources; source++, id++) {
        ends[id] = 1;
        for (const last = next + batch.counts[source]; next < last; next++) {
          const at = next * seen.arena.recordWords;
          targets[size] = seen.find(batch.words, at, batch.hashes[next]);
          rules[size++] = batch.rules[next];
          if (model.rules[batch.rules[next]].optional !== true) ends[id] = 0;
        }
        first[id + 1] = size;
      }
      if (batch.error !== undefined) throw batch.error;
    }
  }

  /** Sorts the edges by where they lead to: counts, sums of counts, places. */
  private turnRound(): void {
    const { states, first, targets, firstInto, sources } = this;
    for (const target of targets) firstInto[target + 1]++;
    for (let id = 0; id < states; id++) firstInto[id + 1] += firstInto[id];
    const next = firstInto.slice(0, states);
    for (let id = 0; id < states; id++) {
      for (let edge = first[id]; edge < first[id + 1]; edge++) {
        sources[next[targets[edge]]++] = id;
      }
    }
  }
}
