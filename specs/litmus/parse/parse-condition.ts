/**
 * Locations, values, propositions and the final condition (docs/litmus.md#grammar: loc, VALUE, prop, cond).
 *
 * `not` binds tightest, then `/\`, then `\/` (both to the left), then `=>` (to the right). Depth
 * and size are limited, so that no later recursion over a proposition can exhaust the stack.
 */
import type { Lexer } from './lex.ts';
import type { CallRef, Condition, Loc, Prop, Quantifier, Value } from '../litmus.ts';
import { nearest, quoted } from '../litmus-error.ts';

/** Most connectives (and parentheses) of one proposition. */
export const PROP_MAX = 500;
/** Words that end the code or begin a proposition; no label, register or object has such a name. */
export const RESERVED: ReadonlySet<string> = new Set([
  'locations',
  'filter',
  'exists',
  'forall',
  'with',
  'not',
  'true',
  'false',
]);

/** A new name: of an object, a register or a label. */
export function parseName(lex: Lexer, what: string): string {
  const token = lex.peek();
  if (RESERVED.has(token.text)) {
    lex.refuse(token.place, `the reserved word ${quoted(token.text)}`, `another name for ${what}`);
  }
  return lex.name(what).text;
}

/** `P0:L0` */
export function parseCallRef(lex: Lexer): CallRef {
  const lane = lex.name('a lane and a label, such as P0:L0').text;
  lex.expect(':', "':' and a label, such as P0:L0");
  return { lane, label: lex.name('a label').text };
}

/** `0:r0`, `0:dt(L0)`, `0:waited(L0)`, `q.balance` or `x` */
export function parseLoc(lex: Lexer): Loc {
  const { place, kind } = lex.peek();
  if (kind === 'integer') {
    const lane = lex.integer('the number of a lane').value;
    if (lane < 0 || lane > 9) lex.refuse(place, `lane ${lane}`, 'the number of a lane, 0 to 9');
    lex.expect(':', "':' and a register, such as 0:r0");
    const name = parseName(lex, 'a register');
    const isTime = name === 'dt' || name === 'waited';
    if (!isTime || !lex.accept('(')) return { is: 'register', lane, name, place };
    const label = lex.name('the label of a call').text;
    lex.expect(')');
    return { is: 'dt', lane, label, ...(name === 'waited' && { waited: true }), place };
  }
  const name = parseName(lex, 'a register (0:r0), an object or a field (q.balance)');
  const field = lex.accept('.') ? lex.name('a field').text : null;
  return { is: 'object', name, field, place };
}

/** `3`, `EOK`, `req:7`, `req:CONNECT_ME_TO` */
export function parseValue(lex: Lexer): Value {
  if (lex.peek().kind === 'integer') {
    return { is: 'integer', value: lex.integer('a value').value };
  }
  const name = lex.name('a value: a number or a name such as EOK or blocked').text;
  if (!lex.accept(':')) return { is: 'name', name, payload: null };
  const expected = `a number or a name after ${name}:`;
  if (lex.peek().kind === 'name') return { is: 'name', name, payload: lex.name(expected).text };
  return { is: 'name', name, payload: lex.integer(expected).value };
}

/** What a location is compared with: besides a value, `ans(P0:L0):5`, the answer of one call. */
function parseCompared(lex: Lexer): Value {
  if (!lex.sees('(', 1)) return parseValue(lex);
  const { place } = lex.peek();
  const name = lex.name('a value').text;
  if (name !== 'ans')
    lex.refuse(place, `the call of ${quoted(name)}`, 'that of an answer: ans(P0:L0):5');
  lex.next();
  const of = parseCallRef(lex);
  lex.expect(')');
  lex.expect(':', "':' and the number of the answer: ans(P0:L0):5");
  return { is: 'name', name, payload: lex.integer('the number of the answer').value, of };
}

/** A proposition; `lex` stands at its first token. */
export function parseProp(lex: Lexer): Prop {
  return new PropParser(lex).implication();
}

class PropParser {
  readonly #lex: Lexer;
  #size = 0;

  constructor(lex: Lexer) {
    this.#lex = lex;
  }

