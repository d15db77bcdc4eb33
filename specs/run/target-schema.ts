/** The shape of what a report says of kernels under test: `reports/target-data.ts` as a schema. */
import { Type } from 'typebox';
import { Count, Milliseconds, Text, TextOrNull, Texts } from './schema-parts.ts';

const TargetResult = Type.Object({
  test: Text,
  hash: Text,
  word: Type.Enum(['exact', 'sound', 'unsound', 'silent', 'not run']),
  standing: Type.Enum(['expected', 'unexpected', 'stale', 'information']),
  why: Text,
  known: Type.Optional(Text),
  rounds: Count,
  setAside: Type.Array(Type.Object({ why: Text, rounds: Count })),
  allowed: Count,
  seen: Count,
  missing: Texts,
  condition: Type.Union([
    Type.Null(),
    Type.Object({ text: Text, quantifier: Type.Enum(['exists', 'forall', '~exists']) }),
  ]),
  histogram: Type.Array(
    Type.Object({
      text: Text,
      times: Count,
      isAllowed: Type.Boolean(),
      satisfies: Type.Union([Type.Null(), Type.Boolean()]),
    }),
  ),
  firstForbidden: TextOrNull,
  trace: TextOrNull,
  elapsedMs: Milliseconds,
});

export const TargetRow = Type.Object({
  name: Text,
  kernel: Text,
  version: Text,
  table: Text,
  design: Text,
  interruption: Text,
  seed: Count,
  rounds: Count,
  broken: TextOrNull,
  results: Type.Array(TargetResult),
});
