/**
 * Questions about the ways through a state graph: from where a goal can be reached and in how many
 * steps, and the least that a way from the initial state to a goal must have of something.
 *
 * A goal is a state in which a way ends. `walls` are states in which every way ends, goals or not:
 * nothing is asked about what comes after them. Both are arrays with a byte per state.
 *
 * Each answer takes one walk over the graph: O(edges), O(edges * actors) for context switches.
 */
import type { Graph } from './graph.ts';

/** No goal can be reached. */
export const NEVER = 0xffff_ffff;

/** Per state: the least number of steps to a goal, or NEVER. */
export function stepsTo(graph: Graph, goals: Uint8Array, walls: Uint8Array): Uint32Array {
  const { states, firstInto, sources } = graph;
  const steps = new Uint32Array(states).fill(NEVER);
  const queue = new Uint32Array(states);
  let size = 0;
  for (let id = 0; id < states; id++) {
    if (goals[id] === 0) continue;
    steps[id] = 0;
    queue[size++] = id;
  }
  for (let head = 0; head < size; head++) {
    const target = queue[head];
    for (let i = firstInto[target]; i < firstInto[target + 1]; i++) {
      const source = sources[i];
      if (walls[source] !== 0 || steps[source] !== NEVER) continue;
      steps[source] = steps[target] + 1;
      queue[size++] = source;
    }
  }
  return steps;
}

/** The goal at the end of a shortest way from `id`, where `steps` are those of `stepsTo`. */
export function nearestFrom(graph: Graph, steps: Uint32Array, id: number): number {
  const { first, targets } = graph;
  if (steps[id] === NEVER) throw new RangeError(`no goal can be reached from state ${id}`);
  let at = id;
  while (steps[at] > 0) {
    let edge = first[at];
    while (steps[targets[edge]] !== steps[at] - 1) edge++;
    at = targets[edge];
  }
  return at;
}

/**
 * Of all ways from the initial state to a goal: the least number of edges with `counts` that one has,
 * or NEVER where there is no way.
 */
export function leastOf(
  graph: Graph,
  goals: Uint8Array,
  walls: Uint8Array,
  counts: (edge: number) => boolean,
): number {
  const { states, first, targets } = graph;
  const done = new Uint8Array(states);
  let [now, next, least] = [[0], [] as number[], 0];
  for (; now.length > 0; [now, next, least] = [next, [], least + 1]) {
    for (let id = now.pop(); id !== undefined; id = now.pop()) {
      if (done[id] !== 0) continue;
      done[id] = 1;
      if (goals[id] !== 0) return least;
      if (walls[id] !== 0) continue;
      for (let edge = first[id]; edge < first[id + 1]; edge++) {
        if (done[targets[edge]] === 0) (counts(edge) ? next : now).push(targets[edge]);
      }
    }
  }
  return NEVER;
}

/** The least number of neighbouring steps by different actors on a way to a goal, or NEVER. */
export function leastSwitches(graph: Graph, goals: Uint8Array, walls: Uint8Array): number {
  const { states, first, targets, rules } = graph;
  const actorOf = graph.exploration.model.rules.map(({ actor }) => actor);
  // One more than the greatest: nobody has moved yet.
  const nobody = Math.max(0, ...actorOf) + 1;
  const width = nobody + 1;
  const done = new Uint8Array(states * width);
  let [now, next, least] = [[nobody], [] as number[], 0];
  for (; now.length > 0; [now, next, least] = [next, [], least + 1]) {
    for (let place = now.pop(); place !== undefined; place = now.pop()) {
      if (done[place] !== 0) continue;
      done[place] = 1;
      const [id, last] = [Math.floor(place / width), place % width];
      if (goals[id] !== 0) return least;
      if (walls[id] !== 0) continue;
      for (let edge = first[id]; edge < first[id + 1]; edge++) {
        const actor = actorOf[rules[edge]];
        const to = targets[edge] * width + actor;
        if (done[to] === 0) (last === nobody || last === actor ? now : next).push(to);
      }
    }
  }
  return NEVER;
}
