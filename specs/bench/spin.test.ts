/** The comparison with SPIN reads its report, and says what is missing where it cannot run. */
import { expect, test } from 'vitest';
import { twoPhaseCommit } from '../../checker/two-phase-commit.ts';
import { compareWithSpin } from './measure.ts';
import { buildSpin, readReport, spinCommands } from './spin.ts';
import { twoPhaseCommitTwin } from './two-phase-commit-twin.ts';

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

test('a search that was cut at its depth is refused', () => {
  const cut = `error: max search depth too small\n${REPORT}`;
  expect(() => readReport(cut)).toThrow('was cut');
});

test('the commands are those of a reader, with and without the reduction', () => {
  expect(spinCommands('x.pml', { reduced: true, slotBits: 20 })).toBe(
    'spin -a -o2 x.pml && cc -O3 -w -DSAFETY -DVECTORSZ=2048 -o pan pan.c && ' +
      './pan -w20 -m1000000 -E',
  );
  expect(spinCommands('x.pml', { reduced: false, slotBits: 20 })).toContain(' -DNOREDUCE ');
});

test('without SPIN the comparison gives the reason', () => {
  const twins = { model: twoPhaseCommit(2), promela: twoPhaseCommitTwin(2), slotBits: 18 };
  expect(withoutPath(() => compareWithSpin(twins, 1))).toEqual({
    missing: 'spin is not installed',
  });
});

test('a model that SPIN refuses gives the reason', () => {
  const built = buildSpin('no Promela', { reduced: false, slotBits: 18 });
  expect(built).toEqual({ missing: expect.stringMatching(/^spin (failed|is not installed)/) });
});

function withoutPath<Result>(run: () => Result): Result {
  const { PATH } = process.env;
  process.env.PATH = '';
  try {
    return run();
  } finally {
    process.env.PATH = PATH;
  }
}
