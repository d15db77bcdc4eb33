/**
 * Random tests with user code: valid by construction, with every statement, in procedures and cells,
 * and with names that are words of the language. They mean nothing.
 */
import * as fc from 'fast-check';
import type { Arg, Cell, Init, Litmus, Place, Table, Value } from '../litmus.ts';
import type { Act, CallExpr, CellAct, Expr, Proc, Stmt, Term, Test } from '../user-code.ts';
import { chance, number, oneOf, type Pick, place } from './arbitrary-prop.ts';

/** What a piece of code may name. */
interface Names {
  readonly words: readonly string[];
  readonly registers: readonly string[];
  readonly sections: readonly string[];
  readonly labels: readonly string[];
  /** Procedures that take a word and a value. */
  readonly procs: readonly string[];
}

const OPS = ['=', '<>', '<=', '>='] as const;

const name = (text: string): Value => ({ is: 'name', name: text, payload: null });
const term = (value: Value, minus = false): Term => ({ minus, value, place });
const exprOf = (...terms: Term[]): Expr => ({ terms });

/** Registers and numbers: nobody else's. */
function own(pick: Pick, { registers }: Names): Expr {
  const count = number(pick, 1, 3);
  const terms = Array.from({ length: count }, (_, i) => {
    const value: Value = chance(pick)
      ? { is: 'integer', value: number(pick, -9, 9) }
      : name(oneOf(pick, registers));
    return term(value, i > 0 && chance(pick));
  });
  return exprOf(...terms);
}

function anyValue(pick: Pick, names: Names): Expr {
  if (number(pick, 0, 4) > 0) return own(pick, names);
  return exprOf(
    term(oneOf(pick, [name('EINTR'), { is: 'name', name: 'req', payload: 7 } as const])),
  );
}

const wordOf = (pick: Pick, { words }: Names): Expr => exprOf(term(name(oneOf(pick, words))));

function userOp(pick: Pick, names: Names): CallExpr {
  const call = oneOf(pick, ['cas', 'exchange', 'fetch_add'] as const);
  const values = Array.from({ length: call === 'cas' ? 2 : 1 }, () => own(pick, names));
  return { call, args: [wordOf(pick, names), ...values], place };
}

function test(pick: Pick, names: Names): Test {
  if (number(pick, 0, 4) === 0) return { is: 'any', place };
  const left = oneOf(pick, [
    () => userOp(pick, names),
    () => wordOf(pick, names),
    () => own(pick, names),
  ])();
  return { is: 'compare', left, op: oneOf(pick, OPS), right: anyValue(pick, names) };
}

function until(pick: Pick, names: Names): Test {
  const old = own(pick, names);
  if (chance(pick)) {
    return { is: 'compare', left: wordOf(pick, names), op: oneOf(pick, OPS), right: old };
  }
  const left = { call: 'cas', args: [wordOf(pick, names), old, own(pick, names)], place };
  return { is: 'compare', left, op: '=', right: old };
}

/** A statement without blocks. */
function simple(pick: Pick, names: Names): CellAct {
  const { words, registers, sections, labels, procs } = names;
  const target = chance(pick) ? oneOf(pick, registers) : null;
  const kinds: (() => CellAct)[] = [
    () => ({ is: 'call', target, call: userOp(pick, names) }),
    () => {
      const call = oneOf(pick, ['enter', 'leave']);
      const args = [exprOf(term(name(oneOf(pick, sections))))];
      return { is: 'call', target: null, call: { call, args, place } };
    },
    () => ({ is: 'set', target: oneOf(pick, registers), op: '=', value: anyValue(pick, names) }),
    () => ({ is: 'set', target: oneOf(pick, registers), op: '=', value: wordOf(pick, names) }),
    () => ({
      is: 'set',
      target: oneOf(pick, [...words, ...registers]),
      op: oneOf(pick, ['=', '+='] as const),
      value: own(pick, names),
    }),
    () => ({
      is: 'until',
      tests: Array.from({ length: number(pick, 1, 3) }, () => until(pick, names)),
    }),
    () => {
      const right = own(pick, names);
      return { is: 'assert', test: { is: 'compare', left: wordOf(pick, names), op: '<>', right } };
    },
    () => ({
      is: 'goto',
      test: chance(pick) ? test(pick, names) : null,
      label: oneOf(pick, labels),
    }),
    () => {
      const args = [wordOf(pick, names), own(pick, names)];
      return { is: 'call', target, call: { call: oneOf(pick, procs), args, place } };
    },
  ];
  return oneOf(pick, procs.length === 0 ? kinds.slice(0, -1) : kinds)();
}

function block(pick: Pick, names: Names, depth: number): Stmt[] {
  return Array.from({ length: number(pick, 0, depth === 0 ? 4 : 2) }, () => {
    return { labels: [], act: act(pick, names, depth), place };
  });
}

function act(pick: Pick, names: Names, depth: number): Act {
  const is = depth > 2 ? 'simple' : oneOf(pick, ['simple', 'simple', 'if', 'while', 'return']);
  if (is === 'return') return { is, value: chance(pick) ? own(pick, names) : null };
  if (is === 'if') {
    const otherwise = chance(pick) ? block(pick, names, depth + 1) : null;
    return { is, test: test(pick, names), then: block(pick, names, depth + 1), otherwise };
  }
  if (is === 'while') {
    // A step in its test: a loop of registers alone is refused.
    const every = {
      is: 'compare',
      left: userOp(pick, names),
      op: '<>',
      right: own(pick, names),
    } as const;
    return { is, test: every, body: block(pick, names, depth + 1) };
  }
  return simple(pick, names);
}

