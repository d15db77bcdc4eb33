/**
 * Fair cycles: what a system may do for ever although everybody gets a turn.
 *
 * Weak fairness of actors. A cycle is fair if each actor takes a step on it, or cannot move in at
 * least one of its states: nobody who could move all the time is passed over for ever. Steps by
 * optional rules need not be taken, so they neither oblige an actor nor discharge it.
 *
 * A component of a part is one cycle through all its states and edges, and no cycle of it meets more
 * of them. So a fair cycle exists exactly where a component with an edge inside is fair as a whole and
 * has all that must be visited, however many loops it takes. Whether an actor can move is read off all edges of a
 * state, those out of the part included: to be able to leave is to be able to move.
 */
import type { Graph } from '../graph.ts';
import type { Model } from '../model.ts';
import { componentsOf, NO_COMPONENT, type Part } from './components.ts';

/** What is asked of a cycle. */
export interface CycleQuestion {
  /** Must hold in every state of it: "has not progressed", "is not served". */
  within(arena: Uint8Array, at: number): boolean;
  /** Whether a rule moves at all, on the cycle and for fairness; the others stand still. Default: all. */
  moves?(rule: number): boolean;
  /** Each must hold in some state of it. Default: nothing must. */
  readonly visits?: readonly ((arena: Uint8Array, at: number) => boolean)[];
}

/** Per rule: whom it obliges, numbered from 0; NOBODY for optional rules and those that stand still. */
export interface Fairness {
  readonly obliges: Uint8Array;
  readonly actors: number;
}

export const NOBODY = 0xff;

/** @throws RangeError if there are more actors than can be numbered. */
export function fairnessOf({ name, rules }: Model, { moves }: CycleQuestion): Fairness {
  const bound = rules.map((rule, i) => rule.optional !== true && (moves?.(i) ?? true));
  const actors = [...new Set(rules.filter((_, i) => bound[i]).map(({ actor }) => actor))];
  if (actors.length >= NOBODY) throw new RangeError(`${name} has ${actors.length} actors`);
  const obliges = rules.map(({ actor }, i) => (bound[i] ? actors.indexOf(actor) : NOBODY));
  return { obliges: Uint8Array.from(obliges), actors: actors.length };
}

/** The part of the graph on which the cycle must lie. */
export function partOf(graph: Graph, { within, moves }: CycleQuestion): Part {
  const { exploration, states } = graph;
  const { arena } = exploration.seen;
  const inside = new Uint8Array(states);
  for (let id = 0; id < states; id++) {
    if (within(arena.chunkOf(id), arena.atOf(id))) inside[id] = 1;
  }
  const moving = exploration.model.rules.map((_, rule) => ((moves?.(rule) ?? true) ? 1 : 0));
  return { graph, inside, moves: Uint8Array.from(moving) };
}

/** The states that lie on a fair cycle of the question: 1 each, and the number of the least, or -1. */
export interface OnFairCycles {
  readonly question: CycleQuestion;
  readonly part: Part;
  readonly fairness: Fairness;
  readonly on: Uint8Array;
  readonly least: number;
}

export function onFairCycles(graph: Graph, question: CycleQuestion): OnFairCycles {
  const part = partOf(graph, question);
  const fairness = fairnessOf(graph.exploration.model, question);
  const { count, of } = componentsOf(part);
  const unfair = unfairOnes(part, fairness, of, count);
  for (const visit of question.visits ?? []) addUnvisited(unfair, graph, of, visit);
  const on = new Uint8Array(graph.states);
  let least = -1;
  for (let id = graph.states - 1; id >= 0; id--) {
    if (of[id] === NO_COMPONENT || unfair[of[id]] !== 0) continue;
    on[id] = 1;
    least = id;
  }
  return { question, part, fairness, on, least };
}

/** Marks the components that have no state for this visit. */
function addUnvisited(
  unfair: Uint8Array,
  graph: Graph,
  of: Uint32Array,
  visit: (arena: Uint8Array, at: number) => boolean,
): void {
  const { arena } = graph.exploration.seen;
  const visited = new Uint8Array(unfair.length);
  for (let id = 0; id < graph.states; id++) {
    if (of[id] === NO_COMPONENT || visited[of[id]] !== 0) continue;
    if (visit(arena.chunkOf(id), arena.atOf(id))) visited[of[id]] = 1;
  }
  for (const [own, was] of visited.entries()) if (was === 0) unfair[own] = 1;
}

/** Per component: 1 if it has no edge inside, or passes over an actor that can move all the time. */
function unfairOnes(
  { graph, moves }: Part,
  { obliges, actors }: Fairness,
  of: Uint32Array,
  count: number,
): Uint8Array {
  const { states, first, targets, rules } = graph;
  const hasEdge = new Uint8Array(count);
  /** Per component and actor: it has taken a step, or could not move somewhere. */
  const content = new Uint8Array(count * actors);
  const canMove = new Uint8Array(actors);
  for (let id = 0; id < states; id++) {
    const own = of[id];
    if (own === NO_COMPONENT) continue;
    canMove.fill(0);
    for (let edge = first[id]; edge < first[id + 1]; edge++) {
      const actor = obliges[rules[edge]];
      if (actor !== NOBODY) canMove[actor] = 1;
      if (moves[rules[edge]] === 0 || of[targets[edge]] !== own) continue;
      hasEdge[own] = 1;
      if (actor !== NOBODY) content[own * actors + actor] = 1;
    }
    for (let actor = 0; actor < actors; actor++) {
      if (canMove[actor] === 0) content[own * actors + actor] = 1;
    }
  }
  return hasEdge.map((has, own) =>
    has === 0 || content.subarray(own * actors, (own + 1) * actors).includes(0) ? 1 : 0,
  );
}
