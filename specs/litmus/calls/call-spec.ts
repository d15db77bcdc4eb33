/**
 * What a call of the litmus language is: its syntax, its results, how it begins on the model and how
 * it reads. One entry a call, in the file of its family beside this one; nothing else lists calls.
 */
import type { DebugMethod } from '../../../model/ipc/debug-methods.ts';
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
  | 'condvar'
  | 'section';

/**
 * What an argument is: an object of a type, ticks to wait (0 = for ever, except where the call says
 * otherwise), flags joined with +, a register, a number, or a lane. A method is a number for a
 * user's own and a name for one of the system; an answer is a number or the name of an error.
 */
export type ArgKind =
  | ObjectType
  /** A word or a futex, by its address: what Linux' futexes are. */
  | 'address'
  | 'duration'
  | 'flags'
  | 'register'
  | 'integer'
  /** A number that user code may compute. */
  | 'value'
  | 'lane'
  | 'method'
  | 'answer';

export interface ArgSpec {
  readonly name: string;
  readonly kind: ArgKind;
  /** Only the last argument of a call can be left out. */
  readonly optional: boolean;
}

/**
 * A duration of one microsecond: a deadline that has passed, which libc of 2026 gives to a sleep that
 * is to try and not to wait. It ends with the next tick.
 */
export const EXPIRED = 'EXPIRED';

/** A name, the same for both revisions or one for each that has it. */
export type PerRevision = string | { readonly 2012?: string; readonly 2026?: string };

/**
 * What a call waits for, which says what a stop can find it in: nothing of its own (locks at most),
 * time alone, asleep or spinning; a wakeup of a queue; a message of its box; the answer to what it
 * has sent; the pager behind a fault, with the address space locked.
 */
export type Waits = 'nothing' | 'time' | 'spin' | 'wakeup' | 'message' | 'answer' | 'pager';

/**
 * What a call can leave in its register, besides that it has not returned: names, and
 * `integer` a number, `0` or `1` that one, `ok` a function without a result, `req` a request,
 * `ans` the value of an answer, `error` an error that an answer can have, `ntf` a notification.
 * A list, or lists that add up: what both revisions have, what one has, what kernel lanes add.
 */
export type Results =
  | readonly string[]
  | {
      readonly both?: readonly string[];
      readonly 2012?: readonly string[];
      readonly 2026?: readonly string[];
      readonly kernel?: readonly string[];
    };

/** How a call begins on the model, by the names that `model/` gives its handlers and steps. */
export interface Begins {
  /** The kernel function of the system call; a call without one never enters the kernel by a trap. */
  readonly handler?: PerRevision;
  /** The first step where it is not the trap: libc's code, or a kernel lane's own function. */
  readonly first?: PerRevision;
  /** The user-mode step that takes the result. */
  readonly after?: PerRevision;
  /** libc's own sleeps book a debt when they fail (2026), whatever flags a litmus can give. */
  readonly composable?: true;
  /** It has a deadline that is no argument. */
  readonly timedOut?: { readonly 2012?: true; readonly 2026?: true };
  /** User space gets 0, whatever the handler returns. */
  readonly returnsZero?: true;
}

/** A call with its arguments, as the plain reading sees it (reading/reading-calls.ts). */
export interface Said {
  readonly table: Table;
  /** An argument as it is written; '' if it was left out. */
  arg(at: number): string;
  /** `3 ticks` */
  ticks(at: number): string;
  /** `, without a timeout`, ` for at most 3 ticks`, and what the flags after the duration say. */
  waiting(durationAt: number): string;
  /** `; what each flag means`, of the flags at this place. */
  flags(at: number): string;
  /** `over the phone s to B` */
  over(at?: number): string;
  /** `a request with method 1`, `a CONNECT_ME_TO request, about the phone t`. */
  request(): string;
  /** The same of a slow form, whose third argument are flags. */
  slowRequest(): string;
  /** `the request in r0`, `the request in P1's r0`. */
  held(): string;
  /** `with the value 5`, `with the error EHANGUP`. */
  answered(): string;
}

