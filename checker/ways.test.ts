/** The answers about ways are those of looking at all ways, on graphs with known answers and on random ones. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explore } from './explore.ts';
import { Graph, graphBytes } from './graph.ts';
import { graphs, modelOf, type Graph as Drawn } from './random-model.ts';
import { leastOf, leastSwitches, nearestFrom, NEVER, stepsTo } from './ways.ts';

/** A graph of `checker/` and, per state, the node of the drawing that it is. */
function graphOf(drawn: Drawn) {
  const model = modelOf(drawn);
  const exploration = explore(model, { chunkRecords: 2 });
  const { arena } = exploration.seen;
  const graph = new Graph(exploration);
  const nodes = Array.from({ length: graph.states }, (_, id) =>
    Number(model.decode(arena.chunkOf(id), arena.atOf(id))),
  );
  const marked = (set: ReadonlySet<number>) =>
    Uint8Array.from(nodes, (node) => (set.has(node) ? 1 : 0));
  return { graph, nodes, marked };
}

/** What a way has had when it comes to a node. */
interface Cost {
  readonly steps: number;
  readonly counted: number;
  readonly switches: number;
  readonly last: number;
}

/**
 * The least of each cost over all ways from `start` to a goal, by relaxing all edges until nothing
 * changes: no queue, no order, nothing in common with what is tested.
 */
function leastByRelaxing(
  drawn: Drawn,
  start: number,
  goals: ReadonlySet<number>,
  walls: ReadonlySet<number>,
) {
  const least = (costOf: (cost: Cost) => number): number => {
    const best = new Map<string, Cost>();
    const keyOf = (node: number, last: number) => `${node} ${last}`;
    best.set(keyOf(start, -1), { steps: 0, counted: 0, switches: 0, last: -1 });
    for (let hasChanged = true; hasChanged;) {
      hasChanged = false;
      for (const [key, cost] of best) {
        const node = Number(key.split(' ')[0]);
        if (walls.has(node)) continue;
        for (const { rule, to } of drawn.edges[node]) {
          const { actor } = drawn.rules[rule];
          const next = {
            steps: cost.steps + 1,
            counted: cost.counted + (rule % 2),
            switches: cost.switches + (cost.last >= 0 && cost.last !== actor ? 1 : 0),
            last: actor,
          };
          const known = best.get(keyOf(to, actor));
          if (known !== undefined && costOf(known) <= costOf(next)) continue;
          best.set(keyOf(to, actor), next);
          hasChanged = true;
        }
      }
    }
    const arrived = [...best].filter(([key]) => goals.has(Number(key.split(' ')[0])));
    return Math.min(NEVER, ...arrived.map(([, cost]) => costOf(cost)));
  };
  return {
    steps: least(({ steps }) => steps),
    counted: least(({ counted }) => counted),
    switches: least(({ switches }) => switches),
  };
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** A graph, goals and walls among its nodes. */
const asked = graphs(9).chain((drawn) => {
  const some = fc
    .array(fc.nat({ max: drawn.edges.length - 1 }), { maxLength: 4 })
    .map((nodes) => new Set(nodes));
  return fc.record({ drawn: fc.constant(drawn), goals: some, walls: some });
});

test('a graph has the edges of the drawing, both ways, and its ends', () => {
  fc.assert(
    fc.property(graphs(), (drawn) => {
      const { graph, nodes } = graphOf(drawn);
      const into: [number, number][] = [];
      for (let id = 0; id < graph.states; id++) {
        const edges = [];
        for (let edge = graph.first[id]; edge < graph.first[id + 1]; edge++) {
          edges.push({ rule: graph.rules[edge], to: nodes[graph.targets[edge]] });
          expect(graph.edgeBy(id, graph.rules[edge])).toBe(edge);
          into.push([graph.targets[edge], id]);
        }
        expect(edges).toEqual(drawn.edges[nodes[id]]);
        const isEnd = edges.every(({ rule }) => drawn.rules[rule].optional);
        expect(graph.ends[id]).toBe(isEnd ? 1 : 0);
      }
      const turned = Array.from({ length: graph.states }, (_, id) => {
        const sources = graph.sources.slice(graph.firstInto[id], graph.firstInto[id + 1]);
        return Array.from(sources, (source) => [id, source]);
      });
      expect(turned.flat()).toEqual(into.toSorted(([a, b], [c, d]) => a - c || b - d));
      const { first, targets, rules, ends, firstInto, sources } = graph;
      const bytes = [first, targets, rules, ends, firstInto, sources].map((it) => it.byteLength);
      // Two arrays have one entry more than there are states.
      expect(graphBytes(graph.exploration)).toBe(bytes.reduce((sum, each) => sum + each) - 8);
    }),
    { numRuns: 300 },
  );
});

test('a search that was cut has no graph', () => {
  const drawn = fc.sample(graphs(9), { numRuns: 50, seed: 1 }).find((it) => it.edges[0].length > 1);
  const cut = explore(modelOf(drawn as Drawn), { statesMax: 1 });
  expect(cut.stopped).toBe('states');
  expect(() => new Graph(cut)).toThrow(/was cut \(states\): it has no graph/);
});

describe('of all ways', () => {
  test('from every state the nearest goal is as far as the oracle says', () => {
    fc.assert(
      fc.property(asked, ({ drawn, goals, walls }) => {
        const { graph, nodes, marked } = graphOf(drawn);
        const steps = stepsTo(graph, marked(goals), marked(walls));
        for (const [id, node] of nodes.entries()) {
          expect(steps[id]).toBe(leastByRelaxing(drawn, node, goals, walls).steps);
          const isGoal = (): boolean => goals.has(nodes[nearestFrom(graph, steps, id)]);
          const isLost = steps[id] === NEVER;
          expect(isLost || isGoal()).toBe(true);
          expect(isLost && thrownBy(isGoal) === undefined).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the least that one has of marked edges and of switches is what the oracle says', () => {
    fc.assert(
      fc.property(asked, ({ drawn, goals, walls }) => {
        const { graph, nodes, marked } = graphOf(drawn);
        const least = leastByRelaxing(drawn, nodes[0], goals, walls);
        const isOdd = (edge: number): boolean => graph.rules[edge] % 2 === 1;
        expect(leastOf(graph, marked(goals), marked(walls), isOdd)).toBe(least.counted);
        expect(leastSwitches(graph, marked(goals), marked(walls))).toBe(least.switches);
      }),
      { numRuns: 1000 },
    );
  });
});
