/**
 * What is declared of checkpoints and restores, and of threads that are examined and set, is so; and
 * what is left out of it is noticed.
 *
 * As many tests as fit are drawn, the same in every run:
 * `ALL=1 npx vitest run specs/search/lane-deeds.test.ts` takes both families on all presets.
 */
import { beforeAll, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Design } from '../../model/designs/policies.ts';
import { presets } from '../../model/designs/presets.ts';
import { Footprints } from '../../model/footprints/footprints.ts';
import { OBJECT_KINDS, type ObjectKind, rangeOf } from '../../model/footprints/objects.ts';
import { ENV_OP, ENV_SUB } from '../../model/record/layout.ts';
import type { Program } from '../../model/record/program.ts';
import type { Kernel } from '../../model/record/state.ts';
import { readCatalogue } from '../catalogue.ts';
import { casesOf } from './declared-cases.ts';
import {
  changesRelation,
  type Drawing,
  faultsIn,
  firstFault,
  names,
  type Sample,
  sampleOf,
} from './pair-samples.ts';
import { pairTests } from './pair-programs.ts';
import { Pairs } from './pairs.ts';

const isAll = process.env.ALL !== undefined;
const TIMEOUT = isAll ? 7_200_000 : 120_000;
const FAMILIES: ReadonlySet<string> = new Set(['migrate', 'examine']);
const EVERY = isAll ? 1 : 4;
const DRAWING: Drawing = isAll
  ? { count: 400, perStep: 10, perDeed: 40, statesMax: 400_000 }
  : { count: 20, perStep: 1, perDeed: 6, statesMax: 6000 };

/** Other ways to save, to name, to set: a test of each. */
const OTHER_WAYS: readonly (readonly [design: string, litmus: string])[] = [
  ['messages=drop', 'CHK+received'],
  ['messages=double', 'CHK+received'],
  ['names=raw', 'CHK+destroyed.2026'],
  ['names=raw', 'CHK+received'],
  ['order=save-first', 'CHK+token'],
  ['cut=single', 'CHK+shared.2012'],
  ['progress=hidden', 'CHK+sleep'],
  // A thread that is stopped in user mode, on its way back to a call that has a deadline.
  ['ticket', 'CHK+home'],
  ['ticket', 'CHK+killed'],
  ['ticket', 'CHK+notification+lost.2012'],
  ['ticket', 'PAIRS+group'],
  ['place=keep', 'CHK+place.2012'],
  ['place=keep', 'SET+pc+futex'],
  ['set=live-frame', 'SET+running'],
  ['set=stale-record', 'SET+arg+longer'],
  ['set=leaves-call', 'SET+pc+page-in.2026'],
  ['set=live-frame', 'SET+pc+futex'],
  ['eintr', 'CHK+futex+stays.2012'],
  ['order=save-first', 'CHK+token.2012'],
  ['order=save-first', 'CHK+order'],
  ['place=keep', 'CHK+received'],
  ['place=keep', 'SET+pc+sync.2012'],
  ['examine=clears', 'EXAM+sleep'],
];

let samples: readonly Sample[] = [];

beforeAll(() => {
  const tests = readCatalogue().flatMap(({ family, litmus }) =>
    FAMILIES.has(family) ? [litmus] : [],
  );
  const designs: readonly Design[] = isAll ? presets() : [parseDesign('ticket')];
  const drawn = tests.filter((_, i) => i % EVERY === 0);
  const cases = [
    ...designs.flatMap((design) => casesOf(drawn, design)),
    ...OTHER_WAYS.flatMap(([design, litmus]) =>
      casesOf(
        [...tests, ...pairTests()].filter(({ name }) => name === litmus),
        parseDesign(design),
      ),
    ),
  ];
  samples = cases.map((each) => sampleOf(each, DRAWING));
}, TIMEOUT);

test(
  'moves are independent as declared, and futures cover what comes',
  { timeout: TIMEOUT },
  () => {
    const { faults, counts } = faultsIn(samples);
    expect(faults).toEqual([]);
    expect(counts.pairs).toBeGreaterThan(1000);
    if (isAll) console.log('pairs of moves', counts);
  },
);

/** What the lane does next, of what is looked at here: `restore`, `checkpoint: save`. */
function deedOf(k: Kernel): string | null {
  const action = k.program.env[k.global(ENV_OP)];
  if (action === undefined || action.is === 'set') return null;
  if (action.is === 'checkpoint') return `checkpoint: ${action.plan[k.global(ENV_SUB)].do}`;
  return /^(restore|examine|set-.*)$/.test(action.is) ? action.is : null;
}

