/** Replay tokens: refused in a sentence, or replayed to an end that breaks what the token says. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDesign } from '../model/designs/designs.ts';
import { legible } from '../reports/legible.ts';
import { renderCounterexample } from '../reports/terminal/counterexample.ts';
import { readCatalogue } from '../specs/catalogue.ts';
import { check } from '../specs/check/check.ts';
import { CHECK_OPTIONS } from '../specs/run/sample.ts';
import { replay } from '../specs/trace/replay.ts';
import { readToken, type Token, writeToken } from '../specs/trace/token.ts';
import { fuzz, FUZZ_MS, HOSTILE, hostileText, mutated, refusedOr, requireLegible } from './fuzz.ts';

const SOURCES = ['WQ+abort+wake', 'FSLEEP+2sleepers'].map((name) => {
  const source = readCatalogue().find((each) => each.name === name);
  if (source === undefined) throw new Error(`no ${name}`);
  return source;
});
const COMPARING = new Set(['R9', 'R11', 'R15']);

/** Each with all that falls there, by design. */
const RUNS = SOURCES.flatMap((source) =>
  ['debt=book', 'ticket', 'eintr'].map((design) => {
    const revision = source.litmus.meta.table === 'any' ? 'helenos-2012' : source.litmus.meta.table;
    const run = check(source, parseDesign(design), revision as 'helenos-2012', CHECK_OPTIONS);
    return { source, run };
  }),
);
const TOKENS = RUNS.flatMap(({ source, run }) =>
  [
    ...run.assertions.map(({ counterexample }) => counterexample),
    run.condition.counterexample,
    ...run.outcomes.map(({ execution }) => execution ?? null),
  ].flatMap((execution) => (execution === null ? [] : [{ source, token: execution.token }])),
);
/** By test and design: what falls there, with the fewest steps in which it can, where they are known. */
const FALLS = new Map(
  RUNS.map(({ source, run }) => {
    const fallen = run.assertions.filter(({ verdict }) => verdict === 'VIOLATED');
    const leasts = fallen.map(({ id, counterexample }): [string, number] => [
      id,
      // Of one state the shortest counterexample; those that compare have one of several ends.
      COMPARING.has(id) ? 0 : (counterexample?.steps.length ?? 0),
    ]);
    if (run.condition.verdict === 'VIOLATED') leasts.push(['condition', 0]);
    return [`${source.name} ${run.design}`, new Map([['nothing', 0], ...leasts])] as const;
  }),
);

const FIELDS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  test: hostileText,
  hash: hostileText,
  revision: fc.oneof(hostileText, fc.constantFrom('helenos-2012', 'helenos-2026')),
  design: fc.oneof(
    fc.constantFrom('ticket', 'debt=book', 'eintr', 'today', 'debt=x', 'ticket,place=keep'),
    hostileText,
  ),
  aborts: fc.constantFrom<unknown>(-5, 1.5, 1e300, 0, 1, 2, null, '1', {}, undefined),
  breaks: fc.oneof(
    fc.constantFrom('nothing', 'condition', 'R1', 'R3', 'R9', 'R11', 'R15', 'R99'),
    hostileText,
  ),
  digest: hostileText,
};

/** One field is another, or several are; most often what the run breaks, or under which design. */
const fields = fc.oneof(
  ...['breaks', 'design', ...Object.keys(FIELDS)].map((key) => fc.record({ [key]: FIELDS[key] })),
  fc.record(FIELDS, { requiredKeys: [] }),
);

interface Cut {
  readonly at: number;
  readonly removed: number;
  readonly put: readonly string[];
}

/** What is done to a schedule, besides nothing. */
const schedules: fc.Arbitrary<Cut | null> = fc.option(
  fc.record({
    at: fc.nat({ max: 30 }),
    removed: fc.nat({ max: 3 }),
    put: fc.array(fc.constantFrom('E tick', 'P0 trap', 'E abort P0', '', ...HOSTILE), {
      maxLength: 2,
    }),
  }),
);

function changed(token: string, change: Partial<Token>, cut: Cut | null): string {
  const whole = readToken(token);
  const schedule =
    cut === null ? whole.schedule : whole.schedule.toSpliced(cut.at, cut.removed, ...cut.put);
  return writeToken({ ...whole, schedule, ...change });
}

test('tokens: refused in a sentence, or the run breaks what is said', { timeout: FUZZ_MS }, () => {
  let replayed = 0;
  const forged = fc
    .tuple(fc.constantFrom(...TOKENS), fields, schedules)
    .map(([{ source, token }, change, cut]) => ({
      source,
      token: changed(token, change as Partial<Token>, cut),
    }));
  const garbled = fc
    .constantFrom(...TOKENS)
    .chain(({ source, token }) => mutated([token]).map((text) => ({ source, token: text })));
  fuzz(fc.oneof(forged, forged, garbled), ({ source, token }) => {
    const again = refusedOr(() => replay(source, token, CHECK_OPTIONS), /\S/);
    if (again === null) return;
    replayed++;
    requireLegible(legible(renderCounterexample(again, { width: 80, colour: false }), false));
    const { design, aborts, revision, breaks } = readToken(token);
    const falls = FALLS.get(`${source.name} ${design}`);
    // Of a run with another budget, design or revision no check has told what falls.
    const isKnown = aborts === null && RUNS.some(({ run }) => run.revision === revision);
    if (!isKnown || falls === undefined) return;
    const least = falls.get(breaks);
    if (least === undefined) throw new Error(`${breaks} falls on ${design}, and no check says so`);
    if (again.steps.length < least) throw new Error(`${breaks} falls in fewer than ${least} steps`);
  });
  expect(replayed).toBeGreaterThan(0);
});
