/**
 * Reads a log as herd's tools do, by the rules of their lexer (herdtools7: `tools/lexLog_tools.mll`).
 *
 * Of alternatives the longest is taken, as ocamllex does. What the lexer has no letters for ends the
 * reading of a whole file there, and is an error here. Only tests use it.
 */

const NAME = String.raw`[A-Za-z_.$][A-Za-z0-9_.]*`;
const NUMBER = String.raw`(?:0x[0-9a-fA-F]+|\d+)`;
const TEST = /Test[ \t]+([A-Za-z0-9_/.\-+[\]:]+)(?:[ \t]+([A-Za-z_.$][A-Za-z0-9_.]*))?\r?\n/y;
const STATES = /(?:States(?:[ \t]+\d+)?|Histogram(?:[ \t]+\(\d+[ \t]+states[ \t]*\))?)\r?\n/y;
const LINE = /[^\r\n]*\r?\n/y;
/** What may stand where an outcome begins: of these the longest is taken, of equal ones the first. */
const COUNT = /(?:\d+[ \t]*(?::>|\*>))?/y;
const EMPTY = /[ \t]*\r?\n/y;
const ANSWER = /(Loop[ \t]+)?(Undef|Succeeded|Failed|Ok|No|\?\?)[^\r\n]*/y;
const BINDING = RegExp(
  String.raw`[ \t]*(?:(\d+:${NAME})|\[?(${NAME})\]?|(${NAME}\[\d+\]))[ \t]*=[ \t]*` +
    String.raw`(-?${NUMBER}|${NAME}(?::${NAME}|[-+]${NUMBER})?)[ \t]*;`,
  'y',
);
const OUTCOME_END = /[ \t]*(?:#[^\n]*)?\r?\n/y;
const WITNESSES =
  /Witnesses[ \t]*\r?\nPositive:[ \t]*(\d+),?[ \t]*Negative:[ \t]*(\d+)[ \t]*\r?\n/y;
const CONDITION = /Condition[ \t]+([^\r\n]+)\r?\n/y;
const HASH = /[Hh][Aa][Ss][Hh][ \t]*=[ \t]*([^ \t\n\r]+)[ \t]*\r?\n/y;
const KEYED = /[A-Za-z]+(?:[ \t]*=|[ \t]+[A-Za-z0-9_/.\-+[\]:]+[ \t]+)[^\r\n]*\r?\n/y;
const READ_KINDS = new Set(['Allowed', 'Required', 'Forbidden']);

export interface Block {
  readonly kind: string;
  /** Location to value, each outcome with the same locations. */
  readonly states: readonly ReadonlyMap<string, string>[];
  readonly answer: string;
  readonly loops: boolean;
  readonly witnesses: readonly [positive: number, negative: number];
  readonly condition: string;
  readonly hash: string;
}

export class LogReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The blocks by their tests; two of one test would be taken for one. */
  read(): Map<string, Block> {
    const blocks = new Map<string, Block>();
    while (this.#at < this.#text.length) {
      const head = this.#take(TEST);
      if (head === null) {
        this.#need(LINE, 'a line');
        continue;
      }
      const [, name, kind = ''] = head;
      if (!READ_KINDS.has(kind)) throw new Error(`the kind "${kind}"`);
      if (blocks.has(name)) throw new Error(`${name} twice`);
      blocks.set(name, { kind, ...this.#block() });
    }
    return blocks;
  }

  #block(): Omit<Block, 'kind'> {
    while (this.#take(STATES) === null) this.#need(LINE, 'States');
    const states: Map<string, string>[] = [];
    for (;;) {
      const [count, empty, answer] = [COUNT, EMPTY, ANSWER].map((rule) => this.#look(rule));
      if (
        answer !== null &&
        answer[0].length > Math.max(count![0].length, empty?.[0].length ?? 0)
      ) {
        this.#at += answer[0].length;
        return { states, answer: answer[2], loops: answer[1] !== undefined, ...this.#rest() };
      }
      if (empty !== null && empty[0].length > count![0].length) {
        this.#at += empty[0].length;
        // Behind an outcome it says nothing.
        if (states.length === 0) states.push(new Map());
        continue;
      }
      this.#at += count![0].length;
      states.push(this.#outcome());
    }
  }

  #outcome(): Map<string, string> {
    const bindings = new Map<string, string>();
    while (this.#look(OUTCOME_END) === null) {
      const [, register, plain, cell, value] = this.#need(BINDING, 'LOCATION=VALUE;');
      const location = register ?? plain ?? cell;
      if (bindings.has(location)) throw new Error(`${location} twice in one outcome`);
      bindings.set(location, value);
    }
    this.#need(OUTCOME_END, 'the end of the line');
    return bindings;
  }

  #rest(): Pick<Block, 'witnesses' | 'condition' | 'hash'> {
    this.#need(EMPTY, 'the end of the line');
    const [, positive, negative] = this.#need(WITNESSES, 'Witnesses');
    const [, condition] = this.#need(CONDITION, 'Condition');
    let hash = '';
    for (;;) {
      const own = this.#take(HASH);
      if (own !== null) hash = own[1];
      else if (this.#take(KEYED) === null) break;
    }
    return { witnesses: [Number(positive), Number(negative)], condition, hash };
  }

  #look(rule: RegExp): RegExpExecArray | null {
    rule.lastIndex = this.#at;
    return rule.exec(this.#text);
  }

  #take(rule: RegExp): RegExpExecArray | null {
    const found = this.#look(rule);
    this.#at += found?.[0].length ?? 0;
    return found;
  }

  #need(rule: RegExp, what: string): RegExpExecArray {
    const found = this.#take(rule);
    if (found !== null) return found;
    const line = this.#text.slice(0, this.#at).split('\n').length;
    throw new Error(`line ${line}: no ${what}: ${this.#text.slice(this.#at, this.#at + 60)}`);
  }
}
