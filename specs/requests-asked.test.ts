/**
 * What a debugger asks for is asked about: with a request of it taken out, so that the kbox is asked for
 * the task's name in its place, a test of debug sessions that says something of all ends is VERIFIED no
 * more. Those that once were all the same.
 */
import { expect, test } from 'vitest';
import { parseDesign } from '../model/designs/designs.ts';
import { selectTests } from './catalogue.ts';
import { check, revisionsOf } from './check/check.ts';
import { LitmusError } from './litmus/litmus-error.ts';
import { parseLitmus } from './litmus/parse/parse.ts';

const TESTS = ['UD+D13', 'UD+N18', 'UD+gone', 'UD+held+once.2012', 'UD+owner', 'UD+fault'];
const REQUESTS = ['begin', 'end', 'go', 'stop'];
const LIMITS = {
  statesMax: 200_000,
  memoryMaxBytes: 2 ** 28,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};

/** The verdict, or that the parser sees that the condition can never be true. */
function verdictOf(text: string): string {
  try {
    const litmus = parseLitmus(text, 't.litmus');
    const [revision] = revisionsOf(litmus);
    return check({ litmus, file: 't.litmus', text }, parseDesign('today'), revision, LIMITS)
      .verdict;
  } catch (error) {
    if (error instanceof LitmusError) return 'refused';
    throw error;
  }
}

const cases = TESTS.flatMap((name) => {
  const [{ text }] = selectTests([name]);
  return REQUESTS.flatMap((request) => {
    const without = text.replaceAll(
      RegExp(`udebug_${request}\\((\\w+)(, P0)?\\)`, 'g'),
      'udebug_name_read($1)',
    );
    // Who is not the debugger is refused whatever he asks for.
    const isAny = name === 'UD+owner' && request === 'end';
    return without === text || isAny ? [] : [{ name, request, text, without }];
  });
});

test('each of these tests has a request that can be taken out', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(TESTS.length);
});

test.for(cases)('$name without $request', ({ text, without }) => {
  expect(verdictOf(text)).toBe('VERIFIED');
  expect(['VIOLATED', 'VACUOUS', 'refused']).toContain(verdictOf(without));
});
