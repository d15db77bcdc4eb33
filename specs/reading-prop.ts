/**
 * Propositions in words: each atom is a subject and what is said of it, so that atoms with one
 * subject read as one clause ("x is 3 or 7" in place of "x is 3 or x is 7").
 *
 * Brackets stand where a connective has another one inside, because "A and B or C" says nothing.
 */
import { match } from 'ts-pattern';
import type { CallRef, Loc, Place, Prop, Value } from './litmus.ts';
import { printLoc, printValue } from './print.ts';
import { counted, joined, type ReadingNames, times } from './reading-names.ts';

interface Atom {
  readonly subject: string;
  readonly says: string;
}

type Op = '=' | '<>' | '<=' | '>=';

/** The proposition as a clause without a full stop; several ways to meet it are numbered. */
export function propWords(names: ReadingNames, prop: Prop): string {
  const ways = waysOf(names, prop).map((way) => clause(names, way));
  return ways.length === 1 ? ways[0] : ways.map((way, i) => `(${i + 1}) ${way}`).join('; or ');
}

/** The alternatives of a disjunction that is too long for one clause; else the whole alone. */
export function waysOf(names: ReadingNames, prop: Prop): readonly Prop[] {
  const parts = partsOf(prop, 'or');
  return parts.some((part) => atomOf(names, part) === null) ? parts : [prop];
}

/** The lines of its atoms, in order. */
export function propLines(prop: Prop): number[] {
  return placesIn(prop).map(({ line }) => line);
}

function placesIn(prop: Prop): Place[] {
  if (prop.is === 'compare') return [prop.loc.place];
  if (prop.is === 'aborted' || prop.is === 'restarted') return [prop.place];
  if (prop.is === 'not') return placesIn(prop.prop);
  return 'left' in prop ? [...placesIn(prop.left), ...placesIn(prop.right)] : [];
}

function clause(names: ReadingNames, prop: Prop): string {
  const atom = atomOf(names, prop);
  if (atom !== null) return sentenceOf(atom);
  return match(prop)
    .with({ is: 'and' }, (it) => connected(names, partsOf(it, 'and'), 'and'))
    .with({ is: 'or' }, (it) => {
      const words = connected(names, partsOf(it, 'or'), 'or');
      return isOneClause(names, it) ? words : `either ${words}`;
    })
    .with({ is: 'implies' }, ({ left, right }) => {
      return `if ${nested(names, left)}, then ${nested(names, right)}`;
    })
    .with({ is: 'not' }, (it) => `it is not so that ${nested(names, it.prop)}`)
    .with({ is: 'true' }, () => 'anything')
    .with({ is: 'false' }, () => 'nothing (false)')
    .otherwise(() => '');
}

/** The operands of a chain of one connective. */
function partsOf(prop: Prop, is: 'and' | 'or'): Prop[] {
  return prop.is === is ? [...partsOf(prop.left, is), ...partsOf(prop.right, is)] : [prop];
}

/** Atoms that follow each other and have one subject are one clause. */
function connected(names: ReadingNames, parts: readonly Prop[], word: 'and' | 'or'): string {
  const clauses: { subject: string | null; says: string[] }[] = [];
  for (const part of parts) {
    const atom = atomOf(names, part);
    const last = clauses.at(-1);
    if (atom === null) clauses.push({ subject: null, says: [nested(names, part)] });
    else if (last?.subject === atom.subject) last.says.push(atom.says);
    else clauses.push({ subject: atom.subject, says: [atom.says] });
  }
  const texts = clauses.map(({ subject, says }) =>
    subject === null ? says.join('') : sentenceOf({ subject, says: merged(says, word) }),
  );
  return joined(texts, word);
}

/** `is 3 or 7` of `is 3` and `is 7`. */
function merged(says: readonly string[], word: 'and' | 'or'): string {
  const verb = word === 'or' ? sharedVerb(says) : '';
  const rest = says.map((it) => it.slice(verb.length));
  return `${verb}${joined(rest, word)}`;
}

function sharedVerb(says: readonly string[]): string {
  const verb = /^(?:is|returned) /.exec(says[0])?.[0] ?? '';
  return says.every((it) => it.startsWith(verb)) ? verb : '';
}

function nested(names: ReadingNames, prop: Prop): string {
  const words = clause(names, prop);
  return isOneClause(names, prop) || prop.is === 'true' ? words : `(${words})`;
}

/** An atom, or a choice between atoms that share subject and verb: it needs no brackets. */
function isOneClause(names: ReadingNames, prop: Prop): boolean {
  const atoms = partsOf(prop, 'or').flatMap((part) => atomOf(names, part) ?? []);
  if (atoms.length < partsOf(prop, 'or').length) return false;
  if (atoms.length === 1) return true;
  const isOfOne = atoms.every(({ subject }) => subject === atoms[0].subject);
  return isOfOne && sharedVerb(atoms.map(({ says }) => says)) !== '';
}

const sentenceOf = ({ subject, says }: Atom): string => `${subject} ${says}`;

/** An atom, or the negation of one; null for what is composed. */
function atomOf(names: ReadingNames, prop: Prop, holds = true): Atom | null {
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
      says: `became ready ${amount(op, value)} ticks after its deadline was first armed`,
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

/** The noun for an object of this type, and for a location `x` without one. */
export function objectNoun(type: string): string {
  const nouns: ReadonlyMap<string, string> = new Map([
    ['waitq', 'wait queue'],
    ['condvar', 'condition variable'],
    ['irq', 'interrupt'],
  ]);
  return nouns.get(type) ?? type;
}
