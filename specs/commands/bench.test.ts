/** What `fermata bench` takes, and what it prints. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Exploration } from '../../checker/exploration.ts';
import { explore } from '../../checker/explore.ts';
import { twoPhaseCommit } from '../../checker/two-phase-commit.ts';
import type { SearchResult } from '../../reports/data.ts';
import { FAMILIES } from '../bench/growth.ts';
import { ipcLitmus } from '../bench/ipc-twin.ts';
import { best, measure, type Measured, WAYS } from '../bench/measure.ts';
import { waitQueueLitmus } from '../bench/wait-queue-twin.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { printLitmus } from '../litmus/print.ts';
import { readCatalogue } from '../catalogue.ts';
import { root } from '../root.ts';
import { bench, parseRounds } from './bench.ts';
import { benchFiles } from './bench-files.ts';
import { comparisonLines } from './bench-lines.ts';
import { benchGrowth, expectedAt, growthTable, type Point } from './bench-growth.ts';
import { modelOf, subjectsOf, TWINS } from './bench-subjects.ts';

const folder = mkdtempSync(join(tmpdir(), 'fermata-growth-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('what it measures', () => {
  test('CPU time beside wall time', () => {
    const { states, seconds, cpuSeconds } = measure('Fermata', twoPhaseCommit(6));
    expect(states).toBe(explore(twoPhaseCommit(6)).states);
    expect(seconds).toBeGreaterThan(0);
    expect(cpuSeconds).toBeGreaterThan(0);
  });

  test('the round with the least CPU time counts, however long it waited', () => {
    const rounds = [
      { seconds: 1, cpuSeconds: 3 },
      { seconds: 9, cpuSeconds: 2 },
    ];
    expect(best(rounds)).toBe(rounds[1]);
  });

  test('a search that does not complete is refused', () => {
    const model = twoPhaseCommit(3);
    const way = {
      name: 'cut',
      flags: [],
      search: () => explore(model, { statesMax: 10 }),
    };
    expect(() => measure('Fermata', model, way)).toThrow('ended early: states');
  });

  test('a test is measured on each of its revisions, and is named with them', () => {
    const names = subjectsOf('FUTEX+mutex').map(({ name }) => name);
    expect(names).toEqual([
      'FUTEX+mutex, ticket, helenos-2012',
      'FUTEX+mutex, ticket, helenos-2026',
    ]);
    expect(() => subjectsOf('FUTEX+mutx')).toThrow('the nearest is "FUTEX+mutex"');
  });

  test('SPIN has no twin of a test', () => {
    const options = { spin: true, only: 'FUTEX+mutex', rounds: 1 };
    expect(() => bench(options, () => {})).toThrow('it has 2pc, wait-queue, ipc');
  });

  test('rounds are a number', () => {
    expect(parseRounds('3')).toBe(3);
    for (const bad of ['0', '1.5', '-1', 'x', '', '1001']) {
      expect(() => parseRounds(bad)).toThrow('--rounds takes a number');
    }
  });
});

test('what SPIN has twins of are the files of specs/perf', () => {
  const litmuses = Object.values(TWINS).flatMap((subject) => subject().litmus ?? []);
  expect(litmuses).toHaveLength(2);
  for (const text of litmuses) {
    const litmus = parseLitmus(text, 'twin.litmus');
    const file = join(root, 'specs', 'perf', `${litmus.name}.litmus`);
    expect(readFileSync(file, 'utf8')).toBe(printLitmus(litmus));
  }
});

describe('every way of searching', () => {
  const small: readonly (readonly [string, string])[] = [
    ['wait queue', waitQueueLitmus({ sleepers: 2, wakers: 2, aborts: 1 })],
    ['IPC', ipcLitmus({ callers: 2, aborts: 1 })],
  ];

  test.for(small)('%s: keeps fewer states, and has the same ends', ([, text]) => {
    const model = modelOf(text);
    const found = WAYS.map((way) => way.search(model));
    const ends = found.map(({ outcomes }) => endsOf(outcomes));
    expect(ends).toEqual(WAYS.map(() => ends[0]));
    expect(ends[0]).not.toEqual([]);
    const states = found.map((each) => each.states);
    expect(states).toEqual([...new Set(states)].toSorted((a, b) => b - a));
    expect(found.map(({ reduced }) => reduced)).toEqual([false, false, true]);
  });

  test('a machine that offers no choice is not called reduced', () => {
    const [subject] = subjectsOf('FUTEX+mutex');
    expect(() => WAYS.at(-1)?.search(subject.model)).toThrow('offers no choice');
  });
});

/** Per outcome how many ends have it. */
const endsOf = (outcomes: Exploration['outcomes']): string[] =>
  [...outcomes].map(([outcome, { states }]) => `${states} ${outcome}`).toSorted();

