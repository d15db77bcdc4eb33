/**
 * One test on one design and one revision: searched, judged by its own condition and assertions.
 *
 * What is found is a value, never an exception. The verdict words are docs/formats.md#verdicts: VERIFIED only
 * if the whole space was searched, every assertion held and every witness was reached.
 */
import { isSet } from '../../model/designs/asking.ts';
import type { Exploration } from '../../checker/exploration.ts';
import { takesAborts } from '../../model/designs/designs.ts';
import type { Design } from '../../model/designs/policies.ts';
import type { Revision } from '../../model/record/program.ts';
import { type Traps, trapLasso } from '../../checker/cycles/traps.ts';
import type {
  ConditionResult,
  Counterexample,
  Outcome,
  Run,
  SearchResult,
  Verdict,
} from '../../reports/data.ts';
import { type Endless, endlessOf } from '../livelock/traps.ts';
import { trapTo } from '../trace/lasso.ts';
import { assertAll, NOT_SHORTEST } from './assertion-verdicts.ts';
import { boundaries } from './boundary-state.ts';
import { compile } from '../compile/compile.ts';
import { quantifierFor } from '../properties/condition.ts';
import { lackingOf } from '../properties/happenings.ts';
import { counterexampleTo, executionTo, scheduleTo } from '../trace/counterexample.ts';
import { Fates } from '../fate/fate.ts';
import { assertedIn } from '../litmus/calls/asserted.ts';
import { usesUserCode } from '../litmus/flow/flow.ts';
import { hashOf } from '../litmus/hash.ts';
import {
  type CheckOptions,
  cutText,
  keysOf,
  needsAborts,
  searchResult,
  type Source,
  type Subject,
  withAborts,
} from '../search/search.ts';
import { OtherSearches } from '../search/other-searches.ts';
import { keepsEdges, Livelocks } from '../livelock/livelocks.ts';
import { latencies } from './latencies.ts';
import type { Litmus, Quantifier } from '../litmus/litmus.ts';
import { printProp } from '../litmus/print.ts';
import { type OutcomeKey, reducedModel, type TestModel, testModel } from '../search/test-model.ts';
import { type Searched, searched, type Searching } from './searched.ts';
import { stopWindows } from './stop-windows.ts';
import { unsearched } from './unsearched.ts';
import { overall } from './verdict.ts';

import { Unsupported } from '../compile/unsupported.ts';

export { revisionsOf } from '../search/revisions.ts';

/** Checks one test. `standing` is left for the judge of the baseline. */
export function check(
  source: Source,
  design: Design,
  revision: Revision,
  options: CheckOptions,
): Run {
  const litmus = withAborts(source.litmus, options.aborts);
  const hash = hashOf(source.litmus);
  const about = { test: litmus.name, hash, design: design.name, revision };
  if (needsAborts(litmus) && !takesAborts(design)) {
    return unsupported(
      about,
      litmus,
      design,
      'no thread can be taken out of a call, and the test needs an abort',
    );
  }
  try {
    const program = compile(litmus, design, revision);
    return { ...about, ...checkProgram({ litmus, hash, design, revision, options, program }) };
  } catch (error) {
    if (error instanceof Unsupported) return unsupported(about, litmus, design, error.message);
    throw error;
  }
}

type About = Pick<Run, 'test' | 'hash' | 'design' | 'revision'>;
type Found = Omit<Run, keyof About>;

/**
 * Where lanes may be permuted, one state of each orbit is searched; if something falls there, all
 * states are, so that a counterexample is the one of that search: shortest, with the fewest
 * switches, and what could have become of it. If that search is cut before it finds any, the
 * counterexample stays as it was found first.
 */
function checkProgram(subject: Subject): Found {
  const { litmus, program } = subject;
  const others = new OtherSearches(subject);
  const plainly: Searching = {
    subject,
    others,
    modelWith: (choice) => testModel(litmus, program, undefined, choice),
  };
  const permuted = isPermuted(subject) ? reducedModel(litmus, program) : null;
  if (permuted === null) return answered(subject, others, searched(plainly)).found;
  const byOrbits: Searching = {
    ...plainly,
    modelWith: (choice) => reducedModel(litmus, program, undefined, choice) ?? permuted,
  };
  const ofOrbits = answered(subject, others, searched(byOrbits));
  const { found } = ofOrbits;
  if (ofOrbits.isAnswer && !hasFallen(found) && found.search.stopped !== 'error') return found;
  const plain = answered(subject, others, searched(plainly)).found;
  return plain.search.complete || hasFallen(plain) ? plain : found;
}

/**
 * B and H follow one thread along its way, and a state of an orbit has forgotten which it was. A
 * certificate has all states.
 */
const isPermuted = ({ litmus, options }: Subject): boolean =>
  options.reduction !== 'never' &&
  options.onFound === undefined &&
  !assertedIn(litmus).includes('R7');

