/** Packed records are the records: nothing is lost, nothing that is new goes unnoticed. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explore } from './explore.ts';
import type { ExploreOptions } from './exploration.ts';
import { graphOf } from './graph.ts';
import type { Model } from './model.ts';
import { answersOf } from './oracle.ts';
import { byTables } from './packing-code.ts';
import { Packing, roomier } from './packing.ts';
import { randomProcesses, reducible } from './persistent-toy.ts';
import { graphs, modelOf } from './random-model.ts';
import { fewestSwitches } from './shortest.ts';
import { traceTo } from './trace.ts';

const WORDS = 9;
const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const wordsOf = (each: fc.Arbitrary<number>) =>
  fc.array(each, { minLength: WORDS, maxLength: WORDS }).map((words) => Int32Array.from(words));
/** Few bits, many, none. */
const mask = fc.oneof(
  fc.constant(0),
  word,
  fc.tuple(word, word, word).map(([a, b, c]) => a & b & c),
);

/** Masks, an initial record, records that differ from it within the masks. */
const packed = fc
  .record({ initial: wordsOf(word), masks: wordsOf(mask), noise: fc.array(wordsOf(word)) })
  .map(({ initial, masks, noise }) => ({
    packing: new Packing(initial, masks),
    records: noise.map((bits) => initial.map((value, i) => value ^ (bits[i] & masks[i]))),
  }));

test('a record that is packed and unpacked is the record, by code and by tables', () => {
  fc.assert(
    fc.property(packed, ({ packing, records }) => {
      const from = Int32Array.from(records.flatMap((record) => [...record]));
      const results = [packing.code, byTables(packing)].map(({ packAll, unpack }) => {
        const to = new Int32Array(records.length * packing.words);
        const strange = new Int32Array(records.length);
        expect(packAll(from, records.length, to, strange)).toBe(0);
        const again = new Int32Array(from.length);
        for (let i = 0; i < records.length; i++) unpack(to, i * packing.words, again, i * WORDS);
        expect(again).toEqual(from);
        return to;
      });
      expect(results[0]).toEqual(results[1]);
      for (const [i, record] of records.entries()) {
        const words = record.map((_, n) => packing.wordOf(n, results[0], i * packing.words));
        expect(words).toEqual(record);
      }
    }),
  );
});

test('a bit outside of the masks is noticed, whatever the others are', () => {
  const place = fc.nat({ max: WORDS * 32 - 1 });
  fc.assert(
    fc.property(packed, place, ({ packing, records }, bit) => {
      const [i, flag] = [bit >>> 5, 1 << (bit & 31)];
      fc.pre((packing.masks[i] & flag) === 0);
      for (const record of records) {
        const changed = record.map((value, n) => (n === i ? value ^ flag : value));
        for (const { packAll } of [packing.code, byTables(packing)]) {
          const strange = new Int32Array(2);
          const both = Int32Array.from([...record, ...changed]);
          expect(packAll(both, 2, new Int32Array(2 * packing.words), strange)).not.toBe(0);
          expect([strange[0] === 0, strange[1] === 0]).toEqual([true, false]);
        }
        const masks = packing.masks.slice();
        packing.addTo(masks, changed, 0);
        expect(masks[i]).toBe(packing.masks[i] | flag);
      }
    }),
  );
});

test('words that change in different bits share one, turned round where they must be', () => {
  const words = (...masks: number[]) => Packing.wordsFor(Int32Array.from(masks));
  expect(words(0xff, 0xff00, 0xff0000, 0)).toBe(1);
  expect(words(0xff, 0xff, 0xff, 0xff)).toBe(1);
  expect(words(0xff, 0xff, 0xff, 0x1ff)).toBe(2);
  expect(words(-1, -1, 0)).toBe(2);
  expect(words(0, 0)).toBe(0);
  expect(new Packing(new Int32Array(9), new Int32Array(9).fill(-1)).words).toBe(12);
});

test('a number that has come to fill three bits has a fourth to grow into, within its byte', () => {
  const roomy = (value: number) => roomier(Int32Array.of(value))[0] >>> 0;
  expect(roomy(0x07)).toBe(0x0f);
  expect(roomy(0x7f001f03)).toBe(0xff003f03);
  expect(roomy(0xff05)).toBe(0xff05);
});

