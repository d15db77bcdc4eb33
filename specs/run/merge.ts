/**
 * `fermata merge`: the reports of all shards as the one report that a check of the whole would have
 * given, times aside.
 *
 * Parts of different wholes are refused, and so are two that say the same thing twice. A part that is
 * missing is not: its runs did not happen, so fewer ran than were selected, which is never a pass.
 */
import type { Report, Run, Shard, TestRow } from '../../reports/data.ts';
import { InputError } from '../errors.ts';
import { readReport } from './read-report.ts';
import { assembleReport } from './report.ts';

/** A report that says which part it is. */
export type Part = Report & { readonly shard: Shard };

/** A report from a file, and what to call it. */
export interface NamedPart {
  readonly file: string;
  readonly part: Part;
}

/** Reads the JSON report of a shard. @throws InputError */
export function readPart(file: string): NamedPart {
  const report = readReport(file);
  if (report.shard === undefined) {
    throw new InputError(`${file} is no part of anything: it was made without --shard`);
  }
  return { file, part: report as Part };
}

/**
 * The whole. `command` is the one that merges.
 *
 * @throws InputError if the parts are of different wholes or have a run in common.
 */
export function mergeParts(
  parts: readonly NamedPart[],
  command: string,
): { report: Omit<Report, 'exitCode'>; unmet: readonly string[] } {
  const sorted = parts.toSorted((a, b) => a.part.shard.index - b.part.shard.index);
  for (const other of sorted.slice(1)) requireSameWhole(sorted[0], other);
  requireDistinct(sorted);
  const reports = sorted.map(({ part }) => part);
  const [first] = reports;
  const { shard } = first;
  const tests = reports.flatMap((report) => report.tests).toSorted(byName);
  const runs = inOrderOf(
    tests.map(({ name }) => name),
    reports.flatMap((report) => report.runs),
  );
  const stale = reports.flatMap(({ notes, shard: { unmet } }) =>
    notes.filter((note) => !unmet.includes(note)),
  );
  const merged = assembleReport({
    command,
    startedAt: reports.map(({ startedAt }) => startedAt).toSorted()[0],
    // They ran beside each other.
    elapsedMs: Math.max(...reports.map(({ elapsedMs }) => elapsedMs)),
    selected: shard.selected,
    interrupted: reports.some(({ interrupted }) => interrupted),
    limits: {
      ...first.limits,
      // Its default is half of what the machine has.
      memoryMaxBytes: Math.min(...reports.map(({ limits }) => limits.memoryMaxBytes)),
    },
    aborts: first.aborts,
    designs: first.designs,
    tests,
    runs,
    notes: [...shard.unmet, ...[...new Set(stale)].toSorted(), ...missingIn(sorted)],
    isWhole: shard.isWhole,
  });
  const report = {
    ...merged,
    version: first.version,
    model: first.model,
    failed: merged.failed + shard.unmet.length,
    environment: first.environment,
  };
  return { report, unmet: shard.unmet };
}

function requireSameWhole(a: NamedPart, b: NamedPart): void {
  const [made, other] = [a.part.shard.made, b.part.shard.made];
  const keys = [...Object.keys(made), ...Object.keys(other)];
  const facts: readonly (readonly [what: string, of: (part: Part) => unknown])[] = [
    ['version', ({ version }) => version],
    ['number of shards', ({ shard }) => shard.of],
    ['--max-states', ({ limits }) => limits.statesMax],
    ['--time-limit', ({ limits }) => limits.timeLimitMs],
    ['designs', ({ designs }) => JSON.stringify(designs)],
    ['number of selected runs', ({ shard }) => shard.selected],
    ['unmet expectations', ({ shard }) => JSON.stringify([shard.isWhole, shard.unmet])],
  ];
  const different =
    facts.find(([, of]) => of(a.part) !== of(b.part))?.[0] ??
    keys.find((key) => made[key] !== other[key]);
  if (different === undefined) return;
  throw new InputError(
    `${a.file} and ${b.file} are parts of different wholes: they differ in ${different}; ` +
      'make all shards with the same command, on the same commit',
  );
}

/** Each part once, each run once. */
function requireDistinct(parts: readonly NamedPart[]): void {
  for (const [i, { file, part }] of parts.entries()) {
    const { index, of } = part.shard;
    if (i > 0 && parts[i - 1].part.shard.index === index) {
      const other = parts[i - 1].file;
      throw new InputError(`${other} and ${file} are both shard ${index}/${of}; give each once`);
    }
  }
  const owners = new Map<string, string>();
  for (const { file, part } of parts) {
    for (const { test, design, revision } of part.runs) {
      const key = JSON.stringify([test, design, revision]);
      const owner = owners.get(key);
      if (owner !== undefined) {
        throw new InputError(
          `${owner} and ${file} both have ${test} on ${design}, ${revision}; make the shards again`,
        );
      }
      owners.set(key, file);
    }
  }
}

function missingIn(parts: readonly NamedPart[]): readonly string[] {
  const { of } = parts[0].part.shard;
  const given = new Set(parts.map(({ part }) => part.shard.index));
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((index) => !given.has(index));
  if (missing.length === 0) return [];
  return [
    `of ${of} shards these are missing, and what they would say is unknown: ${missing.join(', ')}`,
  ];
}

/** The runs by test; those of one test in the order in which they are. */
function inOrderOf(names: readonly string[], runs: readonly Run[]): readonly Run[] {
  const byTest = new Map<string, Run[]>();
  for (const run of runs) {
    const own = byTest.get(run.test);
    if (own) own.push(run);
    else byTest.set(run.test, [run]);
  }
  return names.flatMap((name) => byTest.get(name) ?? []);
}

function byName(a: TestRow, b: TestRow): number {
  return a.name < b.name ? -1 : 1;
}
