/**
 * When records are packed (packing.ts): once there are many, and anew where a successor changes what
 * no record has changed before.
 *
 * The first states stay as they are. What they take is little, and which bits change is mostly known
 * after them: of the two large models of docs/performance.md one is packed anew once, one never.
 */
import type { Batch } from './batch.ts';
import { Packing } from './packing.ts';
import type { SeenSet } from './seen-set.ts';

/**
 * An engine takes as long to make good code for one set of masks as a search to find some ten thousand
 * states. Searches of fewer states than these are over sooner without it: a sample of the catalogue
 * takes 0.9 times the CPU that it took with 2 ** 15.
 */
export const PACK_FROM = 2 ** 17;

/** Packs the successors of a batch as the records are packed that are kept. */
export function pack(batch: Batch, seen: SeenSet): void {
  const { arena } = seen;
  if (arena.size >= arena.packFrom) {
    arena.packFrom = Infinity;
    const masks = arena.masks();
    // With little to gain, the loops over whole records are the faster ones.
    if (Packing.wordsFor(masks) * 2 <= arena.recordWords) seen.pack(masks);
  }
  while (!batch.pack(arena)) if (arena.packing) seen.pack(batch.masksFor(arena.packing));
}

/** Packs and hashes a further batch while the successors of another are being looked up. */
export function packMore(more: Batch, batch: Batch, seen: SeenSet): void {
  const { arena } = seen;
  const { packing } = arena;
  pack(more, seen);
  if (arena.packing !== packing) {
    // Those of the other that are still to come are looked up as they would be now; they may want
    // larger masks, by which these are packed once more.
    pack(batch, seen);
    batch.touch(seen);
    more.pack(arena);
  }
  more.touch(seen);
}
