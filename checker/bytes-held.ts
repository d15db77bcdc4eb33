/** What a search holds, by which --max-memory measures it, and the room that it makes. */
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

/** Makes room for `more` further states; false, and the end of the search, if memory forbids. */
export function makeRoom(search: Search, more: number): boolean {
  const { arena, seen, memoryMaxBytes } = search;
  // No more than statesMax states will ever be kept.
  const wanted = Math.min(more, search.statesMax - arena.size);
  let bytes = bytesWith(search, wanted);
  if (bytes > memoryMaxBytes && search.log !== undefined) {
    // The states matter more than what cycles ask for.
    search.log = undefined;
    bytes = bytesWith(search, wanted);
  }
  if (bytes > memoryMaxBytes) {
    search.stopped = 'memory';
    return false;
  }
  search.peakBytes = Math.max(search.peakBytes, bytes);
  for (let missing = arena.chunksMissing(arena.size + wanted); missing > 0; missing--) {
    arena.addChunk();
  }
  const slotCount = seen.slotsFor(arena.size + wanted);
  if (slotCount > seen.slots.length) seen.grow(slotCount);
  return true;
}
