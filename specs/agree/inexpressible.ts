/**
 * What the litmus language cannot say, and the readers of recorded values that say so.
 */
import type { Fields } from './reader.ts';

/** Thrown while a program is translated, and turned into a `NotExpressible` there. */
export class Inexpressible extends Error {}

export function allowOnly(fields: Fields, keys: readonly string[], what: string): void {
  const other = Object.keys(fields).find((key) => !keys.includes(key));
  if (other !== undefined) throw new Inexpressible(`${what} has "${other}"`);
}

export function integerOf(value: unknown, what: string): number {
  if (Number.isInteger(value)) return Number(value);
  throw new Inexpressible(`${what} is ${JSON.stringify(value)}`);
}

export function stringOf(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw new Inexpressible(`${what} is ${JSON.stringify(value)}`);
}

/** A list; nothing at all is an empty one. */
export function listOf(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value ?? [])) return (value ?? []) as unknown[];
  throw new Inexpressible(`${what} is ${JSON.stringify(value)}`);
}
