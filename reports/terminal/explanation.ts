/** What is said of a name (`fermata explain`): its lines, its runs folded, and a command to go on. */
import pc from 'picocolors';
import type { Execution } from '../data.ts';
import { foldColumns, foldLines, hang, printable } from '../text-width.ts';
import { wantsColour } from './terminal-settings.ts';
import { turnLines, turnsOf } from './turns.ts';

export interface Explanation {
  readonly lines: readonly string[];
  readonly pictures: readonly {
    readonly head: string;
    readonly execution: Execution;
    readonly end: string;
    readonly marked: number | null;
  }[];
  readonly next: string;
}

/** Ends without a newline. */
export function renderExplanation(
  { lines, pictures, next }: Explanation,
  { width, colour }: { readonly width: number; readonly colour?: boolean },
): string {
  const colors = pc.createColors(colour ?? wantsColour());
  const parts = [
    foldColumns(lines.map(printable).join('\n'), width).split('\n'),
    ...pictures.map(({ head, execution, end, marked }) => [
      ...foldLines([printable(head)], width).map((line) => colors.bold(line)),
      ...turnLines(turnsOf(execution), marked, width),
      ...hang('  ', printable(end), width),
    ]),
    hang('Next: ', printable(next), width),
  ];
  return parts.map((part) => part.join('\n')).join('\n\n');
}
