/**
 * The exit code of a check (docs/formats.md#exit-codes).
 *
 * A code other than 0 says what kind of trouble there was; where there are several, the one that
 * most deserves to be looked at wins. Nothing that failed to happen may end as 0: no runs, fewer
 * runs than were selected, and runs that all turn out UNSUPPORTED or that nobody judges are trouble
 * as well.
 */
import type { Report, Run, TargetRow } from './data.ts';

export const ExitCode = {
  expected: 0,
  violation: 1,
  inconclusive: 2,
  vacuous: 3,
  broken: 4,
  stale: 5,
  usage: 64,
  internal: 70,
} as const;

/** Worst first. */
const PRECEDENCE: readonly number[] = [70, 64, 4, 1, 2, 3, 5, 0];

/** The code that wins; 0 for an empty list. A code that docs/ci.md does not know counts as 70. */
export function worstExitCode(codes: readonly number[]): number {
  let worst = PRECEDENCE.length - 1;
  for (const code of codes) worst = Math.min(worst, Math.max(PRECEDENCE.indexOf(code), 0));
  return PRECEDENCE[worst];
}

/**
 * The exit code that the results of `report` ask for; its own field `exitCode` is not read.
 * Usage and internal errors are not results: combine them with `worstExitCode`.
 */
export function exitCodeOf(report: Omit<Report, 'exitCode'>): number {
  const { targets = [] } = report;
  const codes: number[] = [...report.runs.map(codeOfRun), ...targets.map(codeOfTarget)];
  // A report of kernels under test alone has no runs, and none were asked for.
  if (targets.length > 0 && report.selected === 0) return worstExitCode(codes);
  if (isUnjudged(report)) codes.push(ExitCode.vacuous);
  if (wasCutShort(report)) codes.push(ExitCode.inconclusive);
  else if (report.ran < report.selected || report.ran === 0) codes.push(ExitCode.stale);
  if (report.runs.length === 0) codes.push(ExitCode.stale);
  else if (report.runs.every((run) => run.verdict === 'UNSUPPORTED')) codes.push(ExitCode.vacuous);
  return worstExitCode(codes);
}

/** A kernel under test: broken, else the worst of its results. One that ran nothing says nothing. */
export function codeOfTarget({ broken, results }: TargetRow): number {
  if (broken !== null) return ExitCode.broken;
  const ran = results.filter(({ standing }) => standing !== 'information');
  if (ran.length === 0) return ExitCode.vacuous;
  return worstExitCode(
    ran.map(({ standing, word }) => {
      if (word === 'silent') return ExitCode.vacuous;
      if (standing === 'stale') return ExitCode.stale;
      return standing === 'expected' ? ExitCode.expected : ExitCode.violation;
    }),
  );
}

/** Interrupted, or the time limit passed: runs that were not begun are missing, not stale. */
export function wasCutShort(report: Pick<Report, 'interrupted' | 'limits' | 'ran' | 'selected'>) {
  const { interrupted, limits, ran, selected } = report;
  return interrupted || (limits.timeLimitMs !== null && ran < selected);
}

/** There are runs for information, and beside them none that could have been other than it is. */
export function isUnjudged({ runs }: Pick<Report, 'runs'>): boolean {
  const isShown = ({ standing }: Run): boolean => standing === 'information';
  // That a design has no notion of the test is no judgement of it.
  const isSilent = ({ standing, verdict }: Run): boolean =>
    standing === 'expected' && verdict === 'UNSUPPORTED';
  return runs.some(isShown) && runs.every((run) => isShown(run) || isSilent(run));
}

/**
 * A known-bad preset beside its declared fall, or in a file of the user's own ('information'), may
 * be VIOLATED or VACUOUS without being judged. ERROR and whatever was cut count wherever they are: they say that the checker
 * could not do its work, which is not a fact about the design.
 */
export function codeOfRun(run: Run): number {
  if (run.verdict === 'ERROR') return ExitCode.broken;
  if (run.verdict === 'INCONCLUSIVE') return ExitCode.inconclusive;
  if (run.standing === 'unfinished') return ExitCode.inconclusive;
  if (run.standing === 'information') return ExitCode.expected;
  if (run.verdict === 'VACUOUS') return ExitCode.vacuous;
  if (run.standing === 'stale') return ExitCode.stale;
  if (run.standing === 'expected') return ExitCode.expected;
  // An unexpected VERIFIED or UNSUPPORTED is a failure that was announced and did not come.
  return run.verdict === 'VIOLATED' ? ExitCode.violation : ExitCode.stale;
}
