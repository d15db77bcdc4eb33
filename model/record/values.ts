/**
 * Result codes: what primitives return in the kernel and what registers hold in user space.
 *
 * A register is one byte: codes without a payload stand for themselves, then come the requests and
 * the answers by message, then small integers.
 *
 *     0 .. 31        a code
 *     32 .. 95       REQUEST, message value - 32
 *     96 .. 159      ANSWER, message value - 96
 *     160 .. 255     INTEGER, value - 208: -48 .. 47
 */
export const RC_NAMES = [
  'unset',
  'EOK',
  'ETIMEOUT',
  'EINTR',
  'ENOENT',
  'ERESTART',
  'ok',
  'OK_ATOMIC',
  'OK_BLOCKED',
  'TIMEOUT',
  'INTERRUPTED',
  'WOULD_BLOCK',
  'UNCONTENDED',
  'none',
  'integer',
  'req',
  'ans',
  'TEMPORARY',
  'ELIMIT',
  'EINVAL',
  'EEXIST',
  'TRUE',
  'FALSE',
  'EPERM',
  'skipped',
  'ntf',
  'ENOTSUP',
  'ENOMEM',
  'EBUSY',
  'EAGAIN',
] as const;

export const UNSET = 0;
export const EOK = 1;
export const ETIMEOUT = 2;
export const EINTR = 3;
export const ENOENT = 4;
/** The internal status of an aborted sleep: the ticket's extra return value. */
export const ERESTART = 5;
/** A void function has returned. */
export const DONE_VOID = 6;
export const OK_ATOMIC = 7;
export const OK_BLOCKED = 8;
export const TIMEOUT_2012 = 9;
export const INTERRUPTED_2012 = 10;
export const WOULD_BLOCK = 11;
/** libc's futex_down found the counter positive: no system call. */
export const UNCONTENDED = 12;
/** 2012: ipc_wait returned 0. */
export const NOTHING = 13;
export const INTEGER = 14;
export const REQUEST = 15;
export const ANSWER = 16;
/** IPC_CALLRET_TEMPORARY (2012): too many calls on this phone. */
export const TEMPORARY = 17;
export const ELIMIT = 18;
export const EINVAL = 19;
/** The event has a subscriber already. */
export const EEXIST = 20;
export const TRUE = 21;
export const FALSE = 22;
/** copy_from_uspace() and copy_to_uspace() fail with it. */
export const EPERM = 23;
/** Kernel tables: the register held no request, so there was nothing to answer or to forward. */
export const SKIPPED = 24;
/** A notification, which no answer is expected of. */
export const NOTIFICATION = 25;
export const ENOTSUP = 26;
export const ENOMEM = 27;
export const EBUSY = 28;
/** Linux' futex_wait: the word is not what it should be. */
export const EAGAIN = 29;

/** Return values of answers: small numbers, and these errors by the kernel's names. */
export const ANSWER_ERRORS: Readonly<Record<string, number>> = {
  EHANGUP: 254,
  ENOENT: 253,
  EPARTY: 252,
  EFORWARD: 251,
  ELIMIT: 250,
  EPERM: 249,
  EINVAL: 248,
  ENOTSUP: 247,
  ENOMEM: 246,
  EREFUSED: 245,
  EBUSY: 244,
};
export const ANSWER_EHANGUP = ANSWER_ERRORS.EHANGUP;
export const ANSWER_ENOENT = ANSWER_ERRORS.ENOENT;
export const ANSWER_EPARTY = ANSWER_ERRORS.EPARTY;
export const ANSWER_EFORWARD = ANSWER_ERRORS.EFORWARD;
export const ANSWER_ELIMIT = ANSWER_ERRORS.ELIMIT;
export const ANSWER_EPERM = ANSWER_ERRORS.EPERM;
export const ANSWER_EINVAL = ANSWER_ERRORS.EINVAL;
export const ANSWER_EBUSY = ANSWER_ERRORS.EBUSY;
/** The answer of an accepting server. */
export const ANSWER_EOK = 0;

/** `EHANGUP`, or the number itself. */
export function answerName(value: number): string {
  const error = Object.entries(ANSWER_ERRORS).find(([, code]) => code === value);
  return error?.[0] ?? String(value);
}

/** The ESYNCH_* codes for which SYNCH_FAILED() is false, and EOK. */
export function succeeded(rc: number): boolean {
  return rc === EOK || rc === OK_ATOMIC || rc === OK_BLOCKED;
}

const REQUESTS_FROM = 32;
const ANSWERS_FROM = 96;
const INTEGERS_FROM = 160;
const INTEGER_ZERO = 208;

/**
 * A register's byte; a notification is told from an answer by its message.
 *
 * @throws RangeError for an integer that a register cannot hold.
 */
export function encodeValue(code: number, payload: number): number {
  if (code === REQUEST) return REQUESTS_FROM + payload;
  if (code === ANSWER || code === NOTIFICATION) return ANSWERS_FROM + payload;
  if (code !== INTEGER) return code;
  const value = (payload << 24) >> 24;
  if (value < INTEGERS_FROM - INTEGER_ZERO || value > 255 - INTEGER_ZERO) {
    throw new RangeError(`a register cannot hold ${value}: integers are -48 to 47`);
  }
  return INTEGER_ZERO + value;
}

export function codeOf(byte: number): number {
  if (byte < REQUESTS_FROM) return byte;
  if (byte < ANSWERS_FROM) return REQUEST;
  return byte < INTEGERS_FROM ? ANSWER : INTEGER;
}

/** The message of a REQUEST or ANSWER; an INTEGER as a signed number. */
export function payloadOf(byte: number): number {
  if (byte < REQUESTS_FROM) return 0;
  if (byte < ANSWERS_FROM) return byte - REQUESTS_FROM;
  return byte < INTEGERS_FROM ? byte - ANSWERS_FROM : byte - INTEGER_ZERO;
}