const hasFallen = ({ condition, assertions }: Found): boolean =>
  [condition, ...assertions].some(({ counterexample }) => counterexample !== null);

/**
 * What a search has found. `isAnswer`: false where a cycle of orbits is asked about. It may be one of
 * states, or not; where there is none of orbits, there is none of states.
 */
function answered(
  subject: Subject,
  others: OtherSearches,
  { model, exploration }: Searched,
): { found: Found; isAnswer: boolean } {
  const search = searchResult(exploration);
  const outcomes = keysOf(exploration);
  const fates = new Fates(others, model, exploration);
  const livelocks = new Livelocks(subject, model, exploration);
  const traps = livelocks.traps();
  const endless =
    typeof traps === 'object' && 'part' in traps ? endlessIn(subject, model, traps) : [];
  const isOpen = typeof traps === 'object' && 'unknown' in traps;
  const judged = checkCondition(subject, exploration, outcomes, search, endless);
  const condition = fates.withFate(isOpen ? openCondition(judged, traps.unknown) : judged);
  const assertions = assertAll(others, model, exploration, search, livelocks).map((each) =>
    fates.withFate(each),
  );
  const missing = missingPoints(model, exploration);
  const lacking = lackingIn(subject.litmus, model, exploration);
  const { verdict, why } = overall(
    exploration,
    subject.litmus.condition.prop,
    condition,
    assertions,
    { missing, lacking, restarts: () => isIssuedAgain(subject.design) },
  );
  const found: Found = {
    verdict,
    standing: 'expected',
    why,
    condition,
    assertions,
    outcomes: [...outcomesOf(subject, exploration, outcomes), ...endlessOutcomes(subject, endless)],
    search,
    latencies: latencies(subject, model.machine, livelocks.wholeGraph, assertions),
    boundaries: boundaries(exploration),
    stops: stopWindows(exploration),
  };
  subject.options.onFound?.({ subject, model, exploration, found });
  exploration.seen.arena.release();
  const isOfOrbits = model.machine.symmetry !== undefined && keepsEdges(model);
  return { found, isAnswer: !isOfOrbits || !search.complete || livelocks.hasNoCycle };
}

/** By the kernel or by libc; what a test waits for may be that alone. */
function isIssuedAgain({ policies }: Design): boolean {
  return !isSet(policies, 'result=eintr') || !isSet(policies, 'retry=none');
}

function checkCondition(
  subject: Subject,
  exploration: Exploration,
  keys: ReadonlyMap<string, OutcomeKey>,
  search: SearchResult,
  endless: readonly EndlessRun[],
): ConditionResult {
  const { litmus, design } = subject;
  const quantifier = quantifierFor(litmus, design);
  const kept = [...keys].filter(([, key]) => key.kept);
  const count = (satisfies: boolean): number =>
    kept
      .filter(([, key]) => key.satisfies === satisfies)
      .reduce((sum, [text]) => sum + (exploration.outcomes.get(text)?.states ?? 0), 0);
  const lost = endless.filter(({ key }) => key.kept);
  const bottoms = lost.reduce((sum, each) => sum + each.bottoms, 0);
  const [positive, negative] = [count(true), count(false) + bottoms];
  const breaking = quantifier !== 'forall';
  const offender = kept.find(([, key]) => quantifier !== 'exists' && key.satisfies === breaking);
  const judged = judgeCondition(quantifier, positive, negative, search, bottoms);
  const isUnsure = exploration.reduced && judged.verdict === 'VIOLATED' && offender !== undefined;
  return {
    text: `${quantifier} (${printProp(litmus.condition.prop)})`,
    quantifier,
    ...judged,
    ...(isUnsure && { why: `${judged.why}; ${NOT_SHORTEST}` }),
    positive,
    negative,
    counterexample:
      judged.verdict !== 'VIOLATED'
        ? null
        : offender !== undefined
          ? counterexampleTo(subject, exploration, 'condition', { outcome: offender[0] })
          : quantifier === 'forall'
            ? (lost[0]?.run ?? null)
            : null,
  };
}

const IN_ENDS = 'in every end, by a search that leaves out states between';

function judgeCondition(
  quantifier: Quantifier,
  positive: number,
  negative: number,
  search: SearchResult,
  bottoms: number,
): { verdict: Verdict; why: string } {
  if (quantifier === '~exists' && positive > 0) {
    return { verdict: 'VIOLATED', why: 'a forbidden outcome is reached' };
  }
  if (quantifier === 'forall' && negative > bottoms) {
    return { verdict: 'VIOLATED', why: 'an outcome is reached in which it does not hold' };
  }
  if (quantifier === 'forall' && bottoms > 0) {
    return { verdict: 'VIOLATED', why: 'some runs never end, and it is about every end' };
  }
  if (quantifier === '~exists' && bottoms > 0) {
    return { verdict: 'INCONCLUSIVE', why: 'no end shows it, and some runs never end' };
  }
  if (!search.complete) return { verdict: 'INCONCLUSIVE', why: cutText(search) };
  if (positive + negative === 0) return { verdict: 'VACUOUS', why: 'no end passes the filter' };
  if (quantifier === 'exists' && positive === 0) {
    return { verdict: 'VIOLATED', why: 'no end satisfies it, so there is no trace to show' };
  }
  return { verdict: 'VERIFIED', why: search.reduction ? IN_ENDS : 'in the whole space' };
}

