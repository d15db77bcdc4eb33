/**
 * Checks tests on designs and revisions: what is selected, run by the pool, judged, reported.
 *
 * Everything that can be refused is refused before the first search. Where the whole catalogue is
 * checked, what never came up is trouble too: lines of the baseline about tests or targets that do
 * not exist, and known-bad presets whose declared fall no test can show.
 */
import os from 'node:os';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { parseDesign } from '../../model/designs.ts';
import type { Design } from '../../model/policies.ts';
import { presets } from '../../model/presets.ts';
import type { Report, Run } from '../../reports/data.ts';
import { type Revision, revisionsOf } from '../check.ts';
import { modelKey } from '../same-model.ts';
import { withAborts } from '../search.ts';
import { root, selectTests, type Test, testRow } from './catalogue.ts';
import { UsageError } from './errors.ts';
import { type Expectation, expectationFor, readExpectations, targetOf } from './expectations.ts';
import { type Interrupt, isInterrupted } from './interrupt.ts';
import { judge } from './judge.ts';
import type { LimitsOfCommand } from './limits.ts';
import { type Job, runJobs } from './pool.ts';
import { Progress, type Terminal } from './progress.ts';
import { assembleReport, designRow } from './report.ts';

/** What to check. */
export interface Selection {
  /** Names of the catalogue and paths of files; none = the whole catalogue. */
  readonly tests: readonly string[];
  /** As typed; none = every preset. */
  readonly designs: readonly string[];
  /** null = every revision that a test applies to. */
  readonly revision: Revision | null;
}

/** How to check it. */
export interface Conditions extends LimitsOfCommand {
  /** As typed, for the report. */
  readonly command: string;
  readonly interrupt: Interrupt;
  readonly terminal: Terminal;
  /** No live line. */
  readonly quiet: boolean;
}

export interface Checked {
  readonly report: Omit<Report, 'exitCode'>;
  /** Lines of the baseline and declared falls that no run was about, a sentence each. */
  readonly unmet: readonly string[];
}

/**
 * Runs the selection.
 *
 * @throws UsageError, DesignError, InputError, LitmusError before anything has run.
 */
export async function checkAll(selection: Selection, conditions: Conditions): Promise<Checked> {
  const started = new Date();
  const designs = selectDesigns(selection.designs);
  const tests = selectTests(selection.tests);
  const baseline = readExpectations();
  const jobs = jobsFor(tests, designs, selection.revision);
  const { distinct, places } = distinctJobs(jobs, conditions.aborts);
  const threads = Math.min(os.availableParallelism(), distinct.length);
  const progress = new Progress(conditions.terminal, distinct.length, conditions.quiet);
  const { statesMax, memoryMaxBytes, timeLimitMs, aborts, interrupt } = conditions;
  const searched = await runJobs(distinct, {
    limits: {
      statesMax,
      memoryMaxBytes: Math.floor(memoryMaxBytes / threads),
      deadlineMs: timeLimitMs === null ? null : started.getTime() + timeLimitMs,
      aborts,
    },
    interrupt,
    threads,
    workerUrl: pathToFileURL(join(root, 'dist', 'worker.mjs')),
    onProgress: (thread, states) => progress.onProgress(thread, states),
    onRun: (thread, run) => progress.onRun(thread, run),
  });
  progress.end();
  const results = jobs.map((job, i) => runFor(job, distinct[places[i]], searched[places[i]]));
  const runs = judgeAll(jobs, results, {
    baseline,
    today: dateOf(started),
    areNamed: selection.designs.length > 0,
    aborts,
  });
  const isWhole = selection.tests.length === 0 && selection.revision === null;
  const unmet = isWhole ? unmetIn(jobs, designs, baseline) : [];
  const report = assembleReport({
    command: conditions.command,
    startedAt: started.toISOString(),
    elapsedMs: Date.now() - started.getTime(),
    selected: jobs.length,
    interrupted: isInterrupted(interrupt),
    limits: { statesMax, memoryMaxBytes, timeLimitMs },
    designs: designs.map(designRow),
    tests: tests.map(testRow),
    runs,
    notes: unmet,
    isWhole,
  });
  return { report: { ...report, failed: report.failed + unmet.length }, unmet };
}

