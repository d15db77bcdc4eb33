/**
 * One record for all that differ only in which of several equal lanes is which: the search keeps
 * the canonical one (checker/model.ts, Symmetry).
 *
 * Lanes that are alike are sorted by what is their own (a hash of it, and their places in lists);
 * among those that are equal in that, all orders are tried and the least record is taken, unless
 * swapping them changes nothing, which is the rule. Any record of an orbit thus has the same
 * canonical one, and how many there are in the orbit comes out of the same count.
 */
import type { Symmetry } from '../../checker/model.ts';
import { LIBC_CALL_SYNC } from '../ipc/sync-call/libc.ts';
import { CLOCK_THREAD, layoutOf, OP, PC } from '../record/layout.ts';
import type { Program } from '../record/program.ts';
import type { Automorphism } from './automorphism.ts';
import { type Group, groupOf } from './group.ts';
import { looksOf, seenAsTables, UNSEEN } from './known-by.ts';
import { codeOf, compare, laneAt, mix, sortByKey } from './lane-orders.ts';
import { type Permutation, Permuter } from './permute.ts';

/** A symmetry that knows its permutations of lanes. */
export interface LaneSymmetry extends Symmetry {
  readonly automorphisms: readonly Automorphism[];
}

export interface SymmetryOptions {
  /** Automorphisms that may be used; all, if it is not given. */
  accepts?(by: Automorphism): boolean;
  /** For tests: a field that the permutations leave as it is. */
  readonly without?: string;
}

/**
 * The symmetry of a program whose search begins with this record, or null if there is none.
 * Only permutations that leave the record as it is are used.
 */
export function symmetryOf(
  program: Program,
  initial: Uint8Array,
  { accepts = () => true, without }: SymmetryOptions = {},
): LaneSymmetry | null {
  // A debugger names threads in its requests, and cleanup goes through them in their order.
  if (program.sessions.length > 0) return null;
  // Where a lane of user code goes on is told by numbers that are its own.
  if (program.hasUserCode) return null;
  // Of several fibrils whose answers are there, a thread runs the first by its number.
  if (hasThreeFibrils(program)) return null;
  // Lanes begin on one CPU or the other, by their number.
  if (program.tickOffsets.length > 1) return null;
  // A handler is the thread of another lane.
  if (program.handles !== null) return null;
  // What a debugger has seen of a thread is not permuted.
  if (program.examines !== null) return null;
  const permuter = new Permuter(program, layoutOf(program), without ?? null);
  const image = new Uint8Array(initial.length);
  const group = groupOf(program, (by) => {
    permuter.apply(permuter.ready(by), initial, 0, image, 0);
    return image.every((byte, i) => byte === initial[i]) && accepts(by);
  });
  return group.elements.length < 2 ? null : new Canonical(permuter, group);
}

/** libc's way (ipc/sync-call/fibrils.ts): one that receives, and two that may be ready. */
function hasThreeFibrils({ lanes, tasks }: Program): boolean {
  return tasks.some((_, task) => {
    const callers = lanes.filter(
      (lane) => lane.task === task && lane.ops.some(({ handler }) => handler === LIBC_CALL_SYNC),
    );
    return callers.length > 2;
  });
}

class Canonical implements LaneSymmetry {
  readonly size: number;
  readonly automorphisms: readonly Automorphism[];
  private readonly permuter: Permuter;
  private readonly elements: readonly Permutation[];
  private readonly classes: readonly Uint8Array[];
  /** By class and lane in it: the bytes that are the lane's own, in one order for all lanes. */
  private readonly own: readonly (readonly Uint16Array[])[];
  /** The same of the bytes that name something. */
  private readonly ownNames: readonly (readonly Uint16Array[])[];
  /** By byte, which of the tables of `seenAs` says what of it does not depend on who is who. */
  private readonly looks: Uint16Array;
  /** A number as it is; of a name whether there is one; of a value what it is, not of which message. */
  private readonly seenAs: Uint8Array;
  /** Lists that no permutation moves: where their lengths and their threads stand. */
  private readonly lists: readonly { readonly length: number; readonly first: number }[];
  private readonly clockStays: boolean;
  private readonly keys: Int32Array;
  private readonly recordSize: number;
  /** By permutation of lanes, as one number, its place among the elements. */
  private readonly numbers = new Map<number, number>();
  /** The permutation that is tried, lanes in the order of their keys, two records. */
  private readonly wanted: Uint8Array;
  private readonly sorted: Uint8Array;
  private readonly trial: Uint8Array;
  private readonly least: Uint8Array;
  private readonly trialWords: Int32Array;
  private readonly leastWords: Int32Array;

