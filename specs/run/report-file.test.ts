import { constants } from 'node:buffer';
import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Counterexample, Report, Run } from '../../reports/data.ts';
import { parseReport, readReport } from './read-report.ts';
import { assembleReport } from './report.ts';
import { sampleRun, sampleTest } from './sample.ts';
import { testRow } from '../catalogue.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-read-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const DESIGN = { kind: 'right', policies: {}, reason: '', fall: null } as const;

const REPORT: Report = (() => {
  const runs: Run[] = ['ticket', 'other'].map((design) => sampleRun({ design }));
  const report = assembleReport({
    command: 'fermata check',
    startedAt: '2026-11-23T12:00:00.000Z',
    elapsedMs: 5,
    selected: 2,
    interrupted: false,
    limits: { statesMax: 7, memoryMaxBytes: 1000, timeLimitMs: null },
    aborts: null,
    designs: runs.map(({ design }) => ({ name: design, ...DESIGN })),
    tests: [testRow(sampleTest('A'))],
    runs,
    notes: [],
    isWhole: false,
  });
  return { ...report, exitCode: 0 };
})();

const STEP = { lane: 0, rule: 'P0 x', says: '', fn: '', file: '', changes: [], events: [] };
const EXECUTION = { lanes: ['P0'], start: 0, steps: [0, 0], contextSwitches: 0, token: 'F1.x' };
// oxlint-disable-next-line unicorn/no-thenable -- a key of the report
const WORDS = { let: 0, then: 1, however: 'however' };
const TABLES = {
  texts: ['a text', 'another'],
  steps: [STEP],
  deeds: [],
  starts: [[['P0', 'running']]],
  executions: [],
  counterexamples: [{ ...EXECUTION, breaks: 'R1', words: WORDS }],
};

/** The text of a file, one run a line. `runs` as they stand there. */
function textOf(runs: readonly unknown[], tables: object = TABLES, change: object = {}): string {
  const { runs: _, ...head } = REPORT;
  const sections = Object.entries({ ...tables, runs });
  const lines = sections.map(([name, items]) => {
    const all = (items as unknown[]).map((item) => JSON.stringify(item)).join(',\n');
    return `"${name}":[\n${all}\n]`;
  });
  return `${JSON.stringify({ ...head, ...change }).slice(0, -1)},${lines.join(',')}}\n`;
}

const [FIRST, SECOND] = REPORT.runs;
const PACKED = { ...FIRST, condition: { ...FIRST.condition, why: 1, counterexample: 0 } };

test('references lead to what they stand for, which is one object for all', () => {
  const { runs } = parseReport(textOf([PACKED, { ...SECOND, condition: 0, search: 0 }]), 'x.json');
  const { why, counterexample } = runs[0].condition;
  expect(why).toBe('another');
  const { steps, start, words } = counterexample as Counterexample;
  expect(steps).toEqual([STEP, STEP]);
  expect(start).toEqual([['P0', 'running']]);
  // oxlint-disable-next-line unicorn/no-thenable -- a key of the report
  expect(words).toEqual({ let: 'a text', then: 'another', however: 'however' });
  expect(runs[1].condition).toBe(runs[0].condition);
  expect(runs[1]).toMatchObject({ design: 'other', search: FIRST.search });
});

test('a report of the schema before is read as it was', () => {
  const text = textOf(REPORT.runs, {}, { schema: 'fermata-report/1' });
  expect(parseReport(text, 'x.json')).toEqual(JSON.parse(JSON.stringify(REPORT)));
});

test('a report that was laid out anew is the same one', () => {
  const text = textOf([PACKED, { ...SECOND, condition: 0 }]);
  const report = parseReport(text, 'x.json');
  for (const spaces of [0, 2]) {
    expect(parseReport(JSON.stringify(JSON.parse(text), null, spaces), 'x.json')).toEqual(report);
  }
});

