/**
 * The result of a check as plain data: `report.json`, and all that `reports/` ever sees.
 *
 * Nothing here imports the model or the search. A reader may rely on `schema`; a change that
 * breaks readers raises its number.
 */

import type { Boundary, CallRow, Latency, StopWindows } from './call-data.ts';
import type { Counterexample, Execution, WhyNot } from './execution-data.ts';
import type { TargetRow } from './target-data.ts';

export type * from './call-data.ts';
export type * from './execution-data.ts';
export type * from './target-data.ts';

export const REPORT_SCHEMA = 'fermata-report/2';

/** docs/formats.md#verdicts. The only words for a result; no other wording may suggest success. */
export type Verdict =
  | 'VERIFIED'
  | 'VIOLATED'
  | 'VACUOUS'
  | 'UNSUPPORTED'
  | 'INCONCLUSIVE'
  | 'ERROR';

/** How a result stands to what was expected (baseline, or a known-bad preset's declared fall). */
export type Standing =
  /** as it must be: VERIFIED, or an expected failure that came out as the baseline says */
  | 'expected'
  /** a violation that nothing expects: red */
  | 'unexpected'
  /** the baseline expects a failure that did not come, or its hash has changed */
  | 'stale'
  /** a known-bad preset beside its declared fall or in a file of one's own: shown, judged by nobody */
  | 'information'
  /** what fell is expected or for information, but the search was cut and more may fall */
  | 'unfinished';

export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly version: string;
  /** The command as typed. */
  readonly command: string;
  readonly startedAt: string;
  readonly elapsedMs: number;
  /** What was searched for, what ran; `ran < selected` is never a pass. */
  readonly selected: number;
  readonly ran: number;
  readonly passed: number;
  readonly failed: number;
  readonly interrupted: boolean;
  readonly exitCode: number;
  readonly limits: {
    readonly statesMax: number;
    readonly memoryMaxBytes: number;
    readonly timeLimitMs: number | null;
  };
  readonly designs: readonly DesignRow[];
  readonly tests: readonly TestRow[];
  readonly runs: readonly Run[];
  /** Rules that fired in no run of this report: code of the model that nothing reached. */
  readonly rulesNeverFired: readonly string[];
  /** Stale baseline lines and the like, in sentences. */
  readonly notes: readonly string[];
  /** What a replay token must fit besides its test: a digest of the model, `--aborts` or null. */
  readonly model: string;
  readonly aborts: number | null;
  /** Per system call and revision: the worst abort latency (R7), over all runs that asked. */
  readonly latencies: readonly Latency[];
  /** Of a report about a part of what was selected (`--shard`): which part, of what whole. */
  readonly shard?: Shard;
  /** All assertions that are modelled, by number. */
  readonly assertions: readonly AssertionRow[];
  /** The system calls that the tests make, by name; reports of earlier versions have none. */
  readonly calls?: readonly CallRow[];
  /** The kernels of the runs; reports of earlier versions have none. */
  readonly revisions?: readonly RevisionRow[];
  /** Kernels under test; where none was run, and in reports of earlier versions, there is no key. */
  readonly targets?: readonly TargetRow[];
  readonly environment: {
    readonly node: string;
    readonly platform: string;
    readonly cpus: number;
    readonly memoryBytes: number;
  };
}

/** One of n parts of a selection, and what the whole needs to know of it (`fermata merge`). */
export interface Shard {
  /** 1 ... of */
  readonly index: number;
  readonly of: number;
  /** Runs of the whole. */
  readonly selected: number;
  /** What the whole was made of, by what to call it: digests that are the same in all parts. */
  readonly made: Readonly<Record<string, string>>;
  /** The whole is the catalogue on all presets and revisions. */
  readonly isWhole: boolean;
  /** Of the whole: lines of the baseline and declared falls that no run is about. */
  readonly unmet: readonly string[];
}

export interface DesignRow {
  /** The name as given, e.g. `ticket` or `debt=book`. */
  readonly name: string;
  readonly kind: 'right' | 'known-bad' | 'custom';
  readonly policies: Readonly<Record<string, string>>;
  readonly reason: string;
  /** Known-bad presets: what must fall, where. */
  readonly fall: {
    readonly assertion: string;
    readonly test: string;
    readonly revision: string;
  } | null;
}

/** A kernel that is modelled. */
export interface RevisionRow {
  readonly name: string;
  /** Of HelenOS, the commit whose C was read. */
  readonly commit: string;
  readonly says: string;
}

/** What an assertion says and where that comes from, whatever the tests. */
export interface AssertionRow {
  readonly id: string;
  readonly says: string;
  /** The situation without which it would hold because nothing happened. */
  readonly witness: string;
  /** Chapter and verse: `assertions.md#R3`, `kernel.md#1.19 (HelenOS b59318e5ac)` */
  readonly cites: readonly string[];
}

