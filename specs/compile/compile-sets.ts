/**
 * What a test sets of threads that are held: the calls that they may go on with.
 *
 * A call with an argument that is set is another op, a variant of the one that is written; several
 * arguments may be set of one call, in the order of the E lane. A lane that is set back makes calls
 * again, which send messages of their own.
 */
import type { Design } from '../../model/designs/policies.ts';
import type { EnvAction, Op, Program } from '../../model/record/program.ts';
import * as VALUES from '../../model/record/values.ts';
import { TRAP } from '../../model/syscall/syscall.ts';
import { callOf as specOf } from '../litmus/calls/calls.ts';
import type { ArgKind } from '../litmus/calls/call-spec.ts';
import type { CallCompiler } from './compile-calls.ts';
import { type Names, callOf, cellsOf, threadOf } from './compile-names.ts';
import {
  type Arg,
  type Cell,
  type EnvOp,
  type HeldOp,
  isOfHeld,
  type Value,
} from '../litmus/litmus.ts';
import { printCell } from '../litmus/print.ts';
import { Unsupported } from './unsupported.ts';

type CallCell = Extract<Cell, { is: 'call' }>;
type SetArg = Extract<EnvOp, { is: 'set-arg' }>;
type SetArgAction = Extract<EnvAction, { is: 'set-arg' }>;

/** Per thread its variants, and by operation of the E lane what it makes of each op and variant. */
export interface Variants {
  readonly byThread: readonly (readonly Op[])[];
  readonly actions: ReadonlyMap<EnvOp, SetArgAction>;
}

/** How a design examines and sets what a test holds, or null: it holds nobody for that. */
export function examinesOf(names: Names, { policies }: Design): Program['examines'] {
  const { set, examine } = policies;
  return heldOps(names).length === 0 ? null : { set, examine };
}

/** @throws Unsupported where a thread that is stopped has no boundary of its own to be written at. */
export function refuseExamining(names: Names, lanes: Program['lanes']): void {
  if (heldOps(names).length === 0) return;
  if (names.flow !== null) throw new Unsupported('examine and set beside user code');
  if (names.sessions.length > 0) {
    throw new Unsupported('examine and set beside a debug session: the debugger holds the threads');
  }
  const inside = lanes
    .flatMap(({ ops }) => ops)
    .find(({ policies }) => policies.stop !== 'boundary');
  if (inside === undefined) return;
  throw new Unsupported(
    `a thread that is stopped inside ${inside.call} is at no boundary where it can be examined or set`,
  );
}

/** How often the E lane may set a lane back to this call, or before it. */
export function comesBackOf(names: Names, thread: number, index: number): number {
  const back = heldOps(names).filter(
    (op) =>
      op.is === 'set-pc' && threadOf(names, op.lane) === thread && opOf(names, op).op <= index,
  );
  return back.length;
}

/** The op with which a thread goes on: behind all of them, where no call has the label. */
function opOf(names: Names, ref: { lane: string; label: string }): { thread: number; op: number } {
  const { thread, op } = callOf(names, ref);
  return { thread, op: op < 0 ? cellsOf(names.litmus, names.columns[thread]).length : op };
}

/** What of an E lane is about held threads, as an action. @throws Unsupported */
export function heldAction(
  names: Names,
  op: HeldOp,
  variants: Variants,
  registers: Program['registers'],
): EnvAction {
  switch (op.is) {
    case 'examine':
      return { is: 'examine', thread: threadOf(names, op.lane) };
    case 'set-pc':
      return { is: 'set-pc', ...opOf(names, op) };
    case 'set-arg': {
      const action = variants.actions.get(op);
      if (action === undefined) throw new Error(`set ${op.lane}:arg${op.arg} has no variants`);
      return action;
    }
    case 'set': {
      const { loc, value } = op;
      if (loc.is !== 'register') throw new Error('a word is set by anybody at any time');
      const thread = threadOf(names, `P${loc.lane}`);
      const register = registers.findIndex((it) => it.lane === thread && it.name === loc.name);
      return { is: 'set-register', thread, register, value: byteOf(value) };
    }
  }
}

