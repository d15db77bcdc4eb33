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
import { parseDesign } from '../../model/designs/designs.ts';
import type { Design } from '../../model/designs/policies.ts';
import { presets } from '../../model/designs/presets.ts';
import type { Report, Run } from '../../reports/data.ts';
import { revisionsOf } from '../check/check.ts';
import type { Revision } from '../../model/record/program.ts';
import { type FateLimits, withAborts } from '../search/search.ts';
import { isOfCatalogue, readCatalogue, selectTests, type Test, testRow } from '../catalogue.ts';
import { root } from '../root.ts';
import { type Place, readCosts } from './costs.ts';
import { digest } from './digest.ts';
import { UsageError } from '../errors.ts';
import { Baselines } from './baseline/baselines.ts';
import { expectationFor, targetOf } from './baseline/expectations.ts';
import { explained } from './explain.ts';
import { designsFor, isAside } from './own-tests.ts';
import { type Interrupt, isInterrupted } from './threads/interrupt.ts';
import { judge } from './baseline/judge.ts';
import type { LimitsOfCommand } from './limits.ts';
import { groupsOf, type Job, runJobs, workOf } from './threads/pool.ts';
import { helpersFor } from './threads/crew.ts';
import { distinctJobs, runFor } from './threads/distinct.ts';
import { Progress, type Terminal, totalOf } from './progress.ts';
import { assembleReport, designRow } from './report.ts';
import { shardOf, type ShardNumber, testsOf } from './shard.ts';
import { staleLines, unlookedLines, unmetIn } from './baseline/unmet.ts';

/** What to check. */
export interface Selection {
  /** Names of the catalogue, paths of files and folders, patterns; none = the whole catalogue. */
  readonly tests: readonly string[];
  /** As typed; none = every preset, for files of one's own those of own-tests.ts. */
  readonly designs: readonly string[];
  /** Every preset for files of one's own as well. */
  readonly isAll?: boolean;
  /** The baseline of files of one's own; absent or null = the one beside them. */
  readonly baseline?: string | null;
  /** null = every revision that a test applies to. */
  readonly revision: Revision | null;
  /** Only one part of it; absent = all. */
  readonly shard?: ShardNumber | null;
}

/** How to check it. */
export interface Conditions extends LimitsOfCommand {
  /** As typed, for the report. */
  readonly command: string;
  readonly interrupt: Interrupt;
  readonly terminal: Terminal;
  /** No live line. */
  readonly quiet: boolean;
  /** The folder into which certificates are written; absent or null: nowhere. */
  readonly certificates?: string | null;
}

export interface Checked {
  readonly report: Omit<Report, 'exitCode'>;
  /** Lines of the baseline and declared falls that no run was about, a sentence each. */
  readonly unmet: readonly string[];
}

/**
 * What may have become of counterexamples costs another expansion of all states of their tests. Of
 * the whole catalogue it is asked where somebody looks first: two seconds of three minutes.
 */
const FATE_OF_ALL: FateLimits = {
  statesMax: 10_000,
  everyDesign: false,
  says: '; check the test by its name',
};
const FATE_OF_NAMED: FateLimits = { statesMax: 1_000_000, everyDesign: true, says: '' };

/**
 * Runs the selection.
 *
 * @throws UsageError, DesignError, InputError, LitmusError before anything has run.
 */
export async function checkAll(selection: Selection, conditions: Conditions): Promise<Checked> {
  const started = new Date();
  const { designs, allJobs, selected, tests, jobs } = select(selection);
  const baselines = new Baselines(selected, selection.baseline ?? null);
  // States of two designs may differ in what no step reads: a certificate is of one search of its own.
  const { distinct, places } = conditions.certificates
    ? { distinct: jobs, places: jobs.map((_, i) => i) }
    : distinctJobs(jobs, conditions.aborts);
  const threads = Math.max(1, Math.min(os.availableParallelism(), groupsOf(distinct).length));
  const shares = distinct.map((job) => ({ runs: 0, work: workOf(job) }));
  for (const place of places) shares[place].runs++;
  const progress = new Progress(conditions.terminal, totalOf(shares), conditions.quiet);
  const { statesMax, memoryMaxBytes, timeLimitMs, aborts, interrupt, reduction } = conditions;
  const limits = {
    statesMax,
    memoryMaxBytes: Math.floor(memoryMaxBytes / threads),
    deadlineMs: timeLimitMs === null ? null : started.getTime() + timeLimitMs,
    aborts,
    ...(reduction && { reduction }),
    digest: digest(),
    fate: selection.tests.length === 0 ? FATE_OF_ALL : FATE_OF_NAMED,
  };
  const searched = await runJobs(distinct, {
    limits,
    interrupt,
    certificates: conditions.certificates,
    threads,
    helpers: helpersFor(threads, conditions.searchWorkers),
    workerUrl: pathToFileURL(join(root, 'dist', 'worker.mjs')),
    onProgress: (thread, states) => progress.onProgress(thread, states),
    onRun: (thread, run, index) => progress.onRun(thread, run, shares[index]),
  });
  progress.end();
  const results = jobs.map((job, i) => runFor(job, distinct[places[i]], searched[places[i]]));
  const today = dateOf(started);
  const runs = judgeAll(jobs, explained(jobs, results, limits), {
    baselines,
    today,
    areNamed: selection.designs.length > 0,
    aborts,
  });
  const isWhole = selection.tests.length === 0 && selection.revision === null;
  const baseline = baselines.all();
  const unmet = isWhole ? unmetIn(allJobs, designs, baseline, isAskedOf) : baselines.orphans();
  const isCatalogue = isWhole && selection.designs.length === 0;
  const whole = { jobs: allJobs, baseline, today, aborts, isWhole: isCatalogue, unmet };
  const shard = selection.shard ? shardOf(selection.shard, whole) : undefined;
  const report = assembleReport({
    command: conditions.command,
    startedAt: started.toISOString(),
    elapsedMs: Date.now() - started.getTime(),
    selected: jobs.length,
    interrupted: isInterrupted(interrupt),
    limits: { statesMax, memoryMaxBytes, timeLimitMs },
    aborts,
    designs: designs.map(designRow),
    tests: tests.map(testRow),
    runs,
    notes: [...unmet, ...staleIn(allJobs, runs, baselines, today)],
    isWhole: isCatalogue && shard === undefined,
    ...(shard === undefined ? {} : { shard }),
  });
  return { report: { ...report, failed: report.failed + unmet.length }, unmet };
}

