/**
 * What the script of the page reads, as types. Two kinds of parts, each packed by `embed.ts`:
 * the index, which every view needs, and the details of one test, which are unpacked when that
 * test, a run of it, or an execution is opened. A page of 12,000 runs opens at once because of it.
 */
import type { Answer } from './answer.ts';
import type {
  AssertionRow,
  DesignRow,
  FallsHere,
  Latency,
  Reading,
  Report,
  Run,
  TargetResult,
  TestRow,
} from './data.ts';
import type { Finding, FindingClass } from './findings.ts';
import type { SymmetrySummary } from './symmetry.ts';
import type { Mark } from './verdict-mark.ts';

export interface PageIndex {
  /** Strings that stand in the details of many tests. */
  readonly dictionary: readonly string[];
  /** The report without its tests and runs. */
  readonly report: Omit<Report, 'tests' | 'runs'>;
  readonly tests: readonly TestHead[];
  /** Names, in the order of the report; numbers below are places in these lists. */
  readonly designs: readonly string[];
  readonly revisions: readonly string[];
  /** All runs, in the order of the report. */
  readonly runs: readonly RunHead[];
  readonly kinds: readonly RunKind[];
  readonly causes: readonly Cause[];
  readonly assertions: readonly AssertionSummary[];
  readonly designRows: readonly DesignSummary[];
  readonly calls: readonly CallSummary[];
  readonly search: SearchSummary;
  /** What lies beside the page, in sentences. */
  readonly cuts: readonly string[];
  /** So many tests have their details in one line. */
  readonly groupSize: number;
  /** Where the executions lie that are not in the page; null: all are. */
  readonly beside: Beside | null;
}

/** The files `folder/0.js`, ...: one for each line of the details, which it has whole. */
export interface Beside {
  /** What they have in common with this page and with no other. */
  readonly id: string;
  readonly folder: string;
}

/** A test without its source, reading, and who makes what fall in it. */
export type TestHead = Omit<TestRow, 'source' | 'reading' | 'falls'>;

export type RunHead = readonly [test: number, design: number, revision: number, kind: number];

/** What many runs have in common. */
export interface RunKind {
  readonly verdict: Run['verdict'];
  readonly standing: Run['standing'];
  readonly mark: Mark;
  /** Assertion ids and `condition`: what is violated. */
  readonly broken: readonly string[];
  /** Why it is not simply VERIFIED: numbers of causes. */
  readonly causes: readonly number[];
}

/** One reason for many results: a policy, a defect of the kernel, a search that was cut. */
export interface Cause {
  readonly sort: 'unexpected' | 'unanswered' | 'kernel' | 'deviation' | 'known-bad' | 'not-checked';
  readonly says: string;
}

export interface AssertionSummary extends AssertionRow {
  /** Tests that assert it. */
  readonly tests: number;
  /** Runs with each verdict, over all designs. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Of the VIOLATED runs. */
  readonly kernelRuns: number;
  readonly designRuns: number;
  /** Runs in which what it is about has happened, and of how many. */
  readonly witnessed: number;
  readonly asked: number;
  /** Tests on a revision for which it is known who makes it fall, and of these where nobody does. */
  readonly judged: number;
  readonly unfelled: number;
  /** Designs under which it falls because of aborts, most runs first. */
  readonly brokenBy: readonly { readonly design: string; readonly runs: number }[];
}

/** A counterexample by its place. */
export interface Witness {
  readonly test: string;
  readonly design: string;
  readonly revision: string;
  readonly breaks: string;
  readonly steps: number;
  readonly switches: number;
}

export interface DesignSummary extends DesignRow {
  /** How it differs from `ticket`: `policy=value`. */
  readonly differs: readonly string[];
  readonly runs: number;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly breaks: readonly {
    readonly assertion: string;
    readonly tests: number;
    /** Fewest steps, then fewest context switches; null: no run is to be shown. */
    readonly smallest: Witness | null;
  }[];
}

export interface CallSummary {
  readonly call: string;
  /** How it is written, and what it does; '' in reports that do not say. */
  readonly signature: string;
  readonly says: string;
  /** Numbers of tests that make it, and of those whose aborts may hit it. */
  readonly tests: readonly number[];
  readonly aborted: readonly number[];
  readonly latencies: readonly Latency[];
  /** Per window the answered tests in which, under right designs, a request found this call there. */
  readonly windows: readonly { readonly window: string; readonly tests: readonly number[] }[];
  /** What the baseline expects of right designs where this call is aborted. */
  readonly deviations: readonly KnownFall[];
  /** Defects of the kernel in tests that make the call. */
  readonly defects: readonly KnownFall[];
}

export interface KnownFall {
  readonly design: string;
  readonly revision: string;
  readonly says: string;
  readonly breaks: readonly string[];
  readonly tests: readonly number[];
}

export interface SearchSummary {
  readonly states: number;
  readonly transitions: number;
  readonly elapsedMs: number;
  /** The largest run of each of the largest tests, most states first. */
  readonly largest: readonly LargeRun[];
  /** Of searches in which lanes were permuted; null if there was none. */
  readonly symmetry: SymmetrySummary | null;
  /** Over all runs: rule, times fired, new states. */
  readonly coverage: readonly (readonly [rule: string, fired: number, fresh: number])[];
}

export interface LargeRun extends Omit<Run['search'], 'coverage'> {
  readonly test: string;
  readonly design: string;
  readonly revision: string;
}

/** One item of a line of the second part. */
export interface TestDetails {
  readonly source: string;
  readonly reading: Reading | null;
  /** Null: not all known-bad designs were run. */
  readonly falls: readonly FallsHere[] | null;
  /** Its runs in the order of the index; without the executions of `moved`. */
  readonly runs: readonly Run[];
  /** For each run what has an execution in a file beside the page: `R1`, `condition`, `outcome-3`. */
  readonly moved: readonly (readonly string[])[];
}

/** What the overview says; it is in the page as text as well, for who has no scripts. */
export interface OverviewProps {
  readonly answer: Answer;
  readonly isGood: boolean;
  readonly verdict: string;
  readonly passed: number;
  readonly failed: number;
  readonly command: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly tallies: readonly (readonly [verdict: string, runs: number])[];
  /** Worst first. */
  readonly groups: readonly FindingGroup[];
  /** Results of kernels under test that nobody expects, or that the baseline expects and did not come. */
  readonly onTargets: readonly TargetNews[];
  readonly notes: readonly string[];
  readonly cuts: readonly string[];
}

export type TargetNews = Pick<TargetResult, 'test' | 'word' | 'why'> & { readonly target: string };

export interface FindingGroup {
  readonly class: FindingClass;
  readonly head: string;
  readonly total: number;
  readonly shown: readonly ShownFinding[];
}

export interface ShownFinding extends Omit<Finding, 'runs'> {
  readonly first: { readonly test: string; readonly design: string; readonly revision: string };
}
