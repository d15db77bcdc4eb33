/**
 * `fermata new`: takes what it needs from the command line, and on a terminal asks for what is not
 * there. Elsewhere nobody could answer, so there it is refused.
 */
import { createInterface } from 'node:readline/promises';
import { conclude, print } from './outlet.ts';
import { ExitCode } from './reports/exit-code.ts';
import { UsageError } from './specs/errors.ts';
import { FIRST_CALLS, writeFirstTest } from './specs/commands/first-test.ts';
import { shellWord } from './reports/shell-word.ts';

/** Where questions are answered: standard input, or a test's stand-in. */
export interface Asking {
  /** Is there somebody who could answer? */
  readonly isTerminal: boolean;
  /** The next line, without its end; null: there is no more. */
  answer(): Promise<string | null>;
}

/** Makes the file. @throws UsageError, InputError */
export async function newTest(
  file: string | undefined,
  call: string | undefined,
  asking: Asking,
): Promise<void> {
  if ((file === undefined || call === undefined) && !asking.isTerminal) {
    throw new UsageError('fermata new asks on a terminal; elsewhere: fermata new FILE --call CALL');
  }
  const about = call ?? (await askCall(asking));
  const path = file ?? (await askFile(asking, `${about}.litmus`));
  writeFirstTest(path, about);
  const word = shellWord(path);
  conclude(
    `Written: ${path}\nNext: fermata check ${word}, and fermata show ${word} reads it in plain English.\n`,
    ExitCode.expected,
  );
}

async function askCall(asking: Asking): Promise<string> {
  const list = FIRST_CALLS.map((name, i) => `  ${i + 1}  ${name}`).join('\n');
  print(`Which system call is to be stopped?\n${list}\nIts number or its name [1]:`);
  const answer = await answered(asking);
  if (answer === '') return FIRST_CALLS[0];
  return /^\d+$/.test(answer) ? (FIRST_CALLS[Number(answer) - 1] ?? answer) : answer;
}

async function askFile(asking: Asking, usual: string): Promise<string> {
  print(`Which file shall it be? [${usual}]:`);
  return (await answered(asking)) || usual;
}

async function answered(asking: Asking): Promise<string> {
  const line = await asking.answer();
  if (line === null) throw new UsageError('nothing was written: there was no answer');
  return line.trim();
}

/** Standard input, line by line; what is asked is printed by `newTest`. */
export function askingOf(input: NodeJS.ReadStream): Asking {
  const isTerminal = input.isTTY === true && process.stdout.isTTY === true;
  let lines: AsyncIterator<string> | null = null;
  return {
    isTerminal,
    async answer() {
      lines ??= createInterface({ input })[Symbol.asyncIterator]();
      const { value, done } = await lines.next();
      return done === true ? null : value;
    },
  };
}