/** What no end shows may still be lost where nothing ends: that is not known. */
function openCondition(judged: ConditionResult, why: string): ConditionResult {
  return judged.verdict === 'VERIFIED' && judged.quantifier !== 'exists'
    ? { ...judged, verdict: 'INCONCLUSIVE', why }
    : judged;
}

/** A way of never ending, and a run to it. */
interface EndlessRun extends Endless {
  readonly run: Counterexample;
}

/** All of them; the run is the shortest into a trap, told once. */
function endlessIn(subject: Subject, { machine }: TestModel, traps: Traps): EndlessRun[] {
  const run = trapTo(subject, machine, trapLasso(traps), 'condition');
  return endlessOf(machine, traps).map((each) => ({ ...each, run }));
}

/** What never ends, beside what does; it satisfies nothing. */
function endlessOutcomes({ design }: Subject, endless: readonly EndlessRun[]): Outcome[] {
  const kept = endless.filter(({ key }) => key.kept);
  return kept.map(({ key, bottoms, run }) => {
    const { breaks: _breaks, words: _words, ...execution } = run;
    const outcome = {
      text: key.shown,
      states: bottoms,
      satisfies: false,
      witness: execution.steps.map(({ rule }) => rule),
      loops: true,
    } as const;
    return design.kind === 'known-bad' ? outcome : { ...outcome, execution };
  });
}

function missingPoints(model: TestModel, exploration: Exploration): string[] {
  return model.points
    .filter(({ index }) => exploration.properties[index].id < 0)
    .map(({ window }) => window);
}

/** What the test speaks of and no run does; a test without calls speaks of nothing. */
function lackingIn(
  litmus: Litmus,
  { happenings, happened }: TestModel,
  exploration: Exploration,
): readonly string[] {
  const { rows } = litmus;
  const isEmpty =
    !usesUserCode(litmus) && !rows.some((row) => row.some((cell) => cell?.is === 'call'));
  const seen = (i: number): boolean => exploration.properties[happened + i].id >= 0;
  return [...(isEmpty ? ['no lane makes a call'] : []), ...lackingOf(happenings, seen)];
}

/**
 * Outcomes as they are shown, the most frequent first; filtered ones are left out. Ends that print
 * alike, of which some satisfy the condition and some do not, are two outcomes. Wrong designs are
 * there for what they break: how else they can end is kept as a schedule only.
 */
function outcomesOf(
  subject: Subject,
  exploration: Exploration,
  keys: ReadonlyMap<string, OutcomeKey>,
): Outcome[] {
  const isTold = subject.design.kind !== 'known-bad';
  const shown = new Map<string, Outcome & { readonly key: string }>();
  for (const [text, key] of keys) {
    if (!key.kept) continue;
    const states = exploration.outcomes.get(text)?.states ?? 0;
    const name = `${key.satisfies} ${key.shown}`;
    const known = shown.get(name);
    shown.set(name, {
      key: known?.key ?? text,
      text: key.shown,
      states: states + (known?.states ?? 0),
      satisfies: key.satisfies,
      witness: known?.witness ?? scheduleTo(exploration, text),
      ...panicsIn(key.panicked, known),
    });
  }
  return [...shown.values()]
    .toSorted((a, b) => b.states - a.states || (a.text < b.text ? -1 : 1))
    .map(({ key, ...outcome }) => {
      if (!isTold) return outcome;
      const execution = executionTo(subject, exploration, key);
      return { ...outcome, witness: execution.steps.map(({ rule }) => rule), execution };
    });
}

/** Ends that print alike: some of them after a failed assertion of the kernel, or all. */
function panicsIn(isPanic: boolean, known: Outcome | undefined): Pick<Outcome, 'panics'> {
  const before = known === undefined ? isPanic : known.panics === 'always';
  if (isPanic && before) return { panics: 'always' };
  return isPanic || known?.panics !== undefined ? { panics: 'sometimes' } : {};
}

function unsupported(about: About, litmus: Litmus, design: Design, why: string): Run {
  const quantifier = quantifierFor(litmus, design);
  const text = `${quantifier} (${printProp(litmus.condition.prop)})`;
  return unsearched({ ...about, verdict: 'UNSUPPORTED', why, condition: { text, quantifier } });
}
