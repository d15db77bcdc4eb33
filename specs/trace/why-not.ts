/**
 * Why a right design does not go wrong: the counterexample of a wrong one, taken under it step by
 * step, until a step is not possible or does something else. That step is the guard.
 *
 * From there the run is followed to an end, as near to the wrong one as the right design lets it,
 * so that the reader sees what comes of the same situation.
 */
import { ModelError } from '../../checker/model.ts';
import { type Design, POLICIES, type Policy } from '../../model/designs/policies.ts';
import type { Machine } from '../../model/machine.ts';
import type { Counterexample, Deed, WhyNot } from '../../reports/data.ts';
import { changesIn, deedOf, executionOf } from './counterexample.ts';
import { outcomeText, shownOf } from '../properties/outcome.ts';
import type { Subject } from '../search/search.ts';
import { testModel } from '../search/test-model.ts';
import { NOTHING } from './token.ts';
import { Walk } from './walk.ts';

/** Another design's run of the same test on the same revision. */
export interface WrongRun {
  readonly design: Design;
  readonly counterexample: Counterexample;
}

/** Of so many designs the first answer has a run to step through. */
const EXECUTIONS_MAX = 3;

/** Steps after which a run that has come to no end is left. */
const STEPS_MAX = 400;

/** What becomes of each wrong run under the design of `subject`; equal answers are given once. */
export function whyNot(subject: Subject, wrongRuns: readonly WrongRun[]): WhyNot[] {
  const { machine } = testModel(subject.litmus, subject.program, []);
  const answers = new Map<string, WhyNot>();
  for (const wrong of wrongRuns) {
    const told = new Set(Array.from(answers.values(), ({ design }) => design));
    const isToldWhole = told.size < EXECUTIONS_MAX && !told.has(wrong.design.name);
    const answer = answerTo(subject, machine, wrong, isToldWhole);
    if (answer === null) continue;
    const { design, breaks, agree, says, ends } = answer;
    const key = JSON.stringify([design, breaks, agree, says, ends]);
    if (!answers.has(key)) answers.set(key, answer);
  }
  return [...answers.values()];
}

