/**
 * What the model declares of its steps is so, and what is left out of a declaration is noticed.
 * That every test has the same answers with and without is reduced-answers.test.ts.
 *
 * As many tests as fit are drawn, the same in every run:
 * `ALL=1 npx vitest run specs/search/partial-order.test.ts` takes the whole catalogue on all presets.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { presets } from '../../model/designs/presets.ts';
import { Footprints } from '../../model/footprints/footprints.ts';
import type { FootprintMutant } from '../../model/footprints/options.ts';
import {
  OBJECT_KINDS,
  type ObjectKind,
  type Objects,
  objectsOf,
  rangeOf,
} from '../../model/footprints/objects.ts';
import { PC } from '../../model/record/layout.ts';
import { STEPS } from '../../model/record/step.ts';
import { isDeclared } from '../../model/footprints/declared-programs.ts';
import { readOutcomes } from '../agree/read-outcomes.ts';
import { programToLitmus } from '../agree/translate.ts';
import { readCatalogue } from '../catalogue.ts';
import { compile } from '../compile/compile.ts';
import { Unsupported } from '../compile/unsupported.ts';
import { type Case, casesOf } from './declared-cases.ts';
import { pairTests } from './pair-programs.ts';
import {
  changesRelation,
  faultsIn,
  firstFault,
  names,
  type Sample,
  sampleOf,
} from './pair-samples.ts';
import { Pairs } from './pairs.ts';

const isAll = process.env.ALL !== undefined;
const TICKET = parseDesign('ticket');
const TODAY = parseDesign('today');
/** Tests that are drawn, states of each that are looked at, states that a search may have. */
const EVERY = isAll ? 1 : 9;
const STATES_LOOKED_AT = isAll ? 400 : 60;
const PER_STEP = isAll ? 10 : 3;
const STATES_MAX = isAll ? 400_000 : 6000;
const TIMEOUT = isAll ? 7_200_000 : 120_000;
/** Mutants that are looked at: every so many, each in so many of the samples that it takes. */
const EVERY_MUTANT = isAll ? 1 : 4;
const SAMPLES_MOST = isAll ? 60 : 5;

let samples: readonly Sample[] = [];

beforeAll(() => {
  const designs = isAll ? presets() : [TICKET];
  const drawn = readCatalogue().flatMap(({ litmus }, i) => (i % EVERY === 0 ? [litmus] : []));
  const tests = [...drawn, ...pairTests()];
  // A few with the design that stops threads where they are.
  const inPlace = isAll ? [] : casesOf(drawn.slice(0, 8), parseDesign('stop=section'));
  // Stoppable sections are today's; the ticket has none.
  const debugged = drawn.filter(({ name }) => name.startsWith('UD+'));
  const sections = isAll ? [] : casesOf(debugged.slice(0, 4), TODAY);
  // libc issues no call again under the ticket.
  const own = readCatalogue().flatMap(({ name, litmus }) =>
    name.startsWith('RETRY') ? [litmus] : [],
  );
  const retried = isAll ? [] : casesOf(own, parseDesign('eintr,retry=deadline'));
  const cases = [
    ...designs.flatMap((design) => casesOf(tests, design)),
    ...inPlace,
    ...sections,
    ...retried,
    ...recordedCases(isAll ? 1 : 40),
  ];
  samples = cases.map((each) => {
    // Of the tests that are made for it every state is looked at.
    const count = each.name.startsWith('PAIRS') ? Infinity : STATES_LOOKED_AT;
    return sampleOf(each, { count, perStep: PER_STEP, perDeed: 0, statesMax: STATES_MAX });
  });
}, TIMEOUT);

const FILES = ['waitq.jsonl', 'ipc.jsonl', 'ipc-kinds.jsonl', 'udebug.jsonl'];

/** Every n-th recorded program of the kernel's own code, with the tick at which each result came. */
function recordedCases(every: number): readonly Case[] {
  return FILES.flatMap((file) => {
    const path = fileURLToPath(new URL(`../kernel-outcomes/${file}`, import.meta.url));
    const recorded = readOutcomes(readFileSync(path, 'utf8'), file);
    return recorded.flatMap((program, i) => (i % every === 0 ? caseOf(file, program) : []));
  });
}

function caseOf(file: string, recorded: Parameters<typeof programToLitmus>[0]): readonly Case[] {
  const litmus = programToLitmus(recorded);
  if ('notExpressible' in litmus) return [];
  try {
    const design = parseDesign('today');
    const program = compile(litmus, design, recorded.revision, { stampReturns: true });
    const name = `${file} ${recorded.name} ${recorded.revision}`;
    return isDeclared(program) ? [{ name, design: design.name, litmus, program }] : [];
  } catch (error) {
    if (error instanceof Unsupported) return [];
    throw error;
  }
}

test(
  'moves that are declared independent are, and futures cover what comes',
  { timeout: TIMEOUT },
  () => {
    const { faults, counts } = faultsIn(samples);
    expect(faults).toEqual([]);
    expect(counts.pairs).toBeGreaterThan(1000);
    if (isAll) console.log('pairs of moves', counts);
  },
);

// --- mutants --------------------------------------------------------------------------------

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

test('an object that is left out of a declaration is noticed', { timeout: TIMEOUT }, () => {
  const mine = samples.filter(({ design }) => design === TICKET.name);
  const [needless, unnoticed] = [[] as string[], [] as string[]];
  const all = [...declarations(mine)].filter((_, i) => i % EVERY_MUTANT === 0);
  for (const [key, { of, kind, in: where }] of all) {
    const mutants = [...where].slice(0, SAMPLES_MOST).map((sample) => ({
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
  const noticed = all.length - needless.length - unnoticed.length;
  if (isAll) console.log({ mutants: all.length, noticed, needless, unnoticed });
  // A sample has not all states that it takes; nor has the catalogue for all steps of debug sessions
  // and clean-ups (docs/search.md).
  expect(unnoticed.length / all.length).toBeLessThan(isAll ? 0.12 : 0.2);
  expect(noticed / all.length).toBeGreaterThan(0.4);
});
