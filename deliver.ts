/**
 * Where a report goes to: files, standard output, GitHub. What `check`, `start` and `merge` share.
 *
 * All of it is tried before the search and written after it, files first: what is printed about a
 * report that could not be written would be believed.
 */
import { statSync } from 'node:fs';
import type { Command } from 'commander';
import type { Report } from './reports/data.ts';
import { renderAnnotations } from './reports/formats/github.ts';
import { renderJunit } from './reports/formats/junit.ts';
import { renderSarif } from './reports/sarif/sarif.ts';
import { renderStepSummary, SUMMARY_BYTES_MAX } from './reports/formats/step-summary.ts';
import { canDrawOver } from './reports/terminal/terminal-settings.ts';
import { renderJson } from './reports/report-json.ts';
import { replaceReport, reportFiles, type TextFile } from './reports/write.ts';
import { annotate, complain, concludeAll, progress } from './outlet.ts';
import { requireWritable } from './outputs.ts';
import { phaseText, startPhase } from './phase.mjs';
import { isTest } from './specs/catalogue.ts';
import { InputError, UsageError } from './specs/errors.ts';

/** `true` where the flag stands without a file: standard output. */
type Target = string | true;

/** Where a report goes to. */
export interface OutputFlags {
  json?: Target;
  junit?: Target;
  sarif?: Target;
  report?: string;
  quiet?: boolean;
  /** The letters of all tests by all designs. */
  matrix?: boolean;
  /** Absent: if GitHub runs us. */
  github?: boolean;
}

/** The formats that a flag of their name writes, to a file or instead of the text. */
const FORMATS = { json: renderJson, junit: renderJunit, sarif: renderSarif } as const;
const FORMAT_NAMES = ['json', 'junit', 'sarif'] as const;
const MEDIA = { text: 'coloured', json: 'json', junit: 'xml', sarif: 'json' } as const;

/** From so many runs on a report takes long enough to be told of; what a run takes. */
const MANY_RUNS = 1000;
const MS_OF_A_RUN = 1.3;

/** The options that `OutputFlags` come from. */
export function outputOptions(command: Command): Command {
  return command
    .option('--json [file]', 'the report as JSON, to a file or instead of the text')
    .option('--junit [file]', 'the report as JUnit XML, to a file or instead of the text')
    .option('--sarif [file]', 'the report as SARIF 2.1.0, to a file or instead of the text')
    .option('--report <directory>', 'index.html, report.json, report.sarif, junit.xml, logs/')
    .option('--matrix', 'tests by designs, a letter each, and all that is known to fall')
    .option('--quiet', 'no live line, and only what is wrong')
    .option('--github', 'annotations and step summary (default: where GITHUB_ACTIONS=true)')
    .option('--no-github', 'none of these');
}

/**
 * Writes the files of `report`, then the `text` or the format that takes its place, and sets the exit
 * code. `onWritten`: from here on nothing is lost.
 *
 * @throws InputError if something cannot be written
 */
export async function deliver(
  report: Report,
  text: () => string,
  flags: OutputFlags,
  onWritten = (): void => {},
): Promise<void> {
  const endPhase = tellOfWriting(report, flags);
  await writeAll(report, flags).finally(endPhase);
  onWritten();
  const format = FORMAT_NAMES.find((name) => flags[name] === true);
  const shown = format === undefined ? text() : FORMATS[format](report);
  // GitHub reads both streams; a format on standard output must stay what it is.
  const aside = format === undefined ? 'stdout' : 'stderr';
  process.exitCode = report.exitCode;
  if (isOnGithub(flags)) annotate(renderAnnotations(report), aside);
  const ended = typeof shown === 'string' ? `${shown.trimEnd()}\n` : shown;
  await concludeAll(ended, report.exitCode, MEDIA[format ?? 'text']);
}

/** Says how long it takes, where it takes long; what is returned ends that. */
function tellOfWriting({ runs }: Report, { quiet, report }: OutputFlags): () => void {
  if (quiet === true || report === undefined || runs.length < MANY_RUNS) return () => {};
  const estimateMs = runs.length * MS_OF_A_RUN;
  const isLive = canDrawOver(process.stderr);
  const what = 'writing the report';
  if (!isLive) progress(phaseText(what, 0, estimateMs));
  return startPhase(what, estimateMs, isLive);
}

/** Before anything runs. @throws UsageError, InputError if what is asked for cannot be written. */
export function requireOutputs(flags: OutputFlags): void {
  const shown = FORMAT_NAMES.filter((name) => flags[name] === true).map((name) => `--${name}`);
  if (shown.length > 1) {
    const both = shown.length === 2 ? 'both' : 'all';
    throw new UsageError(
      `${shown.join(' and ')} cannot ${both} go to standard output; give one a file`,
    );
  }
  const files = FORMAT_NAMES.flatMap((name) => {
    const path = flags[name];
    return typeof path === 'string' ? [{ by: `--${name}`, path }] : [];
  });
  for (const { by, path } of files) refuseTest(by, path);
  const summary = summaryFile(flags);
  if (summary !== null) files.push({ by: 'GITHUB_STEP_SUMMARY', path: summary });
  requireWritable(files, flags.report ?? null);
}

function isOnGithub({ github }: OutputFlags): boolean {
  return github ?? process.env.GITHUB_ACTIONS === 'true';
}

/** Where GitHub wants the summary of this step, or null. */
function summaryFile(flags: OutputFlags): string | null {
  return (isOnGithub(flags) && process.env.GITHUB_STEP_SUMMARY) || null;
}

/** An optional file takes the word after its flag, which may have been meant as a test. */
function refuseTest(flag: string, target: string): void {
  if (!isTest(target)) return;
  throw new UsageError(
    `${flag} takes a file, and "${target}" is a test; put the tests first, or write ${flag}=FILE`,
  );
}

async function writeAll(report: Report, flags: OutputFlags): Promise<void> {
  const files: TextFile[] = FORMAT_NAMES.flatMap((name) => {
    const path = flags[name];
    return typeof path === 'string' ? [{ path, text: FORMATS[name](report) }] : [];
  });
  if (flags.report !== undefined)
    files.push(...(await reportFiles(report, flags.report, complain)));
  const summary = summaryFile(flags);
  if (summary !== null) files.push(summaryOf(report, summary));
  try {
    await replaceReport(files, flags.report ?? null);
  } catch (error) {
    throw new InputError(`the report cannot be written: ${(error as Error).message}`);
  }
}

/** The summary of a step may have been begun by others: what is there counts for its limit. */
function summaryOf(report: Report, path: string): TextFile {
  const before = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const text = renderStepSummary(report, Math.max(0, SUMMARY_BYTES_MAX - before));
  return { path, text, append: true };
}
