/**
 * The packed form of data in a page, and the way back from it; runs in the browser too.
 *
 *     { shapes: [keys, keys, ...], shared: [part, part, ...], root: part }
 *
 * A string, a number, true, false and null are themselves. All else is an array that begins with a
 * number: `[0, item, ...]` is an array, `[n, value, ...]` an object with the keys `shapes[n - 1]`,
 * `[-1, n]` stands for `shared[n]`, and `[-2, n]` for a string of the dictionary that goes with the
 * data. An entry of `shared` refers only to entries before it.
 */
export interface Packed {
  readonly shapes: readonly (readonly string[])[];
  readonly shared: readonly unknown[];
  readonly root: unknown;
}

export const ARRAY = 0;
export const SHARED = -1;
export const WORD = -2;

/** The data again; equal parts are then the same object. */
export function unpack(
  { shapes, shared, root }: Packed,
  dictionary: readonly string[] = [],
): unknown {
  const parts: unknown[] = [];
  const unpacked = (part: unknown): unknown => {
    if (!Array.isArray(part)) return part;
    const [code, first] = part as [number, number];
    if (code === SHARED) return parts[first];
    if (code === WORD) return dictionary[first];
    const inside = part.slice(1).map(unpacked);
    if (code === ARRAY) return inside;
    // fromEntries, because assigning to a key named __proto__ would not make a property.
    return Object.fromEntries(shapes[code - 1].map((key, i) => [key, inside[i]]));
  };
  for (const part of shared) parts.push(unpacked(part));
  return unpacked(root);
}
