/**
 * Searches by a choice of successors: what the model declares of its steps is so, what is left out of
 * a declaration is noticed, and every test has the same answers with and without.
 *
 * As many tests as fit are drawn, the same in every run:
 * `ALL=1 npx vitest run specs/search/partial-order.test.ts` takes the whole catalogue on all presets.
 */
import { beforeAll, expect, test } from 'vitest';
import { explore } from '../../checker/explore.ts';
import type { Exploration } from '../../checker/exploration.ts';
import { ModelError } from '../../checker/model.ts';
import { takesAborts, parseDesign } from '../../model/designs/designs.ts';
import { presets } from '../../model/designs/presets.ts';
import type { Design } from '../../model/designs/policies.ts';
import { isDeclared } from '../../model/footprints/declared-programs.ts';
import { type FootprintMutant, Footprints } from '../../model/footprints/footprints.ts';
import {
  OBJECT_KINDS,
  type ObjectKind,
  type Objects,
  objectsOf,
  rangeOf,
} from '../../model/footprints/objects.ts';
import { Machine } from '../../model/machine.ts';
import { OP, PC } from '../../model/record/layout.ts';
import type { Program } from '../../model/record/program.ts';
import { STEPS } from '../../model/record/step.ts';
import { conflicts, FOOTPRINT, WORDS } from '../../checker/persistent.ts';
import { readCatalogue } from '../catalogue.ts';
import { compile } from '../compile/compile.ts';
import { Unsupported } from '../compile/unsupported.ts';
import type { Litmus } from '../litmus/litmus.ts';
import { ASSERTIONS } from '../properties/assertions.ts';
import { pairTests } from './pair-programs.ts';
import { Pairs } from './pairs.ts';
import { REDUCIBLE, reductionFor } from './partial-order.ts';
import { revisionsOf } from './revisions.ts';
import { needsAborts } from './search.ts';
import { choiceFor } from '../../model/footprints/choice.ts';
import { testModel } from './test-model.ts';

const isAll = process.env.ALL !== undefined;
const TICKET = parseDesign('ticket');
/** Tests that are drawn, states of each that are looked at, states that a search may have. */
const EVERY = isAll ? 1 : 9;
const STATES_LOOKED_AT = isAll ? 400 : 60;
const PER_STEP = isAll ? 10 : 3;
const STATES_MAX = isAll ? 400_000 : 6000;
const TIMEOUT = isAll ? 7_200_000 : 120_000;

interface Case {
  readonly name: string;
  readonly design: string;
  readonly litmus: Litmus;
  readonly program: Program;
}

/** Every n-th test with this design whose steps are all declared. `bare`: without ghosts of R7. */
function casesOf(design: Design, every: number, bare: boolean): readonly Case[] {
  const own = pairTests().map((litmus) => ({ litmus, name: litmus.name }));
  const drawn = readCatalogue().filter((_, i) => i % every === 0);
  return [...drawn, ...own].flatMap(({ litmus, name }) =>
    needsAborts(litmus) && !takesAborts(design)
      ? []
      : revisionsOf(litmus).flatMap((revision): Case[] => {
          try {
            const compiled = compile(litmus, design, revision);
            const { order, place } = compiled.ghosts;
            const ghosts = { order, place, latency: false };
            const program = bare ? { ...compiled, ghosts } : compiled;
            const about = `${name} ${design.name} ${revision}`;
            return isDeclared(program)
              ? [{ name: about, design: design.name, litmus, program }]
              : [];
          } catch (error) {
            if (error instanceof Unsupported) return [];
            throw error;
          }
        }),
  );
}

function machineOf(program: Program): Machine {
  return new Machine(program, {
    properties: [],
    boundExceeded: (message) => new ModelError(message),
  });
}

/**
 * Records of states from all over an unreduced search, and some in which each thread is at each step
 * of each of its calls.
 */
function statesOf(machine: Machine, count: number): readonly Uint8Array[] {
  const { kernel } = machine;
  const { seen, states, frontier } = explore(machine, { statesMax: STATES_MAX });
  const every = Math.max(1, Math.floor(states / count));
  const records: Uint8Array[] = [];
  const met = new Map<string, number>();
  for (let id = 0; id < states - frontier; id++) {
    kernel.bind(seen.arena.chunkOf(id), seen.arena.atOf(id));
    let isNew = id % every === 0;
    for (let t = 0; t < kernel.threads; t++) {
      const where = `${t} ${kernel.get(t, OP)} ${kernel.get(t, PC)}`;
      const times = met.get(where) ?? 0;
      met.set(where, times + 1);
      isNew ||= times < PER_STEP;
    }
    if (isNew) records.push(seen.arena.recordOf(id));
  }
  seen.arena.release();
  return records;
}

