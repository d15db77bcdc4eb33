/**
 * User code as the machine runs it: every name is a number (specs/compile/compile-user.ts).
 *
 * A lane is a list of instructions. At a `step` the thread stands and others may move; the rest is
 * about its own registers alone and is fused into the end of the step before it.
 */

/** A number, a name as a number (model/user/values.ts), a register or a word. */
export interface Term {
  readonly minus: boolean;
  readonly from: 'constant' | 'register' | 'word';
  readonly n: number;
}

export type Sum = readonly Term[];

export type Compare = '=' | '<>' | '<=' | '>=';

/** `left` null: what the step has read. */
export interface Test {
  readonly left: Sum | null;
  readonly op: Compare;
  readonly right: Sum;
}

/** What is made of what a step has read; `no`: where the code goes on if the test does not hold. */
export type Then =
  | { readonly is: 'set'; readonly register: number; readonly value: Sum | null }
  | { readonly is: 'test'; readonly test: Test; readonly no: number }
  | null;

/** One access of shared memory, or a choice. */
export type Act =
  | { readonly is: 'read'; readonly then: Then }
  | {
      readonly is: 'cas' | 'exchange' | 'fetch_add';
      readonly word: number;
      readonly values: readonly Sum[];
      readonly then: Then;
    }
  | { readonly is: 'write'; readonly word: number; readonly adds: boolean; readonly value: Sum }
  | { readonly is: 'enter' | 'leave'; readonly section: number }
  | { readonly is: 'any'; readonly no: number }
  | { readonly is: 'until'; readonly tests: readonly Until[] }
  | { readonly is: 'assert'; readonly test: Test };

/** The step is enabled while `test` holds; `word` not negative: it writes `value` there. */
export interface Until {
  readonly test: Test;
  readonly word: number;
  readonly value: Sum;
}

export type Micro =
  | { readonly is: 'step'; readonly op: number }
  | { readonly is: 'set'; readonly register: number; readonly value: Sum | null }
  | { readonly is: 'test'; readonly test: Test; readonly no: number }
  | { readonly is: 'jump'; readonly to: number };
