/**
 * `fermata diff`: what two reports say differently of the same runs. For whoever changes the model or
 * the search and must show what that changed, or that it changed nothing.
 *
 * Times, speed and memory are not compared, nor how a run is told; where a counterexample is another
 * one of the same length, nothing is said either. Of a kernel under test what it gave is compared, not
 * how often it gave it: that goes by the seed.
 */
import type { AssertionResult, Report, Run, TargetResult } from '../../reports/data.ts';

export interface Difference {
  readonly isEmpty: boolean;
  /** A line for each thing that differs, then one that counts. */
  readonly text: string;
}

/** Everything of `after` that `before` says otherwise. */
export function diffReports(before: Report, after: Report): Difference {
  const [old, now] = [byName(before), byName(after)];
  const lines: string[] = [];
  let same = 0;
  for (const [name, run] of now) {
    const known = old.get(name);
    if (known === undefined) {
      lines.push(`${name}: new, ${run.says}`);
      continue;
    }
    const { facts } = run;
    const changed = [...known.facts].filter(([fact, value]) => facts.get(fact) !== value);
    const added = [...facts].filter(([fact]) => !known.facts.has(fact));
    for (const [fact, value] of changed) {
      lines.push(`${name}: ${fact} was ${value}, is ${facts.get(fact) ?? 'not there'}`);
    }
    for (const [fact, value] of added) lines.push(`${name}: ${fact} is ${value}, was not there`);
    if (changed.length + added.length === 0) same++;
  }
  for (const [name, run] of old) {
    if (!now.has(name)) lines.push(`${name}: not there any more, was ${run.says}`);
  }
  lines.push(`${same} of ${now.size} runs say the same; ${lines.length} differences`);
  return { isEmpty: lines.length === 1, text: `${lines.join('\n')}\n` };
}

/** A run of the model, or of a test on a kernel under test. */
interface Compared {
  /** Its verdict, or its word. */
  readonly says: string;
  readonly facts: ReadonlyMap<string, string>;
}

function byName({ runs, targets = [] }: Report): ReadonlyMap<string, Compared> {
  const ofModel = runs.map((run) => {
    const name = `${run.test} ${run.design} ${run.revision}`;
    return [name, { says: run.verdict, facts: factsOf(run) }] as const;
  });
  const onTargets = targets.flatMap(({ design, name, results }) =>
    results.map((result) => {
      const says = { says: result.word, facts: targetFacts(result) };
      return [`${result.test} ${design} on ${name}`, says] as const;
    }),
  );
  return new Map<string, Compared>([...ofModel, ...onTargets]);
}

function targetFacts({ hash, histogram, standing, word }: TargetResult): Compared['facts'] {
  const outcomes = histogram.map(({ isAllowed, text }): [string, string] => {
    return [`outcome {${text}}`, isAllowed ? 'allowed' : 'forbidden'];
  });
  return new Map([['hash', hash], ['word', word], ['standing', standing], ...outcomes]);
}

/** What is compared, by name. */
function factsOf(run: Run): ReadonlyMap<string, string> {
  const { condition, search } = run;
  const facts: [string, string][] = [
    ['hash', run.hash],
    ['verdict', run.verdict],
    ['standing', run.standing],
    ['condition', `${condition.text}: ${condition.verdict}`],
    ['states', String(search.states)],
    ['transitions', String(search.transitions)],
    ['depth', String(search.completeDepth)],
    ['end of the search', search.stopped],
    ...run.assertions.map((assertion): [string, string] => [assertion.id, rulingOf(assertion)]),
    ...run.outcomes.map(({ text, states }): [string, string] => [`outcome {${text}}`, `${states}`]),
  ];
  const { counterexample } = condition;
  if (counterexample !== null) {
    facts.push(['counterexample of the condition', lengthOf(counterexample)]);
  }
  return new Map(facts);
}

function rulingOf({ verdict, defect, witness, counterexample }: AssertionResult): string {
  const whose = defect === null ? '' : ` (${defect})`;
  const seen = witness.reached ? '' : ', witness not seen';
  const length = counterexample === null ? '' : `, ${lengthOf(counterexample)}`;
  return `${verdict}${whose}${seen}${length}`;
}

function lengthOf({
  steps,
  contextSwitches,
}: {
  readonly steps: readonly unknown[];
  readonly contextSwitches: number;
}): string {
  return `${steps.length} steps with ${contextSwitches} switches`;
}
