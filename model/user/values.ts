/**
 * Values that user code computes with, as numbers: integers are themselves, whatever has a name is
 * far beyond them. A register holds the byte of record/values.ts; what cannot be a byte of a register
 * can still be compared with.
 */
import { BoundError } from '../record/bound-error.ts';
import { RETVAL } from '../record/layout.ts';
import { NONE } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import {
  ANSWER,
  ANSWER_ERRORS,
  answerName,
  codeOf,
  encodeValue,
  INTEGER,
  payloadOf,
  RC_NAMES,
  REQUEST,
} from '../record/values.ts';

/** From here on a value is a code of RC_NAMES, then an error that is no code, then what was received. */
const CODES = 1000;
const ERRORS = 2000;
const ANSWERS = 3000;
const NOTIFICATIONS = 4000;
const REQUESTS = 5000;

/** The name of a result: `EINTR`, `EHANGUP`; -1: no register can have it. */
export function nameNumber(text: string): number {
  const code = RC_NAMES.indexOf(text as (typeof RC_NAMES)[number]);
  if (code >= 0) return CODES + code;
  const error = ANSWER_ERRORS[text];
  return error === undefined ? -1 : ERRORS + error;
}

/** `req:7` by the number of its method, `ans:5`, `ntf:1`. */
export function receivedNumber(kind: string, payload: number): number {
  if (kind === 'req') return REQUESTS + payload;
  return (kind === 'ans' ? ANSWERS : NOTIFICATIONS) + payload;
}

/** What an answer with each return value is as a value. */
const OF_ANSWERS: readonly number[] = Array.from({ length: 256 }, (_, value) => {
  const name = answerName(value);
  return name === String(value) ? ANSWERS + value : nameNumber(name);
});

/** The value of a register. */
export function valueOf(k: Kernel, register: number): number {
  const byte = k.registerByte(register);
  const code = codeOf(byte);
  if (code === INTEGER) return payloadOf(byte);
  if (code === REQUEST) return REQUESTS + methodOf(k, payloadOf(byte));
  return code === ANSWER ? answerOf(k, payloadOf(byte)) : CODES + code;
}

function methodOf(k: Kernel, m: number): number {
  const { hangup, method } = k.program.messages[m];
  return hangup ? 0 : method;
}

function answerOf(k: Kernel, m: number): number {
  const value = k.message(m, RETVAL);
  return k.program.messages[m].phone === NONE ? NOTIFICATIONS + value : OF_ANSWERS[value];
}

export function isNumber(value: number): boolean {
  return value < CODES;
}

/** @throws BoundError for what a register cannot hold */
export function setValue(k: Kernel, register: number, value: number): void {
  if (value >= CODES && value < CODES + RC_NAMES.length) {
    return k.setRegisterByte(register, encodeValue(value - CODES, 0));
  }
  if (value < -48 || value > 47) {
    const { name, lane } = k.program.registers[register];
    const what = isNumber(value) ? String(value) : 'a message that it has not received';
    throw new BoundError(
      `${name} of ${k.program.lanes[lane].name} would become ${what}; a register holds -48 to 47`,
    );
  }
  k.setRegisterByte(register, encodeValue(INTEGER, value));
}
