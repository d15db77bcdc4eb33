/**
 * Characters to tokens of the litmus language, and the lines above the code, which have no tokens.
 *
 * The text is read once, left to right: the lines (`SYS name`, the document string, `KEY=value`)
 * and the designs of `with` by `raw`, everything else by `peek` and `next`. Raw reading is only
 * legal while no token is looked ahead at. Comments `(* ... *)` nest. `\r` is a space. Columns count characters, not code units.
 */
import type { Place } from '../litmus.ts';
import { LitmusError, quoted, type Refuse, refuseIn } from '../litmus-error.ts';

/** Longest file that is read, in UTF-16 code units. The largest of the catalogue is below 4 kB. */
export const TEXT_MAX = 1_000_000;
/** Integers have at most this many digits; every number of the language is far smaller. */
const DIGITS_MAX = 9;

export interface Token {
  readonly kind: 'name' | 'integer' | 'sign' | 'end';
  readonly text: string;
  readonly place: Place;
  /** Right behind it. */
  readonly end: Place;
}

const NAME = /[A-Za-z][A-Za-z0-9_]*/y;
const INTEGER = /-?[0-9]+/y;
const SIGN = /\/\\|\\\/|=>|->|<=|>=|<>|\+=|~[A-Za-z0-9_]*|[{}()[\];|:=.,+@-]/y;
const NOT_NEWLINE = /[^\n]*/y;

export class Lexer {
  readonly refuse: Refuse;
  readonly #text: string;
  readonly #file: { readonly file?: string };
  #at = 0;
  #line = 1;
  #column = 1;
  #ahead: Token[] = [];
  #last: Place = { line: 1, column: 1 };

  /**
   * `stamp`: its places say which file they are of, as they go where there are others.
   * @throws LitmusError when the text is longer than TEXT_MAX.
   */
  constructor(text: string, file: string, stamp = false) {
    this.refuse = refuseIn(file);
    this.#file = stamp ? { file } : {};
    this.#text = text;
    if (text.length > TEXT_MAX) {
      const limit = `at most ${TEXT_MAX} (a litmus test is a page, not a book)`;
      this.refuse({ line: 1, column: 1 }, `a file of ${text.length} characters`, limit);
    }
    if (text.startsWith('\u{feff}')) this.#at = 1;
  }

