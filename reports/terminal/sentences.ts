/**
 * The two sentences that sum up a check: what came out, and how much of it ran.
 */
import type { Report, Run, Standing, Verdict } from '../data.ts';
import { wasCutShort } from '../exit-code.ts';
import { count, thousands } from '../text-width.ts';
import { targetsSentence } from '../target-lines.ts';

const VERDICTS: readonly Verdict[] = [
  'VERIFIED',
  'VIOLATED',
  'VACUOUS',
  'UNSUPPORTED',
  'INCONCLUSIVE',
  'ERROR',
];

const STANDINGS: readonly (readonly [Standing, string])[] = [
  ['unexpected', 'NOT expected'],
  ['expected', 'expected'],
  ['stale', 'stale'],
  ['information', 'for information'],
  ['unfinished', 'cut before all of it was known'],
];

/**
 * Runs by verdict, the violations split by standing. Every verdict that is neither VERIFIED nor
 * VIOLATED is followed by the words `no answer`.
 */
export function verdictSentence(report: Report): string {
  const parts: string[] = [];
  for (const verdict of VERDICTS) {
    const runs = report.runs.filter((run) => run.verdict === verdict);
    if (runs.length === 0) continue;
    const number = parts.length === 0 ? count(runs.length, 'run') : thousands(runs.length);
    parts.push(`${number} ${verdict}${remarkOn(verdict, runs)}`);
  }
  const { targets = [] } = report;
  const ofTargets = targets.length === 0 ? '' : `Kernels under test: ${targetsSentence(targets)}.`;
  if (parts.length === 0) return ofTargets || 'Nothing ran, so nothing is known.';
  return ofTargets === '' ? `${parts.join(', ')}.` : `${parts.join(', ')}. ${ofTargets}`;
}

function remarkOn(verdict: Verdict, runs: readonly Run[]): string {
  if (verdict !== 'VIOLATED' && verdict !== 'VERIFIED') return ' (no answer)';
  const shares: string[] = [];
  for (const [standing, says] of STANDINGS) {
    const share = runs.filter((run) => run.standing === standing).length;
    if (share > 0) shares.push(`${thousands(share)} ${says}`);
  }
  // VERIFIED is what is expected unless something else is said.
  if (verdict === 'VERIFIED' && shares.length === 1 && runs[0].standing === 'expected') return '';
  return ` (${shares.join(', ')})`;
}

/** `1,540 of 1,540 ran in 41.2 s.`, of which part if it is one, and what it means if these differ. */
export function ranSentence(report: Report): string {
  const { selected, shard, targets = [] } = report;
  if (selected === 0 && targets.length > 0) return ranOnTargets(report);
  const part = shard === undefined ? '' : `Shard ${shard.index} of ${shard.of}: `;
  const ran = `${part}${thousands(report.ran)} of ${thousands(report.selected)} ran`;
  const seconds = `in ${(report.elapsedMs / 1000).toFixed(1)} s`;
  if (report.interrupted) return `${ran} ${seconds}: INCONCLUSIVE (interrupted).`;
  if (wasCutShort(report)) return `${ran} ${seconds}: INCONCLUSIVE (time).`;
  if (report.ran < report.selected) return `${ran} ${seconds}: the rest is unknown.`;
  return `${ran} ${seconds}.`;
}

/** `36 tests on 1 kernel under test in 2.3 s.` */
function ranOnTargets({ elapsedMs, targets = [] }: Report): string {
  const ran = targets.flatMap(({ results }) => results.filter(({ word }) => word !== 'not run'));
  const tests = count(new Set(ran.map(({ test }) => test)).size, 'test');
  const kernels = `${targets.length} ${targets.length === 1 ? 'kernel' : 'kernels'} under test`;
  return `${tests} on ${kernels} in ${(elapsedMs / 1000).toFixed(1)} s.`;
}
