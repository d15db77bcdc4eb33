/**
 * Text in a terminal: how many columns it takes, and cutting, padding and wrapping it to fit.
 *
 * Strings of a report come from litmus files and may hold anything, so they pass `printable`
 * before they reach a terminal: an escape sequence or a direction override in a test's name must
 * not move the cursor or turn a line round. All functions here take plain text; colour is put on
 * afterwards. Widths follow Unicode's East Asian Width as far as it matters: wide characters and
 * emoji take two columns, every other one is counted as one (combining marks too, which errs on
 * the side of a line that is too short).
 */

/** Controls, format characters (direction overrides among them), lone surrogates, line ends. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** A column of text that is narrower is all hyphens. */
const HANGING_MIN = 24;
const EMOJI = /\p{Emoji_Presentation}/u;

/** The text on one line: line breaks and tabs become spaces, other controls become U+FFFD. */
export function printable(text: string): string {
  return text.replace(/[\t\n\r]+/g, ' ').replace(UNPRINTABLE, '\ufffd');
}

/** Columns that `text` takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

function widthOfCharacter(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x1100) return 1;
  if (code <= 0x115f || code >= 0x1f000) return 2;
  if (code >= 0x2e80 && code < 0xfe00 && !(code >= 0xd7b0 && code < 0xf900)) return 2;
  if ((code >= 0xfe30 && code < 0xfe70) || (code >= 0xff00 && code < 0xff61)) return 2;
  return EMOJI.test(character) ? 2 : 1;
}

/** The longest beginning of `text` in at most `width` columns, ended by `…` if something is cut. */
export function clip(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return width <= 0 ? '' : `${headOf(text, width - 1)}…`;
}

/** `text` cut or filled with spaces to exactly `width` columns. */
export function pad(text: string, width: number): string {
  const clipped = clip(text, width);
  return clipped + ' '.repeat(width - widthOf(clipped));
}

/**
 * Lines of at most `width` columns, broken at spaces; a word that is too long is broken after a
 * `_`, `.`, `/` or `,` if it has one, and anywhere otherwise. At least one line.
 */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(width, 2);
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(' ').filter((part) => part !== '')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) <= room) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    while (widthOf(word) > room) {
      const piece = breakableHead(word, room);
      lines.push(piece);
      word = word.slice(piece.length);
    }
    line = word;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

/** The lines of `text` no wider than `width`: what is broken goes on two columns further in. */
export function fold(text: string, width: number): string {
  const lines = text.split('\n').flatMap((line) => {
    if (widthOf(line) <= width) return [line];
    const indent = /^ */.exec(line)![0];
    const room = width - indent.length - 2;
    return wrap(line, room).map((part, i) => `${indent}${i === 0 ? '' : '  '}${part}`);
  });
  return lines.join('\n');
}

/** The lines, each folded: none is wider than `width`, and nothing of any is lost. */
export function foldLines(lines: readonly string[], width: number): string[] {
  return lines.flatMap((line) => fold(line, width).split('\n'));
}

/**
 * `head` and behind it `text`, whose further lines stand below its beginning; where that would be
 * too narrow to read, two columns further in than the head.
 */
export function hang(head: string, text: string, width: number): string[] {
  const column = widthOf(head);
  const room = width - column;
  if (room < HANGING_MIN) return fold(`${head}${text}`, width).split('\n');
  return wrap(text, room).map((part, i) => `${i === 0 ? head : ' '.repeat(column)}${part}`);
}

/**
 * Lines of a list no wider than `width`: what is broken goes on below the last column that begins two
 * spaces behind another one, or behind a label (`results: `), if there is room there, and otherwise as
 * `fold` has it.
 */
export function foldColumns(text: string, width: number): string {
  const lines = text.split('\n').flatMap((line) => {
    if (widthOf(line) <= width) return [line];
    const column = lastColumn(line, width - HANGING_MIN);
    return column === null
      ? fold(line, width).split('\n')
      : hang(line.slice(0, column), line.slice(column), width);
  });
  return lines.join('\n');
}

/** Where the last column begins that is no further than `most`, the first one aside. */
function lastColumn(line: string, most: number): number | null {
  const label = /^ *[A-Za-z][\w ]{0,30}: /.exec(line)?.[0].length ?? Infinity;
  let column = label <= most ? label : null;
  for (const { 0: gap, index } of line.matchAll(/(?<=\S) {2,}(?=\S)/g)) {
    const at = index + gap.length;
    if (widthOf(line.slice(0, at)) <= most) column = at;
  }
  return column;
}

function breakableHead(word: string, width: number): string {
  const head = headOf(word, width);
  const at = Math.max(...['_', '.', '/', ','].map((mark) => head.lastIndexOf(mark)));
  return at >= head.length / 2 ? head.slice(0, at + 1) : head;
}

function headOf(text: string, width: number): string {
  let taken = 0;
  let end = 0;
  for (const character of text) {
    taken += widthOfCharacter(character);
    if (taken > width) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** `1 run`, `2 runs`, `1,204 runs`. */
export function count(number: number, noun: string): string {
  return `${thousands(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `1,204`: the same on every machine, whatever its locale. */
export function thousands(number: number): string {
  return number.toLocaleString('en-US');
}
