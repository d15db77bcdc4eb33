/**
 * The shape of a run of `report.json`, and of what stands in its tables: `reports/packed-data.ts` as a
 * schema. For the functions at the end see report-schema.ts.
 */
import { type Static, type TSchema, Type } from 'typebox';
import type { Sections } from '../../reports/packed-data.ts';
import {
  Count,
  type Full,
  Index,
  Latency,
  Milliseconds,
  Text,
  TextOrNull,
  Texts,
} from './schema-parts.ts';

const Place = Count;
const TextOrPlace = Type.Union([Text, Place]);
const orPlace = <S extends TSchema>(shape: S) => Type.Union([shape, Place]);
const orNull = <S extends TSchema>(shape: S) => Type.Union([Type.Null(), shape]);

const Verdict = Type.Enum([
  'VERIFIED',
  'VIOLATED',
  'VACUOUS',
  'UNSUPPORTED',
  'INCONCLUSIVE',
  'ERROR',
]);
const Standing = Type.Enum(['expected', 'unexpected', 'stale', 'information', 'unfinished']);

const Change = Type.Object({ name: Text, from: Text, to: Text });
const DEED = { lane: Index, rule: Text, says: Text, fn: Text, file: Text };
const Deed = Type.Object({ ...DEED, changes: Type.Array(Change) });

const StepEvent = Type.Union([
  Type.Object({
    ev: Type.Enum(['call', 'restart']),
    lane: Index,
    label: TextOrNull,
    call: Text,
    attempt: Count,
  }),
  Type.Object({
    ev: Type.Enum(['block', 'wake']),
    lane: Index,
    on: Text,
  }),
  Type.Object({
    ev: Type.Enum([
      'unblock',
      'abort',
      'unwind',
      'hold',
      'resume',
      'examine',
      'set',
      'kill',
      'exit',
    ]),
    lane: Index,
  }),
  Type.Object({ ev: Type.Literal('ret'), lane: Index, value: TextOrNull }),
  Type.Object({
    ev: Type.Enum(['send', 'answer']),
    lane: Index,
    message: Text,
    to: Text,
  }),
  Type.Object({ ev: Type.Literal('take'), lane: Index, message: Text, from: Text }),
]);

const Step = Type.Object({
  ...DEED,
  changes: Type.Array(Change),
  events: Type.Array(StepEvent),
  within: Type.Optional(Text),
});

const Start = Type.Array(Type.Tuple([Text, Text]));

const EXECUTION = {
  lanes: Type.Array(Text, { minItems: 1, maxItems: 256 }),
  start: orPlace(Start),
  steps: Type.Array(orPlace(Step)),
  contextSwitches: Count,
  token: Text,
};
const Execution = Type.Object(EXECUTION);
const NEED = { made: Count, least: Count };
const Fate = Type.Union([
  Type.Object({ is: Type.Literal('open'), why: Text }),
  Type.Object({
    is: Type.Literal('known'),
    states: Count,
    lost: Count,
    instead: Type.Array(
      Type.Object({ lane: Index, rule: Text, says: Text, steps: Count, ends: Text }),
    ),
    mayStop: Type.Boolean(),
    aborts: Type.Object({
      ...NEED,
      each: Type.Array(Type.Object({ ...NEED, of: Text, steps: Type.Array(Count) })),
    }),
    ticks: Type.Object(NEED),
    switches: Type.Object({
      ...NEED,
      each: Type.Array(Type.Object({ after: Count, is: Type.Enum(['forced', 'needed', 'free']) })),
    }),
    parts: Type.Array(Type.Object({ text: Text, is: Type.Boolean(), since: Count })),
  }),
]);
const Counterexample = Type.Object({
  ...EXECUTION,
  breaks: Text,
  // oxlint-disable-next-line unicorn/no-thenable -- a key of the report
  words: Type.Object({ let: TextOrPlace, then: TextOrPlace, however: TextOrPlace }),
  // Reports of earlier versions have none.
  fate: Type.Optional(Fate),
  loop: Type.Optional(Type.Object({ from: Type.Integer({ minimum: 1 }) })),
});

const Condition = Type.Object({
  text: TextOrPlace,
  quantifier: Type.Enum(['exists', 'forall', '~exists']),
  verdict: Verdict,
  why: TextOrPlace,
  positive: Count,
  negative: Count,
  counterexample: orNull(orPlace(Counterexample)),
});

const Assertion = Type.Object({
  id: Text,
  says: TextOrPlace,
  verdict: Verdict,
  why: TextOrPlace,
  defect: Type.Union([Type.Null(), Type.Enum(['kernel', 'design'])]),
  witness: Type.Object({ says: TextOrPlace, reached: Type.Boolean() }),
  counterexample: orNull(orPlace(Counterexample)),
});

const Outcome = Type.Object({
  text: TextOrPlace,
  states: Count,
  satisfies: Type.Boolean(),
  loops: Type.Optional(Type.Literal(true)),
  panics: Type.Optional(Type.Union([Type.Literal('sometimes'), Type.Literal('always')])),
  witness: Type.Array(TextOrPlace),
  execution: Type.Optional(orPlace(Execution)),
});

const Search = Type.Object({
  complete: Type.Boolean(),
  stopped: Type.Enum(['complete', 'states', 'memory', 'time', 'interrupted', 'error']),
  // -1: not even the first state was expanded.
  completeDepth: Type.Integer({ minimum: -1 }),
  frontier: Count,
  states: Count,
  transitions: Count,
  elapsedMs: Milliseconds,
  bytesPerState: Milliseconds,
  levels: Type.Array(Count),
  coverage: Type.Record(Type.String(), Type.Tuple([Count, Count])),
  symmetry: Type.Optional(Count),
  kept: Type.Optional(Count),
  // docs/search.md#partial-order
  reduction: Type.Optional(Type.Enum(['partial order'])),
});

const WhyNot = Type.Object({
  design: Text,
  differs: Texts,
  breaks: Text,
  agree: Count,
  wrong: orNull(orPlace(Deed)),
  instead: orNull(orPlace(Deed)),
  says: TextOrPlace,
  ends: orNull(TextOrPlace),
  execution: orNull(orPlace(Execution)),
});

const Run = Type.Object({
  test: Text,
  hash: Text,
  design: Text,
  revision: Text,
  verdict: Verdict,
  standing: Standing,
  why: Text,
  known: Type.Optional(Text),
  condition: orPlace(Condition),
  assertions: orPlace(Type.Array(Assertion)),
  outcomes: orPlace(Type.Array(Outcome)),
  search: orPlace(Search),
  latencies: Type.Optional(Type.Array(Latency)),
  boundaries: Type.Optional(Type.Array(Type.Object({ call: Text, leaves: Texts }))),
  stops: Type.Optional(Type.Array(Type.Object({ call: Text, windows: Texts }))),
  sameAs: Type.Optional(Text),
  whyNot: Type.Optional(orPlace(Type.Array(WhyNot))),
});

/** What each item of a section must be. */
export const ItemSchemas = {
  texts: Text,
  steps: Step,
  deeds: Deed,
  starts: Start,
  executions: Execution,
  counterexamples: Counterexample,
  runs: Run,
} as const satisfies Readonly<Record<keyof Sections, TSchema>>;

type Shapes = { readonly [Name in keyof Sections]: Static<(typeof ItemSchemas)[Name]> };

export const sees = (items: Full<Sections>): Full<Shapes> => items;
export const says = (shapes: Full<Shapes>): Full<Sections> => shapes;
