/**
 * The initial state and the code of a litmus file (docs/litmus.md#grammar: init, header, row, cell, envop).
 *
 * What a cell is can be seen from few tokens: `a: ...` is a label, `if a`, `goto a` and the like are
 * user code (parse-user.ts), `a = b(` a call with a register, `a(` a call, `a =`, `a.b =` and `0:a =`
 * are assignments, and the rest are operations of the environment. A keyword such as `tick` is
 * therefore still free as the name of a register.
 */
import type { Faults } from '../faults.ts';
import type { Lexer, Token } from './lex.ts';
import type { Arg, AwaitState, Cell, EnvOp, Init, Lane, NodeKernel, Place } from '../litmus.ts';
import { nearest, quoted } from '../litmus-error.ts';
import type { CallExpr, CellAct, Expr } from '../user-code.ts';
import { parseCallExpr, parseLabels, parseSet, parseWord, statementWord } from './parse-user.ts';
import { parseCallRef, parseLoc, parseName, parseValue, RESERVED } from './parse-condition.ts';

const ENV_OPS = [
  'await',
  'abort',
  'resume',
  'stop',
  'go',
  'kill',
  'checkpoint',
  'restore',
  'set',
  'examine',
  'tick',
] as const;
const AWAIT_STATES: readonly AwaitState[] = ['Asleep', 'Inside', 'Woken', 'Held', 'Done'];

/** `{ waitq q; word x = 0; }` */
export function parseInit(lex: Lexer, faults: Faults): Init[] {
  const init: Init[] = [];
  lex.expect('{', "'{' and the initial state");
  while (!lex.accept('}')) {
    const item = faults.attempt(() => {
      const read = parseInitItem(lex);
      lex.expect(';');
      return read;
    }, null);
    if (item !== null) init.push(item);
    else {
      lex.skip(({ text }) => text === ';' || text === '}');
      if (!lex.accept(';') && !lex.sees('}')) faults.end();
    }
  }
  return init;
}

function parseInitItem(lex: Lexer): Init {
  const { place } = lex.peek();
  if (lex.peek().kind !== 'name' || lex.peek(1).kind !== 'name') {
    const loc = parseLoc(lex);
    lex.expect('=');
    return { is: 'value', loc, value: parseValue(lex), place };
  }
  const type = lex.name('the type of an object').text;
  const name = parseName(lex, 'the name of an object');
  if (type === 'node') return parseNode(lex, name, place);
  if (!lex.accept('=')) return { is: 'object', type, name, value: null, link: null, place };
  if (!lex.sees('->', 1)) {
    const value = parseValue(lex);
    const mod = lex.accept('mod') ? lex.integer('how many values it has').value : null;
    return { is: 'object', type, name, value, ...(mod !== null && { mod }), link: null, place };
  }
  const from = lex.name('the task that calls').text;
  lex.expect('->');
  const to = lex.name('the task that is called').text;
  return { is: 'object', type, name, value: null, link: { from, to }, place };
}

const NODE_KERNELS: readonly NodeKernel[] = ['same', 'helenos-2012', 'helenos-2026'];

/** The rest of `node N2 = helenos-2026, skew=3`; a name has no hyphen, so a revision is two tokens. */
function parseNode(lex: Lexer, name: string, place: Place): Init {
  lex.expect('=');
  const found = lex.peek();
  const word = lex.name('the kernel of a node').text;
  const text = lex.peek().kind === 'integer' ? `${word}${lex.integer('a year').value}` : word;
  const kernel = NODE_KERNELS.find((known) => known === text);
  if (kernel === undefined) {
    const expected = `the kernel of a node: ${NODE_KERNELS.join(', ')}`;
    lex.refuse(found.place, quoted(text), expected, nearest(text, NODE_KERNELS));
  }
  const skew = lex.sees(',') && lex.sees('skew', 1) ? parseNodeSkew(lex) : null;
  if (!lex.accept(',')) return { is: 'node', name, kernel, skew, place };
  lex.expect('design', `${skew === null ? 'skew= or ' : ''}design= of the node`);
  lex.expect('=');
  return { is: 'node', name, kernel, skew, design: parseNodeDesign(lex), place };
}

/** `, skew=3` */
function parseNodeSkew(lex: Lexer): number {
  for (const each of [',', 'skew', '=']) lex.expect(each);
  return lex.integer('ticks').value;
}

/** `eintr`, `timeout=relative`: a preset, or the ticket's with one other value. */
function parseNodeDesign(lex: Lexer): string {
  const text = lex.raw(/[ \t]*[A-Za-z][A-Za-z0-9_-]*(?:=[A-Za-z][A-Za-z0-9_-]*)?/y);
  if (text === null) lex.unexpected('a design: ticket, eintr, timeout=relative');
  return text.trim();
}

