/** The edges that a search keeps are those of its graph, and it gives them up before anything else. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EdgeLog } from './edge-log.ts';
import { explore } from './explore.ts';
import { Graph, graphOf } from './graph.ts';
import { graphs, modelOf } from './random-model.ts';
import { twoPhaseCommit } from './two-phase-commit.ts';

test('a graph of kept edges is the graph of a second expansion', () => {
  fc.assert(
    fc.property(graphs(), (drawn) => {
      const model = modelOf(drawn);
      const kept = new Graph(explore(model, { keepEdges: true, batchSuccessors: 5 }));
      const made = new Graph(explore(model));
      for (const part of ['first', 'targets', 'rules', 'ends', 'firstInto', 'sources'] as const) {
        expect([...kept[part]]).toEqual([...made[part]]);
      }
    }),
  );
});

test('edges are kept when asked for, and handed over once', () => {
  const search = explore(twoPhaseCommit(3), { keepEdges: true });
  expect(explore(twoPhaseCommit(3)).edges).toBeNull();
  expect(search.edges?.edges).toBe(search.transitions);
  expect(search.edges?.states).toBe(search.states);
  const graph = graphOf(search);
  expect(graphOf(search)).toBe(graph);
  expect(search.edges?.bytesWith(0)).toBe(0);
  expect([...new Graph(search).targets]).toEqual([...graph.targets]);
});

test('where they do not fit the search goes on without them', () => {
  const model = twoPhaseCommit(6);
  const without = explore(model);
  const memoryMaxBytes = without.peakBytes;
  const search = explore(model, { keepEdges: true, memoryMaxBytes });
  expect(search.edges).toBeNull();
  expect(search.stopped).toBe('complete');
  expect(search.peakBytes).toBeLessThanOrEqual(memoryMaxBytes);
  const roomy = explore(model, { keepEdges: true });
  expect(roomy.peakBytes).toBeGreaterThan(roomy.transitions * 6 + without.peakBytes);
});

test('more edges than one chunk holds', () => {
  const log = new EdgeLog();
  for (let i = 0; i < 200_000; i++) {
    log.add(i, i % 65_536);
    if (i % 2 === 1) log.endState();
  }
  const { targets, rules, lasts } = log.take();
  expect([targets.length, rules.length, lasts.length]).toEqual([200_000, 200_000, 100_000]);
  expect(targets.every((target, i) => target === i)).toBe(true);
  expect(rules.every((rule, i) => rule === i % 65_536)).toBe(true);
  expect(lasts.every((last, i) => last === 2 * i + 2)).toBe(true);
});
