/**
 * Fair cycles of random graphs, against an oracle that walks from every state with all that it owes.
 *
 * 5000 graphs; `ALL=1 npx vitest run checker/cycles` takes a hundred times as many.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { explore } from '../explore.ts';
import { Graph } from '../graph.ts';
import type { Model } from '../model.ts';
import { graphs, modelOf } from '../random-model.ts';
import { depthOf } from '../trace.ts';
import { confirmLasso } from './confirm-lasso.ts';
import { componentsOf } from './components.ts';
import { type CycleQuestion, onFairCycles, partOf } from './fair.ts';
import { fairLasso } from './lasso.ts';
import { mostOnWays } from './most.ts';
import { orderOf } from './order.ts';

const RUNS = process.env.ALL === undefined ? 5000 : 500_000;

interface Edge {
  readonly rule: number;
  readonly to: number;
}

/** What the oracle works on: edges by state number, nothing of the search's own. */
interface Plain {
  readonly edges: readonly (readonly Edge[])[];
  readonly inside: readonly boolean[];
  readonly moves: (rule: number) => boolean;
  /** Per visit and state. */
  readonly visits: readonly (readonly boolean[])[];
  readonly model: Model;
}

function plainOf(graph: Graph, question: CycleQuestion): Plain {
  const { model, seen } = graph.exploration;
  const numbers = Array.from({ length: graph.states }, (_, id) => id);
  const names = new Map(numbers.map((id) => [String(seen.arena.recordOf(id)), id]));
  const edges = numbers.map((id) => {
    const next = new Uint8Array(model.successorsMax * model.recordSize);
    const by = new Uint16Array(model.successorsMax);
    const count = model.successors(seen.arena.recordOf(id), 0, next, 0, by, 0);
    return Array.from({ length: count }, (_, i) => ({
      rule: by[i],
      to: names.get(String(next.slice(i * model.recordSize, (i + 1) * model.recordSize))) ?? -1,
    }));
  });
  const inside = numbers.map((id) => question.within(seen.arena.recordOf(id), 0));
  const visits = (question.visits ?? []).map((visit) =>
    numbers.map((id) => visit(seen.arena.recordOf(id), 0)),
  );
  return { edges, inside, moves: question.moves ?? (() => true), visits, model };
}

/** The length of a shortest fair walk from a state back to it, or Infinity. */
function fairRound({ edges, inside, moves, visits, model }: Plain, start: number): number {
  if (!inside[start]) return Infinity;
  const binds = (rule: number): boolean => moves(rule) && model.rules[rule].optional !== true;
  const actors = [...new Set(model.rules.map(({ actor }) => actor))];
  const can = (id: number, actor: number): boolean =>
    edges[id].some(({ rule }) => binds(rule) && model.rules[rule].actor === actor);
  const seen = new Set<string>();
  // Actors by their numbers, visits by negative ones.
  const owedAt = (id: number, owed: readonly number[]): number[] =>
    owed.filter((one) => (one >= 0 ? can(id, one) : !visits[-1 - one][id]));
  const all = [...actors, ...visits.map((_, i) => -1 - i)];
  let now = [{ id: start, owed: owedAt(start, all) }];
  for (let length = 1; now.length > 0; length++) {
    const then: typeof now = [];
    for (const { id, owed } of now) {
      for (const { rule, to } of edges[id]) {
        if (!moves(rule) || !inside[to]) continue;
        const left = owedAt(to, owed).filter(
          (one) => !(binds(rule) && model.rules[rule].actor === one),
        );
        if (to === start && left.length === 0) return length;
        const name = `${to} ${left}`;
        if (seen.has(name)) continue;
        seen.add(name);
        then.push({ id: to, owed: left });
      }
    }
    now = then;
  }
  return Infinity;
}

/** Can one state be reached from another within the part, by no edge or more? */
function reaches({ edges, inside, moves }: Plain, from: number, to: number): boolean {
  const seen = new Set([from]);
  for (const id of seen) {
    for (const { rule, to: next } of edges[id]) if (moves(rule) && inside[next]) seen.add(next);
  }
  return seen.has(to);
}

const asked = fc.record({
  drawn: graphs(9),
  isNarrow: fc.boolean(),
  frozen: fc.option(fc.nat({ max: 3 })),
  visits: fc.array(fc.nat({ max: 8 }), { maxLength: 2 }),
});
type Asked = typeof asked extends fc.Arbitrary<infer A> ? A : never;

