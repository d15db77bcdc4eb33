/** The report of `fermata run`: kernels under test, and no run of the model. */
import { commandLine } from './check-flags.ts';
import type { Report, TargetRow } from './reports/data.ts';
import { ExitCode, exitCodeOf, worstExitCode } from './reports/exit-code.ts';
import { type Test, testRow } from './specs/catalogue.ts';
import { MEMORY_MOST, STATES_MOST } from './specs/commands/allowed-outcomes.ts';
import type { TargetError } from './specs/conformance/target-error.ts';
import { assembleReport } from './specs/run/report.ts';

interface Parts {
  readonly tests: readonly Test[];
  readonly rows: readonly TargetRow[];
  /** Why a target could not even be started, or null. */
  readonly broken: string | null;
  readonly started: Date;
  /** Stale lines of the baseline. */
  readonly notes: readonly string[];
}

export function reportOfTargets({ tests, rows, broken, started, notes }: Parts): Report {
  const troubles = [broken, ...rows.map((row) => row.broken)].filter((it) => it !== null);
  const report = assembleReport({
    command: commandLine(),
    startedAt: started.toISOString(),
    elapsedMs: Date.now() - started.getTime(),
    selected: 0,
    interrupted: false,
    limits: { statesMax: STATES_MOST, memoryMaxBytes: MEMORY_MOST, timeLimitMs: null },
    aborts: null,
    designs: [],
    tests: tests.map(testRow),
    runs: [],
    notes: [...troubles, ...notes],
    isWhole: false,
  });
  return withTargets({ ...report, exitCode: ExitCode.expected }, rows, [
    broken === null ? ExitCode.expected : ExitCode.broken,
    notes.length > 0 ? ExitCode.stale : ExitCode.expected,
  ]);
}

/** The report with what kernels under test gave beside the model; `codes`: of what it has already. */
export function withTargets(
  report: Report,
  targets: readonly TargetRow[],
  codes: readonly number[],
): Report {
  const all = { ...report, targets };
  const failed = targets.flatMap(({ results }) => results.filter(isFailed)).length;
  const exitCode = worstExitCode([...codes, exitCodeOf(all)]);
  return { ...all, failed: report.failed + failed, exitCode };
}

const isFailed = ({ standing }: TargetRow['results'][number]): boolean =>
  standing === 'unexpected' || standing === 'stale';

/** In words, with what it said last. */
export function brokenSays({ lastWords, message }: TargetError): string {
  const words = lastWords === '' ? '' : `\nIts last words: ${lastWords}`;
  return `The target is broken: ${message}${words}`;
}
