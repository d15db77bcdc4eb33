/**
 * The shape of what `report.json` says of itself, before its tables and runs: `reports/data.ts` as a
 * schema.
 *
 * Keys that we do not know are let through; every one that the types know is looked at. The two
 * functions at the end are there for the compiler: they are wrong where one says what the other
 * does not.
 */
import { type Static, type TSchema, Type } from 'typebox';
import { REPORT_SCHEMA } from '../../reports/data.ts';
import type { Head, Sections } from '../../reports/packed-data.ts';
import {
  Count,
  type Full,
  Latency,
  Milliseconds,
  Text,
  TextByName,
  TextOrNull,
  Texts,
} from './schema-parts.ts';
import { TargetRow } from './target-schema.ts';

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

/** Lists whose items are looked at one by one. */
const Items = Type.Array(Type.Unknown());
const SECTION_LISTS = {
  texts: Type.Optional(Items),
  steps: Type.Optional(Items),
  deeds: Type.Optional(Items),
  starts: Type.Optional(Items),
  executions: Type.Optional(Items),
  counterexamples: Type.Optional(Items),
  runs: Items,
} as const satisfies Readonly<Record<keyof Sections, TSchema>>;

export const HeadSchema = Type.Object({
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
  rulesNeverFired: Texts,
  notes: Texts,
  model: Text,
  aborts: Type.Union([Type.Null(), Type.Integer({ minimum: 0, maximum: 255 })]),
  latencies: Type.Array(Latency),
  shard: Type.Optional(Shard),
  assertions: Type.Array(Type.Object({ id: Text, says: Text, witness: Text, cites: Texts })),
  calls: Type.Optional(
    Type.Array(
      Type.Object({
        name: Text,
        signature: Text,
        says: Text,
        revisions: Texts,
      }),
    ),
  ),
  revisions: Type.Optional(Type.Array(Type.Object({ name: Text, commit: Text, says: Text }))),
  targets: Type.Optional(Type.Array(TargetRow)),
  environment: Type.Object({
    node: Text,
    platform: Text,
    cpus: Count,
    memoryBytes: Milliseconds,
  }),
  ...SECTION_LISTS,
});

type Shape = Omit<Static<typeof HeadSchema>, keyof Sections>;

export const sees = (head: Full<Head>): Full<Shape> => head;
export const says = (shape: Full<Shape>): Full<Head> => shape;
