/** Where the ways of a test end: in what breaks it, or well. */
import type { Graph } from '../../checker/graph.ts';
import { PANIC } from '../../model/record/layout.ts';
import type { Kernel } from '../../model/record/state.ts';
import type { Breaking } from '../search/breaking.ts';
import type { TestModel } from '../search/test-model.ts';
import type { Asked } from './turning.ts';

/**
 * The states that break it, and the good ends: ends that do not. An end at which an assertion of
 * the kernel itself has failed is good for nothing, whatever is asked.
 */
export function goalsOf(
  graph: Graph,
  machine: TestModel['machine'],
  breaking: Breaking,
): Pick<Asked, 'falls' | 'goods'> {
  const falls = new Uint8Array(graph.states);
  const { arena } = graph.exploration.seen;
  for (let id = 0; id < graph.states; id++) {
    if (breaking.inEnds && graph.ends[id] === 0) continue;
    if (breaking.at(arena.chunkOf(id), arena.atOf(id))) falls[id] = 1;
  }
  const goods = endsWith(graph, machine, (k, id) => falls[id] === 0 && k.global(PANIC) === 0);
  return { falls, goods };
}

/** The ends of which `test` holds, a byte per state. */
export function endsWith(
  graph: Graph,
  { kernel }: TestModel['machine'],
  test: (k: Kernel, id: number) => boolean,
): Uint8Array {
  const { arena } = graph.exploration.seen;
  return graph.ends.map((isEnd, id) => {
    if (isEnd === 0) return 0;
    kernel.bind(arena.chunkOf(id), arena.atOf(id));
    return test(kernel, id) ? 1 : 0;
  });
}