/**
 * Nobody can notice these. While a kick is pending its thread is not held yet, so that nobody examines
 * or sets it in any case; and where another kernel goes on after a restore, all objects are declared.
 */
const ON_THE_SAFE_SIDE: ReadonlySet<string> = new Set([
  'examine kicks',
  'set-arg kicks',
  'set-register kicks',
  'restore place',
]);

interface Deed {
  readonly kind: ObjectKind;
  /** By sample the states in which the lane is about to do it. */
  readonly at: Map<Sample, Uint8Array[]>;
}

/** By deed of the lane and kind of object, where the deed declares one. */
function deeds(): ReadonlyMap<string, Deed> {
  const found = new Map<string, Deed>();
  for (const sample of samples) {
    const { machine, program, records } = sample;
    const footprints = new Footprints(program);
    for (const record of records) {
      machine.kernel.bind(record, 0);
      const deed = deedOf(machine.kernel);
      if (deed === null) continue;
      footprints.fill(machine.kernel);
      for (const kind of OBJECT_KINDS) {
        const { from, to } = rangeOf(footprints.objects, kind);
        if (!names(footprints.next, footprints.lane, from, to)) continue;
        const { at } = found.get(`${deed} ${kind}`) ?? { at: new Map<Sample, Uint8Array[]>() };
        at.set(sample, [...(at.get(sample) ?? []), record]);
        found.set(`${deed} ${kind}`, { kind, at });
      }
    }
  }
  return found;
}

type Fate = 'noticed' | 'needless' | 'unnoticed';

/** Needless: what is left has the same to do with everybody, by other objects that both declare. */
function fateOf({ kind, at }: Deed): Fate {
  let fate: Fate = 'needless';
  for (const [{ machine, program }, records] of at) {
    const { objects } = new Footprints(program);
    const mutant = { of: 'lane', ...rangeOf(objects, kind) } as const;
    if (firstFault(new Pairs(machine, program, { mutant }), records) !== null) return 'noticed';
    if (changesRelation({ machine, program, records }, mutant)) fate = 'unnoticed';
  }
  return fate;
}

test('what a deed of the lane leaves out is noticed', { timeout: TIMEOUT }, () => {
  const fates = [...deeds()].map(([name, deed]) => ({ name, fate: fateOf(deed) }));
  const count = (fate: Fate) => fates.filter((each) => each.fate === fate).map(({ name }) => name);
  if (isAll) console.log({ noticed: count('noticed'), needless: count('needless') });
  expect(count('unnoticed').filter((name) => !ON_THE_SAFE_SIDE.has(name))).toEqual([]);
  expect(count('noticed').length).toBeGreaterThan(20);
});

// --- futures --------------------------------------------------------------------------------

/** Programs as they are declared, with some of what may come left out of them. */
const LEFT_OUT: readonly {
  readonly what: string;
  readonly litmus: string;
  without(program: Program): Program;
}[] = [
  {
    what: 'the copies that a group takes along',
    litmus: 'CHK+memory+stays',
    without: (program) => ({ ...program, moved: [] }),
  },
  {
    what: 'the kernel of the other node',
    litmus: 'CHK+sleep+revision.2012',
    without: (program) => ({ ...program, worlds: [program] }),
  },
  {
    what: 'that a checkpoint stops threads',
    litmus: 'CHK+stays',
    without: (program) => ({
      ...program,
      env: program.env.map((action) =>
        action.is === 'checkpoint'
          ? { ...action, plan: action.plan.filter((deed) => deed.do !== 'stop') }
          : action,
      ),
    }),
  },
  {
    what: 'the arguments that are set',
    litmus: 'SET+arg+twice.2026',
    without: (program) => ({
      ...program,
      lanes: program.lanes.map((lane) => ({ ...lane, variants: [] })),
    }),
  },
  {
    what: 'that a lane is set back',
    litmus: 'SET+pc+back',
    without: (program) => ({
      ...program,
      env: program.env.map((action) =>
        action.is === 'set-pc' ? { is: 'examine', thread: action.thread } : action,
      ),
    }),
  },
];

test.for(LEFT_OUT)('futures without $what are noticed', ({ litmus, without }) => {
  const tests = readCatalogue().flatMap((each) => (each.name === litmus ? [each.litmus] : []));
  const faults = casesOf(tests, parseDesign('ticket')).map((each) => {
    const { machine, program, records } = sampleOf(each, { ...DRAWING, count: 200, perStep: 3 });
    return firstFault(new Pairs(machine, without(program)), records);
  });
  expect(faults).not.toContain(null);
});
