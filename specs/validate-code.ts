/**
 * Checks of the cells: that the table has the call, that its arguments fit, and that only the
 * environment does what only the environment can do.
 */
import { closest } from 'fastest-levenshtein';
import {
  CALLS,
  callOf,
  type CallSpec,
  counterpartOf,
  flagsOf,
  isKernelTable,
  NOT_MODELLED,
} from './calls.ts';
import type { Arg, Cell, EnvOp, Lane, Litmus, Place } from './litmus.ts';
import { nearest, quoted, type Refuse } from './litmus-error.ts';
import {
  checkLoc,
  checkRef,
  checkValue,
  inRange,
  INTEGER_MAX,
  type Names,
} from './validate-names.ts';

/** The longest wait, in ticks. */
export const DURATION_MAX = 100;

type Call = Extract<Cell, { is: 'call' }>;
type Assign = Extract<Cell, { is: 'assign' }>;

/** Checks all cells, row by row. */
export function checkCells({ lanes, rows }: Litmus, names: Names, refuse: Refuse): void {
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      if (cell === null) continue;
      const lane = lanes[column];
      if (cell.is === 'call') checkCall(cell, lane, names, refuse);
      if (cell.is === 'assign') checkAssign(cell, lane, names, refuse);
      if (cell.is === 'env') checkEnv(cell.op, cell.place, lane, names, refuse);
    }
  }
}

function checkCall(cell: Call, lane: Lane, names: Names, refuse: Refuse): void {
  const { call, args, place } = cell;
  const spec = callOf(call, names.table) ?? refuseCall(call, place, names, refuse);
  if (lane.name === 'E') {
    refuse(place, `the call ${quoted(call)} in lane E`, 'an operation of the environment');
  }
  if (args.length !== spec.args.length) {
    const takes = spec.args.map(({ name }) => name).join(', ');
    refuse(place, `${args.length} arguments of ${call}`, `${spec.args.length}: ${call}(${takes})`);
  }
  for (const [i, arg] of args.entries()) checkArg(arg, spec.args[i], spec, lane, names, refuse);
}

function refuseCall(call: string, place: Place, names: Names, refuse: Refuse): never {
  const { table } = names;
  const here = CALLS.filter((spec) => spec.tables.includes(table)).map(({ name }) => name);
  const expected = `a call of the table ${table}`;
  // A call that is like none still has a nearest one; a name of any length has not.
  const far = call.length > 64 ? '' : closest(call, here);
  const hint = counterpartOf(call, table) || nearest(call, here) || far;
  if (NOT_MODELLED.has(call)) {
    refuse(place, `${quoted(call)}, which is not modelled yet`, expected, hint);
  }
  const tables = CALLS.filter(({ name }) => name === call).flatMap((spec) => spec.tables);
  const elsewhere = tables.length === 0 ? '' : ` (${call} is in ${tables.join(', ')})`;
  return refuse(place, `the call ${quoted(call)}`, expected + elsewhere, hint);
}

function checkArg(
  arg: Arg,
  { name: argName, kind }: CallSpec['args'][number],
  spec: CallSpec,
  lane: Lane,
  names: Names,
  refuse: Refuse,
): void {
  const what = `${argName} of ${spec.name}`;
  const found = quoted(arg.is === 'integer' ? String(arg.value) : arg.names.join('+'));
  switch (kind) {
    case 'duration':
    case 'integer': {
      if (arg.is !== 'integer') return refuse(arg.place, found, `a number for ${what}`);
      const most = kind === 'duration' ? DURATION_MAX : INTEGER_MAX;
      return inRange(arg.value, 0, most, arg.place, what, refuse);
    }
    case 'flags':
      return checkFlags(arg, spec, names, refuse);
    default: {
      if (arg.is !== 'names' || arg.names.length !== 1) {
        return refuse(arg.place, found, `a ${kind} for ${what}`);
      }
      const [name] = arg.names;
      if (kind === 'lane') return names.checkThread(name, arg.place);
      if (kind === 'register') {
        const lane0 = Number(lane.name.slice(1));
        return checkLoc({ is: 'register', lane: lane0, name, place: arg.place }, names, refuse);
      }
      return checkObject(name, kind, arg.place, lane, names, refuse);
    }
  }
}

function checkObject(
  name: string,
  type: string,
  place: Place,
  lane: Lane,
  names: Names,
  refuse: Refuse,
): void {
  const object = names.objects.get(name);
  if (object === undefined || !isOfType(object.type, type, names)) {
    const known = [...names.objects.values()].filter((it) => it.type === type);
    const list = known.map((it) => it.name);
    const has = list.length === 0 ? ', of which the test has none' : `: ${list.join(', ')}`;
    const found = object === undefined ? quoted(name) : `the ${object.type} ${quoted(name)}`;
    refuse(place, found, `a ${type}${has}`, nearest(name, list));
  }
  const task = names.taskOf.get(lane.name);
  if (object.link !== null && object.link.from !== task) {
    refuse(place, `${quoted(name)}, a phone of ${object.link.from}`, `a phone of the task ${task}`);
  }
}

/** Kernel threads may use the kernel queue of a futex as the wait queue that it is. */
function isOfType(found: string, type: string, names: Names): boolean {
  return found === type || (found === 'futex' && type === 'waitq' && isKernelTable(names.table));
}

function checkFlags(arg: Arg, spec: CallSpec, names: Names, refuse: Refuse): void {
  const flags = flagsOf(names.table);
  const expected = `flags of ${spec.name} in the table ${names.table}: 0, ${flags.join(', ')}`;
  if (arg.is === 'integer') {
    if (arg.value !== 0) refuse(arg.place, String(arg.value), expected);
    return;
  }
  const seen = new Set<string>();
  for (const flag of arg.names) {
    if (flag === 'NONE' && arg.names.length === 1) return;
    if (!flags.includes(flag)) {
      refuse(arg.place, `the flag ${quoted(flag)}`, expected, nearest(flag, flags));
    }
    if (seen.has(flag)) refuse(arg.place, `the flag ${flag} twice`, 'each flag once');
    seen.add(flag);
  }
}

function checkAssign(
  { loc, value, place }: Assign,
  lane: Lane,
  names: Names,
  refuse: Refuse,
): void {
  if (lane.name === 'E') refuse(place, 'an assignment in lane E', "'set' and the assignment");
  checkValue(value, place, refuse);
  if (loc.is === 'register' && `P${loc.lane}` === lane.name && value.is === 'integer') {
    return checkLoc(loc, names, refuse);
  }
  const isWord = loc.is === 'object' && names.objects.get(loc.name)?.type === 'word';
  if (!isWord) {
    if (loc.is === 'object') checkLoc(loc, names, refuse);
    refuse(place, 'an assignment to what is no word', 'a word of user memory on the left');
  }
  checkLoc(loc, names, refuse);
  if (value.is !== 'integer') refuse(place, `the value ${quoted(value.name)}`, 'an integer');
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
    case 'abort':
      return checkRef(op.ref, place, names, refuse);
    case 'resume':
    case 'stop':
    case 'go':
      return names.checkThread(op.lane, place);
    case 'kill':
    case 'checkpoint':
    case 'restore':
      return names.checkTask(op.task, place);
    case 'set':
      checkLoc(op.loc, names, refuse);
      return checkValue(op.value, place, refuse);
    case 'tick':
      return inRange(op.count, 1, 100, place, 'tick', refuse);
  }
}
