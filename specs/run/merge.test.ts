import { expect, test } from 'vitest';
import type { Report, Run } from '../../reports/data.ts';
import { mergeParts, type NamedPart } from './merge.ts';
import { assembleReport } from './report.ts';
import { sampleRun, violatedRun } from './sample.ts';

const RUNS: readonly Run[] = ['A', 'B', 'C'].flatMap((name) => [
  sampleRun({ test: name }),
  name === 'B'
    ? violatedRun(['R1'], { test: name, design: 'eintr', standing: 'unexpected' })
    : sampleRun({ test: name, design: 'eintr' }),
]);
const UNMET =
  'stale: the baseline has a line about GONE on ticket/helenos-2026, which does not exist';
const STALE = ['A', 'C'].map(
  (name) => `stale: the line of the baseline about ${name} on x/y expired`,
);

function reportOf(runs: readonly Run[], change: Partial<Report> = {}): Report {
  const names = [...new Set(runs.map((run) => run.test))];
  const report = assembleReport({
    command: 'fermata check',
    startedAt: '2026-11-23T12:00:00.000Z',
    elapsedMs: 5,
    selected: runs.length,
    interrupted: false,
    limits: { statesMax: 7, memoryMaxBytes: 1000, timeLimitMs: null },
    aborts: null,
    designs: [],
    tests: names.map((name) => ({
      name,
      hash: name,
      file: `${name}.litmus`,
      given: null,
      family: 'x',
      doc: '',
      ref: null,
      source: '',
      conditionLine: 1,
      table: 'any',
      calls: [],
      aborted: [],
      windows: [],
      asserts: [],
    })),
    runs,
    notes: [],
    isWhole: true,
  });
  return { ...report, exitCode: 0, ...change };
}

/** The part with these tests of three. */
function partOf(index: number, names: readonly string[], change: Partial<Report> = {}): NamedPart {
  const runs = RUNS.filter((run) => names.includes(run.test));
  const shard = { index, of: 3, selected: 6, made: { model: 'm' }, isWhole: true, unmet: [UNMET] };
  const stale = STALE.filter((note) => names.some((name) => note.includes(` ${name} on`)));
  const report = reportOf(runs, {
    rulesNeverFired: [],
    notes: [UNMET, ...stale],
    shard,
    ...change,
  });
  return { file: `${index}.json`, part: { ...report, shard: report.shard ?? shard } };
}

const ALL = [partOf(1, ['C']), partOf(2, ['A', 'B']), partOf(3, [])];

test('the parts in any order are the whole, its rules and notes and unmet lines too', () => {
  const { report, unmet } = mergeParts(ALL.toReversed(), 'fermata merge');
  const whole = reportOf(RUNS, { notes: [UNMET, ...STALE], command: 'fermata merge' });
  const { exitCode: _, ...expected } = { ...whole, failed: whole.failed + 1 };
  expect(whole.rulesNeverFired).not.toEqual([]);
  expect(report).toEqual(expected);
  expect(unmet).toEqual([UNMET]);
});

test('a missing part is named, and what it had is not passed', () => {
  const parts = [partOf(1, ['C']), partOf(3, [])];
  const { report } = mergeParts(parts, 'fermata merge');
  expect(report).toMatchObject({ selected: 6, ran: 2, rulesNeverFired: [] });
  expect(report.notes.at(-1)).toContain('of 3 shards these are missing');
  expect(report.notes.at(-1)).toMatch(/: 2$/);
});

test('a part in which runs are missing is no whole part', () => {
  const short = partOf(1, ['C']);
  const cut = { ...short, part: { ...short.part, runs: short.part.runs.slice(1) } };
  const { report } = mergeParts([cut, partOf(2, ['A']), partOf(3, [])], 'fermata merge');
  expect(report.ran).toBe(3);
});

test('an interrupt of one part is one of the whole', () => {
  const parts = [partOf(1, [], { interrupted: true }), partOf(2, ['A']), partOf(3, ['C'])];
  const { report } = mergeParts(parts, 'fermata merge');
  expect(report.interrupted).toBe(true);
});

test('times are those of parts that ran beside each other, memory that of the smallest machine', () => {
  const limits = { statesMax: 7, memoryMaxBytes: 900, timeLimitMs: null };
  const late = { startedAt: '2026-11-23T12:00:01.000Z', elapsedMs: 9, limits };
  const { report } = mergeParts([partOf(1, ['C'], late), ALL[1], ALL[2]], 'fermata merge');
  expect(report).toMatchObject({ startedAt: '2026-11-23T12:00:00.000Z', elapsedMs: 9 });
  expect(report.limits.memoryMaxBytes).toBe(900);
});

test('one part twice is refused', () => {
  expect(() => mergeParts([ALL[0], ALL[1], ALL[0]], '')).toThrow(
    '1.json and 1.json are both shard 1/3; give each once',
  );
});

test('a run in two parts is refused', () => {
  expect(() => mergeParts([ALL[0], partOf(2, ['A', 'C'])], '')).toThrow(
    '1.json and 2.json both have C on ticket, helenos-2026',
  );
});

const shard = { index: 2, of: 3, selected: 6, made: { model: 'm' }, isWhole: true, unmet: [UNMET] };
test.for<[string, Partial<Report>]>([
  ['version', { version: '9.9.9' }],
  ['number of shards', { shard: { ...shard, of: 4 } }],
  ['--max-states', { limits: { statesMax: 8, memoryMaxBytes: 1000, timeLimitMs: null } }],
  ['--time-limit', { limits: { statesMax: 7, memoryMaxBytes: 1000, timeLimitMs: 1 } }],
  ['number of selected runs', { shard: { ...shard, selected: 7 } }],
  ['unmet expectations', { shard: { ...shard, unmet: [] } }],
  ['unmet expectations', { shard: { ...shard, isWhole: false } }],
  ['model', { shard: { ...shard, made: { model: 'n' } } }],
  ['number of aborts', { shard: { ...shard, made: { model: 'm', 'number of aborts': '2' } } }],
])('parts that differ in %s are of different wholes', ([what, change]) => {
  expect(() => mergeParts([ALL[0], partOf(2, ['A'], change)], '')).toThrow(
    `1.json and 2.json are parts of different wholes: they differ in ${what}; make all shards`,
  );
});
