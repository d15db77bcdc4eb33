/**
 * Lanes that are handlers (`Handler=P1:P0`): user code of the task of the lane on whose thread they run.
 * What nothing models beside them is refused.
 */
import { hasCheckpoint } from '../calls/asserted.ts';
import { isKernelTable } from '../calls/call-spec.ts';
import type { Litmus } from '../litmus.ts';
import type { Refuse } from '../litmus-error.ts';
import type { Names } from './validate-names.ts';

/** A handler is user code of the task, and runs on one thread; it is no thread that others name. */
export function checkHandlers(litmus: Litmus, names: Names, refuse: Refuse): void {
  const { handlers = [], table, debugs } = litmus.meta;
  const isKnown = new Set<string>();
  for (const { lane, on, place } of handlers) {
    names.checkThread(lane, place);
    names.checkThread(on, place);
    const what = `Handler=${lane}:${on}`;
    if (isKernelTable(table) || debugs.length > 0 || hasCheckpoint(litmus)) {
      refuse(place, what, 'none in kernel tables, beside debug sessions and checkpoints');
    }
    if (lane === on || names.taskOf.get(lane) !== names.taskOf.get(on)) {
      refuse(place, what, 'two lanes of one task');
    }
    if (isEmpty(litmus, lane)) refuse(place, what, `something that ${lane} does`);
    if (isKnown.has(lane) || isKnown.has(on)) refuse(place, what, 'each lane once');
    isKnown.add(lane);
    isKnown.add(on);
  }
}

function isEmpty({ lanes, rows }: Litmus, lane: string): boolean {
  const column = lanes.findIndex(({ name }) => name === lane);
  return rows.every((row) => (row[column] ?? null) === null);
}
