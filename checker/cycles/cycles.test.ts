/**
 * Fair cycles of small systems whose answers are known, the classic mistakes among them.
 */
import { expect, test } from 'vitest';
import { explore } from '../explore.ts';
import { Graph } from '../graph.ts';
import type { Model } from '../model.ts';
import { type Graph as RandomGraph, modelOf } from '../random-model.ts';
import { confirmLasso, LassoError } from './confirm-lasso.ts';
import { type CycleQuestion, onFairCycles } from './fair.ts';
import { fairLasso } from './lasso.ts';
import { orderOf } from './order.ts';

/** `A0>1`: actor A leads from node 0 to node 1; small letters are optional rules. */
function system(...edges: string[]): Model {
  const parsed = edges.map((edge) => /^(\w)(\d+)>(\d+)$/.exec(edge) ?? []);
  const nodes = Math.max(...parsed.flatMap(([, , from, to]) => [Number(from), Number(to)])) + 1;
  const graph: RandomGraph = {
    recordSize: 4,
    rules: parsed.map(([, who]) => ({
      actor: who.toUpperCase().charCodeAt(0) - 65,
      optional: who >= 'a',
    })),
    edges: Array.from({ length: nodes }, (_, node) =>
      parsed.flatMap(([, , from, to], rule) =>
        Number(from) === node ? [{ rule, to: Number(to) }] : [],
      ),
    ),
    fill: Array.from({ length: nodes }, () => 0),
    bad: new Set(),
    failsAt: -1,
  };
  return modelOf(graph);
}

const nodeOf = (arena: Uint8Array, at: number): number => arena[at + 3];
const anywhere: CycleQuestion = { within: () => true };
const among = (...nodes: number[]): CycleQuestion => ({
  within: (arena, at) => nodes.includes(nodeOf(arena, at)),
});

/** `0 1 | 2 3`: the nodes of the stem, and those of the loop from its first on; null: no fair cycle. */
function lassoOf(model: Model, question: CycleQuestion, keepEdges = true): string | null {
  const graph = new Graph(explore(model, { keepEdges }));
  const lasso = fairLasso(graph, question);
  if (lasso === null) return null;
  const { stem, loop } = lasso;
  const { records } = confirmLasso(
    model,
    { steps: [...stem, ...loop], from: stem.length },
    question,
  );
  const nodes = Array.from({ length: stem.length + loop.length }, (_, i) => nodeOf(records, i * 4));
  return `${nodes.slice(0, stem.length).join(' ')} | ${nodes.slice(stem.length).join(' ')}`.trim();
}

test.for<{ says: string; edges: string[]; question?: CycleQuestion; lasso: string | null }>([
  { says: 'no cycle at all', edges: ['A0>1', 'A1>2', 'B0>2'], lasso: null },
  { says: 'one actor that runs for ever', edges: ['A0>1', 'A1>2', 'A2>1'], lasso: '0 | 1 2' },
  { says: 'a step that changes nothing', edges: ['A0>1', 'A1>1'], lasso: '0 | 1' },
  {
    says: 'a cycle that is joined late, by a way found after it was closed',
    edges: ['A0>1', 'A1>2', 'A2>3', 'A3>4', 'A4>3', 'B0>4', 'B3>5', 'B4>5'],
    question: among(3, 4, 1, 2),
    lasso: null,
  },
  {
    says: 'the same, where whoever could leave cannot',
    edges: ['A0>1', 'A1>2', 'A2>3', 'A3>4', 'A4>3', 'B0>4'],
    lasso: '0 | 4 3',
  },
  {
    says: 'a state that is met again on another path is no cycle',
    edges: ['A0>1', 'B0>2', 'B1>3', 'A2>3', 'A3>4'],
    lasso: null,
  },
  {
    says: 'the cycle goes through a state that was finished on another path',
    edges: ['A0>1', 'B0>3', 'A1>2', 'A2>3', 'A3>4', 'A4>1'],
    lasso: '0 | 1 2 3 4',
  },
  {
    says: 'a loop that passes over who could move all the time is none',
    edges: ['A0>1', 'A1>0', 'B0>2', 'B1>2'],
    lasso: null,
  },
  {
    says: 'who can move in part of the loop only may be passed over',
    edges: ['A0>1', 'A1>0', 'B0>2'],
    lasso: '| 0 1',
  },
  {
    says: 'what nobody has to do does not have to be done',
    edges: ['A0>1', 'A1>0', 'b0>2', 'b1>2'],
    lasso: '| 0 1',
  },
  {
    says: 'and does not count as a turn either',
    edges: ['A0>1', 'A1>0', 'b0>1', 'b1>0', 'B0>2', 'B1>2'],
    lasso: null,
  },
  {
    says: 'fair only where two loops are combined',
    // A and B can move everywhere; each has a loop of its own through 0.
    edges: ['A0>1', 'A1>0', 'B0>2', 'B2>0', 'B1>3', 'A2>3'],
    lasso: '| 0 1 0 2',
  },
  {
    says: 'fair only by a detour to where an actor cannot move',
    edges: ['A0>1', 'A1>0', 'B0>4', 'B1>4', 'A1>2', 'A2>3', 'A3>0', 'B2>4'],
    lasso: '| 0 1 2 3',
  },
  {
    says: 'whoever can leave the part can move',
    edges: ['A0>1', 'A1>0', 'B0>2', 'B1>2', 'B2>0'],
    question: among(0, 1),
    lasso: null,
  },
  {
    says: 'a predicate that holds on part of a cycle only',
    edges: ['A0>1', 'A1>2', 'A2>0'],
    question: among(0, 1),
    lasso: null,
  },
  {
    says: 'a loop that must go by a longer way to visit a state',
    edges: ['A0>1', 'A1>0', 'A1>2', 'A2>0'],
    question: { within: () => true, visits: [(arena, at) => nodeOf(arena, at) === 2] },
    lasso: '| 0 1 2',
  },
  {
    says: 'the larger component is not fair, a smaller part of it would not be either',
    edges: ['A0>1', 'A1>2', 'A2>0', 'A1>0', 'B0>3', 'B1>3', 'B2>3'],
    lasso: null,
  },
  {
    says: 'the least stem is taken, and no shorter loop further on',
    edges: ['A0>1', 'A1>2', 'A2>1', 'A1>3', 'A3>3'],
    lasso: '0 | 1 2',
  },
])('$says', ({ edges, question = anywhere, lasso }) => {
  expect(lassoOf(system(...edges), question)).toBe(lasso);
  expect(lassoOf(system(...edges), question, false)).toBe(lasso);
});

