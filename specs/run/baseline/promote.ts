/**
 * Makes today's results the baseline: lines for what is not VERIFIED on the designs that were checked.
 *
 * Done by hand, never by CI, and with a reason: a line without one would say that a failure is
 * fine because it happened. Lines that still hold are kept as they are; lines of tests that were
 * not selected are not touched.
 */
import type { Design } from '../../../model/designs/policies.ts';
import { presets } from '../../../model/designs/presets.ts';
import type { Report, Run, Verdict } from '../../../reports/data.ts';
import { isOfCatalogue, type Test } from '../../catalogue.ts';
import { isInstalled } from '../../root.ts';
import { UsageError } from '../../errors.ts';
import { baselineFileOf } from './baselines.ts';
import {
  differenceOf,
  type Expectation,
  EXPECTATIONS_FILE,
  isDeviation,
  keyOf,
  readExpectations,
  staleness,
  targetOf,
  writeExpectations,
} from './expectations.ts';
import { breakingOutcomes, isUnfinished, violatedBy } from './judge.ts';

/** Verdicts that can be expected. */
const ANSWERS: ReadonlySet<Verdict> = new Set(['VERIFIED', 'VIOLATED', 'UNSUPPORTED']);

/** For the lines that are new, changed or expired; null: none was given. */
export interface Reason {
  readonly why: string | null;
  readonly link: string;
}

/**
 * Rewrites the baseline after a check of right presets and returns the difference, line by line.
 * `isWhole`: the whole catalogue was checked, so lines about anything else go.
 *
 * @throws UsageError as `promote` does, InputError; the file is then as it was.
 */
export function promoteReport(
  report: Pick<Report, 'runs' | 'startedAt' | 'interrupted' | 'ran' | 'selected'>,
  isWhole: boolean,
  reason: Reason,
  file = EXPECTATIONS_FILE,
): readonly string[] {
  if (report.interrupted || report.ran < report.selected) {
    throw new UsageError('nothing was promoted: the check was interrupted');
  }
  requireSentence(reason);
  const before = readExpectations(file);
  const ran = new Set(
    report.runs.map(({ test, design, revision }) =>
      keyOf({ test, target: targetOf(design, revision) }),
    ),
  );
  const kept = isWhole ? before.filter((line) => ran.has(keyOf(line)) || isByHand(line)) : before;
  const after = promote(kept, report.runs, { ...reason, since: report.startedAt.slice(0, 10) });
  const difference = differenceOf(before, after);
  if (difference.length > 0) writeExpectations(after, file);
  return difference;
}

/** @throws UsageError for a reason that is given and empty: its line could not be read again */
export function requireSentence({ why }: Reason): void {
  if (why === null || /\S/.test(why)) return;
  throw new UsageError('nothing was promoted: --why is empty; say in a sentence why');
}

/** What a promotion changed. */
export interface Promotion {
  readonly difference: readonly string[];
  /** The files that were rewritten. */
  readonly files: readonly string[];
}

/**
 * The same for each baseline that `tests` stand by: the catalogue's, and those of files of one's own.
 *
 * @throws as `promoteReport`, for the first that is refused; those before it have been rewritten.
 */
export function promoteTests(
  report: Parameters<typeof promoteReport>[0],
  tests: readonly Test[],
  { isWhole, baseline, reason }: { isWhole: boolean; baseline: string | null; reason: Reason },
): Promotion {
  const names = new Map<string, Set<string>>();
  for (const test of tests) {
    const file = baselineFileOf(test, baseline);
    names.set(file, (names.get(file) ?? new Set()).add(test.name));
  }
  const changes = Array.from(names, ([file, own]) => {
    const runs = report.runs.filter(({ test }) => own.has(test));
    return { file, difference: promoteReport({ ...report, runs }, isWhole, reason, file) };
  }).filter(({ difference }) => difference.length > 0);
  return {
    difference: changes.flatMap(({ difference }) => difference),
    files: changes.map(({ file }) => file),
  };
}

