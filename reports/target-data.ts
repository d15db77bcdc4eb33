/** What kernels under test gave (`fermata run`): plain data, a part of `data.ts`. */

/** docs/protocol.md. Only `unsound` is a failure; `silent` says nothing, as VACUOUS does. */
export type TargetWord = 'exact' | 'sound' | 'unsound' | 'silent' | 'not run';

/** How it stands to what was expected; `information`: it was not run, and nothing is expected. */
export type TargetStanding = 'expected' | 'unexpected' | 'stale' | 'information';

/** A kernel under test, and what it gave on each test. */
export interface TargetRow {
  readonly name: string;
  readonly kernel: string;
  readonly version: string;
  /** The table of calls that it has, as `Table=` spells it: the revision whose model judges it. */
  readonly table: string;
  /** What it does with a call that is aborted: the design whose model judges it. */
  readonly design: string;
  /** How its threads are stopped, in its own words. */
  readonly interruption: string;
  readonly seed: number;
  /** Asked of each test. */
  readonly rounds: number;
  /** Why it is broken, with its last words; null: it is not. What came before that stands below. */
  readonly broken: string | null;
  readonly results: readonly TargetResult[];
}

/** One test on a target. */
export interface TargetResult {
  readonly test: string;
  readonly hash: string;
  readonly word: TargetWord;
  readonly standing: TargetStanding;
  /** One sentence: why it was not run, or why it stands so. */
  readonly why: string;
  /** The reason that the baseline gives for a known deviation. */
  readonly known?: string;
  /** Rounds that were run, those set aside among them. */
  readonly rounds: number;
  readonly setAside: readonly { readonly why: string; readonly rounds: number }[];
  /** Outcomes that the model allows, and how many of them were seen. */
  readonly allowed: number;
  readonly seen: number;
  /** Allowed and not seen. */
  readonly missing: readonly string[];
  /** Null: it was not run. */
  readonly condition: {
    /** With the quantifier that is in force for the design. */
    readonly text: string;
    readonly quantifier: 'exists' | 'forall' | '~exists';
  } | null;
  readonly histogram: readonly HistogramRow[];
  /** The forbidden outcome that was seen first; null: there is none. */
  readonly firstForbidden: string | null;
  /** The trace of its round, where traces were asked for. */
  readonly trace: string | null;
  readonly elapsedMs: number;
}

export interface HistogramRow {
  /** `0:r0=EOK; q.balance=0;` */
  readonly text: string;
  readonly times: number;
  readonly isAllowed: boolean;
  /** Does the condition's proposition hold in it? Null: the outcome does not tell. */
  readonly satisfies: boolean | null;
}