test('what stands still neither makes a cycle nor asks for fairness', () => {
  const model = system('A0>1', 'A1>0', 'B0>2', 'B1>2');
  const frozen: CycleQuestion = {
    within: () => true,
    moves: (rule) => model.rules[rule].actor === 0,
  };
  expect(lassoOf(model, anywhere)).toBeNull();
  expect(lassoOf(model, frozen)).toBe('| 0 1');
  const halted: CycleQuestion = { ...frozen, moves: (rule) => model.rules[rule].actor === 1 };
  expect(lassoOf(model, halted)).toBeNull();
});

test('a ring of 30,000 states needs no stack', () => {
  const ring = 30_000;
  const model: Model = {
    name: 'ring',
    recordSize: 4,
    successorsMax: 1,
    rules: [{ name: 'on', actor: 0 }],
    properties: [],
    initial: (arena, at) => arena.fill(0, at, at + 4),
    successors(source, from, target, to, rules, ruleAt) {
      const next = ((source[from] | (source[from + 1] << 8)) + 1) % ring;
      target.set([next & 0xff, next >> 8, 0, 0], to);
      rules[ruleAt] = 0;
      return 1;
    },
    decode: () => ({}),
  };
  const graph = new Graph(explore(model, { keepEdges: true }));
  expect(orderOf(graph)).toBeNull();
  expect(onFairCycles(graph, anywhere).on.every((on) => on === 1)).toBe(true);
  expect(fairLasso(graph, anywhere)?.loop.length).toBe(ring);
});

test('an order has every edge forwards', () => {
  const graph = new Graph(
    explore(system('A0>2', 'B0>1', 'A1>2', 'A2>3', 'B1>3'), { keepEdges: true }),
  );
  const order = orderOf(graph);
  expect(order).not.toBeNull();
  const place = new Map(Array.from(order ?? [], (id, i) => [id, i]));
  for (let id = 0; id < graph.states; id++) {
    for (let edge = graph.first[id]; edge < graph.first[id + 1]; edge++) {
      expect(place.get(id)).toBeLessThan(place.get(graph.targets[edge]) as number);
    }
  }
});

test('too many pairs to look at: a loop all the same, and it says that it may be longer', () => {
  const model = system('A0>1', 'A1>0', 'B0>2', 'B2>0', 'B1>3', 'A2>3');
  const graph = new Graph(explore(model));
  const lasso = fairLasso(graph, anywhere, 1);
  expect(lasso?.isShortest).toBe(false);
  const { stem, loop } = lasso ?? { stem: [], loop: [] };
  confirmLasso(model, { steps: [...stem, ...loop], from: stem.length }, anywhere);
});

// --- the independent checker refuses -------------------------------------------------------------

const unfair = system('A0>1', 'A1>0', 'B0>2', 'B1>2');
test.for<{ says: string; steps: number[]; from: number; question?: CycleQuestion; why: RegExp }>([
  {
    says: 'an unfair loop',
    steps: [0, 1],
    from: 0,
    why: /not fair: who takes "rule 2" could move all/,
  },
  {
    says: 'a loop that is not closed',
    steps: [0],
    from: 0,
    why: /after step 1 is not that after step 0/,
  },
  { says: 'no loop', steps: [0, 1], from: 2, why: /after 2 of 2 steps: it has none/ },
  {
    says: 'a state outside',
    steps: [0, 1],
    from: 0,
    question: among(0),
    why: /after step 1 the loop is over/,
  },
  {
    says: 'a loop that does not visit what it must',
    steps: [0, 1],
    from: 0,
    question: { ...anywhere, visits: [() => true, () => false] },
    why: /no state of the loop is what visit 2 asks for/,
  },
  {
    says: 'a step that stands still',
    steps: [0, 1],
    from: 0,
    question: { ...anywhere, moves: (rule) => rule !== 1 },
    why: /step 2, rule 1, stands still/,
  },
])('the independent checker refuses $says', ({ steps, from, question = anywhere, why }) => {
  const confirm = () => confirmLasso(unfair, { steps, from }, question);
  expect(confirm).toThrow(LassoError);
  expect(confirm).toThrow(why);
});