  constructor(permuter: Permuter, group: Group) {
    const { layout, program } = permuter;
    const lanes = program.lanes.length;
    this.permuter = permuter;
    this.size = group.elements.length;
    this.automorphisms = group.elements;
    this.elements = group.elements.map((by) => permuter.ready(by));
    this.classes = group.classes.map((members) => Uint8Array.from(members));
    this.recordSize = layout.recordSize;
    this.keys = new Int32Array(lanes);
    this.wanted = new Uint8Array(lanes);
    this.sorted = new Uint8Array(lanes);
    this.trial = new Uint8Array(layout.recordSize);
    this.least = new Uint8Array(layout.recordSize);
    this.trialWords = new Int32Array(this.trial.buffer);
    this.leastWords = new Int32Array(this.least.buffer);
    for (const [i, { lanes: to }] of this.elements.entries()) this.numbers.set(codeOf(to), i);
    this.lists = permuter.lists.filter(({ length }) =>
      this.elements.every(({ places }) => places[length] === length),
    );
    this.clockStays = permuter.fields.some(({ at }) => at === CLOCK_THREAD);
    this.looks = looksOf(permuter);
    this.seenAs = seenAsTables();
    const own = this.classes.map((members) => this.ownBytes(members));
    const split = (isNumber: boolean) =>
      own.map((ofClass) =>
        ofClass.map((at) => at.filter((n) => (this.looks[n] === 0) === isNumber)),
      );
    this.own = split(true);
    this.ownNames = split(false);
  }

  apply(element: number, source: Uint8Array, from: number, target: Uint8Array, to: number): void {
    this.permuter.apply(this.elements[element], source, from, target, to);
  }

  canonical(bytes: Uint8Array, at: number): number {
    const stabiliser = this.classes.length === 0 ? this.tryAll(bytes, at) : this.sort(bytes, at);
    bytes.set(this.least, at);
    return this.size / stabiliser;
  }

  /** The least image of all; returns how many permutations give it. */
  private tryAll(bytes: Uint8Array, at: number): number {
    let times = 0;
    for (let i = 0; i < this.size; i++) times = this.tryOne(i, bytes, at, times);
    return times;
  }

  /** `times`: how often the least one was met so far. Returns the same with this one. */
  private tryOne(element: number, bytes: Uint8Array, at: number, times: number): number {
    const { trial, least, trialWords, leastWords } = this;
    this.permuter.apply(this.elements[element], bytes, at, trial, 0);
    const order = times === 0 ? -1 : compare(trialWords, leastWords);
    if (order > 0) return times;
    if (order === 0) return times + 1;
    least.set(trial);
    return 1;
  }

  /** Lanes in the order of their keys; returns how many permutations leave the result as it is. */
  private sort(bytes: Uint8Array, at: number): number {
    const { wanted, sorted, classes, keys, least } = this;
    this.findKeys(bytes, at);
    for (let t = 0; t < wanted.length; t++) wanted[t] = t;
    for (const members of classes) {
      sortByKey(members, keys, sorted);
      for (let i = 0; i < members.length; i++) wanted[sorted[i]] = members[i];
    }
    const first = this.numbers.get(codeOf(wanted));
    if (first === undefined) throw new Error('a permutation of equal lanes that is not listed');
    this.permuter.apply(this.elements[first], bytes, at, least, 0);
    const swaps = this.swapsThatChangeNothing(first);
    return swaps > 0 ? swaps : this.tryTies(bytes, at);
  }

  /**
   * `least` is the record with its lanes sorted. If every swap of neighbours with equal keys leaves
   * it as it is: how many permutations do; else 0.
   */
  private swapsThatChangeNothing(first: number): number {
    const { classes, keys, wanted, trial, least, elements, trialWords, leastWords } = this;
    const back = elements[first].lanes;
    let all = 1;
    for (const members of classes) {
      let run = 1;
      for (let i = 1; i < members.length; i++) {
        const [a, b] = [laneAt(back, members[i - 1]), laneAt(back, members[i])];
        if (keys[a] !== keys[b]) {
          run = 1;
          continue;
        }
        for (let t = 0; t < wanted.length; t++) wanted[t] = t;
        wanted[members[i - 1]] = members[i];
        wanted[members[i]] = members[i - 1];
        const swap = this.numbers.get(codeOf(wanted)) ?? 0;
        this.permuter.apply(elements[swap], least, 0, trial, 0);
        if (compare(trialWords, leastWords) !== 0) return 0;
        all *= ++run;
      }
    }
    return all;
  }

