/** What a kernel under test gave, as reports know it: plain data, held against the baseline. */
import type { TargetResult as Row, TargetRow } from '../../reports/data.ts';
import type { RoundOptions, Target } from '../conformance/target.ts';
import { deviationFor, type Expectation } from '../run/baseline/expectations.ts';
import { judgeTarget } from '../run/baseline/judge-target.ts';
import type { TargetResult } from './run-target.ts';
import type { NamedTarget } from './targets.ts';

/** What results are held against. */
export interface Held {
  /** The baseline of the test. */
  readonly lines: readonly Expectation[];
  /** `2026-11-23` */
  readonly today: string;
  /** Of the first forbidden outcome, where it was written. */
  readonly trace: string | null;
}

/** A target before it has run anything. */
export function targetRow(
  { name, kernel, table, design, interruption }: Target,
  { rounds, seed }: Pick<RoundOptions, 'rounds' | 'seed'>,
): TargetRow {
  const { name: of, version } = kernel;
  const head = { name, kernel: of, version, table, design, interruption, seed, rounds };
  return { ...head, broken: null, results: [] };
}

export function resultRow(
  { known }: Pick<NamedTarget, 'known'>,
  result: TargetResult,
  { lines, today, trace }: Held,
): Row {
  const { hash, judgement, refused, seen, test } = result;
  const { forbidden, missing } = judgement;
  const word = refused === null ? judgement.word : 'not run';
  const given = { word, hash, why: refused ?? '', forbidden } as const;
  const isForbidden = (text: string): boolean => forbidden.includes(text);
  return {
    test,
    hash,
    word,
    ...judgeTarget(given, deviationFor(lines, test, known), today),
    rounds: result.rounds,
    setAside: Array.from(result.setAside, ([why, rounds]) => ({ why, rounds })),
    allowed: result.allowed,
    seen: result.allowed - missing.length,
    missing,
    condition: result.condition,
    histogram: Array.from(seen, ([text, times]) => ({
      text,
      times,
      isAllowed: !isForbidden(text),
      satisfies: result.satisfies.get(text) ?? null,
    })),
    firstForbidden: forbidden[0] ?? null,
    trace,
    elapsedMs: result.elapsedMs,
  };
}
