/**
 * Data inside an HTML page: small, and with nothing in it that could end its script element.
 *
 * What is packed is written as JSON, compressed (gzip, about one byte in ten is left) and put into
 * the page in base64, whose letters cannot be markup.
 *
 * Most runs of a check say the same things, so equal parts are stored once: see `unpack.ts` for
 * the packed form.
 *
 * Equal parts are found from the leaves upwards: a part is known by the numbers of the parts in
 * it, so every part is looked at once. O(size of the data); O(what has changed) for data most of
 * whose objects were seen before with the same `Parts`. Data must not change after it was seen.
 */

import { gzipSync } from 'node:zlib';

import { type Packed, withInside } from './unpack.ts';

/** Parts shorter than this in JSON are cheaper to repeat than to refer to. */
const SHARED_MIN = 16;
/** Bytes of a reference with its comma, roughly: `{"$":12345},`. */
const REFERENCE_BYTES = 12;

/** A distinct part of the data. */
interface Node {
  readonly part: unknown;
  readonly number: number;
  /** The nodes inside an array or object, in order. */
  readonly inside: readonly Node[];
  /** Bytes of its JSON without what is inside, and with it. */
  readonly ownBytes: number;
  readonly bytes: number;
}

/** The distinct parts seen so far; may be kept from one version of the data to the next. */
export interface Parts {
  readonly byKey: Map<string, Node>;
  /** A Map, not a WeakMap, which takes ten times as long with millions of objects. */
  readonly byObject: Map<object, Node>;
}

export function noParts(): Parts {
  return { byKey: new Map(), byObject: new Map() };
}

/** Packs plain data (what JSON can hold) so that equal parts appear once. */
export function pack(data: unknown, parts: Parts = noParts()): Packed {
  const root = nodeOf(data, parts);
  const uses = usesIn(root);
  const places = new Map<Node, number>();
  const shared: unknown[] = [];
  const packed = (node: Node): unknown => {
    const before = places.get(node);
    if (before !== undefined) return { $: before };
    const part = withInside(node.part, node.inside.map(packed));
    if (!isShared(node, uses)) return part;
    const place = shared.push(part) - 1;
    places.set(node, place);
    return { $: place };
  };
  return { root: packed(root), shared };
}

/** About how many bytes of JSON `pack(data)` has; never much less than it has. */
export function packedBytes(data: unknown, parts: Parts): number {
  const uses = usesIn(nodeOf(data, parts));
  let bytes = 0;
  for (const node of uses.keys()) {
    if (node.bytes < SHARED_MIN) continue;
    bytes += node.ownBytes;
    for (const each of node.inside) {
      if (each.bytes < SHARED_MIN) bytes += each.bytes;
      else if (isShared(each, uses)) bytes += REFERENCE_BYTES;
    }
  }
  return bytes;
}

/** Packed data as the page holds it: gzip of its JSON, in base64. */
export function embedded(packed: Packed): string {
  return gzipSync(JSON.stringify(packed), { level: 9 }).toString('base64');
}

function nodeOf(given: unknown, parts: Parts): Node {
  if (typeof given !== 'object' || given === null) return leafOf(given, parts);
  const seen = parts.byObject.get(given);
  if (seen) return seen;
  const part = withoutUndefined(given);
  const inside = Object.values(part).map((each) => nodeOf(each, parts));
  const heads = Array.isArray(part) ? '' : JSON.stringify(Object.keys(part));
  const key = `${Array.isArray(part) ? '[' : '{'}${heads}${inside.map(numberOf).join(',')}`;
  let node = parts.byKey.get(key);
  if (!node) {
    const ownBytes = heads.length + inside.length + 2;
    const bytes = inside.reduce((sum, each) => sum + each.bytes, ownBytes);
    node = { part, number: parts.byKey.size, inside, ownBytes, bytes };
    parts.byKey.set(key, node);
  }
  parts.byObject.set(given, node);
  return node;
}

/** As JSON has it: a key without a value is not there. */
function withoutUndefined(part: object): object {
  if (Array.isArray(part) || !Object.values(part).includes(undefined)) return part;
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
}

function leafOf(part: unknown, parts: Parts): Node {
  const key = typeof part === 'string' ? `"${part}` : `${part as number | boolean | null}`;
  const before = parts.byKey.get(key);
  if (before) return before;
  const bytes = Buffer.byteLength(JSON.stringify(part));
  const node: Node = { part, number: parts.byKey.size, inside: [], ownBytes: bytes, bytes };
  parts.byKey.set(key, node);
  return node;
}

function numberOf(node: Node): number {
  return node.number;
}

/** All distinct nodes under `root`, each with the number of places in which it stands. */
function usesIn(root: Node): Map<Node, number> {
  const uses = new Map<Node, number>([[root, 1]]);
  // A Map is walked in the order of insertion, and what is added on the way is walked as well.
  for (const node of uses.keys()) {
    for (const each of node.inside) uses.set(each, (uses.get(each) ?? 0) + 1);
  }
  return uses;
}

function isShared(node: Node, uses: ReadonlyMap<Node, number>): boolean {
  return node.bytes >= SHARED_MIN && uses.get(node)! > 1;
}
