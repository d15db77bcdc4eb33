/**
 * Traps: states from which no end can be reached by rules that must move. One pass backwards from the
 * ends marks all others; nothing that must move leads out of a trap.
 *
 * Every run that has come into a trap comes, if each rule that can move does so at some time, into one
 * of its bottom components, and goes round there for ever. A component without a way out is fair as a
 * whole: whoever can move in it does so on its edges.
 *
 * Bytes besides the graph: 2 a state, and what components take.
 */
import type { Graph } from '../graph.ts';
import { fewestSwitches } from '../shortest.ts';
import { componentsOf, NO_COMPONENT, type Part } from './components.ts';
import { fairnessOf } from './fair.ts';
import type { Lasso } from './lasso.ts';
import { Debts, loopThrough } from './loop.ts';

export interface Traps {
  readonly part: Part;
  /** The state of a trap that the search came to first. */
  readonly entry: number;
  /** Per state: its component of the trap, or NO_COMPONENT. */
  readonly of: Uint32Array;
  /** The components that nothing leaves. */
  readonly bottoms: readonly number[];
}

/** The traps of a graph; null: an end can be reached from every state. */
export function trapsOf(graph: Graph): Traps | null {
  const { exploration, states } = graph;
  const moves = Uint8Array.from(exploration.model.rules, ({ optional }) => (optional ? 0 : 1));
  const inside = trapped(graph, moves);
  const entry = inside.indexOf(1);
  if (entry < 0) return null;
  const part = { graph, inside, moves };
  const { count, of } = componentsOf(part);
  const leaves = new Uint8Array(count);
  for (let id = 0; id < states; id++) {
    if (of[id] === NO_COMPONENT) continue;
    for (const target of targetsIn(part, id)) if (of[target] !== of[id]) leaves[of[id]] = 1;
  }
  const bottoms = Array.from(leaves.keys()).filter((component) => leaves[component] === 0);
  return { part, entry, of, bottoms };
}

/** 1 for each state from which no end can be reached. */
function trapped(graph: Graph, moves: Uint8Array): Uint8Array {
  const { states, ends, firstInto, sources } = graph;
  const inside = new Uint8Array(states).fill(1);
  const open = new Uint32Array(states);
  let count = 0;
  const mark = (id: number): void => {
    if (inside[id] === 0) return;
    inside[id] = 0;
    open[count++] = id;
  };
  for (let id = 0; id < states; id++) if (ends[id] === 1) mark(id);
  while (count > 0) {
    const target = open[--count];
    for (let i = firstInto[target]; i < firstInto[target + 1]; i++) {
      if (inside[sources[i]] !== 0 && mustLead(graph, moves, sources[i], target)) mark(sources[i]);
    }
  }
  return inside;
}

/** Is there an edge that must move from one state to the other? */
function mustLead(
  { first, targets, rules }: Graph,
  moves: Uint8Array,
  from: number,
  to: number,
): boolean {
  for (let edge = first[from]; edge < first[from + 1]; edge++) {
    if (targets[edge] === to && moves[rules[edge]] !== 0) return true;
  }
  return false;
}

/** Where the rules that must move lead from a state of a trap. */
function* targetsIn({ graph, moves }: Part, id: number): Iterable<number> {
  const { first, targets, rules } = graph;
  for (let edge = first[id]; edge < first[id + 1]; edge++) {
    if (moves[rules[edge]] !== 0) yield targets[edge];
  }
}

/** A shortest way into a trap, on to the nearest of its bottoms, and a shortest fair loop there. */
export function trapLasso(traps: Traps): Lasso {
  const { part, entry, of, bottoms } = traps;
  const { exploration } = part.graph;
  const { arena } = exploration.seen;
  const [chunk, place] = [arena.chunkOf(entry), arena.atOf(entry)];
  const reached = (bytes: Uint8Array, at: number): boolean => bytes === chunk && at === place;
  const into = fewestSwitches(exploration, { id: entry, reached, ends: false }).rules;
  const isBottom = new Set(bottoms);
  const { rules, start } = wayTo(part, entry, (id) => isBottom.has(of[id]));
  const inside = Uint8Array.from(of, (own) => (own === of[start] ? 1 : 0));
  const fairness = fairnessOf(exploration.model, { within: () => true });
  const loop = loopThrough(new Debts({ ...part, inside }, fairness, [], start));
  return { stem: [...into, ...rules], loop: loop.rules, isShortest: loop.isShortest };
}

/** A shortest way within the part. */
function wayTo(
  { graph, moves }: Part,
  from: number,
  isThere: (id: number) => boolean,
): { readonly rules: readonly number[]; readonly start: number } {
  const { first, targets, rules } = graph;
  const cameBy = new Map<number, { readonly id: number; readonly rule: number } | null>([
    [from, null],
  ]);
  for (const id of cameBy.keys()) {
    if (isThere(id)) return { rules: backFrom(cameBy, id), start: id };
    for (let edge = first[id]; edge < first[id + 1]; edge++) {
      const isNew = moves[rules[edge]] !== 0 && !cameBy.has(targets[edge]);
      if (isNew) cameBy.set(targets[edge], { id, rule: rules[edge] });
    }
  }
  throw new Error('a trap without a bottom');
}

function backFrom(
  cameBy: ReadonlyMap<number, { readonly id: number; readonly rule: number } | null>,
  last: number,
): number[] {
  const rules: number[] = [];
  for (let step = cameBy.get(last); step; step = cameBy.get(step.id)) rules.push(step.rule);
  return rules.toReversed();
}
