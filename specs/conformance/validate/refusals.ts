/**
 * What a search has refused because the trace says otherwise: by the event at which it did, each once,
 * with where the search stood. From these come the words of a rejection.
 */

/** One thing that the model would have had instead. */
export interface Refusal {
  readonly thread: number;
  /** Index of the event of that thread's that comes next; behind them all: the trace has no more. */
  readonly index: number;
  /** `ret EINTR`, `q.balance is 1`. */
  readonly says: string;
  /** differs: it is another. waits: it is the one, and comes too early. */
  readonly why: 'differs' | 'waits' | 'moment';
  readonly rule: number;
  /** Where the search stood, as texts of positions. */
  readonly at: Set<string>;
}

/** So many places are kept of each: the words need one that the longest prefixes lead to. */
const PLACES_MAX = 5000;

export class Refusals {
  private readonly known = new Map<string, Refusal>();
  /** Events of the trace (thread and index) that have excluded something. */
  readonly by = new Set<string>();

  add(refusal: Omit<Refusal, 'at'>, at: string): void {
    const { thread, index, says, why } = refusal;
    this.by.add(`${thread} ${index}`);
    const key = `${thread} ${index} ${why} ${says}`;
    let known = this.known.get(key);
    if (known === undefined) this.known.set(key, (known = { ...refusal, at: new Set() }));
    if (known.at.size < PLACES_MAX) known.at.add(at);
  }

  /** Those that were met where the search stood at one of these. */
  among(places: ReadonlySet<string>): readonly Refusal[] {
    return [...this.known.values()].filter(({ at }) => [...at].some((each) => places.has(each)));
  }
}
