/**
 * Phones, boxes and messages of a program: what its calls can send, and the phones that methods
 * and clean-ups may need besides those that the test declares.
 *
 * A task that takes part in IPC has a box, a synchronous call one of its own for each time that it
 * may be sent (a restart may send it again), a task that may end a hang-up call for each phone.
 * 2012 has phones as slots, FREE ones among them; 2026 makes a new one, which is an entry here that
 * stays empty until then.
 */
import { isSet } from '../../model/designs/asking.ts';
import {
  CONNECTION_CLONE,
  CONNECT_ME_TO,
  CONNECT_TO_ME,
  PHONE_HUNGUP,
} from '../../model/ipc/methods.ts';
import { type Message, NONE, type Op } from '../../model/record/program.ts';
import { examines, hasCheckpoint } from '../litmus/calls/asserted.ts';
import { addQueue, cellsOf, type Names, taskName } from './compile-names.ts';
import { type Cell, type EnvOp, holderOf, type Init } from '../litmus/litmus.ts';
import { Unsupported } from './unsupported.ts';

/** IPC_MAX_PHONES of 2012, and what the recorded outcomes have in its place. */
const SLOTS_2012 = 64;
const SLOTS_RECORDED = 4;

/** Does anything of this test need boxes? */
export function usesIpc(cells: readonly Cell[]): boolean {
  return cells.some(
    (cell) =>
      cell.is === 'call' &&
      (/^(ipc_|event_|udebug_|kbox_)/.test(cell.call) || cell.call === 'page_in'),
  );
}

export function declarePhone(names: Names, init: Extract<Init, { is: 'object' }>): void {
  const { tasks, boxes, phones } = names;
  const task = tasks.indexOf(holderOf(init) ?? '');
  const to = init.link?.to ?? null;
  const isKbox = names.litmus.meta.debugs.includes(init.name);
  const box =
    to === null ? NONE : boxes.findIndex((it) => tasks[it.task] === to && it.isKbox === isKbox);
  if (task < 0 || box < 0) {
    throw new Unsupported(`phone ${init.name}: both its tasks need a lane that makes ipc calls`);
  }
  const slot = phones.filter((phone) => phone.task === task).length;
  addPhone(names, init.name, task, slot, box);
}

function addPhone(names: Names, name: string, task: number, slot: number, box: number): void {
  const lock = addQueue(names, `${name}.lock`, 'phone-lock', 1);
  names.phones.push({ name, lock, task, slot, box, hangup: NONE });
}

/** How often a thread may send a call: once, and again after each abort that is not transparent. */
export function sendsOf(names: Names, call: string, thread: number): number {
  return 1 + (names.kernelLevel ? restartsOf(names, call, thread) : abortsOf(names));
}

/**
 * How often a lane of a kernel table may be interrupted in a call and issue it again. One
 * thread_interrupt can do it twice: by its flag, and by the kick that comes after the flag was
 * cleared.
 */
function restartsOf({ litmus, columns }: Names, call: string, thread: number): number {
  const { name } = litmus.lanes[columns[thread]];
  if (!litmus.meta.restart.includes(name) || call === 'ipc_req_internal') return 0;
  const cells = litmus.lanes.flatMap((_, column) => cellsOf(litmus, column));
  return cells.reduce((most, cell) => {
    if (cell.is !== 'call' || !cell.args.some((arg) => arg.is === 'names' && arg.names[0] === name))
      return most;
    if (cell.call === 'thread_interrupt') return most + 2;
    return most + (/^(waitq_interrupt_sleep|thread_wakeup)$/.test(cell.call) ? 1 : 0);
  }, 0);
}

/** Aborts that can come at all: requests of the environment. */
function abortsOf({ litmus }: Names): number {
  const cells = litmus.lanes.flatMap((_, column) => cellsOf(litmus, column));
  const countOf = (is: EnvOp['is']): number =>
    cells.filter((cell) => cell.is === 'env' && cell.op.is === is).length;
  const budget = litmus.meta.aborts.reduce((sum, { most }) => sum + most, 0);
  // A budget for any call is the total, explicit ones included; a checkpoint draws from none.
  const coversAll = litmus.meta.aborts.some(({ target }) => target === 'any');
  return countOf('checkpoint') + (coversAll ? budget : countOf('abort') + budget);
}

/** The phones that methods may allocate, beyond the declared ones. */
export function addSparePhones(
  names: Names,
  lanes: readonly { task: number; ops: readonly Op[] }[],
) {
  const spares = names.tasks.map(() => 0);
  for (const { task, ops } of lanes) {
    for (const { method, phone, messages } of ops) {
      if (method === CONNECT_ME_TO) spares[task] += messages;
      else if (method === CONNECTION_CLONE && phone !== NONE) {
        const { box } = names.phones[phone];
        if (box !== NONE) spares[names.boxes[box].task] += messages;
      } else if (method === CONNECT_TO_ME) {
        names.tasks.forEach((_, other) => (spares[other] += messages));
      }
    }
  }
  const most = names.kernelLevel ? SLOTS_RECORDED : SLOTS_2012;
  for (const [task, count] of spares.entries()) {
    for (let i = 0; i < count; i++) {
      const slot = names.phones.filter(
        (phone) => phone.task === task && phone.slot !== NONE,
      ).length;
      if (names.old && slot >= most) break;
      addPhone(names, `${names.tasks[task]}.phone${slot + i}`, task, names.old ? slot : NONE, NONE);
    }
  }
}

