/**
 * What the tests cost: states searched over all designs and revisions, measured by a whole check.
 *
 * `specs/costs.jsonl` holds one `{"test","states"}` a line, sorted. States, not seconds: they are the
 * same on every machine, and the time of a test goes with them (see docs/ci.md for how well).
 * Every shard reads the same file, so all of them compute the same split.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../reports/data.ts';
import { root } from '../root.ts';
import { InputError, UsageError } from '../errors.ts';

export const COSTS_FILE = join(root, 'specs', 'costs.jsonl');

/** States by the name of the test. */
export type Costs = ReadonlyMap<string, number>;

/** None where there is no file. @throws InputError `file:line: ...` */
export function readCosts(file = COSTS_FILE): Costs {
  if (!existsSync(file)) return new Map();
  const costs = new Map<string, number>();
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    const { test, states } = parseLine(line, `${file}:${index + 1}`);
    if (costs.has(test)) {
      throw new InputError(`${file}:${index + 1}: ${test} has a cost already; write the file anew`);
    }
    costs.set(test, states);
  }
  return costs;
}

/** The states of each test, each search counted once however many designs it served. */
export function costsOf({ runs }: Pick<Report, 'runs'>): Costs {
  const costs = new Map<string, number>();
  for (const { test, search, sameAs } of runs) {
    const states = sameAs === undefined ? search.states : 0;
    costs.set(test, (costs.get(test) ?? 0) + states);
  }
  return costs;
}

/** Sorted by the code units of the names, so that a change of the file is a small difference. */
export function printCosts(costs: Costs): string {
  return [...costs.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([test, states]) => `${JSON.stringify({ test, states })}\n`)
    .join('');
}

/**
 * Rewrites the file from a check of the whole catalogue; returns how many tests it now has.
 *
 * @throws UsageError unless the report is whole and none of its searches was cut; InputError.
 */
export function writeCosts(report: Report, file = COSTS_FILE): number {
  const isPart = report.shard !== undefined || report.ran < report.selected;
  const cut = report.runs.find(
    ({ search, verdict }) => !search.complete && verdict === 'INCONCLUSIVE',
  );
  if (isPart || cut !== undefined || report.runs.length === 0) {
    const why = cut === undefined ? 'not all of it ran' : `the search of ${cut.test} was cut`;
    throw new UsageError(`no costs were written: ${why}; check the whole catalogue first`);
  }
  const costs = costsOf(report);
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, printCosts(costs));
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new InputError(`${file} cannot be written: ${(error as Error).message}`);
  }
  return costs.size;
}

function parseLine(line: string, place: string): { test: string; states: number } {
  try {
    const { test, states } = JSON.parse(line) as { test?: unknown; states?: unknown };
    if (typeof test === 'string' && Number.isSafeInteger(states) && Number(states) >= 0) {
      return { test, states: Number(states) };
    }
  } catch {
    // Said below: what is no JSON is no line of costs either.
  }
  throw new InputError(`${place}: expected {"test":"NAME","states":N}; write the file anew`);
}
