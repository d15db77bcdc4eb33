/**
 * Text of a report in GitHub's Markdown, where it must be read as text: no markup, no link, no
 * mention, no end of the table or of the block that it stands in.
 */
import { printable } from '../text-width.ts';

/** In running text or in a cell of a table: everything that could be markup is an entity. */
export function plain(text: string): string {
  return printable(text).replace(
    /[^\p{L}\p{N} .,;()'/+=^-]/gu,
    (character) => `&#${character.codePointAt(0)};`,
  );
}

/** A block of code with a fence that is longer than any run of backticks in it. */
export function fenced(language: string, text: string): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return `${fence}${language}\n${text}\n${fence}`;
}
