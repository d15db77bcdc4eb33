/**
 * What one check works on, how its searches are bounded, and what is kept of them.
 */
import type { Crew } from '../../checker/crew.ts';
import type { Exploration, ExploreOptions } from '../../checker/exploration.ts';
import type { Design } from '../../model/designs/policies.ts';
import type { Program, Revision } from '../../model/record/program.ts';
import type { Run, SearchResult } from '../../reports/data.ts';
import { isAbort, needsAborts } from '../litmus/calls/asserted.ts';
import type { Litmus } from '../litmus/litmus.ts';
import type { OutcomeKey, TestModel } from './test-model.ts';

export interface CheckOptions {
  readonly statesMax: number;
  readonly memoryMaxBytes: number;
  /** Epoch milliseconds at which searching ends, or null. */
  readonly deadlineMs: number | null;
  /** Instead of the file's budgets: any<=n. */
  readonly aborts: number | null;
  /** Of all that decides a verdict (run/digest.ts): replay tokens carry it. */
  readonly digest: string;
  /** Of which counterexamples it is asked what could have become of them; absent: of none. */
  readonly fate?: FateLimits;
  /**
   * Where searches of fewer states are made: by orbits (symmetric.ts) wherever lanes may be permuted,
   * by a choice of successors (partial-order.ts) as follows. never: neither, nowhere. ends
   * (default): where only ends are asked for. cut: also where a search was cut. first: also before
   * any other, and where nothing falls instead of it.
   */
  readonly reduction?: 'never' | 'ends' | 'cut' | 'first';
  /** Threads that help with large searches. */
  readonly crew?: Crew;
  interrupted(): boolean;
  onProgress?(states: number, statesPerSecond: number): void;
  /** A run has its verdict, and its states are still there. Where it is given, nothing is reduced. */
  onFound?(searched: Searched): void;
}

/** A search with what was made of it, as long as its states are kept. */
export interface Searched {
  readonly subject: Subject;
  readonly model: TestModel;
  readonly exploration: Exploration;
  readonly found: Pick<Run, 'verdict' | 'condition' | 'assertions'>;
}

/** How far it is asked what could have become of a counterexample (fate/). Plain data. */
export interface FateLimits {
  /** Most states of a test of which it is asked. */
  readonly statesMax: number;
  /** Of known-bad designs as well, beside their declared falls. */
  readonly everyDesign: boolean;
  /** Said where it is not asked, after the reason: what to do about it. */
  readonly says: string;
}

export interface Source {
  readonly litmus: Litmus;
  readonly file: string;
  readonly text: string;
}

/** What one check works on. */
export interface Subject {
  readonly litmus: Litmus;
  readonly hash: string;
  readonly design: Design;
  readonly revision: Revision;
  readonly options: CheckOptions;
  readonly program: Program;
}

/** The litmus with `--aborts n` applied: n in all, those of the E lane included; 0 removes them. */
export function withAborts(litmus: Litmus, aborts: number | null): Litmus {
  if (aborts === null) return litmus;
  const place = { line: 1, column: 1 };
  const budgets = aborts === 0 ? [] : [{ target: 'any' as const, most: aborts, place }];
  const rows =
    aborts > 0
      ? litmus.rows
      : litmus.rows.map((row) => row.map((cell) => (isAbort(cell) ? null : cell)));
  return { ...litmus, rows, meta: { ...litmus.meta, aborts: budgets } };
}

export { needsAborts };

/** The options of one search, with what is left of the time. */
export function searchOptions(options: CheckOptions): ExploreOptions {
  const { statesMax, memoryMaxBytes, deadlineMs, crew, interrupted, onProgress } = options;
  return {
    statesMax,
    memoryMaxBytes,
    ...(crew && { crew }),
    ...(deadlineMs !== null && { timeLimitMs: Math.max(1, deadlineMs - Date.now()) }),
    interrupted,
    ...(onProgress && {
      progress: ({ states, elapsedMs }) => onProgress(states, (states * 1000) / elapsedMs),
    }),
  };
}

/** Every outcome that the search found, as it was kept. */
export function keysOf(exploration: Exploration): ReadonlyMap<string, OutcomeKey> {
  return new Map(
    [...exploration.outcomes.keys()].map((text) => [text, JSON.parse(text) as OutcomeKey]),
  );
}

export function cutText({ stopped, completeDepth, frontier }: SearchResult): string {
  return `cut (${stopped}): complete to depth ${completeDepth}, frontier ${frontier}`;
}

/** With a symmetry, of all states that those kept stand for: what is said is said of them. */
export function searchResult(exploration: Exploration): SearchResult {
  const { stopped, completeDepth, orbits, peakBytes } = exploration;
  const { levels, states, transitions, frontier } = orbits ?? exploration;
  return {
    complete: stopped === 'complete',
    stopped: stopped === 'violated' ? 'error' : stopped,
    completeDepth,
    frontier,
    states,
    transitions,
    elapsedMs: exploration.elapsedMs,
    bytesPerState: peakBytes / states,
    levels,
    coverage: coverageOf(exploration),
    ...(orbits && { symmetry: orbits.group, kept: exploration.states }),
    ...(exploration.reduced && { reduction: 'partial order' as const }),
  };
}

/** Per step, whoever took it: how often it fired, and how often it led somewhere new. */
function coverageOf({ model, coverage }: Exploration): Record<string, readonly [number, number]> {
  const sums = new Map<string, [number, number]>();
  for (const [rule, fired] of coverage.fired.entries()) {
    if (fired === 0) continue;
    const name = stepName(model.rules[rule].name);
    const sum = sums.get(name) ?? [0, 0];
    sums.set(name, [sum[0] + fired, sum[1] + coverage.fresh[rule]]);
  }
  return Object.fromEntries(sums);
}

/** `P0 trap` is `trap`; `E abort P0` is `E abort`. */
export function stepName(rule: string): string {
  const [who, what] = rule.split(' ');
  return who === 'E' ? `E ${what}` : what;
}