/** What there is to check, and of it what this shard checks. */
function select({ tests: wanted, designs: texts, revision, shard, isAll = false }: Selection) {
  const known = selectDesigns(texts);
  const selected = selectTests(wanted);
  const of = (test: Test) => designsFor(test, known, isAll || texts.length > 0);
  const allJobs = jobsFor(selected, of, revision);
  const designs = known.filter((design) => allJobs.some((job) => job.design === design));
  if (!shard) return { designs, allJobs, selected, tests: selected, jobs: allJobs };
  const tests = testsOf(selected, readCosts(), shard);
  const own = new Set(tests);
  return { designs, allJobs, selected, tests, jobs: allJobs.filter(({ test }) => own.has(test)) };
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
  designsOf: (test: Test) => readonly Design[],
  revision: Revision | null,
): readonly Job[] {
  const jobs: Job[] = [];
  for (const test of tests) {
    const revisions = revisionsOf(test.litmus);
    const wanted = revisions.filter((own) => revision === null || own === revision);
    for (const design of designsOf(test)) {
      for (const own of wanted) jobs.push({ test, design, revision: own });
    }
  }
  if (jobs.length > 0) return jobs;
  const names = tests.map((test) => `${test.name} (Table=${test.litmus.meta.table})`);
  const which = names.length === 0 ? 'the catalogue is empty' : names.slice(0, 3).join(', ');
  throw new UsageError(`nothing to check on ${revision ?? 'any revision'}: ${which}`);
}

/** What a check of the whole catalogue has a run of: every test, preset and revision. */
export function wholeCatalogue(): readonly Place[] {
  const of = (test: Test) => designsFor(test, presets(), false);
  return jobsFor(readCatalogue(), of, null).map(({ test, design, revision }) => ({
    test: test.name,
    hash: test.hash,
    design: design.name,
    revision,
  }));
}

interface Bench {
  readonly baselines: Baselines;
  readonly today: string;
  /** The designs were named on the command line. */
  readonly areNamed: boolean;
  readonly aborts: number | null;
}

function judgeAll(
  jobs: readonly Job[],
  results: readonly (Run | null)[],
  { baselines, today, areNamed, aborts }: Bench,
): readonly Run[] {
  const runs: Run[] = [];
  for (const [index, run] of results.entries()) {
    if (run === null) continue;
    const { test, design } = jobs[index];
    const lineOf = (name: string) =>
      expectationFor(baselines.of(test), run.test, targetOf(name, run.revision));
    const [line, ticketLine] = [lineOf(run.design), lineOf('ticket')];
    const isOwn = !isOfCatalogue(test);
    const aside = !areNamed && isAside(test, run);
    const litmus = withAborts(test.litmus, aborts);
    runs.push(judge(run, { design, litmus, line, ticketLine, today, isOwn, isAside: aside }));
  }
  return runs;
}

/**
 * Lines that no longer hold, each looked for in the runs of the tests that stand by its baseline, and
 * how many there are about what was not selected.
 */
function staleIn(
  allJobs: readonly Job[],
  runs: readonly Run[],
  baselines: Baselines,
  today: string,
): readonly string[] {
  const jobsOf = new Map<ReturnType<Baselines['of']>, Job[]>();
  for (const job of allJobs) {
    const lines = baselines.of(job.test);
    const jobs = jobsOf.get(lines) ?? [];
    jobs.push(job);
    jobsOf.set(lines, jobs);
  }
  return [...jobsOf].flatMap(([lines, jobs]) => {
    const own = new Set(jobs.map(({ test }) => test.name));
    const about = runs.filter(({ test }) => own.has(test));
    return [...staleLines(about, lines, today), ...unlookedLines(jobs, lines, today)];
  });
}

const isAskedOf = (test: Test, design: Design): boolean =>
  designsFor(test, [design], false).length > 0;

/** `2026-11-23` */
export function dateOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