export interface TestRow {
  readonly name: string;
  readonly hash: string;
  /** Path of the litmus file, relative to the repository. */
  readonly file: string;
  /** The path by which it was selected, so that it can be replayed; null: by its name. */
  readonly given: string | null;
  /** The family: the folder or the first part of the name. */
  readonly family: string;
  readonly doc: string;
  readonly ref: string | null;
  readonly source: string;
  /** 1-based line of the condition in the file, for annotations. */
  readonly conditionLine: number;
  /** `Table=`: the kernel interface that it is written for. */
  readonly table: string;
  /** The calls of its lanes, sorted, each once. */
  readonly calls: readonly string[];
  /** Those of them that an abort of the test may hit. */
  readonly aborted: readonly string[];
  /** `Point=`: the windows that it is about: entered, asleep, woken, dequeued, written. */
  readonly windows: readonly string[];
  /** `Asserts=`: assertion ids. */
  readonly asserts: readonly string[];
  /** The source in plain English; reports of earlier versions have none. */
  readonly reading?: Reading;
  /** What would be noticed here; absent: not all known-bad designs were run. */
  readonly falls?: readonly FallsHere[];
}

/** An assertion of a test on a revision, and who is known to make it fall there. */
export interface FallsHere {
  readonly revision: string;
  /** An assertion id or `condition`. */
  readonly breaks: string;
  /** Known-bad designs, then `mutant ID`. None: nothing known makes it fall here. */
  readonly by: readonly string[];
}

/** A litmus in plain English, section by section in the order in which it is read. */
export type Reading = readonly ReadingSection[];

export interface ReadingSection {
  /** `What there is`, `P0`, `The environment`, `The question`, ... */
  readonly title: string;
  /** At least one. */
  readonly sentences: readonly Sentence[];
}

export interface Sentence {
  readonly text: string;
  /** The 1-based lines of `TestRow.source` that it reads, in order; empty: it is about none. */
  readonly lines: readonly number[];
}

/** One (test, design, revision). */
export interface Run {
  readonly test: string;
  readonly hash: string;
  readonly design: string;
  readonly revision: string;
  readonly verdict: Verdict;
  readonly standing: Standing;
  /** One sentence: why this verdict, or why it was expected. */
  readonly why: string;
  /** The reason that the baseline gives for what is expected here; none: it gives none. */
  readonly known?: string;
  readonly condition: ConditionResult;
  readonly assertions: readonly AssertionResult[];
  readonly outcomes: readonly Outcome[];
  readonly search: SearchResult;
  /** Per call that was aborted, where the test asserts R7. */
  readonly latencies?: readonly Latency[];
  /** Per call that sends first and waits after: what is left in the kernel while it is out. */
  readonly boundaries?: readonly Boundary[];
  /** Per call in which a request to stop found its thread: where in it. */
  readonly stops?: readonly StopWindows[];
  /** The design under which the search was made, if no step of the test reads what differs. */
  readonly sameAs?: string;
  /** Under a right design: what becomes of the ways in which other designs go wrong here. */
  readonly whyNot?: readonly WhyNot[];
}

export interface ConditionResult {
  readonly text: string;
  /** The quantifier in force for this design. */
  readonly quantifier: 'exists' | 'forall' | '~exists';
  readonly verdict: Verdict;
  readonly why: string;
  /** Distinct end states in which the proposition holds / does not. */
  readonly positive: number;
  readonly negative: number;
  readonly counterexample: Counterexample | null;
}

export interface AssertionResult {
  /** R1 ... R17 */
  readonly id: string;
  readonly says: string;
  readonly verdict: Verdict;
  readonly why: string;
  /** kernel: falls with no abort at all. design: falls only with aborts. null: does not fall. */
  readonly defect: 'kernel' | 'design' | null;
  /** What had to happen for the assertion to mean something, and whether it did. */
  readonly witness: { readonly says: string; readonly reached: boolean };
  readonly counterexample: Counterexample | null;
}

export interface Outcome {
  /** `0:r0=EOK; 1:r0=EOK;` */
  readonly text: string;
  /** Distinct end states with this outcome. */
  readonly states: number;
  /** Does the condition's proposition hold in it? */
  readonly satisfies: boolean;
  /** It is no end: a run goes round for ever, and `states` counts where it can do so. */
  readonly loops?: true;
  /** The kernel has panicked in some of these states, or in all: nobody is left there who could see it. */
  readonly panics?: 'sometimes' | 'always';
  /** Schedule of one shortest run to it, as rule names. */
  readonly witness: readonly string[];
  /** That run, step by step; kept for right designs only. */
  readonly execution?: Execution;
}

export interface SearchResult {
  readonly complete: boolean;
  /** Why it stopped: complete, or states, memory, time, interrupted, error. */
  readonly stopped: 'complete' | 'states' | 'memory' | 'time' | 'interrupted' | 'error';
  /** Every state up to this depth was expanded. */
  readonly completeDepth: number;
  /** States found and not expanded. */
  readonly frontier: number;
  readonly states: number;
  readonly transitions: number;
  readonly elapsedMs: number;
  readonly bytesPerState: number;
  /** States first found at depth 0, 1, 2, ... */
  readonly levels: readonly number[];
  /** Per rule name: times fired, and how many of these found a new state. */
  readonly coverage: Readonly<Record<string, readonly [fired: number, fresh: number]>>;
  /**
   * Where lanes may be permuted: how many permutations there are, and how many states were kept, one
   * for all that permutations make of each other. The counts above are of all of these.
   */
  readonly symmetry?: number;
  readonly kept?: number;
  /** The search left out states that no question of the test needs (docs/search.md); absent: none. */
  readonly reduction?: 'partial order';
}
