/**
 * What the tests cost: states searched over all designs and revisions, measured by a whole check.
 *
 * `specs/costs.jsonl` holds one `{"test","states"}` a line, sorted. States, not seconds: they are the
 * same on every machine, and the time of a test goes with them (see docs/ci.md for how well).
 * Every shard reads the same file, so all of them compute the same split.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from 'typebox';
import type { Report, Run } from '../../reports/data.ts';
import { root } from '../root.ts';
import { InputError, UsageError } from '../errors.ts';
import { parseJson, readerOf } from '../schema.ts';

export const COSTS_FILE = join(root, 'specs', 'costs.jsonl');

const readLine = readerOf(
  Type.Object(
    {
      test: Type.String({ pattern: '.' }),
      states: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    },
    { additionalProperties: false },
  ),
);

/** States by the name of the test. */
export type Costs = ReadonlyMap<string, number>;

/** None where there is no file. @throws InputError `file:line: ...` */
export function readCosts(file = COSTS_FILE): Costs {
  return existsSync(file) ? parseCosts(readFileSync(file, 'utf8'), file) : new Map();
}

/** @throws InputError `file:line: ...` */
export function parseCosts(text: string, file: string): Costs {
  const costs = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
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

/** What a run is of. */
export type Place = Pick<Run, 'test' | 'hash' | 'design' | 'revision'>;

/**
 * Rewrites the file from a check of the whole catalogue, which has the runs of `whole` and no other;
 * returns how many tests the file now has.
 *
 * @throws UsageError unless the report is whole and none of its searches was cut; InputError.
 */
export function writeCosts(report: Report, whole: readonly Place[], file = COSTS_FILE): number {
  const why = partial(report, whole);
  if (why !== null) {
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

/** Why these are not the costs of the whole catalogue, or null. */
function partial(report: Report, whole: readonly Place[]): string | null {
  if (report.shard !== undefined || report.ran < report.selected) return 'not all of it ran';
  if (report.aborts !== null) return `it was made with --aborts ${report.aborts}`;
  const cut = report.runs.find(
    ({ search, verdict }) => !search.complete && verdict === 'INCONCLUSIVE',
  );
  if (cut !== undefined) return `the search of ${cut.test} was cut`;
  const there = new Set(report.runs.map(placeOf));
  const missing = whole.find((place) => !there.has(placeOf(place)));
  if (missing !== undefined) return `it has no run of ${sayPlace(missing)}`;
  const known = new Set(whole.map(placeOf));
  const other = report.runs.find((run) => !known.has(placeOf(run)));
  if (other !== undefined) return `it has a run of ${sayPlace(other)}, which the catalogue has not`;
  return report.runs.length === 0 ? 'nothing ran' : null;
}

function placeOf({ test, hash, design, revision }: Place): string {
  return JSON.stringify([test, hash, design, revision]);
}

function sayPlace({ test, hash, design, revision }: Place): string {
  return `${test} (hash ${hash}) on ${design}, ${revision}`;
}

function parseLine(line: string, place: string): { test: string; states: number } {
  return readLine(parseJson(line, place), place);
}
