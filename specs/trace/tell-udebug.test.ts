/** The steps of a debug session are told as what they did, not as what they may do. */
import { beforeAll, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { readCatalogue } from '../catalogue.ts';
import { check } from '../check/check.ts';
import { CHECK_OPTIONS } from '../run/sample.ts';

/** What is said of each step in all that is told of the test: `P0 udebug_stop: takes GO away ...`. */
function tellingsOf(name: string, design: string): string[] {
  const source = readCatalogue().find((each) => each.name === name);
  if (source === undefined) throw new Error(`no ${name}`);
  const run = check(source, parseDesign(design), 'helenos-2012', CHECK_OPTIONS);
  const told = [
    ...run.assertions.map(({ counterexample }) => counterexample),
    ...run.outcomes.map(({ execution }) => execution ?? null),
  ];
  const steps = told.flatMap((execution) => execution?.steps ?? []);
  return [...new Set(steps.map(({ rule, says }) => `${rule}: ${says}`))];
}

let today: string[] = [];
let ticket: string[] = [];
beforeAll(() => {
  today = tellingsOf('UD+N7', 'today');
  ticket = tellingsOf('UD+stop', 'ticket');
}, 60_000);

test('the kbox thread says which request it has got, and what comes of it', () => {
  for (const name of ['BEGIN', 'GO', 'STOP', 'END']) {
    expect(today).toContain(`P2 kbox-got: has got ${name}, and serves it`);
  }
  expect(today).toContain('P2 udebug_stop: takes GO away; the thread answers when it is stoppable');
  expect(ticket).toContain('P2 udebug_go: gives the thread GO and wakes it');
});

test('a thread says whom it answers, and whether it waits', () => {
  const begins = 'P0 udebug_before_thread_runs: becomes stoppable for a moment';
  expect(today).toContain(`${begins}: was the last, answers BEGIN`);
  expect(today).toContain('P0 udebug_stoppable_end: is not stoppable any more');
  expect(ticket).toContain(
    'P0 udebug-hold: is at the boundary without GO: is held, and answers its GO with STOP',
  );
});

test('no step of a session is told as one thing or another', () => {
  const vague = [...today, ...ticket].filter((says) => says.includes(', or '));
  expect(vague).toEqual([]);
});