/** Null where a bound of the model ends the run: then nothing can be said. */
function answerTo(
  subject: Subject,
  machine: Machine,
  wrong: WrongRun,
  isToldWhole: boolean,
): WhyNot | null {
  const { counterexample, design } = wrong;
  const differs = differencesOf(subject.design, design);
  const walk = new Walk(machine, STEPS_MAX);
  try {
    const { agree, isEnded } = follow(walk, machine, counterexample);
    const wrongStep = counterexample.steps[agree] ?? null;
    const instead = insteadOf(walk, machine, agree, wrongStep);
    return {
      design: design.name,
      differs: differs.map(({ theirs }) => theirs),
      breaks: counterexample.breaks,
      agree,
      wrong: wrongStep,
      instead,
      says: guardText(subject, counterexample, wrongStep, instead, differs),
      ends: !isEnded ? null : endOf(subject, machine, walk),
      execution:
        !isEnded || !isToldWhole ? null : executionOf(subject, machine, walk.trace, NOTHING),
    };
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

/**
 * Takes the wrong schedule as far as it has the same steps and changes, then whatever of it can
 * still be taken, then what the thread that moved last would do, until an end. Returns how many
 * steps were the same, and whether an end was reached.
 */
function follow(
  walk: Walk,
  machine: Machine,
  { steps }: Counterexample,
): { agree: number; isEnded: boolean } {
  const wanted = steps.map(({ rule }) => machine.rules.findIndex(({ name }) => name === rule));
  let agree = 0;
  for (const [i, rule] of wanted.entries()) {
    if (!walk.enabled().includes(rule)) break;
    walk.take(rule);
    if (!sameChanges(changesIn(machine, walk.trace, i), steps[i].changes)) break;
    agree++;
  }
  const left = wanted.slice(walk.length);
  return { agree, isEnded: goOn(walk, machine, left) };
}

/** True if the run comes to an end within its steps and within the bounds of the model. */
function goOn(walk: Walk, machine: Machine, left: number[]): boolean {
  try {
    while (!walk.isFull) {
      const next = nextRule(walk, machine, left);
      if (next === null) return true;
      walk.take(next);
    }
    return false;
  } catch (error) {
    if (error instanceof ModelError) return false;
    throw error;
  }
}

/** What it chooses, and what stands before that, is taken out of `left`. Null: an end. */
function nextRule(walk: Walk, machine: Machine, left: number[]): number | null {
  const enabled = walk.enabled();
  const at = left.findIndex((rule) => enabled.includes(rule));
  if (at >= 0) return left.splice(0, at + 1)[at];
  const binding = enabled.filter((rule) => machine.rules[rule].optional !== true);
  const last = machine.rules[walk.trace.rules.at(-1) ?? 0].actor;
  return binding.find((rule) => machine.rules[rule].actor === last) ?? binding[0] ?? null;
}

/** What the lane of the wrong step does here; after the whole wrong run, whatever comes next. */
function insteadOf(walk: Walk, machine: Machine, agree: number, wrong: Deed | null): Deed | null {
  const { rules } = walk.trace;
  const at = rules.findIndex(
    (rule, i) => i >= agree && (wrong === null || machine.rules[rule].actor === wrong.lane),
  );
  return at < 0 ? null : deedOf(machine, walk.trace, at);
}

function sameChanges(a: Deed['changes'], b: Deed['changes']): boolean {
  return (
    a.length === b.length &&
    a.every((each, i) => each.name === b[i].name && each.from === b[i].from && each.to === b[i].to)
  );
}

function endOf(subject: Subject, machine: Machine, walk: Walk): string {
  machine.kernel.bind(walk.trace.records, walk.length * machine.recordSize);
  return outcomeText(machine.kernel, shownOf(subject.program, subject.litmus));
}

interface Difference {
  readonly theirs: string;
  /** `debt=none: a restarted abort books no wakeup debt` */
  readonly ours: string;
}

function differencesOf(own: Design, wrong: Design): Difference[] {
  return (Object.keys(POLICIES) as Policy[])
    .filter((policy) => own.policies[policy] !== wrong.policies[policy])
    .map((policy) => {
      const meanings: Readonly<Record<string, string>> = POLICIES[policy];
      const value = own.policies[policy];
      return {
        theirs: `${policy}=${wrong.policies[policy]}`,
        ours: `${policy}=${value}: ${meanings[value]}`,
      };
    });
}

function guardText(
  subject: Subject,
  { lanes, breaks }: Counterexample,
  wrong: Deed | null,
  instead: Deed | null,
  differs: readonly Difference[],
): string {
  const { name } = subject.design;
  const because = differs.length === 0 ? '' : ` (${differs.map(({ ours }) => ours).join('; ')})`;
  if (wrong === null) {
    return instead === null
      ? `every step of that run can be taken under ${name} too, and its end is the same to look at; it does not break ${breaks} here${because}.`
      : `every step of that run can be taken under ${name} too, but where it ends, ${who(lanes, instead)} goes on here: ${deedText(instead)}${because}.`;
  }
  const there = `${who(lanes, wrong)} ${deedText(wrong)}`;
  if (instead === null) return `in that run ${there}; under ${name} it cannot${because}.`;
  if (instead.rule !== wrong.rule) {
    return `in that run ${there}; under ${name} it does not: it ${deedText(instead)}${because}.`;
  }
  const [theirs, ours] = [changesOf(wrong, instead), changesOf(instead, wrong)];
  const here = ours === '' ? 'the same step does not change that' : `the same step has ${ours}`;
  return `in that run ${there}${theirs === '' ? '' : `, with ${theirs}`}; under ${name} ${here}${because}.`;
}

const who = (lanes: readonly string[], { lane }: Deed): string => lanes[lane];

function deedText({ says, fn }: Deed): string {
  return fn === '' ? says : `${says} (${fn})`;
}

/** What the first changes and the second does not, or not so. */
function changesOf({ changes }: Deed, other: Deed): string {
  return changes
    .filter(({ name, to }) => !other.changes.some((each) => each.name === name && each.to === to))
    .map(({ name, from, to }) => `${name} from ${from} to ${to}`)
    .join(', ');
}
