/**
 * The search that a check is read off: plain, or by a choice of successors where all that the test
 * asks may be answered so (specs/search/partial-order.ts) and the check allows it.
 *
 * A reduced search knows ends and falls, but no shortest way to one: where something falls, the plain
 * search is made after all, as far as the limits allow.
 */
import type { Exploration } from '../../checker/exploration.ts';
import { explore } from '../../checker/explore.ts';
import { choiceFor } from '../../model/footprints/choice.ts';
import { keepsEdges } from '../livelock/livelocks.ts';
import { quantifierFor } from '../properties/condition.ts';
import { COMPARISONS, isAllowed } from '../search/comparisons.ts';
import type { OtherSearches } from '../search/other-searches.ts';
import { type Reduction, reductionFor } from '../search/partial-order.ts';
import { keysOf, searchOptions, type Subject } from '../search/search.ts';
import { type TestModel, testModel } from '../search/test-model.ts';

export interface Searched {
  readonly model: TestModel;
  readonly exploration: Exploration;
}

/** Searches a test. `others`: for the assertions that compare. */
export function searched(subject: Subject, others: OtherSearches): Searched {
  const { litmus, program, options } = subject;
  const { reduction = 'ends' } = options;
  // A certificate has all states.
  const isAsked = (reduction === 'cut' || reduction === 'first') && options.onFound === undefined;
  const how = isAsked ? reductionFor(litmus, program) : null;
  if (how === null) return plainly(subject);
  if (reduction === 'first') {
    const found = reducedly(subject, how);
    if (found !== null && !hasFallen(found, subject, others)) return found;
    found?.exploration.seen.arena.release();
    const plain = plainly(subject);
    return isCut(plain) && found !== null ? insteadOf(plain, subject, how) : plain;
  }
  const plain = plainly(subject);
  return isCut(plain) ? insteadOf(plain, subject, how) : plain;
}

function plainly(subject: Subject): Searched {
  return explored(subject, testModel(subject.litmus, subject.program));
}

/** More edges than this are not kept for counterexamples alone: 12 MiB. */
const EDGES_MAX = 2 ** 21;

/** Every state of a model, or every orbit of one that has a symmetry. */
export function explored({ options }: Subject, model: TestModel): Searched {
  const keepEdges = keepsEdges(model) || EDGES_MAX;
  return { model, exploration: explore(model.machine, { ...searchOptions(options), keepEdges }) };
}

/** Null: it was cut, or met what ends a run before others have moved. */
function reducedly(subject: Subject, how: Reduction): Searched | null {
  const model = testModel(
    subject.litmus,
    subject.program,
    undefined,
    choiceFor(subject.program, how),
  );
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
function insteadOf(plain: Searched, subject: Subject, how: Reduction): Searched {
  if (fallenProperty(plain)) return plain;
  plain.exploration.seen.arena.release();
  return reducedly(subject, how) ?? plainly(subject);
}

function fallenProperty({ exploration }: Searched): boolean {
  return exploration.properties.some(
    ({ property, id }) => property.kind !== 'sometimes' && id >= 0,
  );
}

/** Is there anything of which a counterexample would be shown? */
function hasFallen(found: Searched, { litmus, design }: Subject, others: OtherSearches): boolean {
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
