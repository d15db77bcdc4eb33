/**
 * A shortest fair loop through a given state, within one component.
 *
 * Breadth-first over pairs of a state and what is owed: which actors have neither moved nor been
 * unable to since the loop began, and what was not visited yet. Back at its state with nothing owed the loop is closed. A component
 * that is fair as a whole always has such a loop.
 */
import type { Part } from './components.ts';
import { type Fairness, NOBODY } from './fair.ts';

export interface Loop {
  /** Rule numbers, in order. */
  readonly rules: readonly number[];
  readonly isShortest: boolean;
}

/** Must hold somewhere on the loop. */
type Visit = (arena: Uint8Array, at: number) => boolean;

/** Most pairs to look at. */
const CELLS_MAX = 2 ** 20;
const BITS_MAX = 30;

/** A shortest loop that pays all debts, if there are not too many pairs to look at. */
export function loopThrough(debts: Debts, cellsMax = CELLS_MAX): Loop {
  const ids = debts.part.inside.reduce((sum, each) => sum + each, 0);
  if (ids * 2 ** debts.count > cellsMax) return { rules: piecedLoop(debts), isShortest: false };
  return { rules: shortestLoop(debts), isShortest: true };
}

/** What is owed at the start of a loop, as bits: steps to actors, and visits. And what pays it. */
export class Debts {
  /** One component, fair as a whole. */
  readonly part: Part;
  readonly start: number;
  readonly count: number;
  private readonly fairness: Fairness;
  /** Per actor: its bit, or 0 if nothing is owed to it. */
  private readonly actorBits: readonly number[];
  /** What must be visited and is not at the start, and its bits. */
  private readonly visits: readonly { readonly bit: number; readonly at: Visit }[];

  /** @throws RangeError if so much is owed that a number has no bits for it */
  constructor(part: Part, fairness: Fairness, visits: readonly Visit[], start: number) {
    this.part = part;
    this.start = start;
    this.fairness = fairness;
    let count = 0;
    const movers = this.moversAt(start);
    this.actorBits = Array.from({ length: fairness.actors }, (_, actor) =>
      movers.has(actor) ? 2 ** count++ : 0,
    );
    this.visits = visits.flatMap((at) => (this.isAt(start, at) ? [] : [{ bit: 2 ** count++, at }]));
    this.count = count;
    if (count > BITS_MAX)
      throw new RangeError(`a fair loop owes ${count} things, more than ${BITS_MAX}`);
  }

  /** All that is owed at the start. */
  get all(): number {
    return 2 ** this.count - 1;
  }

  /** What of `owed` is left after this edge, and a look at the state that it leads to. */
  after(owed: number, edge: number): number {
    const { rules, targets } = this.part.graph;
    const actor = this.fairness.obliges[rules[edge]];
    let left = actor === NOBODY ? owed : owed & ~this.actorBits[actor];
    if (left === 0) return 0;
    const movers = this.moversAt(targets[edge]);
    for (const [other, bit] of this.actorBits.entries()) if (!movers.has(other)) left &= ~bit;
    for (const { bit, at } of this.visits) {
      if ((left & bit) !== 0 && this.isAt(targets[edge], at)) left &= ~bit;
    }
    return left;
  }

  /** The edges of a state that stay in the part. */
  edgesAt(id: number): number[] {
    const { graph, inside, moves } = this.part;
    const { first, targets, rules } = graph;
    const edges: number[] = [];
    for (let edge = first[id]; edge < first[id + 1]; edge++) {
      if (moves[rules[edge]] !== 0 && inside[targets[edge]] !== 0) edges.push(edge);
    }
    return edges;
  }

  private moversAt(id: number): ReadonlySet<number> {
    const { first, rules } = this.part.graph;
    const movers = new Set<number>();
    for (let edge = first[id]; edge < first[id + 1]; edge++) {
      movers.add(this.fairness.obliges[rules[edge]]);
    }
    return movers;
  }

  private isAt(id: number, visit: Visit): boolean {
    const { arena } = this.part.graph.exploration.seen;
    return visit(arena.chunkOf(id), arena.atOf(id));
  }
}

/** How a pair was reached. */
interface Place {
  readonly id: number;
  readonly owed: number;
  /** Index of the place before, and the edge from there; the first place has none. */
  readonly from: number;
  readonly edge: number;
}

function shortestLoop(debts: Debts): number[] {
  const { part, start } = debts;
  const isClosed = (id: number, owed: number): boolean => id === start && owed === 0;
  const found = walk(debts, { id: start, owed: debts.all, from: -1, edge: -1 }, isClosed);
  return found.edges.map((edge) => part.graph.rules[edge]);
}

/** Pays one debt after the other by the shortest way to whoever can be paid first, then goes back. */
function piecedLoop(debts: Debts): number[] {
  const { part, start } = debts;
  const taken: number[] = [];
  let at: Place = { id: start, owed: debts.all, from: -1, edge: -1 };
  const goOn = (isThere: (id: number, owed: number) => boolean): void => {
    const { edges, last } = walk(debts, { ...at, from: -1, edge: -1 }, isThere);
    taken.push(...edges);
    at = last;
  };
  while (at.owed !== 0) {
    const { owed } = at;
    goOn((_, left) => left < owed);
  }
  if (at.id !== start || taken.length === 0) goOn((id) => id === start);
  return taken.map((edge) => part.graph.rules[edge]);
}

/**
 * Breadth-first from a place, by at least one edge, to the first where `isThere`.
 * @throws Error if there is none: then the component was not fair, or was none
 */
function walk(
  debts: Debts,
  first: Place,
  isThere: (id: number, owed: number) => boolean,
): { readonly edges: readonly number[]; readonly last: Place } {
  const places: Place[] = [first];
  const seen = new Set<number>();
  const width = 2 ** debts.count;
  for (let head = 0; head < places.length; head++) {
    const { id, owed } = places[head];
    for (const edge of debts.edgesAt(id)) {
      const target = debts.part.graph.targets[edge];
      const left = debts.after(owed, edge);
      const place: Place = { id: target, owed: left, from: head, edge };
      if (isThere(target, left)) return { edges: edgesTo(places, place), last: place };
      const key = target * width + left;
      if (seen.has(key)) continue;
      seen.add(key);
      places.push(place);
    }
  }
  throw new Error('a component that was found fair has no fair loop');
}

function edgesTo(places: readonly Place[], last: Place): number[] {
  const edges: number[] = [];
  for (let place = last; place.edge >= 0; place = places[place.from]) edges.push(place.edge);
  return edges.toReversed();
}
