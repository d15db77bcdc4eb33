/**
 * Procedures, and the statements of user code in procedures and cells (docs/litmus.md#user-code).
 *
 * A word such as `if` or `goto` begins a statement only where what follows cannot be that of a
 * register or a call of this name: `if = f(x)` sets the register `if`, as it did before.
 */
import type { Faults } from '../faults.ts';
import { nearest, quoted } from '../litmus-error.ts';
import type { CallExpr, CellAct, CompareOp, Expr, Proc, Stmt, Term, Test } from '../user-code.ts';
import type { Lexer } from './lex.ts';
import { parseName, parseValue, RESERVED } from './parse-condition.ts';

/** Statements of all procedures, and how deep their blocks may lie in each other. */
export const STMTS_MAX = 500;
export const DEPTH_MAX = 20;
/** Terms of an expression, tests of an `until`. */
export const TERMS_MAX = 16;

const COMPARISONS: readonly CompareOp[] = ['=', '<>', '<=', '>='];
const WORDS = ['if', 'goto', 'until', 'assert', 'return'];
const BLOCKS = ['while', ...WORDS];

/** All procedures, before the initial state. */
export function parseProcs(lex: Lexer, faults: Faults): Proc[] {
  const procs: Proc[] = [];
  const count = { stmts: 0 };
  while (lex.sees('proc')) {
    // Behind a procedure that cannot be read nothing can.
    const proc = faults.attempt(() => parseProc(lex, count), null);
    if (proc === null) faults.end();
    else procs.push(proc);
  }
  return procs;
}

function parseProc(lex: Lexer, count: { stmts: number }): Proc {
  lex.next();
  const { place } = lex.peek();
  const name = parseName(lex, 'a procedure');
  lex.expect('(', `'(' and the parameters of ${name}`);
  const params: string[] = [];
  if (!lex.accept(')')) {
    do params.push(parseName(lex, 'a parameter'));
    while (lex.accept(','));
    lex.expect(')', "',' and another parameter, or ')'");
  }
  return { name, params, body: parseBlock(lex, count, 0), place };
}

function parseBlock(lex: Lexer, count: { stmts: number }, depth: number): Stmt[] {
  const { place } = lex.expect('{', "'{' and statements");
  if (depth > DEPTH_MAX) lex.refuse(place, `block ${depth} within others`, `at most ${DEPTH_MAX}`);
  const body: Stmt[] = [];
  while (!lex.accept('}')) body.push(parseStmt(lex, count, depth));
  return body;
}

function parseStmt(lex: Lexer, count: { stmts: number }, depth: number): Stmt {
  const labels = parseLabels(lex);
  const { place } = lex.peek();
  if (++count.stmts > STMTS_MAX) {
    lex.refuse(place, `statement ${count.stmts}`, `at most ${STMTS_MAX} in all procedures`);
  }
  const begins = statementWord(lex, BLOCKS);
  if (begins === 'while') {
    lex.next();
    const test = parseTest(lex);
    return { labels, act: { is: 'while', test, body: parseBlock(lex, count, depth + 1) }, place };
  }
  if (begins === 'if') {
    lex.next();
    const test = parseTest(lex);
    if (!lex.sees('{')) {
      lex.expect('goto', "'goto' and a label, or '{'");
      return { labels, act: ended(lex, { is: 'goto', test, label: parseLabel(lex) }), place };
    }
    const then = parseBlock(lex, count, depth + 1);
    const otherwise = lex.accept('else') ? parseBlock(lex, count, depth + 1) : null;
    return { labels, act: { is: 'if', test, then, otherwise }, place };
  }
  const act = begins === undefined ? parseSimple(lex) : parseWord(lex, begins);
  return { labels, act: ended(lex, act), place };
}

function ended(lex: Lexer, act: CellAct): CellAct {
  lex.requireHere(';', "';' at the end of the statement");
  lex.next();
  return act;
}

/** `a: b:` */
export function parseLabels(lex: Lexer): string[] {
  const labels: string[] = [];
  while (lex.peek().kind === 'name' && lex.sees(':', 1)) {
    labels.push(parseName(lex, 'a label'));
    lex.next();
  }
  return labels;
}

/** The word with which a statement of user code begins here, if one does. */
export function statementWord(lex: Lexer, words: readonly string[] = WORDS): string | undefined {
  const word = words.find((each) => lex.sees(each));
  if (word === undefined || lex.peek().kind !== 'name') return undefined;
  const { kind, text } = lex.peek(1);
  const isAlone = word === 'return' && (text === ';' || text === '|');
  return kind === 'name' || kind === 'integer' || isAlone ? word : undefined;
}

