/**
 * Random locations, values and propositions for property tests, and the picks that they are made of.
 */
import * as fc from 'fast-check';
import { PAYLOAD_VALUES, VALUES } from '../calls/values.ts';
import { methodsOf } from '../calls/ipc-calls.ts';
import type { CallRef, Loc, Prop, Table, Value } from '../litmus.ts';
import type { Possible } from '../validate/validate-values.ts';

export type Pick = fc.GeneratorValue;

/** Of everything that is made: what the printer does not print. */
export const place = { line: 1, column: 1 };

export function oneOf<T>(pick: Pick, items: readonly T[]): T {
  return pick(() => fc.constantFrom(...items));
}

export function chance(pick: Pick): boolean {
  return pick(() => fc.boolean());
}

export function number(pick: Pick, min: number, max: number): number {
  return pick(() => fc.integer({ min, max }));
}

/** What a proposition can be about. */
export interface KnownNames {
  readonly table: Table;
  readonly refs: readonly CallRef[];
  readonly locs: readonly Loc[];
  possible(loc: Loc): Possible;
}

export function pickLoc(pick: Pick, { locs }: KnownNames): Loc {
  return oneOf(pick, locs);
}

export function pickValue(pick: Pick, table: Table): Value {
  const kind = number(pick, 0, 2);
  if (kind === 0) return { is: 'integer', value: number(pick, -100, 100) };
  if (kind === 1) return { is: 'name', name: oneOf(pick, VALUES), payload: null };
  if (chance(pick)) return { is: 'name', name: 'req', payload: oneOf(pick, methodsOf(table)) };
  return { is: 'name', name: oneOf(pick, PAYLOAD_VALUES), payload: number(pick, 0, 9) };
}

/** One of the values that a place can have. */
function pickPossible(pick: Pick, { names, numbers }: Possible): Value {
  if (numbers !== null && (names.length === 0 || chance(pick))) {
    return { is: 'integer', value: number(pick, numbers[0], numbers[1]) };
  }
  const text = oneOf(pick, names);
  if (/^-?\d+$/.test(text)) return { is: 'integer', value: Number(text) };
  const [name, payload] = text.split(':');
  if (payload === undefined) return { is: 'name', name, payload: null };
  return { is: 'name', name, payload: /^\d+$/.test(payload) ? Number(payload) : payload };
}

export function pickProp(pick: Pick, names: KnownNames, depth: number): Prop {
  const next = (): Prop => pickProp(pick, names, depth - 1);
  const is = oneOf(pick, ['true', 'compare', 'ref', 'not', 'and', 'or', 'implies'] as const);
  if (depth > 0 && is === 'not') return { is, prop: next() };
  if (depth > 0 && (is === 'and' || is === 'or' || is === 'implies')) {
    return { is, left: next(), right: next() };
  }
  if (is === 'ref' && names.refs.length > 0) {
    const ref = oneOf(pick, names.refs);
    if (chance(pick)) return { is: 'restarted', ref, place };
    return { is: 'aborted', ref, count: oneOf(pick, [null, 1, 3]), place };
  }
  if (is === 'true') return { is: oneOf(pick, ['true', 'false'] as const) };
  const loc = pickLoc(pick, names);
  const value = pickPossible(pick, names.possible(loc));
  const signs = value.is === 'name' ? (['=', '<>'] as const) : (['=', '<>', '<=', '>='] as const);
  return { is: 'compare', loc, op: oneOf(pick, signs), value };
}
