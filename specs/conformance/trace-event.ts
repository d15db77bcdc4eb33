/**
 * The events of a trace, as docs/traces.md describes them: one JSON object a line. Unknown keys are
 * kept by a reader and looked at by nobody.
 */
import { type Static, Type } from 'typebox';

const Text = Type.String();
const Texts = Type.Array(Text);
/** What a kernel's log knows of a value: it, that it is unknown, or a few that it may be. */
export const Known = Type.Union([
  Text,
  Type.Number(),
  Type.Object({ in: Type.Array(Type.Union([Text, Type.Number()])) }),
]);
const State = Type.Record(Text, Known);
const Values = Type.Array(Type.Union([Text, Type.Number()]));

/** What every event may have: its time, its thread, its number there, the attempt that it is about. */
const common = {
  t: Type.Optional(Type.Number()),
  th: Type.Optional(Text),
  n: Type.Optional(Type.Integer({ minimum: 1 })),
  id: Type.Optional(Text),
  after: Type.Optional(Texts),
};

export const Meta = Type.Object({
  ev: Type.Literal('meta'),
  fmt: Type.Literal('restart-trace'),
  v: Type.Literal(1),
  kernel: Type.Object({ name: Text, version: Text }),
  clock: Type.Optional(Type.Object({ unit: Text, res: Type.Number({ minimum: 0 }) })),
  table: Text,
  test: Type.Object({ name: Text, hash: Type.Optional(Text) }),
  instrumented: Texts,
  order: Type.Optional(Text),
  buf: Type.Optional(Type.Object({ dropped: Type.Integer({ minimum: 0 }) })),
});

const event = <Name extends string, Own extends Record<string, object>>(name: Name, own: Own) =>
  Type.Object({ ev: Type.Literal(name), ...common, ...own });

const Call = event('call', {
  sys: Text,
  args: Type.Optional(Values),
  label: Type.Optional(Text),
});
const Block = event('block', { on: Type.Optional(Text) });
const Abort = event('abort', { by: Type.Optional(Text), hit: Type.Optional(Type.Boolean()) });
const Wake = event('wake', {
  on: Type.Optional(Text),
  woke: Type.Optional(Texts),
  final: Type.Optional(State),
});
const Restart = event('restart', {
  of: Type.Optional(Text),
  k: Type.Optional(Type.Integer({ minimum: 1 })),
  sys: Type.Optional(Text),
  args: Type.Optional(Values),
});
const Ret = event('ret', { val: Type.Optional(Known) });
const Effect = event('effect', { what: Type.Optional(Text), final: Type.Optional(State) });
const Obs = event('obs', { final: State });
/** A message that joins or leaves a list of an answerbox: sent, taken off it, or answered. */
const Message = Type.Object({
  ev: Type.Union([Type.Literal('send'), Type.Literal('receive'), Type.Literal('answer')]),
  ...common,
  /** The task whose answerbox it is. */
  box: Type.Optional(Text),
});
/** Of a gap: events of `th`, or of all threads, are missing here. */
const Plain = Type.Object({
  ev: Type.Union([
    Type.Literal('spawn'),
    Type.Literal('exit'),
    Type.Literal('unwind'),
    Type.Literal('kill'),
    Type.Literal('checkpoint'),
    Type.Literal('restore'),
    Type.Literal('stop'),
    Type.Literal('go'),
    Type.Literal('gap'),
  ]),
  ...common,
});
export const End = Type.Object({
  ev: Type.Literal('end'),
  t: Type.Optional(Type.Number()),
  status: Text,
  final: Type.Optional(State),
});

export const TraceEvent = Type.Union([
  Meta,
  Call,
  Block,
  Abort,
  Wake,
  Restart,
  Ret,
  Effect,
  Obs,
  Message,
  Plain,
  End,
]);
export type TraceEvent = Static<typeof TraceEvent>;
export type Meta = Static<typeof Meta>;
export type End = Static<typeof End>;
/** What stands between `meta` and `end`. */
export type Happened = Exclude<TraceEvent, Meta | End>;

/** By the name of an event what its line must be. */
export const SCHEMAS = {
  meta: Meta,
  call: Call,
  block: Block,
  abort: Abort,
  wake: Wake,
  restart: Restart,
  ret: Ret,
  effect: Effect,
  obs: Obs,
  send: Message,
  receive: Message,
  answer: Message,
  spawn: Plain,
  exit: Plain,
  unwind: Plain,
  kill: Plain,
  checkpoint: Plain,
  restore: Plain,
  stop: Plain,
  go: Plain,
  gap: Plain,
  end: End,
} as const;
export type EventName = keyof typeof SCHEMAS;
export type Known = Static<typeof Known>;
