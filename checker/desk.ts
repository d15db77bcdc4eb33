/**
 * The desk between a search and its helpers: one array of shared words, read and written by atomics.
 *
 * Jobs are numbered from 0; job n lies in place n % places until the search has taken what was made
 * of it. Numbers only grow, so nobody mistakes one job for another that lies in the same place.
 *
 *     word   says
 *     0      jobs that lie there or have lain there: job n may be claimed once it is more than n;
 *            -1 once the search is over
 *     1      jobs that somebody has claimed
 *     2      states whose records, chunks and slots may be looked at
 *     3      messages sent to each helper so far
 *     4      1 once a helper has met an error, which is the text after the places
 *     5 ...  per place: first source, source after the last; number of the job that is done there
 *            plus 1; sources and successors in its batch
 *
 * Whoever reads a word sees all that was written before it was stored: that is what makes it safe to
 * read records, slots and batches, which are no atomics.
 */
const ISSUED = 0;
const CLAIMED = 1;
const PUBLISHED = 2;
const NEWS = 3;
const FAILED = 4;
const PLACES = 5;

const OVER = -1;

const FIRST = 0;
const END = 1;
const DONE = 2;
const SOURCES = 3;
const SIZE = 4;
const PLACE_WORDS = 5;

/** Words of the text of an error: its length, then a UTF-16 unit each. */
const TEXT_WORDS = 512;

export class Desk {
  readonly words: Int32Array;
  readonly places: number;

  /** `words`: those of another thread's desk; absent: a new one. */
  constructor(places: number, words?: Int32Array) {
    const count = PLACES + places * PLACE_WORDS + TEXT_WORDS;
    this.words = words ?? new Int32Array(new SharedArrayBuffer(count * 4));
    this.places = places;
  }

  get issued(): number {
    return Atomics.load(this.words, ISSUED);
  }

  /** States that may be looked at; their chunks are in the messages that `news` counts afterwards. */
  get published(): number {
    return Atomics.load(this.words, PUBLISHED);
  }

  get news(): number {
    return Atomics.load(this.words, NEWS);
  }

  get isOver(): boolean {
    return this.issued === OVER;
  }

  /** What a helper has met, or null. */
  get failure(): string | null {
    if (Atomics.load(this.words, FAILED) === 0) return null;
    const at = this.words.length - TEXT_WORDS;
    const length = this.words[at];
    return String.fromCharCode(...this.words.subarray(at + 1, at + 1 + length));
  }

  /** The next job: to expand the states `first` to `end - 1`. */
  issue(first: number, end: number): void {
    const at = this.placeOf(this.issued);
    this.words[at + FIRST] = first;
    this.words[at + END] = end;
    Atomics.add(this.words, ISSUED, 1);
    Atomics.notify(this.words, ISSUED);
  }

  /** The number of a job that nobody else does, or -1. */
  claim(): number {
    for (;;) {
      const job = Atomics.load(this.words, CLAIMED);
      if (job >= this.issued) return -1;
      if (Atomics.compareExchange(this.words, CLAIMED, job, job + 1) === job) return job;
    }
  }

  firstOf(job: number): number {
    return this.words[this.placeOf(job) + FIRST];
  }

  endOf(job: number): number {
    return this.words[this.placeOf(job) + END];
  }

  /** The batch of a job is filled. */
  finish(job: number, sources: number, size: number): void {
    const at = this.placeOf(job);
    this.words[at + SOURCES] = sources;
    this.words[at + SIZE] = size;
    Atomics.store(this.words, at + DONE, job + 1);
    Atomics.notify(this.words, at + DONE);
  }

  isDone(job: number): boolean {
    return Atomics.load(this.words, this.doneCellOf(job)) === job + 1;
  }

  /** The word that changes when the job is done. */
  doneCellOf(job: number): number {
    return this.placeOf(job) + DONE;
  }

  sourcesOf(job: number): number {
    return this.words[this.placeOf(job) + SOURCES];
  }

  sizeOf(job: number): number {
    return this.words[this.placeOf(job) + SIZE];
  }

  publish(states: number): void {
    Atomics.store(this.words, PUBLISHED, states);
  }

  /** One more message was sent to each helper. */
  countNews(): void {
    Atomics.add(this.words, NEWS, 1);
  }

  /** The helpers may go. */
  close(): void {
    Atomics.store(this.words, ISSUED, OVER);
    Atomics.notify(this.words, ISSUED);
  }

  /** Tells the search of an error: the first that is met. */
  fail(text: string): void {
    const at = this.words.length - TEXT_WORDS;
    const length = Math.min(text.length, TEXT_WORDS - 1);
    if (Atomics.compareExchange(this.words, at, 0, length) !== 0) return;
    for (let i = 0; i < length; i++) this.words[at + 1 + i] = text.charCodeAt(i);
    Atomics.store(this.words, FAILED, 1);
  }

  /** Waits until there are not `issued` jobs any more, or the search is over, or a while has passed. */
  waitForJob(issued: number, milliseconds: number): void {
    Atomics.wait(this.words, ISSUED, issued, milliseconds);
  }

  private placeOf(job: number): number {
    return PLACES + (job % this.places) * PLACE_WORDS;
  }
}
