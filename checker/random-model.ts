/**
 * Small random models for property tests: a random graph whose nodes are hidden in records of a
 * random size, with random rules, actors, optional rules, outcomes and properties.
 */
import * as fc from 'fast-check';
import { ModelError, type Model, type Property } from './model.ts';

export interface Graph {
  readonly recordSize: number;
  /** Per rule. */
  readonly rules: readonly { readonly actor: number; readonly optional: boolean }[];
  /** Per node: at most one edge per rule. */
  readonly edges: readonly (readonly { readonly rule: number; readonly to: number }[])[];
  /** Per node: what its record is filled with, besides the number of the node. */
  readonly fill: readonly number[];
  readonly bad: ReadonlySet<number>;
  /** The node in which the model throws, or -1. */
  readonly failsAt: number;
}

/** `nodesMax`: most nodes. Small ones come first, so that failures shrink to a few nodes. */
export function graphs(nodesMax = 40): fc.Arbitrary<Graph> {
  return fc
    .record({
      nodes: fc.integer({ min: 1, max: nodesMax }),
      recordWords: fc.integer({ min: 1, max: 5 }),
      rules: fc.array(fc.record({ actor: fc.nat({ max: 3 }), optional: fc.boolean() }), {
        minLength: 1,
        maxLength: 6,
      }),
    })
    .chain(({ nodes, recordWords, rules }) => {
      const edge = fc.record({
        rule: fc.nat({ max: rules.length - 1 }),
        to: fc.nat({ max: nodes - 1 }),
      });
      const perNode = { minLength: nodes, maxLength: nodes };
      return fc.record({
        recordSize: fc.constant(recordWords * 4),
        rules: fc.constant(rules),
        edges: fc.array(fc.uniqueArray(edge, { selector: (e) => e.rule, maxLength: 4 }), perNode),
        fill: fc.array(fc.nat({ max: 255 }), perNode),
        bad: fc.array(fc.nat({ max: nodes - 1 }), { maxLength: 5 }).map((ids) => new Set(ids)),
        failsAt: fc.constant(-1),
      });
    });
}

/** The graph as a model. The initial state is node 0. */
export function modelOf(graph: Graph): Model {
  const { recordSize, rules, edges, fill, bad, failsAt } = graph;
  const nodeOf = (arena: Uint8Array, at: number) => arena[at + recordSize - 1];
  const write = (node: number, arena: Uint8Array, at: number) => {
    arena.fill(fill[node], at, at + recordSize);
    arena[at + recordSize - 1] = node;
  };
  const property = (name: string, kind: Property['kind'], good: boolean): Property => ({
    name,
    kind,
    says: name,
    holds: (arena, at) => bad.has(nodeOf(arena, at)) !== good,
  });
  return {
    name: 'random graph',
    recordSize,
    successorsMax: 4,
    rules: rules.map(({ actor, optional }, i) => ({ name: `rule ${i}`, actor, optional })),
    properties: [
      property('never bad', 'always', true),
      property('ends well', 'finally', true),
      property('once bad', 'sometimes', false),
    ],
    initial: (arena, at) => write(0, arena, at),
    successors(source, from, target, to, ruleNumbers, ruleAt) {
      const node = nodeOf(source, from);
      if (node === failsAt) throw new ModelError(`node ${node} is beyond the limit`);
      for (const [i, { rule, to: next }] of edges[node].entries()) {
        write(next, target, to + i * recordSize);
        ruleNumbers[ruleAt + i] = rule;
      }
      return edges[node].length;
    },
    decode: nodeOf,
    outcome: (arena, at) =>
      bad.has(nodeOf(arena, at)) ? undefined : `fill ${fill[nodeOf(arena, at)] % 3}`,
  };
}
