/**
 * The packed form of data in a page, and the way back from it; runs in the browser too.
 *
 *     { shared: [part, part, ...], root: part }
 *
 * in which an object `{ "$": n }` stands for `shared[n]`; an entry of `shared` refers only to
 * entries before it. The data itself must not hold an object whose single key is `$` with a
 * number under it; no type of `data.ts` allows one.
 */
export interface Packed {
  readonly shared: readonly unknown[];
  readonly root: unknown;
}

/** The data again; equal parts are then the same object. */
export function unpack({ shared, root }: Packed): unknown {
  const parts: unknown[] = [];
  const unpacked = (part: unknown): unknown =>
    isReference(part) ? parts[part.$] : withInside(part, insideOf(part).map(unpacked));
  for (const part of shared) parts.push(unpacked(part));
  return unpacked(root);
}

/** The array or object `part` with other contents under the same keys; other values as they are. */
export function withInside(part: unknown, inside: readonly unknown[]): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return inside;
  // fromEntries, because assigning to a key named __proto__ would not make a property.
  return Object.fromEntries(Object.keys(part).map((key, index) => [key, inside[index]]));
}

function insideOf(part: unknown): unknown[] {
  return typeof part === 'object' && part !== null ? Object.values(part) : [];
}

function isReference(part: unknown): part is { $: number } {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return false;
  const entries = Object.entries(part);
  return entries.length === 1 && entries[0][0] === '$' && typeof entries[0][1] === 'number';
}
