/**
 * What one helper of a search does: it takes jobs from the desk, expands their states, hashes the
 * successors, and says which of them are states that were found before.
 *
 * It decides nothing: what it does not recognise is looked up by the search, in order (ahead.ts).
 * So it does not matter what it has not heard of yet.
 */
import { Arena } from './arena.ts';
import { Batch } from './batch.ts';
import type { Beginning, News } from './crew.ts';
import { Desk } from './desk.ts';
import type { Model } from './model.ts';
import { Packing } from './packing.ts';
import { SeenSet } from './seen-set.ts';

export class Helper {
  readonly desk: Desk;
  private readonly batches: readonly Batch[];
  private readonly arena: Arena;
  private readonly seen: SeenSet;
  /** Messages heard. */
  private heard = 0;
  private job = -1;
  private published = 0;

  /** The slots come with the first news. */
  constructor(model: Model, beginning: Beginning) {
    const { desk, batches, capacity, chunkRecords, packing, hash } = beginning;
    this.desk = new Desk(batches.length, desk);
    this.batches = batches.map((memory) => new Batch(model, capacity, memory));
    this.arena = new Arena(model.recordSize, chunkRecords, Infinity);
    if (packing !== undefined) {
      this.arena.usePacking(new Packing(packing.initial, packing.masks));
    }
    this.seen = new SeenSet(this.arena, 1, hash);
  }

  /** Claims a job; false if there is none. */
  claim(): boolean {
    this.job = this.desk.claim();
    // Before the news are counted: these states are in chunks that were sent before.
    this.published = this.desk.published;
    return this.job >= 0;
  }

  /** Messages that were sent and not heard. They must be heard before the job is done. */
  get unheard(): number {
    return this.desk.news - this.heard;
  }

  hear({ chunks, slots }: News): void {
    for (const memory of chunks) this.arena.adopt(memory);
    if (slots !== null) this.seen.adopt(slots);
    this.heard++;
  }

  /** Does the job that was claimed. */
  work(): void {
    const { desk, seen, job, published } = this;
    const batch = this.batches[job % desk.places];
    batch.generate(seen, desk.firstOf(job), desk.endOf(job));
    const isPacked = batch.pack(seen.arena);
    batch.touch(seen);
    batch.recognise(seen, published);
    // Where the model has met a bound, or the masks of the packing are too small, the search finds it again.
    desk.finish(job, isPacked ? batch.sources : 0, batch.size);
  }
}
