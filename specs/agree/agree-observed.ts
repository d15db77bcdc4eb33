/**
 * A test of the catalogue as a whole kernel ran it: is every outcome that was seen one that the
 * model allows? What was not seen says nothing.
 *
 * A machine differs from the model in four ways that are no disagreement. Its E lane waits only so
 * long for what it awaits, so it may end anywhere. Its clocks are read a tick apart. Who holds a
 * thread does so as long as he likes, and a call's ticks are counted until it has returned: they may
 * be more than the model's, which counts until the thread could have run. A call that no answer can
 * reach any more stays among the dispatched ones in later rounds.
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

export function agreeObserved(observed: Observed, findTest: FindTest, run: RunObserved): Agreement {
  const { line, test, revision, design, outcomes } = observed;
  const name = `${test} under ${design}`;
  const about = { line, name, revision, ticks: 'none' as const, outcomes: outcomes.length };
  const cannot = (it: CannotRun, litmus: Litmus | null): Agreement => {
    return { ...about, ...it, litmus, missing: [], extra: [] };
  };
  const found = findTest(test);
  if (typeof found === 'string') return cannot({ verdict: 'error', why: found }, null);
  const isToday = design === 'today';
  const litmus = isToday ? withoutAborts(found) : found;
  const names = [...new Set(outcomes.flatMap(({ values }) => [...(values?.keys() ?? [])]))];
  const places = names.map((each) => placeNamed(each, litmus));
  const unknown = places.find((place) => place.is === 'unknown');
  if (unknown?.is === 'unknown') return cannot({ verdict: 'error', why: unknown.why }, litmus);
  const allowed: AllowedOutcome[] = [];
  for (const each of prefixesOfE(litmus)) {
    const more = run(each, design, revision, places);
    if ('why' in more) return cannot(more, litmus);
    allowed.push(...more);
  }
  const laxity = { mayBeHeld: !isToday, pilesUp: pilesUp(litmus, design) };
  const missing = outcomes
    .filter(
      (outcome) => !allowed.some((each) => differences(outcome, names, each, laxity).length === 0),
    )
    .map((outcome) => ({
      outcome: outcome.text,
      nearest: nearestTo(outcome, names, allowed, laxity),
    }));
  const verdict = missing.length === 0 ? 'allowed' : 'different';
  return { ...about, verdict, why: null, litmus, missing, extra: [] };
}

/** What may be more on a machine than in the model. */
interface Laxity {
  /** Ticks of a call. */
  readonly mayBeHeld: boolean;
  /** Dispatched calls. */
  readonly pilesUp: boolean;
}

/** A request can get lost after it was taken off its box, or is discarded unanswered (DEBUG). */
function pilesUp({ rows }: Litmus, design: string): boolean {
  const isDebug = rows.flat().some((cell) => {
    return (
      cell?.is === 'call' && cell.args.some((arg) => arg.is === 'names' && arg.names[0] === 'DEBUG')
    );
  });
  return isDebug || /\bwindow=(dequeued|written)\b/.test(design);
}

/** The test with an E lane that ends after none of its cells, one, two, and so on. */
function prefixesOfE(litmus: Litmus): Litmus[] {
  const column = litmus.lanes.findIndex(({ name }) => name === 'E');
  const cells = litmus.rows.filter((row) => (row[column] ?? null) !== null).length;
  return Array.from({ length: cells + 1 }, (_, length) => {
    let left = length;
    const rows = litmus.rows.map((row) => {
      if ((row[column] ?? null) === null) return row;
      left--;
      return left < 0 ? row.with(column, null) : row;
    });
    return { ...litmus, rows };
  });
}

/** `q.balance is 1, not 0`, for each place in which the model's outcome is another. */
function differences(
  { values }: ObservedOutcome,
  names: readonly string[],
  allowed: AllowedOutcome,
  laxity: Laxity,
): string[] {
  if (values === null || allowed === null) {
    if (values === allowed) return [];
    return [allowed === null ? 'the kernel panics' : 'the kernel does not panic'];
  }
  return names.flatMap((name, i) => {
    const seen = values.get(name);
    if (seen === undefined || isSame(name, seen, allowed[i], laxity)) return [];
    return [`${name} is ${allowed[i]}, not ${seen}`];
  });
}

function isSame(name: string, seen: string, allowed: string, laxity: Laxity): boolean {
  if (seen === allowed) return true;
  const more = Number(seen) - Number(allowed);
  if (name.includes(':dt(')) {
    return more >= -TICKS_TOLERANCE && (laxity.mayBeHeld || more <= TICKS_TOLERANCE);
  }
  return laxity.pilesUp && name.endsWith('.dispatched') && more > 0;
}

function nearestTo(
  outcome: ObservedOutcome,
  names: readonly string[],
  allowed: readonly AllowedOutcome[],
  laxity: Laxity,
): string {
  const all = allowed.map((each) => differences(outcome, names, each, laxity));
  const [first] = all.toSorted((a, b) => a.length - b.length);
  return first === undefined ? 'the model allows no outcome' : first.join('; ');
}
