/**
 * Two-phase commit has the published number of states (Stateright and the TLA+ examples pin the
 * same ones: 288 for 3 managers, 8,832 for 5), and the figures of the benchmark.
 */
import { describe, expect, test } from 'vitest';
import { explore } from './explore.ts';
import type { Model } from './model.ts';
import { counterexample } from './shortest.ts';
import { expectedOf } from './oracle.ts';
import { twoPhaseCommit } from './two-phase-commit.ts';

test.for([
  { managers: 1, states: 12, transitions: 19, unchanged: 5, depth: 4 },
  { managers: 2, states: 56, transitions: 153, unchanged: 48, depth: 7 },
  { managers: 3, states: 288, transitions: 1145, unchanged: 384, depth: 10 },
  { managers: 5, states: 8832, transitions: 58_145, unchanged: 20_800, depth: 16 },
  { managers: 8, states: 1_745_408, transitions: 18_507_777, unchanged: 6_850_560, depth: 25 },
])(
  '$managers managers: $states states, $transitions transitions, $unchanged change nothing',
  (row) => {
    let unchanged = 0;
    const model = countingUnchanged(twoPhaseCommit(row.managers), () => unchanged++);
    const found = explore(model);
    expect(found.stopped).toBe('complete');
    expect(found.states).toBe(row.states);
    expect(found.transitions).toBe(row.transitions);
    expect(unchanged).toBe(row.unchanged);
    expect(found.completeDepth).toBe(row.depth);
    expect(found.ends).toBe(0);
    // Nobody commits while another aborts; all can commit.
    expect(found.properties[0].id).toBe(-1);
    expect(found.properties[1].id).toBeGreaterThan(0);
  },
);

test('8 managers take at most the record and 16 bytes per state, and a megabyte', () => {
  const model = twoPhaseCommit(8);
  // The worst moment: the seen set has just doubled from 2^20 slots, at a load of 0.85.
  const found = explore(model, { statesMax: 891_290 });
  expect(found.seen.slots).toHaveLength(2 ** 21);
  // The megabyte is where successors are made.
  const bytes = found.bytesPerState * found.states - 2 ** 20;
  expect(bytes / found.states).toBeLessThanOrEqual(model.recordSize + 16);
});

describe('3 managers', () => {
  test('give the answers of the reference checker', () => {
    const found = explore(twoPhaseCommit(3));
    const reference = expectedOf(twoPhaseCommit(3));
    expect(found.states).toBe(reference.records.length);
    expect(found.levels).toEqual(reference.levels);
    expect(found.properties.map(({ id }) => id)).toEqual(reference.firstBy);
  });

  test('commit in ten steps, with as few turns as possible', () => {
    const model = twoPhaseCommit(3);
    const { rules, switches, records } = counterexample(explore(model), 1);
    expect(rules.map((rule) => model.rules[rule].name)).toEqual([
      'rm0.prepares',
      'rm1.prepares',
      'rm2.prepares',
      'rm0.tmHears',
      'rm1.tmHears',
      'rm2.tmHears',
      'tm.commits',
      'rm0.hearsCommit',
      'rm1.hearsCommit',
      'rm2.hearsCommit',
    ]);
    expect(switches).toBe(6);
    expect(model.decode(records, rules.length * model.recordSize)).toEqual({
      tm: 'commit',
      sent: 'commit',
      votes: '111',
      heard: '111',
      rm: ['committed', 'committed', 'committed'],
    });
  });
});

test('other numbers of managers are refused', () => {
  expect(() => twoPhaseCommit(0)).toThrow('Two-phase commit with 0 managers: take 1 to 8.');
  expect(() => twoPhaseCommit(9)).toThrow(RangeError);
});

/** The same model, but calls `count` for each successor that equals its source. */
function countingUnchanged(model: Model, count: () => void): Model {
  const { recordSize } = model;
  return {
    ...model,
    successors(source, from, target, to, rules, ruleAt) {
      const successors = model.successors(source, from, target, to, rules, ruleAt);
      for (let i = 0; i < successors; i++) {
        const at = to + i * recordSize;
        let byte = 0;
        while (byte < recordSize && target[at + byte] === source[from + byte]) byte++;
        if (byte === recordSize) count();
      }
      return successors;
    },
  };
}