/** `goto L`, `if t goto L`, `until t or t`, `assert t`, `return e`. */
export function parseWord(lex: Lexer, word: string): CellAct {
  lex.next();
  switch (word) {
    case 'goto':
      return { is: 'goto', test: null, label: parseLabel(lex) };
    case 'if': {
      const test = parseTest(lex);
      lex.expect('goto', "'goto' and a label: a block stands in a procedure only");
      return { is: 'goto', test, label: parseLabel(lex) };
    }
    case 'until': {
      const tests = [parseTest(lex)];
      while (lex.peek().kind === 'name' && lex.accept('or')) {
        if (tests.length === TERMS_MAX) lex.unexpected(`at most ${TERMS_MAX} tests`);
        tests.push(parseTest(lex));
      }
      return { is: 'until', tests };
    }
    case 'assert':
      return { is: 'assert', test: parseTest(lex) };
    default: {
      const isAlone = lex.sees(';') || lex.sees('|');
      return { is: 'return', value: isAlone ? null : parseExpr(lex) };
    }
  }
}

function parseLabel(lex: Lexer): string {
  return lex.name('a label').text;
}

/** `x = e`, `x += e`, `f(e)`, `x = f(e)`. */
function parseSimple(lex: Lexer): CellAct {
  if (lex.sees('(', 1)) return { is: 'call', target: null, call: parseCallExpr(lex) };
  const expected = 'a call, an assignment, or one of if, while, goto, until, assert, return';
  const { text, kind } = lex.peek();
  if (kind !== 'name') lex.unexpected(expected);
  if (!lex.sees('=', 1) && !lex.sees('+=', 1)) lex.unexpected(expected, nearest(text, BLOCKS));
  return parseSet(lex, parseName(lex, 'a word or a register'));
}

/** From the sign on. */
export function parseSet(lex: Lexer, target: string): CellAct {
  const op = lex.next().text === '+=' ? '+=' : '=';
  if (op === '=' && lex.peek().kind === 'name' && lex.sees('(', 1)) {
    return { is: 'call', target, call: parseCallExpr(lex) };
  }
  return { is: 'set', target, op, value: parseExpr(lex) };
}

/** `any`, `f(x) = 1`, `r <> n - 1`. */
export function parseTest(lex: Lexer): Test {
  const { place } = lex.peek();
  const isAny =
    lex.sees('any') && !['=', '<>', '<=', '>=', '+', '-', '('].some((sign) => lex.sees(sign, 1));
  if (isAny) {
    lex.next();
    return { is: 'any', place };
  }
  const isOfCall = lex.peek().kind === 'name' && lex.sees('(', 1);
  const left = isOfCall ? parseCallExpr(lex) : parseExpr(lex, 'a test: any, a call or a value');
  const op = COMPARISONS.find((sign) => lex.accept(sign));
  if (op === undefined) lex.unexpected('a comparison: =, <>, <= or >=');
  return { is: 'compare', left, op, right: parseExpr(lex) };
}

export function parseCallExpr(lex: Lexer): CallExpr {
  const { text: call, place } = lex.name('a call');
  lex.expect('(', `'(' after ${call}`);
  const args: Expr[] = [];
  if (!lex.accept(')')) {
    do args.push(parseExpr(lex, 'an argument: a number, an object or flags'));
    while (lex.accept(','));
    lex.expect(')', "',' and another argument, or ')'");
  }
  return { call, args, place };
}

/** `r + 1`; `n -1` is `n - 1`. */
export function parseExpr(lex: Lexer, expected = 'a value: a number or a name'): Expr {
  const terms: Term[] = [parseTerm(lex, false, expected)];
  for (;;) {
    const { kind, text, place } = lex.peek();
    const isTaken = kind === 'integer' && text.startsWith('-');
    if (!isTaken && !lex.sees('+') && !lex.sees('-')) return { terms };
    if (terms.length === TERMS_MAX)
      lex.refuse(place, `term ${TERMS_MAX + 1}`, `at most ${TERMS_MAX}`);
    if (isTaken) {
      const { value } = lex.integer(expected);
      terms.push({ minus: true, value: { is: 'integer', value: value === 0 ? 0 : -value }, place });
    } else terms.push(parseTerm(lex, lex.next().text === '-', 'a number or a name'));
  }
}

function parseTerm(lex: Lexer, minus: boolean, expected: string): Term {
  const { kind, place, text } = lex.peek();
  if (kind !== 'integer' && kind !== 'name') lex.unexpected(expected);
  if (RESERVED.has(text)) lex.refuse(place, `the reserved word ${quoted(text)}`, expected);
  return { minus, value: parseValue(lex), place };
}