/** The same model, with words in its records that never change. */
function padded(model: Model, words = 6): Model {
  const { recordSize, properties, outcome } = model;
  const size = recordSize + words * 4;
  const of = (arena: Uint8Array, at: number) => arena.subarray(at, at + recordSize);
  return {
    ...model,
    recordSize: size,
    properties: properties.map((each) => ({
      ...each,
      holds: (arena, at) => each.holds(of(arena, at), 0),
    })),
    initial(arena, at) {
      model.initial(arena, at);
      for (let i = recordSize; i < size; i++) arena[at + i] = 7 * i;
    },
    successors: paddedSuccessors(model.successors.bind(model), recordSize, size),
    ...(model.chosen && {
      chosen: paddedSuccessors(model.chosen.bind(model), recordSize, size),
    }),
    ...(outcome && { outcome: (arena, at) => outcome(of(arena, at), 0) }),
    get isPartial() {
      return model.isPartial === true;
    },
  };
}

function paddedSuccessors(
  successors: Model['successors'],
  recordSize: number,
  size: number,
): Model['successors'] {
  return (source, from, target, to, rules, ruleAt) => {
    const made = new Uint8Array(64 * recordSize);
    const own = source.slice(from, from + recordSize);
    const count = successors(own, 0, made, 0, rules, ruleAt);
    for (let i = 0; i < count; i++) {
      target.set(source.subarray(from, from + size), to + i * size);
      target.set(made.subarray(i * recordSize, (i + 1) * recordSize), to + i * size);
    }
    return count;
  };
}

/** From the first state on: all bits that change are new at some time. */
const packing = fc.record({
  packFrom: fc.constantFrom(1, 2, 7, 20),
  batchSuccessors: fc.integer({ min: 1, max: 40 }),
  chunkRecords: fc.constantFrom(1, 2, 8, 64),
});
const NEVER: ExploreOptions = { packFrom: 2 ** 40 };

describe('a search that packs its records', () => {
  test('gives the answers of one that does not, its graph and traces too', () => {
    const isPacked = new Set<boolean>();
    fc.assert(
      fc.property(graphs(), packing, (graph, options) => {
        const model = padded(modelOf(graph));
        const [found, plain] = [explore(model, options), explore(model, NEVER)];
        expect(plain.seen.arena.packing).toBeUndefined();
        isPacked.add(found.seen.arena.packing !== undefined);
        expect(answersOf(found)).toEqual(answersOf(plain));
        expect(found.coverage).toEqual(plain.coverage);
        expect([...graphOf(found).targets]).toEqual([...graphOf(plain).targets]);
        const last = found.states - 1;
        expect(traceTo(found, last)).toEqual(traceTo(plain, last));
        const goal = { id: last, ends: false, reached: () => true };
        expect(fewestSwitches(found, goal)).toEqual(fewestSwitches(plain, goal));
        for (let byte = 0; byte < model.recordSize; byte++) {
          expect(found.seen.arena.byteOf(last, byte)).toBe(plain.seen.arena.recordOf(last)[byte]);
        }
      }),
      { numRuns: 200 },
    );
    expect(isPacked).toContain(true);
  });

  test('gives the answers of one that does not where it leaves out states', () => {
    fc.assert(
      fc.property(randomProcesses(), packing, (processes, options) => {
        const model = padded(reducible(processes));
        const limits = { reduced: true, statesMax: 2000, batchSuccessors: options.batchSuccessors };
        const found = explore(model, { ...options, ...limits });
        const plain = explore(model, { ...limits, ...NEVER });
        expect(answersOf(found)).toEqual(answersOf(plain));
        expect(found.coverage).toEqual(plain.coverage);
      }),
      { numRuns: 200 },
    );
  });

  test('is right where all of a record comes to change, and packing makes it no smaller', () => {
    const [size, many] = [20, 16];
    const dense: Model = {
      name: 'dense',
      recordSize: size,
      successorsMax: many,
      rules: Array.from({ length: many }, (_, i) => ({ name: `go to ${i}`, actor: 0 })),
      properties: [],
      initial: (arena, at) => arena.fill(0, at, at + size),
      successors(source, from, target, to, rules, ruleAt) {
        if (source[from] !== 0) return 0;
        for (let i = 0; i < many; i++) {
          for (let n = 0; n < size; n++) target[to + i * size + n] = 1 + i * 15 + n;
          rules[ruleAt + i] = i;
        }
        return many;
      },
      decode: () => null,
    };
    const found = explore(dense, { packFrom: 1, batchSuccessors: many });
    expect(found.seen.arena.keptWords).toBe(8);
    expect(answersOf(found)).toEqual(answersOf(explore(dense, NEVER)));
  });

  test('stays exact when all hashes are equal', () => {
    fc.assert(
      fc.property(graphs(), packing, (graph, options) => {
        const model = padded(modelOf(graph));
        const found = explore(model, { ...options, hash: () => 12 });
        expect(answersOf(found)).toEqual(answersOf(explore(model, NEVER)));
      }),
      { numRuns: 100 },
    );
  });
});