/** `P0 | P1@B | E ;` */
export function parseHeader(lex: Lexer): Lane[] {
  const lanes = [parseLane(lex)];
  while (lex.accept('|')) lanes.push(parseLane(lex));
  lex.requireHere(';', "'|' and another lane, or ';'");
  lex.next();
  return lanes;
}

function parseLane(lex: Lexer): Lane {
  const { text, place } = lex.name('a lane: P0 to P9, or E');
  if (!/^(?:P[0-9]|E)$/.test(text)) lex.refuse(place, quoted(text), 'a lane: P0 to P9, or E');
  if (!lex.sees('@')) return { name: text, task: null, place };
  if (text === 'E') lex.unexpected("'|' or ';' (the environment belongs to no task)");
  lex.next();
  return { name: text, task: parseName(lex, 'a task'), place };
}

/** The rows up to `locations`, `filter` or the condition. */
export function parseRows(lex: Lexer, lanes: readonly Lane[], faults: Faults): (Cell | null)[][] {
  const rows: (Cell | null)[][] = [];
  const expected = 'a row of code, or exists, forall or ~exists';
  while (!endsRows(lex.peek())) {
    if (lex.peek().kind === 'end') {
      // A row that cannot be read may have taken the condition with it.
      faults.end();
      lex.unexpected(expected);
    }
    // No call has a name like these, so `exist (...)` is no row with an unknown call.
    const meant = nearest(lex.peek().text, ['exists', 'forall', 'locations', 'filter']);
    if (meant !== '' && (lex.sees('(', 1) || lex.sees('[', 1))) lex.unexpected(expected, meant);
    rows.push(parseRow(lex, lanes, faults));
  }
  return rows;
}

function endsRows({ text }: Token): boolean {
  return text.startsWith('~') || RESERVED.has(text);
}

/** A cell that cannot be read is left out; where a row lacks its end the next line is a row again. */
function parseRow(lex: Lexer, lanes: readonly Lane[], faults: Faults): (Cell | null)[] {
  const row: (Cell | null)[] = [];
  /** Where the row should have ended, if what would be its last cell stands on the next line. */
  let missed: Place | null = null;
  let isWhole = true;
  do {
    if (row.length > 0 && row.length === lanes.length - 1) missed = lex.endOfLineHere();
    const cell = faults.attempt(() => parseCell(lex), undefined);
    if (cell === undefined) {
      isWhole = false;
      lex.skip((token) => token.text === '|' || endsRow(token));
    }
    row.push(cell ?? null);
  } while (lex.accept('|'));
  const cells = isWhole ? row.length : null;
  faults.attempt(() => checkRowEnd(lex, cells, lanes.length, missed), undefined);
  if (!lex.accept(';') && !lex.isOnNewLine()) {
    lex.skip(endsRow);
    lex.accept(';');
  }
  return row;
}

function endsRow(token: Token): boolean {
  return token.text === ';' || endsRows(token);
}

/** Looks at the end of a row, and does not take it; `cells` is null where one could not be read. */
function checkRowEnd(lex: Lexer, cells: number | null, lanes: number, missed: Place | null): void {
  if (cells !== null && cells > lanes && missed !== null) {
    lex.refuse(missed, 'the end of the line', "';' at the end of the row");
  }
  // What is left of a row behind a fault says nothing new, unless it is nothing.
  if (cells === null && !lex.isOnNewLine()) return;
  lex.requireHere(';', "'|' and the next cell, or ';'");
  if (cells === null || cells === lanes) return;
  lex.refuse(lex.place(), `a row of ${cells} cells`, `${lanes} (one for each lane)`);
}

function parseCell(lex: Lexer): Cell | null {
  if (lex.sees('|') || lex.sees(';')) return null;
  const labels = parseLabels(lex);
  const { place } = lex.peek();
  const word = statementWord(lex);
  if (word !== undefined) return { is: 'user', labels, act: parseWord(lex, word), place };
  if (lex.sees('(', 1)) return cellOfCall(labels, null, parseCallExpr(lex), place);
  const isSet = lex.peek().kind === 'name' && (lex.sees('=', 1) || lex.sees('+=', 1));
  if (isSet) return cellOfSet(labels, parseAssign(lex, place));
  if (labels.length > 0) lex.unexpected('a call or a statement after the label');
  const assigns = lex.sees('=', 1) || lex.sees('+=', 1) || lex.sees('.', 1);
  if (assigns || lex.peek().kind === 'integer') return parseOfPlace(lex, place);
  return { is: 'env', op: parseEnvOp(lex), place };
}

/** `x = e`, `r = f(x)`: an assignment has the place of its first word. */
function parseAssign(lex: Lexer, place: Place): { readonly act: CellAct; readonly place: Place } {
  const target = parseName(lex, 'a register (0:r0), an object or a field (q.balance)');
  return { act: parseSet(lex, target), place };
}

/** `0:r0 = 1`, `f.counter = 1`: places that user code does not name so. */
function parseOfPlace(lex: Lexer, place: Place): Cell {
  const loc = parseLoc(lex);
  const op = lex.accept('+=') ? '+=' : '=';
  if (op === '=') lex.expect('=', "'=' or '+='");
  return { is: 'assign', loc, op, value: parseValue(lex), place };
}

