/**
 * A search with helpers: what they have made ready ahead of it, in the order in which it wants it.
 *
 * The frontier is dealt out in jobs, runs of consecutive states. Helpers expand them in any order;
 * the search takes them in order, and it alone says what is new, numbers it, asks of it. So the
 * numbers of states, their parents, counterexamples and all counts are those of a search without
 * helpers, however many there are and whoever was first. While a job is not ready the search does one
 * itself.
 *
 * Records are read by others while the search writes further ones: only those that were published
 * (desk.ts), and they do not change. The slots are read while it changes them: seen-set.ts says why
 * that is right. When they grow, helpers go on with the old ones until they hear of the new.
 */
import { Batch } from './batch.ts';
import { bytesWith } from './bytes-held.ts';
import type { Crew } from './crew.ts';
import { Desk } from './desk.ts';
import type { Model } from './model.ts';
import type { Search } from './search.ts';
import type { SeenSet } from './seen-set.ts';

/** Jobs that lie on the desk per thread: enough that nobody waits, few enough to stay near. */
const PLACES_PER_THREAD = 16;
/** Successors of a job on average, as a share of what its batch can hold. */
const FILL = 0.5;
/** Fewer states are not worth a job, but where there are no others. */
const JOB_LEAST = 16;
/** So many waits in a row for one job say that its helper is dead. */
const WAITS_MOST = 300;

export class Ahead {
  readonly desk: Desk;
  private readonly crew: Crew;
  private readonly model: Model;
  private readonly seen: SeenSet;
  private readonly batches: readonly Batch[];
  /** Jobs that the search has taken. */
  private taken = 0;
  /** The first state that is in no job yet. */
  private undealt: number;
  /** The states up to here are in the job that was taken last. */
  private takenEnd: number;
  private chunksTold = 0;
  private slotsTold: Int32Array | null = null;

  /** From the head of a search on. `capacity`: successors in a batch. */
  constructor(crew: Crew, search: Search, capacity: number) {
    const { model, seen, head } = search;
    this.crew = crew;
    this.model = model;
    this.seen = seen;
    this.undealt = this.takenEnd = head;
    this.desk = new Desk(placesFor(crew));
    const memory = Array.from(
      { length: this.desk.places },
      () => new SharedArrayBuffer(Batch.bytesFor(model, capacity)),
    );
    this.batches = memory.map((each) => new Batch(model, capacity, each));
    seen.arena.share();
    seen.share();
    crew.begin(model, {
      desk: this.desk.words,
      batches: memory,
      capacity,
      chunkRecords: seen.arena.chunkMask + 1,
      packing: seen.arena.packing && {
        initial: seen.arena.packing.initial,
        masks: seen.arena.packing.masks,
      },
      hash: search.options.hash,
    });
    this.publish(search);
  }

  /** Bytes that it takes where there are `slots`: helpers may still hold those before. */
  bytesWith(slots: number): number {
    const { model, batches, seen } = this;
    const before = slots > seen.slots.length ? seen.slots.byteLength : 0;
    return batches.length * Batch.bytesFor(model, batches[0].capacity) + before;
  }

  /** All states that are there by now may be looked at, and are dealt out. */
  publish({ transitions, head }: Search): void {
    const { arena, slots } = this.seen;
    if (this.chunksTold < arena.bytes.length || this.slotsTold !== slots) {
      const chunks = arena.bytes.slice(this.chunksTold).map(({ buffer }) => buffer);
      this.crew.tell({ chunks, slots: this.slotsTold === slots ? null : slots });
      this.chunksTold = arena.bytes.length;
      this.slotsTold = slots;
      this.desk.countNews();
    }
    this.desk.publish(arena.size);
    this.deal(transitions / head);
  }

  /**
   * The successors of the states from `head` on, the first that were not expanded yet; `own`: where
   * the search makes some itself.
   * @throws Error if a helper has died or met an error.
   */
  next(head: number, own: Batch): Batch {
    if (head < this.takenEnd) {
      // What did not fit into the batch of the job, or the model has met a bound there.
      own.generate(this.seen, head, this.takenEnd);
      return own;
    }
    const job = this.taken;
    this.await(job);
    this.taken++;
    this.takenEnd = this.desk.endOf(job);
    const batch = this.batches[job % this.desk.places];
    batch.sources = this.desk.sourcesOf(job);
    batch.size = this.desk.sizeOf(job);
    batch.isHashed = true;
    if (this.seen.arena.packing !== undefined) batch.usePacked(this.seen.arena.packing);
    batch.error = undefined;
    return batch.sources > 0 ? batch : this.next(head, own);
  }

  /** The helpers may go. */
  end(): void {
    this.desk.close();
  }

  /** Puts jobs on the desk, as long as there are states and places. `expansion`: successors per state. */
  private deal(expansion: number): void {
    const { desk, seen, crew, batches } = this;
    const whole = Math.ceil((batches[0].capacity * FILL) / Math.max(1, expansion));
    const least = Math.min(JOB_LEAST, whole);
    while (desk.issued - this.taken < desk.places) {
      const left = seen.arena.size - this.undealt;
      if (left === 0 || (left < least && desk.issued > this.taken)) return;
      const share = Math.ceil(left / (2 * (crew.size + 1)));
      const end = this.undealt + Math.min(left, whole, Math.max(least, share));
      desk.issue(this.undealt, end);
      this.undealt = end;
    }
  }

  private await(job: number): void {
    const { desk, crew } = this;
    const cell = desk.doneCellOf(job);
    for (let waits = 0; ;) {
      if (desk.failure !== null) throw new Error(`a thread of the search failed: ${desk.failure}`);
      const before = Atomics.load(desk.words, cell);
      if (desk.isDone(job)) return;
      if (this.workMyself()) continue;
      if (++waits > WAITS_MOST) throw new Error('a thread of the search has died');
      crew.wait(desk.words, cell, before);
    }
  }

  /** Does a job that nobody has claimed; false if there is none. */
  private workMyself(): boolean {
    const { desk, seen } = this;
    const job = desk.claim();
    if (job < 0) return false;
    const batch = this.batches[job % desk.places];
    batch.generate(seen, desk.firstOf(job), desk.endOf(job));
    const isPacked = batch.pack(seen.arena);
    batch.hash(seen);
    batch.known.fill(-1, 0, batch.size);
    // What needs larger masks the search expands again.
    desk.finish(job, isPacked ? batch.sources : 0, batch.size);
    return true;
  }
}

/** What helpers make ready for a search, if it has any and is worth them; else it goes on alone. */
export function aheadOf(search: Search): Ahead | undefined {
  const { model, head, batch, arena, memoryMaxBytes } = search;
  const { crew } = search.options;
  if (crew === undefined || batch.reduces || head === 0) return undefined;
  if (arena.size < crew.statesLeast) return undefined;
  const capacity = 2 * batch.capacity;
  const bytes = bytesWith(search, 0) + placesFor(crew) * Batch.bytesFor(model, capacity);
  if (bytes > memoryMaxBytes) return undefined;
  return new Ahead(crew, search, capacity);
}

function placesFor(crew: Crew): number {
  return PLACES_PER_THREAD * (crew.size + 1);
}
