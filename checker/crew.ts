/**
 * Threads that help a search, as whoever has threads hands them to it: checker/ starts none.
 *
 * What is sent to them is memory that all see; the desk (desk.ts) says what of it may be read.
 */
import type { Model } from './model.ts';
import type { Hash } from './words.ts';

/** What helpers need to begin with. Plain data and shared memory. */
export interface Beginning {
  readonly desk: Int32Array;
  /** Per place of the desk: the memory of a batch of `capacity` successors. */
  readonly batches: readonly ArrayBufferLike[];
  readonly capacity: number;
  readonly chunkRecords: number;
  /** How records are packed (packing.ts), if they are. */
  readonly packing: { readonly initial: Int32Array; readonly masks: Int32Array } | undefined;
  /** Absent but in tests: a function can be sent to no other thread. */
  readonly hash?: Hash;
}

/** More memory: chunks of records that follow those sent before; slots in the place of all before. */
export interface News {
  readonly chunks: readonly ArrayBufferLike[];
  readonly slots: Int32Array | null;
}

export interface Crew {
  /** Threads, besides the one that searches. */
  readonly size: number;
  /** They are called once a search has so many states: starting them takes time. */
  readonly statesLeast: number;
  /** Each of them makes a Helper for the model and lets it work until the search is over. */
  begin(model: Model, beginning: Beginning): void;
  /** To each of them, in order. */
  tell(news: News): void;
  /** Waits while `words[at]` is `value`, but not for ever. */
  wait(words: Int32Array, at: number, value: number): void;
}
