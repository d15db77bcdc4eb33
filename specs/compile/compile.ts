/**
 * From a litmus test to a program of the model: every name becomes a number.
 *
 * The litmus has been validated, so what is looked up here is there; only what concerns the model
 * (a task kill that would need IPC clean-up, an operation that nothing models) is refused, as
 * Unsupported, with the reason. Objects first (`compile-objects.ts`), then calls, which look them
 * up (`compile-calls.ts`), then the environment, which refers to calls (`compile-environment.ts`).
 */
import { isSet } from '../../model/designs/asking.ts';
import type { Design } from '../../model/designs/policies.ts';
import { allocates } from '../../model/ipc/methods.ts';
import { CAME_FORWARDED } from '../../model/record/ipc-objects.ts';
import { keepsHeld } from '../../model/environment.ts';
import { isOfHeld as isOfHeldThread } from '../../model/syscall/examine.ts';
import { callsOf, NONE, type Op, type Program, type Revision } from '../../model/record/program.ts';
import { CallCompiler } from './compile-calls.ts';
import { CheckpointCompiler } from './compile-checkpoints.ts';
import { type EnvironmentOptions, budgetsOf, environmentOf } from './compile-environment.ts';
import { addHangupCalls, addSparePhones, mayEnd, refuseLibc } from './compile-ipc.ts';
import { type Names, cellsOf, taskName, threadOf } from './compile-names.ts';
import { addSlams, refuseFaults, holdsAtBoundary, refuseSessions } from './compile-sessions.ts';
import { namesOf } from './compile-objects.ts';
import { compileLane } from './compile-user.ts';
import { numbersOf, refuseUserCode } from './user-numbers.ts';
import { nodeOffsets, tickOffsets, ticksMost } from './compile-ticks.ts';
import { examinesOf, refuseExamining, variantsOf } from './compile-sets.ts';
import { trapsOf } from './compile-traps.ts';
import { otherWorld, withWorld } from './compile-worlds.ts';
import { assertedIn } from '../litmus/calls/asserted.ts';
import { flowOf, usesUserCode } from '../litmus/flow/flow.ts';
import { inlined } from '../litmus/flow/inlined.ts';
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
  const isMoved = options.holdsOnly !== true && options.withoutAborts !== true;
  const other = isMoved ? otherWorld(litmus, { design, revision }) : null;
  if (other === null) return compileOn(litmus, design, revision, options);
  const crosses = other.revision !== revision;
  const own = compileOn(litmus, design, revision, options, crosses);
  return withWorld(own, compileOn(litmus, other.design, other.revision, options, crosses), litmus);
}

