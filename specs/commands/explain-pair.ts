/**
 * Two runs side by side: one that breaks something under a wrong design, and the same situation under
 * one that is right. Both are made when they are asked for, by the search and by its replay.
 */
import { parseDesign } from '../../model/designs/designs.ts';
import type { Revision } from '../../model/record/program.ts';
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

const runs = new Map<string, Run>();

/** The check of a test under a design, made once. */
export function runOf(test: Test, design: string, revision: Revision): Run {
  const key = [test.name, design, revision].join(' ');
  const run = runs.get(key) ?? check(test, parseDesign(design), revision, optionsOfExamples());
  runs.set(key, run);
  return run;
}

/** First the run that ends well, then the one that does not. */
export function picturesOf(pair: Pair, breaks: string | null): readonly Picture[] {
  const [test] = selectTests([pair.test]);
  const [wrong, right] = [parseDesign(pair.falls), parseDesign(pair.holds)];
  const options = optionsOfExamples();
  const run = runOf(test, pair.falls, pair.revision);
  const counterexample = shownOf(run, breaks ?? pair.breaks);
  if (counterexample === null) throw new Error(`${pair.falls} breaks nothing on ${pair.test}`);
  const { litmus, hash } = test;
  const { revision } = pair;
  const program = compile(litmus, right, revision);
  const subject = { litmus, hash, design: right, revision, options, program };
  const [answer] = whyNot(subject, [{ design: wrong, counterexample }]);
  const good = answer?.execution ?? null;
  const marked = answer?.wrong ? answer.agree + 1 : null;
  const falls = { ...fallen(pair.test, pair.falls, revision, counterexample), marked };
  const of = counterexample.breaks === 'condition' ? 'the condition' : counterexample.breaks;
  const head = `Holds: ${of} on ${test.name} under ${pair.holds} on ${revision}`;
  if (good === null) return [{ ...wellEnded(test, pair.holds, revision), head }, falls];
  const holds = {
    head,
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

/** How a counterexample is drawn. */
export function fallen(
  test: string,
  design: string,
  revision: Revision,
  counterexample: Counterexample,
): Picture {
  return {
    head: `Falls: ${test} under ${design} on ${revision} breaks ${counterexample.breaks}`,
    execution: counterexample,
    end: counterexample.words.however,
    marked: null,
  };
}

/** An end of the test under a design: the first with a stop that has an execution, else the first. */
export function wellEnded(test: Test, design: string, revision: Revision): Picture {
  const run = runOf(test, design, revision);
  const told = run.outcomes.filter(({ execution }) => execution !== undefined);
  const outcome = told.find(({ execution }) => execution?.steps.some(isStop)) ?? told[0];
  if (outcome?.execution === undefined) throw new Error(`${test.name} has no end under ${design}`);
  return {
    head: `Holds: ${test.name} under ${design} on ${revision}`,
    execution: outcome.execution,
    end: `${endOf(outcome.text)}.`,
    marked: null,
  };
}

function isStop({ says }: Execution['steps'][number]): boolean {
  return says.startsWith('asks ');
}

/** What the test breaks under the design, drawn; null: nothing, or not `breaks`. */
export function fallOn(
  test: Test,
  design: string,
  revision: Revision,
  breaks: string | null,
): Picture | null {
  const run = runOf(test, design, revision);
  const counterexample = shownOf(run, breaks);
  if (counterexample === null || (breaks !== null && counterexample.breaks !== breaks)) return null;
  return fallen(test.name, design, revision, counterexample);
}

/** `it ends with 0:r0=EOK; q.balance=0` */
export function endOf(outcome: string): string {
  return `it ends with ${outcome.replace(/;$/, '')}`;
}
