/**
 * The command line: arguments to calls, nothing else.
 *
 * Every command is a function of specs/ whose result reports/ turns into text; those that check are in
 * commands.ts, the flags of `check` in check-flags.ts. What goes wrong is one sentence on standard
 * error and an exit code of docs/formats.md#exit-codes.
 */
// First: steps are numbered as they load, and certificates go from one program to another.
import './model/steps.ts';
import { Command, CommanderError } from 'commander';
import { certifyFolder } from './certify-command.ts';
import {
  check,
  compare,
  compareAlternatives,
  type CompareFlags,
  compareUdebug,
  merge,
  promote,
  type PromoteFlags,
} from './commands.ts';
import { add, type CheckFlags, checkOptions, readCheckFlags } from './check-flags.ts';
import { outputOptions } from './deliver.ts';
import { runCommand, speakCommand, startWith } from './run-command.ts';
import { example, languageCommands } from './language-commands.ts';
import { generateCommand, mutantsCommand } from './generating-commands.ts';
import { kernelCommands } from './kernel-commands.ts';
import { measuringCommands } from './measuring-commands.ts';
import { readingCommands } from './reading-commands.ts';
import { complain, conclude, defect, guardStreams } from './outlet.ts';
import { DesignError } from './model/designs/policies.ts';
import { ExitCode } from './reports/exit-code.ts';
import { listColumnsOf } from './reports/terminal/terminal-settings.ts';
import { LitmusError } from './specs/litmus/litmus-error.ts';
import { ReplayError } from './specs/trace/token.ts';
import { isInstalled, reportName } from './specs/root.ts';
import { InputError, UsageError } from './specs/errors.ts';
import { diffReports } from './specs/commands/diff-reports.ts';
import { readReport } from './specs/run/read-report.ts';
import { readVersion } from './specs/run/report.ts';
import { validateCommand } from './validate-command.ts';

guardStreams();

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = refuse(error);
}

function program(): Command {
  const fermata = new Command('fermata')
    .description('Checks restartable system calls: every abort, every restart, every interleaving.')
    .version(readVersion(), '--version', 'the version, and nothing else')
    .option('--no-color', 'no colours, as with NO_COLOR in the environment')
    .on('option:no-color', () => (process.env.NO_COLOR = '1'))
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: 24 })
    .exitOverride()
    .configureOutput({
      outputError: () => {},
      getOutHelpWidth: () => listColumnsOf(),
      getErrHelpWidth: () => listColumnsOf(process.stderr),
    });
  checkCommand(fermata.command('check'));
  fermata
    .command('start')
    .description(`check the whole catalogue on every preset and revision; write ${reportName}/`)
    .addHelpText('after', example(...(isInstalled ? [] : ['npm start']), 'fermata start'))
    .action(() => startWith());
  readingCommands(fermata);
  languageCommands(fermata);
  fermata
    .command('promote [tests...]')
    .description("make today's results the baseline: of the catalogue, or of files of your own")
    .option('--design <design>', 'on this one; may be repeated (default: the right ones)', add)
    .option('--baseline <file>', 'of files of your own (default: expectations.jsonl beside them)')
    .option('--why <sentence>', 'the reason for lines that are new or no longer hold')
    .option('--link <text>', 'commit, ticket or document', '')
    .addHelpText(
      'after',
      example(
        'fermata promote IPC+poke --why "D10: poke banks a token"',
        'fermata promote tests --design ticket,timeout=relative --why "not mended yet: issue 7"',
      ),
    )
    .action((tests: string[], flags: PromoteFlags) => promote(tests, flags));
  fermata
    .command('certify <directory>')
    .description('look at the certificates of a check with a second, small checker')
    .addHelpText(
      'after',
      example('fermata check WQ+abort+wake --certificate out', 'fermata certify out'),
    )
    .action((directory: string) => certifyFolder(directory));
  kernelCommands(fermata);
  validateCommand(fermata);
  measuringCommands(fermata);
  runCommand(fermata.command('run [tests...]'));
  speakCommand(fermata.command('speak', { hidden: true }));
  fermata
    .command('compare')
    .description('ways of treating a call that sends first and waits after, side by side')
    .option('--write <file>', 'the table with its counterexamples, as Markdown')
    .option('--udebug', 'debug sessions instead: today and the ticket, into the table of <file>')
    .option(
      '--alternatives',
      'the ticket and its alternatives instead: what each saves, and breaks',
    )
    .addHelpText('after', example('fermata compare', 'fermata compare --write docs/sync-calls.md'))
    .action(({ write, udebug, alternatives }: CompareFlags) => {
      if (alternatives === true) return compareAlternatives(write ?? null);
      return udebug === true ? compareUdebug(write ?? null) : compare(write ?? null);
    });
  mergeCommand(fermata.command('merge <reports...>'));
  fermata
    .command('diff <old.json> <new.json>')
    .description('what two reports say differently: verdicts, states, outcomes, counterexamples')
    .addHelpText('after', example('fermata diff before.json reports/out/report.json'))
    .action((before: string, after: string) => {
      const difference = diffReports(readReport(before), readReport(after));
      conclude(difference.text, difference.isEmpty ? ExitCode.expected : ExitCode.violation);
    });
  generateCommand(fermata.command('generate'));
  mutantsCommand(fermata.command('mutants [ids...]'));
  return fermata;
}

function checkCommand(command: Command): void {
  checkOptions(command)
    .description('check tests of the catalogue, or litmus files, on designs and revisions')
    .argument(
      '[tests...]',
      'names of the catalogue, files, folders, or patterns of either (default: all)',
    )
    .addHelpText(
      'after',
      example(
        'fermata check WQ+abort+wake --design ticket,timeout=relative --revision helenos-2026',
        'fermata check my.litmus --report out --time-limit 60',
        'fermata check my.litmus --design ticket --watch',
      ),
    )
    .action((tests: string[], flags: CheckFlags) => check(readCheckFlags(tests, flags)));
}

function mergeCommand(command: Command): void {
  outputOptions(command)
    .description('join the JSON reports of all shards into the report of the whole')
    .addHelpText(
      'after',
      example(
        'fermata check --shard 1/2 --json=1.json',
        'fermata check --shard 2/2 --json=2.json',
        'fermata merge 1.json 2.json --report out',
      ),
    )
    .action(merge);
}

/** Says what went wrong on standard error; returns the exit code. */
function refuse(error: unknown): number {
  if (error instanceof CommanderError) {
    // Help was asked for and is printed.
    if (error.exitCode === 0) return ExitCode.expected;
    // No command at all: the help is on standard error already.
    if (error.code === 'commander.help') return ExitCode.usage;
    const sentence = error.message
      .replace(/^error: /, '')
      .replaceAll('\n', ' ')
      .replace(/\.$/, '');
    complain(`${sentence}. See fermata --help.`);
    return ExitCode.usage;
  }
  if (error instanceof UsageError || error instanceof DesignError) {
    complain(error.message);
    return ExitCode.usage;
  }
  if (error instanceof LitmusError) {
    for (const { message } of [error, ...error.others]) complain(message);
    return ExitCode.broken;
  }
  if (error instanceof InputError || error instanceof ReplayError) {
    complain(error.message);
    return ExitCode.broken;
  }
  return defect(error);
}
