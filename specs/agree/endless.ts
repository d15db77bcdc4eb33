/** Can a program come into a state from which no end can be reached any more? A livelock, that is. */
import type { Exploration } from '../../checker/exploration.ts';
import { graphOf } from '../../checker/graph.ts';

/** The first such state, or -1. Backwards from all ends: what is not come upon never ends. */
export function firstEndless(exploration: Exploration): number {
  const { states, ends, firstInto, sources } = graphOf(exploration);
  const endsSomehow = Uint8Array.from(ends);
  const queue = new Uint32Array(states);
  let found = 0;
  for (let id = 0; id < states; id++) if (ends[id] !== 0) queue[found++] = id;
  for (let next = 0; next < found; next++) {
    const id = queue[next];
    for (let edge = firstInto[id]; edge < firstInto[id + 1]; edge++) {
      const source = sources[edge];
      if (endsSomehow[source] !== 0) continue;
      endsSomehow[source] = 1;
      queue[found++] = source;
    }
  }
  return endsSomehow.indexOf(0);
}
