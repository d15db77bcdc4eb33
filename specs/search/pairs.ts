/**
 * What the model declares of its steps, held against what they do: in a state, every two moves that
 * are called independent are made in both orders. They must lead to the same bytes, and neither may
 * take the other away or bring about one more. A move changes nothing but what it declares
 * (writes.ts). And what a process is said to be able to do must cover all that it does later
 * (`future`, `frozen`).
 */
import { FOOTPRINT, PersistentSets, WORDS, conflicts } from '../../checker/persistent.ts';
import { Footprints } from '../../model/footprints/footprints.ts';
import type { FootprintOptions } from '../../model/footprints/options.ts';
import { OBJECT_KINDS, type Objects } from '../../model/footprints/objects.ts';
import type { Machine } from '../../model/machine.ts';
import { PANIC } from '../../model/record/layout.ts';
import type { Program } from '../../model/record/program.ts';
import { STEPS } from '../../model/record/step.ts';
import { Writes } from './writes.ts';

/** A move: its rule, who makes it, and the record that it leads to. */
interface Move {
  readonly rule: number;
  readonly process: number;
  readonly record: Uint8Array;
}

export interface PairCounts {
  /** Pairs made in both orders; steps of which it was asked whether their futures cover them. */
  pairs: number;
  edges: number;
}

export class Pairs {
  readonly counts: PairCounts = { pairs: 0, edges: 0 };
  private readonly machine: Machine;
  private readonly sets = new PersistentSets();
  private readonly threads: number;
  private readonly here: Footprints;
  private readonly there: Footprints;
  private readonly writes: Writes;
  private readonly targets: Uint8Array;
  private readonly rules: Uint16Array;

  constructor(machine: Machine, program: Program, options: FootprintOptions = {}) {
    this.machine = machine;
    this.threads = program.lanes.length;
    this.here = new Footprints(program, options);
    this.there = new Footprints(program, options);
    this.writes = new Writes(program, machine.kernel.layout, this.here.objects);
    this.targets = new Uint8Array(machine.recordSize * machine.successorsMax);
    this.rules = new Uint16Array(machine.successorsMax);
  }

  /** The first thing wrong in this state, or null. */
  faultIn(record: Uint8Array): string | null {
    const { machine, here } = this;
    machine.kernel.bind(record, 0);
    const alone = here.alone(machine.kernel);
    here.fill(machine.kernel);
    if (alone >= 0 && this.sets.closure(here, alone, 2) !== 1 << alone) {
      return `${alone} is said to move alone`;
    }
    const moves = this.movesFrom(record);
    const locked = this.unlocked(moves);
    if (locked !== null) return locked;
    const after = moves.map((move) => this.movesFrom(move.record));
    for (const [i, move] of moves.entries()) {
      if (hasPanicked(move)) continue;
      const fault =
        this.undeclared(record, move) ??
        this.uncovered(move) ??
        this.changedOthers(moves, move, after[i]) ??
        this.disagreeing(moves, after, i);
      if (fault !== null) return fault;
    }
    return null;
  }

  private movesFrom(record: Uint8Array): readonly Move[] {
    const { machine, targets, rules } = this;
    const count = machine.successors(record, 0, targets, 0, rules, 0);
    const size = machine.recordSize;
    return Array.from({ length: count }, (_, i) => ({
      rule: rules[i],
      process: this.processOf(rules[i]),
      record: targets.slice(i * size, (i + 1) * size),
    }));
  }

  private processOf(rule: number): number {
    const { machine, threads, here } = this;
    if (rule < machine.envRules) return Math.floor(rule / STEPS.length);
    const kind = rule - machine.envRules;
    return kind < 2 ? threads + 1 + kind : here.agents + ((kind - 2) % threads);
  }

  /** Do the next moves of these two count as independent in this state, for whoever asks? */
  private areIndependent(p: number, q: number): boolean {
    if (p === q || this.waitsFor(p, q) || this.waitsFor(q, p)) return false;
    return !this.haveToDo(p, q) || this.isFrozenApart(p, q) || this.isFrozenApart(q, p);
  }

  private haveToDo(p: number, q: number): boolean {
    const { next } = this.here;
    return conflicts(next, p * FOOTPRINT, next, q * FOOTPRINT);
  }

  /** A thread asks of its own agent what that can do while it does not move. */
  private isFrozenApart(thread: number, agent: number): boolean {
    const { next, frozen, masters } = this.here;
    if (masters[agent] !== thread) return false;
    return !conflicts(next, thread * FOOTPRINT, frozen, agent * FOOTPRINT);
  }

  /** What p does next has to do with the queue whose lock q has: it can come only after q's move. */
  private waitsFor(p: number, q: number): boolean {
    const { holds, next } = this.here;
    return q < this.threads && holds[q] >= 0 && touches(next, p, holds[q]);
  }

  /** Whoever can move has nothing to do with a queue whose lock another has. */
  private unlocked(moves: readonly Move[]): string | null {
    const { holds, next } = this.here;
    for (const { rule, process } of moves) {
      for (let t = 0; t < this.threads; t++) {
        if (t === process || holds[t] < 0 || !touches(next, process, holds[t])) continue;
        return `${this.name(rule)} has to do with a queue that ${t} has locked`;
      }
    }
    return null;
  }

