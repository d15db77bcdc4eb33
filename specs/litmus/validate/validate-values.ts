/**
 * Which values a place can have, and the check of the values that a test asks for.
 *
 * A condition that names a result which its call cannot have, or a number out of range, is as good
 * as `false`: it would pass, or fall, whatever the kernel does. What calls return stands in
 * `../calls/`, what is sent and answered in the test itself.
 */
import { type ObjectType, returnsIn } from '../calls/call-spec.ts';
import { callOf } from '../calls/calls.ts';
import { ANSWERS, KERNEL_ANSWERS } from '../calls/ipc-calls.ts';
import { SESSION_STATES } from '../calls/objects.ts';
import { EVENTS, PHONE_STATES, VALUES } from '../calls/values.ts';
import type { Cell, EnvOp, Litmus, Loc, Prop, Value } from '../litmus.ts';
import { nearest, quoted, type Refuse } from '../litmus-error.ts';
import { printLoc, printValue } from '../print.ts';
import { MESSAGES, type Range, rangeOf, REGISTER, TICKS } from './ranges.ts';
import { canTimeOut } from './validate-time.ts';
import type { Names } from './validate-names.ts';
import { checkOwner } from './validate-owners.ts';

type Call = Extract<Cell, { is: 'call' }>;
/** The values that a place can have. */
export interface Possible {
  readonly names: readonly string[];
  readonly numbers: Range | null;
  /** Where they come from: `what waitq_sleep returns in the table helenos-2026`. */
  readonly why: string;
}

/** All values that `loc`, which exists, can have in some test with these lanes and objects. */
export function possibleAt(loc: Loc, litmus: Litmus, names: Names): Possible {
  if (loc.is === 'register') return ofRegister(loc, litmus, names);
  if (loc.is === 'dt') return { names: [], numbers: TICKS, why: 'ticks' };
  return ofField(loc, litmus, names);
}

// --- registers ------------------------------------------------------------------------------

function ofRegister(loc: Extract<Loc, { is: 'register' }>, litmus: Litmus, names: Names): Possible {
  if (names.flow !== null) return ofUserCode(litmus, names);
  const lane = `P${loc.lane}`;
  const column = litmus.lanes.findIndex(({ name }) => name === lane);
  const cells = litmus.rows.flatMap((row) => row[column] ?? []);
  const setters = cells.filter((it): it is Call => it.is === 'call' && it.register === loc.name);
  const results = setters.flatMap((cell) => resultsOf(cell, litmus, names));
  const initial = litmus.init.flatMap((item) =>
    item.is === 'value' && printLoc(item.loc) === printLoc(loc) ? [textOf(item.value)] : [],
  );
  const isFirst = cells[0]?.is === 'call' && cells[0].register === loc.name;
  const others = [
    'blocked',
    ...(mayDie(lane, loc.name, litmus, names) ? ['killed'] : []),
    ...(isFirst && !isCreated(lane, litmus) && !isPut(lane, litmus) ? [] : ['unset']),
  ];
  const calls = [...new Set(setters.map(({ call }) => call))];
  const what = calls.length === 0 ? 'the start' : calls.join(' and ');
  const why = `what ${what} can leave there in the table ${names.table}`;
  const numbers = results.includes('integer') ? REGISTER : null;
  const texts = [
    ...results.filter((it) => it !== 'integer'),
    ...others,
    ...initial,
    ...setIn(loc, litmus),
  ];
  return { names: [...new Set(texts)], numbers, why };
}

/** User code may compute any number and copy any result. */
function ofUserCode(litmus: Litmus, names: Names): Possible {
  const results = callsIn(litmus).flatMap((cell) => resultsOf(cell, litmus, names));
  const all = [...VALUES, ...results.filter((it) => it !== 'integer')];
  return { names: [...new Set(all)], numbers: REGISTER, why: 'what user code can leave there' };
}

/** What the E lane sets a register to. */
function setIn(loc: Loc, litmus: Litmus): readonly string[] {
  return envOpsIn(litmus).flatMap((op) =>
    op.is === 'set' && printLoc(op.loc) === printLoc(loc) ? [textOf(op.value)] : [],
  );
}

/** A debugger may put the lane past its calls. */
function isPut(lane: string, litmus: Litmus): boolean {
  return envOpsIn(litmus).some((op) => op.is === 'set-pc' && op.lane === lane);
}

