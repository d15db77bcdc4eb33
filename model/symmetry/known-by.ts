/**
 * By what a lane is known, whatever its number and those of others: the bytes of a record as they
 * are the same in all images of it. A number is; of a name it is whether there is one.
 */
import { BOX, CONNECTED_PLACE, LOCAL, PHONE, TIMEOUT, WITH_CLEANUP, WQ } from '../record/layout.ts';
import { ANSWER, codeOf, encodeValue, REQUEST } from '../record/values.ts';
import type { Permuter } from './permute.ts';

/** Where the tables of `seenAs` begin; a byte that a lane is not known by. */
export const NAME = 256;
export const VALUE = 512;
export const UNSEEN = 0xffff;

/** By byte, how a lane may be known by it. */
export function looksOf({ layout, program, fields, lists, phonesAreSet }: Permuter): Uint16Array {
  const looks = new Uint16Array(layout.recordSize);
  for (const { at, means } of fields) looks[at] = means === 'value' ? VALUE : NAME;
  for (let t = 0; t < program.lanes.length; t++) {
    const at = layout.threads + t * layout.threadSize;
    looks[at + WQ] = UNSEEN;
    looks[at + TIMEOUT] = NAME;
    looks[at + LOCAL] = NAME;
    if (program.depth >= WITH_CLEANUP) looks[at + PHONE] = NAME;
  }
  for (let m = 0; m < program.messages.length; m++) {
    looks[layout.messages + m * layout.messageSize + BOX] = UNSEEN;
  }
  for (let p = 0; p < program.phones.length; p++) {
    if (phonesAreSet) looks[layout.phones + p * layout.phoneSize + CONNECTED_PLACE] = NAME;
  }
  for (const { first } of lists) {
    for (let i = 0; i < program.lanes.length; i++) looks[first + i] = UNSEEN;
  }
  return looks;
}

/** A register's value, whichever message it is of. */
function withoutMessage(byte: number): number {
  const code = codeOf(byte);
  return code === REQUEST || code === ANSWER ? encodeValue(code, 0) : byte;
}

/** The tables: a byte by where it begins, plus its value. */
export function seenAsTables(): Uint8Array {
  return Uint8Array.from({ length: 3 * 256 }, (_, i) => {
    const byte = i & 0xff;
    return i < NAME ? byte : i < VALUE ? Math.min(byte, 1) : withoutMessage(byte);
  });
}
