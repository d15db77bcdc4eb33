/**
 * What a token claims of its run, evaluated again at the end of the run: a token is a text that
 * anybody can write, and what it says is broken is believed by whoever reads the replay.
 */
import type { Model } from '../../checker/model.ts';
import type { Trace } from '../../checker/trace.ts';
import type { Litmus } from '../litmus/litmus.ts';
import { breakingOf } from '../search/breaking.ts';
import { COMPARISONS } from '../search/comparisons.ts';
import { OtherSearches } from '../search/other-searches.ts';
import type { Subject } from '../search/search.ts';
import type { TestModel } from '../search/test-model.ts';
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
  const { machine, assertions } = model;
  if (breaks === NOTHING) {
    requireEnd(machine, trace, 'the run of the token');
    return new Set();
  }
  if (breaks !== 'condition' && !assertions.some(({ id }) => id === breaks)) {
    throw new ReplayError(`${litmus.name} asserts no "${breaks}", which the token says falls`);
  }
  const what = breaks === 'condition' ? 'the condition' : breaks;
  const allowed = otherEnds(subject, breaks);
  const breaking = breakingOf(subject, model, breaks, allowed);
  if (breaking.inEnds) requireEnd(machine, trace, `a run that breaks ${what}`);
  if (!breaking.at(trace.records, lastOf(machine, trace))) throw unbroken(litmus, what);
  return COMPARISONS[breaks]?.part === 'observable' ? allowed : new Set();
}

/** The ends of the version with which an assertion compares the run. */
function otherEnds(subject: Subject, breaks: string): ReadonlySet<string> {
  const comparison = COMPARISONS[breaks];
  if (comparison === undefined) return new Set();
  const allowed = new OtherSearches(subject).outcomes(comparison.other, comparison.part);
  if (allowed !== null) return allowed;
  throw new ReplayError(
    `the search ${comparison.says}, with which ${breaks} compares the run, did not come to its end`,
  );
}

function unbroken({ name }: Litmus, what: string): ReplayError {
  return new ReplayError(
    `the token says that its run of ${name} breaks ${what}, and it does not; ` +
      'check the test again for a new token',
  );
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
