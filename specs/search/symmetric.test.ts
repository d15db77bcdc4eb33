/**
 * A search that keeps one state of each orbit says the same as one that keeps all states: counts,
 * properties and their depths, outcomes and their numbers of ends, what each step did; its traces are
 * runs of the model itself. A check says the same with and without.
 *
 * Searches of a small number of states are compared: `ALL=1 npx vitest run
 * specs/search/symmetric.test.ts` takes every design, and larger ones.
 */
import { describe, expect, test } from 'vitest';
import type { Exploration } from '../../checker/exploration.ts';
import { explore } from '../../checker/explore.ts';
import { outcomeWitness } from '../../checker/shortest.ts';
import { confirm, depthOf } from '../../checker/trace.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { presets } from '../../model/designs/presets.ts';
import type { Design } from '../../model/designs/policies.ts';
import type { Program, Revision } from '../../model/record/program.ts';
import type { Run } from '../../reports/data.ts';
import { readCatalogue } from '../catalogue.ts';
import { check, revisionsOf } from '../check/check.ts';
import { compile } from '../compile/compile.ts';
import { Unsupported } from '../compile/unsupported.ts';
import type { Litmus } from '../litmus/litmus.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { ASSERTIONS } from '../properties/assertions.ts';
import { sampleOf } from './equivariance.ts';
import { modelKey } from './same-model.ts';
import { keysOf, searchResult, type Source } from './search.ts';
import { INVARIANT, movesCounts, symmetryIn } from './symmetric.ts';
import { SYMMETRIC_PROGRAMS } from './symmetric-programs.ts';
import { reducedModel, testModel, type TestModel } from './test-model.ts';

const isAll = process.env.ALL !== undefined;
const STATES_MAX = isAll ? 1_000_000 : 20_000;
/** States that are kept until it is known whether there are more. */
const KEPT_MAX = isAll ? 600_000 : 4500;
/** States that samples are drawn from. */
const SAMPLED_MAX = isAll ? 200_000 : 1500;
const designs = isAll ? presets() : ['ticket', 'eintr'].map(parseDesign);

interface Qualifying {
  readonly source: Source;
  readonly litmus: Litmus;
  readonly design: Design;
  readonly revision: Revision;
  readonly program: Program;
}

/** Tests of the catalogue, and programs of their own, that have a symmetry; each model once. */
function qualifying(): Qualifying[] {
  const own = SYMMETRIC_PROGRAMS.map(({ name, text }) => {
    return { litmus: parseLitmus(text, name), file: name, text };
  });
  const known = new Set<string>();
  return [...readCatalogue(), ...own].flatMap((source) =>
    revisionsOf(source.litmus).flatMap((revision) =>
      designs.flatMap((design) => {
        const { litmus } = source;
        const key = `${litmus.name} ${revision} ${modelKey(litmus, design, revision)}`;
        if (known.has(key)) return [];
        known.add(key);
        try {
          const program = compile(litmus, design, revision);
          if (symmetryIn(testModel(litmus, program).machine) === null) return [];
          return [{ source, litmus, design, revision, program }];
        } catch (error) {
          if (error instanceof Unsupported) return [];
          throw error;
        }
      }),
    ),
  );
}

const all = qualifying();
/** Those whose states are few enough. */
const small = new Set<string>();
const nameOf = ({ litmus, design, revision }: Qualifying): string =>
  `${litmus.name} ${design.name} ${revision}`;

/** All that a search says of the whole space. */
function saidBy(exploration: Exploration) {
  const { properties, outcomes, orbits, ends } = exploration;
  const { states, transitions, levels, coverage } = searchResult(exploration);
  return {
    states,
    transitions,
    levels,
    ends: orbits?.ends ?? ends,
    fired: Object.fromEntries(
      Object.entries(coverage)
        .map(([name, [fired]]) => [name, fired])
        .toSorted(),
    ),
    decidedAt: properties.map(({ property, id }) => [
      property.name,
      id < 0 ? null : depthOf(exploration, id),
    ]),
    outcomes: [...outcomes]
      .map(([text, found]) => [text, found.states, depthOf(exploration, found.id)])
      .toSorted(),
  };
}

/** Runs to outcomes, as the search with the symmetry tells them, on a model that has none. */
function expectRuns(reduced: Exploration, plain: TestModel): number {
  const texts = [...keysOf(reduced).keys()].slice(0, 12);
  for (const text of texts) {
    const trace = outcomeWitness(reduced, text);
    confirm(plain.machine, trace);
    const last = trace.rules.length * plain.machine.recordSize;
    expect(plain.machine.outcome(trace.records, last)).toBe(text);
  }
  return texts.length;
}

