/**
 * Checks of the cells: that the table has the call, that it has its arguments (what they are is
 * `validate-args.ts`), and that only the environment does what only the environment can do.
 */
import { signatureOf } from '../calls/call-spec.ts';
import { CALLS, callOf, counterpartOf } from '../calls/calls.ts';
import { isKernelTable } from '../calls/call-spec.ts';
import type { Faults } from '../faults.ts';
import type { Cell, EnvOp, Lane, Litmus, Place, Value } from '../litmus.ts';
import { nearest, quoted, type Refuse } from '../litmus-error.ts';
import { printCell } from '../print.ts';
import { checkArg, checkReceivedBefore } from './validate-args.ts';
import { checkGroup } from './validate-checkpoints.ts';
import { BYTE } from './ranges.ts';
import { checkLoc, checkRef, checkValue, type Names, inRange } from './validate-names.ts';
import { checkSetOfThread, checkSetRegister } from './validate-sets.ts';
import { timeoutOf } from './validate-time.ts';

type Call = Extract<Cell, { is: 'call' }>;
type Assign = Extract<Cell, { is: 'assign' }>;

/** Checks all cells, row by row. */
export function checkCells(litmus: Litmus, names: Names, refuse: Refuse, faults: Faults): void {
  const { lanes, rows } = litmus;
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      if (cell === null) continue;
      faults.attempt(() => checkCell(cell, lanes[column], names, refuse), undefined);
    }
  }
  // It reads the arguments of all calls, and must find them to be such.
  if (faults.isNone && names.flow === null) checkReceivedBefore(litmus, names, refuse);
}

function checkCell(cell: Cell, lane: Lane, names: Names, refuse: Refuse): void {
  if (cell.is === 'call') checkCall(cell, lane, names, refuse);
  if (cell.is === 'assign') checkAssign(cell, lane, names, refuse);
  if (cell.is === 'env') checkEnv(cell.op, cell.place, lane, names, refuse);
}

function checkCall(cell: Call, lane: Lane, names: Names, refuse: Refuse): void {
  const { call, args, place } = cell;
  const spec = callOf(call, names.table) ?? refuseCall(call, place, names, refuse);
  if (lane.name === 'E') {
    refuse(place, `the call ${quoted(call)} in lane E`, 'an operation of the environment');
  }
  const most = spec.args.length;
  const least = spec.args.filter(({ optional }) => !optional).length;
  if (args.length < least || args.length > most) {
    const count = least === most ? `${most}` : `${least} or ${most}`;
    refuse(place, `${args.length} arguments of ${call}`, `${count}: ${signatureOf(spec)}`);
  }
  for (const [i, arg] of args.entries()) checkArg(arg, spec.args[i], spec, lane, names, refuse);
}

function refuseCall(call: string, place: Place, names: Names, refuse: Refuse): never {
  const { table } = names;
  const here = CALLS.filter((spec) => spec.tables.includes(table)).map(({ name }) => name);
  const expected = `a call of the table ${table}`;
  const hint = counterpartOf(call, table) || nearest(call, here);
  const tables = CALLS.filter(({ name }) => name === call).flatMap((spec) => spec.tables);
  const elsewhere = tables.length === 0 ? '' : ` (${call} is in ${tables.join(', ')})`;
  return refuse(place, `the call ${quoted(call)}`, expected + elsewhere, hint);
}

function checkAssign(
  { loc, value, place }: Assign,
  lane: Lane,
  names: Names,
  refuse: Refuse,
): void {
  if (lane.name === 'E') refuse(place, 'an assignment in lane E', "'set' and the assignment");
  if (isKernelTable(names.table)) {
    const expected = "'increment(x)', or the value of the word at the start";
    refuse(place, `an assignment in the table ${names.table}`, expected);
  }
  checkValue(value, place, names, refuse);
  if (loc.is === 'register' && `P${loc.lane}` === lane.name && value.is === 'integer') {
    return checkLoc(loc, names, refuse);
  }
  const isWord = loc.is === 'object' && names.objects.get(loc.name)?.type === 'word';
  if (!isWord) {
    if (loc.is === 'object') checkLoc(loc, names, refuse);
    refuse(place, 'an assignment to what is no word', 'a word of user memory on the left');
  }
  checkLoc(loc, names, refuse);
  checkWordValue(value, place, refuse);
}

/** Words hold integers, in a byte. */
function checkWordValue(value: Value, place: Place, refuse: Refuse): void {
  if (value.is !== 'integer') {
    return refuse(place, `the value ${quoted(value.name)}`, 'an integer');
  }
  inRange(value.value, BYTE[0], BYTE[1], place, 'a word', refuse);
}

function checkEnv(op: EnvOp, place: Place, lane: Lane, names: Names, refuse: Refuse): void {
  const kernel = isKernelTable(names.table);
  if (kernel && op.is !== 'tick') {
    const expected = `tick, or a kernel function such as thread_interrupt(P0)`;
    refuse(place, `'${op.is}' in the table ${names.table}`, expected);
  }
  if (!kernel && lane.name !== 'E') {
    refuse(place, `'${op.is}' in lane ${lane.name}`, `'${op.is}' in lane E only`);
  }
  switch (op.is) {
    case 'await':
      checkRef(op.ref, place, names, refuse);
      return checkAwait(op, place, names, refuse);
    case 'abort':
      return checkRef(op.ref, place, names, refuse);
    case 'resume':
    case 'stop':
    case 'go':
      return names.checkThread(op.lane, place);
    case 'kill':
      return names.checkTask(op.task, place);
    case 'checkpoint':
    case 'restore':
      return checkGroup(op, place, names, refuse);
    case 'examine':
      return names.checkThread(op.lane, place);
    case 'set-pc':
    case 'set-arg':
      return checkSetOfThread(op, names, place, refuse);
    case 'set':
      if (op.loc.is !== 'object') return checkSetRegister(op, names, place, refuse);
      checkLoc(op.loc, names, refuse);
      checkValue(op.value, place, names, refuse);
      if (op.loc.is === 'object' && op.loc.field === null) {
        checkWordValue(op.value, place, refuse);
      }
      return;
    case 'tick':
      return inRange(op.count, 1, 100, place, 'tick', refuse);
  }
}

/** Calls that wake, notify, spin or end, and never wait for anything. */
const NEVER_ASLEEP =
  /^(thread_(udelay|exit)|futex_(up|wakeup)|waitq_(wakeup|destroy)|ipc_poke|ipc_irq_\w+|event_\w+)$/;

/** Refuses to await what the call can never be in: the lane would wait there for ever. */
function checkAwait(
  { state, ref }: Extract<EnvOp, { is: 'await' }>,
  place: Place,
  names: Names,
  refuse: Refuse,
): void {
  const cell = names.cellOf(ref);
  if (cell === undefined || state === 'Held' || state === 'Done') return;
  const stays = cell.call === 'futex_trydown' && names.table === 'helenos-2012';
  const returns = cell.call === 'thread_usleep' && timeoutOf(cell, names.table) === null;
  const found = `await ${state} of ${ref.lane}:${ref.label}`;
  if (stays) refuse(place, found, `await Done: ${cell.call} never enters the kernel in 2012`);
  if (state === 'Inside' || !(NEVER_ASLEEP.test(cell.call) || returns)) return;
  refuse(place, found, `await Inside, Held or Done: ${printCell(cell)} never sleeps`);
}