test.for<[what: string, text: string, says: string]>([
  ['nothing', '', 'x.json: not JSON: '],
  ['a list', '[]', 'x.json has no schema, expected "fermata-report/2"'],
  ['of no schema', '{"a":1}', 'x.json has no schema'],
  [
    'of a later schema',
    textOf([], {}, { schema: 'fermata-report/3' }),
    'has schema "fermata-report/3"',
  ],
  ['cut behind a run', textOf([PACKED]).replace(/\n\]\}\n$/, ''), 'not JSON: its end is missing'],
  ['cut in a run', textOf([PACKED]).slice(0, -30), ': not JSON: '],
  ['cut before the runs', `${textOf([]).split(',"runs"')[0]}}\n`, 'x.json: runs is missing'],
  ['with something behind it', `${textOf(REPORT.runs)}x\n`, 'the report has ended before'],
  ['with a table twice', textOf([], { steps: [], texts: [] }), 'nothing of this name stands here'],
  ['with runs that are missing', textOf([PACKED]), 'x.json: ran is 2, and there are 1 runs'],
  ['with a run twice', textOf([FIRST, FIRST]), 'x.json: runs[1] is of a test, design and revision'],
  [
    'with a text that is not there',
    textOf([{ ...FIRST, search: 0 }]),
    'x.json: runs[0] refers to runs[0], and',
  ],
  [
    'with a place beyond its table',
    textOf([{ ...FIRST, condition: { ...FIRST.condition, why: 2 } }]),
    'x.json: runs[0] refers to texts[2], and only 2 stand before',
  ],
  [
    'with a part that the other run lacks',
    textOf([FIRST, { ...SECOND, whyNot: 0 }]),
    'x.json: runs[1] refers to runs[0].whyNot, which is missing',
  ],
  [
    'with a step of a lane that is not there',
    textOf([], { ...TABLES, steps: [{ ...STEP, lane: 1 }] }),
    'x.json: counterexamples[0] has a step of a lane that it does not have',
  ],
  [
    'with a wrong type in a run',
    textOf([FIRST, { ...SECOND, search: { ...SECOND.search, states: 'x' } }]),
    'x.json: runs[1].search.states is "x", expected a whole number',
  ],
  [
    'with runs that are no list',
    JSON.stringify({ ...REPORT, runs: 5 }),
    'x.json: runs is 5, expected a list',
  ],
])('a report %s is refused: %s', ([, text, says]) => {
  expect(() => parseReport(text, 'x.json')).toThrow(says);
});

test('a file that is not there is refused with its name', () => {
  expect(() => readReport(join(folder, 'no.json'))).toThrow(/no\.json cannot be read: ENOENT/);
});

test('characters and lines on the seam of two pieces of the file stay whole', () => {
  const runs = REPORT.runs.map((run, i) => ({ ...run, why: 'ä€𝄐'.repeat(400_000 + i) }));
  const file = join(folder, 'seam.json');
  writeFileSync(file, textOf(runs));
  expect(readReport(file).runs.map(({ why }) => why)).toEqual(runs.map(({ why }) => why));
});

test('a file longer than the longest string is read', { timeout: 120_000 }, () => {
  const file = join(folder, 'long.json');
  const text = textOf(REPORT.runs, TABLES, { selected: 4, ran: 4 });
  writeFileSync(file, text.slice(0, text.indexOf('{"test":"A"')));
  const space = ' '.repeat(150 * 2 ** 20);
  for (const i of [0, 1, 2, 3]) {
    const run = JSON.stringify({ ...FIRST, revision: `r${i}` }).slice(0, -1);
    appendFileSync(file, `${i === 0 ? '' : ',\n'}${run}${space}}`);
  }
  appendFileSync(file, '\n]}\n');
  expect(statSync(file).size).toBeGreaterThan(constants.MAX_STRING_LENGTH);
  expect(readReport(file).runs.map(({ revision }) => revision)).toEqual(['r0', 'r1', 'r2', 'r3']);
});
