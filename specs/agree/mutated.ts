/** JSON of which one value or one key is another, for tests of what reads it. */
import * as fc from 'fast-check';

/** What stands where something else is expected; names that every object has among the rest. */
const ODD: readonly unknown[] = JSON.parse(
  `[null, true, -1, 0, 1.5, 1e300, 300, "", "toString", "__proto__", "q0", "T0", "A.0", "A",
    [], {}, [[]], {"a": 1}, ["A"], "x\\n::error::\\u001b[31m"]`,
) as unknown[];

/** The value with one part of it replaced, removed or renamed. */
export function mutated(value: object): fc.Arbitrary<unknown> {
  const paths = pathsIn(value);
  return fc
    .tuple(fc.constantFrom(...paths), fc.constantFrom(...ODD), fc.constantFrom(0, 1, 2))
    .map(([path, odd, how]) => {
      const copy = structuredClone(value) as Record<string, unknown>;
      let at = copy;
      for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
      const key = path[path.length - 1];
      const was = at[key];
      if (how === 0) at[key] = odd;
      else delete at[key];
      if (how === 2) at[typeof odd === 'string' ? odd : `${key}s`] = was;
      return copy;
    });
}

export function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function pathsIn(value: unknown, before: readonly string[] = []): string[][] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const path = [...before, key];
    return [path, ...pathsIn(each, path)];
  });
}
