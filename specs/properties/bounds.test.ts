/**
 * Nothing that looks at a state looks beside it: with other bytes around a record every property,
 * every outcome and every successor is the same, for every state of a search.
 */
import { expect, test } from 'vitest';
import { explore } from '../../checker/explore.ts';
import type { Model, Property } from '../../checker/model.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Machine } from '../../model/machine.ts';
import { readCatalogue } from '../catalogue.ts';
import { revisionsOf } from '../check/check.ts';
import { compile } from '../compile/compile.ts';
import { Unsupported } from '../compile/unsupported.ts';
import type { Litmus } from '../litmus/litmus.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { needsAborts } from '../search/search.ts';
import { testModel } from '../search/test-model.ts';

/** What stands before and behind the record when it is looked at. */
const POISONS = [0x00, 0xff];
const STATES_MAX = 40;
/** More than any offset that a record has. */
const AROUND = 1024;

/** The record alone, among bytes that are none of it. */
function poisoned(arena: Uint8Array, at: number, size: number, poison: number): Uint8Array {
  const copy = new Uint8Array(AROUND + size + AROUND).fill(poison);
  copy.set(arena.subarray(at, at + size), AROUND);
  return copy;
}

/** The model, in which everything is asked once for each poison; `trouble` hears what differs. */
function besides(machine: Machine, trouble: (what: string) => void): Model {
  const { recordSize: size, successorsMax } = machine;
  const same = <T>(what: string, arena: Uint8Array, at: number, ask: (a: Uint8Array) => T): T => {
    const answers = POISONS.map((poison) => ask(poisoned(arena, at, size, poison)));
    if (new Set(answers).size > 1) trouble(what);
    return answers[0];
  };
  const properties = machine.properties.map((property): Property => ({
    ...property,
    holds: (arena, at) => same(property.name, arena, at, (copy) => property.holds(copy, AROUND)),
  }));
  return {
    name: machine.name,
    recordSize: size,
    successorsMax,
    rules: machine.rules,
    properties,
    initial: (arena, at) => machine.initial(arena, at),
    decode: (arena, at) => machine.decode(arena, at),
    outcome: (arena, at) => same('outcome', arena, at, (copy) => machine.outcome(copy, AROUND)),
    successors(source, from, target, to, rules, ruleAt) {
      same('successors', source, from, (copy) => {
        const others = new Uint8Array(successorsMax * size).fill(copy[0]);
        const numbers = new Uint16Array(successorsMax);
        const count = machine.successors(copy, AROUND, others, 0, numbers, 0);
        const made = others.subarray(0, count * size);
        return `${numbers.subarray(0, count).join()} ${Buffer.from(made).toString('hex')}`;
      });
      same('decode', source, from, (copy) => JSON.stringify(machine.decode(copy, AROUND)));
      return machine.successors(source, from, target, to, rules, ruleAt);
    },
  };
}

/** With every assertion, so that each looks at states of each test. */
function inFull(litmus: Litmus): Litmus {
  const asserts = Array.from({ length: 17 }, (_, i) => `R${i + 1}`);
  return { ...litmus, meta: { ...litmus.meta, asserts } };
}

test('the bytes around a record change nothing', { timeout: 300_000 }, () => {
  const differs: string[] = [];
  let searched = 0;
  for (const { litmus, name } of readCatalogue()) {
    for (const revision of revisionsOf(litmus)) {
      for (const design of ['ticket', 'debt=book'].map(parseDesign)) {
        if (design.name !== 'ticket' && !needsAborts(litmus)) continue;
        try {
          const program = compile(inFull(litmus), design, revision);
          const { machine } = testModel(inFull(litmus), program);
          const model = besides(machine, (what) => differs.push(`${name} ${revision}: ${what}`));
          const { seen } = explore(model, { statesMax: STATES_MAX });
          seen.arena.release();
          searched++;
        } catch (error) {
          if (!(error instanceof Unsupported)) throw error;
        }
      }
    }
  }
  expect([...new Set(differs)]).toEqual([]);
  expect(searched).toBeGreaterThan(500);
});

const place = { line: 1, column: 1 };

test.for([
  ['a deadline', { is: 'dt', lane: 0, label: 'L0', place }],
  ['a field', { is: 'object', name: 'q', field: 'masked', place }],
  ['a word', { is: 'object', name: 'q', field: null, place }],
] as const)('%s that the test has not is asked of nobody', ([, loc]) => {
  const text = `SYS T\n"x"\nTable=helenos-2026\n{ waitq q; }\n P0 ;\n L0: waitq_sleep(q, 0, 0) ;\nexists (true)\n`;
  const litmus = { ...parseLitmus(text, 'x.litmus'), locations: [loc] };
  const program = compile(litmus, parseDesign('ticket'), 'helenos-2026');
  expect(() => testModel(litmus, program)).toThrow(/keeps no dt|there is no/);
});
