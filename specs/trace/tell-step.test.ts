import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { check } from '../check/check.ts';
import { readCatalogue } from '../catalogue.ts';
import { CHECK_OPTIONS } from '../run/sample.ts';

const SOURCE = readCatalogue().find(({ name }) => name === 'SYNC+abort');

/** What the wait of ipc_call_sync is said to do, in all that is told of SYNC+abort on a design. */
function tellings(design: string): ReadonlySet<string> {
  if (SOURCE === undefined) throw new Error('no SYNC+abort');
  const run = check(SOURCE, parseDesign(design), 'helenos-2012', CHECK_OPTIONS);
  const told = [
    ...run.assertions.map(({ counterexample }) => counterexample),
    run.condition.counterexample,
    ...run.outcomes.map(({ execution }) => execution ?? null),
  ];
  const steps = told.flatMap((execution) => execution?.steps ?? []);
  return new Set(
    steps.flatMap(({ rule, says }) => (rule === 'P0 ipc_call_sync-woke' ? [says] : [])),
  );
}

test('a call that goes on with its answer is not said to go out', () => {
  expect([...tellings('ticket')]).toEqual(['has the answer: takes its private box off the list']);
});

test('a call that is taken out with its answer in hand is said to be', () => {
  expect(tellings('window=dequeued')).toContain(
    'sees the request, with its answer in hand: goes out',
  );
});

test('a call that is taken out before its answer leaves its box, and says so', () => {
  expect(tellings('syncCall=resend')).toContain(
    'sees the request: goes out, and leaves the call and its private box behind',
  );
});
