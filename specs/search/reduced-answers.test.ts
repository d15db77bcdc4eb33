/**
 * Searches by a choice of successors: every test has the same answers with and without, by all states
 * and by orbits.
 *
 * As many tests as fit are drawn, the same in every run:
 * `ALL=1 npx vitest run specs/search/reduced-answers.test.ts` takes the whole catalogue on all presets.
 */
import { expect, test } from 'vitest';
import { explore } from '../../checker/explore.ts';
import type { Exploration } from '../../checker/exploration.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Design } from '../../model/designs/policies.ts';
import { presets } from '../../model/designs/presets.ts';
import { choiceFor } from '../../model/footprints/choice.ts';
import { isDeclared } from '../../model/footprints/declared-programs.ts';
import { readCatalogue } from '../catalogue.ts';
import { compile } from '../compile/compile.ts';
import { ASSERTIONS } from '../properties/assertions.ts';
import { type Case, casesOf } from './declared-cases.ts';
import { BY_ORBITS, REDUCIBLE, reductionFor } from './partial-order.ts';
import { INVARIANT } from './symmetric.ts';
import { reducedModel, testModel } from './test-model.ts';

const isAll = process.env.ALL !== undefined;
const TICKET = parseDesign('ticket');
/** Tests that are drawn, states that a search may have. */
const EVERY = isAll ? 1 : 9;
const STATES_MAX = isAll ? 400_000 : 3000;
/** Few tests have a symmetry, so larger ones are taken. */
const STATES_BY_ORBITS = isAll ? 400_000 : 40_000;
const TIMEOUT = isAll ? 7_200_000 : 120_000;

/** Every n-th test of the catalogue, or of these families of it. */
function drawn(design: Design, every: number, families?: ReadonlySet<string>): readonly Case[] {
  const tests = readCatalogue().filter(({ family }) => families?.has(family) ?? true);
  return casesOf(
    tests.flatMap(({ litmus }, i) => (i % every === 0 ? [litmus] : [])),
    design,
  );
}

/** All that a search answers, but for how often and where it was first seen; or its ends alone. */
function answersOf(
  { properties, outcomes, ends, orbits }: Exploration,
  endsOnly: boolean,
): unknown {
  const asked = endsOnly ? [] : properties;
  return {
    ends: orbits?.ends ?? ends,
    properties: asked.map(({ property, id }) => [property.name, id >= 0]),
    outcomes: [...outcomes].map(([text, { states }]) => `${text} ${states}`).toSorted(),
  };
}

/** What differs between the two searches of a test; null: they agree, or one was cut. */
function compared(
  { litmus, program, name }: Case,
  only: readonly string[] | undefined,
  reduces: 'apart' | 'joined',
  isByOrbits = false,
): { differs: string | null; ratio: number } | null {
  const choice = choiceFor(program, reduces);
  const model = isByOrbits
    ? reducedModel(litmus, program, only, choice)
    : testModel(litmus, program, only, choice);
  if (model === null) return null;
  const { machine } = model;
  const statesMax = isByOrbits ? STATES_BY_ORBITS : STATES_MAX;
  const plain = explore(testModel(litmus, program, only).machine, { statesMax });
  const answers = answersOf(plain, only !== undefined);
  plain.seen.arena.release();
  if (plain.stopped !== 'complete') return null;
  const reduced = explore(machine, { statesMax, reduced: true });
  const same = JSON.stringify(answersOf(reduced, only !== undefined)) === JSON.stringify(answers);
  reduced.seen.arena.release();
  if (machine.choice?.hasPanicked === true) return null;
  return { differs: same ? null : name, ratio: plain.states / reduced.states };
}

test.for(isAll ? presets() : [TICKET])(
  'every end is found, and every question that may be asked so has its answer: $name',
  { timeout: TIMEOUT },
  (design) => {
    const ends = drawn(design, EVERY).map((each) => compared(each, [], 'apart'));
    const asked = drawn(design, isAll ? 1 : 4).flatMap((each) => {
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

const LANE_FAMILIES: ReadonlySet<string> = new Set(['migrate', 'examine']);

/** Other ways to save, to name and to set. */
const OTHER_WAYS = [
  'names=raw',
  'order=save-first',
  'cut=single',
  'place=keep',
  'set=live-frame',
].map(parseDesign);

/** What R10 compares with: the group is held and not saved. */
function heldOnly(each: Case): Case | null {
  const { litmus, program } = each;
  if (!program.env.some(({ is }) => is === 'checkpoint')) return null;
  const other = compile(litmus, parseDesign(each.design), program.revision, { holdsOnly: true });
  return isDeclared(other) ? { ...each, name: `${each.name}, held`, program: other } : null;
}

test(
  'so it is where groups are saved, and threads are examined and set',
  { timeout: TIMEOUT },
  () => {
    const designs = isAll ? presets() : [TICKET];
    const cases = designs.flatMap((design) => drawn(design, isAll ? 1 : 3, LANE_FAMILIES));
    const held = cases.flatMap((each) => heldOnly(each) ?? []);
    const wrong = isAll ? [] : OTHER_WAYS.flatMap((way) => drawn(way, 8, LANE_FAMILIES));
    const ends = [...cases, ...held, ...wrong].map((each) => compared(each, [], 'apart'));
    const asked = cases.flatMap((each) => {
      const reduction = reductionFor(each.litmus, each.program);
      return reduction === null ? [] : [compared(each, undefined, reduction)];
    });
    const results = [...ends, ...asked].filter((result) => result !== null);
    expect(results.flatMap(({ differs }) => differs ?? [])).toEqual([]);
    expect(asked.length).toBeGreaterThan(10);
    const most = Math.max(...results.map(({ ratio }) => ratio));
    if (isAll)
      console.log({ ends: ends.length, asked: asked.length, compared: results.length, most });
    expect(most).toBeGreaterThan(1.5);
  },
);

test('so it is by orbits: one state of each', { timeout: TIMEOUT }, () => {
  const designs = isAll ? presets() : [TICKET];
  const results = designs.flatMap((design) =>
    drawn(design, 1).flatMap((each) => {
      const reduction = reductionFor(each.litmus, each.program);
      const ends = compared(each, [], 'apart', true);
      return [ends, ...(reduction ? [compared(each, undefined, reduction, true)] : [])];
    }),
  );
  const found = results.filter((result) => result !== null);
  expect(found.flatMap(({ differs }) => differs ?? [])).toEqual([]);
  expect(found.length).toBeGreaterThan(5);
  if (isAll) console.log('by orbits', found.length);
});

test('every assertion says whether a reduced search by orbits answers it', () => {
  const asked = [...Object.keys(REDUCIBLE), 'condition', 'outcomes', 'point', 'happenings'];
  expect(Object.keys(BY_ORBITS).toSorted()).toEqual(asked.toSorted());
  // Neither table says more than the other two.
  for (const [id, { reduction }] of Object.entries(REDUCIBLE)) {
    expect([id, BY_ORBITS[id] === null]).toEqual([id, reduction === null]);
    expect(INVARIANT[id]).toBeDefined();
  }
});

test('every assertion says whether a reduced search answers it', () => {
  expect(Object.keys(REDUCIBLE).toSorted()).toEqual(ASSERTIONS.map(({ id }) => id).toSorted());
});
