/**
 * Puts the runs of a command together into the data of a report.
 *
 * What counts as passed is decided here, once: a run that was judged and came out as it must.
 * A run without an answer (INCONCLUSIVE, UNSUPPORTED) and one that nobody judges is neither passed
 * nor failed; the report lists it all the same.
 */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { type Design, POLICIES } from '../../model/designs/policies.ts';
import { ruleKinds } from '../../model/rules.ts';
import {
  type AssertionRow,
  type Counterexample,
  type DesignRow,
  type Latency,
  type Report,
  REPORT_SCHEMA,
  type Run,
} from '../../reports/data.ts';
import { type Assertion, ASSERTIONS } from '../properties/assertions.ts';
import { callRows } from './call-rows.ts';
import { digest } from './digest.ts';
import { revisionRows } from './revision-rows.ts';
import { root } from '../root.ts';

/** What a command knows besides what follows from the runs. */
export type Findings = Pick<
  Report,
  | 'command'
  | 'startedAt'
  | 'elapsedMs'
  | 'selected'
  | 'interrupted'
  | 'limits'
  | 'aborts'
  | 'designs'
  | 'tests'
  | 'runs'
  | 'notes'
  | 'shard'
>;

/** Only of the whole catalogue, searched to its end, can it be said that a rule fires nowhere. */
export type Scope = { readonly isWhole: boolean };

/** The report, but for the exit code, which `reports/exit-code.ts` reads from it. */
export function assembleReport({
  isWhole,
  ...findings
}: Findings & Scope): Omit<Report, 'exitCode'> {
  const { runs, selected } = findings;
  const isCut = ({ verdict, standing }: Run): boolean =>
    verdict === 'INCONCLUSIVE' || standing === 'unfinished';
  const hasSeenAll = isWhole && runs.length === selected && !runs.some(isCut);
  return {
    schema: REPORT_SCHEMA,
    version: readVersion(),
    ...findings,
    ran: runs.length,
    passed: runs.filter(isPassed).length,
    failed: runs.filter(isFailed).length,
    rulesNeverFired: hasSeenAll ? rulesNeverFired(runs) : [],
    model: digest(),
    latencies: worstLatencies(runs),
    assertions: ASSERTIONS.map(assertionRow),
    calls: callRows(findings.tests),
    revisions: revisionRows(runs),
    environment: {
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      cpus: os.availableParallelism(),
      memoryBytes: os.totalmem(),
    },
  };
}

/** VERIFIED, or VIOLATED as the baseline or a declared fall says. */
export function isPassed(run: Run): boolean {
  return run.standing === 'expected' && (run.verdict === 'VERIFIED' || run.verdict === 'VIOLATED');
}

/** Judged, answered (or broken), and not as it must be. */
export function isFailed(run: Run): boolean {
  if (run.verdict === 'ERROR') return true;
  if (run.verdict === 'INCONCLUSIVE') return false;
  return run.standing === 'unexpected' || run.standing === 'stale';
}

/** The counterexamples of the runs in order, assertions first: of all, or of what is not expected. */
export function counterexamplesIn(
  runs: readonly Run[],
  which: 'all' | 'unexpected',
): readonly { readonly run: Run; readonly counterexample: Counterexample }[] {
  return runs
    .filter((run) => which === 'all' || run.standing === 'unexpected')
    .flatMap((run) =>
      [...run.assertions, run.condition].flatMap(({ counterexample }) =>
        counterexample === null ? [] : [{ run, counterexample }],
      ),
    );
}

/** Sorted names of all kinds of rules of which none fired in any run: code that nothing reached. */
export function rulesNeverFired(
  runs: readonly Run[],
  kinds: readonly string[] = ruleKinds(),
): readonly string[] {
  const fired = new Set(runs.flatMap(({ search }) => Object.keys(search.coverage)));
  return kinds.filter((kind) => !fired.has(kind)).toSorted();
}

/** The worst latency of each call on each revision and design; not bounded (null) is worst. */
export function worstLatencies(runs: readonly Run[]): readonly Latency[] {
  const worst = new Map<string, Latency>();
  for (const latency of runs.flatMap((run) => run.latencies ?? [])) {
    const key = [latency.call, latency.revision, latency.design].join(' ');
    const known = worst.get(key);
    if (known === undefined || isWorse(latency, known)) worst.set(key, latency);
  }
  return [...worst.keys()].toSorted().map((key) => worst.get(key) as Latency);
}

function isWorse(a: Latency, b: Latency): boolean {
  const steps = (count: number | null): number => count ?? Infinity;
  if (steps(a.ownSteps) !== steps(b.ownSteps)) return steps(a.ownSteps) > steps(b.ownSteps);
  return steps(a.holderSteps) > steps(b.holderSteps);
}

/** The design as reports know it: its policies, those of single calls as `call.policy`. */
export function designRow(design: Design): DesignRow {
  const policies: Record<string, string> = { ...design.policies };
  for (const [call, own] of Object.entries(design.perCall)) {
    for (const [policy, value] of Object.entries(own)) policies[`${call}.${policy}`] = value;
  }
  const { name, kind, reason, fall } = design;
  return { name, kind, policies, reason, fall };
}

function assertionRow({ id, says, witness, source }: Assertion): AssertionRow {
  return { id, says, witness, cites: source.split(', ') };
}

/** What differs from the ticket's design, as `policy=value`, in the order of the policies. */
export function differencesFrom(ticket: Design, design: Design): readonly string[] {
  const { policies } = designRow(design);
  const known = Object.keys(POLICIES);
  const order = [...known, ...Object.keys(policies).filter((name) => !known.includes(name))];
  const usual: Readonly<Record<string, string>> = ticket.policies;
  return order
    .filter((name) => policies[name] !== usual[name])
    .map((name) => `${name}=${policies[name]}`);
}

/** As package.json has it. */
export function readVersion(): string {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}
