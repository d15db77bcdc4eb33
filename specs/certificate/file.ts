/**
 * A certificate as bytes (docs/formats.md#certificates): a line with the digest of all behind it, a
 * line of JSON that says what it is of and which sections follow, and the sections.
 *
 * A section is a list of records, deflated in blocks of whole records; a text is one of records of
 * one byte. Equal sections are equal bytes: the compressor is ours, on whatever machine.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { deflateSync } from 'fflate';
import type { Arena } from '../../checker/arena.ts';
import type { SectionHead } from './shape.ts';
import { sortedStates } from './sorted.ts';

export interface Section {
  readonly head: SectionHead;
  /** Each begins with its length. */
  readonly blocks: readonly Uint8Array[];
}

/** Most bytes of a block before it is deflated. */
const BLOCK_BYTES = 2 ** 20;

/** A text as a section. */
export function textSection(name: string, text: string): Section {
  const bytes = utf8ToBytes(text);
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    blocks.push(blockOf(bytes.subarray(at, at + BLOCK_BYTES)));
  }
  const digest = bytesToHex(sha256(bytes));
  return { head: headOf(name, blocks, bytes.length, 1, digest), blocks };
}

/**
 * All states of a search, in the order of their bytes, each as its difference (exclusive or) from
 * the one before: neighbours are alike, so most of it is zeros.
 */
export function statesSection(name: string, arena: Arena): Section {
  const order = sortedStates(arena);
  return recordsSection(name, arena.recordSize, order.length, (i) => arena.recordOf(order[i]));
}

/** The same of records in this order. */
export function recordsSection(
  name: string,
  recordSize: number,
  size: number,
  recordAt: (i: number) => Uint8Array,
): Section {
  const perBlock = Math.max(1, Math.floor(BLOCK_BYTES / recordSize));
  const raw = new Uint8Array(perBlock * recordSize);
  const digest = sha256.create();
  const blocks: Uint8Array[] = [];
  let before: Uint8Array = new Uint8Array(recordSize);
  for (let first = 0; first < size; first += perBlock) {
    const count = Math.min(perBlock, size - first);
    for (let i = 0; i < count; i++) {
      const record = recordAt(first + i);
      digest.update(record);
      const to = i * recordSize;
      for (let byte = 0; byte < recordSize; byte++) raw[to + byte] = record[byte] ^ before[byte];
      before = record;
    }
    blocks.push(blockOf(raw.subarray(0, count * recordSize)));
  }
  return { head: headOf(name, blocks, size, recordSize, bytesToHex(digest.digest())), blocks };
}

/** The whole file. `about`: what the header says besides. */
export function sealed(about: object, sections: readonly Section[]): Uint8Array {
  const header = JSON.stringify({ ...about, sections: sections.map(({ head }) => head) });
  return withDigest('fermata-certificate/1', [
    utf8ToBytes(`${header}\n`),
    ...sections.flatMap(({ blocks }) => blocks),
  ]);
}

/** Bytes behind a line that says what they are, and their digest. */
export function withDigest(schema: string, parts: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(...parts);
  const digest = bytesToHex(sha256(body));
  return concatBytes(utf8ToBytes(`{"schema":"${schema}","sha256":"${digest}"}\n`), body);
}

function blockOf(raw: Uint8Array): Uint8Array {
  const packed = deflateSync(raw, { level: 6 });
  const block = new Uint8Array(4 + packed.length);
  new DataView(block.buffer).setUint32(0, packed.length, true);
  block.set(packed, 4);
  return block;
}

function headOf(
  name: string,
  blocks: readonly Uint8Array[],
  records: number,
  recordSize: number,
  digest: string,
): SectionHead {
  const bytes = blocks.reduce((sum, { length }) => sum + length, 0);
  return { name, bytes, records, recordSize, sha256: digest };
}