const INTEGER: Value = { is: 'integer', value: 0 };

/** It takes a word and a value; what it jumps to is its end, so that no loop is empty. */
function proc(pick: Pick, text: string, procs: readonly string[]): Proc {
  const names = {
    words: ['w', 'x', 'f'],
    registers: ['n', 'r', 'goto'],
    sections: ['s'],
    labels: ['end', 'over'],
    procs,
  };
  const last: Stmt = {
    labels: ['end', 'over'],
    act: { is: 'set', target: 'w', op: '+=', value: exprOf(term(INTEGER)) },
    place,
  };
  const first = ['r', 'goto'].map((target): Stmt => {
    return { labels: [], act: { is: 'set', target, op: '=', value: exprOf(term(INTEGER)) }, place };
  });
  const body = [...first, ...block(pick, names, 0), last];
  return { name: text, params: ['w', 'n'], body, place };
}

/**
 * A cell as the parser would make it: what it had before user code keeps its form. Its label ends in
 * its row, for a lane has each label once.
 */
function cell(pick: Pick, names: Names, row: number): Cell | null {
  const made = simple(pick, names);
  const labels = chance(pick) ? [`L${number(pick, 0, 9_999_999)}${row}`] : [];
  if (made.is === 'call') return callCell(labels, made);
  if (made.is !== 'set' || labels.length > 0 || made.value.terms.length > 1) {
    return { is: 'user', labels, act: made, place };
  }
  const loc = { is: 'object', name: made.target, field: null, place } as const;
  return { is: 'assign', loc, op: made.op, value: made.value.terms[0].value, place };
}

function callCell(labels: readonly string[], made: Extract<CellAct, { is: 'call' }>): Cell {
  const { call, args } = made.call;
  const plain = args.flatMap(({ terms }): Arg[] => {
    const [{ value: only }] = terms;
    if (terms.length === 1 && only.is === 'integer') {
      return [{ is: 'integer', value: only.value, place }];
    }
    const all = terms.flatMap(({ value: each, minus }) =>
      each.is === 'name' && !minus ? [each.name] : [],
    );
    return all.length === terms.length ? [{ is: 'names', names: all, place }] : [];
  });
  if (plain.length < args.length) return { is: 'user', labels, act: made, place };
  return { is: 'call', label: labels[0] ?? null, register: made.target, call, args: plain, place };
}

/** A litmus with user code that `validate` accepts; all places are 1:1. */
export const arbitraryUser: fc.Arbitrary<Litmus> = fc.gen().map((pick): Litmus => {
  const procs = [proc(pick, 'p', [])];
  if (chance(pick)) procs.push(proc(pick, 'until', ['p']));
  const names: Names = {
    words: ['x', 'y', 'f'],
    registers: ['r0', 'if', 'any'],
    sections: ['s', 't'],
    labels: ['last'],
    procs: procs.map((it) => it.name),
  };
  const lanes = Array.from({ length: number(pick, 1, 3) }, (_, i) => {
    return { name: `P${i}`, task: null, place };
  });
  const firsts = names.registers.map((target) =>
    lanes.map((): Cell => {
      const loc = { is: 'object', name: target, field: null, place } as const;
      return { is: 'assign', loc, op: '=', value: INTEGER, place };
    }),
  );
  const rows = Array.from({ length: number(pick, 0, 4) }, (_, row) =>
    lanes.map(() => (chance(pick) ? null : cell(pick, names, row))),
  );
  const last = lanes.map((): Cell => {
    const made: CellAct = { is: 'set', target: 'x', op: '+=', value: exprOf(term(INTEGER)) };
    return { is: 'user', labels: ['last'], act: made, place };
  });
  const lane = number(pick, 0, lanes.length - 1);
  return {
    ...EMPTY,
    procs,
    init: INIT,
    lanes,
    rows: [...firsts, ...rows, last],
    condition: {
      quantifier: 'forall',
      prop: {
        is: 'or',
        left: { is: 'done', lane: `P${lane}`, place },
        right: {
          is: 'compare',
          loc: { is: 'register', lane, name: 'r0', place },
          op: '=',
          value: name(oneOf(pick, ['blocked', 'loops', 'spins'])),
        },
      },
      place,
      kinds: [],
    },
  };
});

const object = (type: string, text: string, initial: number | null, mod?: number): Init => ({
  is: 'object',
  type,
  name: text,
  value: initial === null ? null : { is: 'integer', value: initial },
  ...(mod !== undefined && { mod }),
  link: null,
  place,
});

const INIT = [
  object('word', 'x', 0),
  object('word', 'y', 1, 5),
  object('futex', 'f', 1),
  object('section', 's', null),
  object('section', 't', 2),
];

const EMPTY: Omit<Litmus, 'procs' | 'init' | 'lanes' | 'rows' | 'condition'> = {
  name: 'U',
  doc: 'x',
  meta: {
    table: 'helenos-2012' as Table,
    aborts: [],
    asserts: ['U1', 'U2'],
    ref: null,
    point: [],
    needs: [],
    ticks: null,
    cpus: null,
    skew: null,
    hash: null,
    restart: [],
    include: [],
    debugs: [],
    other: [],
  },
  locations: [],
  filter: null,
  places: new Map<string, Place>(),
};
