/**
 * The line protocol of docs/protocol.md, version 1: one JSON object a line, a request and its answer
 * in turn. Both carry `seq`; an answer with another one is out of order.
 */
import { type Static, Type } from 'typebox';

export const PROTOCOL = 1;

const Text = Type.String();
const Texts = Type.Array(Text);

export const Hello = Type.Object({
  is: Type.Literal('hello'),
  seq: Type.Integer(),
  protocol: Type.Integer(),
  kernel: Type.Object({ name: Text, version: Text }),
  table: Text,
  design: Text,
  interruption: Text,
  /** Whether its ticks mean what the model's do. */
  ticks: Type.Union([Type.Literal('exact'), Type.Literal('none')]),
  supports: Type.Object({ calls: Texts, objects: Texts, environment: Texts }),
});
export type Hello = Static<typeof Hello>;

/** Where a thread is, as far as the environment of a test can ask. */
export const LaneReport = Type.Object({
  state: Type.Union(
    ['user', 'inside', 'asleep', 'woken', 'held', 'done', 'dead'].map((it) => Type.Literal(it)),
  ),
  /** The label of the call that it is in, or held in or behind. */
  in: Type.Union([Text, Type.Null()]),
  /** Labels of calls that are over. */
  over: Texts,
});
export type LaneReport = Static<typeof LaneReport>;

const answer = <Is extends string, Own extends Record<string, object>>(is: Is, own: Own) =>
  Type.Object({ is: Type.Literal(is), seq: Type.Integer(), ...own });

export const Started = answer('started', {});
export const Refused = answer('refused', { why: Text });
export const Stepped = answer('stepped', {
  /** Nobody can go on by himself. */
  quiet: Type.Boolean(),
  lanes: Type.Record(Text, LaneReport),
});
export type Stepped = Static<typeof Stepped>;
export const Aborted = answer('aborted', { hit: Type.Boolean() });
export const Done = answer('done', {});
export const Observed = answer('observed', {
  outcome: Type.Record(Text, Type.Union([Text, Type.Number()])),
  trace: Type.Optional(Type.Array(Type.Object({ ev: Text }))),
});
export const SetAside = answer('set-aside', { why: Text });
export const Ended = answer('ended', {});

/** A test as data, for a target that reads no litmus. */
export interface TestData {
  readonly name: string;
  readonly hash: string;
  readonly table: string;
  readonly objects: readonly {
    readonly type: string;
    readonly name: string;
    readonly value: number;
    readonly from?: string;
    readonly to?: string;
  }[];
  readonly lanes: readonly {
    readonly name: string;
    readonly task: string;
    readonly cells: readonly CellData[];
  }[];
  /** Places that `observe` is asked for, if the target can tell them. */
  readonly places: readonly string[];
}

export type CellData =
  | {
      readonly label: string | null;
      readonly register: string | null;
      readonly call: string;
      readonly args: readonly (string | number)[];
    }
  | { readonly word: string; readonly op: string; readonly value: number };
