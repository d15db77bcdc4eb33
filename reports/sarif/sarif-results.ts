/**
 * The results of a SARIF log: one per run and violated assertion or condition, and one per run that
 * was vacuous or did not fail as announced.
 */
import { createHash } from 'node:crypto';

import type { PhysicalLocation, ReportingDescriptor, Result } from 'sarif';
import { replayCommand } from '../replay-command.ts';
import type { Counterexample, Report, Run, TestRow } from '../data.ts';
import { flowOf, laneLine } from './sarif-flow.ts';
import { artifactOf, message } from './sarif-message.ts';
import { printable } from '../text-width.ts';

/** One thing that is wrong with a run. */
interface Fault {
  readonly rule: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly says: string;
  /** What came out, the same in every run of the same test: part of the fingerprint. */
  readonly outcome: string;
  readonly counterexample: Counterexample | null;
  /** Why it is expected, or null. */
  readonly accepted: string | null;
}

/** In the order of the runs. `rules` must be those of the report. */
export function resultsOf(report: Report, rules: readonly ReportingDescriptor[]): Result[] {
  const tests = new Map(report.tests.map((test) => [test.name, test]));
  const designs = report.designs.filter(({ kind }) => kind === 'known-bad');
  const knownBad = new Set(designs.map(({ name }) => name));
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  return report.runs.flatMap((run) =>
    faultsOf(run, knownBad.has(run.design)).map((fault) => {
      const id = printable(fault.rule);
      return {
        ruleId: id,
        ruleIndex: indexOf.get(id),
        ...resultOf(run, fault, tests.get(run.test)),
      };
    }),
  );
}

function faultsOf(run: Run, isKnownBad: boolean): Fault[] {
  const { verdict, standing, why } = run;
  const plain = { says: why, outcome: verdict, counterexample: null, accepted: null } as const;
  if (verdict === 'ERROR' || verdict === 'INCONCLUSIVE' || standing === 'information') return [];
  if (verdict === 'VACUOUS') return [{ ...plain, rule: 'vacuous', level: 'warning' }];
  const isAnnounced = standing === 'stale' || (standing === 'unexpected' && verdict !== 'VIOLATED');
  const stale: Fault[] = isAnnounced ? [{ ...plain, rule: 'stale', level: 'warning' }] : [];
  if (verdict !== 'VIOLATED') return stale;
  if (isKnownBad && standing !== 'unexpected') return stale;
  const isNews = standing === 'unexpected';
  const common = { level: isNews ? 'error' : 'note', accepted: isNews ? null : why } as const;
  const fallen = run.assertions.filter((assertion) => assertion.verdict === 'VIOLATED');
  const faults = fallen.map(({ id, says, why: because, defect, counterexample }): Fault => {
    const kind = defect === null ? '' : ` (a ${defect} defect)`;
    return {
      ...common,
      rule: id,
      says: `${says}${kind}: ${because}`,
      outcome: `${verdict} ${defect}`,
      counterexample,
    };
  });
  if (run.condition.verdict === 'VIOLATED') {
    const { text, why: because, counterexample } = run.condition;
    const outcome = breakingOutcomes(run).join('\n');
    faults.push({
      ...common,
      rule: 'condition',
      says: `${text}: ${because}`,
      outcome,
      counterexample,
    });
  }
  return [...stale, ...faults];
}

/** Sorted; none where an `exists` finds nothing. */
function breakingOutcomes({ condition, outcomes }: Run): string[] {
  if (condition.quantifier === 'exists') return [];
  const satisfying = condition.quantifier === '~exists';
  return outcomes
    .filter(({ satisfies }) => satisfies === satisfying)
    .map(({ text }) => text)
    .toSorted();
}

function resultOf(run: Run, fault: Fault, test: TestRow | undefined): Result {
  const { level, counterexample, accepted } = fault;
  const target = `${run.design}/${run.revision}`;
  const place = (startLine: number): PhysicalLocation => ({
    artifactLocation: artifactOf(test),
    region: { startLine: Math.max(1, startLine) },
  });
  const conditionLine = test?.conditionLine ?? 1;
  const lanesAt = place(laneLine(test) ?? conditionLine);
  return {
    level,
    kind: 'fail',
    message: message(messageOf(run, fault, test)),
    locations: [
      {
        physicalLocation: place(conditionLine),
        logicalLocations: [
          { name: printable(run.test), fullyQualifiedName: printable(`${run.test} on ${target}`) },
        ],
      },
    ],
    partialFingerprints: {
      primaryLocationLineHash: fingerprint([fault.rule, run.hash, target, fault.outcome]),
    },
    ...(counterexample === null ? {} : { codeFlows: [flowOf(counterexample, lanesAt)] }),
    ...(accepted === null
      ? {}
      : {
          suppressions: [
            { kind: 'external', status: 'accepted', justification: printable(accepted) },
          ],
        }),
    properties: {
      test: printable(run.test),
      design: printable(run.design),
      revision: printable(run.revision),
      verdict: run.verdict,
      standing: run.standing,
      ...(counterexample === null ? {} : { replay: printable(counterexample.token) }),
    },
  };
}

function messageOf(
  run: Run,
  { says, counterexample, accepted }: Fault,
  test: TestRow | undefined,
): string {
  const lines = [`${run.test} on ${run.design}, ${run.revision}: ${says}`];
  if (accepted !== null) lines.push(`Expected: ${accepted}`);
  else if (says !== run.why) lines.push(run.why);
  if (counterexample !== null) {
    const { words } = counterexample;
    lines.push(`Let ${words.let}`, `Then ${words.then}`, `However ${words.however}`);
    lines.push(replayCommand(counterexample, test?.given ?? null));
  }
  return lines.join('\n');
}

/** GitHub's form: a hash, and which of the equal ones on one line it is; ours are never equal. */
function fingerprint(parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
  return `${hash}:1`;
}
