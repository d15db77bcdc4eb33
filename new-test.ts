/**
 * `fermata new`: takes what it needs from the command line, and on a terminal asks for what is not
 * there. Elsewhere nobody could answer, so there it is refused.
 */
import { createInterface, type Interface } from 'node:readline/promises';
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
  /** Nothing is asked any more: who waits for input would never end. */
  end(): void;
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
  const { about, path } = await wanted(file, call, asking).finally(() => asking.end());
  writeFirstTest(path, about);
  const word = shellWord(path);
  conclude(
    `Written: ${path}\nNext: fermata check ${word}, and fermata show ${word} reads it in plain English.\n`,
    ExitCode.expected,
  );
}

/** What is to be made, asked for where it was not said. @throws UsageError where nobody answers */
async function wanted(
  file: string | undefined,
  call: string | undefined,
  asking: Asking,
): Promise<{ about: string; path: string }> {
  const about = call ?? (await askCall(asking));
  return { about, path: file ?? (await askFile(asking, `${about}.litmus`)) };
}

/** Asks until it is one of those that there are. */
async function askCall(asking: Asking): Promise<string> {
  const list = FIRST_CALLS.map((name, i) => `  ${i + 1}  ${name}`).join('\n');
  print(`Which system call is to be stopped?\n${list}\nIts number or its name [1]:`);
  for (;;) {
    const answer = await answered(asking);
    const name = answer === '' ? FIRST_CALLS[0] : (FIRST_CALLS[Number(answer) - 1] ?? answer);
    if (FIRST_CALLS.includes(name)) return name;
    print(`There is no "${answer}" in this list. Its number or its name [1]:`);
  }
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
  let reader: Interface | null = null;
  let lines: AsyncIterator<string> | null = null;
  return {
    isTerminal,
    async answer() {
      reader ??= createInterface({ input });
      lines ??= reader[Symbol.asyncIterator]();
      const { value, done } = await lines.next();
      return done === true ? null : value;
    },
    end() {
      reader?.close();
    },
  };
}
