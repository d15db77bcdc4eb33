/** What a permutation makes of a byte, by what the byte names: tables that are made once for each. */
import { CAME_FORWARDED } from '../record/ipc-objects.ts';
import { KNOWN_SHIFT, MISUSER } from '../record/layout.ts';
import type { Program } from '../record/program.ts';
import { ANSWER, REQUEST, codeOf, encodeValue, payloadOf } from '../record/values.ts';
import type { Automorphism } from './automorphism.ts';
import type { Meaning } from './fields.ts';

/** In the order of the tables; numbers have the first one. */
export const MEANINGS: readonly Meaning[] = [
  'thread',
  'queue',
  'message',
  'phone',
  'box',
  'value',
  'misuser',
  'tasks',
];

/** What becomes of each value, by meaning. */
export function valuesOf(program: Program, automorphism: Automorphism): Uint8Array {
  const all = new Uint8Array(256 * (1 + MEANINGS.length));
  for (let value = 0; value < 256; value++) {
    all[value] = value;
    for (const [i, means] of MEANINGS.entries()) {
      all[256 * (i + 1) + value] = valueOf(program, automorphism, means, value);
    }
  }
  return all;
}

function valueOf(program: Program, to: Automorphism, means: Meaning, value: number): number {
  const plusOne = (map: readonly number[]): number =>
    value === 0 || value > map.length ? value : map[value - 1] + 1;
  switch (means) {
    case 'thread':
      return plusOne(to.lanes);
    case 'queue':
      return plusOne(to.queues);
    case 'message':
      return plusOne(to.messages);
    case 'phone':
      return plusOne(to.phones);
    case 'box':
      return plusOne(to.boxes);
    case 'value':
      return registerValue(program, to.messages, value);
    case 'misuser': {
      const who = value & MISUSER;
      return who === 0 || who > to.lanes.length
        ? value
        : (value & ~MISUSER) | (to.lanes[who - 1] + 1);
    }
    case 'tasks': {
      let known = value & ((1 << KNOWN_SHIFT) - 1);
      for (const [task, image] of to.tasks.entries()) {
        if ((value & (1 << (KNOWN_SHIFT + task))) !== 0) known |= 1 << (KNOWN_SHIFT + image);
      }
      return known & 0xff;
    }
  }
}

function registerValue({ kernelLevel }: Program, messages: readonly number[], value: number) {
  const code = codeOf(value);
  if (code !== REQUEST && code !== ANSWER) return value;
  const payload = payloadOf(value);
  const forwarded = kernelLevel && code === REQUEST ? payload & CAME_FORWARDED : 0;
  const message = payload - forwarded;
  if (message >= messages.length) return value;
  return encodeValue(code, messages[message] | forwarded);
}
