/** The turning point of a run, on small graphs with known answers and, at random, as an oracle says. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explore } from '../../checker/explore.ts';
import { Graph } from '../../checker/graph.ts';
import { type Graph as Drawn, graphs, modelOf } from '../../checker/random-model.ts';
import { counterexample } from '../../checker/shortest.ts';
import { type Asked, turningPointOf, turnsOf } from './turning.ts';

/** What is asked of the shortest run that breaks property 0 (always) or 1 (finally), or null. */
function askedOf(drawn: Drawn, property: 0 | 1): (Asked & { nodes: readonly number[] }) | null {
  const model = modelOf(drawn);
  const exploration = explore(model, { chunkRecords: 2 });
  if (exploration.properties[property].id < 0) return null;
  const graph = new Graph(exploration);
  const { arena } = exploration.seen;
  const nodes = Array.from({ length: graph.states }, (_, id) =>
    Number(model.decode(arena.chunkOf(id), arena.atOf(id))),
  );
  const isFall = (id: number): boolean =>
    drawn.bad.has(nodes[id]) && (property === 0 || graph.ends[id] !== 0);
  const falls = graph.ends.map((_, id) => (isFall(id) ? 1 : 0));
  const goods = graph.ends.map((isEnd, id) => (isEnd !== 0 && !isFall(id) ? 1 : 0));
  const { rules } = counterexample(exploration, property);
  const path = [0];
  for (const [i, rule] of rules.entries()) path.push(graph.targets[graph.edgeBy(path[i], rule)]);
  return { graph, falls, goods, path, rules, nodes };
}

const RULES = [
  { actor: 0, optional: false },
  { actor: 1, optional: false },
  { actor: 2, optional: true },
];

/** Edges as `[rule, to]`. */
function drawing(edges: readonly (readonly (readonly [number, number])[])[], bad: number[]): Drawn {
  return {
    recordSize: 4,
    rules: RULES,
    edges: edges.map((own) => own.map(([rule, to]) => ({ rule, to }))),
    fill: edges.map(() => 0),
    bad: new Set(bad),
    failsAt: -1,
  };
}

describe('of a run on a small graph', () => {
  test('the point of no return is the step after which every way ends badly', () => {
    // 0 - 1 - 2 - 4 falls; from 1 another step goes to 3, a good end.
    const graph = drawing(
      [
        [[0, 1]],
        [
          [0, 2],
          [1, 3],
        ],
        [[0, 4]],
        [],
        [],
      ],
      [4],
    );
    const asked = askedOf(graph, 1) as Asked;
    expect(turningPointOf(asked)).toEqual({
      lost: 2,
      instead: [{ rule: 1, steps: 1, end: asked.goods.indexOf(1) }],
      mayStop: false,
    });
  });

  test('nothing could save it from the start where no end is good', () => {
    const asked = askedOf(drawing([[[0, 1]], []], [1]), 1) as Asked;
    expect(turningPointOf(asked)).toEqual({ lost: 0, instead: [], mayStop: false });
  });

  test('a state that falls is a wall: an end behind it is not good for the run', () => {
    // 1 is bad, and an end that optional steps leave for 2, which is good.
    const asked = askedOf(drawing([[[0, 1]], [[2, 2]], []], [1]), 1) as Asked;
    expect(turningPointOf(asked).lost).toBe(0);
  });

  test('what nobody had to do could have been left undone', () => {
    const asked = askedOf(drawing([[[0, 1]], [[2, 2]], []], [2]), 1) as Asked;
    expect(turningPointOf(asked)).toEqual({ lost: 2, instead: [], mayStop: true });
  });

  test('the last step decides where the other choice is there until then', () => {
    const asked = askedOf(
      drawing(
        [
          [[0, 1]],
          [
            [0, 2],
            [1, 3],
          ],
          [],
          [],
        ],
        [2],
      ),
      0,
    ) as Asked;
    expect(turningPointOf(asked).lost).toBe(2);
  });

  test('a change of the mover is forced, needed or free', () => {
    // 0 -a- 1 -b- 2 -a- 3 -b- 4 falls. In 1, a could go on to a good end; in 2, b could go on and
    // fall all the same; in 3, a cannot go on.
    const graph = drawing(
      [
        [[0, 1]],
        [
          [0, 5],
          [1, 2],
        ],
        [
          [0, 3],
          [1, 6],
        ],
        [[1, 4]],
        [],
        [],
        [[1, 7]],
        [[1, 8]],
        [[1, 4]],
      ],
      [4],
    );
    expect(turnsOf(askedOf(graph, 1) as Asked)).toEqual([
      { after: 1, is: 'needed' },
      { after: 2, is: 'free' },
      { after: 3, is: 'forced' },
    ]);
  });
});

/** Whether a way from `node` comes to a node of `goals` and enters no other node of `walls`; by trying all. */
function canReach(
  { edges }: Drawn,
  node: number,
  isGoal: (node: number) => boolean,
  isWall: (node: number) => boolean,
  been: readonly number[] = [],
): boolean {
  if (isGoal(node)) return true;
  if (isWall(node) || been.includes(node)) return false;
  return edges[node].some(({ to }) =>
    canReach({ edges } as Drawn, to, isGoal, isWall, [...been, node]),
  );
}

describe.for([0, 1] as const)('of property %i on random graphs', (property) => {
  test('the turning point and the turns are those that trying all ways finds', () => {
    let found = 0;
    fc.assert(
      fc.property(graphs(8), (graph) => {
        const asked = askedOf(graph, property);
        if (asked === null) return;
        found++;
        const { path, rules, nodes } = asked;
        const way = path.map((id) => nodes[id]);
        const isEnd = (node: number): boolean =>
          graph.edges[node].every(({ rule }) => graph.rules[rule].optional);
        const isFall = (node: number): boolean =>
          graph.bad.has(node) && (property === 0 || isEnd(node));
        const isGood = (node: number): boolean => isEnd(node) && !isFall(node);
        const canEndWell = (node: number): boolean => canReach(graph, node, isGood, isFall);
        const canFall = (node: number): boolean => canReach(graph, node, isFall, isFall);

        const { lost, instead, mayStop } = turningPointOf(asked);
        expect(way.map(canEndWell)).toEqual(way.map((_, i) => i < lost));
        const before = lost === 0 ? [] : graph.edges[way[lost - 1]];
        const saving = before.filter(({ to }) => canEndWell(to)).map(({ rule }) => rule);
        expect(instead.map(({ rule }) => rule).toSorted()).toEqual(saving.toSorted());
        expect(mayStop).toBe(lost > 0 && isGood(way[lost - 1]));
        // Where it is lost by a step, there was something else to do, or nothing had to be done.
        expect(lost === 0 || mayStop || instead.length > 0).toBe(true);
        expect(instead.every(({ end }) => isGood(nodes[end]))).toBe(true);

        const actorOf = (rule: number): number => graph.rules[rule].actor;
        const turns = rules.flatMap((rule, i) => {
          if (i === 0 || actorOf(rule) === actorOf(rules[i - 1])) return [];
          const own = graph.edges[way[i]].filter((e) => actorOf(e.rule) === actorOf(rules[i - 1]));
          const free = own.some(({ to }) => canFall(to));
          return [{ after: i, is: own.length === 0 ? 'forced' : free ? 'free' : 'needed' }];
        });
        expect(turnsOf(asked)).toEqual(turns);
      }),
      { numRuns: 3000 },
    );
    expect(found).toBeGreaterThan(300);
  });
});
