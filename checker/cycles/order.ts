/**
 * Is there any cycle at all? Most graphs have none, and one walk shows it: states are taken away once
 * nothing that is left leads to them (Kahn). What cannot be taken away lies on a cycle or after one.
 */
import type { Graph } from '../graph.ts';

/** Bytes that it takes besides the graph. */
export function orderBytes(states: number): number {
  return states * (4 + 4);
}

/** All states, each after every state with an edge to it; null: the graph has a cycle. */
export function orderOf({ states, first, targets }: Graph): Uint32Array | null {
  const into = new Uint32Array(states);
  for (const target of targets) into[target]++;
  const order = new Uint32Array(states);
  let size = 0;
  // Every state but the initial one has an edge to it.
  if (into[0] === 0) order[size++] = 0;
  for (let head = 0; head < size; head++) {
    const id = order[head];
    for (let edge = first[id]; edge < first[id + 1]; edge++) {
      const target = targets[edge];
      if (--into[target] === 0) order[size++] = target;
    }
  }
  return size === states ? order : null;
}
