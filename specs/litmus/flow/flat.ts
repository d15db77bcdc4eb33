/**
 * User code with its procedures inlined: a lane as a list of instructions that jump to each other.
 *
 * A step is what others can see: one access of shared memory with the test and the register write
 * that belong to it, or one system call. What is only about the lane's own registers is fused into
 * the end of the step before it.
 */
import type { Arg, Place } from '../litmus.ts';
import type { CompareOp } from '../user-code.ts';

export type Operand =
  | { readonly is: 'number'; readonly value: number }
  /** `EOK`, `req:7` */
  | { readonly is: 'name'; readonly text: string }
  /** By its name within the lane: `r0`, `lock.c`, `lock/2.c`. */
  | { readonly is: 'register'; readonly name: string }
  /** The one shared read of a step. */
  | { readonly is: 'word'; readonly name: string };

export interface Sum {
  readonly terms: readonly { readonly minus: boolean; readonly operand: Operand }[];
}

/** `left` null: what the step itself has read or returned. */
export interface FlatTest {
  readonly left: Sum | null;
  readonly op: CompareOp;
  readonly right: Sum;
}

/** An instruction that is jumped to; its number is known once all are there. */
export interface Target {
  at: number;
}

/** What is made of what the step has read: a register, or the way to go on. */
export type Then =
  | { readonly is: 'set'; readonly register: string; readonly value: Sum | null }
  | { readonly is: 'test'; readonly test: FlatTest; readonly no: Target }
  | null;

export type Step =
  | {
      readonly is: 'call';
      readonly call: string;
      readonly args: readonly Arg[];
      /** Instead of the argument, where it is not known before the run: by its number. */
      readonly sums: ReadonlyMap<number, Sum>;
      readonly register: string | null;
      readonly place: Place;
    }
  | { readonly is: 'read'; readonly then: Then }
  | {
      readonly is: 'cas' | 'exchange' | 'fetch_add';
      readonly word: string;
      readonly values: readonly Sum[];
      readonly then: Then;
    }
  | {
      readonly is: 'write';
      readonly word: string;
      readonly op: '=' | '+=';
      readonly value: Sum;
    }
  | { readonly is: 'enter' | 'leave'; readonly section: string }
  | { readonly is: 'any'; readonly no: Target }
  | { readonly is: 'until'; readonly tests: readonly Until[] }
  | { readonly is: 'assert'; readonly test: FlatTest };

/** `n >= 1`, or `cas(x, o, n) = o`: then `cas` has the word and what is written. */
export interface Until {
  readonly test: FlatTest;
  readonly cas: { readonly word: string; readonly value: Sum } | null;
}

/** Where a step comes from. */
export interface Origin {
  /** Its source text: `c = cas(m, 1, 2)`. */
  readonly text: string;
  /** `lock.3`, or '' in a cell of the lane itself. */
  readonly statement: string;
  /** The call of a procedure in a cell of the lane: `lock(m)`, the second such one `lock(m) (2)`; or ''. */
  readonly within: string;
  readonly place: Place;
  /** Labels of the lane's cell that it belongs to. */
  readonly labels: readonly string[];
  /** Registers that show that the lane is stuck here: its own, and those of the procedure calls. */
  readonly shows: readonly string[];
}

export type Instr =
  | { readonly is: 'step'; readonly step: Step; readonly origin: Origin }
  | {
      readonly is: 'set';
      readonly register: string;
      /** null: it is unset. */
      readonly value: Sum | null;
    }
  | { readonly is: 'test'; readonly test: FlatTest; readonly no: Target; readonly place: Place }
  | { readonly is: 'jump'; readonly to: Target; readonly name: string; readonly place: Place };

/** Numbers of steps, from the first to before `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** One lane. Behind the last instruction the lane has run out of cells. */
export interface FlatLane {
  readonly name: string;
  readonly code: readonly Instr[];
  /** Of the lane's own cells: those that a condition may name. */
  readonly registers: readonly string[];
  /** The steps of each labelled cell. */
  readonly labels: ReadonlyMap<string, Range>;
  /** Of each section that is entered: the innermost procedures, or the lane, that do. */
  readonly sections: ReadonlyMap<string, readonly Range[]>;
  /** Dead registers at each instruction; behind the last one, at the end. */
  readonly dead: readonly (readonly string[])[];
  /** Steps that may come again, by number. */
  readonly onCycles: ReadonlySet<number>;
}

export interface Flow {
  /** In the order of the columns, without E. */
  readonly lanes: readonly FlatLane[];
}