/** May the IPC of this task be cleaned up: by kill, by the exit of its last thread, by an op? */
export function mayEnd({ litmus, tasks, columns }: Names, task: number): boolean {
  const own = columns.filter((column) => taskName(litmus, column) === tasks[task]);
  const calls = (name: string) => (column: number) =>
    cellsOf(litmus, column).some((cell) => cell.is === 'call' && cell.call === name);
  const all = litmus.lanes.flatMap((_, column) => cellsOf(litmus, column));
  // The kbox thread is none of those that the end of the task waits for.
  const ends = (column: number): boolean =>
    calls('thread_exit')(column) || calls('fault')(column) || calls('kbox_thread')(column);
  const isKilled = all.some(
    (cell) => cell.is === 'env' && cell.op.is === 'kill' && cell.op.task === tasks[task],
  );
  return isKilled || own.some(calls('ipc_cleanup')) || (own.length > 0 && own.every(ends));
}

/**
 * The message that a hang-up of a phone sends, where no ipc_hangup op of 2012 has one of its own:
 * 2026 allocates it with the phone, a clean-up of 2012 when it needs it. Where groups cross, that of
 * an op is the phone's in 2026, so that each message is the same one in both.
 */
export function addHangupCalls(
  names: Names,
  messages: Message[],
  hangups: ReadonlyMap<number, number>,
): void {
  for (const [p, phone] of names.phones.entries()) {
    const ends = mayEnd(names, phone.task);
    const ofOp = hangups.get(p) ?? NONE;
    if (!ends && ofOp !== NONE) {
      names.phones[p] = { ...phone, hangup: ofOp };
      continue;
    }
    const isSlammed = names.sessions.some(({ kbox, task }) => {
      return phone.box === kbox && mayEnd(names, task);
    });
    const needs = ends || (!names.old && (hangups.has(p) || phone.box === NONE || isSlammed));
    if (!needs) continue;
    const thread = cleaner(names, phone.task);
    names.phones[p] = { ...phone, hangup: messages.length };
    messages.push({
      thread,
      op: cleanupOp(names, thread),
      phone: p,
      method: PHONE_HUNGUP,
      callerBox: names.boxes.findIndex(({ task, isPrivate }) => task === phone.task && !isPrivate),
      hangup: true,
      preallocated: !names.old,
      debug: 0,
      target: NONE,
      argument: 0,
    });
  }
}

/** The thread of the task that calls ipc_cleanup, or its first one. */
function cleaner(names: Names, task: number): number {
  const { litmus, columns, tasks } = names;
  const own = columns.flatMap((column, t) => (taskName(litmus, column) === tasks[task] ? [t] : []));
  return own.find((t) => cleanupOp(names, t) !== NONE) ?? own[0];
}

/** The op that a clean-up's hang-up calls are named by, or NONE. */
function cleanupOp({ litmus, columns }: Names, thread: number): number {
  const cells = cellsOf(litmus, columns[thread]);
  const op = cells.findIndex((cell) => cell.is === 'call' && cell.call === 'ipc_cleanup');
  return op < 0 ? NONE : op;
}

const isInLibc = ({ call, policies }: Op): boolean =>
  call.startsWith('ipc_call_sync') && isSet(policies, 'syncCall=libc');

function refuseFibrils({ litmus, sessions, tasks }: Names, task: number, ops: readonly Op[]) {
  const several = `syncCall=libc: several threads of task ${tasks[task]} call`;
  if (hasCheckpoint(litmus)) throw new Unsupported(`${several}, beside a checkpoint`);
  if (examines(litmus)) throw new Unsupported(`${several}, beside examine or set`);
  if (sessions.length > 0) throw new Unsupported(`${several}, beside a debug session`);
  const designs = new Set(ops.filter(isInLibc).map(({ policies }) => JSON.stringify(policies)));
  if (designs.size > 1) throw new Unsupported(`${several}, by calls of different designs`);
}

/** Memory that cannot be read is found to be so once the phone is found to have room. */
function refuseUnreadable(ops: readonly Op[]) {
  if (!ops.some((op) => isInLibc(op) && (op.badBuffer || op.mapping !== NONE))) return;
  throw new Unsupported(
    'syncCall=libc: a call that may be queued, with arguments that cannot be read',
  );
}

const fillsPhone = ({ call }: Op): boolean => call.startsWith('ipc_call_async');

/**
 * In libc's way, a thread that waits for its answer would have to serve requests as well. Several
 * callers of a task exchange their threads (model/ipc/sync-call/fibrils.ts): those must be alike, and
 * no debugger may know one by its number.
 */
export function refuseLibc(names: Names, lanes: readonly { task: number; ops: readonly Op[] }[]) {
  for (const { task, ops } of lanes) {
    if (!ops.some(isInLibc)) continue;
    const callers = lanes.filter((lane) => lane.task === task && lane.ops.some(isInLibc));
    const all = lanes.filter((lane) => lane.task === task).flatMap((lane) => lane.ops);
    if (callers.length > 1) refuseFibrils(names, task, all);
    if (callers.length > 1 || all.some(fillsPhone)) refuseUnreadable(all);
    const receives = lanes.some(
      (lane) => lane.task === task && lane.ops.some(({ call }) => call === 'ipc_wait'),
    );
    const isCalled = names.phones.some(({ box }) => box !== NONE && names.boxes[box].task === task);
    if (receives || isCalled) {
      throw new Unsupported(`syncCall=libc: task ${names.tasks[task]} also receives messages`);
    }
  }
}
