/**
 * A recorded operation as a cell: the call of the table, its arguments, and its register.
 */
import type { Arg, Cell, Table } from '../litmus/litmus.ts';
import { allowOnly, Inexpressible, integerOf, listOf, stringOf } from './inexpressible.ts';
import { OPERATIONS } from './operations.ts';
import type { Fields } from './reader.ts';
import { COUNTER } from './translate-objects.ts';

/** What the operations of a program have in common. */
export interface Scope {
  readonly table: Table;
  /** The lane of each thread, as a number. */
  readonly threads: ReadonlyMap<string, number>;
  /** The operations of each lane. */
  readonly ops: readonly (readonly Fields[])[];
  /** Requests may be answered by other lanes, so registers are named apart. */
  readonly usesIpc: boolean;
  /** A debug session: what comes is received without a system call. */
  readonly isOfUdebug: boolean;
}

const PLACE = { line: 1, column: 1 };

/** The operation `index` of a lane of `task`. */
export function toCell(
  fields: Fields,
  lane: number,
  index: number,
  task: unknown,
  scope: Scope,
): Cell {
  const { op, mode, on_failure: onFailure } = fields;
  if (op === 'tick') {
    allowOnly(fields, ['op', 'count'], 'tick');
    const count = integerOf(fields.count ?? 1, 'the count of tick');
    return { is: 'env', op: { is: 'tick', count }, place: PLACE };
  }
  const variants = new Map<unknown, unknown>([
    ['interrupt', mode ?? 'flag'],
    ['futex_down', onFailure ?? 'nothing'],
    ['debug', fields.method],
    ...(scope.isOfUdebug ? [['wait', 'of udebug'] as const] : []),
  ]);
  const name = variants.has(op) ? `${op}/${variants.get(op)}` : String(op);
  const operation = OPERATIONS.get(name);
  if (operation === undefined) throw new Inexpressible(`there is no operation "${name}"`);
  const { table } = scope;
  const call = table === 'kernel-2012' ? operation.in2012 : operation.in2026;
  if (call === null) throw new Inexpressible(`${table} has no operation "${name}"`);
  allowOnly(fields, ['op', ...operation.also, ...operation.args], `the operation "${name}"`);
  const register = registerOf(lane, index, scope);
  const args = operation.args
    .filter((key) => key !== 'route_from_me' || fields[key] === true)
    .map((key) => toArg(key, fields, task, register, scope));
  return { is: 'call', label: null, register, call, args, place: PLACE };
}

function registerOf(lane: number, index: number, { usesIpc }: Scope): string {
  return usesIpc ? `r${lane}_${index}` : `r${index}`;
}

function toArg(key: string, fields: Fields, task: unknown, own: string, scope: Scope): Arg {
  const value = fields[key];
  switch (key) {
    case 'timeout_ticks':
    case 'value':
    case 'mask':
      return integer(integerOf(value ?? 0, key));
    case 'flags': {
      const given = listOf(value, 'flags').map(String);
      const known = given.filter((flag) => hasFlag(fields, flag, scope));
      const flags = [...new Set([...known, ...bufferFlags(fields)])];
      return flags.length === 0 ? integer(0) : names(...flags);
    }
    case 'counter':
      return names(COUNTER);
    case 'route_from_me':
      return names('ROUTE_FROM_ME');
    case 'thread':
      return names(`P${laneOf(value, scope)}`);
    case 'phone':
      return names(
        `${stringOf(task, 'the task of a lane with phones')}_${integerOf(value ?? 0, key)}`,
      );
    case 'waitq':
      return names(`w${integerOf(value, key)}`);
    case 'method': {
      const method = stringOf(value, 'a method');
      return /^m\d{1,9}$/.test(method) ? integer(Number(method.slice(1))) : names(method);
    }
    case 'retval':
      if (typeof value === 'number') return integer(integerOf(value, key));
      return value === 'EOK' ? integer(0) : names(stringOf(value, key));
    case 'request_received_by':
      return names(receiverOf(value, own, scope));
    default:
      return names(stringOf(value, `the ${key} of an operation`));
  }
}

/** 2012 knows no FUTEX; the locks of 2026 cannot be told how to sleep, but for trying. */
function hasFlag({ op }: Fields, flag: string, { table }: Scope): boolean {
  if (flag === 'NON_BLOCKING') return true;
  if (table === 'kernel-2012') return flag !== 'FUTEX';
  return !/^(sem|mutex|cv)_/.test(String(op));
}

function integer(value: number): Arg {
  return { is: 'integer', value, place: PLACE };
}

function names(...all: string[]): Arg {
  return { is: 'names', names: all, place: PLACE };
}

/** The buffer that a message is copied to, where it is no buffer. */
function bufferFlags({ buffer }: Fields): string[] {
  if (buffer === undefined || buffer === 'ok') return [];
  if (buffer === 'bad-pointer') return ['BAD_BUFFER'];
  throw new Inexpressible(`the buffer of an operation is ${JSON.stringify(buffer)}`);
}

function laneOf(thread: unknown, { threads }: Scope): number {
  const lane = threads.get(String(thread));
  if (lane !== undefined) return lane;
  throw new Inexpressible(`the thread of an operation is ${JSON.stringify(thread)}`);
}

/**
 * `S.0`: the register of the operation 0 of the thread S. One that receives nothing leaves nothing
 * to answer, and so does `own`, in which there is nothing yet.
 */
function receiverOf(value: unknown, own: string, scope: Scope): string {
  const parts = /^(.+)\.(\d{1,9})$/.exec(stringOf(value, 'request_received_by'));
  if (parts === null) throw new Inexpressible(`request_received_by is ${JSON.stringify(value)}`);
  const lane = laneOf(parts[1], scope);
  const receives = scope.ops[lane][Number(parts[2])]?.op === 'wait';
  return receives ? registerOf(lane, Number(parts[2]), scope) : own;
}
