/** What a search holds, by which --max-memory measures it. */
import { Batch } from './batch.ts';
import type { Search } from './search.ts';

/** Bytes held when there is room for `more` further states. */
export function bytesWith(search: Search, more: number): number {
  const { arena, seen, batch, model, log, orbits, ahead } = search;
  const chunks = arena.bytes.length + arena.chunksMissing(arena.size + more);
  const slots = seen.slotsFor(arena.size + more);
  const edges = log?.bytesWith(more) ?? 0;
  const scratch = Batch.bytesFor(model, batch.capacity) + (orbits?.bytes ?? 0);
  const helped = ahead?.bytesWith(slots) ?? 0;
  return chunks * arena.chunkBytes + slots * 4 + edges + scratch + helped;
}
