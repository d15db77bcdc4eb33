/**
 * `fermata bench --growth`: how states grow with threads and with aborts, as a table in Markdown,
 * and what fits into 8 GiB and five minutes. Each test is searched by one thread of one worker, as
 * `fermata check FILE --design ticket` does. Where one does not fit, or would not if it grew once more
 * as before, it and larger ones are not tried.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SearchResult } from '../../reports/data.ts';
import { STATES_MAX } from '../../checker/seen-set.ts';
import { FAMILIES, type Family } from '../bench/growth.ts';
import { hashOf } from '../litmus/hash.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { unknownName } from '../errors.ts';
import { root } from '../root.ts';
import { digest } from '../run/digest.ts';
import { parseSeconds } from '../run/limits.ts';
import { newInterrupt } from '../run/threads/interrupt.ts';
import { runJobs } from '../run/threads/pool.ts';
import { revisionsOf } from '../search/revisions.ts';
import { DESIGN } from './bench-subjects.ts';

const MEMORY_MAX_BYTES = 8 * 2 ** 30;
const TIME_LIMIT_MS = 5 * 60_000;
export const GROWTH_LIMITS = '8 GiB and five minutes';
export const FAMILY_NAMES = FAMILIES.map(({ name }) => name).join(', ');

const ABORTS_MAX = 2;

/** One test of a family, searched. */
export interface Point {
  readonly threads: number;
  readonly aborts: number;
  readonly search: SearchResult;
  readonly cpuSeconds: number;
  /** Not searched: what it would be, by the points before it. */
  readonly expected: boolean;
}

/** @throws UsageError for a family that there is not, or a limit that is none */
export async function benchGrowth(
  options: { readonly family?: string; readonly timeLimit?: string },
  print: (line: string) => void,
): Promise<void> {
  const timeLimitMs =
    options.timeLimit === undefined
      ? TIME_LIMIT_MS
      : parseSeconds('--time-limit', options.timeLimit);
  for (const family of familiesNamed(options.family)) {
    print(`${family.name}: ${family.says} (${family.table}, design ${DESIGN.name})\n`);
    const points = await grow(family, timeLimitMs);
    for (const line of growthTable(points)) print(line);
    print('');
  }
}

/** Every test of a family, the fewest aborts first. */
export function grid({ threadsMax }: Family): (readonly [threads: number, aborts: number])[] {
  return Array.from({ length: ABORTS_MAX + 1 }, (_, aborts) =>
    Array.from({ length: threadsMax }, (_unused, i) => [i + 1, aborts] as const),
  ).flat();
}

function familiesNamed(name: string | undefined): readonly Family[] {
  if (name === undefined) return FAMILIES;
  const found = FAMILIES.filter((family) => family.name === name);
  const names = FAMILIES.map((family) => family.name);
  if (found.length === 0) throw unknownName('family', name, names, 'fermata bench --help');
  return found;
}

async function grow(family: Family, timeLimitMs: number): Promise<Point[]> {
  const points: Point[] = [];
  for (const [threads, aborts] of grid(family)) {
    const isBeyond = points.some(
      (it) => (it.expected || !it.search.complete) && it.threads <= threads && it.aborts <= aborts,
    );
    if (isBeyond) continue;
    const expected = expectedAt(points, threads, aborts);
    if (expected !== null && !mayFit(expected.search, timeLimitMs)) {
      points.push(expected);
      continue;
    }
    const found = await searched(family.litmus(threads, aborts), timeLimitMs);
    points.push({ threads, aborts, expected: false, ...found });
  }
  return points;
}

function mayFit({ states, bytesPerState, elapsedMs }: SearchResult, timeLimitMs: number): boolean {
  return states * bytesPerState <= MEMORY_MAX_BYTES && elapsedMs <= timeLimitMs;
}

/**
 * What one thread more makes of the last point, if it multiplies as the last one did; it does at
 * least that. Null: not known, with fewer than two points.
 */
export function expectedAt(
  points: readonly Point[],
  threads: number,
  aborts: number,
): Point | null {
  const at = (count: number) => points.find((it) => it.threads === count && it.aborts === aborts);
  const [last, before] = [at(threads - 1), at(threads - 2)];
  if (last === undefined || before === undefined) return null;
  const factor = last.search.states / before.search.states;
  const { states, elapsedMs } = last.search;
  const search = { ...last.search, states: states * factor, elapsedMs: elapsedMs * factor };
  return { threads, aborts, search, cpuSeconds: last.cpuSeconds * factor, expected: true };
}

async function searched(
  text: string,
  timeLimitMs: number,
): Promise<{ search: SearchResult; cpuSeconds: number }> {
  const litmus = parseLitmus(text, 'growth.litmus');
  const [revision] = revisionsOf(litmus);
  const file = `${litmus.name}.litmus`;
  const about = { path: file, file, given: file, text, family: 'perf' };
  const test = { litmus, ...about, name: litmus.name, hash: hashOf(litmus) };
  const before = process.cpuUsage();
  const [run] = await runJobs([{ test, design: DESIGN, revision }], {
    limits: {
      statesMax: STATES_MAX,
      memoryMaxBytes: MEMORY_MAX_BYTES,
      deadlineMs: Date.now() + timeLimitMs,
      aborts: null,
      digest: digest(),
    },
    interrupt: newInterrupt(),
    threads: 1,
    workerUrl: pathToFileURL(join(root, 'dist', 'worker.mjs')),
  });
  const { user, system } = process.cpuUsage(before);
  if (run === null || run.verdict === 'ERROR') throw new Error(`${litmus.name}: ${run?.why}`);
  return { search: run.search, cpuSeconds: (user + system) / 1e6 };
}

/** A row per number of threads, three columns per number of aborts. */
export function growthTable(points: readonly Point[]): string[] {
  const aborts = [...new Set(points.map((point) => point.aborts))].toSorted((a, b) => a - b);
  const threads = [...new Set(points.map((point) => point.threads))].toSorted((a, b) => a - b);
  const head = ['threads', ...aborts.map((count) => (count === 1 ? '1 abort' : `${count} aborts`))];
  const rows = threads.map((count) => [
    `${count}`,
    ...aborts.map((a) => cellOf(points.find((it) => it.threads === count && it.aborts === a))),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function cellOf(point: Point | undefined): string {
  if (point === undefined) return '';
  const { search, cpuSeconds, expected } = point;
  if (expected)
    return `about ${Number(search.states.toPrecision(2)).toLocaleString('en')}, not tried`;
  const count = search.states.toLocaleString('en');
  const size = `${((search.states * search.bytesPerState) / 2 ** 20).toFixed(0)} MB`;
  if (!search.complete) return `more than ${count} (${search.stopped})`;
  return cpuSeconds < 1 ? count : `${count} (${cpuSeconds.toFixed(0)} s, ${size})`;
}
