/**
 * Which tasks of a test can be debugged: those to whose kbox a phone leads, and those with a thread
 * that serves one. Every other thread of such a task has a queue on which it waits for GO.
 */
import type { Op } from '../../model/record/program.ts';
import { isSet } from '../../model/designs/asking.ts';
import type { Design } from '../../model/designs/policies.ts';
import { PHONE_HUNGUP } from '../../model/ipc/methods.ts';
import { type Message, NONE } from '../../model/record/program.ts';
import { mayEnd } from './compile-ipc.ts';
import { Unsupported } from './unsupported.ts';
import type { Arg, Cell } from '../litmus/litmus.ts';
import { addQueue, cellsOf, type Names, taskName } from './compile-names.ts';

/** Kboxes stand behind the boxes of all tasks; the thread's lane is the one that calls kbox_thread. */
export function declareSessions(names: Names): void {
  const { litmus, columns, tasks, boxes, sessions, goQueues } = names;
  const servers = columns.flatMap((column, t) => (isServer(names, column) ? [t] : []));
  for (const [task, name] of tasks.entries()) {
    const server = servers.find((t) => taskName(litmus, columns[t]) === name) ?? NONE;
    if (server === NONE && !isDebugged(names, name)) continue;
    const queue = addQueue(names, `${name}.kbox`, 'box', 0);
    boxes.push({ task, queue, isPrivate: true, isKbox: true });
    sessions.push({ task, kbox: boxes.length - 1, server, slams: [] });
  }
  for (const [t, column] of columns.entries()) {
    const task = tasks.indexOf(taskName(litmus, column));
    const waits = sessions.some((it) => it.task === task && it.server !== t);
    goQueues.push(waits ? addQueue(names, `${litmus.lanes[column].name}.go`, 'go', 0) : NONE);
  }
}

/**
 * 2012: the calls by which the end of a task tells its kbox thread that its phones are gone: one for
 * each phone that leads there, of the task itself.
 */
export function addSlams(names: Names, messages: Message[]): void {
  if (!names.old) return;
  for (const [s, session] of names.sessions.entries()) {
    const { task, kbox } = session;
    if (!mayEnd(names, task)) continue;
    const thread = names.columns.findIndex(
      (column) => names.tasks.indexOf(taskName(names.litmus, column)) === task,
    );
    const slams = names.phones.map(({ box }, phone) => {
      const isConnectedLater = box === NONE && names.litmus.rows.flat().some(connectsKbox);
      if (box !== kbox && !isConnectedLater) return NONE;
      messages.push({
        thread,
        op: NONE,
        phone,
        method: PHONE_HUNGUP,
        callerBox: names.boxes.findIndex((it) => it.task === task && !it.isPrivate),
        hangup: true,
        preallocated: false,
        debug: 0,
        target: NONE,
        argument: 0,
      });
      return messages.length - 1;
    });
    names.sessions[s] = { ...session, slams };
  }
}

/** @throws Unsupported where a fault would kill other threads of its task. */
export function refuseFaults({ litmus, columns, sessions, tasks }: Names): void {
  for (const column of columns) {
    const task = taskName(litmus, column);
    const faults = cellsOf(litmus, column).some(
      (cell) => cell.is === 'call' && cell.call === 'fault',
    );
    const server = sessions.find((it) => tasks[it.task] === task)?.server ?? NONE;
    const others = columns.filter(
      (other, t) => other !== column && t !== server && taskName(litmus, other) === task,
    );
    if (faults && others.length > 0) {
      throw new Unsupported(`fault() kills its task ${task}, which has other threads`);
    }
  }
}

function namesIn(arg: Arg): string {
  return arg.is === 'names' ? arg.names[0] : '';
}

const connectsKbox = (cell: Cell | null): boolean =>
  cell?.is === 'call' && cell.call === 'ipc_connect_kbox';

function isServer({ litmus }: Names, column: number): boolean {
  return cellsOf(litmus, column).some((cell) => cell.is === 'call' && cell.call === 'kbox_thread');
}

/** The kbox thread would fault. */
export function readsAbsentMemory(cell: Cell): boolean {
  return cell.is === 'call' && cell.call === 'udebug_mem_read' && cell.args.length > 1;
}

/** A phone leads to the kbox of this task, or will. */
export function isDebugged({ litmus }: Names, task: string): boolean {
  const { init, meta, lanes, rows } = litmus;
  const connects = rows.some((row) =>
    row.some(
      (cell) =>
        cell?.is === 'call' &&
        cell.call === 'ipc_connect_kbox' &&
        cell.args[1].is === 'names' &&
        lanes.some(({ name, task: of }) => name === namesIn(cell.args[1]) && (of ?? 'T') === task),
    ),
  );
  return (
    connects ||
    init.some((it) => it.is === 'object' && it.link?.to === task && meta.debugs.includes(it.name))
  );
}

/** Where a debugger's stop is a hold at the boundary; kernel tables have the kernels' own sections. */
export function holdsAtBoundary({ kernelLevel, sessions }: Names, { policies }: Design): boolean {
  return !kernelLevel && sessions.length > 0 && isSet(policies, 'stop=boundary');
}

/** Sessions are there as the kernels have them and as the ticket would; nobody else stops threads. */
export function refuseSessions(
  names: Names,
  { policies }: Design,
  aborts: number,
  ops: readonly Op[],
): void {
  if (names.sessions.length === 0 || names.kernelLevel) return;
  const isMixed = (['stop=boundary', 'stop=section'] as const).some((question) =>
    ops.some((op) => isSet(op.policies, question) !== isSet(policies, question)),
  );
  const isToday = isSet(policies, 'stop=section') && isSet(policies, 'window=none');
  if (isMixed || (!isSet(policies, 'stop=boundary') && !isToday)) {
    throw new Unsupported('debug sessions are modelled with stop=boundary, or as today');
  }
  if (aborts > 0) {
    throw new Unsupported(
      'an abort beside a debug session: the debugger is who stops threads there',
    );
  }
}
