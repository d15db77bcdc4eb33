/** A report of an earlier version has no fates; one that has them must fit its steps. */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Counterexample, Fate, KnownFate, Report, Run } from '../../reports/data.ts';
import { readCatalogue, testRow } from '../catalogue.ts';
import { check } from '../check/check.ts';
import { parseReport } from './read-report.ts';
import { assembleReport, designRow } from './report.ts';
import { CHECK_OPTIONS } from './sample.ts';

const tests = readCatalogue().filter(({ name }) => name === 'WQ+abort+wake');
const design = parseDesign('debt=book');
const fate = { statesMax: 1000, everyDesign: true, says: '' };
const found = check(tests[0], design, 'helenos-2026', { ...CHECK_OPTIONS, fate });

function known(): KnownFate {
  const own = found.assertions[0].counterexample?.fate;
  if (own?.is !== 'known') throw new Error('WQ+abort+wake has no fate');
  return own;
}

/** The report of the run, its first counterexample with this fate and loop, read again. */
function reread(changed: Fate | undefined, loop?: Counterexample['loop']): Report {
  const assertions = found.assertions.map((assertion, i) => {
    const { counterexample } = assertion;
    return i > 0 || counterexample === null
      ? assertion
      : {
          ...assertion,
          counterexample: { ...counterexample, fate: changed, ...(loop && { loop }) },
        };
  });
  const run: Run = { ...found, assertions };
  const report = assembleReport({
    isWhole: false,
    command: 'fermata check',
    startedAt: '2026-11-23T12:00:00.000Z',
    elapsedMs: 1,
    selected: 1,
    interrupted: false,
    limits: { statesMax: 1, memoryMaxBytes: 1, timeLimitMs: null },
    aborts: null,
    designs: [designRow(design)],
    tests: tests.map(testRow),
    runs: [run],
    notes: [],
  });
  return parseReport(JSON.stringify({ ...report, exitCode: 0 }), 'r.json');
}

const fateIn = ({ runs }: Report): Fate | undefined => runs[0].assertions[0].counterexample?.fate;

test('a fate is read as it was written, and its absence too', () => {
  expect(fateIn(reread(known()))).toEqual(known());
  expect(fateIn(reread({ is: 'open', why: 'cut' }))).toEqual({ is: 'open', why: 'cut' });
  expect(fateIn(reread(undefined))).toBeUndefined();
});

test('a loop is read as it was written, and one of steps that there are not is refused', () => {
  const loopIn = ({ runs }: Report) => runs[0].assertions[0].counterexample?.loop;
  expect(loopIn(reread(undefined))).toBeUndefined();
  expect(loopIn(reread(undefined, { from: 16 }))).toEqual({ from: 16 });
  expect(() => reread(undefined, { from: 17 })).toThrow(
    'runs[0] has a loop of steps that it does not have',
  );
  expect(() => reread(undefined, { from: 0 })).toThrow(/^r\.json: runs.*loop/);
});

describe('a fate that does not fit is refused:', () => {
  const each = { of: 'P0:L0', made: 1, least: 1 };
  const turn = { after: 17, is: 'free' as const };
  test.for([
    ['a step to lose it in', { lost: 17 }],
    ['a lane to save it', { instead: [{ ...known().instead[0], lane: 9 }] }],
    ['a step of an abort', { aborts: { made: 1, least: 1, each: [{ ...each, steps: [17] }] } }],
    ['a step before a switch', { switches: { made: 1, least: 1, each: [turn] } }],
    ['a step of a part', { parts: [{ text: 'x', is: true, since: 17 }] }],
  ] as const)('%s', ([, change]) => {
    expect(() => reread({ ...known(), ...change })).toThrow(
      'runs[0] has a fate of steps or lanes that it does not have',
    );
  });

  test.for([
    ['a number that is none', { ...known(), lost: -1 }],
    ['a word that is none', { ...known(), is: 'maybe' }],
    ['a reason that is missing', { is: 'open' }],
  ])('%s', ([, wrong]) => {
    expect(() => reread(wrong as Fate)).toThrow(/^r\.json: runs.*fate/);
  });
});
