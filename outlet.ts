/**
 * The one way out to standard output and standard error: nothing else in the product writes there.
 *
 * What is said is legible (reports/legible.ts). Who reads may have read enough, a disk may be full, a
 * terminal may be gone: on standard error that is ignored, since nothing depends on it. On standard
 * output it ends the command, with the code of the result if there is one and never with 0 if not.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { ExitCode, worstExitCode } from './reports/exit-code.ts';
import { legible, legibleJson, legibleXml } from './reports/legible.ts';
import { wantsColour } from './reports/terminal/terminal-settings.ts';
import { printable } from './reports/text-width.ts';

/**
 * Text for people, coloured or not, or a format for programs, which says the same as it would in a
 * file. What is coloured was drawn by reports/terminal/, where each text of a user's is made
 * printable before the colours are put on.
 */
export type Medium = 'text' | 'coloured' | 'json' | 'xml';

const LEGIBLE: Readonly<Record<Medium, (text: string) => string>> = {
  text: (text) => legible(text, false),
  coloured: (text) => legible(text, wantsColour()),
  json: legibleJson,
  xml: legibleXml,
};

/** A reader that went away, and a terminal that did. */
const GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO', 'ECONNRESET']);

/** Lines on standard output, before there is a result. */
export function print(text: string): void {
  process.stdout.write(`${LEGIBLE.text(text)}\n`);
}

/** The result, as it is written, and the exit code that it stands for. */
export function conclude(text: string, code: number, medium: Medium = 'text'): void {
  // First: if nobody reads the text, the code is the result.
  process.exitCode = code;
  process.stdout.write(LEGIBLE[medium](text));
}

/** The same of a result in pieces, each of which ends with a line; the next is made when one is read. */
export async function concludeAll(
  text: string | Iterable<string>,
  code: number,
  medium: Medium,
): Promise<void> {
  process.exitCode = code;
  for (const piece of typeof text === 'string' ? [text] : text) {
    if (!process.stdout.write(LEGIBLE[medium](piece))) await once(process.stdout, 'drain');
  }
}

/** Commands of GitHub, made by reports/formats/github.ts, which has escaped what they quote. */
export function annotate(lines: readonly string[], stream: 'stdout' | 'stderr'): void {
  for (const line of lines) process[stream].write(`${printable(line)}\n`);
}

/** What clears a screen, at the start of one. */
export const CLEAR = '\u001b[H\u001b[2J';

/** A screen of `--watch`, in the place of the one before it if it begins with CLEAR. */
export function draw(screen: string): void {
  const start = screen.startsWith(CLEAR) ? CLEAR : '';
  process.stdout.write(`${start}${LEGIBLE.coloured(screen.slice(start.length))}`);
}

/** One sentence on standard error, on one line whatever it quotes. */
export function complain(sentence: string): void {
  process.stderr.write(`${complaint(sentence)}\n`);
}

/** What goes on, on a line of standard error that stays. */
export function progress(words: string): void {
  drawProgress(`${words}\n`);
}

/** The live line of a check, as it is. */
export function drawProgress(text: string): void {
  process.stderr.write(text);
}

function complaint(sentence: string): string {
  return legible(`fermata: ${printable(sentence)}`, false);
}

/** Says that the command ended otherwise than it can, in one sentence; returns its exit code. */
export function defect(error: unknown): number {
  if (isOfSystem(error)) {
    complain(`the system refused: ${error.message}`);
    return ExitCode.broken;
  }
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  // For whoever mends it; a user is helped by no stack.
  const isAsked = (process.env.FERMATA_STACK ?? '') !== '';
  const at = /^ +at (.*)$/m.exec(stack)?.[1] ?? 'an unknown place';
  complain(`internal error: ${message} (at ${at}). Set FERMATA_STACK=1 for more, and report it.`);
  if (isAsked) process.stderr.write(`${legible(stack, false)}\n`);
  return ExitCode.internal;
}

function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** To be called once, before anything is said. */
export function guardStreams(): void {
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    const { exitCode } = process;
    const code = exitCode === undefined ? null : Number(exitCode);
    if (code !== null && GONE.has(error.code)) process.exit();
    const when = code === null && GONE.has(error.code) ? ' before there was a result' : '';
    complainNow(`standard output cannot be written${when}: ${error.message}`);
    process.exit(worstExitCode([code ?? ExitCode.broken, ExitCode.broken]));
  });
  process.on('uncaughtException', (error) => process.exit(defect(error)));
}

/** The process ends before a stream would have written it. */
function complainNow(sentence: string): void {
  try {
    writeSync(process.stderr.fd, `${complaint(sentence)}\n`);
  } catch {
    // Nobody listens.
  }
}
