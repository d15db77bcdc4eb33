/**
 * The litmus language as data: what the parser makes and the printer, the hash and the model read.
 *
 * The grammar is docs/litmus.md#grammar. Every node that an error may have to point at carries its place.
 * Names (tasks, queues, registers) stay names here; `model/record/program.ts` gives them numbers.
 */

import type { CellAct, Proc } from './user-code.ts';

/** Line and column of the first character, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** Of another file than the test's own: a procedure that it includes. */
  readonly file?: string;
}

export type Table =
  | 'helenos-2012'
  | 'helenos-2026'
  | 'kernel-2012'
  | 'kernel-2026'
  | 'linux'
  | 'any';
export type Quantifier = 'exists' | 'forall' | '~exists';

/** A whole litmus file. */
export interface Litmus {
  readonly name: string;
  /** The document string: one sentence, what the test shows. */
  readonly doc: string;
  readonly meta: Meta;
  /** Procedures of user code: those that it includes and uses, then its own; nearly no test has any. */
  readonly procs: readonly Proc[];
  readonly init: readonly Init[];
  readonly lanes: readonly Lane[];
  /** The code, row by row; `rows[i][j]` is the cell of lane j, null where it is empty. */
  readonly rows: readonly (readonly (Cell | null)[])[];
  readonly locations: readonly Loc[];
  readonly filter: Prop | null;
  readonly condition: Condition;
  /** Of what is no node of its own: the keys by their names, `locations` and `filter`. */
  readonly places: Places;
  /** It was made of one with user code (flow/inlined.ts): a label may stand at several calls. */
  readonly isInlined?: true;
}

/** Empty where a litmus was built and not read; not part of what a test is. */
export type Places = ReadonlyMap<string, Place>;

/** The `KEY=` lines, read. Keys that the language does not know are kept in `other`, in order. */
export interface Meta {
  readonly table: Table;
  /** Files of `specs/lib/` whose procedures it uses (`Include=futex`). */
  readonly include: readonly string[];
  readonly aborts: readonly AbortBudget[];
  /** Assertion ids, such as R1; none of `Asserts=none`; null = the file does not say. */
  readonly asserts: readonly string[] | null;
  readonly ref: string | null;
  /** The windows that the test is about: entered, asleep, woken, dequeued, written. */
  readonly point: readonly string[];
  readonly needs: readonly string[];
  /** Clock ticks that may come; null = the file does not say. */
  readonly ticks: number | null;
  readonly cpus: number | null;
  /** What the second CPU's tick counter is ahead of the first's; null = the file does not say. */
  readonly skew: number | null;
  readonly hash: string | null;
  /** Kernel tables: lanes (P0, ...) that issue an interrupted call again (`Restart=P0,P2`). */
  readonly restart: readonly string[];
  /** Phones that lead to the kbox of their callee, by which a debugger reaches it (`Debugs=d`). */
  readonly debugs: readonly string[];
  /** Lanes that are user code which runs on another's thread while that is held (`Handler=P1:P0`). */
  readonly handlers?: readonly Handler[];
  readonly other: readonly { readonly key: string; readonly value: string }[];
}

/** `P1:P0`: the lane P1 runs on the thread of P0. */
export interface Handler {
  readonly lane: string;
  readonly on: string;
  readonly place: Place;
}

/** `P0:L0<=2` or `any<=2`. */
export interface AbortBudget {
  readonly target: CallRef | 'any';
  readonly most: number;
  readonly place: Place;
}

/** `P0:L0`: the call labelled L0 of lane P0. `lane` is the name as written, "P0". */
export interface CallRef {
  readonly lane: string;
  readonly label: string;
}

export type Init =
  /** `futex f = 1;` `waitq q;` `word x = 0;` `phone s = A -> B;` `phone s = A;` (not connected) */
  | {
      readonly is: 'object';
      readonly type: string;
      readonly name: string;
      readonly value: Value | null;
      /** `word x = 0 mod 5`: it wraps to 0 .. 4. */
      readonly mod?: number;
      readonly link: { readonly from: string; readonly to: string } | null;
      readonly place: Place;
    }
  /** `node N2 = helenos-2026, skew=3;`: another machine, on which a group of tasks may be restored. */
  | {
      readonly is: 'node';
      readonly name: string;
      readonly kernel: NodeKernel;
      /** What its tick counter is ahead of the test's own; null: not said. */
      readonly skew: number | null;
      /** Its kernel's design, where it is not that of the check. */
      readonly design?: string;
      readonly place: Place;
    }
  /** `q.balance = 1;` `0:r0 = 5;` */
  | { readonly is: 'value'; readonly loc: Loc; readonly value: Value; readonly place: Place };

/** A revision, or `same`: that on which the test runs. */
export type NodeKernel = 'helenos-2012' | 'helenos-2026' | 'same';

/** The task that has this phone, connected or not; null if the object is no phone. */
export function holderOf(init: Extract<Init, { is: 'object' }>): string | null {
  if (init.type !== 'phone') return null;
  return init.link?.from ?? (init.value?.is === 'name' ? init.value.name : null);
}

