/**
 * The search gives the answers of toy.ts on any model, however its memory is cut up, and is
 * truthful about how far it got when it was stopped.
 */
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { twoPhaseCommit } from './two-phase-commit.ts';
import { explore, exploreInSlices } from './explore.ts';
import type { Exploration, Progress } from './exploration.ts';
import { ModelError, type Model } from './model.ts';
import { answersOf, expectedOf } from './oracle.ts';
import { graphs, modelOf, type Graph } from './random-model.ts';
import { toy } from './toy.ts';

const valueAt = (arena: Uint8Array, at: number) => arena[at] | (arena[at + 1] << 8);
const sum = (counts: readonly number[]) => counts.reduce((total, n) => total + n, 0);
/** Hashes that differ only above the bits that choose the slot. */
const tagOnly = (words: Int32Array, at: number) => words[at] << 20;

/** Counts from 0 to `last`, in the first two bytes of the record: one state per depth. */
function counter(last: number, recordSize = 4): Model {
  return {
    name: 'counter',
    recordSize,
    successorsMax: 1,
    rules: [{ name: 'count', actor: 0 }],
    properties: [
      { name: 'below 7', kind: 'always', says: '', holds: (arena, at) => valueAt(arena, at) < 7 },
    ],
    initial: (arena, at) => arena.fill(0, at, at + recordSize),
    successors(source, from, target, to, rules, ruleAt) {
      const value = valueAt(source, from) + 1;
      if (value > last) return 0;
      target.set(source.subarray(from, from + recordSize), to);
      target[to] = value & 0xff;
      target[to + 1] = value >> 8;
      rules[ruleAt] = 0;
      return 1;
    },
    decode: valueAt,
  };
}

const batchSuccessors = fc.integer({ min: 1, max: 40 });
const chunkRecords = fc.constantFrom(1, 2, 8, 64);
const memory = fc.record({ batchSuccessors, chunkRecords });

describe('a search that completes', () => {
  test('gives the answers of the reference checker, whatever the batch and the chunk', () => {
    fc.assert(
      fc.property(graphs(), memory, (graph, options) => {
        const found = explore(modelOf(graph), options);
        expect(answersOf(found)).toEqual(expectedOf(modelOf(graph)));
        expect(shownBy(found)).toEqual(toy(modelOf(graph)).shown);
        expect(found.stopped).toBe('complete');
        expect(found.completeDepth).toBe(found.levels.length - 1);
      }),
      { numRuns: 400 },
    );
  });

  test('stays exact when all hashes are equal', () => {
    fc.assert(
      fc.property(graphs(), memory, fc.integer(), (graph, options, constant) => {
        const found = explore(modelOf(graph), { ...options, hash: () => constant });
        expect(answersOf(found)).toEqual(expectedOf(modelOf(graph)));
      }),
      { numRuns: 200 },
    );
  });

  test('stays exact when only the bits that choose the slot are equal', () => {
    const found = explore(counter(9000), { hash: tagOnly });
    expect([found.states, found.transitions]).toEqual([9001, 9000]);
  });

  test('numbers the states alike after the seen set has grown several times', () => {
    const large = explore(counter(60_000), { batchSuccessors: 1, chunkRecords: 4 });
    expect(answersOf(large)).toEqual(answersOf(explore(counter(60_000))));
    expect(large.states).toBe(60_001);
  });

  test('counts what each rule fired and what was new', () => {
    fc.assert(
      fc.property(graphs(), (graph) => {
        const { coverage, states, transitions } = explore(modelOf(graph));
        expect(sum(coverage.fresh)).toBe(states - 1);
        expect(sum(coverage.fired)).toBe(transitions);
        expect(coverage.fired).toEqual(firedOf(graph));
      }),
    );
  });

  test('lets the event loop run when searched in slices, with the same answers', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const spin = { interrupted: () => waitMs(0.2) };
    const found = await exploreInSlices(counter(2000), spin);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(0);
    expect(answersOf(found)).toEqual(expectedOf(counter(2000)));
  });
});

