/**
 * D17, computed: on two CPUs whose tick counters differ, a deadline that is told by the counter of a
 * CPU does not hold on helenos-2026. It does with one counter for all, and on helenos-2012, which
 * tells deadlines by the uptime.
 */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../model/designs/designs.ts';
import type { Revision } from '../model/record/program.ts';
import { readCatalogue, type Test } from './catalogue.ts';
import { check, revisionsOf } from './check/check.ts';
import { needsAborts } from './search/search.ts';

const LIMITS = {
  statesMax: 1_000_000,
  memoryMaxBytes: 1024 ** 3,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};
const OLD = 'helenos-2012';
const NEW = 'helenos-2026';
const tests = readCatalogue().filter(({ litmus }) => litmus.meta.cpus === 2);

function deadlines(source: Test, design: string, revision: Revision) {
  const { assertions } = check(source, parseDesign(design), revision, LIMITS);
  const found = assertions.find(({ id }) => id === 'R2');
  return found?.verdict === 'VIOLATED' ? `falls (${found.defect})` : found?.verdict;
}

/** Somebody may be woken for nothing, or resumed, where another count goes. */
function expected({ name, litmus }: Test, design: string, revision: Revision): string {
  if (revision === OLD || litmus.meta.skew === 0 || design.includes('global')) return 'VERIFIED';
  if (name === 'CPUS+sleep+kill') return 'falls (kernel)';
  return needsAborts(litmus) ? 'falls (design)' : 'VERIFIED';
}

test('there are tests of either sign, of none, and without aborts', () => {
  const skews = tests.map(({ litmus }) => Math.sign(litmus.meta.skew ?? 0));
  expect(new Set(skews)).toEqual(new Set([-1, 0, 1]));
  expect(tests.filter(({ litmus }) => !needsAborts(litmus)).length).toBeGreaterThan(1);
});

describe.for([OLD, NEW] as const)('R2 on %s', (revision) => {
  const mine = tests.filter(({ litmus }) => revisionsOf(litmus).includes(revision));

  test.for(mine.map((source) => ({ name: source.name, source })))(
    '$name is as the counters say, under local and under global',
    ({ source }) => {
      for (const design of ['ticket', 'ticket,clock=global']) {
        const at = `${design}: `;
        expect(at + deadlines(source, design, revision)).toBe(
          at + expected(source, design, revision),
        );
      }
    },
  );
});

/** What the clock interrupts of two CPUs that are not taken at one time come to (tick-phase.test.ts). */
describe.for([-1, 1])('counts that differ by a tick, %d', (skew) => {
  const even = tests.find(({ name }) => name === 'CPUS+sleep+even')!;
  const { litmus } = even;
  const source = { ...even, litmus: { ...litmus, meta: { ...litmus.meta, skew } } };

  test('are seen where each CPU goes by its own, and not by one count for all', () => {
    expect(deadlines(source, 'ticket', NEW)).toBe('falls (design)');
    expect(deadlines(source, 'ticket,clock=global', NEW)).toBe('VERIFIED');
  });
});
