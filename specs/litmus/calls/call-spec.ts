/**
 * What a call of the litmus language is, and the groups of tables that have calls in common.
 *
 * The calls themselves are in `calls.ts` and `ipc-calls.ts`, as data.
 */
import type { Table } from '../litmus.ts';

export type ObjectType =
  | 'waitq'
  | 'futex'
  | 'word'
  | 'phone'
  | 'event'
  | 'irq'
  | 'semaphore'
  | 'mutex'
  | 'condvar';

/**
 * What an argument is: an object of a type, ticks to wait (0 = for ever, except where the call says
 * otherwise), flags joined with +, a register, a number, or a lane. A method is a number for a
 * user's own and a name for one of the system; an answer is a number or the name of an error.
 */
export type ArgKind =
  | ObjectType
  | 'duration'
  | 'flags'
  | 'register'
  | 'integer'
  | 'lane'
  | 'method'
  | 'answer';

export interface ArgSpec {
  readonly name: string;
  readonly kind: ArgKind;
  /** Only the last argument of a call can be left out. */
  readonly optional: boolean;
}

export interface CallSpec {
  readonly name: string;
  readonly tables: readonly Table[];
  readonly args: readonly ArgSpec[];
  /** Result names, `integer` for a number, `ok` for a function without a result. */
  readonly returns: readonly string[];
  readonly doc: string;
  /** The kernel function that it enters. */
  readonly enters: string;
}

export const SYSCALL: readonly Table[] = ['helenos-2012', 'helenos-2026', 'any'];
export const SYSCALL_2012: readonly Table[] = ['helenos-2012'];
export const SYSCALL_2026: readonly Table[] = ['helenos-2026'];
export const KERNEL: readonly Table[] = ['kernel-2012', 'kernel-2026'];
export const KERNEL_2012: readonly Table[] = ['kernel-2012'];
export const KERNEL_2026: readonly Table[] = ['kernel-2026'];

/** The results of a function without one. */
export const VOID: readonly string[] = ['ok'];

/** `'q: waitq, flags?: flags'` as a list. */
function args(text: string): ArgSpec[] {
  if (text === '') return [];
  return text.split(', ').map((arg) => {
    const [name, kind] = arg.split(': ');
    return { name: name.replace('?', ''), kind: kind as ArgKind, optional: name.endsWith('?') };
  });
}

/** One call of a table. */
export function call(
  tables: readonly Table[],
  name: string,
  takes: string,
  returns: readonly string[],
  enters: string,
  doc: string,
): CallSpec {
  return { name, tables, args: args(takes), returns, enters, doc };
}

/** `ipc_forward(c, s[, flags])` */
export function signatureOf({ name, args: all }: CallSpec): string {
  const texts = all.map((arg, i) => {
    const text = `${i === 0 ? '' : ', '}${arg.name}`;
    return arg.optional ? `[${text}]` : text;
  });
  return `${name}(${texts.join('')})`;
}