describe('a search that is cut', () => {
  test('by states answers for what it found, and keeps no more than the limit', () => {
    fc.assert(
      fc.property(
        graphs(),
        memory,
        fc.integer({ min: 1, max: 40 }),
        (graph, options, statesMax) => {
          const found = explore(modelOf(graph), { ...options, statesMax });
          const whole = expectedOf(modelOf(graph));
          expect(answersOf(found)).toEqual(expectedOf(modelOf(graph), { statesMax }));
          expect(found.stopped).toBe(whole.records.length > statesMax ? 'states' : 'complete');
          expect(found.completeDepth).toBe(completeDepthOf(whole.levels, found));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('by an interruption says how deep it is complete', () => {
    fc.assert(
      fc.property(graphs(), memory, fc.nat({ max: 10 }), (graph, options, batches) => {
        let left = batches;
        const interrupted = () => left-- === 0;
        const found = explore(modelOf(graph), { ...options, interrupted });
        const expanded = found.states - found.frontier;
        const whole = expectedOf(modelOf(graph));
        expect(answersOf(found)).toEqual(expectedOf(modelOf(graph), { expandMax: expanded }));
        expect(found.completeDepth).toBe(completeDepthOf(whole.levels, found));
        expect(found.stopped).toBe(left < 0 ? 'interrupted' : 'complete');
      }),
      { numRuns: 300 },
    );
  });

  test('by memory stays below the limit and says how deep it is complete', () => {
    const memoryMaxBytes = 400_000;
    const found = explore(counter(60_000), {
      memoryMaxBytes,
      chunkRecords: 64,
      batchSuccessors: 8,
    });
    expect(found.stopped).toBe('memory');
    expect(found.peakBytes).toBeLessThanOrEqual(memoryMaxBytes);
    expect(found.states).toBeGreaterThan(10_000);
    expect(found.completeDepth).toBe(found.states - 2);
    expect(found.frontier).toBe(1);
  });

  test('by time says so', () => {
    const slow = { timeLimitMs: 5, interrupted: () => waitMs(1) };
    const found = explore(counter(60_000), slow);
    expect(found.stopped).toBe('time');
    expect(found.frontier).toBe(1);
    expect(found.completeDepth).toBe(found.states - 2);
  });

  test('before anything was expanded is complete to no depth', () => {
    const found = explore(counter(9), { interrupted: () => true });
    expect(found).toMatchObject({ states: 1, frontier: 1, completeDepth: -1, levels: [1] });
  });

  test('by an error of the model names the state and keeps all found before', () => {
    fc.assert(
      fc.property(graphs(), memory, fc.nat({ max: 39 }), (graph, options, node) => {
        const failsAt = node % graph.edges.length;
        const failing = { ...graph, failsAt };
        const found = explore(modelOf(failing), options);
        const order = expectedOf(modelOf(graph)).records.map((hex) =>
          Number.parseInt(hex.slice(-2), 16),
        );
        const id = order.indexOf(failsAt);
        fc.pre(id >= 0);
        expect(found.stopped).toBe('error');
        expect(found.error).toEqual({ message: `node ${failsAt} is beyond the limit`, id });
        expect(answersOf(found)).toEqual(expectedOf(modelOf(graph), { expandMax: id }));
      }),
      { numRuns: 300 },
    );
  });

  test('by the first violation, if asked, ends with it', () => {
    const found = explore(counter(100), { stopAtFirst: true });
    expect(found).toMatchObject({ stopped: 'violated', states: 8, completeDepth: 5 });
    expect(explore(counter(100)).properties[0].id).toBe(7);
    expect(explore(counter(6), { stopAtFirst: true }).stopped).toBe('complete');
  });
});

describe('misuse throws', () => {
  test.for([
    [{ statesMax: 0 }, 'statesMax is 0; it must be a whole number of at least 1.'],
    [{ statesMax: 2.5 }, 'statesMax is 2.5; it must be a whole number of at least 1.'],
    [{ memoryMaxBytes: -1 }, 'memoryMaxBytes is -1; it must be a whole number of at least 1.'],
    [{ timeLimitMs: 0 }, 'timeLimitMs is 0; it must be more than 0.'],
    [{ timeLimitMs: Number.NaN }, 'timeLimitMs is NaN; it must be more than 0.'],
    [{ chunkRecords: 3 }, 'chunkRecords is 3; it must be a power of two.'],
  ] as const)('for %o', ([options, message]) => {
    expect(() => explore(counter(3), options)).toThrow(new RangeError(message));
  });

  test('for a memory limit below what a search needs to start', () => {
    expect(() => explore(counter(3), { memoryMaxBytes: 10 })).toThrow(/needs \d+ bytes to start/);
  });

  test('for a record that is not made of words, and too many successors', () => {
    expect(() => explore(counter(3, 6))).toThrow('recordSize is 6; it must be a multiple of 4.');
    const many: Model = { ...counter(3), successors: () => 2 };
    expect(() => explore(many)).toThrow('2 successors of state 0, but its successorsMax is 1');
  });

  test('for any error that is not the model saying so', () => {
    expect(() => explore(broken(new TypeError('oops')))).toThrow(TypeError);
    expect(explore(broken(new ModelError('too many ticks'))).error?.message).toBe('too many ticks');
  });
});

test('the reference checker is thirty lines of code, so that it can be read at once', () => {
  const [, code] = readFileSync(new URL('toy.ts', import.meta.url), 'utf8').split('\n */\n');
  expect(code.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
});

test('progress is reported at most every 100 ms', () => {
  const reports: number[] = [];
  const progress = ({ states }: Progress) => reports.push(states);
  const { elapsedMs } = explore(counter(1000), { progress, interrupted: () => waitMs(0.5) });
  expect(reports.length).toBeGreaterThan(1);
  expect(reports.length).toBeLessThanOrEqual(elapsedMs / 100);
});

/** The states that break or show properties, in the form in which toy.ts gives them. */
function shownBy({ properties, seen }: Exploration): Map<string, string> {
  const shown = properties.filter(({ id }) => id >= 0);
  return new Map(shown.map(({ property, id }) => [property.name, String(seen.arena.recordOf(id))]));
}

/** Per rule of the graph: edges of reachable nodes. */
function firedOf(graph: Graph): number[] {
  const nodes = expectedOf(modelOf(graph)).records.map((hex) => Number.parseInt(hex.slice(-2), 16));
  return graph.rules.map(
    (_, rule) => nodes.flatMap((node) => graph.edges[node]).filter((e) => e.rule === rule).length,
  );
}

/** The depth to which `found` is complete, given the levels of the whole search. */
function completeDepthOf(levels: readonly number[], { states, frontier }: Exploration): number {
  let through = 0;
  return levels.filter((level) => (through += level) <= states - frontier).length - 1;
}

/** A model whose successors throw. */
function broken(error: Error): Model {
  return {
    ...counter(3),
    successors() {
      throw error;
    },
  };
}

function waitMs(ms: number): false {
  for (const end = performance.now() + ms; performance.now() < end;);
  return false;
}

test('a search that reuses the chunks of another finds the same states in the same bytes', () => {
  const first = explore(twoPhaseCommit(4));
  const records = Array.from({ length: first.states }, (_, id) => [
    ...first.seen.arena.recordOf(id),
  ]);
  // Another search of the same record size leaves other records in the chunks.
  first.seen.arena.release();
  explore(twoPhaseCommit(3), {}).seen.arena.release();
  const again = explore(twoPhaseCommit(4));
  expect(again.states).toBe(first.states);
  expect(
    Array.from({ length: again.states }, (_, id) => [...again.seen.arena.recordOf(id)]),
  ).toEqual(records);
});

test('a released search cannot be looked at', () => {
  const exploration = explore(twoPhaseCommit(2));
  exploration.seen.arena.release();
  expect(() => exploration.seen.arena.recordOf(0)).toThrow(TypeError);
});
