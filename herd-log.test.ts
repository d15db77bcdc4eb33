/**
 * What herd's tools read of a log: each token of each log is one of theirs, and says what was meant.
 */
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Block, LogReader } from './herd-reader.ts';
import { parseDesign } from './model/designs/designs.ts';
import type { Revision } from './model/record/program.ts';
import type { Run } from './reports/data.ts';
import { logFiles, logName } from './reports/formats/log-files.ts';
import { renderLog } from './reports/formats/log.ts';
import { herdCondition } from './reports/herd-spelling.ts';
import { KINDS } from './reports/herd-words.ts';
import { sampleReport, sampleRun } from './reports/sample.ts';
import { readCatalogue } from './specs/catalogue.ts';
import { check } from './specs/check/check.ts';
import type { Loc, Prop } from './specs/litmus/litmus.ts';
import { pickProp, pickValue, place } from './specs/litmus/arbitrary/arbitrary-prop.ts';
import { printLoc, printProp, printValue } from './specs/litmus/print.ts';
import { CHECK_OPTIONS } from './specs/run/sample.ts';

/** `0:dt(L0)=3; 1:r0=ans:5;` in its parts. */
type Outcome = readonly (readonly [location: string, value: string])[];

function textOf(outcome: Outcome): string {
  return outcome.map(([location, value]) => `${location}=${value};`).join(' ');
}

/** `0:dt.L0` is `0:dt(L0)` and `ans.5` is `ans:5`: no name of a litmus has a dot. */
function meant(read: ReadonlyMap<string, string>): Outcome {
  return Array.from(read, ([location, value]) => [
    location.replace(/^(\d+:\w+)\.(\w+)$/, '$1($2)'),
    value.replace('.', ':'),
  ]);
}

/** Names that mean something to the lexer, or look as if they did, and any others. */
const NAMES = ['No', 'Noted', 'Ok', 'Okay', 'Undef', 'Failed', 'Succeeded', 'Loop', 'Test', 'Hash'];
const name = fc.oneof(
  fc.constantFrom(...NAMES, 'States', 'fault', 'tag', 'PTE', 'pte_x', 'dt', 'ans', 'x0', 'true'),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,6}$/),
);
const lane = fc.nat({ max: 9 });

const location: fc.Arbitrary<Loc> = fc.oneof(
  fc.record({ is: fc.constant('register' as const), lane, name, place: fc.constant(place) }),
  fc.record({ is: fc.constant('dt' as const), lane, label: name, place: fc.constant(place) }),
  fc.record({
    is: fc.constant('dt' as const),
    lane,
    label: name,
    waited: fc.constant(true as const),
    place: fc.constant(place),
  }),
  fc.record({
    is: fc.constant('object' as const),
    name,
    field: fc.option(name),
    place: fc.constant(place),
  }),
);

const value = fc.oneof(
  fc.gen().map((pick) => printValue(pickValue(pick, 'any'))),
  fc.integer({ min: -128, max: 127 }).map(String),
  fc.tuple(fc.constantFrom('ans', 'req', 'ntf'), fc.integer()).map((parts) => parts.join(':')),
  name,
);

/** Outcomes of one test: the same locations in each. */
const outcomes = fc.uniqueArray(location.map(printLoc), { maxLength: 5 }).chain((locations) =>
  fc
    .uniqueArray(fc.tuple(...locations.map(() => value)), {
      selector: (values) => values.join(' '),
      maxLength: 5,
    })
    .map((all) => all.map((values) => locations.map((each, i) => [each, values[i]] as const))),
);

test('whatever an outcome says, the lexer reads it, and reads just that', () => {
  fc.assert(
    fc.property(outcomes, fc.boolean(), (all: readonly Outcome[], isLasso) => {
      const loops = isLasso ? { loops: true as const } : {};
      const run = sampleRun({
        outcomes: all.map((each) => ({ ...sampleRun().outcomes[0], text: textOf(each), ...loops })),
      });
      const block = new LogReader(renderLog([run])).read().get(run.test)!;
      expect(block.states.map(meant)).toEqual(all);
      expect([block.answer, block.loops]).toEqual(['Ok', isLasso && all.length > 0]);
    }),
    { numRuns: 1000 },
  );
});

/** With all parentheses that there can be, so that texts are alike only where propositions are. */
function grouped(prop: Prop): string {
  const signs = { and: '/\\', or: '\\/', implies: '=>' } as const;
  if (prop.is === 'not') return `not (${grouped(prop.prop)})`;
  if ('left' in prop) return `(${grouped(prop.left)} ${signs[prop.is]} ${grouped(prop.right)})`;
  return herdCondition(printProp(prop));
}

const TOKEN = /(?:Aborted|Restarted)\([^)]*\)|=>|\/\\|\\\/|[()]|[\w:.<>=-]+/g;

