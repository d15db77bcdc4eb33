/**
 * The most that a way through a part of a graph can count: a longest way, where there is one.
 *
 * Without a cycle that counts, states are settled from the entries of the part on, one component after
 * the other. A component in which an edge counts can be gone round for ever: there is no most.
 */
import type { Components, Part } from './components.ts';
import { NO_COMPONENT } from './components.ts';

/**
 * Per state of the part, the most that has been counted on the way to it since the part was entered;
 * Infinity where there is no most; 0 outside. `counts`: what an edge into the part adds, from 0.
 */
export function mostOnWays(
  { graph, moves }: Part,
  components: Components,
  counts: (edge: number) => number,
): Float64Array {
  const { states, first, targets, rules } = graph;
  const { of } = components;
  const most = new Float64Array(states);
  const passOn = (id: number, isOwn: (target: number) => boolean): void => {
    for (let edge = first[id]; edge < first[id + 1]; edge++) {
      const target = targets[edge];
      if (of[target] === NO_COMPONENT || moves[rules[edge]] === 0 || isOwn(target)) continue;
      most[target] = Math.max(most[target], most[id] + counts(edge));
    }
  };
  for (let id = 0; id < states; id++) if (of[id] === NO_COMPONENT) passOn(id, () => false);
  const sorted = byComponent(components, states);
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const own = of[sorted[from]];
    while (to < sorted.length && of[sorted[to]] === own) to++;
    const members = sorted.subarray(from, to);
    const isOwn = (target: number): boolean => of[target] === own;
    const goesRound = members.some((id) => {
      for (let edge = first[id]; edge < first[id + 1]; edge++) {
        if (moves[rules[edge]] !== 0 && isOwn(targets[edge]) && counts(edge) > 0) return true;
      }
      return false;
    });
    const all = goesRound ? Infinity : members.reduce((sum, id) => Math.max(sum, most[id]), 0);
    for (const id of members) most[id] = all;
    for (const id of members) passOn(id, isOwn);
  }
  return most;
}

/** The same where the graph has no cycle: `order` has each state after every state with an edge to it. */
export function mostInOrder(
  { graph: { states, first, targets, rules }, inside, moves }: Part,
  order: Uint32Array,
  counts: (edge: number) => number,
): Float64Array {
  const most = new Float64Array(states);
  for (let i = 0; i < states; i++) {
    const id = order[i];
    for (let edge = first[id]; edge < first[id + 1]; edge++) {
      const target = targets[edge];
      if (inside[target] === 0 || moves[rules[edge]] === 0) continue;
      const counted = most[id] + counts(edge);
      if (counted > most[target]) most[target] = counted;
    }
  }
  return most;
}

/** The states of the part, those of a component beside each other, along the edges. */
function byComponent({ of, count }: Components, states: number): Uint32Array {
  const starts = new Uint32Array(count + 1);
  for (const own of of) if (own !== NO_COMPONENT) starts[count - own]++;
  for (let i = 1; i <= count; i++) starts[i] += starts[i - 1];
  const sorted = new Uint32Array(starts[count]);
  for (let id = states - 1; id >= 0; id--) {
    if (of[id] !== NO_COMPONENT) sorted[--starts[count - of[id]]] = id;
  }
  return sorted;
}
