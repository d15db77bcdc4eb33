/**
 * Data from a file, held against a schema: what is there at which key, and what was expected.
 *
 * A file that we have written may have been cut, edited or made up since. Whoever reads it gets data
 * of the shape that the types promise, or one InputError.
 */
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { InputError } from './errors.ts';

/**
 * Gives `value` back. `place` is `file` or `file:line`; `within` says where in it the value stands, as
 * keys. @throws InputError
 */
export type Reader<T> = (value: unknown, place: string, within?: readonly string[]) => T;

/** A reader of what `schema` describes. What is read is not copied. */
export function readerOf<S extends TSchema>(schema: S): Reader<Static<S>> {
  const validator = Compile(schema);
  return (value, place, within = []) => {
    if (validator.Check(value)) return value;
    throw new InputError(`${place}: ${objection(validator.Errors(value), value, within)}`);
  };
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Array.from(
  '"\\[]{}',
  (character) => character.charCodeAt(0),
);
/** Nothing that we write is nested as deep; whatever walks a value would end in a stack overflow. */
const DEPTH_MAX = 64;

/**
 * The value of a JSON text.
 *
 * @throws InputError without the lines that JSON.parse may quote; for a text nested without end
 */
export function parseJson(text: string, place: string): unknown {
  if (isDeep(text)) {
    throw new InputError(`${place}: not JSON of ours: it is nested more than ${DEPTH_MAX} deep`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = (error as Error).message.replace(/\s+/g, ' ');
    throw new InputError(`${place}: not JSON: ${why}`);
  }
}

/** Over the characters alone: a report has hundreds of megabytes. */
function isDeep(text: string): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isQuoted) {
      if (code === BACKSLASH) i++;
      else if (code === QUOTE) isQuoted = false;
    } else if (code === QUOTE) isQuoted = true;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (++depth > DEPTH_MAX) return true;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--;
  }
  return false;
}

interface Objection {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
}

/** `runs[3].search.states is "x", expected an integer` */
function objection(
  errors: readonly Objection[],
  value: unknown,
  within: readonly string[],
): string {
  const [first] = errors;
  // Of a value that may be of several kinds, the one that it nearly is goes deeper.
  const inside = errors.find(({ instancePath }) =>
    instancePath.startsWith(`${first.instancePath}/`),
  );
  const { instancePath: path } = inside ?? first;
  const here = errors.filter(({ instancePath }) => instancePath === path);
  const own = keysOf(path);
  const keys = [...within, ...own];
  const [lacking] = here.flatMap(({ params }) =>
    'requiredProperties' in params ? (params.requiredProperties as string[]) : [],
  );
  if (lacking !== undefined) return `${keyPath([...keys, lacking])} is missing`;
  if (here.some(({ keyword }) => keyword === 'boolean'))
    return `${keyPath(keys)} is a key that nothing has`;
  const expected = [...new Set(here.flatMap(expectedBy))];
  return `${keyPath(keys)} is ${shown(at(value, own))}, expected ${expected.join(' or ')}`;
}

/** Of a JSON pointer (RFC 6901). */
function keysOf(pointer: string): string[] {
  const keys = pointer.split('/').slice(1);
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function keyPath(keys: readonly string[]): string {
  if (keys.length === 0) return 'it';
  return keys
    .map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}

function at(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => {
    return typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
      ? (inner as Record<string, unknown>)[key]
      : undefined;
  }, value);
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

function expectedBy({ keyword, params }: Objection): string[] {
  const of = params as Readonly<Record<string, unknown>>;
  switch (keyword) {
    case 'type':
      return [of.type].flat().map((type) => KINDS[String(type)] ?? String(type));
    case 'const':
      return [JSON.stringify(of.allowedValue)];
    case 'enum':
      return (of.allowedValues as unknown[]).map((allowed) => JSON.stringify(allowed));
    case 'minimum':
      return [`${of.limit} or more`];
    case 'maximum':
      return [`${of.limit} or less`];
    case 'minItems':
      return [`a list of ${of.limit} or more`];
    case 'maxItems':
      return [`a list of ${of.limit} or less`];
    case 'pattern':
      return [`a text that matches ${String(of.pattern)}`];
    case 'anyOf':
      return [];
    default:
      return [keyword];
  }
}

const SHOWN_MAX = 60;

/** Short, and as deep as it goes: what is wrong may be the whole file, or nested without end. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, SHOWN_MAX)) : `${value}`;
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}...` : text;
}
