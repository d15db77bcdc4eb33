import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Report, Run } from '../../reports/data.ts';
import { costsOf, readCosts, writeCosts } from './costs.ts';
import { assembleReport } from './report.ts';
import { sampleRun } from './sample.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-'));
  file = join(folder, 'costs.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

function reportOf(runs: readonly Run[], change: Partial<Report> = {}): Report {
  const report = assembleReport({
    isWhole: true,
    command: 'fermata check',
    startedAt: '2026-11-23T12:00:00.000Z',
    elapsedMs: 1,
    selected: runs.length,
    interrupted: false,
    limits: { statesMax: 1, memoryMaxBytes: 1, timeLimitMs: null },
    aborts: null,
    designs: [],
    tests: [],
    runs,
    notes: [],
  });
  return { ...report, exitCode: 0, ...change };
}

test('a search that served several designs is counted once', () => {
  const runs = [
    sampleRun({ test: 'B' }),
    sampleRun({ test: 'B', design: 'debt=book', sameAs: 'ticket' }),
    sampleRun({ test: 'B', revision: 'helenos-2012' }),
    sampleRun({ test: 'A' }),
  ];
  expect(costsOf({ runs })).toEqual(
    new Map([
      ['B', 20],
      ['A', 10],
    ]),
  );
});

test('what is written is read again, sorted', () => {
  const runs = [sampleRun({ test: 'B' }), sampleRun({ test: 'A' })];
  expect(writeCosts(reportOf(runs), runs, file)).toBe(2);
  expect(readFileSync(file, 'utf8')).toBe('{"test":"A","states":10}\n{"test":"B","states":10}\n');
  expect(readCosts(file)).toEqual(
    new Map([
      ['A', 10],
      ['B', 10],
    ]),
  );
});

test('a part, a check that was cut and an empty one are no measure', () => {
  const run = sampleRun();
  const cut = sampleRun({ verdict: 'INCONCLUSIVE', search: { ...run.search, complete: false } });
  const shard = { index: 1, of: 2, selected: 2, made: {}, isWhole: true, unmet: [] };
  for (const report of [reportOf([cut]), reportOf([]), reportOf([run], { selected: 2 })]) {
    expect(() => writeCosts(report, [], file)).toThrow('no costs were written');
  }
  const part = reportOf([run], { shard });
  expect(() => writeCosts(part, [run], file)).toThrow('no costs were written');
  expect(readCosts(file).size).toBe(0);
});

test('a check of one test, or of one design, would leave the others without costs', () => {
  const whole = ['A', 'B'].flatMap((name) => [
    sampleRun({ test: name }),
    sampleRun({ test: name, design: 'eintr' }),
  ]);
  const write =
    (runs: readonly Run[], change: Partial<Report> = {}) =>
    () =>
      writeCosts(reportOf(runs, change), whole, file);
  expect(write(whole.slice(0, 2))).toThrow('it has no run of B (hash');
  expect(write(whole.slice(0, 3))).toThrow('on eintr, helenos-2026; check the whole catalogue');
  expect(write([...whole, sampleRun({ test: 'mine' })])).toThrow('which the catalogue has not');
  expect(write([{ ...whole[0], hash: '0' }, ...whole.slice(1)])).toThrow('it has no run of A');
  expect(write(whole, { aborts: 1 })).toThrow('it was made with --aborts 1');
  expect(readCosts(file).size).toBe(0);
  expect(write(whole)()).toBe(2);
});

test.for(['nonsense', '{"test":"A"}', '{"test":"A","states":-1}', '{"test":1,"states":1}'])(
  'the line %s is refused with its place',
  (line) => {
    writeFileSync(file, `{"test":"B","states":1}\n${line}\n`);
    expect(() => readCosts(file)).toThrow(
      /costs\.jsonl:2: (not JSON: |states is (missing|-1, expected 0 or more)|test is 1, expected a )/,
    );
  },
);

test('a test has one cost', () => {
  writeFileSync(file, '{"test":"B","states":1}\n{"test":"B","states":2}\n');
  expect(() => readCosts(file)).toThrow(`${file}:2: B has a cost already`);
});
