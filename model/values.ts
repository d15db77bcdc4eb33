/**
 * Result codes: what primitives return in the kernel and what registers hold in user space.
 *
 * One byte each. Registers have a second byte, the payload of INTEGER, REQUEST and ANSWER.
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
  'E_REFUSED',
  'TRUE',
  'FALSE',
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
/** ipc_hangup of a phone that is not connected returns -1 (2012). */
export const REFUSED = 20;
export const TRUE = 21;
export const FALSE = 22;

/** The ESYNCH_* codes for which SYNCH_FAILED() is false, and EOK. */
export function succeeded(rc: number): boolean {
  return rc === EOK || rc === OK_ATOMIC || rc === OK_BLOCKED;
}
