/**
 * Functions of the kernel have no design that could be wrong: they are shown by the ends of a test of
 * kernel lanes. One end is what the example asks for; another is what breaks "it always ends so".
 */
import { parseDesign } from '../../model/designs/designs.ts';
import type { Outcome } from '../../reports/data.ts';
import type { Test } from '../catalogue.ts';
import { check, revisionsOf } from '../check/check.ts';
import { isKernelTable } from '../litmus/calls/call-spec.ts';
import { callsIn } from '../litmus/flow/calls-in.ts';
import { endOf, optionsOfExamples, type Picture } from './explain-pair.ts';
import { testsToExplain } from './explained-tests.ts';

/** Tests that are looked at for one with two ends. */
const TRIED_MAX = 12;

type Told = Outcome & { readonly execution: NonNullable<Outcome['execution']> };

/** Of the smallest test of the call that can end in two ways, else of the smallest. */
export function picturesOfKernelCall(name: string): readonly Picture[] {
  const tests = testsOf(name).toSorted((a, b) => sizeOf(a) - sizeOf(b));
  let first: readonly Picture[] = [];
  for (const test of tests.slice(0, TRIED_MAX)) {
    const pictures = picturesOf(test);
    if (pictures.length > 1) return pictures;
    if (first.length === 0) first = pictures;
  }
  return first;
}

/** Does some test of kernel lanes call it? */
export function isCalled(name: string): boolean {
  return testsOf(name).length > 0;
}

/** The names of the tests, of any table, that call it; the smallest one first. */
export function callersOf(name: string): readonly string[] {
  return testsToExplain()
    .filter(({ litmus }) => callsIn(litmus).includes(name))
    .toSorted((a, b) => sizeOf(a) - sizeOf(b))
    .map((test) => test.name);
}

function testsOf(name: string): readonly Test[] {
  return testsToExplain().filter(
    ({ litmus }) => isKernelTable(litmus.meta.table) && callsIn(litmus).includes(name),
  );
}

function sizeOf({ litmus }: Test): number {
  return litmus.rows.flat().filter((cell) => cell !== null).length;
}

function picturesOf(test: Test): readonly Picture[] {
  const [revision] = revisionsOf(test.litmus);
  const run = check(test, parseDesign('today'), revision, optionsOfExamples());
  const told = run.outcomes.filter((outcome): outcome is Told => outcome.execution !== undefined);
  const [usual, other] = told;
  if (usual === undefined) return [];
  const asked = usual.text.replace(/;$/, '').replaceAll('; ', ' /\\ ');
  const holds = {
    head: `Holds: exists (${asked}) on ${test.name}, ${revision}`,
    execution: usual.execution,
    end: `${endOf(usual.text)}.`,
    marked: null,
  };
  if (other === undefined) return [holds];
  const falls = {
    head: `Falls: forall (${asked}) on ${test.name}, ${revision}`,
    execution: other.execution,
    end: `${endOf(other.text)}.`,
    marked: null,
  };
  return [holds, falls];
}
