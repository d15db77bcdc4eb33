/**
 * The commands by which somebody finds out what a test can be made of: `list`, `explain`, `new`.
 */
import type { Command } from 'commander';
import { askingOf, newTest } from './new-test.ts';
import { conclude } from './outlet.ts';
import { ExitCode } from './reports/exit-code.ts';
import { renderExplanation } from './reports/terminal/explanation.ts';
import { listColumnsOf } from './reports/terminal/terminal-settings.ts';
import { foldColumns } from './reports/text-width.ts';
import { readCatalogue } from './specs/catalogue.ts';
import { explain } from './specs/commands/explain.ts';
import { FIRST_CALLS } from './specs/commands/first-test.ts';
import {
  listCalls,
  listObjects,
  listPolicies,
  listWords,
} from './specs/commands/language-lists.ts';
import { listAssertions, listDesigns, listLitmus, listRevisions } from './specs/commands/lists.ts';
import { unknownName } from './specs/errors.ts';

export function languageCommands(fermata: Command): void {
  listCommand(fermata.command('list <what>'));
  fermata
    .command('explain <name>')
    .description(
      'any name: an assertion, a policy or a value, a call, a design, a word, a test, a note (N19)',
    )
    .addHelpText('after', example('fermata explain R9', 'fermata explain place=keep'))
    .action((name: string) => {
      const { lines, pictures, next } = explain(name);
      const said = { lines, pictures: pictures(), next };
      const explanation = renderExplanation(said, { width: listColumnsOf() });
      conclude(`${explanation}\n`, ExitCode.expected, 'coloured');
    });
  newCommand(fermata.command('new [file]'));
}

function listCommand(command: Command): void {
  const lists: Readonly<Record<string, () => string>> = {
    litmus: () => listLitmus(readCatalogue()),
    designs: listDesigns,
    assertions: listAssertions,
    revisions: listRevisions,
    calls: listCalls,
    policies: listPolicies,
    objects: listObjects,
    words: listWords,
  };
  command
    .description(`what there is: ${Object.keys(lists).join(', ')}`)
    .addHelpText('after', example('fermata list designs', 'fermata list calls'))
    .action((what: string) => {
      if (!Object.hasOwn(lists, what)) {
        throw unknownName('list', what, Object.keys(lists), 'fermata list --help');
      }
      // A pipe gets one line for each line: somebody greps in it.
      conclude(foldColumns(lists[what](), listColumnsOf()), ExitCode.expected);
    });
}

function newCommand(command: Command): void {
  command
    .description('a first test of your own, with comments; asks for what it was not told')
    .option('--call <call>', `the call that is stopped: ${FIRST_CALLS.join(', ')}`)
    .addHelpText('after', example('fermata new', 'fermata new my.litmus --call waitq_sleep'))
    .action((file: string | undefined, { call }: { call?: string }) =>
      newTest(file, call, askingOf(process.stdin)),
    );
}

/** What stands below the help of a command. */
export function example(...commands: string[]): string {
  return `\nExample:\n${commands.map((command) => `  $ ${command}\n`).join('')}`;
}