const envOpsIn = ({ rows }: Litmus): readonly EnvOp[] =>
  rows.flatMap((row) => row.flatMap((cell) => (cell?.is === 'env' ? [cell.op] : [])));

/** The lane is there only once another has created it. */
function isCreated(lane: string, litmus: Litmus): boolean {
  return callsIn(litmus).some((cell) => cell.call === 'thread_create' && namesIn(cell)[0] === lane);
}

/** The results of a call, what it is sent or answered included. */
function resultsOf(cell: Call, litmus: Litmus, names: Names): readonly string[] {
  const spec = callOf(cell.call, names.table);
  if (spec === undefined) return [];
  // Who sets arguments may set a time.
  const timed =
    canTimeOut(cell, names.table) || envOpsIn(litmus).some(({ is }) => is === 'set-arg');
  return returnsIn(spec, names.table).flatMap((result) => {
    switch (result) {
      case 'req':
        return requestsIn(litmus).map((method) => `req:${method}`);
      case 'ans':
        return [...answersIn(litmus).numbers.map((value) => `ans:${value}`), ...eventsIn(litmus)];
      case 'error':
        return answersIn(litmus).errors;
      case 'ntf':
        return notificationsIn(litmus).map((method) => `ntf:${method}`);
      default:
        return /TIMEOUT|WOULD_BLOCK/.test(result) && !timed ? [] : [result];
    }
  });
}

/** Killed in the call, by the E lane, by another kernel lane, or by the end of its own thread. */
function mayDie(lane: string, register: string, litmus: Litmus, names: Names): boolean {
  const task = names.taskOf.get(lane);
  return litmus.rows.some((row) =>
    row.some((cell, column) => {
      if (cell?.is === 'env') return cell.op.is === 'kill' && cell.op.task === task;
      if (cell?.is !== 'call') return false;
      if (cell.call === 'thread_kill') return namesIn(cell).includes(lane);
      const isOwn = litmus.lanes[column].name === lane && cell.register === register;
      return isOwn && cell.call === 'thread_exit';
    }),
  );
}

function namesIn({ args }: Call): readonly string[] {
  return args.flatMap((arg) => (arg.is === 'names' ? arg.names : []));
}

const callsIn = ({ rows }: Litmus): readonly Call[] =>
  rows.flatMap((row) => row.filter((cell): cell is Call => cell?.is === 'call'));

/** The text of argument `at` of the calls whose names match, `EOK` as the 0 that it is. */
function given(litmus: Litmus, calls: RegExp, at: number): readonly string[] {
  return callsIn(litmus).flatMap(({ call, args }) => {
    const arg = args[at];
    if (!calls.test(call) || arg === undefined) return [];
    return [arg.is === 'integer' ? String(arg.value) : arg.names.join('+')];
  });
}

/** The methods of all requests that can be received; a hang-up is `0`. */
function requestsIn(litmus: Litmus): readonly string[] {
  const set = envOpsIn(litmus).flatMap((op) =>
    op.is === 'set-arg' && op.value.is === 'integer' ? [String(op.value.value)] : [],
  );
  const sent = [...given(litmus, /^ipc_(call_|req_internal)/, 1), ...set].map(ownNumber);
  const calls = callsIn(litmus).map(({ call }) => call);
  const kills = litmus.rows.some((row) =>
    row.some((it) => it?.is === 'env' && it.op.is === 'kill'),
  );
  const hangsUp = calls.some((call) => /^(ipc_hangup|ipc_cleanup|thread_exit)$/.test(call));
  return [
    ...new Set([
      ...sent,
      ...(kills || hangsUp ? ['0'] : []),
      ...(calls.includes('page_in') ? ['PAGE_IN'] : []),
    ]),
  ];
}

/** A hang-up has one name and one number; which of them a test writes is the same. */
export function ownNumber(method: string): string {
  return method === 'PHONE_HUNGUP' ? '0' : method;
}

function answersIn(litmus: Litmus): { numbers: readonly string[]; errors: readonly string[] } {
  const texts = given(litmus, /^ipc_answer/, 1).map((text) => (text === 'EOK' ? '0' : text));
  const numbers = ['0', ...texts.filter((text) => /^\d+$/.test(text))];
  const errors = [...KERNEL_ANSWERS, ...texts.filter((text) => ANSWERS.includes(text))];
  return { numbers: [...new Set(numbers)], errors: [...new Set(errors)] };
}

