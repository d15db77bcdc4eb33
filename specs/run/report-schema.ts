/**
 * The shape of `report.json`, for whoever reads one: `reports/data.ts` as a schema.
 *
 * Keys that we do not know are let through; every one that the types know is looked at. The two
 * functions at the end are there for the compiler: they are wrong where one says what the other
 * does not.
 */
import { type Static, Type } from 'typebox';
import { type Report, REPORT_SCHEMA } from '../../reports/data.ts';

const Text = Type.String();
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Milliseconds = Type.Number({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Index = Type.Integer({ minimum: 0, maximum: 2 ** 16 });
const Texts = Type.Array(Text);
const TextOrNull = Type.Union([Type.Null(), Text]);
const TextByName = Type.Record(Type.String(), Text);

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
    ev: Type.Enum(['unblock', 'abort', 'unwind', 'hold', 'resume', 'kill', 'exit']),
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

const Step = Type.Object({ ...DEED, changes: Type.Array(Change), events: Type.Array(StepEvent) });

const EXECUTION = {
  lanes: Type.Array(Text, { minItems: 1, maxItems: 256 }),
  start: Type.Array(Type.Tuple([Text, Text])),
  steps: Type.Array(Step),
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
  words: Type.Object({ let: Text, then: Text, however: Text }),
  // Reports of earlier versions have none.
  fate: Type.Optional(Fate),
});
const CounterexampleOrNull = Type.Union([Type.Null(), Counterexample]);

const Latency = Type.Object({
  call: Text,
  revision: Text,
  design: Text,
  ownSteps: Type.Union([Type.Null(), Count]),
  holderSteps: Type.Union([Type.Null(), Count]),
  test: Text,
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
  condition: Type.Object({
    text: Text,
    quantifier: Type.Enum(['exists', 'forall', '~exists']),
    verdict: Verdict,
    why: Text,
    positive: Count,
    negative: Count,
    counterexample: CounterexampleOrNull,
  }),
  assertions: Type.Array(
    Type.Object({
      id: Text,
      says: Text,
      verdict: Verdict,
      why: Text,
      defect: Type.Union([Type.Null(), Type.Enum(['kernel', 'design'])]),
      witness: Type.Object({ says: Text, reached: Type.Boolean() }),
      counterexample: CounterexampleOrNull,
    }),
  ),
  outcomes: Type.Array(
    Type.Object({
      text: Text,
      states: Count,
      satisfies: Type.Boolean(),
      witness: Texts,
      execution: Type.Optional(Execution),
    }),
  ),
  search: Type.Object({
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
  }),
  latencies: Type.Optional(Type.Array(Latency)),
  boundaries: Type.Optional(Type.Array(Type.Object({ call: Text, leaves: Texts }))),
  sameAs: Type.Optional(Text),
  whyNot: Type.Optional(
    Type.Array(
      Type.Object({
        design: Text,
        differs: Texts,
        breaks: Text,
        agree: Count,
        wrong: Type.Union([Type.Null(), Deed]),
        instead: Type.Union([Type.Null(), Deed]),
        says: Text,
        ends: TextOrNull,
        execution: Type.Union([Type.Null(), Execution]),
      }),
    ),
  ),
});

const DesignRow = Type.Object({
  name: Text,
  kind: Type.Enum(['right', 'known-bad', 'custom']),
  policies: TextByName,
  reason: Text,
  fall: Type.Union([Type.Null(), Type.Object({ assertion: Text, test: Text, revision: Text })]),
});

const TestRow = Type.Object({
  name: Text,
  hash: Text,
  file: Text,
  given: TextOrNull,
  family: Text,
  doc: Text,
  ref: TextOrNull,
  source: Text,
  conditionLine: Type.Integer({ minimum: 1, maximum: 2 ** 31 }),
  table: Text,
  calls: Texts,
  aborted: Texts,
  windows: Texts,
  asserts: Texts,
  falls: Type.Optional(Type.Array(Type.Object({ revision: Text, breaks: Text, by: Texts }))),
  reading: Type.Optional(
    Type.Array(
      Type.Object({
        title: Text,
        sentences: Type.Array(
          Type.Object({ text: Text, lines: Type.Array(Type.Integer({ minimum: 1 })) }),
          { minItems: 1 },
        ),
      }),
    ),
  ),
});

/** 1 to 1,000, as `--shard` takes it. */
const ShardIndex = Type.Integer({ minimum: 1, maximum: 1000 });

const Shard = Type.Object({
  index: ShardIndex,
  of: ShardIndex,
  selected: Count,
  made: TextByName,
  isWhole: Type.Boolean(),
  unmet: Texts,
});

export const ReportSchema = Type.Object({
  schema: Type.Literal(REPORT_SCHEMA),
  version: Text,
  command: Text,
  // As Date.prototype.toISOString writes it.
  startedAt: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }),
  elapsedMs: Milliseconds,
  selected: Count,
  ran: Count,
  passed: Count,
  failed: Count,
  interrupted: Type.Boolean(),
  exitCode: Type.Integer({ minimum: 0, maximum: 255 }),
  limits: Type.Object({
    statesMax: Count,
    memoryMaxBytes: Count,
    timeLimitMs: Type.Union([Type.Null(), Milliseconds]),
  }),
  designs: Type.Array(DesignRow),
  tests: Type.Array(TestRow),
  runs: Type.Array(Run),
  rulesNeverFired: Texts,
  notes: Texts,
  model: Text,
  aborts: Type.Union([Type.Null(), Type.Integer({ minimum: 0, maximum: 255 })]),
  latencies: Type.Array(Latency),
  shard: Type.Optional(Shard),
  assertions: Type.Array(Type.Object({ id: Text, says: Text, witness: Text, cites: Texts })),
  environment: Type.Object({
    node: Text,
    platform: Text,
    cpus: Count,
    memoryBytes: Milliseconds,
  }),
});

type Shape = Static<typeof ReportSchema>;

/** With every key that there may be, so that one which is missing is seen. */
type Full<T> = T extends string | number | boolean | null | undefined
  ? T
  : { readonly [K in keyof T]-?: Full<Exclude<T[K], undefined>> };

export const sees = (report: Full<Report>): Full<Shape> => report;
export const says = (shape: Full<Shape>): Full<Report> => shape;
