/**
 * Memory that the kernels misuse without noticing, each where nothing else is wrong: which thread
 * did it, and the words for it.
 */
import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Revision } from '../../model/record/program.ts';
import { readCatalogue } from '../catalogue.ts';
import { check } from './check.ts';

interface Misuse {
  readonly name: string;
  readonly revision: Revision;
  /** 2012: with the cure of N19, which falls in most tests in which a task ends. */
  readonly design: string;
  readonly says: string;
}

const MISUSES: readonly Misuse[] = [
  {
    name: 'FWD+route+gone.2012',
    revision: 'helenos-2012',
    design: 'waker=finishes',
    says: 'an assertion of the kernel fails, or memory that was freed is used, in a step of P2',
  },
  {
    name: 'FWD+ehangup+list.2012',
    revision: 'helenos-2012',
    design: 'waker=finishes',
    says: 'P2 has changed a list of a box while another did, without the lock of that box',
  },
  {
    name: 'PAGE+call+gone.2026',
    revision: 'helenos-2026',
    design: 'today',
    says: 'P0 has read the task of a box that was freed',
  },
  {
    name: 'EXIT+self+answer.2026',
    revision: 'helenos-2026',
    design: 'today',
    says: 'P0 has changed a list of a box while another did, without the lock of that box',
  },
];

test.for(MISUSES)('$name under $design: $says', ({ name, revision, design, says }) => {
  const found = readCatalogue().find((each) => each.name === name);
  if (found === undefined) throw new Error(`no test ${name}`);
  const { assertions, condition } = check(found, parseDesign(design), revision, {
    statesMax: 200_000,
    memoryMaxBytes: 2 ** 29,
    deadlineMs: null,
    aborts: null,
    digest: '',
    interrupted: () => false,
  });
  expect(condition.verdict).toBe('VERIFIED');
  const fallen = assertions.filter(({ verdict }) => verdict === 'VIOLATED');
  expect(fallen.map(({ id, defect }) => `${id} ${defect}`)).toEqual(['R14 kernel']);
  expect(fallen[0].counterexample?.words.however).toContain(says);
});
