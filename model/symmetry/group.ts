/**
 * The permutations of lanes of a program as a group: found, cut to a size that can be tried in
 * full, and listed.
 *
 * Mostly lanes are alike or not: if a and b may be swapped, and b and c, then a and c. All
 * permutations of lanes that are alike make the group, one class of lanes beside the other. Where
 * lanes can only be moved together (two clients, each with a server of its own), the permutations
 * are listed one by one.
 */
import type { Program } from '../record/program.ts';
import { type Automorphism, automorphismOf } from './automorphism.ts';

/** Most permutations of a group: 6 lanes that are alike. */
export const GROUP_MAX = 720;
/** Lanes of a program beyond which none is looked for. */
const LANES_MAX = 12;
/** Lanes up to which permutations that move several together are looked for. */
const TOGETHER_MAX = 6;

export interface Group {
  /** All of it; the first is the one that moves nothing. */
  readonly elements: readonly Automorphism[];
  /** Lanes that are alike, by class; empty if the permutations are no more than listed. */
  readonly classes: readonly (readonly number[])[];
}

/** The permutations that leave a program as it is, and which `accepts` does not refuse. */
export function groupOf(program: Program, accepts: (by: Automorphism) => boolean): Group {
  const count = program.lanes.length;
  const identity = Array.from({ length: count }, (_, t) => t);
  const find = (lanes: readonly number[]): Automorphism | null => {
    const found = automorphismOf(program, lanes);
    return found !== null && accepts(found) ? found : null;
  };
  const shapes = program.lanes.map(({ ops, task }) =>
    JSON.stringify([ops.map(({ call, timeout, value }) => [call, timeout, value]), task >= 0]),
  );
  if (count > LANES_MAX) return { elements: [], classes: [] };
  const classes = cut(classesOf(count, shapes, find));
  const alike = elementsOf(classes, identity, find);
  if (count > TOGETHER_MAX) return alike;
  const possible = permutations(identity, shapes);
  if (possible.length <= alike.elements.length || possible.length > GROUP_MAX) return alike;
  const listed = possible.flatMap((lanes) => find(lanes) ?? []);
  return listed.length > alike.elements.length ? { elements: listed, classes: [] } : alike;
}

/** Classes of lanes of which any two may be swapped. */
function classesOf(
  count: number,
  shapes: readonly string[],
  find: (lanes: readonly number[]) => Automorphism | null,
): number[][] {
  const classes: number[][] = [];
  for (let t = 0; t < count; t++) {
    const known = classes.find(([first]) => shapes[first] === shapes[t] && mayBeSwapped(first, t));
    if (known === undefined) classes.push([t]);
    else known.push(t);
  }
  return classes.filter(({ length }) => length > 1);

  function mayBeSwapped(a: number, b: number): boolean {
    const lanes = Array.from({ length: count }, (_, t) => (t === a ? b : t === b ? a : t));
    return find(lanes) !== null;
  }
}

/** Lanes left out of the largest class, until all permutations are few enough: a subgroup. */
function cut(classes: number[][]): number[][] {
  let kept = classes;
  while (sizeOf(kept) > GROUP_MAX) {
    const largest = Math.max(...kept.map(({ length }) => length));
    const which = kept.findIndex(({ length }) => length === largest);
    kept = kept.map((lanes, i) => (i === which ? lanes.slice(0, -1) : lanes));
  }
  return kept.filter(({ length }) => length > 1);
}

function sizeOf(classes: readonly (readonly number[])[]): number {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return classes.reduce((size, { length }) => size * factorial(length), 1);
}

/** All permutations within the classes. What two swaps do is done by both, so each is found. */
function elementsOf(
  classes: readonly (readonly number[])[],
  identity: readonly number[],
  find: (lanes: readonly number[]) => Automorphism | null,
): Group {
  let all: number[][] = [[...identity]];
  for (const lanes of classes) {
    const orders = ordersOf(lanes);
    all = all.flatMap((base) =>
      orders.map((order) => {
        const next = [...base];
        for (const [i, t] of lanes.entries()) next[t] = order[i];
        return next;
      }),
    );
  }
  const elements = all.map((lanes) => find(lanes));
  const found = elements.filter((it) => it !== null);
  // Never seen; a set that is no group must not be used as one.
  if (found.length < all.length) {
    const [first] = found;
    return { elements: first === undefined ? [] : [first], classes: [] };
  }
  return { elements: found, classes };
}

function ordersOf(lanes: readonly number[]): number[][] {
  if (lanes.length < 2) return [[...lanes]];
  return lanes.flatMap((first) =>
    ordersOf(lanes.filter((other) => other !== first)).map((rest) => [first, ...rest]),
  );
}

/** Those that take each lane to one that makes the same calls. */
function permutations(identity: readonly number[], shapes: readonly string[]): number[][] {
  const extend = (taken: readonly number[]): number[][] => {
    const t = taken.length;
    if (t === identity.length) return [[...taken]];
    const free = identity.filter((u) => !taken.includes(u) && shapes[u] === shapes[t]);
    return free.flatMap((u) => extend([...taken, u]));
  };
  return extend([]);
}
