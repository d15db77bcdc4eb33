/**
 * The atoms of propositions in words: what is spoken of, and what is said of it.
 *
 * A register is spoken of as the call that sets it, and its value as what that call came back with.
 */
import { match } from 'ts-pattern';
import type { CallRef, Loc, Prop, Value } from '../litmus/litmus.ts';
import { printLoc, printValue } from '../litmus/print.ts';
import { counted, objectNoun, type ReadingNames, times } from './reading-names.ts';

export interface Atom {
  readonly subject: string;
  readonly says: string;
}

type Op = '=' | '<>' | '<=' | '>=';

/** An atom, or the negation of one; null for what is composed. */
export function atomOf(names: ReadingNames, prop: Prop, holds = true): Atom | null {
  return match(prop)
    .with({ is: 'compare' }, (it) => {
      const op = holds ? it.op : NEGATED[it.op];
      return op === undefined ? null : compareWords(names, it.loc, op, it.value);
    })
    .with({ is: 'aborted' }, ({ ref, count }) => ({
      subject: calls(names, ref),
      says: abortedWords(count ?? 1, holds),
    }))
    .with({ is: 'restarted' }, ({ ref }) => ({
      subject: calls(names, ref),
      says: holds ? 'was issued again after an abort' : 'was not issued again',
    }))
    .with({ is: 'done' }, ({ lane }) => ({
      subject: lane,
      says: holds ? 'has run to its end' : 'has not run to its end',
    }))
    .with({ is: 'not' }, (it) => atomOf(names, it.prop, !holds))
    .otherwise(() => null);
}

/** What is not at most 3 may be no number at all, so only these two can be turned round. */
const NEGATED: Readonly<Partial<Record<Op, Op>>> = { '=': '<>', '<>': '=' };

function calls(names: ReadingNames, ref: CallRef): string {
  return names.labelled(ref).replace(/ \(\w+\)$/, '');
}

function abortedWords(count: number, holds: boolean): string {
  if (!holds) return count === 1 ? 'was not aborted' : `was aborted less than ${times(count)}`;
  return count === 1 ? 'was aborted' : `was aborted at least ${times(count)}`;
}

function compareWords(names: ReadingNames, loc: Loc, op: Op, value: Value): Atom {
  return match(loc)
    .with({ is: 'register' }, (it) => registerWords(names, `P${it.lane}`, it.name, op, value))
    .with({ is: 'dt' }, (it) => ({
      subject: calls(names, { lane: `P${it.lane}`, label: it.label }),
      says:
        `became ready ${amount(op, value)} ticks after it got its first deadline` +
        (it.waited ? ', without those for which its thread was held after the deadline' : ''),
    }))
    .with({ is: 'object' }, (it) => fieldWords(names, it, op, value))
    .exhaustive();
}

function amount(op: Op, value: Value): string {
  return `${{ '=': '', '<>': 'other than ', '<=': 'at most ', '>=': 'at least ' }[op]}${printValue(value)}`;
}

function registerWords(
  names: ReadingNames,
  lane: string,
  register: string,
  op: Op,
  value: Value,
): Atom {
  const setter = names.setterOf(lane, register);
  if (setter === undefined) {
    return { subject: `${lane}'s ${register}`, says: `is ${amount(op, value)}` };
  }
  return { subject: names.call(lane, setter), says: resultWords(op, value) };
}

/** What a call came back with, or that it did not. */
function resultWords(op: Op, value: Value): string {
  const is = op !== '<>';
  if (value.is === 'integer')
    return `${is ? 'returned' : 'did not return'} ${amount(is ? op : '=', value)}`;
  const { name, payload } = value;
  if (name === 'blocked') return is ? 'never returned' : 'did not stay blocked';
  if (name === 'killed') return `${is ? 'was' : 'was not'} cut short by a kill`;
  if (name === 'unset') return is ? 'was never begun' : 'was begun';
  const returned = is ? 'returned' : 'did not return';
  const received = is ? 'received' : 'did not receive';
  if (name === 'none') return `${returned} without a message`;
  if (name === 'ok') return is ? 'returned' : 'did not return';
  if (name === 'req') {
    if (payload === 0) return `${received} the message that a phone was hung up (req:0)`;
    return typeof payload === 'number'
      ? `${received} a request with method ${payload}`
      : `${received} a ${payload} request`;
  }
  if (name === 'ans' && value.of !== undefined) {
    return `${received} the answer ${payload} to ${value.of.lane}'s call ${value.of.label}`;
  }
  if (name === 'ans') return `${received} the answer ${payload}`;
  if (name === 'ntf') return `${received} a notification with method ${payload}`;
  return `${returned} ${name}`;
}

/** What a number in a field of a queue, a phone or a box counts. */
const COUNTED_FIELDS: ReadonlyMap<string, string> = new Map([
  ['sleepers', 'sleeper'],
  ['missed', 'banked wakeup'],
  ['tokens', 'banked wakeup'],
  ['active_calls', 'active call'],
  ['calls', 'request waiting'],
  ['dispatched', 'request received and not answered'],
  ['answers', 'answer waiting'],
  ['notifs', 'notification waiting'],
]);

function fieldWords(
  names: ReadingNames,
  loc: Extract<Loc, { is: 'object' }>,
  op: Op,
  value: Value,
): Atom {
  const { name, field } = loc;
  const type = names.object(name)?.type;
  if (field === null) return { subject: `the word ${name}`, says: `is ${amount(op, value)}` };
  const subject =
    type === undefined ? `the answerbox of ${name}` : `the ${objectNoun(type)} ${name}`;
  const noun = COUNTED_FIELDS.get(field);
  if (noun !== undefined && value.is === 'integer') {
    if (op === '=' && value.value === 0) return { subject, says: `has no ${plural(noun)}` };
    if (op === '<>' && value.value === 0) return { subject, says: `has some ${plural(noun)}` };
    const text = value.value === 1 ? noun : plural(noun);
    return { subject, says: `has ${amount(op, value)} ${text}` };
  }
  if (field === 'balance' && value.is === 'integer' && op === '=') {
    return { subject, says: balanceWords(value.value) };
  }
  if ((field === 'closed' || field === 'masked') && value.is === 'integer' && op === '=') {
    return { subject, says: `is ${value.value === 0 ? 'not ' : ''}${field}` };
  }
  if (field === 'state' && (op === '=' || op === '<>')) {
    return { subject, says: `is ${op === '<>' ? 'not ' : ''}${stateWords(printValue(value))}` };
  }
  return { subject: `${printLoc(loc)}`, says: `is ${amount(op, value)}` };
}

function stateWords(state: string): string {
  return state === 'hungup' ? 'hung up' : state;
}

/** Above zero wakeups, below it debts. */
function balanceWords(balance: number): string {
  if (balance === 0) return 'has neither a banked wakeup nor a debt';
  return balance > 0
    ? `has ${counted(balance, 'banked wakeup')}`
    : `has a debt of ${counted(-balance, 'wakeup')}`;
}

/** `requests waiting` of `request waiting`; `banked wakeups`. */
function plural(noun: string): string {
  const [, head, tail] = /^(.*?)((?: waiting| received and not answered)?)$/.exec(noun) ?? [];
  return `${head}s${tail}`;
}
