/** Every assertion, policy and call is explained, by runs that do what is said of them. */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { POLICIES, type Policy } from '../../model/designs/policies.ts';
import { presets } from '../../model/designs/presets.ts';
import { readCatalogue, selectTests } from '../catalogue.ts';
import { isKernelTable } from '../litmus/calls/call-spec.ts';
import { CALLS } from '../litmus/calls/calls.ts';
import { UDEBUG_CALLS } from '../litmus/calls/udebug-calls.ts';
import { callsIn } from '../litmus/flow/calls-in.ts';
import { ASSERTIONS } from '../properties/assertions.ts';
import { explain } from './explain.ts';
import {
  OF_ASSERTIONS,
  OF_CALLS,
  OF_KERNELS,
  OF_POLICIES,
  OF_RIGHT,
  OF_VALUES,
  OF_WINDOWS,
  type Pair,
} from './explained-by.ts';
import { picturesOf, runOf } from './explain-pair.ts';

const names = [...new Set(CALLS.map(({ name }) => name))];
const ofKernelAlone = names.filter((name) =>
  CALLS.filter((spec) => spec.name === name).every(({ tables }) => tables.every(isKernelTable)),
);

/** No design treats them otherwise than another: they have no pair. */
const ofDebuggers = new Set(UDEBUG_CALLS.map(({ name }) => name));

function heads(pair: Pair, breaks: string | null): readonly string[] {
  return picturesOf(pair, breaks).map(({ head }) => head.slice(0, 5));
}

test('who calls it is named for a call that has no pair, if a test calls it', () => {
  const called = new Set(readCatalogue().flatMap(({ litmus }) => callsIn(litmus)));
  for (const name of ofDebuggers) {
    const isCalledByNone = explain(name).next.includes('no test of the catalogue calls it');
    expect(`${name} ${isCalledByNone}`).toBe(`${name} ${!called.has(name)}`);
  }
});

test('there is an example for each, and for no other', () => {
  const ofAssertions = [...Object.keys(OF_ASSERTIONS), ...Object.keys(OF_KERNELS)];
  expect(new Set(ofAssertions)).toEqual(new Set(ASSERTIONS.map(({ id }) => id)));
  expect(Object.keys(OF_POLICIES)).toEqual(Object.keys(POLICIES));
  expect(Object.keys(OF_CALLS).toSorted()).toEqual(
    names.filter((name) => !ofKernelAlone.includes(name) && !ofDebuggers.has(name)).toSorted(),
  );
});

describe('an assertion', () => {
  test.for(Object.entries(OF_ASSERTIONS))(
    '%s falls in one run and holds in the other',
    ([id, pair]) => {
      const [test_] = selectTests([pair.test]);
      const own = (design: string) =>
        runOf(test_, design, pair.revision).assertions.find((each) => each.id === id)?.verdict;
      expect([own(pair.falls), own(pair.holds)]).toEqual(['VIOLATED', 'VERIFIED']);
      expect(heads(pair, id)).toEqual(['Holds', 'Falls']);
      expect(picturesOf(pair, id)[1].head).toMatch(RegExp(` breaks ${id}$`));
    },
  );
});

describe('a policy', () => {
  test.for(Object.entries(OF_POLICIES))('%s is what the two designs differ in', ([name, pair]) => {
    const [wrong, right] = [pair.falls, pair.holds].map((text) => parseDesign(text).policies);
    expect(wrong[name as Policy]).not.toBe(right[name as Policy]);
  });
});

describe('a system call', () => {
  test.for(Object.entries(OF_CALLS))('%s is made in the test', ([name, pair]) => {
    expect(callsIn(selectTests([pair.test])[0].litmus)).toContain(name);
  });
});

describe('a function of the kernel', () => {
  const inTests = new Set(readCatalogue().flatMap(({ litmus }) => callsIn(litmus)));

  test.for(ofKernelAlone)('%s is shown by the ends of a test, if one calls it', (name) => {
    const { lines, pictures } = explain(name);
    expect(lines[0]).toMatch(RegExp(`^${name}\\(`));
    expect(pictures().length > 0).toBe(inTests.has(name));
  });
});

test('a preset is explained by what it must break', () => {
  const fallen = presets().find(({ fall }) => fall !== null)!;
  expect(explain(fallen.name).pictures()[1].head).toContain(`breaks ${fallen.fall?.assertion}`);
});

describe('what falls in one run is VERIFIED in the other', () => {
  const named = presets().flatMap(({ name, fall }) =>
    fall === null ? [] : [[name, { ...fall, falls: name, holds: 'ticket' }] as const],
  );
  const pairs = [OF_POLICIES, OF_CALLS, OF_VALUES, OF_WINDOWS].flatMap((of) => Object.entries(of));
  const falls = named.map(([name, fall]) => [name, { ...fall, breaks: fall.assertion }] as const);

  test.for([...pairs, ...falls])('%s', ([, pair]) => {
    const [holds, fall] = picturesOf(pair, pair.breaks);
    const what = fall.head.split(' ').at(-1);
    expect([holds, fall].map(({ head }) => head.slice(0, 5))).toEqual(['Holds', 'Falls']);
    const [test_] = selectTests([pair.test]);
    const run = runOf(test_, pair.holds, pair.revision);
    const parts = [...run.assertions, { ...run.condition, id: 'condition' }];
    expect(parts.find(({ id }) => id === what)?.verdict).toBe('VERIFIED');
  });
});

describe('a right design', () => {
  test.for(Object.entries(OF_RIGHT))('%s: VERIFIED, and where it deviates', ([name, shown]) => {
    const { holds, falls } = shown;
    const [good] = selectTests([holds.test]);
    expect(runOf(good, name, holds.revision).verdict).toBe('VERIFIED');
    const [first, second] = explain(name)
      .pictures()
      .map(({ head }) => head);
    expect(first).toBe(`Holds: ${holds.test} under ${name} on ${holds.revision}`);
    expect(second).toMatch(RegExp(` breaks ${falls.breaks}$`));
  });

  test('all of them are there', () => {
    const right = presets().filter(({ kind }) => kind === 'right');
    expect(Object.keys(OF_RIGHT)).toEqual(right.map(({ name }) => name));
  });
});

test('R17 falls by steps that are named', () => {
  expect(explain('R17').pictures()[1].end).toMatch(
    /^P0 came to q in step \d+, P1 in step \d+, and since step \d+ P0 stands behind P1: q has \[P1 P0\]/,
  );
});

test('what is nothing is said so', () => {
  expect(() => explain('ipc_wiat')).toThrow('the nearest is "ipc_wait"');
  expect(() => explain('xyzzy')).toThrow(/^unknown name "xyzzy"\. /);
  expect(() => explain('place=kept')).toThrow('unknown value of place "kept"');
});
