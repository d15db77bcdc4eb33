/**
 * User code in words: what each statement does, and each procedure once.
 */
import type { Sentence } from '../../reports/data.ts';
import { callOf } from '../litmus/calls/calls.ts';
import type { Arg, Cell, Place } from '../litmus/litmus.ts';
import { labelled, printCallExpr, printExpr } from '../litmus/print-user.ts';
import {
  type Act,
  type CallExpr,
  type CompareOp,
  type Expr,
  isCall,
  type Proc,
  type Stmt,
  type Test,
} from '../litmus/user-code.ts';
import { userOpOf } from '../litmus/calls/user-ops.ts';
import { wordsOf } from './reading-calls.ts';
import { distinct } from './reading-environment.ts';
import type { ReadingNames } from './reading-names.ts';

/** A procedure, a statement a sentence. */
export function procSentences(names: ReadingNames, { params, body, place }: Proc): Sentence[] {
  const takes = params.length === 0 ? 'takes nothing' : `takes ${params.join(', ')}`;
  const first = { text: `It ${takes}.`, lines: ownLines(place) };
  if (body.length === 0) return [{ ...first, text: `It ${takes}, and does nothing.` }];
  return [first, ...body.map((stmt) => sentenceOf(names, stmt))];
}

function sentenceOf(names: ReadingNames, stmt: Stmt): Sentence {
  const text = stmtWords(names, '', stmt);
  return { text: `${text[0].toUpperCase()}${text.slice(1)}.`, lines: linesIn(stmt) };
}

/** The line, if it is one of the test and of no file that it includes. */
const ownLines = (place: Place): number[] => (place.file === undefined ? [place.line] : []);

/** The lines of a statement, and of what stands in its blocks. */
function linesIn({ act, place }: Stmt): number[] {
  const blocks =
    act.is === 'if' ? [act.then, act.otherwise ?? []] : act.is === 'while' ? [act.body] : [];
  return distinct([...ownLines(place), ...blocks.flat().flatMap(linesIn)]);
}

/** `it takes m by lock (below)`, a statement that may have blocks in it. */
function stmtWords(names: ReadingNames, lane: string, { labels, act }: Stmt): string {
  const at = labels.length === 0 ? '' : `at ${labels.join(', ')} `;
  return at + actClause(names, lane, act);
}

function actClause(names: ReadingNames, lane: string, act: Act): string {
  if (act.is === 'if') {
    const then = blockWords(names, lane, act.then);
    const otherwise =
      act.otherwise === null ? '' : `; otherwise ${blockWords(names, lane, act.otherwise)}`;
    return `if ${testWords(act.test)}, ${then}${otherwise}`;
  }
  if (act.is === 'while') {
    if (act.body.length === 0) return `it goes round as long as ${testWords(act.test)}`;
    return `as long as ${testWords(act.test)}, ${blockWords(names, lane, act.body)}`;
  }
  return `it ${actWords(names, lane, act)}`;
}

function blockWords(names: ReadingNames, lane: string, body: readonly Stmt[]): string {
  if (body.length === 0) return 'it goes on';
  const clauses = body.map((stmt) => stmtWords(names, lane, stmt));
  return clauses.length === 1 ? clauses[0] : `(${clauses.join(', then ')})`;
}

/** What a cell does, as a verb phrase; its labels stand behind it. */
export function userWords(
  names: ReadingNames,
  lane: string,
  { labels, act }: Extract<Cell, { is: 'user' }>,
): string {
  const at = labels.length === 0 ? '' : ` (${labelled(labels).trim().replaceAll(':', '')})`;
  return actWords(names, lane, act) + at;
}

function actWords(names: ReadingNames, lane: string, act: Act): string {
  switch (act.is) {
    case 'call':
      return `${callWords(names, lane, act.call)}${act.target === null ? '' : `, with what comes of it in ${act.target}`}`;
    case 'set':
      return setWords(names, act.target, act.op, printExpr(act.value));
    case 'until':
      return `polls until ${act.tests.map((test) => testWords(test)).join(' or ')}`;
    case 'assert':
      return `asserts that ${testWords(act.test)}`;
    case 'return':
      return act.value === null ? 'returns' : `returns ${printExpr(act.value)}`;
    case 'goto':
      return `goes to ${act.label}${act.test === null ? '' : ` if ${testWords(act.test)}`}`;
    default:
      return actClause(names, lane, act).replace(/^it /, '');
  }
}

/** `writes 1 to x`, `sets r0 to x`. */
export function setWords(
  names: ReadingNames,
  target: string,
  op: '=' | '+=',
  value: string,
): string {
  if (op === '+=') return `adds ${value} to ${target}`;
  const isObject = names.object(target) !== undefined;
  return isObject ? `writes ${value} to ${target}` : `sets ${target} to ${value}`;
}

/** A procedure, an operation of user mode, or a system call. */
export function callWords(names: ReadingNames, lane: string, call: CallExpr): string {
  const { litmus } = names;
  if (litmus.procs.some(({ name }) => name === call.call)) {
    return `runs ${printCallExpr(call)} (below)`;
  }
  if (userOpOf(call.call) !== undefined) return userOpWords(call);
  if (callOf(call.call, litmus.meta.table) === undefined) return `calls ${printCallExpr(call)}`;
  const args = call.args.map((arg) => argOf(arg));
  const { place } = call;
  const cell = { is: 'call', label: null, register: null, call: call.call, args, place } as const;
  return `${wordsOf(names, lane, cell)} (${call.call})`;
}

function argOf(arg: Expr): Arg {
  const [{ value, place }] = arg.terms;
  if (arg.terms.length === 1 && value.is === 'integer') {
    return { is: 'integer', value: value.value, place };
  }
  return { is: 'names', names: printExpr(arg).split(' + '), place };
}

function userOpWords({ call, args }: CallExpr): string {
  const [object, ...values] = args.map((arg) => printExpr(arg));
  switch (call) {
    case 'cas':
      return `writes ${values[1]} to ${object} if it is ${values[0]}, at once (cas)`;
    case 'exchange':
      return `reads ${object} and writes ${values[0]} to it, at once (exchange)`;
    case 'fetch_add':
      return `reads ${object} and adds ${values[0]} to it, at once (fetch_add)`;
    case 'enter':
      return `enters the section ${object} (enter)`;
    default:
      return `leaves the section ${object} (leave)`;
  }
}

const SAYS: Readonly<Record<CompareOp, string>> = {
  '=': 'is',
  '<>': 'is not',
  '<=': 'is at most',
  '>=': 'is at least',
};

function testWords(test: Test): string {
  if (test.is === 'any') return 'it happens so (any)';
  const left = isCall(test.left)
    ? `what comes of ${printCallExpr(test.left)}`
    : printExpr(test.left);
  return `${left} ${SAYS[test.op]} ${printExpr(test.right)}`;
}
