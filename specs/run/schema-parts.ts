/** Shapes that several parts of a report are made of. */
import { Type } from 'typebox';

export const Text = Type.String();
export const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const Milliseconds = Type.Number({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const Index = Type.Integer({ minimum: 0, maximum: 2 ** 16 });
export const Texts = Type.Array(Text);
export const TextOrNull = Type.Union([Type.Null(), Text]);
export const TextByName = Type.Record(Type.String(), Text);

export const Latency = Type.Object({
  call: Text,
  revision: Text,
  design: Text,
  ownSteps: Type.Union([Type.Null(), Count]),
  holderSteps: Type.Union([Type.Null(), Count]),
  test: Text,
});

/** With every key that there may be, so that one which is missing is seen. */
export type Full<T> = T extends string | number | boolean | null | undefined
  ? T
  : { readonly [K in keyof T]-?: Full<Exclude<T[K], undefined>> };
