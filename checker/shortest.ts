/**
 * The counterexample to show: among all shortest ones, the one with the fewest context switches
 * (neighbouring steps by different actors), because it is read by people; among those, the one
 * with the least list of rule numbers, so that it is the same on every run.
 *
 * Shortest traces only ever go from depth d to depth d + 1. From the deepest level backwards, for
 * each state and each actor that moves next:
 *     best[state][actor] = fewest switches to a goal if `actor` makes the next step
 *     arrive(state, actor) = min(best[state][actor], 1 + min over all others of best[state][other])
 * Then a walk forward takes, at each step, the least rule that loses nothing.
 *
 * Cost: the states above the goal are expanded once more for all questions about a search
 * (edges.ts), with 2 bytes per state and actor for each. Beyond CELLS_MAX of these, the answer is
 * the trace that the search itself found, and says so. So is that of a search with a symmetry, or of a
 * reduced one.
 */
import { type Edges, edgesOf } from './edges.ts';
import type { Exploration } from './exploration.ts';
import { depthOf, replay, traceTo, type Trace } from './trace.ts';

/** What a trace shall lead to. */
export interface Goal {
  /** The first goal that the search found: all goals looked at are at its depth. */
  readonly id: number;
  readonly reached: (arena: Uint8Array, at: number) => boolean;
  /** Whether only ends are goals. */
  readonly ends: boolean;
}

export interface Shortest extends Trace {
  /** Neighbouring steps by different actors. */
  readonly switches: number;
  /** False if no search for fewer switches was made, because it would have been too large. */
  readonly fewestSwitches: boolean;
}

/** Most states times actors to compare: 32 MiB. */
const CELLS_MAX = 2 ** 24;

/** No way to a goal: more than any number of switches. */
const NEVER = 0xffff;

/**
 * The counterexample of a violated property, or the witness of a `sometimes` property.
 * @throws RangeError if the search found none.
 */
export function counterexample(exploration: Exploration, property: number): Shortest {
  const found = exploration.properties[property];
  if (found === undefined || found.id < 0) {
    const name = found?.property.name ?? `number ${property}`;
    throw new RangeError(`Property ${name} of ${exploration.model.name} has no trace to show.`);
  }
  const { id, property: asked } = found;
  const wanted = asked.kind === 'sometimes';
  const reached: Goal['reached'] = (arena, at) => asked.holds(arena, at) === wanted;
  return fewestSwitches(exploration, { id, reached, ends: asked.kind === 'finally' });
}

/**
 * A trace to an end with this outcome.
 * @throws RangeError if the search found none.
 */
export function outcomeWitness(exploration: Exploration, outcome: string): Shortest {
  const { model, outcomes } = exploration;
  const found = outcomes.get(outcome);
  if (found === undefined) {
    throw new RangeError(`${model.name} has no end with outcome ${JSON.stringify(outcome)}.`);
  }
  const reached: Goal['reached'] = (arena, at) => model.outcome?.(arena, at) === outcome;
  return fewestSwitches(exploration, { id: found.id, reached, ends: true });
}

/** Among all shortest traces to a goal, the one with the fewest context switches. */
export function fewestSwitches(
  exploration: Exploration,
  goal: Goal,
  cellsMax = CELLS_MAX,
): Shortest {
  const { model } = exploration;
  if (model.symmetry !== undefined) return asFound(exploration, goal);
  const depth = depthOf(exploration, goal.id);
  const levels = new Levels(exploration, goal, depth);
  // A reduced search has not all states: of other traces nothing is known.
  if (exploration.reduced || levels.cells > cellsMax || depth >= NEVER) {
    const trace = traceTo(exploration, goal.id);
    return { ...trace, switches: levels.switchesOf(trace.rules), fewestSwitches: false };
  }
  levels.fillGoals();
  for (let level = depth - 1; level >= 0; level--) levels.fill(level);
  const rules = levels.walk();
  const trace = replay(model, rules);
  return { ...trace, switches: levels.switchesOf(rules), fewestSwitches: true };
}