  /** The token `ahead` places after the next one, without taking it. */
  peek(ahead = 0): Token {
    while (this.#ahead.length <= ahead) this.#ahead.push(this.#scan());
    return this.#ahead[ahead];
  }

  next(): Token {
    const token = this.#ahead.shift() ?? this.#scan();
    this.#last = token.end;
    return token;
  }

  /** True if the token `ahead` is this sign or this name. */
  sees(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.text === text && token.kind !== 'end';
  }

  /** Takes the next token if it is `text`. */
  accept(text: string): boolean {
    if (!this.sees(text)) return false;
    this.next();
    return true;
  }

  /** Takes the sign or name `text`; `expected` says in words what could stand here. */
  expect(text: string, expected = `'${text}'`): Token {
    if (!this.sees(text)) this.unexpected(expected);
    return this.next();
  }

  /** Is the next token on a later line than the one before it? */
  isOnNewLine(): boolean {
    return this.peek().kind !== 'end' && this.peek().place.line > this.#last.line;
  }

  /** The place behind the token before, if no other stands on its line; else null. */
  endOfLineHere(): Place | null {
    return this.isOnNewLine() ? this.#last : null;
  }

  /** As `expect`, but takes nothing; what lacks at the end of a line lacks there, not on the next. */
  requireHere(text: string, expected: string): void {
    if (this.sees(text)) return;
    const end = this.endOfLineHere();
    if (end !== null) this.refuse(end, 'the end of the line', expected);
    this.unexpected(expected);
  }

  /** Takes tokens, whatever is wrong with them, up to one that `isEnd` or the end of the file. */
  skip(isEnd: (token: Token) => boolean): void {
    for (;;) {
      try {
        if (this.peek().kind === 'end' || isEnd(this.peek())) return;
        this.next();
      } catch (error) {
        // What is no token has been taken by then.
        if (!(error instanceof LitmusError)) throw error;
      }
    }
  }

  name(expected: string): Token {
    if (this.peek().kind !== 'name') this.unexpected(expected);
    return this.next();
  }

  integer(expected: string): { value: number; place: Place } {
    const token = this.peek();
    if (token.kind !== 'integer') this.unexpected(expected);
    this.next();
    // `-0` is 0: the two would print alike and yet differ as values.
    return { value: Number(token.text) || 0, place: token.place };
  }

  /** Refuses the next token. */
  unexpected(expected: string, hint?: string): never {
    const token = this.peek();
    const found = token.kind === 'end' ? 'the end of the file' : quoted(token.text);
    return this.refuse(token.place, found, expected, hint);
  }

  /** The place of the next character that is neither space nor comment. */
  place(): Place {
    if (this.#ahead.length > 0) return this.#ahead[0].place;
    this.#skipBlank();
    return this.here();
  }

  /** The place of the next character, whatever it is. For raw reading. */
  here(): Place {
    return { line: this.#line, column: this.#column, ...this.#file };
  }

  /** Takes what `pattern` (sticky) matches after spaces and comments, or returns null. */
  raw(pattern: RegExp): string | null {
    if (this.#ahead.length > 0) throw new Error('raw text is read with a token looked ahead at');
    this.#skipBlank();
    return this.#take(pattern);
  }

  /** The rest of this line without its end, trimmed. */
  restOfLine(): string {
    return (this.#take(NOT_NEWLINE) ?? '').trim();
  }

  /** Takes spaces, comments and the end of the line; anything else on it is refused. */
  endOfLine(after: string): void {
    const { line } = this.here();
    this.#skipBlank();
    if (this.here().line === line && this.#at < this.#text.length) {
      this.unexpected(`the end of the line after ${after}`);
    }
  }

  #scan(): Token {
    this.#skipBlank();
    const place = this.here();
    if (this.#at >= this.#text.length) return { kind: 'end', text: '', place, end: place };
    const name = this.#take(NAME);
    if (name !== null) return { kind: 'name', text: name, place, end: this.here() };
    const integer = this.#take(INTEGER);
    if (integer !== null) {
      if (integer.length > DIGITS_MAX) {
        this.refuse(place, `the number ${quoted(integer)}`, `at most ${DIGITS_MAX} digits`);
      }
      return { kind: 'integer', text: integer, place, end: this.here() };
    }
    const sign = this.#take(SIGN);
    if (sign !== null) return { kind: 'sign', text: sign, place, end: this.here() };
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at)!);
    this.#move(character.length);
    return this.refuse(place, quoted(character), 'a name, a number or a sign of the language');
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#move(found.length);
    return found;
  }

  #move(count: number): void {
    for (const end = this.#at + count; this.#at < end; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 10) [this.#line, this.#column] = [this.#line + 1, 1];
      // The second half of a surrogate pair is no character of its own.
      else if (code < 0xdc00 || code > 0xdfff) this.#column++;
    }
  }

  #skipBlank(): void {
    for (;;) {
      const two = this.#text.slice(this.#at, this.#at + 2);
      if (two === '(*') this.#skipComment();
      else if (two !== '' && ' \t\r\n'.includes(two[0])) this.#move(1);
      else return;
    }
  }

  #skipComment(): void {
    const place = this.here();
    let depth = 0;
    do {
      const two = this.#text.slice(this.#at, this.#at + 2);
      if (two === '') this.refuse(place, "a comment '(*' without an end", "'*)'");
      if (two === '(*') depth++;
      if (two === '*)') depth--;
      this.#move(two === '(*' || two === '*)' ? 2 : 1);
    } while (depth > 0);
  }
}
