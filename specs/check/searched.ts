/**
 * The search that a check is read off: plain, or by a choice of successors where all that the test
 * asks may be answered so (specs/search/partial-order.ts) and the check allows it.
 *
 * Either may be one of orbits (symmetric.ts). A reduced search knows ends and falls, but no shortest
 * way to one: where something falls, the plain search is made after all, as far as the limits allow.
 */
import type { Exploration } from '../../checker/exploration.ts';
import { explore } from '../../checker/explore.ts';
import { type Choice, choiceFor } from '../../model/footprints/choice.ts';
import { keepsEdges } from '../livelock/livelocks.ts';
import { quantifierFor } from '../properties/condition.ts';
import { COMPARISONS, isAllowed } from '../search/comparisons.ts';
import type { OtherSearches } from '../search/other-searches.ts';
import { type Reduction, reductionFor } from '../search/partial-order.ts';
import { keysOf, searchOptions, type Subject } from '../search/search.ts';
import type { TestModel } from '../search/test-model.ts';

export interface Searched {
  readonly model: TestModel;
  readonly exploration: Exploration;
}

/** How a test is searched: by orbits, if its lanes may be permuted and the questions allow it. */
export interface Searching {
  readonly subject: Subject;
  /** For the assertions that compare. */
  readonly others: OtherSearches;
  /** Of all states, or of orbits; with what chooses among successors, if it is given. */
  modelWith(choice?: Choice): TestModel;
}

/** States after which a search that may be reduced is. */
const PLAIN_MOST = 1_000_000;

/** Searches a test. */
export function searched(searching: Searching): Searched {
  const { subject } = searching;
  const { reduction = 'ends' } = subject.options;
  // A certificate has all states.
  const mayReduce = subject.options.onFound === undefined;
  const isAsked = mayReduce && (reduction === 'cut' || reduction === 'first');
  const how = isAsked ? reductionFor(subject.litmus, subject.program) : null;
  if (how === null) return plainly(searching);
  const first = reduction === 'first' ? null : plainly(searching, PLAIN_MOST);
  if (first !== null && !isLarger(first, subject)) {
    return isCut(first) ? insteadOf(first, searching, how) : first;
  }
  const isFallen = first !== null && fallenProperty(first);
  first?.exploration.seen.arena.release();
  const found = isFallen ? null : reducedly(searching, how);
  if (found !== null && !hasFallen(found, searching)) return found;
  found?.exploration.seen.arena.release();
  const plain = plainly(searching);
  return isCut(plain) ? insteadOf(plain, searching, how) : plain;
}

/** It would have gone on. */
function isLarger({ exploration: { stopped } }: Searched, { options }: Subject): boolean {
  return stopped === 'states' && options.statesMax > PLAIN_MOST;
}

/** `statesMost`: where it is to end, however many states it may have. */
function plainly({ subject, modelWith }: Searching, statesMost = Infinity): Searched {
  return explored(subject, modelWith(), statesMost);
}

/** More edges than this are not kept for counterexamples alone: 12 MiB. */
const EDGES_MAX = 2 ** 21;

/** Every state of a model, or every orbit of one that has a symmetry. */
function explored({ options }: Subject, model: TestModel, statesMost: number): Searched {
  const limits = searchOptions(options);
  const statesMax = Math.min(options.statesMax, statesMost);
  const keepEdges = keepsEdges(model) || EDGES_MAX;
  return { model, exploration: explore(model.machine, { ...limits, statesMax, keepEdges }) };
}

/** Null: it was cut, or met what ends a run before others have moved. */
function reducedly({ subject, modelWith }: Searching, how: Reduction): Searched | null {
  const model = modelWith(choiceFor(subject.program, how));
  const options = { ...searchOptions(subject.options), reduced: true };
  const exploration = explore(model.machine, options);
  if (exploration.stopped === 'complete' && model.machine.choice?.hasPanicked !== true) {
    return { model, exploration };
  }
  exploration.seen.arena.release();
  return null;
}

const isCut = ({ exploration: { stopped } }: Searched): boolean =>
  stopped === 'states' || stopped === 'memory';

/**
 * The reduced search in place of a plain one that was cut, unless that has found a fall, which it
 * tells best. Where the reduced one does not fit either, the plain one is made again: its states had
 * to make room.
 */
function insteadOf(plain: Searched, searching: Searching, how: Reduction): Searched {
  if (fallenProperty(plain)) return plain;
  plain.exploration.seen.arena.release();
  return reducedly(searching, how) ?? plainly(searching);
}

function fallenProperty({ exploration }: Searched): boolean {
  return exploration.properties.some(
    ({ property, id }) => property.kind !== 'sometimes' && id >= 0,
  );
}

/** Is there anything of which a counterexample would be shown? */
function hasFallen(found: Searched, { subject: { litmus, design }, others }: Searching): boolean {
  if (fallenProperty(found)) return true;
  const ends = [...keysOf(found.exploration).values()];
  const quantifier = quantifierFor(litmus, design);
  const breaking = quantifier !== 'forall';
  const isBroken = ends.some(({ kept, satisfies }) => kept && satisfies === breaking);
  if (quantifier !== 'exists' && isBroken) return true;
  return found.model.assertions.some(({ id }) => {
    const comparison = COMPARISONS[id];
    if (comparison === undefined) return false;
    const { other, part } = comparison;
    const allowed = others.outcomes(other, part);
    return allowed !== null && ends.some((end) => end.own && !isAllowed(end[part], allowed, part));
  });
}
