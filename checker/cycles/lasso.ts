/**
 * A lasso: a run into a fair cycle (the stem) and once around it (the loop).
 *
 * What is shortest: the stem leads to the state of least depth that lies on any fair cycle of the
 * question (among these, the one found first), and no way there is shorter, nor has one of that
 * length fewer context switches. The loop is a shortest fair one from that state back to it. A longer
 * stem may have a shorter loop; that is not looked for. Beyond CELLS_MAX the loop is put together
 * from shortest ways to what it lacks for fairness, and `isShortest` is false.
 */
import type { Graph } from '../graph.ts';
import type { Exploration } from '../exploration.ts';
import { fewestSwitches } from '../shortest.ts';
import { componentsOf } from './components.ts';
import { type CycleQuestion, type OnFairCycles, onFairCycles } from './fair.ts';
import { Debts, type Loop, loopThrough } from './loop.ts';

export interface Lasso {
  /** Rule numbers from the initial state to the first state of the loop. */
  readonly stem: readonly number[];
  /** Rule numbers once around; at least one. */
  readonly loop: readonly number[];
  /** Whether no fair loop through its first state is shorter. */
  readonly isShortest: boolean;
}

/** A fair cycle of the graph for this question, as a lasso; null: there is none. */
export function fairLasso(graph: Graph, question: CycleQuestion, cellsMax?: number): Lasso | null {
  const found = onFairCycles(graph, question);
  if (found.least < 0) return null;
  const { rules, isShortest } = loopAt(found, cellsMax);
  return { stem: stemTo(graph.exploration, found.least), loop: rules, isShortest };
}

function stemTo(exploration: Exploration, id: number): readonly number[] {
  const { arena } = exploration.seen;
  const [chunk, place] = [arena.chunkOf(id), arena.atOf(id)];
  const reached = (bytes: Uint8Array, at: number): boolean => bytes === chunk && at === place;
  return fewestSwitches(exploration, { id, reached, ends: false }).rules;
}

/** The loop through the least state, within its own component. */
function loopAt({ part, fairness, question, least }: OnFairCycles, cellsMax?: number): Loop {
  const { of } = componentsOf(part);
  const inside = Uint8Array.from(of, (own) => (own === of[least] ? 1 : 0));
  const debts = new Debts({ ...part, inside }, fairness, question.visits ?? [], least);
  return loopThrough(debts, cellsMax);
}