  implication(): Prop {
    const left = this.#disjunction();
    if (!this.#takes('=>')) return left;
    return { is: 'implies', left, right: this.implication() };
  }

  #disjunction(): Prop {
    let left = this.#conjunction();
    while (this.#takes('\\/')) left = { is: 'or', left, right: this.#conjunction() };
    return left;
  }

  #conjunction(): Prop {
    let left = this.#factor();
    while (this.#takes('/\\')) left = { is: 'and', left, right: this.#factor() };
    return left;
  }

  #factor(): Prop {
    if (this.#takes('not')) return { is: 'not', prop: this.#factor() };
    if (this.#takes('(')) {
      const inner = this.implication();
      this.#lex.expect(')', "')' or a connective: /\\, \\/ or =>");
      return inner;
    }
    if (this.#lex.accept('true')) return { is: 'true' };
    if (this.#lex.accept('false')) return { is: 'false' };
    return this.#atom();
  }

  #atom(): Prop {
    const lex = this.#lex;
    const { place, text } = lex.peek();
    if (lex.sees('(', 1)) {
      const atoms = ['Aborted', 'Restarted', 'Done'];
      if (!atoms.includes(text)) {
        lex.unexpected('Aborted(...), Restarted(...) or Done(...)', nearest(text, atoms));
      }
      lex.next();
      lex.next();
      if (text === 'Done') {
        const lane = lex.name('a lane, such as P0').text;
        lex.expect(')');
        return { is: 'done', lane, place };
      }
      const ref = parseCallRef(lex);
      const counted = text === 'Aborted' && lex.accept(',');
      const count = counted ? lex.integer('how many aborts').value : null;
      lex.expect(')');
      if (text === 'Restarted') return { is: 'restarted', ref, place };
      return { is: 'aborted', ref, count, place };
    }
    const loc = parseLoc(lex);
    for (const op of ['=', '<>', '<=', '>='] as const) {
      if (lex.accept(op)) return { is: 'compare', loc, op, value: parseCompared(lex) };
    }
    return lex.unexpected('a comparison: =, <>, <= or >=');
  }

  #takes(text: string): boolean {
    const { place } = this.#lex.peek();
    if (!this.#lex.accept(text)) return false;
    this.#size++;
    if (this.#size > PROP_MAX) {
      this.#lex.refuse(place, `connective number ${this.#size}`, `at most ${PROP_MAX} in a row`);
    }
    return true;
  }
}

/** `~exists (0:r0=blocked) with debt=book: exists`, up to the end of the file. */
export function parseCondition(lex: Lexer): Condition {
  const { place } = lex.peek();
  const quantifier = parseQuantifier(lex);
  const prop = parseProp(lex);
  const kinds: Condition['kinds'][number][] = [];
  if (lex.peek().kind === 'name' && lex.accept('with')) {
    do kinds.push(parseKind(lex));
    while (lex.accept(';'));
  }
  if (lex.peek().kind !== 'end') {
    lex.unexpected('a connective, with, or the end of the file after the condition');
  }
  return { quantifier, prop, place, kinds };
}

function parseQuantifier(lex: Lexer): Quantifier {
  for (const quantifier of ['exists', 'forall', '~exists'] as const) {
    if (lex.accept(quantifier)) return quantifier;
  }
  const expected = 'exists, forall or ~exists';
  return lex.unexpected(expected, nearest(lex.peek().text, ['exists', 'forall', '~exists']));
}

/** PRESET{,POLICY=NAME} or POLICY=NAME{,POLICY=NAME}, where a policy may name its call. */
const DESIGN = new RegExp(
  String.raw`^(?:[A-Z][A-Z0-9-]*|POLICY)(?:,POLICY)*$`.replaceAll(
    'POLICY',
    String.raw`[A-Z]\w*(?:\.[A-Z]\w*)?=[A-Z][A-Z0-9-]*`,
  ),
  'i',
);

/** `debt=book: exists`. The design is kept as text, without spaces. */
function parseKind(lex: Lexer): Condition['kinds'][number] {
  const place = lex.place();
  const text = lex.raw(/[\w.-]+(?:[ \t\r\n]*[,=][ \t\r\n]*[\w.-]+)*/y);
  if (text === null) lex.unexpected('a design, such as ticket or debt=book');
  const design = text.replaceAll(/\s/g, '');
  if (!DESIGN.test(design)) {
    lex.refuse(
      place,
      quoted(design),
      'a design: PRESET{,POLICY=NAME} or POLICY=NAME{,POLICY=NAME}',
    );
  }
  lex.expect(':', "':' and exists, forall or ~exists");
  return { design, quantifier: parseQuantifier(lex), place };
}