/**
 * A call that the language had before user code keeps its form, whose place is that of its name:
 * most of what can be wrong with one is there.
 */
function cellOfCall(
  labels: readonly string[],
  register: string | null,
  call: CallExpr,
  place: Place,
): Cell {
  const args = call.args.map((arg) => plainArg(arg));
  if (labels.length > 1 || args.some((arg) => arg === null)) {
    return { is: 'user', labels, act: { is: 'call', target: register, call }, place };
  }
  return {
    is: 'call',
    label: labels[0] ?? null,
    register,
    call: call.call,
    args: args.flatMap((arg) => arg ?? []),
    place: call.place,
  };
}

/** An argument as it was before: a number, or names joined with +. */
function plainArg({ terms }: Expr): Arg | null {
  const { value, place } = terms[0];
  if (terms.length === 1 && value.is === 'integer') {
    return { is: 'integer', value: value.value, place };
  }
  const names = terms.flatMap((term) =>
    term.value.is === 'name' && term.value.payload === null && !term.minus ? [term.value.name] : [],
  );
  return names.length === terms.length ? { is: 'names', names, place } : null;
}

function cellOfSet(
  labels: readonly string[],
  { act, place }: { readonly act: CellAct; readonly place: Place },
): Cell {
  if (act.is === 'call') return cellOfCall(labels, act.target, act.call, place);
  const isPlain = act.is === 'set' && act.value.terms.length === 1 && labels.length === 0;
  if (!isPlain) return { is: 'user', labels, act, place };
  const loc = { is: 'object', name: act.target, field: null, place } as const;
  return { is: 'assign', loc, op: act.op, value: act.value.terms[0].value, place };
}

/** `A+B` */
function parseGroup(lex: Lexer): string[] {
  const tasks = [lex.name('a task').text];
  while (lex.accept('+')) tasks.push(lex.name('another task').text);
  return tasks;
}

function parseEnvOp(lex: Lexer): EnvOp {
  const expected = 'a call, an assignment or an operation of the environment';
  const is = ENV_OPS.find((op) => lex.sees(op));
  if (is === undefined) lex.unexpected(expected, nearest(lex.peek().text, ENV_OPS));
  lex.next();
  switch (is) {
    case 'await': {
      const found = lex.peek().text;
      const state = AWAIT_STATES.find((name) => name === found);
      if (state === undefined) {
        lex.unexpected(`one of ${AWAIT_STATES.join(', ')}`, nearest(found, AWAIT_STATES));
      }
      lex.next();
      lex.expect('(');
      const ref = parseCallRef(lex);
      lex.expect(')');
      return { is, state, ref };
    }
    case 'abort':
      return { is, ref: parseCallRef(lex) };
    case 'resume':
    case 'stop':
    case 'go':
      return { is, lane: lex.name('a lane, such as P0').text };
    case 'kill':
      return { is, task: lex.name('a task').text };
    case 'checkpoint':
      return { is, tasks: parseGroup(lex) };
    case 'restore': {
      const tasks = parseGroup(lex);
      return { is, tasks, node: lex.accept('on') ? lex.name('a node').text : null };
    }
    case 'set':
      return parseSetOp(lex);
    case 'examine':
      return { is, lane: lex.name('a lane, such as P0').text };
    case 'tick':
      return { is, count: lex.peek().kind === 'integer' ? lex.integer('ticks').value : 1 };
  }
}

/** `set x = 3`, `set 0:r0 = EOK`, `set P0:pc = L1`, `set P0:arg2 = 5` */
function parseSetOp(lex: Lexer): EnvOp {
  if (lex.peek().kind !== 'name' || !lex.sees(':', 1)) {
    const loc = parseLoc(lex);
    lex.expect('=');
    return { is: 'set', loc, value: parseValue(lex) };
  }
  const lane = lex.name('a lane, such as P0').text;
  lex.next();
  const expected = 'pc, or an argument by its number: arg1';
  const { text, place } = lex.name(expected);
  const [, number] = /^arg([1-9])$/.exec(text) ?? [];
  if (text !== 'pc' && number === undefined) {
    lex.refuse(place, quoted(text), expected, nearest(text, ['pc', 'arg1']));
  }
  lex.expect('=');
  if (text === 'pc') return { is: 'set-pc', lane, label: lex.name('a label of that lane').text };
  return { is: 'set-arg', lane, arg: Number(number), value: parseArg(lex), place };
}

function parseArg(lex: Lexer): Arg {
  const { kind, place } = lex.peek();
  if (kind === 'integer') return { is: 'integer', value: lex.integer('an argument').value, place };
  const names = [lex.name('an argument: a number, an object or flags').text];
  while (lex.accept('+')) names.push(lex.name('a flag').text);
  return { is: 'names', names, place };
}
