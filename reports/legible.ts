/**
 * What every text passes on its way to a terminal or to the log of a CI system.
 *
 * A litmus, a report, a token, a path and a variable of the environment may hold anything. None of
 * it may move a cursor, ring a bell, turn a line round, or be a command of the system that keeps
 * the log. Line breaks stay, and so do the colours that were put on afterwards, where there are any.
 */
import { printable } from './text-width.ts';

/** The colours and weights of picocolors, and nothing else that begins with ESC. */
// oxlint-disable-next-line no-control-regex -- it is what has to be found
const COLOURS = /(\u001b\[(?:0|1|2|22|3[0-9]|39|4[0-9]|9[0-7])m)/;
const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Lines of text for people; `coloured`: colours are wanted, so they are left in. */
export function legible(text: string, coloured: boolean): string {
  return withoutCommands(
    text
      .split('\n')
      .map((line) => legibleLine(line, coloured))
      .join('\n'),
  );
}

function legibleLine(line: string, coloured: boolean): string {
  if (!CONTROLS.test(line)) return line;
  const parts = coloured ? line.split(COLOURS) : [line];
  return parts.map((part, i) => (i % 2 === 1 ? part : printable(part))).join('');
}

/**
 * The text with no line in it that a CI system would take for a command: `::error::` of GitHub at
 * the start of a line, and anywhere `##[error]` (GitHub, Azure), `##vso[...]`, `##teamcity[...]`.
 */
export function withoutCommands(text: string): string {
  return text.replace(/^(\s*):(?=:)/gm, '$1: ').replace(/##(?=[a-z]*\[)/gi, '## ');
}

/** JSON that says the same, and is legible: what is not, is an escape sequence of JSON. */
export function legibleJson(json: string): string {
  return json
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (found) =>
      found === '\n' ? found : escaped(found),
    )
    .replace(/##(?=[a-z]*\[)/gi, '\\u0023#');
}

/** By code units, as JSON writes what is beyond 16 bits. */
function escaped(text: string): string {
  return text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/** XML that says the same, and is legible: what is not, is a reference to a character. */
export function legibleXml(xml: string): string {
  return xml
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (found) =>
      found === '\n' || found === '\t' ? found : `&#x${found.codePointAt(0)?.toString(16)};`,
    )
    .replace(/^(\s*):(?=:)/gm, '$1&#58;')
    .replace(/##(?=[a-z]*\[)/gi, '&#35;#');
}
