/**
 * User-mode code as data: procedures, and what a cell can hold besides a call or an assignment of a
 * word (docs/litmus.md#user-code).
 *
 * A cell that the language had before has the form that it had before (`Cell` of litmus.ts), so a
 * file that uses nothing of this has the hash that it had. Names are names here: whether one is a
 * word, a value, a parameter or a register is told in `flow/`.
 */
import type { Place, Value } from './litmus.ts';

/** `proc lock(m) { ... }` */
export interface Proc {
  readonly name: string;
  readonly params: readonly string[];
  readonly body: readonly Stmt[];
  readonly place: Place;
}

/** Is it written in the test, and not included? */
export const isOwn = ({ place }: Proc): boolean => place.file === undefined;

/** A statement of a procedure; the place is that of its first word behind the labels. */
export interface Stmt {
  readonly labels: readonly string[];
  readonly act: Act;
  readonly place: Place;
}

/** `r + 1`, `n - 1`, `EINTR`: terms that are added, or taken away. */
export interface Expr {
  readonly terms: readonly Term[];
}

export interface Term {
  readonly minus: boolean;
  readonly value: Value;
  readonly place: Place;
}

/** A system call, a procedure of the file, or an operation of user mode (`user-ops.ts`). */
export interface CallExpr {
  readonly call: string;
  readonly args: readonly Expr[];
  readonly place: Place;
}

export type CompareOp = '=' | '<>' | '<=' | '>=';

export type Test =
  /** Either way may be taken. */
  | { readonly is: 'any'; readonly place: Place }
  | {
      readonly is: 'compare';
      readonly left: CallExpr | Expr;
      readonly op: CompareOp;
      readonly right: Expr;
    };

/** What a cell can hold as well. */
export type CellAct =
  | { readonly is: 'call'; readonly target: string | null; readonly call: CallExpr }
  | {
      readonly is: 'set';
      readonly target: string;
      readonly op: '=' | '+=';
      readonly value: Expr;
    }
  | { readonly is: 'until'; readonly tests: readonly Test[] }
  | { readonly is: 'assert'; readonly test: Test }
  | { readonly is: 'return'; readonly value: Expr | null }
  /** Without a test it always jumps. */
  | { readonly is: 'goto'; readonly test: Test | null; readonly label: string };

/** What a statement of a procedure can be. */
export type Act =
  | CellAct
  | {
      readonly is: 'if';
      readonly test: Test;
      readonly then: readonly Stmt[];
      readonly otherwise: readonly Stmt[] | null;
    }
  | { readonly is: 'while'; readonly test: Test; readonly body: readonly Stmt[] };

export const isCall = (side: CallExpr | Expr): side is CallExpr => 'call' in side;

/** All statements of a body, blocks included. */
export function actsIn(body: readonly Stmt[]): Act[] {
  return body.flatMap(({ act }) => {
    if (act.is === 'while') return [act, ...actsIn(act.body)];
    if (act.is !== 'if') return [act];
    return [act, ...actsIn(act.then), ...actsIn(act.otherwise ?? [])];
  });
}

/** The names of what a statement itself calls, without its blocks. */
export function callsOfAct(act: Act): string[] {
  if (act.is === 'call') return [act.call.call];
  const tests =
    act.is === 'until' ? act.tests : 'test' in act && act.test !== null ? [act.test] : [];
  return tests.flatMap((test) =>
    test.is === 'compare' && isCall(test.left) ? [test.left.call] : [],
  );
}
