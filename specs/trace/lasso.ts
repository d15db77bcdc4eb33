/**
 * Lassos told: a run into a cycle that breaks R7 or R9 and once around it, confirmed as a fair cycle of
 * the question (checker/cycles/confirm-lasso.ts) before it gets to anybody, from a search or a token.
 */
import { confirmLasso, LassoError, type LassoRun } from '../../checker/cycles/confirm-lasso.ts';
import type { CycleQuestion } from '../../checker/cycles/fair.ts';
import type { Lasso } from '../../checker/cycles/lasso.ts';
import type { Counterexample } from '../../reports/data.ts';
import type { Machine } from '../../model/machine.ts';
import { ON_CYCLES, progressWithoutAborts } from '../livelock/livelocks.ts';
import { issuedForEver, neverAnswered, neverFurther } from '../livelock/questions.ts';
import { COMPARISONS } from '../search/comparisons.ts';
import { OtherSearches } from '../search/other-searches.ts';
import type { Subject } from '../search/search.ts';
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

/** @throws ReplayError, LassoError or RangeError unless the run of the token breaks what it says */
export function tellLasso(subject: Subject, model: TestModel, token: Token): Counterexample {
  const { breaks, schedule, loopFrom } = token;
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
