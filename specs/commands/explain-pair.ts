/**
 * Two runs side by side: one that breaks something under a wrong design, and the same situation under
 * one that is right. Both are made when they are asked for, by the search and by its replay.
 */
import { parseDesign } from '../../model/designs/designs.ts';
import type { Counterexample, Execution, Run } from '../../reports/data.ts';
import { selectTests, type Test } from '../catalogue.ts';
import { check } from '../check/check.ts';
import { compile } from '../compile/compile.ts';
import { digest } from '../run/digest.ts';
import { defaultMemoryBytes } from '../run/limits.ts';
import type { CheckOptions } from '../search/search.ts';
import { whyNot } from '../trace/why-not.ts';
import type { Pair } from './explained-by.ts';

/** A run that is drawn, what stands above it, and what is to be seen at its end. */
export interface Picture {
  readonly head: string;
  readonly execution: Execution;
  readonly end: string;
  /** The step at which it parts from its counterpart, or null. */
  readonly marked: number | null;
}

/** More than any test of the catalogue has under these designs. */
const STATES_MAX = 2_000_000;

export function optionsOfExamples(): CheckOptions {
  return {
    statesMax: STATES_MAX,
    memoryMaxBytes: defaultMemoryBytes(),
    deadlineMs: null,
    aborts: null,
    digest: digest(),
    interrupted: () => false,
  };
}

/** First the run that ends well, then the one that does not. */
export function picturesOf(pair: Pair, breaks: string | null): readonly Picture[] {
  const [test] = selectTests([pair.test]);
  const [wrong, right] = [parseDesign(pair.falls), parseDesign(pair.holds)];
  const options = optionsOfExamples();
  const run = check(test, wrong, pair.revision, options);
  const counterexample = shownOf(run, breaks ?? pair.breaks);
  if (counterexample === null) throw new Error(`${pair.falls} breaks nothing on ${pair.test}`);
  const { litmus, hash } = test;
  const { revision } = pair;
  const program = compile(litmus, right, revision);
  const subject = { litmus, hash, design: right, revision, options, program };
  const [answer] = whyNot(subject, [{ design: wrong, counterexample }]);
  const good = answer?.execution ?? null;
  const marked = answer?.wrong ? answer.agree + 1 : null;
  const falls = {
    head: `Falls: ${pair.test} under ${pair.falls} on ${revision} breaks ${counterexample.breaks}`,
    execution: counterexample,
    end: counterexample.words.however,
    marked,
  };
  if (good === null) return [wellEnded(test, pair, options), falls];
  const holds = {
    head: `Holds: ${pair.test} under ${pair.holds} on ${revision}`,
    execution: good,
    end: `${endOf(answer.ends ?? '')}. ${answer.says.replace(/^in that run/, 'In the other run')}`,
    marked,
  };
  return [holds, falls];
}

/** The counterexample of what is asked for, or the shortest; null: there is none. */
function shownOf({ assertions, condition }: Run, breaks: string | null): Counterexample | null {
  const all = [...assertions, condition].flatMap(({ counterexample }) => counterexample ?? []);
  const asked = all.find((each) => each.breaks === breaks);
  return asked ?? all.toSorted((a, b) => a.steps.length - b.steps.length)[0] ?? null;
}

/** Where the situation leads to no end within the steps that are followed: how else it ends. */
function wellEnded(test: Test, { holds, revision }: Pair, options: CheckOptions): Picture {
  const run = check(test, parseDesign(holds), revision, options);
  const outcome = run.outcomes.find(({ execution }) => execution !== undefined);
  if (outcome?.execution === undefined) throw new Error(`${test.name} has no end under ${holds}`);
  return {
    head: `Holds: ${test.name} under ${holds} on ${revision}`,
    execution: outcome.execution,
    end: `${endOf(outcome.text)}.`,
    marked: null,
  };
}

/** `it ends with 0:r0=EOK; q.balance=0` */
export function endOf(outcome: string): string {
  return `it ends with ${outcome.replace(/;$/, '')}`;
}
