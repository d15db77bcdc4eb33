/**
 * The reading of a litmus in a terminal: a comment of the litmus language, so that what `fermata
 * show` prints is still a litmus that can be checked.
 */
import type { Reading } from '../data.ts';
import { printable, wrap } from '../text-width.ts';

const WIDTH_MIN = 20;
const INDENT = '   ';

/**
 * `(* ... *)`, a paragraph a section, without a newline at its end.
 *
 * @param options.width columns; anything below 20 is taken as 20
 */
export function renderReading(reading: Reading, { width }: { readonly width: number }): string {
  const room = Math.max(width, WIDTH_MIN) - INDENT.length;
  const paragraphs = reading.map(({ title, sentences }) => {
    const text = sentences.map((sentence) => sentence.text).join(' ');
    const lines = wrap(uncommented(printable(`${title.toUpperCase()}. ${text}`)), room);
    return lines.map((line) => `${INDENT}${line}`).join('\n');
  });
  // Two closing columns would be one too many for a last line that is full.
  return `(* ${paragraphs.join('\n\n').trimStart()}\n*)`;
}

/** Comments nest: what looks like the beginning or the end of one in a name must not be one. */
function uncommented(text: string): string {
  return text.replaceAll('(*', '( *').replaceAll('*)', '* )');
}