  /** A move takes one of an independent process away, or brings it one. */
  private changedOthers(moves: readonly Move[], move: Move, after: readonly Move[]): string | null {
    const { processes } = this.here;
    const ruleSet = (list: readonly Move[], p: number): string =>
      list.flatMap(({ rule, process }) => (process === p ? [rule] : [])).join();
    for (let p = 0; p < processes; p++) {
      // What its agent can do once the thread has moved is another question.
      const isItsAgent = this.here.masters[p] === move.process;
      if (isItsAgent && this.haveToDo(p, move.process)) continue;
      if (!this.areIndependent(p, move.process)) continue;
      const [before, now] = [ruleSet(moves, p), ruleSet(after, p)];
      if (before !== now) return `${this.name(move.rule)} changes what ${p} can do`;
    }
    return null;
  }

  private disagreeing(
    moves: readonly Move[],
    after: readonly (readonly Move[])[],
    i: number,
  ): string | null {
    for (let j = i + 1; j < moves.length; j++) {
      if (hasPanicked(moves[j])) continue;
      if (!this.areIndependent(moves[i].process, moves[j].process)) continue;
      this.counts.pairs++;
      const one = after[i].find(({ rule }) => rule === moves[j].rule);
      const other = after[j].find(({ rule }) => rule === moves[i].rule);
      if (one === undefined || other === undefined || !isSame(one.record, other.record)) {
        return `${this.name(moves[i].rule)} and ${this.name(moves[j].rule)}`;
      }
    }
    return null;
  }

  /** The move changes what it does not say that it changes. */
  private undeclared(record: Uint8Array, move: Move): string | null {
    const { here, writes } = this;
    const object = writes.undeclared(record, move.record, here.next, move.process);
    return object < 0 ? null : `${this.name(move.rule)} changes ${nameOf(here.objects, object)}`;
  }

  /** After this move somebody can do what was not among what it could. */
  private uncovered(move: Move): string | null {
    const { here, there, machine } = this;
    this.counts.edges++;
    machine.kernel.bind(move.record, 0);
    there.fill(machine.kernel);
    const passed = this.passedBy(move.process);
    for (let q = 0; q < here.processes; q++) {
      if (!covers(here.future, there.future, q, passed)) {
        const what = uncoveredIn(here.objects, here.future, there.future, q, passed);
        return `${this.name(move.rule)}: ${q} can do what its future does not have: ${what}`;
      }
      const isItsAgent = here.masters[q] === move.process;
      const areApart = !isItsAgent && this.areIndependent(q, move.process);
      if (areApart && !isSameAt(here.next, there.next, q)) {
        return `${this.name(move.rule)}: what ${q} does next has to do with something else`;
      }
      if (!covers(there.future, there.next, q, NOTHING)) return `${q}: next is not in future`;
      if (here.masters[q] < 0 || here.masters[q] === move.process) continue;
      if (!covers(here.frozen, there.frozen, q, passed)) {
        return `${this.name(move.rule)}: ${q} can do what it could not before its thread moves`;
      }
    }
    return null;
  }

  /**
   * What others may do only once p has moved is nothing to the members of a set that p is not in, if
   * it was among what p could do: that had nothing to do with them.
   */
  private passedBy(p: number): Int32Array {
    const { future, frozen, masters } = this.here;
    const words = masters[p] < 0 ? future : frozen;
    return words.subarray(p * FOOTPRINT, (p + 1) * FOOTPRINT);
  }

  private name(rule: number): string {
    return this.machine.rules[rule].name;
  }
}

const NOTHING = new Int32Array(FOOTPRINT);

/** A failed assertion of the kernel ends everything: such a search is made anew, unreduced. */
const hasPanicked = ({ record }: Move): boolean => record[PANIC] !== 0;

function touches(words: Int32Array, p: number, object: number): boolean {
  const at = p * FOOTPRINT + (object >> 5);
  return ((words[at] | words[at + WORDS]) & (1 << (object & 31))) !== 0;
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.every((byte, i) => byte === b[i]);

function isSameAt(a: Int32Array, b: Int32Array, q: number): boolean {
  for (let i = q * FOOTPRINT; i < (q + 1) * FOOTPRINT; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Is footprint `q` of `narrow` within that of `wide`, but for what is in `passed`? */
function covers(wide: Int32Array, narrow: Int32Array, q: number, passed: Int32Array): boolean {
  for (let i = 0; i < FOOTPRINT; i++) {
    const at = q * FOOTPRINT + i;
    if ((narrow[at] & ~wide[at] & ~passed[i]) !== 0) return false;
  }
  return true;
}

/** `phones+1` */
function nameOf(objects: Objects, object: number): string {
  const kind = OBJECT_KINDS.findLast((each) => objects[each] <= object) ?? 'own';
  return `${kind}+${object - objects[kind]}`;
}

/** The first object that is in the one and not in the other: `phones+1`. */
function uncoveredIn(
  objects: Objects,
  wide: Int32Array,
  narrow: Int32Array,
  q: number,
  passed: Int32Array,
): string {
  for (let object = 0; object < objects.count; object++) {
    for (const half of [0, WORDS]) {
      const i = half + (object >> 5);
      const more = narrow[q * FOOTPRINT + i] & ~wide[q * FOOTPRINT + i] & ~passed[i];
      if ((more & (1 << (object & 31))) === 0) continue;
      return nameOf(objects, object);
    }
  }
  return 'nothing';
}
