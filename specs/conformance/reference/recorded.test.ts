/**
 * The reference kernel gives, by itself, what HelenOS' own C code was recorded to give: all listed
 * outcomes but a few rare ones, and none that is not listed. `ALL=1` runs every line under more seeds.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compareLine, type RecordedLine } from './recorded.ts';

const isAll = process.env.ALL === '1';
/** A line is run until everything listed was seen, at least and at most so often. */
const SEEDS = isAll ? { least: 1000, most: 40_000 } : { least: 25, most: 3000 };
/** Of a file, so many lines are left out between two. */
const STRIDE = isAll ? 1 : 5;
/** Of listed outcomes, as many must be reached at least. */
const REACHED_LEAST = 0.97;

/** Programs that need what this kernel has not: memory that is freed and used again for another call. */
const LEFT_OUT = new Set(['stale_identity_reuse']);

function linesOf(file: string): RecordedLine[] {
  const folder = new URL('../../kernel-outcomes/', import.meta.url);
  const text = readFileSync(new URL(`${file}.jsonl`, folder), 'utf8');
  const lines = text.trim().split('\n');
  return lines.map((line) => JSON.parse(line) as RecordedLine);
}

test.for(['waitq', 'ipc', 'ipc-kinds', 'udebug'])(
  'reaches what is recorded in %s.jsonl, and nothing else',
  { timeout: 3_600_000 },
  (file) => {
    const sums = { lines: 0, listed: 0, reached: 0 };
    const extra: string[] = [];
    const missing: string[] = [];
    linesOf(file).forEach((line, i) => {
      if (i % STRIDE !== 0 || LEFT_OUT.has(line.name)) return;
      const got = compareLine(line, SEEDS.most, SEEDS.least);
      const name = `${line.name} ${line.revision}`;
      sums.lines++;
      sums.listed += got.listed;
      sums.reached += got.listed - got.missing.length;
      extra.push(...got.extra.map((text) => `${name}: ${text}`));
      missing.push(...got.missing.map((text) => `${name}: ${text}`));
    });
    if (isAll) console.log(file, sums, missing);
    expect(extra).toEqual([]);
    expect(sums.listed).toBeGreaterThan(0);
    const share = sums.reached / sums.listed;
    expect({ share, missing: share < REACHED_LEAST ? missing : [] }).toEqual({
      share,
      missing: [],
    });
  },
);

test('what is left out stands in the files', () => {
  const names = new Set(linesOf('ipc').map(({ name }) => name));
  expect([...LEFT_OUT].filter((name) => !names.has(name))).toEqual([]);
});
