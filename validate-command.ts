/** The command that holds traces of a kernel against the model. */
import type { Command } from 'commander';
import { example } from './language-commands.ts';
import { conclude } from './outlet.ts';
import { ExitCode, worstExitCode } from './reports/exit-code.ts';
import { validateTraces, type ValidateFlags } from './specs/commands/validate-traces.ts';

const CODES = {
  ACCEPTED: ExitCode.expected,
  REJECTED: ExitCode.violation,
  INCONCLUSIVE: ExitCode.inconclusive,
  UNREADABLE: ExitCode.broken,
} as const;

export function validateCommand(fermata: Command): void {
  fermata
    .command('validate <traces...>')
    .description('whether traces of a kernel are behaviours of the model: docs/traces.md')
    .option(
      '--design <design>',
      'of the kernel (default: today, or ticket if something is aborted)',
    )
    .option(
      '--test <file>',
      'the .litmus file that was run (default: by its name in the catalogue)',
    )
    .option('--max-states <n>', 'pairs of a state and what was matched, for each search', '1000000')
    .option('--time-limit <seconds>', 'for each trace', '60')
    .option('--json', 'one JSON object a trace instead of sentences')
    .addHelpText(
      'after',
      example('fermata validate run.trace.jsonl', 'fermata validate *.trace.jsonl --design eintr'),
    )
    .action((files: string[], { json, ...flags }: ValidateFlags & { json?: boolean }) => {
      const { text, json: data, results } = validateTraces(files, flags);
      const code = worstExitCode(results.map((result) => CODES[result]));
      if (json === true) conclude(data, code, 'json');
      else conclude(text, code);
    });
}