test('a search with the symmetry says what one without it says, and its runs are runs', () => {
  let [compared, runs, kept, states] = [0, 0, 0, 0];
  for (const each of all) {
    const model = reducedModel(each.litmus, each.program);
    if (model === null) continue;
    const reduced = explore(model.machine, { statesMax: KEPT_MAX });
    if (reduced.stopped !== 'complete' || searchResult(reduced).states > STATES_MAX) {
      reduced.seen.arena.release();
      continue;
    }
    small.add(nameOf(each));
    const plain = testModel(each.litmus, each.program);
    const whole = explore(plain.machine);
    const said = saidBy(whole);
    whole.seen.arena.release();
    expect({ name: nameOf(each), ...saidBy(reduced) }).toEqual({ name: nameOf(each), ...said });
    runs += expectRuns(reduced, plain);
    compared++;
    kept += reduced.states;
    states += said.states;
    reduced.seen.arena.release();
  }
  console.log(
    `${compared} of ${all.length} models, ${runs} runs, ${kept} kept of ${states} states`,
  );
  expect(compared).toBeGreaterThan(12);
}, 3_600_000);

/** A run without what a search with the symmetry may tell in another way: which run it shows. */
function comparable({ search, outcomes, condition, assertions, ...run }: Run) {
  const {
    symmetry: _,
    kept: __,
    elapsedMs: ___,
    bytesPerState: ____,
    coverage: _____,
    ...counts
  } = search;
  return {
    ...run,
    search: counts,
    condition,
    assertions,
    outcomes: outcomes.map(({ text, states, satisfies }) => ({ text, states, satisfies })),
  };
}

test('a check says the same with the symmetry and without', () => {
  let [compared, withSymmetry] = [0, 0];
  for (const each of all) {
    const { source, design, revision } = each;
    if (!small.has(nameOf(each))) continue;
    const limits = {
      statesMax: STATES_MAX,
      memoryMaxBytes: 2 ** 32,
      deadlineMs: null,
      aborts: null,
    };
    const options = { ...limits, digest: '', interrupted: () => false };
    const plain = check(source, design, revision, { ...options, reduction: 'never' });
    const reduced = check(source, design, revision, options);
    expect(comparable(reduced)).toEqual(comparable(plain));
    compared++;
    if (reduced.search.symmetry !== undefined) withSymmetry++;
  }
  console.log(`${compared} checks, ${withSymmetry} of them reported with their symmetry`);
  expect(withSymmetry).toBeGreaterThan(7);
}, 3_600_000);

test('what the search asks of a state it asks of all that it stands for', () => {
  expect(Object.keys(INVARIANT)).toEqual(ASSERTIONS.map(({ id }) => id));
  let [models, asked] = [0, 0];
  for (const each of all) {
    const { machine, happened } = testModel(each.litmus, each.program);
    const symmetry = symmetryIn(machine);
    if (symmetry === null) continue;
    models++;
    const image = new Uint8Array(machine.recordSize);
    const closed = movesCounts(symmetry) ? happened : machine.properties.length;
    for (const record of sampleOf(machine, SAMPLED_MAX, isAll ? 500 : 40)) {
      for (let element = 1; element < symmetry.size; element++) {
        symmetry.apply(element, record, 0, image, 0);
        for (const { name, holds } of machine.properties.slice(0, closed)) {
          asked++;
          const answer = `${name} ${holds(record, 0)}`;
          if (answer !== `${name} ${holds(image, 0)}`) throw new Error(`${nameOf(each)}: ${name}`);
        }
      }
    }
  }
  expect(models).toBeGreaterThan(12);
  expect(asked).toBeGreaterThan(1000);
});

describe('where something falls', () => {
  const text = `SYS t
"three sleepers whom nobody wakes"
Table=helenos-2026
Aborts=any<=1
Asserts=none
{ waitq q; }
 P0 | P1 | P2 ;
 r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_sleep(q, 0, FUTEX) ;
~exists (2:r0=blocked)
`;
  const source = { litmus: parseLitmus(text, 't.litmus'), file: 't.litmus', text };
  const program = compile(source.litmus, parseDesign('ticket'), 'helenos-2026');
  const model = reducedModel(source.litmus, program);
  const kept = model === null ? 0 : explore(model.machine).states;
  const run = (statesMax: number): Run =>
    check(source, parseDesign('ticket'), 'helenos-2026', {
      statesMax,
      memoryMaxBytes: 2 ** 30,
      deadlineMs: null,
      aborts: null,
      digest: '',
      interrupted: () => false,
    });

  test('all states are searched, and the counterexample has the fewest switches', () => {
    const { condition, search } = run(100_000);
    expect(condition.verdict).toBe('VIOLATED');
    expect(search.symmetry).toBeUndefined();
    expect(search.states).toBeGreaterThan(2 * kept);
  });

  test('if that search is cut before it finds any, what was found first is shown', () => {
    const { condition, search } = run(kept);
    expect(condition.verdict).toBe('VIOLATED');
    expect(search).toMatchObject({ symmetry: 6, kept, complete: true });
    const last = condition.counterexample?.steps.at(-1);
    expect(last).toBeDefined();
    expect(condition.counterexample?.steps.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['P2 trap']),
    );
  });
});
