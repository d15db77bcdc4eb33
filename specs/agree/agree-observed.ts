/**
 * A test of the catalogue as a whole kernel ran it: is every outcome that was seen one that the
 * model allows? What was not seen says nothing.
 */
import type { Litmus } from '../litmus/litmus.ts';
import type { Agreement, CannotRun } from './agree.ts';
import { type NamedPlace, placeNamed, withoutAborts } from './places.ts';
import type { Observed, ObservedOutcome } from './read-observed.ts';
import type { Revision } from './read-outcomes.ts';

/** The values of the places at one end of the model; null: an assertion of the kernel failed. */
export type AllowedOutcome = readonly string[] | null;

/** All ends of a test on the model, with the values of `places`. */
export type RunObserved = (
  litmus: Litmus,
  design: string,
  revision: Revision,
  places: readonly NamedPlace[],
) => readonly AllowedOutcome[] | CannotRun;

/** Clocks of the two are not read at the same instant. */
const TICKS_TOLERANCE = 1;

/** The test of this name, or why there is none. */
export type FindTest = (name: string) => Litmus | string;

export function agreeObserved(
  observed: Observed,
  findTest: FindTest,
  run: RunObserved,
): Agreement {
  const { line, test, revision, design, outcomes } = observed;
  const name = `${test} under ${design}`;
  const about = { line, name, revision, ticks: 'none' as const, outcomes: outcomes.length };
  const cannot = (it: CannotRun, litmus: Litmus | null): Agreement => {
    return { ...about, ...it, litmus, missing: [], extra: [] };
  };
  const found = findTest(test);
  if (typeof found === 'string') return cannot({ verdict: 'error', why: found }, null);
  const litmus = design === 'today' ? withoutAborts(found) : found;
  const names = [...new Set(outcomes.flatMap(({ values }) => [...(values?.keys() ?? [])]))];
  const places = names.map((each) => placeNamed(each, litmus));
  const unknown = places.find((place) => place.is === 'unknown');
  if (unknown?.is === 'unknown') return cannot({ verdict: 'error', why: unknown.why }, litmus);
  const allowed = run(litmus, design, revision, places);
  if ('why' in allowed) return cannot(allowed, litmus);
  const missing = outcomes
    .filter((outcome) => !allowed.some((each) => differences(outcome, names, each).length === 0))
    .map((outcome) => ({ outcome: outcome.text, nearest: nearestTo(outcome, names, allowed) }));
  const verdict = missing.length === 0 ? 'allowed' : 'different';
  return { ...about, verdict, why: null, litmus, missing, extra: [] };
}

/** `q.balance is 1, not 0`, for each place in which the model's outcome is another. */
function differences(
  { values }: ObservedOutcome,
  names: readonly string[],
  allowed: AllowedOutcome,
): string[] {
  if (values === null || allowed === null) {
    if (values === allowed) return [];
    return [allowed === null ? 'the kernel panics' : 'the kernel does not panic'];
  }
  return names.flatMap((name, i) => {
    const seen = values.get(name);
    if (seen === undefined || isSame(name, seen, allowed[i])) return [];
    return [`${name} is ${allowed[i]}, not ${seen}`];
  });
}

function isSame(name: string, seen: string, allowed: string): boolean {
  if (seen === allowed) return true;
  return name.includes(':dt(') && Math.abs(Number(seen) - Number(allowed)) <= TICKS_TOLERANCE;
}

function nearestTo(
  outcome: ObservedOutcome,
  names: readonly string[],
  allowed: readonly AllowedOutcome[],
): string {
  const all = allowed.map((each) => differences(outcome, names, each));
  const [first] = all.toSorted((a, b) => a.length - b.length);
  return first === undefined ? 'the model allows no outcome' : first.join('; ');
}
