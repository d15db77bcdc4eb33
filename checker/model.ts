/**
 * The contract between a system and the search: all that the checker knows of a model.
 *
 * To the checker a state is `recordSize` bytes; two states are the same exactly when all those
 * bytes are. A model must therefore reset dead fields and keep one encoding per situation.
 * Everything else - threads, wait queues, aborts - is the model's own business.
 *
 * Two words for positions, never mixed: `at` is the byte offset of a record in an array, `id` is
 * the number of a state in the order in which the search found it.
 */
export interface Model {
  readonly name: string;
  /** Bytes of one record. A multiple of 4, so that records can be copied and hashed by words. */
  readonly recordSize: number;
  /** Most successors that one state can have. The search reserves scratch space by it. */
  readonly successorsMax: number;
  /** All rules; a successor names the rule that made it by its index here. At most 65,535. */
  readonly rules: readonly Rule[];
  readonly properties: readonly Property[];

  /** Writes the initial state at byte offset `at` of `arena`, all `recordSize` bytes of it. */
  initial(arena: Uint8Array, at: number): void;

  /**
   * Writes the successors of the record at byte `from` of `source` as consecutive records into
   * `target`, the first at byte `to`, and the rule number of each into `rules[ruleAt]`,
   * `rules[ruleAt + 1]`, ... Returns how many there are; zero is an end.
   *
   * Must be a function of the record alone, in a fixed order, with at most one successor per
   * rule: traces are replayed as lists of rule numbers. Must not change the source record.
   * A successor may equal its source. `source` and `target` never overlap.
   *
   * @throws ModelError when a bound of the model is exceeded.
   */
  successors(
    source: Uint8Array,
    from: number,
    target: Uint8Array,
    to: number,
    rules: Uint16Array,
    ruleAt: number,
  ): number;

  /**
   * As `successors`, but only some of them where those are enough to come to every end (a persistent
   * set, persistent.ts). `isPartial` says afterwards whether some were left out. Optional.
   */
  readonly chosen?: Model['successors'];
  readonly isPartial?: boolean;

  /** The record as a plain object of named fields, for reports. Not used by the search. */
  decode(arena: Uint8Array, at: number): unknown;

  /**
   * The outcome of an end state as a string, or undefined if it does not count. Equal strings are
   * one outcome. Optional: without it the search keeps no outcomes.
   */
  outcome?(arena: Uint8Array, at: number): string | undefined;

  /** Absent: no two states are the same but for names, or nobody wants to know. */
  readonly symmetry?: Symmetry;
}

/**
 * A group of permutations of states under which the model does not change: a permutation of the
 * initial state is the initial state, and the successors of a permuted state are the permuted
 * successors. With it the search keeps one state for all that permutations make of each other
 * (an orbit). Properties must not tell these apart; outcomes may, since all of an orbit are kept.
 */
export interface Symmetry {
  /** How many permutations there are. Number 0 moves nothing. */
  readonly size: number;
  /**
   * Puts one record in the place of the record at byte `at`: the same for all records of its orbit,
   * and one of them. Returns how many different records the orbit has.
   */
  canonical(bytes: Uint8Array, at: number): number;
  /** Writes what permutation `element` makes of the record at `from` of `source`. No overlap. */
  apply(element: number, source: Uint8Array, from: number, target: Uint8Array, to: number): void;
}

/** One way in which a state can change. */
export interface Rule {
  /** Stable and unique within the model: replay tokens name rules by it. */
  readonly name: string;
  /** Who moves: an index that the model chooses (a thread, the clock, the environment). */
  readonly actor: number;
  /**
   * True if nobody has to take it (an abort that the environment may decline). A state whose
   * successors are all by optional rules is an end as well, besides having successors.
   */
  readonly optional?: boolean;
}

/**
 * always: `holds` in every state; the counterexample ends in the first state in which it does not.
 * finally: `holds` in every end (see Rule.optional).
 * sometimes: `holds` in at least one state; otherwise the property was never put to the test.
 */
export interface Property {
  readonly name: string;
  readonly kind: 'always' | 'sometimes' | 'finally';
  /** One line: what it catches, or what the witness shows. */
  readonly says: string;
  holds(arena: Uint8Array, at: number): boolean;
}

/** A model met a limit of its own (ticks, messages): the result is ERROR, never a silent cut. */
export class ModelError extends Error {}