/** The program as it runs on one kernel. */
function compileOn(
  litmus: Litmus,
  design: Design,
  revision: Revision,
  options: CompileOptions,
  crosses = false,
): Program {
  const flow = usesUserCode(litmus) ? flowOf(litmus) : null;
  const names = namesOf(inlined(litmus), revision, flow, crosses);
  const calls = new CallCompiler(names, design);
  calls.numberRegisters();
  const stampReturns = options.stampReturns ?? false;
  const written = names.columns.map((column, thread) => ({
    name: litmus.lanes[column].name,
    task: names.tasks.indexOf(taskName(litmus, column)),
    restart: litmus.meta.restart.includes(litmus.lanes[column].name),
    ...(flow === null
      ? plainLane(names, calls, thread, stampReturns)
      : compileLane(flow.lanes[thread], thread, numbersOf(names, calls, thread, flow))),
  }));
  if (flow !== null) refuseUserCode(names);
  const variants = variantsOf(
    names,
    calls,
    written.map(({ ops: each }) => each),
  );
  const lanes = written.map((lane, t) => ({ ...lane, variants: variants.byThread[t] }));
  refuse(names, lanes);
  refuseExamining(names, lanes);
  refuseLibc(names, lanes);
  addSparePhones(names, lanes);
  addHangupCalls(names, calls.messages, calls.hangups);
  addSlams(names, calls.messages);
  refuseFaults(names);
  refuseTooMany(names, calls.messages.length);
  const ops = lanes.flatMap(callsOf);
  const checkpoints = new CheckpointCompiler(names, lanes, design, options.holdsOnly === true);
  const env = environmentOf(names, checkpoints, options, variants, calls.registers);
  const budgets = budgetsOf(names, options);
  const aborts = abortsMost(env, budgets);
  refuseSessions(names, design, aborts, ops);
  const isMoved = env.some(({ is }) => is === 'checkpoint');
  const isRenamed = isMoved && design.policies.names === 'raw' && names.boxes.length > 0;
  const offsets = isMoved ? nodeOffsets(litmus) : tickOffsets(names, design);
  const examines = env.some(isOfHeldThread) ? examinesOf(names, design) : null;
  const handles = handlesOf(names, litmus);
  const losesRecords = handles !== null && !isSet(design.policies, 'handler=nested');
  const clears = examines?.examine === 'clears' || losesRecords;
  const skew = Math.max(...offsets);
  const withTicks = (op: Op): Op => ({
    ...op,
    ticksMost: ticksMost(op, aborts, calls.messages.length, skew, isMoved, clears),
  });
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
      ops: lane.ops.map(withTicks),
      variants: lane.variants.map(withTicks),
    })),
    tasks: names.tasks,
    env,
    moved: isMoved ? checkpoints.moved().map((own) => own.map(withTicks)) : [],
    readsEarly: env.some((a) => a.is === 'checkpoint' && a.plan.some((deed) => deed.do === 'read')),
    examines,
    queues: names.queues,
    words: names.words,
    sections: names.sections,
    hasUserCode: flow !== null,
    phones: names.phones,
    boxes: names.boxes,
    sessions: names.sessions,
    holdsAtBoundary: holdsAtBoundary(names, design),
    goQueues: names.goQueues,
    asLocks: names.asLocks,
    events: names.events,
    depth: depthOf(names, ops),
    allocatesPhones: ops.some(({ method }) => allocates(method)),
    keepsHandles:
      !names.old && (isRenamed || ops.some(({ call }) => call.startsWith('ipc_forward'))),
    masquerades: ops.some(({ masquerades }) => masquerades),
    messages: calls.messages,
    registers: calls.registers,
    budgets,
    handles,
    resumed: lanes.map((_, t) => env.some((a) => keepsHeld(a) && a.thread === t)),
    counted: calls.counted,
    timed: calls.timed,
    ticksMax: litmus.meta.ticks ?? TICKS_DEFAULT,
    stampReturns,
    ghosts: { place: asserts('R17'), order: asserts('R8') },
  };
}

/** `Handler=P1:P0`. @throws Unsupported beside user code, whose lanes begin wherever they will. */
function handlesOf(names: Names, { meta }: Litmus): readonly number[] | null {
  const { handlers } = meta;
  if (handlers === undefined || handlers.length === 0) return null;
  if (names.flow !== null) throw new Unsupported('a handler beside loops and branches');
  return names.columns.map((column) => {
    const found = handlers.find(({ lane }) => lane === names.litmus.lanes[column].name);
    return found === undefined ? NONE : threadOf(names, found.on);
  });
}

/** A lane without user code: a call after the other. */
function plainLane(
  names: Names,
  calls: CallCompiler,
  thread: number,
  stampReturns: boolean,
): Pick<Program['lanes'][number], 'ops' | 'code' | 'dead'> {
  const ops = cellsOf(names.litmus, names.columns[thread]).map((cell, index) => {
    const op = calls.compile(cell, thread, index);
    return stampReturns ? calls.withRegister(op, thread, index) : op;
  });
  return { ops, code: [], dead: [] };
}

/** Aborts that may come in all, budgeted or by the E lane. */
function abortsMost(env: Program['env'], budgets: Program['budgets']): number {
  const free = env.reduce((sum, action) => sum + stopsOf(action), 0);
  return budgets.reduce((sum, { most }) => sum + most, free);
}

/** How often an action asks threads to stop. */
function stopsOf(action: Program['env'][number]): number {
  if (action.is !== 'checkpoint') return action.is === 'abort' ? 1 : 0;
  return action.plan.filter((deed) => deed.do === 'stop').length;
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

/** 2026: who comes after the first subscriber of an interrupt, where the first is gone. */
function refuseSecondSubscribers({ litmus, old }: Names, lanes: Program['lanes']): void {
  const all = lanes.flatMap(({ ops }) => ops);
  const subscribed = all.filter(({ call }) => call === 'ipc_irq_subscribe').map((op) => op.event);
  if (old || new Set(subscribed).size === subscribed.length) return;
  const leaves = all.some(({ call }) => call === 'thread_exit');
  const isEnded = litmus.rows.some((row) =>
    row.some((cell) => cell?.is === 'env' && /^(kill|checkpoint)$/.test(cell.op.is)),
  );
  if (!leaves && !isEnded) return;
  throw new Unsupported('two subscribers of an interrupt, where tasks end or move (2026)');
}

/** What would need something that nothing models. */
function refuse(names: Names, lanes: Program['lanes']): void {
  refuseSecondSubscribers(names, lanes);
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
