/**
 * The one error of the litmus language: where, what was found, what was expected, and the nearest
 * valid name. Reading a file throws nothing else, so whoever reads can tell bad input from a defect.
 */
import { distance } from 'fastest-levenshtein';
import type { Place } from './litmus.ts';

/** A litmus file that cannot be used; the message is `file:line:column: found X, expected Y`. */
export class LitmusError extends Error {
  override readonly name = 'LitmusError';
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** What else is wrong with the file, in the order in which it was found. */
  others: readonly LitmusError[] = [];

  constructor(file: string, place: Place, found: string, expected: string, hint = '') {
    const near = hint === '' ? '' : `; did you mean '${hint}'?`;
    super(`${file}:${place.line}:${place.column}: found ${found}, expected ${expected}${near}`);
    this.file = file;
    this.line = place.line;
    this.column = place.column;
  }
}

/** How a check says no: it throws a LitmusError for its file. */
export type Refuse = (place: Place, found: string, expected: string, hint?: string) => never;

/** Makes the `Refuse` of one file; a place in another file is said to be there. */
export function refuseIn(file: string): Refuse {
  return (place, found, expected, hint) => {
    const included = place.file !== undefined && place.file !== file;
    const what = included ? `${found}, in what ${file} includes` : found;
    throw new LitmusError(place.file ?? file, place, what, expected, hint);
  };
}

/**
 * The name that `found` was probably meant to be, or '' if none is near: at most a third of its
 * letters may differ, case not counting as a letter. At least one may, at least two in a word of
 * four or more (two letters that changed places count as two), at most four.
 */
export function nearest(found: string, names: Iterable<string>): string {
  // Nobody mistypes a name of this length; the distance takes quadratic time.
  if (found.length > 64) return '';
  let best = '';
  const least = found.length < 4 ? 1 : 2;
  let bestDistance = Math.min(4, Math.max(least, Math.floor(found.length / 3))) + 1;
  for (const name of names) {
    const d = distance(found.toLowerCase(), name.toLowerCase());
    if (d < bestDistance) [best, bestDistance] = [name, d];
  }
  return best;
}

/** A piece of input in quotes, on one line and short enough to read. */
export function quoted(text: string): string {
  const visible = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\u{fffd}');
  const characters = Array.from(visible.slice(0, 100));
  const short = characters.length > 40 ? `${characters.slice(0, 40).join('')}...` : visible;
  return `'${short}'`;
}
