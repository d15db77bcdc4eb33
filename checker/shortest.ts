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
 * Cost: the states above the goal are expanded once more, with 2 bytes per state and actor. Beyond
 * CELLS_MAX of these, the answer is the trace that the search itself found, and says so.
 */
import { Batch } from './batch.ts';
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
  const depth = depthOf(exploration, goal.id);
  const levels = new Levels(exploration, goal, depth);
  if (levels.cells > cellsMax || depth >= NEVER) {
    const trace = traceTo(exploration, goal.id);
    return { ...trace, switches: levels.switchesOf(trace.rules), fewestSwitches: false };
  }
  levels.fillGoals();
  for (let level = depth - 1; level >= 0; level--) levels.fill(level);
  const rules = levels.walk();
  const trace = replay(model, rules);
  return { ...trace, switches: levels.switchesOf(rules), fewestSwitches: true };
}

/** The table of `best`, level by level, and the two ways through it. */
class Levels {
  readonly exploration: Exploration;
  readonly goal: Goal;
  readonly depth: number;
  /** `starts[d]`: the first state of depth d. */
  readonly starts: number[] = [0];
  /** Per rule: its actor, numbered from 0 without gaps. */
  readonly actorOf: number[];
  readonly actors: number;
  /** Entries of `best`. */
  readonly cells: number;
  /** `best[state * actors + actor]`. */
  best = new Uint16Array(0);
  readonly batch: Batch;

  constructor(exploration: Exploration, goal: Goal, depth: number) {
    const { model, levels } = exploration;
    const numbers = [...new Set(model.rules.map((rule) => rule.actor))];
    this.exploration = exploration;
    this.goal = goal;
    this.depth = depth;
    for (let d = 0; d <= depth; d++) this.starts.push(this.starts[d] + levels[d]);
    this.actorOf = model.rules.map((rule) => numbers.indexOf(rule.actor));
    this.actors = numbers.length;
    this.cells = this.starts[depth + 1] * this.actors;
    this.batch = new Batch(model, Math.max(1024, model.successorsMax));
  }

  /** Fills the rows of the deepest level: nothing is left to do at a goal. */
  fillGoals(): void {
    const { goal, starts, depth, actors } = this;
    const { arena } = this.exploration.seen;
    this.best = new Uint16Array(this.cells).fill(NEVER);
    for (let id = starts[depth]; id < starts[depth + 1]; id++) {
      if (!goal.reached(arena.chunkOf(id), arena.atOf(id))) continue;
      if (goal.ends && !this.isEnd(id)) continue;
      this.best.fill(0, id * actors, (id + 1) * actors);
    }
  }

  private isEnd(id: number): boolean {
    const { batch, exploration } = this;
    batch.generate(exploration.seen, id, id + 1);
    const rules = batch.rules.subarray(0, batch.size);
    return batch.sources === 1 && rules.every((rule) => exploration.model.rules[rule].optional);
  }

  /** Fills the rows of the states of depth `level`; those of the next depth are filled. */
  fill(level: number): void {
    const { batch, starts } = this;
    const { seen } = this.exploration;
    for (let id = starts[level]; id < starts[level + 1];) {
      batch.generate(seen, id, starts[level + 1]);
      batch.touch(seen);
      let next = 0;
      for (let source = 0; source < batch.sources; source++, id++) {
        const last = next + batch.counts[source];
        for (; next < last; next++) this.improve(id, level, next);
      }
      // A state in which the model failed leads nowhere.
      if (batch.error !== undefined) id++;
    }
  }

  /** Improves the row of state `id` by successor `i` of the batch. */
  private improve(id: number, level: number, i: number): void {
    const { best, batch, actors, actorOf } = this;
    const actor = actorOf[batch.rules[i]];
    const cell = id * actors + actor;
    best[cell] = Math.min(best[cell], this.arrive(i, actor, level + 1));
  }

  /** Fewest switches from successor `i` of the batch, reached by `actor`, to a goal. */
  private arrive(i: number, actor: number, level: number): number {
    const { best, batch, actors, starts } = this;
    const { seen } = this.exploration;
    const id = seen.find(batch.words, i * seen.arena.recordWords, batch.hashes[i]);
    if (id < starts[level] || id >= starts[level + 1]) return NEVER;
    let least = NEVER;
    for (let other = 0; other < actors; other++) {
      least = Math.min(least, best[id * actors + other] + (other === actor ? 0 : 1));
    }
    return least;
  }

  /** The rule numbers of the best trace. */
  walk(): number[] {
    const { batch, actorOf } = this;
    const { model, seen } = this.exploration;
    const rules: number[] = [];
    let last = -1;
    for (let id = 0, level = 0; level < this.depth; level++) {
      batch.generate(seen, id, id + 1);
      batch.touch(seen);
      let [chosen, fewest] = [-1, NEVER];
      for (let i = 0; i < batch.size; i++) {
        const rule = batch.rules[i];
        const turn = last >= 0 && actorOf[rule] !== last ? 1 : 0;
        const switches = turn + this.arrive(i, actorOf[rule], level + 1);
        const better = switches < fewest || (switches === fewest && rule < batch.rules[chosen]);
        if (better) [chosen, fewest] = [i, switches];
      }
      if (chosen < 0) throw new Error(`${model.name} changed: its states cannot be found again.`);
      rules.push(batch.rules[chosen]);
      last = actorOf[batch.rules[chosen]];
      id = seen.find(batch.words, chosen * seen.arena.recordWords, batch.hashes[chosen]);
    }
    return rules;
  }

  /** Context switches of a list of rules. */
  switchesOf(rules: readonly number[]): number {
    const { actorOf } = this;
    return rules.filter((rule, i) => i > 0 && actorOf[rule] !== actorOf[rules[i - 1]]).length;
  }
}
