/** Tests on one kernel under test, told as they come: blocks in litmus7's form, or a line each. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { print } from './outlet.ts';
import { parseDesign } from './model/designs/designs.ts';
import type { TargetResult as Row, TargetRow } from './reports/data.ts';
import { renderLitmus7 } from './reports/formats/litmus7.ts';
import { belowHistogram, briefLine, targetLine } from './reports/target-lines.ts';
import type { Test } from './specs/catalogue.ts';
import { runOnTarget, type TargetResult } from './specs/commands/run-target.ts';
import { resultRow, targetRow } from './specs/commands/target-rows.ts';
import type { NamedTarget } from './specs/commands/targets.ts';
import { TargetError } from './specs/conformance/target-error.ts';
import type { Baselines } from './specs/run/baseline/baselines.ts';
import { brokenSays } from './target-report.ts';

export interface RunOptions {
  readonly rounds: number;
  readonly seed: number;
  /** The folder into which traces are written, or null. */
  readonly traces: string | null;
  readonly baselines: Baselines;
  /** `2026-11-23` */
  readonly today: string;
  readonly quiet: boolean;
}

/** A target that breaks has what came before it broke. */
export async function runTarget(
  named: NamedTarget,
  tests: readonly Test[],
  options: RunOptions,
): Promise<TargetRow> {
  const results: Row[] = [];
  const row = targetRow(named.target, options);
  try {
    for (const test of tests) {
      const result = await runTest(named, test, options);
      results.push(result);
      say(row.name, result, options.quiet);
    }
    await named.target.close();
    return { ...row, results };
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    await named.target.close().catch(() => {});
    return { ...row, results, broken: brokenSays(error) };
  }
}

async function runTest(
  { target, timing, known }: NamedTarget,
  test: Test,
  { baselines, rounds, seed, today, traces }: RunOptions,
): Promise<Row> {
  const options = { rounds, seed, timing, isTraced: traces !== null };
  const result = await runOnTarget(target, test, parseDesign(target.design), options);
  const files = traces === null ? new Map<string, string>() : written(traces, target.name, result);
  const trace = files.get(result.judgement.forbidden[0] ?? '') ?? null;
  return resultRow({ known }, result, { lines: baselines.of(test), today, trace });
}

function say(name: string, result: Row, isQuiet: boolean): void {
  const { condition, elapsedMs, hash, histogram, test } = result;
  if (isQuiet || condition === null) return print(briefLine(name, result));
  const { quantifier, text } = condition;
  const seconds = elapsedMs / 1000;
  const block = { test, quantifier, condition: text, hash, seen: histogram, seconds };
  print(targetLine(name, result));
  print(`${[renderLitmus7(block).trimEnd(), ...belowHistogram(result)].join('\n')}\n`);
}

/** One file an outcome: the test, the target, the number of the outcome. Outcomes to their files. */
function written(
  folder: string,
  target: string,
  { test, traces }: TargetResult,
): ReadonlyMap<string, string> {
  mkdirSync(folder, { recursive: true });
  return new Map(
    Array.from(traces, ([outcome, events], i) => {
      const file = join(folder, `${test}.${target}.${i}.trace.jsonl`);
      writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
      return [outcome, file];
    }),
  );
}
