/**
 * Checks of the arguments of calls: each is of its kind, and what it names exists.
 */
import { type ArgSpec, type CallSpec, EXPIRED } from '../calls/call-spec.ts';
import { callOf, flagsOf } from '../calls/calls.ts';
import { isKernelTable } from '../calls/call-spec.ts';
import { ANSWERS, methodsOf } from '../calls/ipc-calls.ts';
import { type Arg, holderOf, type Lane, type Litmus, type Place } from '../litmus.ts';
import { nearest, quoted, type Refuse } from '../litmus-error.ts';
import { ANSWER, BYTE, COUNT, METHOD } from './ranges.ts';
import { checkLoc, inRange, type Names } from './validate-names.ts';

/** The call to which libc gives a deadline that has passed. */
const EXPIRES = 'waitq_sleep';

/** The longest wait, in ticks. */
export const DURATION_MAX = 100;

/** Checks one argument of a call. */
export function checkArg(
  arg: Arg,
  { name: argName, kind }: ArgSpec,
  spec: CallSpec,
  lane: Lane,
  names: Names,
  refuse: Refuse,
): void {
  const what = `${argName} of ${spec.name}`;
  const text = arg.is === 'integer' ? String(arg.value) : arg.names.join('+');
  const found = quoted(text);
  switch (kind) {
    case 'duration':
    case 'value':
    case 'integer': {
      if (spec.name === EXPIRES && arg.is === 'names' && text === EXPIRED) return;
      if (arg.is !== 'integer') return refuse(arg.place, found, `a number for ${what}`);
      const most = kind === 'duration' ? DURATION_MAX : COUNT[1];
      const least = kind === 'value' ? BYTE[0] : 0;
      return inRange(arg.value, least, most, arg.place, what, refuse);
    }
    case 'flags':
      return checkFlags(arg, spec, names, refuse);
    case 'method':
    case 'answer': {
      if (arg.is === 'integer') {
        const [least, most] = kind === 'method' ? METHOD : ANSWER;
        return inRange(arg.value, least, most, arg.place, what, refuse);
      }
      const known = kind === 'method' ? methodsOf(names.table) : ANSWERS;
      if (arg.names.length === 1 && known.includes(arg.names[0])) return;
      const expected = `a number or ${kind === 'method' ? 'a method' : 'an error'} for ${what}`;
      return refuse(arg.place, found, `${expected}: ${known.join(', ')}`, nearest(text, known));
    }
    case 'address': {
      const [name] = arg.is === 'names' ? arg.names : [];
      const type = names.objects.get(name)?.type;
      if (arg.is === 'names' && arg.names.length === 1 && (type === 'word' || type === 'futex'))
        return;
      const words = [...names.objects.values()].filter((it) => it.type !== 'section');
      const hint = nearest(
        text,
        words.map((it) => it.name),
      );
      return refuse(arg.place, found, `a word or a futex for ${what}`, hint);
    }
    default: {
      if (arg.is !== 'names' || arg.names.length !== 1) {
        return refuse(arg.place, found, `a ${kind} for ${what}`);
      }
      const [name] = arg.names;
      if (kind === 'lane') return names.checkThread(name, arg.place);
      if (kind === 'register') return checkRegister(name, arg.place, lane, names, refuse);
      return checkObject(name, kind, arg.place, spec, lane, names, refuse);
    }
  }
}

function checkObject(
  name: string,
  type: string,
  place: Place,
  spec: CallSpec,
  lane: Lane,
  names: Names,
  refuse: Refuse,
): void {
  const object = names.objects.get(name);
  if (object === undefined || !isOfType(object.type, type, spec, names)) {
    const known = [...names.objects.values()].filter((it) => it.type === type);
    const list = known.map((it) => it.name);
    const has = list.length === 0 ? ', of which the test has none' : `: ${list.join(', ')}`;
    const found = object === undefined ? quoted(name) : `the ${object.type} ${quoted(name)}`;
    refuse(place, found, `a ${type}${has}`, nearest(name, list));
  }
  const task = names.taskOf.get(lane.name);
  const holder = holderOf(object);
  if (holder !== null && holder !== task) {
    refuse(place, `${quoted(name)}, a phone of ${holder}`, `a phone of the task ${task}`);
  }
}

/**
 * Kernel threads may use the kernel queue of a futex as the wait queue that it is; libc of 2026 has its
 * handle in the futex, and sleeps and wakes by it.
 */
function isOfType(found: string, type: string, { name }: CallSpec, { table }: Names): boolean {
  if (found === type) return true;
  const isByHandle = table === 'helenos-2026' && /^waitq_(sleep|wakeup)$/.test(name);
  return found === 'futex' && type === 'waitq' && (isKernelTable(table) || isByHandle);
}

function checkFlags(arg: Arg, spec: CallSpec, names: Names, refuse: Refuse): void {
  const flags = flagsOf(spec, names.table);
  const expected = `flags of ${spec.name} in the table ${names.table}: ${['0', ...flags].join(', ')}`;
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

/**
 * A request is named by a register of the lane, or else by one of one other lane of its task. In a
 * kernel table one of a lane of another task will do: it was sent no request, and finds none.
 */
function checkRegister(name: string, place: Place, lane: Lane, names: Names, refuse: Refuse): void {
  const task = names.taskOf.get(lane.name);
  const having = lanesWith(name, names, (other) => names.taskOf.get(other) === task);
  if (having.includes(lane.name) || having.length === 1) return;
  if (having.length > 1) {
    const found = `${quoted(name)}, a register of ${having.join(' and of ')}`;
    refuse(place, found, `a register that only one lane of ${task} has`);
  }
  if (isKernelTable(names.table) && lanesWith(name, names, () => true).length === 1) return;
  checkLoc({ is: 'register', lane: Number(lane.name.slice(1)), name, place }, names, refuse);
}

/** The lanes that set a register of this name, of those that are asked for. */
function lanesWith(name: string, names: Names, isMeant: (lane: string) => boolean): string[] {
  const having = [...names.registers].filter(([lane, all]) => isMeant(lane) && all.has(name));
  return having.map(([lane]) => lane);
}

/** Checks that a lane which answers a request of its own has received it further up. */
export function checkReceivedBefore(
  { init, lanes, rows }: Litmus,
  names: Names,
  refuse: Refuse,
): void {
  if (isKernelTable(names.table)) return;
  for (const [column, { name: lane }] of lanes.entries()) {
    const later = new Set(names.registers.get(lane));
    for (const item of init) {
      if (item.is !== 'value' || item.loc.is !== 'register') continue;
      if (`P${item.loc.lane}` === lane) later.delete(item.loc.name);
    }
    for (const row of rows) {
      const cell = row[column];
      if (cell?.is !== 'call') continue;
      const spec = callOf(cell.call, names.table);
      for (const [i, arg] of cell.args.entries()) {
        if (spec?.args[i].kind !== 'register' || arg.is !== 'names') continue;
        const [name] = arg.names;
        if (!later.has(name)) continue;
        const found = `the register ${quoted(`${lane.slice(1)}:${name}`)}, which is set further down`;
        refuse(arg.place, found, `a register that ${lane} has set before`);
      }
      if (cell.register !== null) later.delete(cell.register);
    }
  }
}
