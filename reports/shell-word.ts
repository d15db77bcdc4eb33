/** A word of a command that a reader is to paste. Pure: the page uses it too. */

/** The word as a POSIX shell reads it back: quoted where it must be. */
export function shellWord(word: string): string {
  return /^[\w.,:+=@%/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
