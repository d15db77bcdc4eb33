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

import { ARRAY, type Packed, SHARED, WORD } from '../page/unpack.ts';

/** Parts shorter than this in JSON are cheaper to repeat than to refer to. */
const SHARED_MIN = 16;

/** A distinct part of the data. */
interface Node {
  readonly part: unknown;
  readonly number: number;
  /** The nodes inside an array or object, in order. */
  readonly inside: readonly Node[];
  /** Bytes of its JSON. */
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

/** Strings that stand in many packed data, by their place in the dictionary that goes with them. */
export type Words = ReadonlyMap<string, number>;

const NO_WORDS: Words = new Map();

/** Packs plain data (what JSON can hold) so that equal parts appear once. */
export function pack(
  data: unknown,
  { parts = noParts(), words = NO_WORDS }: { parts?: Parts; words?: Words } = {},
): Packed {
  const root = nodeOf(data, parts);
  const uses = usesIn(root);
  const places = new Map<Node, number>();
  const codes = new Map<string, number>();
  const shapes: string[][] = [];
  const shared: unknown[] = [];
  const codeOf = (part: object): number => {
    if (Array.isArray(part)) return ARRAY;
    const keys = Object.keys(part);
    const shape = JSON.stringify(keys);
    const known = codes.get(shape);
    if (known !== undefined) return known;
    codes.set(shape, shapes.push(keys));
    return shapes.length;
  };
  const packed = (node: Node): unknown => {
    const before = places.get(node);
    if (before !== undefined) return [SHARED, before];
    const { part } = node;
    const word = typeof part === 'string' ? words.get(part) : undefined;
    if (word !== undefined) return [WORD, word];
    const isWhole = typeof part !== 'object' || part === null;
    const written = isWhole ? part : [codeOf(part), ...node.inside.map(packed)];
    if (!isShared(node, uses)) return written;
    const place = shared.push(written) - 1;
    places.set(node, place);
    return [SHARED, place];
  };
  return { root: packed(root), shapes, shared };
}

/** Strings shorter than this are cheaper to repeat than to look up. */
const WORD_MIN = 12;
/** In so many of the data a string must stand to be a word. */
const WORD_USES_MIN = 8;

/** The strings that stand in many of the data: to be given to `pack`, in this order to `unpack`. */
export function dictionaryOf(all: readonly unknown[]): readonly string[] {
  const uses = new Map<string, number>();
  for (const data of all) {
    for (const word of stringsIn(data)) uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  return [...uses].filter(([, count]) => count >= WORD_USES_MIN).map(([word]) => word);
}

export function wordsOf(dictionary: readonly string[]): Words {
  return new Map(dictionary.map((word, place) => [word, place]));
}

/** The strings long enough to be words, each once. Equal objects are looked into once. */
function stringsIn(data: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<object>();
  const look = (part: unknown): void => {
    if (typeof part === 'string' && part.length >= WORD_MIN) found.add(part);
    if (typeof part !== 'object' || part === null || seen.has(part)) return;
    seen.add(part);
    for (const each of Object.values(part)) look(each);
  };
  look(data);
  return found;
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
    node = { part, number: parts.byKey.size, inside, bytes };
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
  const node: Node = { part, number: parts.byKey.size, inside: [], bytes };
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
