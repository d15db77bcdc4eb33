/**
 * Runs and tests to try the machinery on, without a search. Only tests import this.
 */
import { resolve } from 'node:path';
import { digest } from './digest.ts';
import type { AssertionResult, Run } from '../../reports/data.ts';
import { hashOf } from '../litmus/hash.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import type { CheckOptions } from '../search/search.ts';
import type { Test } from '../catalogue.ts';

/** A test of that name; with `aborts`, one that gives the environment a budget. */
export function sampleTest(name: string, { aborts = false, rows = 1 } = {}): Test {
  const text = [
    `SYS ${name}`,
    '"a sleeper and a waker"',
    'Table=any',
    ...(aborts ? ['Aborts=any<=1'] : []),
    '{ futex f = 0; }',
    ' P0 | P1 ;',
    ...Array.from({ length: rows }, () => ' r0 = futex_down(f) | r0 = futex_up(f) ;'),
    'exists (0:r0=EOK)',
    '',
  ].join('\n');
  const litmus = parseLitmus(text, `${name}.litmus`);
  return {
    litmus,
    path: resolve('specs', `${name}.litmus`),
    file: `specs/${name}.litmus`,
    given: null,
    text,
    name,
    hash: hashOf(litmus),
    family: 'specs',
  };
}

/** A VERIFIED run of sampleTest(change.test), with what `change` says instead. */
export function sampleRun(change: Partial<Run> = {}): Run {
  const test = change.test ?? 'A';
  return {
    test,
    hash: sampleTest(test).hash,
    design: 'ticket',
    revision: 'helenos-2026',
    verdict: 'VERIFIED',
    standing: 'expected',
    why: 'Everything holds.',
    condition: {
      text: 'exists (0:r0=EOK)',
      quantifier: 'exists',
      verdict: 'VERIFIED',
      why: '',
      positive: 1,
      negative: 0,
      counterexample: null,
    },
    assertions: [],
    outcomes: [],
    search: {
      complete: true,
      stopped: 'complete',
      completeDepth: 3,
      frontier: 0,
      states: 10,
      transitions: 12,
      elapsedMs: 1,
      bytesPerState: 40,
      levels: [1, 4, 5],
      coverage: {},
    },
    ...change,
  };
}

/** A run in which the assertions named are violated. */
export function violatedRun(ids: readonly string[], change: Partial<Run> = {}): Run {
  return sampleRun({
    verdict: 'VIOLATED',
    why: `${ids.join(', ')} violated.`,
    assertions: ids.map(violated),
    ...change,
  });
}

function violated(id: string): AssertionResult {
  return {
    id,
    says: '',
    verdict: 'VIOLATED',
    why: '',
    defect: 'design',
    witness: { says: '', reached: true },
    counterexample: null,
  };
}

/** No limit that a test of the catalogue meets. */
export const CHECK_OPTIONS: CheckOptions = {
  statesMax: 1_000_000,
  memoryMaxBytes: 1e9,
  deadlineMs: null,
  aborts: null,
  digest: digest(),
  interrupted: () => false,
};