/** A column: `P0`, `P1@B` (a thread of task B) or `E` (the environment). */
export interface Lane {
  readonly name: string;
  readonly task: string | null;
  readonly place: Place;
}

export type Cell =
  | {
      readonly is: 'call';
      readonly label: string | null;
      readonly register: string | null;
      readonly call: string;
      readonly args: readonly Arg[];
      readonly place: Place;
    }
  | {
      readonly is: 'assign';
      readonly loc: Loc;
      readonly op: '=' | '+=';
      readonly value: Value;
      readonly place: Place;
    }
  | { readonly is: 'env'; readonly op: EnvOp; readonly place: Place }
  /** What the language had no cell for before it had user code. */
  | {
      readonly is: 'user';
      readonly labels: readonly string[];
      readonly act: CellAct;
      readonly place: Place;
    };

/** An integer, or names joined with + (`FUTEX+NONBLOCK`; one name is an object or a flag). */
export type Arg =
  | { readonly is: 'integer'; readonly value: number; readonly place: Place }
  | { readonly is: 'names'; readonly names: readonly string[]; readonly place: Place };

export type AwaitState = 'Asleep' | 'Inside' | 'Woken' | 'Held' | 'Done';

export type EnvOp =
  | { readonly is: 'await'; readonly state: AwaitState; readonly ref: CallRef }
  | { readonly is: 'abort'; readonly ref: CallRef }
  | { readonly is: 'resume' | 'stop' | 'go'; readonly lane: string }
  | { readonly is: 'kill'; readonly task: string }
  | { readonly is: 'checkpoint'; readonly tasks: readonly string[] }
  | { readonly is: 'restore'; readonly tasks: readonly string[]; readonly node: string | null }
  /** A word of user memory; a register of a thread that is held. */
  | { readonly is: 'set'; readonly loc: Loc; readonly value: Value }
  /** `set P0:pc = L1`; `end` stands for the end of the lane where no call has that label. */
  | { readonly is: 'set-pc'; readonly lane: string; readonly label: string }
  /** `set P0:arg2 = 5`: an argument, from 1, of the call that is to be issued again. */
  | {
      readonly is: 'set-arg';
      readonly lane: string;
      readonly arg: number;
      readonly value: Arg;
      readonly place: Place;
    }
  | { readonly is: 'examine'; readonly lane: string }
  | { readonly is: 'tick'; readonly count: number };

/** An operation that reads or writes a thread that is held. */
export type HeldOp = Extract<EnvOp, { is: 'examine' | 'set-pc' | 'set-arg' | 'set' }>;

/** It needs a thread at the boundary: it examines one, or sets anything of it but user memory. */
export function isOfHeld(op: EnvOp): op is HeldOp {
  if (op.is === 'set') return op.loc.is === 'register';
  return op.is === 'examine' || op.is === 'set-pc' || op.is === 'set-arg';
}

/** The label behind the last call of a lane, where no call has it. */
export const END_OF_LANE = 'end';

/** Something a condition can name. */
export type Loc =
  | { readonly is: 'register'; readonly lane: number; readonly name: string; readonly place: Place }
  | {
      readonly is: 'dt';
      readonly lane: number;
      readonly label: string;
      /** `waited(L0)`: without what its thread was held after the deadline. */
      readonly waited?: true;
      readonly place: Place;
    }
  | {
      readonly is: 'object';
      readonly name: string;
      readonly field: string | null;
      readonly place: Place;
    };

/** `3`, `EOK`, `blocked`, `req:7`, `req:CONNECT_ME_TO`, `ans(P0:L0):5`. */
export type Value =
  | { readonly is: 'integer'; readonly value: number }
  | {
      readonly is: 'name';
      readonly name: string;
      readonly payload: number | string | null;
      /** In a condition: the call to which the answer was given. */
      readonly of?: CallRef;
    };

export type Prop =
  | { readonly is: 'true' | 'false' }
  | {
      readonly is: 'compare';
      readonly loc: Loc;
      readonly op: '=' | '<>' | '<=' | '>=';
      readonly value: Value;
    }
  | {
      readonly is: 'aborted';
      readonly ref: CallRef;
      readonly count: number | null;
      readonly place: Place;
    }
  | { readonly is: 'restarted'; readonly ref: CallRef; readonly place: Place }
  /** `Done(P0)`: the lane has run out of cells. */
  | { readonly is: 'done'; readonly lane: string; readonly place: Place }
  | { readonly is: 'not'; readonly prop: Prop }
  | { readonly is: 'and' | 'or' | 'implies'; readonly left: Prop; readonly right: Prop };

export interface Condition {
  readonly quantifier: Quantifier;
  readonly prop: Prop;
  readonly place: Place;
  /** `with debt=book: exists`: the quantifier that is expected for one design. */
  readonly kinds: readonly {
    readonly design: string;
    readonly quantifier: Quantifier;
    readonly place: Place;
  }[];
}
