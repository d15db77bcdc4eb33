/** The commands that run one thing and show it: `agree`, `show`, `replay`. */
import type { Command } from 'commander';
import { example } from './language-commands.ts';
import { conclude } from './outlet.ts';
import { ExitCode } from './reports/exit-code.ts';
import { renderCounterexample } from './reports/terminal/counterexample.ts';
import { renderReading } from './reports/terminal/reading.ts';
import { columnsOf } from './reports/terminal/terminal-settings.ts';
import { printable } from './reports/text-width.ts';
import { selectTests } from './specs/catalogue.ts';
import { agreeWith } from './specs/commands/agree.ts';
import { replayToken } from './specs/commands/replay-token.ts';
import { printLitmus } from './specs/litmus/print.ts';
import { readingOf } from './specs/reading/reading.ts';

const AGREE_CODES = {
  equal: ExitCode.expected,
  different: ExitCode.violation,
  'too few': ExitCode.inconclusive,
  error: ExitCode.broken,
} as const;

export function readingCommands(fermata: Command): void {
  fermata
    .command('agree <outcomes.jsonl>')
    .description('run kernel programs on the model and compare their outcome sets')
    .option('--json', 'one JSON object a program instead of sentences')
    .addHelpText('after', example('fermata agree specs/kernel-outcomes/waitq.jsonl'))
    .action((file: string, { json }: { json?: boolean }) => {
      const agreement = agreeWith(file, printable);
      const code = AGREE_CODES[agreement.result];
      if (json === true) conclude(agreement.json, code, 'json');
      else conclude(agreement.text, code);
    });
  fermata
    .command('show <test>')
    .description('print a test in canonical form, and below it a plain reading, as a comment')
    .option('--canonical', 'the canonical form alone, as it is committed')
    .addHelpText(
      'after',
      example('fermata show WQ+abort+wake', 'fermata show my.litmus --canonical'),
    )
    .action((name: string, { canonical }: { canonical?: boolean }) => {
      const shown = selectTests([name]).map(({ litmus }) => {
        const reading = renderReading(readingOf(litmus), { width: columnsOf() });
        return `${printLitmus(litmus)}${canonical === true ? '' : `\n${reading}\n`}`;
      });
      conclude(shown.join(''), ExitCode.expected);
    });
  fermata
    .command('replay <token> [file]')
    .description('show a counterexample again; refuses where its test or the model has changed')
    .addHelpText('after', example('fermata replay F1.TOKEN', 'fermata replay F1.TOKEN my.litmus'))
    .action((token: string, file?: string) => {
      const counterexample = replayToken(token, file ?? null);
      const drawing = renderCounterexample(counterexample, { width: columnsOf() });
      conclude(`${drawing}\n`, ExitCode.expected, 'coloured');
    });
}
