/** Traces rebuilt from parents are shortest, and a replay makes them again byte by byte. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explore } from './explore.ts';
import { graphs, modelOf } from './random-model.ts';
import { confirm, depthOf, replay, traceTo } from './trace.ts';
import { twoPhaseCommit } from './two-phase-commit.ts';

test('a trace ends in its state, is as long as its depth, and replays by number and by name', () => {
  fc.assert(
    fc.property(graphs(), fc.nat(), (graph, pick) => {
      const model = modelOf(graph);
      const found = explore(model, { chunkRecords: 2, batchSuccessors: 5 });
      const id = pick % found.states;
      const trace = traceTo(found, id);
      const depth = found.levels.findIndex(
        (_, d) => id < found.levels.slice(0, d + 1).reduce((sum, level) => sum + level, 0),
      );
      expect(trace.rules).toHaveLength(depth);
      expect(depthOf(found, id)).toBe(depth);
      expect(trace.records.slice(-graph.recordSize)).toEqual(found.seen.arena.recordOf(id));
      expect(confirm(model, trace)).toEqual(trace);
      const names = trace.rules.map((rule) => model.rules[rule].name);
      expect(replay(model, names)).toEqual(trace);
    }),
    { numRuns: 300 },
  );
});

describe('a replay refuses', () => {
  const model = twoPhaseCommit(2);

  test('a rule that is not enabled, naming the step and the enabled ones', () => {
    expect(() => replay(model, ['rm0.prepares', 'tm.commits'])).toThrow(
      'Step 2: rule tm.commits of two-phase commit, 2 resource managers is not enabled here; ' +
        'enabled are: tm.aborts, rm0.tmHears, rm1.prepares, rm1.givesUp.',
    );
  });

  test('a rule that does not exist', () => {
    expect(() => replay(model, ['rm7.prepares'])).toThrow('Step 1: two-phase commit');
    expect(() => replay(model, [-1])).toThrow('has no rule -1');
  });

  test('a trace with one byte changed, saying where', () => {
    const trace = traceTo(explore(model), 9);
    for (const [at] of trace.records.entries()) {
      const records = trace.records.slice();
      records[at] ^= 1;
      const step = Math.floor(at / model.recordSize);
      expect(() => confirm(model, { ...trace, records })).toThrow(
        `differs from it after step ${step}`,
      );
    }
  });
});

test('there is no trace to a state that was not found', () => {
  const found = explore(twoPhaseCommit(1));
  expect(() => traceTo(found, 12)).toThrow(
    'There is no state 12: the search found states 0 to 11.',
  );
  expect(() => traceTo(found, -1)).toThrow(RangeError);
});
