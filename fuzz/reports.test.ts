/**
 * Reports that are merged: refused with file and key, or joined and rendered in every medium that is
 * printed, with no result that the parts do not have.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Execution, Fate, Report } from '../reports/data.ts';
import { exitCodeOf } from '../reports/exit-code.ts';
import { renderAnnotations } from '../reports/formats/github.ts';
import { renderJunit } from '../reports/formats/junit.ts';
import { renderLog } from '../reports/formats/log.ts';
import { renderStepSummary } from '../reports/formats/step-summary.ts';
import { legible, legibleJson, legibleXml } from '../reports/legible.ts';
import { renderSarif } from '../reports/sarif/sarif.ts';
import { renderTerminal } from '../reports/terminal/terminal.ts';
import { printable, widthOf } from '../reports/text-width.ts';
import { renderJson } from '../reports/report-json.ts';
import { mergeParts } from '../specs/run/merge.ts';
import { parseReport } from '../specs/run/read-report.ts';
import { assembleReport, designRow, isPassed } from '../specs/run/report.ts';
import { parseDesign } from '../model/designs/designs.ts';
import { readCatalogue, testRow } from '../specs/catalogue.ts';
import { check } from '../specs/check/check.ts';
import { CHECK_OPTIONS } from '../specs/run/sample.ts';
import { fuzz, FUZZ_MS, mutated, mutatedJson, refusedOr, requireLegible } from './fuzz.ts';

const CODES = new Set([0, 1, 2, 3, 4, 5]);
const WIDTH = 80;

/** What may have become of a counterexample of three steps, known or not. */
const FATES: readonly Fate[] = [
  {
    is: 'known',
    states: 84,
    lost: 2,
    instead: [{ lane: 1, rule: 'P1 trap', says: 'enters', steps: 6, ends: '0:r0=EOK;' }],
    mayStop: false,
    aborts: { made: 1, least: 1, each: [{ of: 'P0:L0', made: 1, least: 1, steps: [3] }] },
    ticks: { made: 2, least: 1 },
    switches: { made: 5, least: 5, each: [{ after: 1, is: 'needed' }] },
    parts: [{ text: '0:r0=EOK', is: false, since: 2 }],
  },
  { is: 'open', why: 'the search was cut' },
];

/** One of two shards, with what holds, what falls as a kernel defect, and a wrong design's fall. */
const PART: Report = ((): Report => {
  const names = new Set(['WQ+abort+wake', 'WQ+wake']);
  const tests = readCatalogue().filter(({ name }) => names.has(name));
  const designs = ['ticket', 'debt=book'].map(parseDesign);
  const runs = tests.flatMap((each) =>
    designs.map((design) => {
      const run = check(each, design, 'helenos-2026', CHECK_OPTIONS);
      // One outcome and three steps are as good as all, and the file stays small.
      const outcomes = run.outcomes.slice(0, 1).map((outcome) => ({
        ...outcome,
        ...(outcome.execution === undefined ? {} : { execution: shortened(outcome.execution) }),
      }));
      const assertions = run.assertions.map((assertion) => ({
        ...assertion,
        counterexample: assertion.counterexample && {
          ...shortened(assertion.counterexample),
          fate: FATES[assertion.id === 'R1' ? 0 : 1],
        },
      }));
      const counterexample =
        run.condition.counterexample && shortened(run.condition.counterexample);
      const condition = { ...run.condition, counterexample };
      const standing = run.verdict === 'VERIFIED' ? 'expected' : 'unexpected';
      const coverage = Object.fromEntries(Object.entries(run.search.coverage).slice(0, 2));
      const search = { ...run.search, coverage, levels: run.search.levels.slice(0, 3) };
      return { ...run, outcomes, assertions, condition, search, standing };
    }),
  ) as Report['runs'];
  const report = assembleReport({
    command: 'fermata check --shard 1/2',
    startedAt: '2026-11-23T12:00:00.000Z',
    elapsedMs: 5,
    selected: runs.length,
    interrupted: false,
    limits: { statesMax: 1000, memoryMaxBytes: 1000, timeLimitMs: null },
    aborts: null,
    designs: designs.map(designRow),
    tests: tests.map(testRow),
    runs,
    notes: ['stale: one line'],
    isWhole: false,
    shard: { index: 1, of: 2, selected: 8, made: { model: 'x' }, isWhole: false, unmet: [] },
  });
  const rows = report.tests.map((row) => ({ ...row, reading: row.reading?.slice(0, 2) ?? [] }));
  const assertions = report.assertions.slice(0, 1);
  return { ...report, tests: rows, rulesNeverFired: [], assertions, exitCode: 1 };
})();