/** A known-bad preset must fall in the catalogue where it declares it, and is judged nowhere else. */
export function requirePromotable(tests: readonly Test[], designs: readonly Design[]): void {
  const ours = isInstalled ? tests.find(isOfCatalogue) : undefined;
  if (ours !== undefined) {
    throw new UsageError(
      `nothing was promoted: ${ours.name} is of the catalogue, whose baseline comes with Fermata; ` +
        'copy the test to a file of your own',
    );
  }
  const bad = designs.find(({ kind }) => kind === 'known-bad');
  if (bad === undefined) return;
  const what = tests.some(isOfCatalogue)
    ? 'in the catalogue its declared fall alone is expected of it'
    : 'it is not judged, so nothing is to be expected of it';
  throw new UsageError(`nothing was promoted: ${bad.name} is known to be bad; ${what}`);
}

/** Lines about kernels under test and combinations that are no preset: no check says anything of them. */
function isByHand(line: Expectation): boolean {
  const { target } = line;
  return isDeviation(line) || !presets().some((preset) => preset.name === target.split('/')[0]);
}

/**
 * The baseline after `runs`, which are of right presets.
 *
 * @throws UsageError when a run has no answer that could be expected, or a new line no reason.
 */
export function promote(
  before: readonly Expectation[],
  runs: readonly Run[],
  reason: Reason & { readonly since: string },
): readonly Expectation[] {
  const unanswered = runs.filter(
    (run) => !ANSWERS.has(run.verdict) || (run.verdict === 'VIOLATED' && isUnfinished(run)),
  );
  if (unanswered.length > 0) {
    const { test, design, revision, verdict, why } = unanswered[0];
    const what = verdict === 'VIOLATED' ? 'VIOLATED in a search that was cut' : verdict;
    throw new UsageError(
      `nothing was promoted: ${test} on ${targetOf(design, revision)} is ${what} (${why}); ` +
        `only answers can be expected, and ${unanswered.length} of ${runs.length} runs have none`,
    );
  }
  const after = new Map(before.map((line) => [keyOf(line), line]));
  const nameless: string[] = [];
  for (const run of runs) {
    // Nobody judges it, so nothing is to be expected of it.
    if (run.standing === 'information') continue;
    const target = targetOf(run.design, run.revision);
    const key = keyOf({ test: run.test, target });
    const old = after.get(key);
    // What is expected by rule (no line was needed for it) needs no line now.
    if (run.verdict === 'VERIFIED' || (old === undefined && run.standing === 'expected')) {
      after.delete(key);
      continue;
    }
    const now = lineOf(run, target);
    if (old !== undefined && stillHolds(old, now, reason.since)) continue;
    const isExpired = old !== undefined && staleness(old, old.hash, reason.since) !== null;
    const why = reason.why ?? (isExpired ? undefined : old?.why);
    if (why === undefined) nameless.push(key);
    after.set(key, { ...now, ...dated(isExpired ? undefined : old, reason), why: why ?? '' });
  }
  if (nameless.length > 0) {
    const more = nameless.length > 1 ? ` and ${nameless.length - 1} more` : '';
    throw new UsageError(
      `nothing was promoted: ${nameless[0]}${more} would be new; say why with --why "..."`,
    );
  }
  return [...after.values()];
}

type Announced = Pick<Expectation, 'test' | 'hash' | 'target' | 'expect' | 'asserts' | 'outcomes'>;

/** The line says what is so now, and has not expired: its reason and its dates stay. */
function stillHolds(line: Expectation, now: Announced, today: string): boolean {
  const said = ({ expect, asserts, outcomes }: Announced): string =>
    JSON.stringify([expect, asserts, outcomes]);
  return staleness(line, now.hash, today) === null && said(line) === said(now);
}

function lineOf(run: Run, target: string): Announced {
  const isFailure = run.verdict === 'VIOLATED';
  return {
    test: run.test,
    hash: run.hash,
    target,
    expect: isFailure ? 'fail' : 'unsupported',
    asserts: isFailure ? violatedBy(run) : [],
    outcomes: isFailure ? breakingOutcomes(run) : [],
  };
}

function dated(
  old: Expectation | undefined,
  reason: Reason & { readonly since: string },
): Pick<Expectation, 'link' | 'since' | 'expires'> {
  const link = reason.link === '' ? (old?.link ?? '') : reason.link;
  return { link, since: old?.since ?? reason.since, expires: old?.expires ?? null };
}
