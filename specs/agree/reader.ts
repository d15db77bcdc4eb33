/**
 * Values taken out of JSON, refused with the line of the file where they are of another type.
 */
import { quoted, type Refuse } from '../litmus/litmus-error.ts';

/** A JSON object; every use of a field says what it expects. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads the values of one line. */
export class Reader {
  readonly line: number;
  readonly #refuse: Refuse;

  constructor(refuse: Refuse, line: number) {
    this.#refuse = refuse;
    this.line = line;
  }

  refuse(found: string, expected: string): never {
    return this.#refuse({ line: this.line, column: 1 }, found, expected);
  }

  object(value: unknown, what: string): Fields {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Fields;
    return this.#wrong(value, `an object for ${what}`);
  }

  list(value: unknown, what: string): readonly unknown[] {
    return Array.isArray(value) ? value : this.#wrong(value, `a list for ${what}`);
  }

  string(value: unknown, what: string): string {
    return typeof value === 'string' ? value : this.#wrong(value, `a string for ${what}`);
  }

  integer(value: unknown, what: string): number {
    return Number.isInteger(value) ? Number(value) : this.#wrong(value, `an integer for ${what}`);
  }

  #wrong(value: unknown, expected: string): never {
    return this.refuse(value === undefined ? 'nothing' : quoted(JSON.stringify(value)), expected);
  }
}
