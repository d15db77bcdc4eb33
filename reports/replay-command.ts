/** `fermata replay TOKEN`, ready to be pasted. Pure: the page uses it too. */
import { shellWord } from './shell-word.ts';
import type { Execution } from './data.ts';
import { printable } from './text-width.ts';

/**
 * The command that shows the same again, on one line of any width, quoted for a POSIX shell.
 * `given` is the path of a test that the catalogue does not have, or null.
 */
export function replayCommand(
  { token }: Pick<Execution, 'token'>,
  given: string | null = null,
): string {
  const words = [token, ...(given === null ? [] : [given])];
  return `fermata replay ${words.map((word) => shellWord(printable(word))).join(' ')}`;
}
