/**
 * What a token claims of its run, evaluated again at the end of the run: a token is a text that
 * anybody can write, and what it says is broken is believed by whoever reads the replay.
 */
import type { Model } from '../../checker/model.ts';
import type { Trace } from '../../checker/trace.ts';
import type { Litmus } from '../litmus/litmus.ts';
import { quantifierFor } from '../properties/condition.ts';
import { COMPARISONS, isAllowed } from '../search/comparisons.ts';
import { OtherSearches } from '../search/other-searches.ts';
import type { Subject } from '../search/search.ts';
import type { OutcomeKey, TestModel } from '../search/test-model.ts';
import { NOTHING, ReplayError } from './token.ts';

/**
 * The observable ends without aborts if the run breaks R15, else none.
 *
 * @throws ReplayError unless the run breaks what the token says, or, for NOTHING, ends
 */
export function requireClaim(
  subject: Subject,
  model: TestModel,
  trace: Trace,
  breaks: string,
): ReadonlySet<string> {
  const { litmus } = subject;
  if (breaks === NOTHING) requireEnd(model.machine, trace, 'the run of the token');
  else if (breaks === 'condition') requireBrokenCondition(subject, model, trace);
  else if (!model.assertions.some(({ id }) => id === breaks)) {
    throw new ReplayError(`${litmus.name} asserts no "${breaks}", which the token says falls`);
  } else if (COMPARISONS[breaks] !== undefined) return otherEnds(subject, model, trace, breaks);
  else requireFallen(litmus, model, trace, breaks);
  return new Set();
}

function requireBrokenCondition(
  { litmus, design }: Subject,
  { machine }: TestModel,
  trace: Trace,
): void {
  const quantifier = quantifierFor(litmus, design);
  requireEnd(machine, trace, 'a run that breaks the condition');
  const { kept, satisfies } = outcomeOf(machine, trace);
  // An `exists` falls when no end satisfies it, which is not to be seen in one run.
  const isBroken = quantifier === 'forall' ? !satisfies : quantifier === '~exists' && satisfies;
  if (!kept || !isBroken) throw unbroken(litmus, 'the condition');
}

function requireFallen(
  litmus: Litmus,
  { machine, assertions, indices }: TestModel,
  trace: Trace,
  breaks: string,
): void {
  const index = assertions.findIndex(({ id }) => id === breaks);
  const { kind, holds } = machine.properties[indices[index].holds];
  if (kind === 'finally') requireEnd(machine, trace, `a run that breaks ${breaks}`);
  if (holds(trace.records, lastOf(machine, trace))) throw unbroken(litmus, breaks);
}

/** The ends of the version with which it is compared; this run's end is none of them. */
function otherEnds(
  subject: Subject,
  { machine }: TestModel,
  trace: Trace,
  breaks: string,
): ReadonlySet<string> {
  const { part, other, says } = COMPARISONS[breaks];
  requireEnd(machine, trace, `a run that breaks ${breaks}`);
  const allowed = new OtherSearches(subject).outcomes(other, part);
  if (allowed === null) {
    throw new ReplayError(
      `the search ${says}, with which ${breaks} compares the run, did not come to its end`,
    );
  }
  const end = outcomeOf(machine, trace);
  if (!end.own || isAllowed(end[part], allowed, part)) throw unbroken(subject.litmus, breaks);
  return part === 'observable' ? allowed : new Set();
}

function unbroken({ name }: Litmus, what: string): ReplayError {
  return new ReplayError(
    `the token says that its run of ${name} breaks ${what}, and it does not; ` +
      'check the test again for a new token',
  );
}

function outcomeOf(machine: Model, trace: Trace): OutcomeKey {
  return JSON.parse(machine.outcome?.(trace.records, lastOf(machine, trace)) ?? '') as OutcomeKey;
}

function requireEnd(machine: Model, trace: Trace, what: string): void {
  const targets = new Uint8Array(machine.successorsMax * machine.recordSize);
  const rules = new Uint16Array(machine.successorsMax);
  const at = lastOf(machine, trace);
  const count = machine.successors(trace.records, at, targets, 0, rules, 0);
  const next = rules.subarray(0, count).find((rule) => machine.rules[rule].optional !== true);
  if (next === undefined) return;
  throw new ReplayError(
    `${what} goes to an end; after its ${trace.rules.length} steps this one has not come to one: ` +
      `"${machine.rules[next].name}" can be next`,
  );
}

function lastOf({ recordSize }: Model, { rules }: Trace): number {
  return rules.length * recordSize;
}
