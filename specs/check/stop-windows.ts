/**
 * In which windows of which call a request found its thread: read off every state of a complete
 * search. `Point=` says only that somebody was found there.
 */
import type { Exploration } from '../../checker/exploration.ts';
import type { Machine } from '../../model/machine.ts';
import { KICK } from '../../model/record/layout.ts';
import type { StopWindows } from '../../reports/data.ts';
import { type Window, windowOf } from '../properties/kernel-view.ts';

/** As a call passes them. */
const WINDOWS: readonly Window[] = ['entered', 'asleep', 'woken', 'dequeued', 'written'];

/** Per call in which a request found its thread, by name; empty for a search that was cut. */
export function stopWindows(exploration: Exploration): StopWindows[] {
  const { kernel } = exploration.model as Machine;
  if (exploration.stopped !== 'complete' || exploration.reduced) return [];
  const found = new Map<string, Set<Window>>();
  const { arena } = exploration.seen;
  for (let id = 0; id < exploration.states; id++) {
    kernel.bind(arena.chunkOf(id), arena.atOf(id));
    for (let t = 0; t < kernel.threads; t++) {
      if (!kernel.has(t, KICK)) continue;
      const window = windowOf(kernel, t);
      if (window === null) continue;
      const { call } = kernel.op(t);
      const windows = found.get(call);
      if (windows === undefined) found.set(call, new Set([window]));
      else windows.add(window);
    }
  }
  return [...found]
    .map(([call, windows]) => ({ call, windows: WINDOWS.filter((each) => windows.has(each)) }))
    .toSorted((a, b) => (a.call < b.call ? -1 : 1));
}
