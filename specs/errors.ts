/**
 * The two ways in which a command can be refused, and the nearest of the names that it could have
 * meant. Their exit codes are docs/formats.md#exit-codes: wrong usage is 64, unusable input 4.
 */
import { nearest } from './litmus/litmus-error.ts';

/** The command line asks for something that does not exist or makes no sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A file that cannot be read, written or believed. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** `unknown test "WQ+wak"; the nearest is "WQ+wake"` if one is near, and where to see them all. */
export function unknownName(
  what: string,
  name: string,
  known: readonly string[],
  listedBy: string,
): UsageError {
  const near = nearest(name, known);
  const hint = near === '' ? '' : `; the nearest is "${near}"`;
  return new UsageError(`unknown ${what} "${name}"${hint}. ${listedBy} lists them all.`);
}
