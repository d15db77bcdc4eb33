/**
 * Lassos told: a run into a cycle that breaks R7 or R9 and once around it, confirmed as a fair cycle of
 * the question (checker/cycles/confirm-lasso.ts) before it gets to anybody, from a search or a token.
 */
import {
  confirmLasso,
  confirmRound,
  LassoError,
  type LassoRun,
} from '../../checker/cycles/confirm-lasso.ts';
import { trapsOf } from '../../checker/cycles/traps.ts';
import { explore } from '../../checker/explore.ts';
import { graphOf } from '../../checker/graph.ts';
import type { Model } from '../../checker/model.ts';
import type { CycleQuestion } from '../../checker/cycles/fair.ts';
import type { Lasso } from '../../checker/cycles/lasso.ts';
import type { Counterexample } from '../../reports/data.ts';
import type { Machine } from '../../model/machine.ts';
import { hasLoops, ON_CYCLES, progressWithoutAborts } from '../livelock/livelocks.ts';
import { issuedForEver, neverAnswered, neverFurther } from '../livelock/questions.ts';
import { COMPARISONS } from '../search/comparisons.ts';
import { OtherSearches } from '../search/other-searches.ts';
import { quantifierFor } from '../properties/condition.ts';
import { searchOptions, type Subject } from '../search/search.ts';
import type { TestModel } from '../search/test-model.ts';
import { tell } from './counterexample.ts';
import { ReplayError, type Token } from './token.ts';

/** The lasso of a search as a counterexample to `breaks`. */
export function lassoTo(
  subject: Subject,
  machine: Machine,
  { stem, loop }: Lasso,
  breaks: string,
): Counterexample {
  const run = { steps: [...stem, ...loop], from: stem.length };
  return told(subject, machine, run, breaks, allowedFor(subject, breaks));
}

/** The lasso into a trap, which breaks U2, or a condition that speaks of every end. */
export function trapTo(
  subject: Subject,
  machine: Machine,
  { stem, loop }: Lasso,
  breaks: string,
): Counterexample {
  const steps = [...stem, ...loop];
  const trace = confirmRound(machine, { steps, from: stem.length });
  return tell(subject, machine, trace, breaks, new Set(), stem.length + 1);
}

/** Whether the state where the loop of a token begins is in a trap is searched from there on. */
function tellTrap(
  subject: Subject,
  machine: Machine,
  { breaks, schedule, loopFrom }: Token,
): Counterexample {
  const from = (loopFrom ?? 0) - 1;
  const trace = confirmRound(machine, { steps: schedule, from });
  const search = explore(startingAt(machine, trace.records, from * machine.recordSize), {
    ...searchOptions(subject.options),
    keepEdges: true,
  });
  const isDone = search.stopped === 'complete';
  const isTrap = isDone && trapsOf(graphOf(search))?.part.inside[0] === 1;
  search.seen.arena.release();
  if (isTrap) return tell(subject, machine, trace, breaks, new Set(), from + 1);
  const what = isDone ? 'an end can be reached from there' : 'the search from there was cut';
  throw new ReplayError(
    `the token says that its run of ${subject.litmus.name} comes where no end can be reached; ${what}`,
  );
}

/** The model from another state on. */
function startingAt(machine: Machine, records: Uint8Array, from: number): Model {
  const { name, recordSize, successorsMax, rules } = machine;
  return {
    name,
    recordSize,
    successorsMax,
    rules,
    properties: [],
    decode: (arena, at) => machine.decode(arena, at),
    initial: (arena, at) => arena.set(records.subarray(from, from + recordSize), at),
    successors: (...args) => machine.successors(...args),
  };
}

/** @throws ReplayError, LassoError or RangeError unless the run of the token breaks what it says */
export function tellLasso(subject: Subject, model: TestModel, token: Token): Counterexample {
  const { breaks, schedule, loopFrom } = token;
  const isForall = quantifierFor(subject.litmus, subject.design) === 'forall';
  if (hasLoops(subject.program) && (breaks === 'U2' || (breaks === 'condition' && isForall))) {
    return tellTrap(subject, model.machine, token);
  }
  const isAsked = model.assertions.some(({ id }) => id === breaks);
  if (!ON_CYCLES.includes(breaks) || !isAsked) {
    throw new ReplayError(
      `no cycle of ${subject.litmus.name} breaks "${breaks}", as the token says`,
    );
  }
  const run = { steps: schedule, from: (loopFrom ?? 0) - 1 };
  return told(subject, model.machine, run, breaks, allowedFor(subject, breaks));
}

function told(
  subject: Subject,
  machine: Machine,
  run: LassoRun,
  breaks: string,
  allowed: ReadonlySet<string>,
): Counterexample {
  const ofThreads = breaks === 'R7' ? neverAnswered : issuedForEver;
  const questions = [
    ...machine.kernel.program.lanes.map((_, t) => ofThreads(machine, t)),
    ...(breaks === 'R7' ? [] : [neverFurther(machine, allowed)]),
  ];
  const trace = firstOf(questions, (question) => confirmLasso(machine, run, question));
  return tell(subject, machine, trace, breaks, new Set(), run.from + 1);
}

/** What the first of the questions gives that is one of this lasso; if none is, why the last is not. */
function firstOf<T>(questions: readonly CycleQuestion[], ask: (question: CycleQuestion) => T): T {
  for (const question of questions.slice(0, -1)) {
    try {
      return ask(question);
    } catch (error) {
      if (!(error instanceof LassoError)) throw error;
    }
  }
  return ask(questions[questions.length - 1]);
}

/** R9: how far the lanes may get without aborts, at ends and on cycles. */
function allowedFor(subject: Subject, breaks: string): ReadonlySet<string> {
  if (breaks !== 'R9') return new Set();
  const { other, part } = COMPARISONS.R9;
  const ends = new OtherSearches(subject).outcomes(other, part);
  const livelocks = progressWithoutAborts(subject);
  if (ends !== null && livelocks !== null) return new Set([...ends, ...livelocks]);
  throw new ReplayError(
    'the search without aborts, with which R9 compares, did not come to its end',
  );
}