/** With a symmetry: a shortest trace, whose switches were not compared with those of others. */
function asFound(exploration: Exploration, goal: Goal): Shortest {
  const { rules: all } = exploration.model;
  const trace = traceTo(exploration, goal.id, goal.reached);
  const actors = trace.rules.map((rule) => all[rule].actor);
  const switches = actors.filter((actor, i) => i > 0 && actor !== actors[i - 1]).length;
  return { ...trace, switches, fewestSwitches: false };
}

/** The table of `best`, level by level, and the two ways through it. */
class Levels {
  readonly exploration: Exploration;
  readonly goal: Goal;
  readonly depth: number;
  readonly edges: Edges;
  /** Per rule: its actor, numbered from 0 without gaps. */
  readonly actorOf: number[];
  readonly actors: number;
  /** Entries of `best`. */
  readonly cells: number;
  /** `best[state * actors + actor]`. */
  best = new Uint16Array(0);

  constructor(exploration: Exploration, goal: Goal, depth: number) {
    const { model } = exploration;
    const numbers = [...new Set(model.rules.map((rule) => rule.actor))];
    this.exploration = exploration;
    this.goal = goal;
    this.depth = depth;
    this.edges = edgesOf(exploration);
    this.actorOf = model.rules.map((rule) => numbers.indexOf(rule.actor));
    this.actors = numbers.length;
    this.cells = this.edges.starts[depth + 1] * this.actors;
  }

  /** Fills the rows of the deepest level: nothing is left to do at a goal. */
  fillGoals(): void {
    const { goal, depth, actors, edges } = this;
    const { arena } = this.exploration.seen;
    edges.upTo(depth);
    this.best = new Uint16Array(this.cells).fill(NEVER);
    for (let id = edges.starts[depth]; id < edges.starts[depth + 1]; id++) {
      // Whether a state is an end is asked first: what an outcome is costs more to say.
      if (goal.ends && !edges.isEnd(id)) continue;
      if (!goal.reached(arena.chunkOf(id), arena.atOf(id))) continue;
      this.best.fill(0, id * actors, (id + 1) * actors);
    }
  }

  /** Fills the rows of the states of depth `level`; those of the next depth are filled. */
  fill(level: number): void {
    const { best, actors, actorOf } = this;
    const { starts, first, rules } = this.edges;
    for (let id = starts[level]; id < starts[level + 1]; id++) {
      for (let edge = first[id]; edge < first[id + 1]; edge++) {
        const actor = actorOf[rules[edge]];
        const cell = id * actors + actor;
        best[cell] = Math.min(best[cell], this.arrive(edge, actor));
      }
    }
  }

  /** Fewest switches to a goal from where an edge made by `actor` leads to. */
  private arrive(edge: number, actor: number): number {
    const { best, actors } = this;
    const row = this.edges.targets[edge] * actors;
    let least = NEVER;
    for (let other = 0; other < actors; other++) {
      least = Math.min(least, best[row + other] + (other === actor ? 0 : 1));
    }
    return least;
  }

  /** The rule numbers of the best trace. */
  walk(): number[] {
    const { actorOf } = this;
    const { first, rules, targets } = this.edges;
    const taken: number[] = [];
    let last = -1;
    for (let id = 0; taken.length < this.depth;) {
      let [chosen, fewest] = [-1, NEVER];
      for (let edge = first[id]; edge < first[id + 1]; edge++) {
        const actor = actorOf[rules[edge]];
        const turn = last >= 0 && actor !== last ? 1 : 0;
        const switches = turn + this.arrive(edge, actor);
        const better = switches < fewest || (switches === fewest && rules[edge] < rules[chosen]);
        if (better) [chosen, fewest] = [edge, switches];
      }
      if (chosen < 0) {
        throw new Error(
          `${this.exploration.model.name} changed: its states cannot be found again.`,
        );
      }
      taken.push(rules[chosen]);
      last = actorOf[rules[chosen]];
      id = targets[chosen];
    }
    return taken;
  }

  /** Context switches of a list of rules. */
  switchesOf(rules: readonly number[]): number {
    const { actorOf } = this;
    return rules.filter((rule, i) => i > 0 && actorOf[rule] !== actorOf[rules[i - 1]]).length;
  }
}
