/** The command that runs an execution again, as a shell takes it. */
import { printable } from '../text-width.ts';

/** `given` is the path of a test that the catalogue does not have, or null. */
export function replayCommand(token: string, given: string | null): string {
  const words = given === null ? [token] : [token, given];
  return `npx fermata replay ${words.map((word) => quoted(printable(word))).join(' ')}`;
}

function quoted(word: string): string {
  if (/^[\w.,:+=@%/-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
