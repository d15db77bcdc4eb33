import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Counterexample, Execution, StepEvent } from '../../reports/data.ts';
import { check, revisionsOf } from '../check/check.ts';
import type { Revision } from '../../model/record/program.ts';
import { readCatalogue } from '../catalogue.ts';
import { CHECK_OPTIONS } from '../run/sample.ts';

const CATALOGUE = readCatalogue();

function testNamed(name: string) {
  const found = CATALOGUE.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no test ${name}`);
  return found;
}

function runOf(name: string, design: string, revision: Revision) {
  return check(testNamed(name), parseDesign(design), revision, CHECK_OPTIONS);
}

function counterexample(name: string, design: string, breaks: string): Counterexample {
  const run = runOf(name, design, 'helenos-2026');
  const found = run.assertions.find(({ id }) => id === breaks)?.counterexample;
  if (found === null || found === undefined) throw new Error(`${name} holds under ${design}`);
  return found;
}

const eventsIn = ({ steps }: Execution): StepEvent[] => steps.flatMap(({ events }) => events);
const kindsIn = (execution: Execution, lane: number): string[] =>
  eventsIn(execution)
    .filter((event) => event.lane === lane)
    .map(({ ev }) => ev);

test('an aborted and restarted sleep is called, sleeps, is woken, unwound, held, resumed, restarted', () => {
  const shown = counterexample('WQ+abort+wake', 'debt=book', 'R1');
  expect(kindsIn(shown, 0)).toEqual([
    'call',
    'block',
    'abort',
    'wake',
    'unblock',
    'unwind',
    'hold',
    'resume',
    'restart',
    'block',
  ]);
  expect(kindsIn(shown, 1)).toEqual(['call', 'ret']);
});

test('a restart is the second attempt of the same labelled call', () => {
  const events = eventsIn(counterexample('WQ+abort+wake', 'debt=book', 'R1'));
  const calls = events.filter((event) => event.ev === 'call' || event.ev === 'restart');
  expect(calls.filter(({ lane }) => lane === 0)).toEqual([
    { ev: 'call', lane: 0, label: 'L0', call: 'waitq_sleep', attempt: 1 },
    { ev: 'restart', lane: 0, label: 'L0', call: 'waitq_sleep', attempt: 2 },
  ]);
});

test('a request, its taking, the answer and its taking are told in this order', () => {
  const { outcomes } = runOf('SYNC+asleep+abort', 'ticket', 'helenos-2012');
  const messages = outcomes.flatMap(({ execution }) =>
    execution === undefined
      ? []
      : [eventsIn(execution).flatMap((event) => ('message' in event ? [event] : []))],
  );
  expect(messages.length).toBeGreaterThan(0);
  for (const told of messages) {
    const ofOne = told.filter(({ message }) => message === told[0].message);
    expect(ofOne.map(({ ev }) => ev)).toEqual(['send', 'take', 'answer', 'take']);
  }
});

/** A change of a value that the steps before have not left so. */
function brokenChange({ start, steps }: Execution) {
  const values = new Map(start);
  return steps
    .flatMap(({ changes }) => changes)
    .find(({ name, from, to }) => {
      const isBroken = values.get(name) !== from;
      values.set(name, to);
      return isBroken;
    });
}

test.for(['SLEEP3', 'WQ+abort+wake', 'SYNC+written+abort', 'IPC+2recv+woken', 'PAGE+abort'])(
  'in every execution of %s calls nest rightly, and what is shown at the end follows from the start',
  (name) => {
    const [revision] = revisionsOf(testNamed(name).litmus);
    const { outcomes } = runOf(name, 'ticket', revision);
    const executions = outcomes.map(({ execution }) => execution);
    expect(executions).not.toContain(undefined);
    for (const execution of executions) {
      if (execution === undefined) continue;
      for (const lane of execution.lanes.keys()) {
        const marks = kindsIn(execution, lane).filter((ev) => ev === 'call' || ev === 'ret');
        expect(marks.join(' ')).toMatch(/^(call ret ?)*(call)?$/);
      }
      expect(brokenChange(execution)).toBe(undefined);
    }
  },
);
