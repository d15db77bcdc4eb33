/** A replay says what the run does, never what its token claims of it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Revision } from '../../model/record/program.ts';
import { presets } from '../../model/designs/presets.ts';
import type { Counterexample } from '../../reports/data.ts';
import { readCatalogue, type Test } from '../catalogue.ts';
import { check } from '../check/check.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { hashOf } from '../litmus/hash.ts';
import { CHECK_OPTIONS, sampleTest } from '../run/sample.ts';
import { replay } from './replay.ts';
import { readToken, type Token, writeToken } from './token.ts';

type Breaking = readonly [test: string, design: string, revision: Revision, breaks: string];

/** One known-bad preset for each assertion that one must break, and a preset for those that compare. */
const BREAKING: readonly Breaking[] = [
  ...presets()
    .flatMap(({ name, fall }): Breaking[] =>
      fall === null ? [] : [[fall.test, name, fall.revision as Revision, fall.assertion]],
    )
    .filter(([, , , breaks], i, all) => all.findIndex((other) => other[3] === breaks) === i),
  ['BUG09+receiver-aborts', 'eintr', 'helenos-2026', 'R9'],
  ['FSLEEP+2sleepers', 'eintr', 'helenos-2012', 'R11'],
  ['FSLEEP+2sleepers', 'eintr', 'helenos-2012', 'R15'],
];

let catalogue: readonly Test[] = [];
beforeAll(() => {
  catalogue = readCatalogue();
});

function counterexampleOf([name, design, revision, breaks]: Breaking): [Test, Counterexample] {
  const source = catalogue.find((each) => each.name === name);
  if (source === undefined) throw new Error(`no ${name}`);
  const run = check(source, parseDesign(design), revision, CHECK_OPTIONS);
  const found = run.assertions.find(({ id }) => id === breaks)?.counterexample;
  if (!found) throw new Error(`${breaks} does not fall`);
  return [source, found];
}

function forged(token: string, change: Partial<Token>): string {
  return writeToken({ ...readToken(token), ...change });
}

describe.for(BREAKING)('%s on %s, %s, breaks %s', (breaking) => {
  test('replayed, it is the counterexample; what it does not break is refused', () => {
    const [source, found] = counterexampleOf(breaking);
    const again = replay(source, found.token, CHECK_OPTIONS);
    expect({ ...again, token: '' }).toEqual({ ...found, token: '' });
    const { schedule } = readToken(found.token);
    const before = forged(found.token, { schedule: schedule.slice(0, 1), loopFrom: null });
    expect(() => replay(source, before, CHECK_OPTIONS)).toThrow(
      /come to one|does not; check the test again/,
    );
    expect(() =>
      replay(source, forged(found.token, { breaks: 'R99', loopFrom: null }), CHECK_OPTIONS),
    ).toThrow('asserts no "R99"');
  });

  test('the same run under a design that is right does not break it', () => {
    const [source, found] = counterexampleOf(breaking);
    const right = forged(found.token, { design: 'ticket,place=keep' });
    // Either a step of it cannot be taken there, or it breaks nothing.
    expect(() => replay(source, right, CHECK_OPTIONS)).toThrow(
      /^(Step \d+: .* is not enabled|.* has no rule|.*does not; check|.* come to one)/,
    );
  });
});

describe('a forged token', () => {
  const source = { ...sampleTest('A', { aborts: true }), name: 'A' };
  const forbidden = parseLitmus(source.text.replace('exists', '~exists'), 'A.litmus');
  const wrong: Test = { ...source, litmus: forbidden, hash: hashOf(forbidden) };
  const run = check(wrong, parseDesign('ticket'), 'helenos-2026', CHECK_OPTIONS);
  const token = run.condition.counterexample?.token ?? '';
  const replaying = (change: Partial<Token>) => () =>
    replay(wrong, forged(token, change), CHECK_OPTIONS);

  test('is not what the check makes: that is replayed', () => {
    expect(replay(wrong, token, CHECK_OPTIONS).steps.length).toBeGreaterThan(0);
  });

  test.for([-5, 1.5, 1e300, 256, '1', true, [1]] as unknown[])('aborts of %s', (aborts) => {
    expect(replaying({ aborts: aborts as number })).toThrow('this is not a whole replay token');
  });

  test.for(['helenos-2011', 'ticket', '', '__proto__', 'helenos-2012\n'])(
    'of revision "%s"',
    (revision) => {
      expect(replaying({ revision })).toThrow(
        `the token is of revision "${revision}"; A (Table=any)`,
      );
    },
  );

  test.for(['no-such', 'ticket,debt=bok', '__proto__', '', 'debt='])('of design "%s"', (design) => {
    expect(replaying({ design })).toThrow('the token is of another design: ');
  });

  test('of the design of today, which takes no thread out of a call', () => {
    expect(replaying({ design: 'today' })).toThrow(
      'takes no thread out of a call, and A needs an abort',
    );
  });

  test('of another test of the same program', () => {
    expect(replaying({ test: 'B' })).toThrow('the token is of a test named "B", not of A');
  });

  test('that breaks an assertion which the test does not assert', () => {
    expect(replaying({ breaks: 'R16' })).toThrow('A asserts no "R16", which the token says falls');
    expect(replaying({ breaks: 'constructor' })).toThrow('A asserts no "constructor"');
  });

  test('that breaks nothing, and does not come to an end', () => {
    expect(replaying({ breaks: 'nothing', schedule: [] })).toThrow('has not come to one');
  });

  test('for the same test with another condition', () => {
    // The hash is of the program; what is asked of it may be another question.
    const exists = { ...wrong, litmus: source.litmus };
    const same = forged(token, { hash: hashOf(source.litmus) });
    expect(() => replay(exists, same, CHECK_OPTIONS)).toThrow('breaks the condition, and it does');
  });

  test('with more steps than any run has', () => {
    const schedule = Array.from({ length: 10_001 }, () => 'E tick');
    expect(replaying({ schedule })).toThrow('this is not a whole replay token');
  });
});
