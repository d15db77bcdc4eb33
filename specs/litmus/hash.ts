/**
 * The identity of a test: what makes two files the same test, whatever they are called.
 *
 * The first 32 hexadecimal digits of the SHA-256 of the canonical JSON (keys sorted, no spaces) of
 * init, lanes and rows, locations, filter and the keys that change meaning. Not name, document
 * string, condition or places: a corrected expectation is still the same test.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Litmus } from './litmus.ts';

/** 32 hexadecimal digits in lower case. Results of tests with different hashes never compare. */
export function hashOf(litmus: Litmus): string {
  const { table, aborts, ticks, cpus, skew, restart, debugs, handlers } = litmus.meta;
  const identity = {
    ...(litmus.procs.length > 0 && { procs: litmus.procs }),
    init: litmus.init,
    lanes: litmus.lanes,
    rows: litmus.rows,
    locations: litmus.locations,
    filter: litmus.filter,
    meta: {
      table,
      aborts,
      ticks,
      cpus,
      restart,
      ...(debugs.length > 0 && { debugs }),
      ...(handlers !== undefined && { handlers }),
      ...(skew !== null && { skew }),
    },
  };
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(identity)))).slice(0, 32);
}

/** JSON with the keys of every object in order, and without places. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([key]) => key !== 'place')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, it]) => `${JSON.stringify(key)}:${canonicalJson(it)}`).join(',')}}`;
}