function jsonOf(report: Report): string {
  return [...renderJson(report)].join('');
}

function shortened<T extends Execution>(execution: T): T {
  return { ...execution, steps: execution.steps.slice(0, 3), start: execution.start.slice(0, 3) };
}

/** What a terminal gets to see, and one of the other media: by turns, because they take their time. */
function show(report: Report, lot: number): void {
  const text = renderTerminal(report, { width: WIDTH, colour: false, written: ['out/index.html'] });
  requireLegible(legible(text, false));
  const widest = Math.max(...text.split('\n').map(widthOf));
  if (widest > WIDTH) throw new Error(`a line of ${widest} columns: ${text}`);
  MEDIA[lot % MEDIA.length](report);
}

const MEDIA: readonly ((report: Report) => void)[] = [
  (report) => requireLegible(legibleXml(renderJunit(report))),
  (report) => requireLegible(legibleJson(renderSarif(report))),
  (report) => requireLegible(legibleJson(jsonOf(report))),
  (report) => requireLegible(legible(renderLog(report.runs), false)),
  (report) => void renderStepSummary(report, 100_000),
  (report) => {
    for (const line of renderAnnotations(report)) {
      const shown = printable(line);
      if (!/^::(error|notice) [^\n]*$/.test(shown)) throw new Error(`no annotation: ${shown}`);
    }
  },
];

/** A run that passes passes in the part, too: nothing else may have become VERIFIED. */
function requireExplained(report: Report, part: Report): void {
  const key = (run: Report['runs'][number]): string =>
    JSON.stringify([run.test, run.design, run.revision, run.verdict, run.standing]);
  const known = new Set(part.runs.map(key));
  const stray = report.runs.find((run) => !known.has(key(run)));
  if (stray !== undefined) throw new Error(`${stray.verdict} comes from nowhere`);
  if (report.passed !== part.runs.filter(isPassed).length) throw new Error('counted otherwise');
  const code = exitCodeOf(report);
  // A shard is missing, so it is never a pass.
  if (!CODES.has(code) || code === 0) throw new Error(`exit code ${code}`);
}

test('the report is read, merged and shown as it is', () => {
  const part = parseReport(jsonOf(PART), 'x.json');
  expect(part).toEqual(JSON.parse(JSON.stringify(PART)));
  for (const lot of MEDIA.keys()) show(part, lot);
});

test(
  'reports: refused with their key, or merged and shown without anything new',
  { timeout: FUZZ_MS },
  () => {
    let merged = 0;
    const inputs = fc.oneof(
      { weight: 2, arbitrary: mutatedJson(PART) },
      { weight: 2, arbitrary: mutatedJson(JSON.parse(jsonOf(PART))) },
      { weight: 1, arbitrary: mutated([jsonOf(PART)]) },
    );
    fuzz(inputs, (text) => {
      const report = refusedOr(() => {
        const part = parseReport(text, 'x.json');
        if (part.shard === undefined) return null;
        const { report: whole } = mergeParts(
          [{ file: 'x.json', part: { ...part, shard: part.shard } }],
          'fermata merge x.json',
        );
        requireExplained({ ...whole, exitCode: 0 }, part);
        return { ...whole, exitCode: exitCodeOf(whole) };
      }, /^x\.json(:| has )/);
      if (report === null) return;
      merged++;
      show(report, merged);
    });
    expect(merged).toBeGreaterThan(0);
  },
);