/** A condition in herd's reading: `=>` binds tighter than `/\`, which binds tighter than `\/`. */
function readByHerd(text: string): string {
  const tokens = text.match(TOKEN)!;
  const factor = (): string => {
    const token = tokens.shift();
    if (token === 'not') return `not (${factor()})`;
    if (token !== '(') return token!;
    const inner = or();
    expect(tokens.shift()).toBe(')');
    return inner;
  };
  const implies = (): string => {
    const left = factor();
    return tokens[0] === '=>' ? `(${left} ${tokens.shift()} ${implies()})` : left;
  };
  const toTheLeft = (sign: string, next: () => string): string => {
    let left = next();
    while (tokens[0] === sign) left = `(${left} ${tokens.shift()} ${next()})`;
    return left;
  };
  const and = (): string => toTheLeft('/\\', implies);
  const or = (): string => toTheLeft('\\/', and);
  const all = or();
  expect(tokens).toEqual([]);
  return all;
}

test('whatever a condition says, it says the same where herd groups it', () => {
  const known = {
    table: 'any' as const,
    refs: [{ lane: 'P0', label: 'L0' }],
    locs: ['x', 'y'].map((each) => ({ is: 'object' as const, name: each, field: null, place })),
    possible: () => ({ names: ['EOK', 'ans:5'], numbers: [-2, 2] as [number, number], why: '' }),
  };
  const props = fc.gen().map((pick) => pickProp(pick, known, 4));
  fc.assert(
    fc.property(props, (prop) => {
      expect(readByHerd(herdCondition(printProp(prop)))).toBe(grouped(prop));
    }),
    { numRuns: 1000 },
  );
});

/** Of the small tests of the catalogue one in so many, on each of its revisions. */
const APART = 4;
const STATES_MAX = 500;
/** Names of methods in an outcome. */
const ALSO = new Set(['D03+kill+page-in']);
const DESIGNS = ['ticket', 'eintr', 'today'];

const RUNS: readonly Run[] = ((): readonly Run[] => {
  const tests = new Map(readCatalogue().map((each) => [each.name, each]));
  const sampled = readFileSync('specs/state-counts.txt', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, own, revision, states] = /^(\S+) (\S+): (\d+) states/.exec(line) ?? [];
      const source = tests.get(own);
      return source === undefined || (Number(states) > STATES_MAX && !ALSO.has(own))
        ? []
        : [{ source, revision: revision as Revision }];
    })
    .filter(({ source }, i) => i % APART === 0 || ALSO.has(source.name));
  return sampled.flatMap(({ source, revision }) =>
    DESIGNS.map((design) => ({
      ...check(source, parseDesign(design), revision, CHECK_OPTIONS),
      standing: 'expected' as const,
    })),
  );
})();

/** The blocks of each log by its name. */
const LOGS = new Map(
  logFiles({ ...sampleReport(), runs: RUNS }).map(({ path, text }) => [
    path.replace('logs/', ''),
    new LogReader([...text].join('')).read(),
  ]),
);

function blockOf({ design, revision, test: own }: Run): Block {
  return LOGS.get(logName(design, revision))!.get(own)!;
}

test('the lexer reads every log of a sampled report, and each block says what its run does', () => {
  for (const run of RUNS) {
    const { condition, outcomes: all, hash } = run;
    const block = blockOf(run);
    const texts = [...new Set(all.map(({ text }) => text))];
    expect(block.states.map((read) => textOf(meant(read)))).toEqual(texts);
    const { positive, negative, quantifier } = condition;
    expect(block).toMatchObject({
      kind: KINDS[quantifier],
      answer: { VERIFIED: 'Ok', VIOLATED: 'No' }[condition.verdict as string] ?? 'Undef',
      loops: all.some(({ loops }) => loops),
      witnesses: quantifier === '~exists' ? [negative, positive] : [positive, negative],
      condition: herdCondition(condition.text),
      hash,
    });
  }
  const read = [...LOGS.values()].reduce((sum, blocks) => sum + blocks.size, 0);
  expect(read).toBe(RUNS.length);
});

test('every way of spelling is in the sample', () => {
  const logs = renderLog(RUNS);
  const ways = [/=ans\.\d/, /=req\.\d/, /=req\.[A-Z]/, /=ntf\.\d/, /:dt\./, /:waited\./];
  expect(ways.filter((way) => !way.test(logs))).toEqual([]);
});

/** What `mcompare7` shows with `+`: outcomes of a block that the other has not. It needs the same locations. */
function added(block: Block, other: Block): string[] {
  const [own, theirs] = [block, other].map(({ states }) => states.map((each) => textOf([...each])));
  const locations = [...block.states, ...other.states].map((each) => [...each.keys()].join(' '));
  expect(new Set(locations).size).toBeLessThan(2);
  expect(other.hash).toBe(block.hash);
  return own.filter((text) => !theirs.includes(text));
}

test('two designs in two files compare: what differs in the logs differs in the runs', () => {
  let differences = 0;
  for (const run of RUNS.filter(({ design }) => design === 'eintr')) {
    const ticket = RUNS.find(
      (each) =>
        each.design === 'ticket' && each.test === run.test && each.revision === run.revision,
    )!;
    const [own, theirs] = [run, ticket].map((each) => each.outcomes.map(({ text }) => text));
    const more = new Set(own.filter((text) => !theirs.includes(text)));
    expect(added(blockOf(run), blockOf(ticket))).toHaveLength(more.size);
    differences += more.size;
  }
  expect(differences).toBeGreaterThan(0);
});
