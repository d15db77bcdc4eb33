/**
 * Names of kernel objects after a restore that does not translate them (names=raw).
 *
 * 2012: a futex is found by the physical address of its word. Restored, the word lies in another
 * frame; what was banked stands under an address that nobody of the group maps.
 * 2026: a wait queue is found by its handle. Made again in their order, the queues get the lowest
 * handles: where one had been destroyed, those behind it are found under the handles before theirs.
 */
import { BALANCE, CLOSED } from '../record/layout.ts';
import type { Group } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';

/** Every queue of the group that user space names. */
export function renameQueues(k: Kernel, { queues }: Group): void {
  const named = queues.filter((q) => isNamed(k, q));
  if (k.old) for (const q of named) k.setBalance(q, 0);
  else closeUp(k, named);
}

function isNamed({ program }: Kernel, q: number): boolean {
  const { kind } = program.queues[q];
  return kind === 'waitq' || kind === 'futex';
}

/** What is left moves to the lowest handles, in its order; the handles behind are of nothing. */
function closeUp(k: Kernel, handles: readonly number[]): void {
  const live = handles.filter((q) => !k.destroyed(q));
  for (const [i, to] of handles.entries()) {
    const from = live[i];
    if (from === to) continue;
    if (from === undefined) {
      k.setDestroyed(to);
      k.setBalance(to, 0);
    } else moveQueue(k, from, to);
  }
}

/** Nobody sleeps there: its counter, and whether it is closed. `to` is behind us already, or gone. */
function moveQueue(k: Kernel, from: number, to: number): void {
  const source = k.queueAt(from);
  const target = k.queueAt(to);
  for (const field of [BALANCE, CLOSED]) k.bytes[target + field] = k.bytes[source + field];
}
