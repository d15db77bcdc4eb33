/**
 * Values taken out of JSON, refused with the line of the file where they are of another type.
 *
 * Nothing here trusts what it reads: a name may be one that every JavaScript object has, a list may
 * be nested so deeply that it cannot be printed.
 */
import { nearest, quoted, type Refuse } from '../litmus/litmus-error.ts';

/** A JSON object; every use of a field says what it expects. */
export type Fields = Readonly<Record<string, unknown>>;

/** The own field of this name: never one that all objects inherit. */
export function fieldOf(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** JSON, or what stands for a value that is nested too deeply for it. */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'nothing';
  } catch {
    return 'too deep';
  }
}

/** Reads the values of one line. */
export class Reader {
  readonly line: number;
  readonly #refuse: Refuse;

  constructor(refuse: Refuse, line: number) {
    this.#refuse = refuse;
    this.line = line;
  }

  refuse(found: string, expected: string, hint = ''): never {
    return this.#refuse({ line: this.line, column: 1 }, found, expected, hint);
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

  /** One of `names`; the refusal has the nearest of them. */
  oneOf(value: unknown, names: readonly string[], what: string): string {
    if (typeof value === 'string' && names.includes(value)) return value;
    if (typeof value !== 'string') return this.#wrong(value, `${listed(names)} for ${what}`);
    return this.refuse(`${what} ${quoted(value)}`, listed(names), nearest(value, names));
  }

  /** Every key of `fields` is one of `keys`; the refusal has the nearest of them. */
  onlyKeys(fields: Fields, keys: readonly string[], what: string): void {
    const other = Object.keys(fields).find((key) => !keys.includes(key));
    if (other === undefined) return;
    this.refuse(`the key ${quoted(other)} of ${what}`, listed(keys), nearest(other, keys));
  }

  #wrong(value: unknown, expected: string): never {
    return this.refuse(value === undefined ? 'nothing' : quoted(jsonOf(value)), expected);
  }
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'none, since there is none';
  if (names.length <= 2) return names.join(' or ');
  return `one of ${names.join(', ')}`;
}
