/**
 * From a litmus test to a program of the model: every name becomes a number.
 *
 * The litmus has been validated, so what is looked up here is there; only what concerns the model
 * (a task kill that would need IPC clean-up, an operation that nothing models) is refused, as
 * Unsupported, with the reason. Objects first (`compile-objects.ts`), then calls, which look them
 * up (`compile-calls.ts`), then the environment, which refers to calls (`compile-environment.ts`).
 */
import type { Design } from '../../model/designs/policies.ts';
import { allocates } from '../../model/ipc/methods.ts';
import { CAME_FORWARDED } from '../../model/record/ipc-objects.ts';
import type { Op, Program, Revision } from '../../model/record/program.ts';
import { CallCompiler } from './compile-calls.ts';
import { type EnvironmentOptions, budgetsOf, environmentOf } from './compile-environment.ts';
import { addHangupCalls, addSparePhones, mayEnd, refuseLibc } from './compile-ipc.ts';
import { type Names, cellsOf, taskName } from './compile-names.ts';
import { addSlams, refuseFaults, holdsAtBoundary, refuseSessions } from './compile-sessions.ts';
import { namesOf } from './compile-objects.ts';
import { tickOffsets, ticksMost } from './compile-ticks.ts';
import { trapsOf } from './compile-traps.ts';
import { assertedIn } from '../litmus/calls/asserted.ts';
import type { Cell, Litmus } from '../litmus/litmus.ts';
import { Unsupported } from './unsupported.ts';

/** Ticks that may come where the file does not say. */
const TICKS_DEFAULT = 8;

export interface CompileOptions extends EnvironmentOptions {
  /** Results carry the tick of their return. */
  readonly stampReturns?: boolean;
}

/** @throws Unsupported */
export function compile(
  litmus: Litmus,
  design: Design,
  revision: Revision,
  options: CompileOptions = {},
): Program {
  const names = namesOf(litmus, revision);
  const calls = new CallCompiler(names, design);
  calls.numberRegisters();
  const stampReturns = options.stampReturns ?? false;
  const lanes = names.columns.map((column, thread) => ({
    name: litmus.lanes[column].name,
    task: names.tasks.indexOf(taskName(litmus, column)),
    restart: litmus.meta.restart.includes(litmus.lanes[column].name),
    ops: cellsOf(litmus, column).map((cell, index) => {
      const op = calls.compile(cell, thread, index);
      return stampReturns ? calls.withRegister(op, thread, index) : op;
    }),
  }));
  refuse(names, lanes);
  refuseLibc(names, lanes);
  addSparePhones(names, lanes);
  addHangupCalls(names, calls.messages, calls.hangups);
  addSlams(names, calls.messages);
  refuseFaults(names);
  refuseTooMany(names, calls.messages.length);
  const ops = lanes.flatMap((lane) => lane.ops);
  const env = environmentOf(names, options);
  const budgets = budgetsOf(names, options);
  const aborts = abortsMost(env, budgets);
  refuseSessions(names, design, aborts, ops);
  const offsets = tickOffsets(names, design);
  const asserted = assertedIn(litmus);
  const asserts = (id: string): boolean => asserted.includes(id);
  return {
    name: litmus.name,
    revision,
    kernelLevel: names.kernelLevel,
    wakerFinishes: names.old && !names.kernelLevel && design.policies.waker === 'finishes',
    ...trapsOf(names, design, lanes, aborts),
    tickOffsets: offsets,
    lanes: lanes.map((lane) => ({
      ...lane,
      ops: lane.ops.map((op) => ({
        ...op,
        ticksMost: ticksMost(op, aborts, calls.messages.length, Math.max(...offsets)),
      })),
    })),
    tasks: names.tasks,
    env,
    queues: names.queues,
    words: names.words,
    phones: names.phones,
    boxes: names.boxes,
    sessions: names.sessions,
    holdsAtBoundary: holdsAtBoundary(names, design),
    goQueues: names.goQueues,
    asLocks: names.asLocks,
    events: names.events,
    depth: depthOf(names, ops),
    allocatesPhones: ops.some(({ method }) => allocates(method)),
    keepsHandles: !names.old && ops.some(({ call }) => call.startsWith('ipc_forward')),
    masquerades: ops.some(({ masquerades }) => masquerades),
    messages: calls.messages,
    registers: calls.registers,
    budgets,
    resumed: lanes.map((_, t) => env.some((a) => a.is === 'resume' && a.thread === t)),
    counted: calls.counted,
    timed: calls.timed,
    ticksMax: litmus.meta.ticks ?? TICKS_DEFAULT,
    stampReturns,
    ghosts: { place: asserts('R17'), order: asserts('R8') },
  };
}

/** Aborts that may come in all, budgeted or by the E lane. */
function abortsMost(env: Program['env'], budgets: Program['budgets']): number {
  const free = env.filter(({ is }) => is === 'abort').length;
  return budgets.reduce((sum, { most }) => sum + most, free);
}

/** How deep the functions of IPC call each other (Program.depth). */
function depthOf(names: Names, ops: readonly Op[]): number {
  if (names.boxes.length === 0) return 0;
  if (names.tasks.some((_, task) => mayEnd(names, task))) return 4;
  // 2026: a handle may come to mean another phone, so a thread keeps the one that it found.
  if (!names.old && ops.some(({ method }) => allocates(method))) return 4;
  const isSync = (cell: Cell): boolean =>
    cell.is === 'call' && /^(ipc_call_sync|page_in|ipc_req)/.test(cell.call);
  const cells = names.columns.flatMap((column) => cellsOf(names.litmus, column));
  return cells.some(isSync) ? 2 : 1;
}

/** A register tells so many messages apart; in kernel tables one bit of it is taken. */
const MESSAGES_MAX = 64;
/** Queues are numbered in a byte, whose last values mean others. */
const QUEUES_MAX = 250;
/** Handles of a task are numbered in six bits. */
const PHONES_MAX = 62;

/** Counts that depend on design and revision, so that no reader of a file can refuse them. */
function refuseTooMany({ kernelLevel, queues, phones }: Names, messages: number): void {
  const most = kernelLevel ? CAME_FORWARDED : MESSAGES_MAX;
  const counts = [
    { what: 'messages', count: messages, most },
    { what: 'queues', count: queues.length, most: QUEUES_MAX },
    { what: 'phones', count: phones.length, most: PHONES_MAX },
  ];
  for (const each of counts) {
    if (each.count <= each.most) continue;
    throw new Unsupported(`${each.count} ${each.what}; the model has at most ${each.most}`);
  }
}

/** What would need something that nothing models. */
function refuse(names: Names, lanes: Program['lanes']): void {
  for (const [q, { name, kind }] of names.queues.entries()) {
    const users = lanes.filter(({ ops }) => ops.some((op) => op.queue === q));
    const tasks = new Set(users.map(({ task }) => task));
    const isHandle = kind === 'waitq' || kind === 'futex';
    if (!names.old && !names.kernelLevel && isHandle && tasks.size > 1) {
      throw new Unsupported(
        `${name} is a capability of one task (2026), but lanes of ${tasks.size} tasks use it`,
      );
    }
  }
}