/** `visits`: nodes to be visited, and another beside each. */
function questionOf(model: Model, { isNarrow, frozen, visits }: Asked): CycleQuestion {
  const nodeOf = (arena: Uint8Array, at: number): number => arena[at + model.recordSize - 1];
  return {
    visits: visits.map((node) => (arena, at) => (nodeOf(arena, at) & 6) === (node & 6)),
    within: (arena, at) => !isNarrow || model.properties[0].holds(arena, at),
    ...(frozen !== null && { moves: (rule: number) => model.rules[rule].actor !== frozen }),
  };
}

test('what is on a fair cycle, and the shortest loop of the least stem, are those of the oracle', () => {
  let found = 0;
  fc.assert(
    fc.property(asked, fc.boolean(), (each, keepEdges) => {
      const model = modelOf(each.drawn);
      const question = questionOf(model, each);
      const exploration = explore(model, { keepEdges });
      const graph = new Graph(exploration);
      const plain = plainOf(graph, question);
      const rounds = plain.edges.map((_, id) => fairRound(plain, id));
      expect([...onFairCycles(graph, question).on]).toEqual(
        rounds.map((n) => (n < Infinity ? 1 : 0)),
      );
      const lasso = fairLasso(graph, question);
      const least = rounds.findIndex((n) => n < Infinity);
      expect(lasso !== null).toBe(least >= 0);
      if (lasso === null) return;
      found++;
      const { stem, loop, isShortest } = lasso;
      expect({ stem: stem.length, loop: loop.length, isShortest }).toEqual({
        stem: depthOf(exploration, least),
        loop: rounds[least],
        isShortest: true,
      });
      confirmLasso(model, { steps: [...stem, ...loop], from: stem.length }, question);
      const pieced = fairLasso(graph, question, 1);
      expect(pieced?.loop.length).toBeGreaterThanOrEqual(loop.length);
      const steps = [...(pieced?.stem ?? []), ...(pieced?.loop ?? [])];
      confirmLasso(model, { steps, from: stem.length }, question);
    }),
    { numRuns: RUNS },
  );
  expect(found).toBeGreaterThan(RUNS / 20);
}, 3_600_000);

test('components are the classes of states that reach each other; an order exists without cycles', () => {
  fc.assert(
    fc.property(asked, (each) => {
      const model = modelOf(each.drawn);
      const question = questionOf(model, each);
      const graph = new Graph(explore(model, { keepEdges: true }));
      const plain = plainOf(graph, question);
      const { of } = componentsOf(partOf(graph, question));
      const everywhere = plainOf(graph, { within: () => true });
      const isCyclic = everywhere.edges.some((edges, id) =>
        edges.some(({ to }) => reaches(everywhere, to, id)),
      );
      expect(orderOf(graph) === null).toBe(isCyclic);
      for (let a = 0; a < graph.states; a++) {
        for (let b = 0; b < graph.states; b++) {
          if (!plain.inside[a] || !plain.inside[b]) continue;
          const isOne = reaches(plain, a, b) && reaches(plain, b, a);
          expect(of[a] === of[b]).toBe(isOne);
          expect(!reaches(plain, a, b) || of[b] <= of[a]).toBe(true);
        }
      }
    }),
    { numRuns: RUNS / 10 },
  );
}, 3_600_000);

/** Per state of the part the most counted since it was entered, by as many rounds as there are states. */
function mostByRounds({ edges, inside, moves }: Plain, counts: (rule: number) => number): number[] {
  let most = edges.map(() => 0);
  const round = (): number[] => {
    const next = edges.map(() => 0);
    for (const [id, steps] of edges.entries()) {
      for (const { rule, to } of steps) {
        if (!moves(rule) || !inside[to]) continue;
        next[to] = Math.max(next[to], (inside[id] ? most[id] : 0) + counts(rule));
      }
    }
    return next;
  };
  const longest = edges.length * 2;
  for (let i = 0; i < edges.length * (longest + 2); i++) most = round();
  // What grows for longer than any way without a cycle can count has no most.
  return most.map((value) => (value > longest ? Infinity : value));
}

test('the most that is counted on ways, or that there is none, is what rounds over all edges find', () => {
  let endless = 0;
  fc.assert(
    fc.property(asked, fc.array(fc.nat({ max: 2 }), { minLength: 6, maxLength: 6 }), (each, by) => {
      const model = modelOf(each.drawn);
      const question = questionOf(model, each);
      const graph = new Graph(explore(model));
      const plain = plainOf(graph, question);
      const part = partOf(graph, question);
      const most = mostOnWays(part, componentsOf(part), (edge) => by[graph.rules[edge]]);
      expect([...most]).toEqual(mostByRounds(plain, (rule) => by[rule]));
      if (most.includes(Infinity)) endless++;
    }),
    { numRuns: RUNS / 10 },
  );
  expect(endless).toBeGreaterThan(RUNS / 200);
}, 3_600_000);
