/**
 * Until when a counterexample could still have ended well, and what of it had to be, read off the
 * whole state graph of its test. Where that is not at hand the answer says so, and guesses nothing.
 */
import type { Exploration } from '../../checker/exploration.ts';
import { type Graph, graphBytes, graphOf } from '../../checker/graph.ts';
import { replay } from '../../checker/trace.ts';
import type { Design } from '../../model/designs/policies.ts';
import type { Revision } from '../../model/record/program.ts';
import type { Counterexample, Fate, KnownFate, OpenFate, Rescue } from '../../reports/data.ts';
import { breakingOf } from '../search/breaking.ts';
import { COMPARISONS } from '../search/comparisons.ts';
import type { OtherSearches } from '../search/other-searches.ts';
import type { FateLimits } from '../search/search.ts';
import type { OutcomeKey, TestModel } from '../search/test-model.ts';
import { deedOf } from '../trace/counterexample.ts';
import { type Deeds, deedsOf } from './deeds.ts';
import { goalsOf } from './goals.ts';
import { needsOf } from './needs.ts';
import { lostParts } from './parts.ts';
import { type Asked, type TurningPoint, turningPointOf } from './turning.ts';

const GOES_ROUND = 'it never ends, and a fate is asked of what does';

/** Of known-bad designs it is asked at their declared falls, if a check does not ask it of every one. */
export function isAskedOf({ kind, fall }: Design, test: string, revision: Revision): boolean {
  return kind !== 'known-bad' || (fall?.test === test && fall.revision === revision);
}

/** Answers for the counterexamples of one search, as long as its states are there. */
export class Fates {
  readonly others: OtherSearches;
  readonly model: TestModel;
  readonly exploration: Exploration;
  /** Made for the first counterexample. */
  private space: { readonly graph: Graph; readonly deeds: Deeds } | null = null;

  constructor(others: OtherSearches, model: TestModel, exploration: Exploration) {
    this.others = others;
    this.model = model;
    this.exploration = exploration;
  }

  /** The part of a run's result with the fate of its counterexample, if the check asks for it. */
  withFate<P extends { readonly counterexample: Counterexample | null }>(part: P): P {
    const { counterexample } = part;
    const limits = this.others.subject.options.fate;
    if (counterexample === null || limits === undefined) return part;
    return {
      ...part,
      counterexample: { ...counterexample, fate: this.of(counterexample, limits) },
    };
  }

  private of(counterexample: Counterexample, limits: FateLimits): Fate {
    const why = counterexample.loop === undefined ? this.whyNot(limits) : GOES_ROUND;
    if (why !== null) return open(why);
    const { breaks } = counterexample;
    const { machine } = this.model;
    const allowed = this.allowedFor(breaks);
    if (allowed === null) return open(`the search with which ${breaks} compares was cut`);
    this.space ??= spaceOf(this.exploration, machine);
    const { graph, deeds } = this.space;
    const breaking = breakingOf(this.others.subject, this.model, breaks, allowed);
    const asked: Asked = {
      graph,
      ...goalsOf(graph, machine, breaking),
      ...pathOf(graph, counterexample),
    };
    const { lost, mayStop, instead } = turningPointOf(asked);
    return {
      is: 'known',
      states: graph.states,
      lost,
      mayStop,
      instead: instead.map((each) => this.rescueBy(asked, lost, each)),
      ...needsOf(asked, deeds, machine),
      parts: breaks === 'condition' ? lostParts(this.others.subject, machine, asked) : [],
    } satisfies KnownFate;
  }

  /** Why the graph is not asked, or null. */
  private whyNot({ statesMax, everyDesign, says }: FateLimits): string | null {
    const { states, stopped, peakBytes, reduced } = this.exploration;
    const { design, litmus, revision, options } = this.others.subject;
    const { memoryMaxBytes, deadlineMs, interrupted } = options;
    if (!everyDesign && !isAskedOf(design, litmus.name, revision)) {
      return `of known-bad designs this check asks it at their declared falls only${says}`;
    }
    if (this.model.machine.symmetry !== undefined) {
      return 'one state of each orbit was searched, and the search of all of them was cut';
    }
    if (stopped !== 'complete') return `the search was cut (${stopped}): not all runs are known`;
    if (reduced) return 'the search that was made leaves out states: not all runs are known';
    if (states > statesMax) {
      return `the test has ${numberText(states)} states, and this check asks only up to ${numberText(statesMax)}${says}`;
    }
    if (peakBytes + bytesFor(this.exploration) > memoryMaxBytes) {
      return `all edges of the ${numberText(states)} states do not fit into the memory of one search`;
    }
    const isOver = deadlineMs !== null && Date.now() >= deadlineMs;
    return isOver || interrupted() ? 'the check was ended before it was asked' : null;
  }

  /** What the version of the test with which an assertion compares can end with. */
  private allowedFor(breaks: string): ReadonlySet<string> | null {
    const comparison = COMPARISONS[breaks];
    if (comparison === undefined) return new Set();
    return this.others.outcomes(comparison.other, comparison.part);
  }

  private rescueBy(
    { graph, rules }: Asked,
    lost: number,
    { rule, steps, end }: TurningPoint['instead'][number],
  ): Rescue {
    const { machine } = this.model;
    const trace = replay(machine, [...rules.slice(0, lost - 1), rule]);
    const { lane, rule: name, says } = deedOf(machine, trace, lost - 1);
    const { arena } = graph.exploration.seen;
    const outcome = machine.outcome(arena.chunkOf(end), arena.atOf(end)) ?? '';
    const { shown, kept } = JSON.parse(outcome) as OutcomeKey;
    const ends = kept ? shown : `${shown === '' ? '' : `${shown} `}which the filter leaves out`;
    return { lane, rule: name, says, steps, ends };
  }
}

/** Bytes of the graph, the deeds of its edges, and what one question keeps per state. */
function bytesFor(exploration: Exploration): number {
  const { states, transitions, model } = exploration;
  const actors = new Set(model.rules.map(({ actor }) => actor)).size;
  // Falls and goods, steps and a queue, a byte per actor.
  return graphBytes(exploration) + transitions * 4 + states * (2 + 8 + actors + 2);
}

function open(why: string): OpenFate {
  return { is: 'open', why };
}

function spaceOf(exploration: Exploration, machine: TestModel['machine']) {
  const graph = graphOf(exploration);
  return { graph, deeds: deedsOf(graph, machine) };
}

/** The run of a counterexample through the graph. */
function pathOf(graph: Graph, { steps }: Counterexample): Pick<Asked, 'path' | 'rules'> {
  const { model } = graph.exploration;
  const numbers = new Map(model.rules.map(({ name }, rule) => [name, rule]));
  const path = [0];
  const rules = steps.map(({ rule: name }, i) => {
    const rule = numbers.get(name) ?? -1;
    const edge = graph.edgeBy(path[i], rule);
    if (edge < 0) throw new Error(`step ${i + 1}, ${name}, is no edge of ${model.name}`);
    path.push(graph.targets[edge]);
    return rule;
  });
  return { path, rules };
}

function numberText(count: number): string {
  return count.toLocaleString('en');
}
