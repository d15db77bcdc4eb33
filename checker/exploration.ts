/**
 * What a search is asked and what it answers.
 *
 * An answer never says more than was searched: `stopped` has the reason for the end, and unless
 * that is `complete`, `completeDepth` and `frontier` say how far the search got.
 */
import type { Crew } from './crew.ts';
import type { EdgeLog } from './edge-log.ts';
import type { Model, Property } from './model.ts';
import type { SeenSet } from './seen-set.ts';
import type { Hash } from './words.ts';

export interface ExploreOptions {
  /** Most states to keep; at least 1. */
  readonly statesMax?: number;
  /** Most bytes for all that the search keeps. Default: 4 GiB. */
  readonly memoryMaxBytes?: number;
  readonly timeLimitMs?: number;
  /** Asked once per batch; true ends the search. */
  readonly interrupted?: () => boolean;
  /** End the search once an `always` or `finally` property is violated. Default: go on. */
  readonly stopAtFirst?: boolean;
  /**
   * Keep every edge, for as long as all of them fit, and are no more than a number; then none. A
   * reduced search keeps none. Default: keep none.
   */
  readonly keepEdges?: boolean | number;
  /**
   * Expand states by a choice of their successors, where the model offers one (Model.chosen): every
   * end is found, and every rule that is ever taken is taken somewhere; not every state is.
   */
  readonly reduced?: boolean;
  /** Threads that help with a large search; what it finds is the same. Of no use to a reduced one. */
  readonly crew?: Crew;
  /** Called at most every 100 ms. */
  readonly progress?: (progress: Progress) => void;
  /**
   * Successors per batch, records per chunk (a power of two), states from which on records are
   * packed, hash: only tests set these.
   */
  readonly batchSuccessors?: number;
  readonly chunkRecords?: number;
  readonly packFrom?: number;
  readonly hash?: Hash;
}

export interface Progress {
  readonly states: number;
  readonly expanded: number;
  readonly transitions: number;
  /** Depth of the state to be expanded next. */
  readonly depth: number;
  readonly bytes: number;
  readonly elapsedMs: number;
}

/**
 * Why the search ended. `complete`: every reachable state was expanded. `violated` only with
 * stopAtFirst. All others but `complete` leave a frontier.
 */
export type StopReason =
  | 'complete'
  | 'states'
  | 'memory'
  | 'time'
  | 'interrupted'
  | 'violated'
  | 'error';

export interface PropertyResult {
  readonly property: Property;
  /**
   * always, finally: the first state that violates it, or -1. sometimes: the first state in which
   * it holds, or -1. First means of least number, hence of least depth.
   */
  readonly id: number;
}

export interface OutcomeResult {
  /** Ends with this outcome. */
  readonly states: number;
  /** The first of them; with a symmetry, the state that stands for it. */
  readonly id: number;
}

/** What the states that a search with a symmetry has kept stand for. */
export interface OrbitCounts {
  /** How many permutations there are. */
  readonly group: number;
  /** What a search without the symmetry would have found; in the part searched, if it was cut. */
  readonly states: number;
  readonly transitions: number;
  readonly ends: number;
  readonly levels: readonly number[];
  readonly frontier: number;
}

/** What a search found. Plain data, but for `model` and `seen`, which traces are made from. */
export interface Exploration {
  readonly model: Model;
  readonly stopped: StopReason;
  /** States were expanded by a choice of their successors: not all are here (ExploreOptions). */
  readonly reduced: boolean;
  /** With `error`: what the model said, and the state in which it said it. */
  readonly error?: { readonly message: string; readonly id: number };
  /** Distinct states found. */
  readonly states: number;
  /** Successors looked up, those that equal their source included. */
  readonly transitions: number;
  /** States found per depth; the last may be incomplete if the search was cut. */
  readonly levels: readonly number[];
  /** The greatest depth up to which every state was expanded; -1 if none was. */
  readonly completeDepth: number;
  /** States found but not expanded. States 0 to `states - frontier - 1` were expanded. */
  readonly frontier: number;
  /** Ends: expanded states without successors, or with successors by optional rules only. */
  readonly ends: number;
  /**
   * Per rule: successors that it made, and how many of them were new. With a symmetry, of all that
   * the states kept stand for, though permuted rules count as the one that was looked at, and new
   * is what was new there.
   */
  readonly coverage: { readonly fired: readonly number[]; readonly fresh: readonly number[] };
  /** In the order of `model.properties`. */
  readonly properties: readonly PropertyResult[];
  /** Of all states that those kept stand for. */
  readonly outcomes: ReadonlyMap<string, OutcomeResult>;
  /** With a symmetry: what the counts would be without. Those beside are of what was kept. */
  readonly orbits?: OrbitCounts;
  /** Most bytes that the search held at any time. */
  readonly peakBytes: number;
  readonly bytesPerState: number;
  readonly elapsedMs: number;
  readonly seen: SeenSet;
  /** With `keepEdges`, if they fitted. A search that was cut has some of them only. */
  readonly edges: EdgeLog | null;
}

/** @throws RangeError if the search cannot work with the numbers of `model`. */
export function checkModel({ name, recordSize, successorsMax, rules }: Model): void {
  if (!(Number.isInteger(recordSize) && recordSize > 0 && recordSize % 4 === 0)) {
    throw new RangeError(`${name}: recordSize is ${recordSize}; it must be a multiple of 4.`);
  }
  if (!(Number.isInteger(successorsMax) && successorsMax > 0)) {
    throw new RangeError(`${name}: successorsMax is ${successorsMax}; it must be at least 1.`);
  }
  if (rules.length > 65_535) {
    throw new RangeError(`${name} has ${rules.length} rules; at most 65,535 can be numbered.`);
  }
}

/** @throws RangeError that names the option which makes no sense, and what would. */
export function checkOptions(options: ExploreOptions): void {
  for (const name of [
    'statesMax',
    'memoryMaxBytes',
    'batchSuccessors',
    'chunkRecords',
    'packFrom',
  ] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isInteger(value) && value >= 1)) {
      throw new RangeError(`${name} is ${value}; it must be a whole number of at least 1.`);
    }
  }
  const { timeLimitMs = 1, chunkRecords = 1 } = options;
  if (!(timeLimitMs > 0)) {
    throw new RangeError(`timeLimitMs is ${timeLimitMs}; it must be more than 0.`);
  }
  if (2 ** Math.round(Math.log2(chunkRecords)) !== chunkRecords) {
    throw new RangeError(`chunkRecords is ${chunkRecords}; it must be a power of two.`);
  }
}