test('the catalogue has none of specs/perf', () => {
  expect(readCatalogue().filter(({ name }) => name.startsWith('PERF+'))).toEqual([]);
});

test('ratios are SPIN through ours, of the same kind, by CPU time', () => {
  const run = (name: string, cpuSeconds: number): Measured => ({
    name,
    states: 10,
    transitions: 20,
    bytesPerState: 100,
    seconds: 99,
    cpuSeconds,
  });
  const compared = {
    ours: [
      run('Fermata, no reduction', 2),
      run('Fermata, symmetry', 0.5),
      run('Fermata, reduction and symmetry', 0.25),
    ],
    unreduced: run('SPIN, no reduction', 3),
    reduced: run('SPIN, partial-order reduction', 1),
  };
  const cost = (cpuSeconds: number) => ({ seconds: 99, cpuSeconds });
  const verdicts = { ours: [cost(4), cost(3), cost(2)], unreduced: cost(5), reduced: cost(6) };
  const lines = comparisonLines('twin', compared, verdicts);
  expect(lines).toContain(
    '  CPU time of SPIN through ours, neither reduced: 1.50 for the search, 1.25 to the verdict',
  );
  expect(lines).toContain(
    '  CPU time of SPIN through ours, both as reduced as they can: ' +
      '4.00 for the search, 3.00 to the verdict',
  );
  expect(lines.filter((line) => line.startsWith('  Fermata, reduction and'))).toHaveLength(2);
});

describe('tests that grow', () => {
  test('each is written, can be read, and is of one revision', () => {
    const all = benchFiles();
    expect(all.filter(({ name }) => name.endsWith('.pml'))).toHaveLength(3);
    const files = all.filter(({ name }) => name.startsWith('PERF+'));
    expect(files).toHaveLength((5 + 6 + 5 + 5) * 3);
    for (const { name, text } of files) {
      expect(`${parseLitmus(text, name).name}.litmus`).toBe(name);
    }
  });

  test.for(FAMILIES.map((family) => [family.name, family] as const))(
    '%s: more threads are more states, and so is an abort',
    ([, family]) => {
      const [one, two, aborted] = [
        [1, 0],
        [2, 0],
        [2, 1],
      ].map(([threads, aborts]) => explore(modelOf(family.litmus(threads, aborts))));
      expect(two.states).toBeGreaterThan(one.states * 3);
      expect(aborted.states).toBeGreaterThan(two.states * 2);
      expect(aborted.ends).toBeGreaterThan(0);
    },
  );

  test('a family that there is not', async () => {
    await expect(benchGrowth({ family: 'futx' }, () => {})).rejects.toThrow('nearest is "futex"');
  });

  test('the next point is expected to multiply as the last', () => {
    const points = [point(1, 100), point(2, 500)];
    expect(expectedAt(points, 3, 0)).toMatchObject({ expected: true, search: { states: 2500 } });
    expect(expectedAt(points, 3, 1)).toBeNull();
    expect(expectedAt(points, 2, 0)).toBeNull();
  });

  test('the table says what was searched, what was cut and what was not tried', () => {
    const cut = { ...point(2, 70), aborts: 1 };
    const points = [
      point(1, 1234),
      { ...point(2, 5_000_000), cpuSeconds: 12.4 },
      { ...point(3, 61_234_567), expected: true },
      { ...cut, search: { ...cut.search, complete: false, stopped: 'time' as const } },
    ];
    expect(growthTable(points)).toEqual([
      '| threads | 0 aborts | 1 abort |',
      '| --- | --- | --- |',
      '| 1 | 1,234 |  |',
      '| 2 | 5,000,000 (12 s, 477 MB) | more than 70 (time) |',
      '| 3 | about 61,000,000, not tried |  |',
    ]);
  });
});

function point(threads: number, states: number): Point {
  const search = { complete: true, states, bytesPerState: 100, elapsedMs: 10 } as SearchResult;
  return { threads, aborts: 0, search, cpuSeconds: 0.1, expected: false };
}