interface Sample extends Case {
  readonly machine: Machine;
  readonly records: readonly Uint8Array[];
}

let samples: readonly Sample[] = [];

beforeAll(() => {
  const designs = isAll ? presets() : [TICKET];
  samples = designs.flatMap((design) =>
    casesOf(design, EVERY, true).map((each) => {
      const machine = machineOf(each.program);
      // Of the tests that are made for it every state is looked at.
      const count = each.name.startsWith('PAIRS') ? Infinity : STATES_LOOKED_AT;
      return { ...each, machine, records: statesOf(machine, count) };
    }),
  );
}, TIMEOUT);

function firstFault(pairs: Pairs, records: readonly Uint8Array[]): string | null {
  for (const record of records) {
    try {
      const fault = pairs.faultIn(record);
      if (fault !== null) return fault;
    } catch (error) {
      // A bound of the model: the search that meets it is made anew, unreduced.
      if (!(error instanceof ModelError)) throw error;
    }
  }
  return null;
}

test(
  'moves that are declared independent are, and futures cover what comes',
  { timeout: TIMEOUT },
  () => {
    const [faults, counts] = [[] as string[], { tests: 0, states: 0, pairs: 0, edges: 0 }];
    for (const { name, machine, program, records } of samples) {
      for (const joined of [false, true]) {
        const pairs = new Pairs(machine, program, { joined });
        const fault = firstFault(pairs, records);
        if (fault !== null) faults.push(`${name}: ${fault}`);
        counts.pairs += pairs.counts.pairs;
        counts.edges += pairs.counts.edges;
      }
      counts.states += records.length;
      counts.tests++;
    }
    expect(faults).toEqual([]);
    expect(counts.pairs).toBeGreaterThan(1000);
    if (isAll) console.log('pairs of moves', counts);
  },
);

// --- mutants --------------------------------------------------------------------------------

function names(words: Int32Array, p: number, from: number, to: number): boolean {
  for (let object = from; object < to; object++) {
    const at = p * FOOTPRINT + (object >> 5);
    if (((words[at] | words[at + WORDS]) & (1 << (object & 31))) !== 0) return true;
  }
  return false;
}

interface Declared {
  readonly of: FootprintMutant['of'];
  readonly kind: ObjectKind;
  /** The samples in which it does. */
  readonly in: Set<Sample>;
}

/** Who declares what in some state, and in which samples: `trap own`. */
function declarations(of: readonly Sample[]): Map<string, Declared> {
  const found = new Map<string, Declared>();
  for (const sample of of) {
    const { machine, program, records } = sample;
    const footprints = new Footprints(program);
    const { agents, clock, lane, ticker, next, frozen, objects } = footprints;
    for (const record of records) {
      machine.kernel.bind(record, 0);
      footprints.fill(machine.kernel);
      for (let p = 0; p < footprints.processes; p++) {
        if (p === ticker) continue;
        const step = p < clock ? machine.kernel.get(p, PC) : 0;
        if (p < clock && step === 0) continue;
        const others = p === clock ? (['clock'] as const) : p === lane ? (['lane'] as const) : [];
        const agent = p >= agents ? (['next agent', 'frozen agent'] as const) : [];
        for (const who of p < clock ? [step] : [...others, ...agent]) {
          for (const kind of OBJECT_KINDS) {
            const { from, to } = rangeOf(objects, kind);
            if (!names(who === 'frozen agent' ? frozen : next, p, from, to)) continue;
            const key = `${typeof who === 'number' ? STEPS[who].name : who} ${kind}`;
            const known = found.get(key) ?? { of: who, kind, in: new Set<Sample>() };
            known.in.add(sample);
            found.set(key, known);
          }
        }
      }
    }
  }
  return found;
}

/** Does leaving this out change what has to do with what, in any state of these? */
function changesRelation({ machine, program, records }: Sample, mutant: FootprintMutant): boolean {
  const [whole, broken] = [new Footprints(program), new Footprints(program, { mutant })];
  return records.some((record) => {
    machine.kernel.bind(record, 0);
    whole.fill(machine.kernel);
    broken.fill(machine.kernel);
    for (let p = 0; p < whole.processes; p++) {
      for (let q = 0; q < whole.processes; q++) {
        if (p === q) continue;
        const others = whole.masters[q] === p ? 'frozen' : 'future';
        for (const words of [others, 'next'] as const) {
          if (asks(whole, words, p, q) !== asks(broken, words, p, q)) return true;
        }
      }
    }
    return false;
  });
}