function byteOf(value: Value): number {
  if (value.is === 'integer') return VALUES.encodeValue(VALUES.INTEGER, value.value);
  const code = (VALUES.RC_NAMES as readonly string[]).indexOf(value.name);
  if (code < 0) throw new Unsupported(`set to ${value.name}: no register of the model holds it`);
  return VALUES.encodeValue(code, 0);
}

/** The variants that the E lane can make of the calls of each lane. @throws Unsupported */
export function variantsOf(
  names: Names,
  calls: CallCompiler,
  ops: readonly (readonly Op[])[],
): Variants {
  const byThread = ops.map((): Op[] => []);
  const actions = new Map<EnvOp, SetArgAction>();
  const cellsBy = names.columns.map((column) => cellsOf(names.litmus, column));
  /** Per variant the cell that it is compiled from, and the op whose place it takes. */
  const made = ops.map((): { cell: CallCell; index: number }[] => []);
  for (const op of heldOps(names)) {
    if (op.is !== 'set-arg') continue;
    const thread = threadOf(names, op.lane);
    const next = (from: Cell, index: number): number => {
      const cell = withArg(names, from, ops[thread][index], op);
      if (cell === null) return 0;
      made[thread].push({ cell, index });
      return byThread[thread].push(calls.variantOf(cell, ops[thread][index], thread, index));
    };
    const before = [...made[thread]];
    const ofOps = cellsBy[thread].map(next);
    const ofVariants = before.map(({ cell, index }) => next(cell, index));
    refuseIdle(op, ofOps, thread, names);
    actions.set(op, { is: 'set-arg', thread, ofOps, ofVariants });
  }
  // A variant that is made later is set by no operation before it.
  for (const [op, action] of actions) {
    const ofVariants = byThread[action.thread].map((_, v) => action.ofVariants[v] ?? 0);
    actions.set(op, { ...action, ofVariants });
  }
  return { byThread, actions };
}

function refuseIdle(op: SetArg, ofOps: readonly number[], thread: number, names: Names): void {
  if (ofOps.some((variant) => variant > 0)) return;
  const lane = names.litmus.lanes[names.columns[thread]].name;
  throw new Unsupported(
    `set ${lane}:arg${op.arg}: no call of ${lane} enters the kernel with such an argument`,
  );
}

/** What can be set of an argument: nothing that a method of the system, or a message, hangs on. */
const SETTABLE: ReadonlySet<ArgKind> = new Set([
  'duration',
  'flags',
  'integer',
  'method',
  'waitq',
  'futex',
  'phone',
]);

/** The call with the argument, or null: it has none of that kind, or is not issued again by a trap. */
function withArg({ litmus }: Names, cell: Cell, op: Op, set: SetArg): CallCell | null {
  if (cell.is !== 'call') return null;
  const spec = specOf(cell.call, litmus.meta.table);
  const kind = spec?.args[set.arg - 1]?.kind;
  if (kind === undefined || !isIssuedAgain(op) || !isOfKind(set.value, kind)) return null;
  if (!SETTABLE.has(kind) || (kind === 'method' && set.value.is !== 'integer')) {
    throw new Unsupported(`${printCell({ is: 'env', op: set, place: set.place })}: not modelled`);
  }
  const args: Arg[] = [...cell.args];
  // Arguments that are left out are 0.
  while (args.length < set.arg) args.push({ is: 'integer', value: 0, place: set.place });
  args[set.arg - 1] = set.value;
  return { ...cell, args };
}

/** By a trap of its own: libc's code has taken its arguments already. */
function isIssuedAgain({ entry, after, waits }: Op): boolean {
  return entry === TRAP && after === 0 && waits !== 'nothing' && waits !== 'pager';
}

const BY_NUMBER: ReadonlySet<ArgKind> = new Set(['duration', 'integer', 'method', 'answer']);

function isOfKind(value: Arg, kind: ArgKind): boolean {
  if (kind === 'flags') return value.is === 'names' || value.value === 0;
  return (value.is === 'integer') === BY_NUMBER.has(kind) || kind === 'method';
}

function heldOps({ litmus }: Names): HeldOp[] {
  const column = litmus.lanes.findIndex(({ name }) => name === 'E');
  if (column < 0) return [];
  return cellsOf(litmus, column).flatMap((cell) =>
    cell.is === 'env' && isOfHeld(cell.op) ? [cell.op] : [],
  );
}