  /** The least image among those whose lanes are sorted. */
  private tryTies(bytes: Uint8Array, at: number): number {
    let times = 0;
    for (let i = 0; i < this.size; i++) {
      if (this.sorts(this.elements[i].lanes)) times = this.tryOne(i, bytes, at, times);
    }
    return times;
  }

  private sorts(lanes: Uint8Array): boolean {
    const { classes, keys } = this;
    for (const members of classes) {
      let last = 0;
      for (let i = 0; i < members.length; i++) {
        const key = keys[laneAt(lanes, members[i])];
        if (i > 0 && key < last) return false;
        last = key;
      }
    }
    return true;
  }

  /** A number for each lane that may be moved, the same wherever the lane goes. */
  private findKeys(bytes: Uint8Array, at: number): void {
    const { keys, classes, own, lists, looks, seenAs } = this;
    for (let c = 0; c < classes.length; c++) {
      const members = classes[c];
      for (let i = 0; i < members.length; i++) {
        const mine = own[c][i];
        const named = this.ownNames[c][i];
        let key = 0;
        for (let n = 0; n < mine.length; n++) key = mix(key, bytes[at + mine[n]]);
        for (let n = 0; n < named.length; n++) {
          key = mix(key, seenAs[looks[named[n]] + bytes[at + named[n]]]);
        }
        keys[members[i]] = key;
      }
    }
    for (let l = 0; l < lists.length; l++) {
      const { length, first } = lists[l];
      const count = bytes[at + length];
      for (let i = 0; i < count; i++) {
        const t = bytes[at + first + i];
        keys[t] = mix(keys[t], 256 * (l + 1) + i);
      }
    }
    for (let t = 0; t < keys.length; t++) {
      const woken = this.permuter.wokenBy(t, bytes, at);
      // Whoever wakes it, in whatever order they are looked at.
      if (woken >= 0) keys[woken] = (keys[woken] + mix(this.byWaker(t, bytes, at), 1)) | 0;
    }
    const handled = this.clockStays ? bytes[at + CLOCK_THREAD] : 0;
    if (handled !== 0 && handled <= keys.length) keys[handled - 1] = mix(keys[handled - 1], -1);
  }

  /** What a waker adds to the key of the thread that it wakes: where it stands itself. */
  private byWaker(t: number, bytes: Uint8Array, at: number): number {
    const { layout } = this.permuter;
    const own = at + layout.threads + t * layout.threadSize;
    return 256 * bytes[own + PC] + bytes[own + OP];
  }

  /**
   * Numbers that move with the lane whenever it is moved, and stay when it is not; in one order for
   * all lanes of the class. Of two lanes it does not matter which byte is whose, as long as one of
   * each pair is one's.
   */
  private ownBytes(members: Uint8Array): Uint16Array[] {
    const swap = (a: number, b: number): Permutation => {
      const lanes = this.wanted.map((_, t) => (t === a ? b : t === b ? a : t));
      return this.elements[this.numbers.get(codeOf(lanes)) ?? 0];
    };
    const [first, ...others] = members;
    const moving = others.map((other) => swap(first, other).places);
    const staying = this.classes.flatMap((each) =>
      Array.from(each).flatMap((a) =>
        Array.from(each)
          .filter((b) => b > a && a !== first && b !== first)
          .map((b) => swap(a, b).places),
      ),
    );
    const own: number[] = [];
    for (let at = 0; at < this.recordSize; at++) {
      if (this.looks[at] === UNSEEN) continue;
      if (!moving.every((places) => places[at] !== at)) continue;
      if (!staying.every((places) => places[at] === at)) continue;
      if (others.length === 1 && own.includes(moving[0][at])) continue;
      own.push(at);
    }
    return [
      Uint16Array.from(own),
      ...moving.map((places) => Uint16Array.from(own, (at) => places[at])),
    ];
  }
}
