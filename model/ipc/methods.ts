/**
 * Methods of IPC messages: those that the kernel itself understands, and the servers' own.
 *
 * abi/include/abi/ipc/methods.h (2026) and kernel/generic/include/ipc/ipc.h (2012). The numbers
 * are the model's; a server's own method m is m itself, from 1 on, since PHONE_HUNGUP is 0. It imports
 * nothing: the litmus language has the names from here.
 */

export const PHONE_HUNGUP = 0;
const FIRST_SYSTEM = 200;

/** System methods that one revision alone has. */
export const METHODS_2012 = ['CONNECTION_CLONE', 'CLONE_ESTABLISH'] as const;
export const METHODS_2026 = ['PAGE_IN'] as const;
/** Those of both, besides PHONE_HUNGUP. */
export const METHODS_OF_BOTH = [
  'CONNECT_TO_ME',
  'CONNECT_ME_TO',
  'SHARE_OUT',
  'SHARE_IN',
  'DATA_WRITE',
  'DATA_READ',
  'STATE_CHANGE_AUTHORIZE',
  'DEBUG',
] as const;

/** In the order of their numbers here. */
const SYSTEM_METHODS = [...METHODS_2012, ...METHODS_OF_BOTH, ...METHODS_2026] as const;

export type SystemMethod = (typeof SYSTEM_METHODS)[number];

export const CONNECTION_CLONE = methodOf('CONNECTION_CLONE');
export const CLONE_ESTABLISH = methodOf('CLONE_ESTABLISH');
export const CONNECT_TO_ME = methodOf('CONNECT_TO_ME');
export const CONNECT_ME_TO = methodOf('CONNECT_ME_TO');
export const DATA_WRITE = methodOf('DATA_WRITE');
export const DATA_READ = methodOf('DATA_READ');
export const DEBUG = methodOf('DEBUG');
export const PAGE_IN = methodOf('PAGE_IN');

/** The number of a system method. */
export function methodOf(name: SystemMethod): number {
  return FIRST_SYSTEM + SYSTEM_METHODS.indexOf(name);
}

/** `CONNECT_ME_TO`, `PHONE_HUNGUP`, or `m7` for a server's own. */
export function methodName(method: number): string {
  if (method === PHONE_HUNGUP) return 'PHONE_HUNGUP';
  return method < FIRST_SYSTEM ? `m${method}` : SYSTEM_METHODS[method - FIRST_SYSTEM];
}

/** method_is_system() */
export function isSystem(method: number): boolean {
  return method === PHONE_HUNGUP || method >= FIRST_SYSTEM;
}

/** method_is_forwardable(), of both revisions: 2026 has no clones. */
export function isForwardable(method: number): boolean {
  return method !== PHONE_HUNGUP && method !== CONNECTION_CLONE && method !== CLONE_ESTABLISH;
}

/** Methods whose answer may connect a phone that was allocated for it. */
export function allocates(method: number): boolean {
  return method === CONNECTION_CLONE || method === CONNECT_TO_ME || method === CONNECT_ME_TO;
}