/** The events that answer the GOs of a test. */
function eventsIn(litmus: Litmus): readonly string[] {
  return callsIn(litmus).some(({ call }) => call === 'udebug_go') ? EVENTS : [];
}

function notificationsIn(litmus: Litmus): readonly string[] {
  return [...new Set(given(litmus, /^(event|ipc_irq)_subscribe$/, 1))];
}

// --- words, fields --------------------------------------------------------------------------

function ofField(
  { name, field }: Extract<Loc, { is: 'object' }>,
  { lanes }: Litmus,
  names: Names,
): Possible {
  const type = names.objects.get(name)?.type as ObjectType | undefined;
  const what = field === null ? name : `${name}.${field}`;
  const numbers = (range: Range): Possible => ({ names: [], numbers: range, why: what });
  switch (field) {
    case 'session':
      return { names: SESSION_STATES, numbers: null, why: 'the states of a debug session' };
    case 'unstoppable':
    case 'go':
      return numbers([0, lanes.filter((lane) => lane.name !== 'E').length]);
    case 'requests':
    case 'unanswered':
      return numbers(MESSAGES);
    case 'state':
      return { names: PHONE_STATES, numbers: null, why: `the states of a ${type}` };
    case 'closed':
    case 'masked':
    case 'torn':
      return numbers([0, 1]);
    case 'sleepers':
      return numbers([0, lanes.filter((lane) => lane.name !== 'E').length]);
    case 'active_calls':
    case 'calls':
    case 'dispatched':
    case 'answers':
    case 'notifs':
      return numbers(MESSAGES);
    default:
      return numbers(rangeOf(field, names.table));
  }
}

// --- the check ------------------------------------------------------------------------------

/** Refuses a comparison with a value that its place cannot have; the nearest that it has first. */
export function checkCompared(
  { loc, op, value }: Extract<Prop, { is: 'compare' }>,
  litmus: Litmus,
  names: Names,
  refuse: Refuse,
): void {
  if (value.is === 'name' && value.of !== undefined) {
    checkOwner(value.of, loc, names, refuse);
    const { is, name, payload } = value;
    return checkCompared(
      { is: 'compare', loc, op, value: { is, name, payload } },
      litmus,
      names,
      refuse,
    );
  }
  const possible = possibleAt(loc, litmus, names);
  const numbers = numbersOf(possible);
  if (value.is === 'name' && (op === '<=' || op === '>=')) {
    refuse(loc.place, `${op} with the name ${quoted(value.name)}`, '= or <>, or a number');
  }
  if ((op === '<=' || op === '>=') && numbers.length === 0) {
    const has = `${printLoc(loc)} has no numbers`;
    refuse(loc.place, `${op} of ${printLoc(loc)}`, `= or <>: ${has} (${listOf('', possible)})`);
  }
  if (value.is === 'integer') {
    if (numbers.some(([least, most]) => value.value >= least && value.value <= most)) return;
  } else if (possible.names.includes(textOf(value))) return;
  const text = printValue(value);
  const found = `the value ${quoted(text)} of ${printLoc(loc)}, which it cannot have`;
  const expected = `${listOf(text, possible)} (${possible.why})`;
  refuse(loc.place, found, expected, nearest(text, possible.names));
}

/** A value as outcomes print it. */
export function textOf(value: Value): string {
  if (value.is === 'name' && value.name === 'req' && value.payload !== null) {
    return `req:${ownNumber(String(value.payload))}`;
  }
  return printValue(value);
}

/** Numbers as ranges: single ones stand among the names. */
function numbersOf({ names, numbers }: Possible): readonly Range[] {
  const single = names.filter((it) => /^-?\d+$/.test(it)).map((it): Range => [+it, +it]);
  return numbers === null ? single : [numbers, ...single];
}

/** At most so many values are listed: a test can send and answer many. */
const LISTED = 16;

/** The one that was probably meant first, then all in the order in which they are declared. */
function listOf(text: string, { names, numbers }: Possible): string {
  const meant = nearest(text, names);
  const sorted = meant === '' ? names : [meant, ...names.filter((name) => name !== meant)];
  const more = sorted.length > LISTED ? ['...'] : [];
  const range = numbers === null ? [] : [`a number from ${numbers[0]} to ${numbers[1]}`];
  return [...range, ...sorted.slice(0, LISTED), ...more].join(', ');
}
