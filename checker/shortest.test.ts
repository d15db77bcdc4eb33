/** The trace that is shown has no shorter one, and no equally short one with fewer switches. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explore } from './explore.ts';
import { graphs, modelOf, type Graph } from './random-model.ts';
import { edgesOf } from './edges.ts';
import { twoPhaseCommit } from './two-phase-commit.ts';
import { counterexample, fewestSwitches, outcomeWitness } from './shortest.ts';
import { confirm, traceTo } from './trace.ts';

/** All shortest lists of rules from node 0 to a goal, by looking at all paths. */
function allShortest(graph: Graph, isGoal: (node: number) => boolean): number[][] {
  let paths: { node: number; rules: number[] }[] = [{ node: 0, rules: [] }];
  for (let depth = 0; depth < graph.edges.length; depth++) {
    const hits = paths.filter(({ node }) => isGoal(node));
    if (hits.length > 0) return hits.map(({ rules }) => rules);
    paths = paths.flatMap(({ node, rules }) =>
      graph.edges[node].map(({ rule, to }) => ({ node: to, rules: [...rules, rule] })),
    );
  }
  return [];
}

function switchesOf(graph: Graph, rules: readonly number[]): number {
  const actors = rules.map((rule) => graph.rules[rule].actor);
  return actors.filter((actor, i) => i > 0 && actor !== actors[i - 1]).length;
}

/** The list with the fewest switches and, among those, the least numbers. */
function bestOf(graph: Graph, lists: number[][]): number[] | undefined {
  const compare = (a: number[], b: number[]) => {
    const first = a.findIndex((rule, i) => rule !== b[i]);
    return switchesOf(graph, a) - switchesOf(graph, b) || (first < 0 ? 0 : a[first] - b[first]);
  };
  return lists.toSorted(compare)[0];
}

/** Whether somebody may decline every step from `node`. */
function isEnd(graph: Graph, node: number): boolean {
  return graph.edges[node].every(({ rule }) => graph.rules[rule].optional);
}

function isBad(graph: Graph, node: number): boolean {
  return graph.bad.has(node);
}

function isBadEnd(graph: Graph, node: number): boolean {
  return isBad(graph, node) && isEnd(graph, node);
}

/** In the order of random-model.ts: what the trace of each property may lead to. */
const properties = [
  { property: 0, kind: 'always', isGoal: isBad },
  { property: 1, kind: 'finally', isGoal: isBadEnd },
  { property: 2, kind: 'sometimes', isGoal: isBad },
];

describe.for(properties)('for a property of kind $kind', ({ property, isGoal }) => {
  test('the trace is the best of all shortest ones', () => {
    fc.assert(
      fc.property(graphs(9), fc.integer({ min: 1, max: 9 }), (graph, batchSuccessors) => {
        const model = modelOf(graph);
        const found = explore(model, { chunkRecords: 2, batchSuccessors });
        const best = bestOf(
          graph,
          allShortest(graph, (node) => isGoal(graph, node)),
        );
        expect(found.properties[property].id < 0).toBe(best === undefined);
        fc.pre(best !== undefined);
        const shown = counterexample(found, property);
        expect(shown.rules).toEqual(best);
        expect(shown.switches).toBe(switchesOf(graph, best));
        expect(shown.fewestSwitches).toBe(true);
        expect(confirm(model, shown).records).toEqual(shown.records);
      }),
      { numRuns: 1000 },
    );
  });
});

test('a witness of an outcome is the best of all shortest traces to it', () => {
  fc.assert(
    fc.property(graphs(9), (graph) => {
      const model = modelOf(graph);
      const found = explore(model);
      for (const outcome of found.outcomes.keys()) {
        const isGoal = (node: number) =>
          !graph.bad.has(node) && isEnd(graph, node) && `fill ${graph.fill[node] % 3}` === outcome;
        const best = bestOf(graph, allShortest(graph, isGoal));
        expect(outcomeWitness(found, outcome).rules).toEqual(best);
      }
    }),
    { numRuns: 500 },
  );
});

test('edges that the search keeps are those that are found by expanding once more', () => {
  fc.assert(
    fc.property(graphs(20), (graph) => {
      const kept = explore(modelOf(graph), { keepEdges: true, batchSuccessors: 7 });
      const again = explore(modelOf(graph));
      fc.pre(kept.stopped === 'complete');
      expect(kept.edges).not.toBeNull();
      const depth = kept.levels.length;
      const [own, other] = [edgesOf(kept), edgesOf(again)];
      other.upTo(depth);
      for (const part of ['first', 'targets', 'rules'] as const) {
        const length = part === 'first' ? kept.states + 1 : own.first[kept.states];
        expect(own[part].subarray(0, length)).toEqual(other[part].subarray(0, length));
      }
    }),
    { numRuns: 500 },
  );
});

test('edges that are more than were allowed are not kept', () => {
  const few = explore(modelOf(chain([])), { keepEdges: 1 });
  expect(few.edges?.edges).toBe(1);
  expect(explore(twoPhaseCommit(3), { keepEdges: 1 }).edges).toBeNull();
});

test('a search that was cut at the first violation still shows a shortest trace', () => {
  fc.assert(
    fc.property(graphs(20), (graph) => {
      const found = explore(modelOf(graph), { stopAtFirst: true });
      const { id } = found.properties[0];
      fc.pre(id >= 0);
      const shown = counterexample(found, 0);
      expect(shown.rules).toHaveLength(traceTo(found, id).rules.length);
      expect(shown.switches).toBeLessThanOrEqual(switchesOf(graph, traceTo(found, id).rules));
    }),
  );
});

test('beyond the work limit the trace of the search itself is shown, and says so', () => {
  fc.assert(
    fc.property(graphs(), fc.nat(), (graph, pick) => {
      const found = explore(modelOf(graph));
      const id = pick % found.states;
      const shown = fewestSwitches(found, { id, reached: () => true, ends: false }, 0);
      expect(shown.fewestSwitches).toBe(false);
      expect(shown).toMatchObject(traceTo(found, id));
      expect(shown.switches).toBe(switchesOf(graph, shown.rules));
    }),
  );
});

/** Two nodes, one after the other. */
function chain(bad: number[]): Graph {
  return {
    recordSize: 4,
    rules: [{ actor: 0, optional: false }],
    edges: [[{ rule: 0, to: 1 }], []],
    fill: [0, 0],
    bad: new Set(bad),
    failsAt: -1,
  };
}

test('what was not found has no trace', () => {
  const found = explore(modelOf(chain([])));
  expect(() => counterexample(found, 0)).toThrow('never bad of random graph has no trace to show');
  expect(() => counterexample(found, 9)).toThrow('number 9');
  expect(() => outcomeWitness(found, 'x')).toThrow('random graph has no end with outcome "x"');
  expect(counterexample(explore(modelOf(chain([1]))), 0).rules).toEqual([0]);
});
