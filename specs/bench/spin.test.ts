/** The comparison with SPIN reads its report, and says what is missing where it cannot run. */
import { afterAll, expect, test } from 'vitest';
import { compareWithSpin } from './measure.ts';
import { explore } from '../../checker/explore.ts';
import { buildSpin, promela, readReport, readTimes } from './spin.ts';
import { twoPhaseCommit } from '../../checker/two-phase-commit.ts';

const REPORT = `
State-vector 28 byte, depth reached 25, errors: 0
  1745408 states, stored
 18507778 transitions (= stored+matched)
Stats on memory usage (in Megabytes):
   66.786	actual memory usage for states (compression: 83.59%)
  176.476	total actual memory usage
pan: elapsed time 2.14 seconds
`;

test('a report is read', () => {
  expect(readReport(REPORT)).toEqual({
    states: 1_745_408,
    transitions: 18_507_778,
    seconds: 2.14,
    statesPerSecond: 1_745_408 / 2.14,
    memoryBytes: 176.476 * 2 ** 20,
  });
});

test('a report of errors or without figures is refused', () => {
  expect(() => readReport(REPORT.replace('errors: 0', 'errors: 1'))).toThrow('did not succeed');
  expect(() => readReport('errors: 0')).toThrow('states, stored');
});

test('the CPU time of what a shell has run is read', () => {
  expect(readTimes('pan: done\n0m0.00s 0m0.00s\n1m1.50s 0m0.25s\n')).toBe(61.75);
  expect(readTimes('0m0.003s 0m0.001s\n0m1.712s 0m0.110s\n')).toBeCloseTo(1.822);
  expect(() => readTimes('pan: done\n')).toThrow('no times in "pan: done"');
});

test('the Promela model has a step for each rule', () => {
  for (const managers of [1, 8]) {
    const steps = promela(managers).match(/:: d_step/g);
    expect(steps).toHaveLength(twoPhaseCommit(managers).rules.length);
  }
});

const spin = buildSpin(4);

test.runIf('run' in spin)('SPIN finds the same states, and one transition more', () => {
  const { states, transitions } = explore(twoPhaseCommit(4));
  expect('run' in spin && spin.run()).toMatchObject({ states, transitions: transitions + 1 });
});

afterAll(() => {
  if ('remove' in spin) spin.remove();
});

test('without SPIN the comparison gives the reason', () => {
  const { PATH } = process.env;
  process.env.PATH = '';
  try {
    expect(compareWithSpin(2, 1)).toEqual({ missing: 'spin is not installed' });
  } finally {
    process.env.PATH = PATH;
  }
});
