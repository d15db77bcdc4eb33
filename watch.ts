/**
 * `fermata check --watch`: each file again whenever it is saved, and one screen about it.
 *
 * On a terminal the screen is cleared first; elsewhere one block follows the other. It ends with
 * Ctrl-C alone, which is no failure: the exit code says how the files stood then.
 */
import { CLEAR } from './outlet.ts';
import type { Report } from './reports/data.ts';
import { ExitCode, worstExitCode } from './reports/exit-code.ts';
import { renderScreen, type Watched } from './reports/terminal/watch-screen.ts';
import { LitmusError } from './specs/litmus/litmus-error.ts';
import { InputError, UsageError } from './specs/errors.ts';
import { type Interrupt, isInterrupted } from './specs/run/threads/interrupt.ts';
import { counterexamplesIn } from './specs/run/report.ts';
import { watchFiles } from './specs/commands/watch.ts';

/** Where screens are drawn: process.stdout, or a test's stand-in. */
export interface Display {
  readonly isTTY?: boolean;
  readonly columns: number;
  readonly rows: number;
  write(text: string): unknown;
}

export interface WatchOptions {
  /** The report about one file. @throws LitmusError, InputError or UsageError for a bad one */
  check(file: string, interrupt: Interrupt): Promise<Report>;
  readonly display: Display;
  readonly stop: AbortSignal;
}

/** Watches until `stop`. Returns the exit code. @throws InputError if a file is missing at first */
export async function watchTests(
  files: readonly string[],
  { check, display, stop }: WatchOptions,
): Promise<number> {
  const results = new Map<string, Watched>();
  await watchFiles(files, {
    stop,
    check: async (saved, interrupt) => {
      for (const file of saved) results.delete(file);
      for (const file of saved) {
        const result = await resultOf(file, () => check(file, interrupt));
        if (isInterrupted(interrupt)) return;
        results.set(file, result);
      }
      draw(display, files, results, saved);
    },
  });
  return worstExitCode(files.map((file) => codeOf(results.get(file))));
}

/** A file that cannot be read is a result like others: it may be well again after the next save. */
async function resultOf(file: string, check: () => Promise<Report>): Promise<Watched> {
  try {
    return { file, report: await check(), trouble: '' };
  } catch (error) {
    const isExpected =
      error instanceof LitmusError || error instanceof InputError || error instanceof UsageError;
    if (!isExpected) throw error;
    return { file, report: null, trouble: error.message };
  }
}

/** What was being checked when it ended is not known. */
function codeOf(watched: Watched | undefined): number {
  if (watched === undefined) return ExitCode.inconclusive;
  return watched.report?.exitCode ?? ExitCode.broken;
}

function draw(
  display: Display,
  files: readonly string[],
  results: ReadonlyMap<string, Watched>,
  saved: readonly string[],
): void {
  const watched = files.flatMap((file) => results.get(file) ?? []);
  const file = worstOf(saved, results);
  const last = watched.findIndex((each) => each.file === file);
  const { report } = watched[last];
  const screen = renderScreen(
    { watched, last, first: firstIn(report), time: new Date().toTimeString().slice(0, 8) },
    { width: display.columns, height: display.rows },
  );
  display.write(display.isTTY ? `${CLEAR}${screen}\n` : `${screen}\n\n`);
}

/** Of several files that were saved together, the one that most deserves to be looked at. */
function worstOf(saved: readonly string[], results: ReadonlyMap<string, Watched>): string {
  const worst = worstExitCode(saved.map((file) => codeOf(results.get(file))));
  return saved.find((file) => codeOf(results.get(file)) === worst) ?? saved[0];
}

function firstIn(report: Report | null) {
  const runs = report?.runs ?? [];
  const [first] = [...counterexamplesIn(runs, 'unexpected'), ...counterexamplesIn(runs, 'all')];
  if (first === undefined) return null;
  const { run, counterexample } = first;
  const head = `${run.test} on ${run.design}, ${run.revision},`;
  return { head, design: run.design, counterexample };
}
