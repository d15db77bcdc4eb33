import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseDesign } from '../../../model/designs/designs.ts';
import type { Run } from '../../../reports/data.ts';
import { readExpectations, writeExpectations } from './expectations.ts';
import { promoteReport, promoteTests, requirePromotable } from './promote.ts';
import { sampleRun, sampleTest, violatedRun } from '../sample.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-'));
  file = join(folder, 'expectations.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

function promoted(runs: readonly Run[], isWhole: boolean, why: string | null) {
  const counts = { ran: runs.length, selected: runs.length, interrupted: false };
  const report = { runs, startedAt: '2026-11-23T12:00:00.000Z', ...counts };
  return promoteReport(report, isWhole, { why, link: '' }, file);
}

test('a failure becomes a line with its reason and its day', () => {
  const failure = violatedRun(['R3', 'R1'], { standing: 'unexpected' });
  const difference = promoted([failure, sampleRun({ test: 'B' })], true, 'D7.');
  expect(difference).toHaveLength(1);
  expect(difference[0]).toMatch(/^\+ \{"test":"A",/);
  const [line] = readExpectations(file);
  expect(line).toMatchObject({ expect: 'fail', asserts: ['R1', 'R3'], why: 'D7.' });
  expect(line).toMatchObject({ target: 'ticket/helenos-2026', since: '2026-11-23' });
});

test('a second promotion changes nothing and keeps the reason', () => {
  const failure = violatedRun(['R1'], { standing: 'unexpected' });
  promoted([failure], true, 'D7.');
  expect(promoted([{ ...failure, standing: 'expected' }], true, null)).toEqual([]);
  expect(readExpectations(file)[0].why).toBe('D7.');
});

test('a reason is for lines that are new or have changed, not for those that still hold', () => {
  const [a, b] = ['A', 'B'].map((name) => violatedRun(['R1'], { test: name }));
  const unexpected = { standing: 'unexpected' } as const;
  promoted([{ ...a, ...unexpected }], false, 'D7.');
  promoted([a, { ...b, ...unexpected }], false, 'D9.');
  expect(readExpectations(file).map(({ why }) => why)).toEqual(['D7.', 'D9.']);
  promoted([violatedRun(['R1', 'R2'], unexpected), b], false, 'D10.');
  expect(readExpectations(file).map(({ why }) => why)).toEqual(['D10.', 'D9.']);
});

test('a line that has expired is a new one', () => {
  const run = violatedRun(['R1'], { standing: 'unexpected' });
  promoted([run], true, 'D7.');
  const [line] = readExpectations(file);
  writeExpectations([{ ...line, since: '2026-01-01', expires: '2026-06-30' }], file);
  expect(() => promoted([run], true, null)).toThrow('would be new; say why');
  promoted([run], true, 'D7, still.');
  const renewed = { why: 'D7, still.', since: '2026-11-23', expires: null };
  expect(readExpectations(file)[0]).toMatchObject(renewed);
});

test('a new line without a reason is refused, and nothing is written', () => {
  const failure = violatedRun(['R1'], { standing: 'unexpected' });
  expect(() => promoted([failure], true, null)).toThrow(
    'A on ticket/helenos-2026 would be new; say why with --why',
  );
  expect(readdirSync(folder)).toEqual([]);
});

test('a line goes once its test holds, or is gone from the catalogue', () => {
  const failures = ['A', 'B', 'C'].map((name) =>
    violatedRun(['R1'], { test: name, standing: 'unexpected' }),
  );
  promoted(failures, true, 'D7.');
  promoted([sampleRun({ test: 'A', standing: 'stale' })], false, null);
  expect(readExpectations(file).map((line) => line.test)).toEqual(['B', 'C']);
  promoted([{ ...failures[1], standing: 'expected' }], true, null);
  expect(readExpectations(file).map((line) => line.test)).toEqual(['B']);
});

test('what is expected by rule gets no line', () => {
  const run = sampleRun({ verdict: 'UNSUPPORTED', design: 'today' });
  expect(promoted([run], true, 'none')).toEqual([]);
});

test('what fell in a search that was cut cannot be promoted', () => {
  const run = violatedRun(['R1'], { standing: 'unexpected' });
  const cut = { ...run, search: { ...run.search, complete: false } };
  expect(() => promoted([cut], true, 'why not')).toThrow('is VIOLATED in a search that was cut');
});

test.for(['ERROR', 'INCONCLUSIVE', 'VACUOUS'] as const)('%s cannot be promoted', (verdict) => {
  const run = sampleRun({ verdict, standing: 'unexpected' });
  expect(() => promoted([run], true, 'why not')).toThrow('nothing was promoted: A on ticket');
});

test('a reason that is empty is none', () => {
  const failure = violatedRun(['R1'], { standing: 'unexpected' });
  expect(() => promoted([failure], true, ' ')).toThrow('nothing was promoted: --why is empty');
  expect(readdirSync(folder)).toEqual([]);
});

test('what nobody judges makes no line, and leaves one that is there', () => {
  const aside = violatedRun(['R1'], { standing: 'information' });
  expect(promoted([aside], false, 'D7.')).toEqual([]);
  promoted([{ ...aside, standing: 'unexpected' }], false, 'D7.');
  expect(promoted([sampleRun({ standing: 'information' })], false, null)).toEqual([]);
  expect(readExpectations(file)).toHaveLength(1);
});

test('tests of the user have the baseline beside each of them, or the one that is named', () => {
  const own = ['a', 'b'].map((name) => {
    mkdirSync(join(folder, name));
    return { ...sampleTest(name), given: join(folder, name, 'x.litmus') };
  });
  const runs = own.map(({ name }) => violatedRun(['R1'], { test: name, standing: 'unexpected' }));
  const counts = { ran: 2, selected: 2, interrupted: false };
  const report = { runs, startedAt: '2026-11-23T12:00:00.000Z', ...counts };
  const reason = { why: 'not yet.', link: '' };
  const { files } = promoteTests(report, own, { isWhole: false, baseline: null, reason });
  expect(files).toEqual(['a', 'b'].map((name) => join(folder, name, 'expectations.jsonl')));
  expect(files.map((each) => readExpectations(each).map((line) => line.test))).toEqual([
    ['a'],
    ['b'],
  ]);
  const named = promoteTests(report, own, { isWhole: false, baseline: file, reason });
  expect(named.files).toEqual([file]);
  expect(readExpectations(file).map((line) => line.test)).toEqual(['a', 'b']);
});

test('a design that is known to be bad is not promoted in the catalogue', () => {
  const bad = parseDesign('debt=book');
  const inside = sampleTest('A');
  expect(() => requirePromotable([inside], [bad])).toThrow('debt=book is known to be bad');
  requirePromotable([inside], [parseDesign('ticket,place=keep')]);
  const own = { ...inside, given: join(folder, 'mine.litmus') };
  expect(() => requirePromotable([own], [bad])).toThrow('it is not judged');
});

test('a deviation of a kernel under test stays, whatever the model says now', () => {
  const line = {
    test: 'A',
    hash: '0123456789abcdef0123456789abcdef',
    target: 'reference-2026',
    expect: 'unsound' as const,
    asserts: [],
    outcomes: ['0:r0=EINTR;'],
    why: 'it tells user space',
    link: '',
    since: '2026-11-28',
    expires: null,
  };
  writeExpectations([line], file);
  expect(promoted([sampleRun({ test: 'A' })], true, null)).toEqual([]);
  expect(readExpectations(file)).toEqual([line]);
});
