/**
 * SARIF 2.1.0 (docs/formats.md#sarif): a rule per assertion, a result per (test, target, assertion) at the
 * condition of the litmus.
 *
 * A violation that nothing expects is an error. One that the baseline expects is a note that is
 * suppressed with its reason: viewers that know suppressions do not count it, and GitHub, which
 * looks at levels alone, does not stop a pull request for it. What known-bad designs break is no
 * result at all: they are there to break it. Runs without an answer are notifications of the tool.
 *
 * GitHub refuses a file of more than 25,000 results or 10 MB after gzip as a whole. What is left out
 * to stay below is the last by weight, and a notification says how much it was.
 */
import { gzipSync } from 'node:zlib';

import type { Invocation, Log, Notification, Result, Run as SarifRun } from 'sarif';
import type { Report } from '../data.ts';
import { cutText } from '../run-lines.ts';
import { message } from './sarif-message.ts';
import { resultsOf } from './sarif-results.ts';
import { rulesOf } from './sarif-rules.ts';
import { count } from '../text-width.ts';

export const SARIF_RESULTS_MAX = 25_000;
/** GitHub's 10 MB, and some room: its gzip may not be ours. */
export const SARIF_GZIP_BYTES_MAX = 9_500_000;

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const LEVELS = ['error', 'warning', 'note'];

export interface SarifLimits {
  readonly resultsMax: number;
  readonly gzipBytesMax: number;
}

/** The log as JSON, one result a line, ending with a newline. Within `limits`. */
export function renderSarif(
  report: Report,
  limits: SarifLimits = { resultsMax: SARIF_RESULTS_MAX, gzipBytesMax: SARIF_GZIP_BYTES_MAX },
): string {
  const rules = rulesOf(report);
  const all = resultsOf(report, rules).toSorted((a, b) => weightOf(a) - weightOf(b));
  const kept = all.slice(0, limits.resultsMax);
  const without = kept.map((result) => withoutFlows(result));
  const attempts = [
    kept,
    kept.map((result) => (result.level === 'error' ? result : withoutFlows(result))),
    without,
  ];
  for (let length = without.length >> 1; length > 0; length >>= 1) {
    attempts.push(without.slice(0, length));
  }
  for (const results of [...attempts, []]) {
    const text = printLog(logOf(report, rules, results, cutNotes(all, results)));
    if (results.length === 0 || gzipSync(text).length <= limits.gzipBytesMax) return text;
  }
  throw new Error('unreachable: the last attempt is taken, whatever its size');
}

function weightOf({ level }: Result): number {
  return LEVELS.indexOf(level ?? 'warning');
}

function withoutFlows(result: Result): Result {
  const { codeFlows: _, ...rest } = result;
  return rest;
}

/** What is said of results and code flows that were left out. */
function cutNotes(all: readonly Result[], results: readonly Result[]): Notification[] {
  const flows = (list: readonly Result[]): number => list.filter((one) => one.codeFlows).length;
  const [gone, bare] = [
    all.length - results.length,
    flows(all.slice(0, results.length)) - flows(results),
  ];
  const notes = [
    ...(gone > 0
      ? [`${gone} of ${count(all.length, 'result')} left out: the file has a limit`]
      : []),
    ...(bare > 0 ? [`the steps of ${count(bare, 'result')} left out: the file has a limit`] : []),
  ];
  return notes.map((note) => ({ level: 'warning', message: message(note) }));
}

function logOf(
  report: Report,
  rules: ReturnType<typeof rulesOf>,
  results: Result[],
  cuts: readonly Notification[],
): Log {
  const run: SarifRun = {
    tool: {
      driver: {
        name: 'fermata',
        version: report.version,
        semanticVersion: report.version,
        rules: [...rules],
      },
    },
    automationDetails: { id: 'fermata/' },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: message('the root of the repository') } },
    invocations: [invocationOf(report, cuts)],
    results,
  };
  return { $schema: SCHEMA, version: '2.1.0', runs: [run] };
}

function invocationOf(report: Report, cuts: readonly Notification[]): Invocation {
  const started = Date.parse(report.startedAt);
  const notifications = [...unansweredIn(report), ...notesOf(report), ...cuts];
  return {
    // The tool did its work: every run that was selected was begun and none of them broke.
    executionSuccessful:
      report.ran > 0 &&
      report.ran === report.selected &&
      !report.interrupted &&
      !report.runs.some(({ verdict }) => verdict === 'ERROR'),
    exitCode: report.exitCode,
    ...(Number.isNaN(started)
      ? {}
      : {
          startTimeUtc: new Date(started).toISOString(),
          endTimeUtc: new Date(started + report.elapsedMs).toISOString(),
        }),
    toolExecutionNotifications: notifications,
  };
}

/** Runs that say nothing about their design: broken or cut. */
function unansweredIn(report: Report): Notification[] {
  return report.runs.flatMap((run): Notification[] => {
    const isCut = run.verdict === 'INCONCLUSIVE' || run.standing === 'unfinished';
    if (run.verdict !== 'ERROR' && !isCut) return [];
    const why = run.verdict === 'ERROR' ? run.why : cutText(run.search);
    const text = `${run.verdict}: ${run.test} on ${run.design}, ${run.revision}: ${why}`;
    return [{ level: run.verdict === 'ERROR' ? 'error' : 'warning', message: message(text) }];
  });
}

function notesOf(report: Report): Notification[] {
  const missing = report.selected - report.ran;
  const texts = [
    ...report.notes,
    ...(missing > 0 || report.ran === 0
      ? [`${report.ran} of ${report.selected} ran: the rest is unknown`]
      : []),
  ];
  return texts.map((text) => ({ level: 'warning', message: message(text) }));
}

/** One result a line, so that line tools can work on it. */
function printLog(log: Log): string {
  const [{ results = [], ...run }] = log.runs;
  const head = JSON.stringify({ ...log, runs: [] }).slice(0, -2);
  const lines = results.map((result) => JSON.stringify(result)).join(',\n');
  return `${head}${JSON.stringify(run).slice(0, -1)},"results":[\n${lines}\n]}]}\n`;
}
