/**
 * What a reader of a report must know, worst first: every violated assertion and condition, and
 * every run that came to no answer.
 *
 * Findings that are the same news are one finding. A kernel defect falls without any abort, so
 * it is the same defect under each design: one finding names them all. What a known-bad preset
 * breaks is one finding per assertion and revision, which names the tests. A violation by a
 * design that nobody expects is never merged with another.
 */
import type { Counterexample, Report, Run } from './data.ts';
import { cutText } from './run-lines.ts';

export type FindingClass =
  | 'unexpected design'
  | 'unexpected condition'
  | 'unexpected kernel'
  | 'error'
  | 'stale'
  | 'inconclusive'
  | 'vacuous'
  | 'unsupported'
  | 'kernel'
  | 'design'
  | 'condition'
  | 'silent';

/** Worst first, with the head of each class. */
export const FINDING_CLASSES: ReadonlyMap<FindingClass, string> = new Map([
  ['error', 'ERROR: these runs gave no result'],
  ['unexpected design', 'Not expected: design defects (fall only with aborts)'],
  ['unexpected condition', 'Not expected: conditions that do not hold'],
  ['unexpected kernel', 'Not expected: kernel defects (fall without any abort)'],
  ['inconclusive', 'INCONCLUSIVE: these searches were cut'],
  ['vacuous', 'VACUOUS: what these tests are about never happened'],
  ['unsupported', 'UNSUPPORTED: nothing models what these runs need'],
  ['stale', 'Stale: the baseline or a declared fall says otherwise'],
  ['kernel', 'Known kernel defects (fall without any abort)'],
  ['design', 'Known design defects (fall only with aborts)'],
  ['condition', 'Known conditions that do not hold'],
  ['silent', 'UNSUPPORTED: assertions that say nothing here, the rest of each run aside'],
]);

/** Classes that the baseline or a declared fall accounts for; all others make a check fail. */
export const KNOWN_CLASSES: ReadonlySet<FindingClass> = new Set([
  'kernel',
  'design',
  'condition',
  'silent',
]);

export interface Finding {
  readonly class: FindingClass;
  /** An assertion id, `condition`, or the verdict of the run. */
  readonly what: string;
  readonly revision: string;
  readonly designs: readonly string[];
  readonly tests: readonly string[];
  /** Of the first run. */
  readonly why: string;
  /** Indices into `report.runs`, ascending. */
  readonly runs: readonly number[];
}

interface Entry {
  readonly class: FindingClass;
  readonly what: string;
  readonly why: string;
  /** Entries with equal keys are one finding. */
  readonly key: string;
}

/** All findings of a report, worst first; within a class in the order of the runs. */
export function findingsOf(report: Report): Finding[] {
  const groups = new Map<string, { entry: Entry; runs: number[] }>();
  for (const [index, run] of report.runs.entries()) {
    for (const entry of entriesOf(run)) {
      const key = JSON.stringify([entry.class, entry.what, run.revision, entry.key]);
      const group = groups.get(key);
      if (group) group.runs.push(index);
      else groups.set(key, { entry, runs: [index] });
    }
  }
  const findings = Array.from(groups.values(), ({ entry, runs }) => ({
    class: entry.class,
    what: entry.what,
    why: entry.why,
    revision: report.runs[runs[0]].revision,
    designs: [...new Set(runs.map((index) => report.runs[index].design))],
    tests: [...new Set(runs.map((index) => report.runs[index].test))],
    runs,
  }));
  const order = [...FINDING_CLASSES.keys()];
  return findings.toSorted((a, b) => order.indexOf(a.class) - order.indexOf(b.class));
}

/** What makes the check fail, worst first. */
export function troublesOf(report: Report): Finding[] {
  return findingsOf(report).filter((finding) => !KNOWN_CLASSES.has(finding.class));
}

function entriesOf(run: Run): Entry[] {
  return [...ofVerdict(run), ...silentIn(run)];
}

/** Where the revision or the design has no such thing. */
function silentIn({ verdict, assertions }: Run): Entry[] {
  if (verdict === 'UNSUPPORTED') return [];
  return assertions
    .filter((assertion) => assertion.verdict === 'UNSUPPORTED')
    .map(({ id, why }) => ({ class: 'silent', what: id, why, key: why }));
}

function ofVerdict(run: Run): Entry[] {
  const whole = { what: run.verdict, why: run.why };
  switch (run.verdict) {
    case 'ERROR':
      return [{ ...whole, class: 'error', key: `${run.test}\n${run.why}` }];
    case 'INCONCLUSIVE':
      return [{ ...whole, class: 'inconclusive', key: run.search.stopped }];
    case 'VACUOUS':
      if (run.standing === 'information') return [];
      return [{ ...whole, class: 'vacuous', key: run.test }];
    case 'UNSUPPORTED':
      if (run.standing === 'expected' || run.standing === 'information') return [];
      return [{ ...whole, class: 'unsupported', key: `${run.test}\n${run.why}` }];
    case 'VERIFIED':
      if (run.standing !== 'stale' && run.standing !== 'unexpected') return [];
      return [{ ...whole, class: 'stale', key: `${run.test}\n${run.design}` }];
    case 'VIOLATED':
      return violationsOf(run);
  }
}

function violationsOf(run: Run): Entry[] {
  const entries: Entry[] = [];
  if (run.standing === 'stale') {
    const key = `${run.test}\n${run.design}`;
    entries.push({ class: 'stale', what: run.verdict, why: run.why, key });
  }
  if (run.standing === 'unfinished') {
    const { complete, stopped } = run.search;
    const why = complete ? 'a search that it is compared with was cut' : cutText(run.search);
    entries.push({ class: 'inconclusive', what: run.verdict, why, key: stopped });
  }
  const news = run.standing === 'unexpected';
  for (const assertion of run.assertions) {
    if (assertion.verdict !== 'VIOLATED') continue;
    const common = { what: assertion.id, why: assertion.why };
    if (assertion.defect === 'kernel') {
      entries.push({ ...common, class: news ? 'unexpected kernel' : 'kernel', key: run.test });
    } else if (news) {
      const key = `${run.test}\n${run.design}`;
      entries.push({ ...common, class: 'unexpected design', key });
    } else {
      entries.push({ ...common, class: 'design', key: run.design });
    }
  }
  if (run.condition.verdict === 'VIOLATED') {
    const common = { what: 'condition', why: run.condition.why };
    const key = `${run.test}\n${run.design}`;
    if (news) entries.push({ ...common, class: 'unexpected condition', key });
    else entries.push({ ...common, class: 'condition', key: run.design });
  }
  return entries;
}

/** All that a run shows: of its assertions in their order, then of its condition. */
export function counterexamplesOf(run: Run): Counterexample[] {
  const all = [...run.assertions.map((a) => a.counterexample), run.condition.counterexample];
  return all.filter((counterexample) => counterexample !== null);
}
