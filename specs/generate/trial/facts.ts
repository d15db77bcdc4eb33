/** What a program does, as far as a cause of a fall asks for it. */
import type { Cell, Litmus } from '../../litmus/litmus.ts';

/** A call of a lane. */
export interface Made {
  readonly call: string;
  readonly lane: string;
  readonly task: string;
  /** Names of objects and flags, and numbers, as they are written. */
  readonly args: readonly string[];
}

export interface Facts {
  readonly calls: readonly Made[];
  /** Tasks that a kill ends. */
  readonly killed: readonly string[];
  /** Tasks that end: killed, or each of their threads exits. */
  readonly ending: readonly string[];
  /** Phones that are connected. */
  readonly phones: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  /** The task behind a phone, or null. */
  calleeOf(phone: string): string | null;
}

export function factsOf(litmus: Litmus): Facts {
  const cells = litmus.rows.flatMap((row) =>
    row.flatMap((cell, column) => (cell === null ? [] : [{ cell, lane: litmus.lanes[column] }])),
  );
  const calls = cells.flatMap(({ cell, lane }): Made[] => {
    if (cell.is !== 'call') return [];
    return [{ call: cell.call, lane: lane.name, task: lane.task ?? 'T', args: argsOf(cell) }];
  });
  const killed = cells.flatMap(({ cell }) =>
    cell.is === 'env' && cell.op.is === 'kill' ? [cell.op.task] : [],
  );
  const threads = litmus.lanes.filter(({ name }) => name !== 'E');
  const exits = (lane: string): boolean =>
    calls.some((it) => it.lane === lane && it.call === 'thread_exit');
  const tasks = [...new Set(threads.map(({ task }) => task ?? 'T'))];
  const leaving = tasks.filter((task) =>
    threads.every((it) => (it.task ?? 'T') !== task || exits(it.name)),
  );
  const phones = litmus.init.flatMap((it) =>
    it.is === 'object' && it.link !== null ? [{ name: it.name, ...it.link }] : [],
  );
  return {
    calls,
    killed,
    ending: [...new Set([...killed, ...leaving])],
    phones,
    calleeOf: (phone) => phones.find(({ name }) => name === phone)?.to ?? null,
  };
}

function argsOf({ args }: Extract<Cell, { is: 'call' }>): string[] {
  return args.flatMap((arg) => (arg.is === 'integer' ? [String(arg.value)] : arg.names));
}