export interface CallSpec {
  readonly name: string;
  readonly tables: readonly Table[];
  readonly args: readonly ArgSpec[];
  readonly returns: Results;
  /** What it does, of its parameters' names. */
  readonly doc: string;
  readonly waits: Waits;
  readonly begins: Begins;
  /** The verb phrase of a plain reading; its subject is the thread. */
  reads(said: Said): string;
  /** What it asks a kbox for. */
  readonly debugs?: DebugMethod;
  /** Flags besides those of waiting. */
  readonly flags: readonly string[];
  /** Flags of waiting, by revision, of a kernel function that has not all of its table. */
  readonly waitingFlags?: { readonly 2012: readonly string[]; readonly 2026: readonly string[] };
  /** What comes nearest to it in a table that lacks it, the first that is there. */
  readonly nearest: readonly string[];
}

export const SYSCALL: readonly Table[] = ['helenos-2012', 'helenos-2026', 'any'];
export const SYSCALL_2012: readonly Table[] = ['helenos-2012'];
export const SYSCALL_2026: readonly Table[] = ['helenos-2026'];
export const KERNEL: readonly Table[] = ['kernel-2012', 'kernel-2026'];
export const KERNEL_2012: readonly Table[] = ['kernel-2012'];
export const KERNEL_2026: readonly Table[] = ['kernel-2026'];
/** System calls that kernel lanes have under the same names: they enter by the same functions. */
export const BOTH_LEVELS: readonly Table[] = [...SYSCALL, ...KERNEL];

/** The results of a call in `table`; no kernel lane has the status of a call to be restarted. */
export function returnsIn({ returns }: CallSpec, table: Table): readonly string[] {
  if (!('map' in returns)) {
    const of2012 = table.endsWith('2026') ? [] : (returns[2012] ?? []);
    const of2026 = table.endsWith('2012') ? [] : (returns[2026] ?? []);
    const ofKernel = isKernelTable(table) ? (returns.kernel ?? []) : [];
    const all = [...(returns.both ?? []), ...of2012, ...of2026, ...ofKernel];
    return withoutRestart([...new Set(all)], table);
  }
  return withoutRestart(returns, table);
}

function withoutRestart(results: readonly string[], table: Table): readonly string[] {
  return isKernelTable(table) ? results.filter((it) => it !== 'ERESTART') : results;
}

/** True for the tables whose lanes are kernel threads. */
export function isKernelTable(table: Table): boolean {
  return KERNEL.includes(table);
}

/** The results of a function without one. */
export const VOID: readonly string[] = ['ok'];

type Rest = Pick<CallSpec, 'returns' | 'doc' | 'begins' | 'reads'> &
  Partial<Pick<CallSpec, 'waits' | 'flags' | 'debugs' | 'nearest' | 'waitingFlags'>>;

/** One call: `call(TABLES, 'waitq_sleep(q: waitq, d: duration, flags: flags)', { ... })`. */
export function call(tables: readonly Table[], syntax: string, rest: Rest): CallSpec {
  const [, name, takes] = /^(\w+)\((.*)\)$/.exec(syntax) ?? [];
  return { name, tables, args: args(takes), waits: 'nothing', flags: [], nearest: [], ...rest };
}

/** `'q: waitq, flags?: flags'` as a list. */
function args(text: string): ArgSpec[] {
  if (text === '') return [];
  return text.split(', ').map((arg) => {
    const [name, kind] = arg.split(': ');
    return { name: name.replace('?', ''), kind: kind as ArgKind, optional: name.endsWith('?') };
  });
}

/** `ipc_forward(c, s[, flags])` */
export function signatureOf({ name, args: all }: CallSpec): string {
  const texts = all.map((arg, i) => {
    const text = `${i === 0 ? '' : ', '}${arg.name}`;
    return arg.optional ? `[${text}]` : text;
  });
  return `${name}(${texts.join('')})`;
}
