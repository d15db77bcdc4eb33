/**
 * A shortest fair loop through a given state, within one component.
 *
 * Breadth-first over pairs of a state and what is owed: which actors have neither moved nor been
 * unable to since the loop began. Back at its state with nothing owed the loop is closed. A component
 * that is fair as a whole always has such a loop.
 */
import type { Part } from './components.ts';
import { type Fairness, NOBODY } from './fair.ts';

export interface Loop {
  /** Rule numbers, in order. */
  readonly rules: readonly number[];
  readonly isShortest: boolean;
}

/** Most pairs to look at. */
const CELLS_MAX = 2 ** 20;

/** `part`: one component; fair as a whole. */
export function loopThrough(
  part: Part,
  fairness: Fairness,
  start: number,
  cellsMax = CELLS_MAX,
): Loop {
  const debts = new Debts(part, fairness, start);
  const ids = part.inside.reduce((sum, each) => sum + each, 0);
  if (ids * 2 ** debts.count <= cellsMax) {
    return { rules: shortestLoop(part, debts, start, ids), isShortest: true };
  }
  return { rules: piecedLoop(part, debts, start), isShortest: false };
}

/** Who is owed something at the start of a loop, as bits, and who is paid by a step. */
class Debts {
  /** Per actor: its bit, or 0 if nothing is owed to it. */
  private readonly bits: readonly number[];
  readonly count: number;
  readonly part: Part;
  readonly fairness: Fairness;

  constructor(part: Part, fairness: Fairness, start: number) {
    this.part = part;
    this.fairness = fairness;
    let count = 0;
    const movers = this.moversAt(start);
    this.bits = Array.from({ length: fairness.actors }, (_, actor) =>
      movers.has(actor) ? 2 ** count++ : 0,
    );
    this.count = count;
  }

  /** All that is owed at the start. */
  get all(): number {
    return 2 ** this.count - 1;
  }

  /** What of `owed` is left after this edge, and a look at the state that it leads to. */
  after(owed: number, edge: number): number {
    const { rules, targets } = this.part.graph;
    const actor = this.fairness.obliges[rules[edge]];
    let left = actor === NOBODY ? owed : owed & ~this.bits[actor];
    if (left === 0) return 0;
    const movers = this.moversAt(targets[edge]);
    for (const [other, bit] of this.bits.entries()) if (!movers.has(other)) left &= ~bit;
    return left;
  }

  private moversAt(id: number): ReadonlySet<number> {
    const { first, rules } = this.part.graph;
    const movers = new Set<number>();
    for (let edge = first[id]; edge < first[id + 1]; edge++) {
      movers.add(this.fairness.obliges[rules[edge]]);
    }
    return movers;
  }
}

/** The edges of a state that stay in the part. */
function edgesWithin({ graph, inside, moves }: Part, id: number): number[] {
  const { first, targets, rules } = graph;
  const edges: number[] = [];
  for (let edge = first[id]; edge < first[id + 1]; edge++) {
    if (moves[rules[edge]] !== 0 && inside[targets[edge]] !== 0) edges.push(edge);
  }
  return edges;
}

/** How a pair was reached. */
interface Place {
  readonly id: number;
  readonly owed: number;
  /** Index of the place before, and the edge from there; the first place has none. */
  readonly from: number;
  readonly edge: number;
}

function shortestLoop(part: Part, debts: Debts, start: number, ids: number): number[] {
  const close = (id: number, owed: number): boolean => id === start && owed === 0;
  const rules = walk(part, debts, { id: start, owed: debts.all, from: -1, edge: -1 }, close);
  if (rules === null) throw new Error(`no fair loop in a component of ${ids} states that is fair`);
  return rules.edges.map((edge) => part.graph.rules[edge]);
}

/** Pays one debt after the other by the shortest way to whoever can be paid first, then goes back. */
function piecedLoop(part: Part, debts: Debts, start: number): number[] {
  const taken: number[] = [];
  let at: Place = { id: start, owed: debts.all, from: -1, edge: -1 };
  while (at.owed !== 0) {
    const { owed } = at;
    at = goOn(part, debts, at, taken, (_, left) => left < owed);
  }
  if (at.id !== start || taken.length === 0) {
    goOn(part, debts, at, taken, (id) => id === start);
  }
  return taken.map((edge) => part.graph.rules[edge]);
}

/** From `at` the shortest way on to where `isThere`; its edges go to `taken`. */
function goOn(
  part: Part,
  debts: Debts,
  at: Place,
  taken: number[],
  isThere: (id: number, owed: number) => boolean,
): Place {
  const found = walk(part, debts, { ...at, from: -1, edge: -1 }, isThere);
  if (found === null)
    throw new Error('a component from whose states not all others can be reached');
  taken.push(...found.edges);
  return found.last;
}

/** Breadth-first from a place, by at least one edge, to the first where `isThere`. */
function walk(
  part: Part,
  debts: Debts,
  first: Place,
  isThere: (id: number, owed: number) => boolean,
): { readonly edges: readonly number[]; readonly last: Place } | null {
  const places: Place[] = [first];
  const seen = new Set<number>();
  const width = 2 ** debts.count;
  for (let head = 0; head < places.length; head++) {
    const { id, owed } = places[head];
    for (const edge of edgesWithin(part, id)) {
      const target = part.graph.targets[edge];
      const left = debts.after(owed, edge);
      const place: Place = { id: target, owed: left, from: head, edge };
      if (isThere(target, left)) return { edges: edgesTo(places, place), last: place };
      const key = target * width + left;
      if (seen.has(key)) continue;
      seen.add(key);
      places.push(place);
    }
  }
  return null;
}

function edgesTo(places: readonly Place[], last: Place): number[] {
  const edges: number[] = [];
  for (let place = last; place.edge >= 0; place = places[place.from]) edges.push(place.edge);
  return edges.toReversed();
}