function asks(of: Footprints, words: 'next' | 'future' | 'frozen', p: number, q: number): boolean {
  return conflicts(of.next, p * FOOTPRINT, of[words], q * FOOTPRINT);
}

test('an object that is left out of a declaration is noticed', { timeout: TIMEOUT }, () => {
  const mine = samples.filter(({ design }) => design === TICKET.name);
  const [needless, unnoticed] = [[] as string[], [] as string[]];
  const all = declarations(mine);
  for (const [key, { of, kind, in: where }] of all) {
    const mutants = [...where].map((sample) => ({
      sample,
      mutant: { of, ...rangeOf(objectsOf(sample.program) as Objects, kind) },
    }));
    const isNoticed = mutants.some(({ sample: { machine, program, records }, mutant }) => {
      return firstFault(new Pairs(machine, program, { mutant }), records) !== null;
    });
    if (isNoticed) continue;
    // Has what is left the same to do with everybody, by the other objects that it declares?
    const matters = mutants.some(({ sample, mutant }) => changesRelation(sample, mutant));
    (matters ? unnoticed : needless).push(key);
  }
  const noticed = all.size - needless.length - unnoticed.length;
  if (isAll) console.log({ mutants: all.size, noticed, needless });
  // A sample has not all states that it takes; the whole catalogue has.
  expect(unnoticed.length, unnoticed.join(', ')).toBeLessThanOrEqual(isAll ? 0 : 15);
  expect(noticed).toBeGreaterThan(150);
});

// --- with and without -----------------------------------------------------------------------

/** All that a search answers, but for how often and where it was first seen; or its ends alone. */
function answersOf({ properties, outcomes, ends }: Exploration, endsOnly: boolean): unknown {
  const asked = endsOnly ? [] : properties;
  return {
    ends,
    properties: asked.map(({ property, id }) => [property.name, id >= 0]),
    outcomes: [...outcomes].map(([text, { states }]) => `${text} ${states}`).toSorted(),
  };
}

/** What differs between the two searches of a test; null: they agree, or one was cut. */
function compared(
  { litmus, program, name }: Case,
  only: readonly string[] | undefined,
  reduces: 'apart' | 'joined',
): { differs: string | null; ratio: number } | null {
  const plain = explore(testModel(litmus, program, only).machine, { statesMax: STATES_MAX });
  const answers = answersOf(plain, only !== undefined);
  plain.seen.arena.release();
  if (plain.stopped !== 'complete') return null;
  const { machine } = testModel(litmus, program, only, choiceFor(program, reduces));
  const reduced = explore(machine, { statesMax: STATES_MAX, reduced: true });
  const same = JSON.stringify(answersOf(reduced, only !== undefined)) === JSON.stringify(answers);
  reduced.seen.arena.release();
  if (machine.choice?.hasPanicked === true) return null;
  return { differs: same ? null : name, ratio: plain.states / reduced.states };
}

test.for(isAll ? presets() : [TICKET])(
  'every end is found, and every question that may be asked so has its answer: $name',
  { timeout: TIMEOUT },
  (design) => {
    const ends = casesOf(design, EVERY, true).map((each) => compared(each, [], 'apart'));
    const asked = casesOf(design, isAll ? 1 : 3, false).flatMap((each) => {
      const reduction = reductionFor(each.litmus, each.program);
      return reduction === null ? [] : [compared(each, undefined, reduction)];
    });
    const results = [...ends, ...asked].filter((result) => result !== null);
    expect(results.flatMap(({ differs }) => differs ?? [])).toEqual([]);
    expect(results.length).toBeGreaterThan(isAll ? 0 : 20);
    const most = Math.max(1, ...results.map(({ ratio }) => ratio));
    const counts = { ends: ends.length, asked: asked.length, compared: results.length, most };
    if (isAll) console.log(design.name, counts);
    expect(most).toBeGreaterThan(isAll ? 0 : 2);
  },
);

test('every assertion says whether a reduced search answers it', () => {
  expect(Object.keys(REDUCIBLE).toSorted()).toEqual(ASSERTIONS.map(({ id }) => id).toSorted());
});
