/** What the overview says, from a report: plain data for `page/overview.ts`. */
import { answerOf } from '../answer.ts';
import type { Report } from '../data.ts';
import { FINDING_CLASSES, findingsOf } from '../findings.ts';
import type { OverviewProps } from '../page-contract.ts';
import { targetsSentence } from '../target-lines.ts';
import { ranSentence, verdictSentence } from '../terminal/sentences.ts';
import { count, thousands } from '../text-width.ts';

/** Findings of one class that the overview lists; the matrix has all. */
const FINDINGS_MAX = 40;

export function overviewOf(report: Report, cuts: readonly string[]): OverviewProps {
  const findings = findingsOf(report);
  return {
    answer: answerOf(report),
    isGood: report.exitCode === 0,
    verdict: verdictSentence(report),
    passed: report.passed,
    failed: report.failed,
    command: report.command,
    facts: factsOf(report),
    tallies: talliesOf(report),
    groups: Array.from(FINDING_CLASSES, ([kind, head]) => {
      const own = findings.filter((finding) => finding.class === kind);
      const shown = own.slice(0, FINDINGS_MAX).map(({ runs, ...finding }) => {
        const { test, design, revision } = report.runs[runs[0]];
        return { ...finding, first: { test, design, revision } };
      });
      return { class: kind, head, total: own.length, shown };
    }).filter(({ total }) => total > 0),
    onTargets: targetNews(report),
    notes: report.notes,
    cuts,
  };
}

function targetNews({ targets = [] }: Report): OverviewProps['onTargets'] {
  return targets.flatMap(({ name: target, results }) =>
    results
      .filter(({ standing }) => standing === 'unexpected' || standing === 'stale')
      .map(({ test, why, word }) => ({ target, test, why, word })),
  );
}

function factsOf(report: Report): OverviewProps['facts'] {
  const { limits } = report;
  const time = limits.timeLimitMs === null ? 'none' : `${limits.timeLimitMs / 1000} s`;
  const memory = `${thousands(Math.round(limits.memoryMaxBytes / 2 ** 20))} MiB`;
  return [
    ['Ran', ranSentence(report)],
    ...(report.selected === 0 ? [] : [['Covered', coveredSentence(report)] as const]),
    ...targetFacts(report),
    ['Exit code', `${report.exitCode}`],
    ['Limits of each search', `${count(limits.statesMax, 'state')}, ${memory}, time: ${time}`],
    ['Started', report.startedAt],
  ];
}

/** A line a kernel under test. */
function targetFacts({ targets = [] }: Report): OverviewProps['facts'] {
  return targets.map((target) => [`On ${target.name}`, targetsSentence([target])] as const);
}

function coveredSentence({ runs }: Report): string {
  const distinct = (names: readonly string[]): string[] => [...new Set(names)];
  const tests = count(distinct(runs.map((run) => run.test)).length, 'test');
  const designs = count(distinct(runs.map((run) => run.design)).length, 'design');
  const revisions = distinct(runs.map((run) => run.revision));
  const states = runs.reduce((sum, run) => sum + run.search.states, 0);
  const where = revisions.length === 0 ? 'no revision' : revisions.join(', ');
  return `${tests} under ${designs} on ${where}; ${count(states, 'state')} in all.`;
}

function talliesOf({ runs }: Report): OverviewProps['tallies'] {
  const counts = new Map<string, number>();
  for (const { verdict } of runs) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}