/** The designs named, each once; all presets if none is. @throws DesignError */
export function selectDesigns(texts: readonly string[]): readonly Design[] {
  if (texts.length === 0) return presets();
  const designs = texts.map(parseDesign);
  return designs.filter((design, i) => designs.findIndex((d) => d.name === design.name) === i);
}

/** One job per test, design and revision, in this order of nesting. @throws UsageError if none */
export function jobsFor(
  tests: readonly Test[],
  designs: readonly Design[],
  revision: Revision | null,
): readonly Job[] {
  const jobs: Job[] = [];
  for (const test of tests) {
    const revisions = revisionsOf(test.litmus);
    const wanted = revisions.filter((own) => revision === null || own === revision);
    for (const design of designs) {
      for (const own of wanted) jobs.push({ test, design, revision: own });
    }
  }
  if (jobs.length > 0) return jobs;
  const names = tests.map((test) => `${test.name} (Table=${test.litmus.meta.table})`);
  const which = names.length === 0 ? 'the catalogue is empty' : names.slice(0, 3).join(', ');
  throw new UsageError(`nothing to check on ${revision ?? 'any revision'}: ${which}`);
}

/** The first job of each model, and for every job the place of the one that serves it. */
export function distinctJobs(
  jobs: readonly Job[],
  aborts: number | null,
): { distinct: readonly Job[]; places: readonly number[] } {
  const distinct: Job[] = [];
  const placeOf = new Map<string, number>();
  const places = jobs.map((job) => {
    const litmus = withAborts(job.test.litmus, aborts);
    const key = `${job.test.name} ${modelKey(litmus, job.design, job.revision)}`;
    const known = placeOf.get(key);
    if (known !== undefined) return known;
    placeOf.set(key, distinct.length);
    return distinct.push(job) - 1;
  });
  return { distinct, places };
}

/** The run of a job, from the search of the same model under another design if there was one. */
function runFor({ design }: Job, served: Job, run: Run | null): Run | null {
  if (run === null || served.design.name === design.name) return run;
  return {
    ...run,
    design: design.name,
    sameAs: served.design.name,
    latencies: run.latencies?.map((latency) => ({ ...latency, design: design.name })),
  };
}

interface Bench {
  readonly baseline: readonly Expectation[];
  readonly today: string;
  /** The designs were named on the command line. */
  readonly areNamed: boolean;
  readonly aborts: number | null;
}

function judgeAll(
  jobs: readonly Job[],
  results: readonly (Run | null)[],
  { baseline, today, areNamed, aborts }: Bench,
): readonly Run[] {
  const runs: Run[] = [];
  for (const [index, run] of results.entries()) {
    if (run === null) continue;
    const { test, design } = jobs[index];
    const lineOf = (name: string) =>
      expectationFor(baseline, run.test, targetOf(name, run.revision));
    const [line, ticketLine] = [lineOf(run.design), lineOf('ticket')];
    const isAsked = areNamed && !test.file.startsWith('specs/catalogue/');
    const litmus = withAborts(test.litmus, aborts);
    runs.push(judge(run, { design, litmus, line, ticketLine, today, isAsked }));
  }
  return runs;
}

/** What a check of the whole catalogue on `designs` should have met and has not. */
function unmetIn(
  jobs: readonly Job[],
  designs: readonly Design[],
  baseline: readonly Expectation[],
): readonly string[] {
  const met = new Set(
    jobs.map(({ test, design, revision }) => `${test.name} ${targetOf(design.name, revision)}`),
  );
  const isSelected = (target: string): boolean => {
    const name = target.split('/')[0];
    const exists = presets().some((preset) => preset.name === name);
    return !exists || designs.some((design) => design.name === name);
  };
  const lines = baseline
    .filter(({ test, target }) => isSelected(target) && !met.has(`${test} ${target}`))
    .map(
      ({ test, target }) =>
        `stale: the baseline has a line about ${test} on ${target}, which does not exist`,
    );
  const falls = designs.flatMap(({ name, fall }) =>
    fall === null || met.has(`${fall.test} ${targetOf(name, fall.revision)}`)
      ? []
      : [
          `${name} must break ${fall.assertion} on ${fall.test} (${fall.revision}), which does not exist`,
        ],
  );
  return [...lines, ...falls];
}

/** `2026-11-23` */
export function dateOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
