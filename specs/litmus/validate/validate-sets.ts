/**
 * Checks of what a test sets of a thread that is held: a register, the program counter, an argument of
 * the call that is to be issued again.
 *
 * Refused is what a debugger has no name for (a request that nobody has sent, a phone that the task
 * has not), and what no kernel would take: a program counter that is at no call of the lane.
 */
import { type CallSpec, signatureOf } from '../calls/call-spec.ts';
import { callOf } from '../calls/calls.ts';
import { PAYLOAD_VALUES } from '../calls/values.ts';
import { END_OF_LANE, type EnvOp, type Place } from '../litmus.ts';
import { quoted, type Refuse } from '../litmus-error.ts';
import { printValue } from '../print.ts';
import { REGISTER } from './ranges.ts';
import { checkArg } from './validate-args.ts';
import { checkLoc, checkRef, checkValue, inRange, type Names } from './validate-names.ts';

/** What is no value of a register, but what an end says of one. */
const OF_ENDS: ReadonlySet<string> = new Set(['blocked', 'killed', 'unset']);

/** `set 0:r0 = v`: a number, or the name of a code; a message has a name of the kernel's alone. */
export function checkSetRegister(
  { loc, value }: Extract<EnvOp, { is: 'set' }>,
  names: Names,
  place: Place,
  refuse: Refuse,
): void {
  if (loc.is === 'dt') refuse(loc.place, 'a time on the left of set', 'a register, or a word');
  checkLoc(loc, names, refuse);
  if (value.is === 'integer') {
    return inRange(value.value, ...REGISTER, place, 'a register', refuse);
  }
  const isMessage = PAYLOAD_VALUES.includes(value.name);
  if (isMessage || OF_ENDS.has(value.name)) {
    const expected = isMessage
      ? 'a number or a code: only the kernel gives out messages'
      : 'a value';
    refuse(place, `the value ${quoted(printValue(value))} for a register`, expected);
  }
  checkValue(value, place, names, refuse);
}

/** `set P0:pc = L1`, `set P0:arg2 = 5` */
export function checkSetOfThread(
  op: Extract<EnvOp, { is: 'set-pc' | 'set-arg' }>,
  names: Names,
  place: Place,
  refuse: Refuse,
): void {
  names.checkThread(op.lane, place);
  if (op.is === 'set-arg') return checkSetArg(op, names, refuse);
  if (op.label !== END_OF_LANE) checkRef(op, place, names, refuse);
}

/** Some call of the lane that may be issued again must have such an argument, of this kind. */
function checkSetArg(
  { lane, arg, value, place }: Extract<EnvOp, { is: 'set-arg' }>,
  names: Names,
  refuse: Refuse,
): void {
  const all = restartable(lane, names);
  const specs = all.filter(({ args }) => args.length >= arg);
  const last = specs.at(-1);
  if (last === undefined) {
    const has = all.length === 0 ? 'none' : all.map(signatureOf).join(', ');
    const expected = `an argument of a call of ${lane} that may be issued again: ${has}`;
    return refuse(place, `arg${arg} of ${lane}`, expected);
  }
  const task = names.taskOf.get(lane) ?? null;
  const check = (spec: CallSpec, no: Refuse): void =>
    checkArg(value, spec.args[arg - 1], spec, { name: lane, task, place }, names, no);
  if (!specs.some((spec) => isTaken((no) => check(spec, no)))) check(last, refuse);
}

function isTaken(check: (refuse: Refuse) => void): boolean {
  const refused = new Error('refused');
  try {
    check(() => {
      throw refused;
    });
    return true;
  } catch (error) {
    if (error !== refused) throw error;
    return false;
  }
}

/** The system calls of a lane that a stop may take out, each once. What libc does is none. */
function restartable(lane: string, names: Names): CallSpec[] {
  const calls = new Set(names.callsOf(lane).map(({ call }) => call));
  return [...calls].flatMap((name) => {
    const spec = callOf(name, names.table);
    if (spec === undefined || spec.waits === 'nothing' || spec.waits === 'pager') return [];
    const { first, after } = spec.begins;
    return first === undefined && after === undefined ? [spec] : [];
  });
}
