/**
 * Fermata as a library: `import { check } from 'fermata'` (docs/api.md).
 *
 * The same checks as on the command line, and the report as plain data. What is refused there in a
 * sentence is thrown here as an Error with that sentence, before anything is searched.
 */
import { withExitCode } from './commands.ts';
import type { Report } from './reports/data.ts';
import { replaceReport, reportFiles } from './reports/write.ts';
import { parseRevision } from './specs/commands/lists.ts';
import { UsageError } from './specs/errors.ts';
import { checkAll } from './specs/run/check-all.ts';
import { limitsNamed } from './specs/run/limits.ts';
import { newInterrupt, raise } from './specs/run/threads/interrupt.ts';

export type * from './reports/data.ts';

/** What can be asked of a check, with the meaning of the flag of the same name. */
export interface CheckOptions {
  /** Presets or policies, such as `ticket` or `ticket,timeout=relative`; absent: as `fermata check` without. */
  readonly designs?: readonly string[];
  /** `helenos-2012` or `helenos-2026`; absent: all that a test applies to. */
  readonly revision?: string;
  /** Aborts anywhere up to so many, instead of the tests' own budgets. */
  readonly aborts?: number;
  /** End a search after so many states. */
  readonly maxStates?: number;
  /** Such as `512M` or `4G`; absent: half of the memory there is. */
  readonly maxMemory?: string;
  /** Seconds, for all searches together. */
  readonly timeLimit?: number;
  /** Ends the searches; what is there is reported as INCONCLUSIVE. */
  readonly signal?: AbortSignal;
}

/** Checks litmus files, by path, and tests of the catalogue, by name, on all cores. */
export async function check(
  tests: string | readonly string[],
  { signal, ...options }: CheckOptions = {},
): Promise<Report> {
  const { designs = [], revision, ...limits } = options;
  const named = typeof tests === 'string' ? [tests] : tests;
  if (named.length === 0) throw new UsageError('no test is named; nothing would be checked');
  const selection = { tests: named, designs, revision: revision ? parseRevision(revision) : null };
  const interrupt = newInterrupt();
  const command = `check(${JSON.stringify(tests)}, ${JSON.stringify(options)})`;
  const conditions = { ...limitsNamed(limits), command, terminal: process.stderr, quiet: true };
  const stop = (): void => raise(interrupt);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  const checking = checkAll(selection, { ...conditions, interrupt });
  return withExitCode(await checking.finally(() => signal?.removeEventListener('abort', stop)));
}

/** Writes `index.html`, `report.json`, `report.sarif`, `junit.xml` and the logs, all or none. */
export async function writeReport(report: Report, directory: string): Promise<void> {
  await replaceReport(await reportFiles(report, directory), directory);
}
