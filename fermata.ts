/**
 * The command line: arguments to calls, nothing else.
 *
 * Every command is a function of specs/ whose result reports/ turns into text. What goes wrong is
 * one sentence on standard error and an exit code of formats.md §4.
 */
import { join, relative } from 'node:path';
import { Command, CommanderError } from 'commander';
import { deliver, type OutputFlags, outputOptions, requireOutputs } from './deliver.ts';
import { DesignError } from './model/policies.ts';
import { presets } from './model/presets.ts';
import { measureOpening, openingText } from './reports/browser/opening-time.ts';
import { renderCounterexample } from './reports/counterexample.ts';
import { replayCommand } from './reports/replay-command.ts';
import type { Report } from './reports/data.ts';
import { ExitCode, exitCodeOf, worstExitCode } from './reports/exit-code.ts';
import { withoutCommands } from './reports/github.ts';
import { renderReading } from './reports/reading.ts';
import { renderSyncPage } from './reports/sync-page.ts';
import { concernsThem, SYNC_FAMILIES, syncTableLines } from './reports/sync-table.ts';
import { renderClosing, renderFindings, renderTerminal } from './reports/terminal.ts';
import { canDrawOver, columnsOf } from './reports/terminal-settings.ts';
import { fold } from './reports/text-width.ts';
import { replaceFiles } from './reports/write.ts';
import { LitmusError } from './specs/litmus-error.ts';
import { printLitmus } from './specs/print.ts';
import { readingOf } from './specs/reading.ts';
import { ReplayError } from './specs/token.ts';
import { mutantsScan, mutantsTable } from './specs/mutants/command.ts';
import { agreeWith } from './specs/run/agree.ts';
import { bench } from './specs/run/bench.ts';
import { filesOf, readCatalogue, root, selectTests, testRow } from './specs/run/catalogue.ts';
import { checkAll, type Checked, type Conditions, selectDesigns } from './specs/run/check-all.ts';
import { COSTS_FILE, writeCosts } from './specs/run/costs.ts';
import { InputError, unknownName, UsageError } from './specs/run/errors.ts';
import { newInterrupt, raiseOnSignal, stopOnSignal } from './specs/run/interrupt.ts';
import { type LimitFlags, limitsOf } from './specs/run/limits.ts';
import {
  listAssertions,
  listDesigns,
  listLitmus,
  listRevisions,
  parseRevision,
} from './specs/run/lists.ts';
import { mergeParts, readPart } from './specs/run/merge.ts';
import { requireWritableFile } from './specs/run/outputs.ts';
import { promoteReport } from './specs/run/promote.ts';
import { readReport } from './specs/run/read-report.ts';
import { replayToken } from './specs/run/replay.ts';
import { counterexamplesIn } from './specs/run/report.ts';
import { watchTests } from './watch.ts';
import { parseShard } from './specs/run/shard.ts';

/** Counterexamples drawn after a check; all of them are in the report. */
const DRAWN_MAX = 3;

const AGREE_CODES = {
  equal: ExitCode.expected,
  different: ExitCode.violation,
  'too few': ExitCode.inconclusive,
} as const;

const MUTANT_CODES = {
  passed: ExitCode.expected,
  survived: ExitCode.violation,
  broken: ExitCode.broken,
} as const;

interface CheckFlags extends LimitFlags, OutputFlags {
  design?: string[];
  revision?: string;
  watch?: boolean;
  shard?: string;
}

// Who reads us may have read enough (`fermata help check | head -3`).
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = refuse(error);
}

function program(): Command {
  const fermata = new Command('fermata')
    .description('Checks restartable system calls: every abort, every restart, every interleaving.')
    .option('--no-color', 'no colours, as with NO_COLOR in the environment')
    .on('option:no-color', () => (process.env.NO_COLOR = '1'))
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  checkCommand(fermata.command('check'));
  fermata
    .command('start')
    .description('check the whole catalogue on every preset and revision; write reports/out/')
    .addHelpText('after', example('npm start', 'fermata start'))
    .action(() => check([], { report: join(root, 'reports', 'out') }));
  fermata
    .command('agree <outcomes.jsonl>')
    .description('run kernel programs on the model and compare their outcome sets')
    .option('--json', 'one JSON object a program instead of sentences')
    .addHelpText('after', example('fermata agree specs/kernel-outcomes/waitq.jsonl'))
    .action((file: string, { json }: { json?: boolean }) => {
      const agreement = agreeWith(file);
      process.stdout.write(json === true ? agreement.json : agreement.text);
      process.exitCode = AGREE_CODES[agreement.result];
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
      process.stdout.write(shown.join(''));
    });
  fermata
    .command('replay <token> [file]')
    .description('show a counterexample again; refuses where its test or the model has changed')
    .addHelpText('after', example('fermata replay F1.TOKEN', 'fermata replay F1.TOKEN my.litmus'))
    .action((token: string, file?: string) => {
      const counterexample = replayToken(token, file ?? null);
      console.log(renderCounterexample(counterexample, { width: columnsOf() }));
    });
  listCommand(fermata.command('list <what>'));
  fermata
    .command('promote [tests...]')
    .description("make today's results on the right presets the baseline")
    .option('--why <sentence>', 'the reason for lines that are new or no longer hold')
    .option('--link <text>', 'commit, ticket or document', '')
    .addHelpText('after', example('fermata promote IPC+poke --why "D10: poke banks a token"'))
    .action((tests: string[], { why, link }: { why?: string; link: string }) =>
      promote(tests, why ?? null, link),
    );
  fermata
    .command('bench')
    .description('measure the search: two-phase commit and the largest tests of the catalogue')
    .option('--spin', 'also run the same in SPIN, if it and a C compiler are there')
    .option('--page [file]', 'instead: how fast reports/out/index.html, or this page, opens')
    .addHelpText('after', example('fermata bench --spin', 'npm start && fermata bench --page'))
    .action(({ spin, page }: { spin?: boolean; page?: string | true }) =>
      page === undefined
        ? bench({ spin: spin === true }, console.log)
        : benchPage(page === true ? join(root, 'reports', 'out', 'index.html') : page),
    );
  fermata
    .command('compare')
    .description('ways of treating a call that sends first and waits after, side by side')
    .option('--write <file>', 'the table with its counterexamples, as Markdown')
    .addHelpText('after', example('fermata compare', 'fermata compare --write docs/sync-calls.md'))
    .action(({ write }: { write?: string }) => compare(write ?? null));
  mergeCommand(fermata.command('merge <reports...>'));
  fermata
    .command('costs <report.json>')
    .description('write specs/costs.jsonl, by which --shard splits, from a check of the whole')
    .addHelpText('after', example('npm start && npx fermata costs reports/out/report.json'))
    .action((file: string) => {
      console.log(`${COSTS_FILE}: ${writeCosts(readReport(file))} tests`);
    });
  mutantsCommand(fermata.command('mutants [ids...]'));
  return fermata;
}

function checkCommand(command: Command): void {
  outputOptions(command)
    .description('check tests of the catalogue, or litmus files, on designs and revisions')
    .argument('[tests...]', 'names of the catalogue or paths of files (default: all)')
    .option('--design <design>', 'a preset or policies; may be repeated (default: all)', add)
    .option('--revision <revision>', 'only this one')
    .option('--aborts <n>', "aborts anywhere up to <n>, instead of the tests' own budgets")
    .option('--max-states <n>', 'end a search after this many states')
    .option('--max-memory <size>', 'such as 512M or 4G (default: half of the memory there is)')
    .option('--time-limit <seconds>', 'for the whole command; with --watch for each check')
    .option('--shard <i/n>', 'only part i of n, of about equal cost; join them with fermata merge')
    .option('--watch', 'check the files again whenever they are saved, until Ctrl-C')
    .addHelpText(
      'after',
      example(
        'fermata check WQ+abort+wake --design ticket,timeout=relative --revision helenos-2026',
        'fermata check my.litmus --report out --time-limit 60',
        'fermata check my.litmus --design ticket --watch',
      ),
    )
    .action(check);
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

function listCommand(command: Command): void {
  const lists: Readonly<Record<string, () => string>> = {
    litmus: () => listLitmus(readCatalogue()),
    designs: listDesigns,
    assertions: listAssertions,
    revisions: listRevisions,
  };
  command
    .description(`what there is: ${Object.keys(lists).join(', ')}`)
    .addHelpText('after', example('fermata list designs'))
    .action((what: string) => {
      if (!Object.hasOwn(lists, what)) {
        throw unknownName('list', what, Object.keys(lists), 'fermata list --help');
      }
      // A pipe gets one line for each line: somebody greps in it.
      const { isTTY } = process.stdout;
      process.stdout.write(isTTY ? fold(lists[what](), columnsOf()) : lists[what]());
    });
}

function mutantsCommand(command: Command): void {
  command
    .description('break the model on purpose, one step at a time, and see a test fall each time')
    .option('--scan <id>', 'one mutant against the whole catalogue and all recorded programs')
    .option('--design <design>', 'the design of a scan', 'ticket')
    .addHelpText('after', example('npm run mutants', 'fermata mutants --scan deadline-not-kept'))
    .action(async (ids: string[], { scan, design }: { scan?: string; design: string }) => {
      if (scan !== undefined) return mutantsScan(scan, design, console.log);
      process.exitCode = MUTANT_CODES[await mutantsTable(ids, console.log)];
    });
}

async function check(tests: readonly string[], flags: CheckFlags): Promise<void> {
  if (flags.watch === true) return watch(tests, flags);
  requireOutputs(flags);
  const conditions = conditionsOf(flags);
  const stopListening = raiseOnSignal(conditions.interrupt);
  const revision = flags.revision === undefined ? null : parseRevision(flags.revision);
  const shard = flags.shard === undefined ? null : parseShard(flags.shard);
  const checked = await checkAll(
    { tests, designs: flags.design ?? [], revision, shard },
    conditions,
  );
  const report = withExitCode(checked);
  await deliver(report, () => textOf(report, tests.length > 0, flags), flags, stopListening);
}

/** Checks the files whenever they are saved. Each check is one of that file alone. */
async function watch(tests: readonly string[], flags: CheckFlags): Promise<void> {
  if (tests.length === 0) {
    throw new UsageError('--watch needs the files to watch: fermata check my.litmus --watch');
  }
  const output = (['json', 'junit', 'sarif', 'report', 'github', 'shard'] as const).find(
    (flag) => flags[flag] !== undefined,
  );
  if (output !== undefined) {
    const why = 'results of a file that is being edited are shown, not kept';
    throw new UsageError(`--watch and --${output} do not go together: ${why}`);
  }
  const revision = flags.revision === undefined ? null : parseRevision(flags.revision);
  const designs = flags.design ?? [];
  // Refused now and not after every save.
  selectDesigns(designs);
  const conditions = conditionsOf(flags);
  process.exitCode = await watchTests(filesOf(tests), {
    check: async (file, interrupt) => {
      const selection = { tests: [file], designs, revision, shard: null };
      return withExitCode(await checkAll(selection, { ...conditions, interrupt }));
    },
    display: {
      isTTY: canDrawOver(process.stdout),
      get columns() {
        return columnsOf();
      },
      get rows() {
        return process.stdout.rows ?? 24;
      },
      write: (text) => process.stdout.write(text),
    },
    stop: stopOnSignal(),
  });
}

async function merge(files: readonly string[], flags: OutputFlags): Promise<void> {
  requireOutputs(flags);
  const report = withExitCode(mergeParts(files.map(readPart), commandLine()));
  await deliver(report, () => textOf(report, false, flags), flags);
}

function conditionsOf(flags: CheckFlags): Conditions {
  return {
    ...limitsOf(flags),
    command: commandLine(),
    interrupt: newInterrupt(),
    terminal: process.stderr,
    quiet: flags.quiet === true || !canDrawOver(process.stderr),
  };
}

/** As typed. */
function commandLine(): string {
  return ['fermata', ...process.argv.slice(2)].map(quoted).join(' ');
}

function withExitCode({ report, unmet }: Checked): Report {
  const codes = [exitCodeOf(report), unmet.length > 0 ? ExitCode.stale : ExitCode.expected];
  return { ...report, exitCode: worstExitCode(codes) };
}

/** What goes to standard output. Counterexamples of a whole catalogue only if nobody expects them. */
function textOf(report: Report, isNamed: boolean, flags: OutputFlags): string {
  const options = { width: columnsOf() };
  if (flags.quiet === true) {
    const findings = report.exitCode === ExitCode.expected ? '' : renderFindings(report, options);
    return [findings, renderClosing(report, options)].filter((part) => part !== '').join('\n\n');
  }
  const all = counterexamplesIn(report.runs, isNamed ? 'all' : 'unexpected');
  const drawn = all.slice(0, DRAWN_MAX).map(({ run, counterexample }) => {
    const head = `${run.test} on ${run.design}, ${run.revision}`;
    const drawing = renderCounterexample(counterexample, options);
    const given = report.tests.find(({ name }) => name === run.test)?.given ?? null;
    const again = replayCommand(counterexample, given);
    return `${head}\n${drawing}\n\n${again}\n\n`;
  });
  const rest = all.length - drawn.length;
  const more = rest > 0 ? `${rest} more counterexamples are in the report (--report DIR).\n\n` : '';
  const closing = { written: writtenBy(flags), next: { drawn: drawn.length > 0 } };
  return `${drawn.join('')}${more}${renderTerminal(report, { ...options, ...closing })}`;
}

/** The files to open, from where the user is; what lies beside the page is in the help. */
function writtenBy({ report, json, junit, sarif }: OutputFlags): string[] {
  const page = report === undefined ? [] : [join(report, 'index.html')];
  return [...page, ...[json, junit, sarif].filter((file) => typeof file === 'string')].map(
    (file) => {
      const path = relative(process.cwd(), file);
      return path.startsWith('..') ? file : path;
    },
  );
}

async function promote(tests: readonly string[], why: string | null, link: string): Promise<void> {
  if (process.env.CI !== undefined) {
    throw new UsageError('promote is refused under CI: what is expected is decided by a person');
  }
  const designs = presets().filter((design) => design.kind === 'right');
  const selection = { tests, designs: designs.map(({ name }) => name), revision: null };
  const conditions = conditionsOf({});
  const stopListening = raiseOnSignal(conditions.interrupt);
  const { report } = await checkAll(selection, conditions);
  stopListening();
  const difference = promoteReport(report, tests.length === 0, { why, link });
  console.log(difference.length === 0 ? 'The baseline is as it was.' : difference.join('\n'));
}

/** @throws InputError if there is no such page, or no Chromium. */
async function benchPage(file: string): Promise<void> {
  try {
    for (const times of await measureOpening(file)) console.log(openingText(times));
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error));
  }
}

/** The families of synchronous calls on every design that treats them in a way of its own. */
async function compare(file: string | null): Promise<void> {
  if (file !== null) requireWritableFile('--write', file);
  const conditions = conditionsOf({});
  const stopListening = raiseOnSignal(conditions.interrupt);
  const rows = readCatalogue().map(testRow);
  const tests = rows.filter(({ family }) => SYNC_FAMILIES.includes(family));
  const designs = presets().filter(concernsThem);
  const checked = await checkAll(
    {
      tests: tests.map(({ name }) => name),
      designs: designs.map(({ name }) => name),
      revision: null,
    },
    conditions,
  );
  const report = withExitCode(checked);
  if (file !== null) await replaceFiles([{ path: file, text: renderSyncPage(report) }]);
  stopListening();
  console.log(`${syncTableLines(report, columnsOf()).join('\n')}\n`);
  console.log(renderClosing(report, { width: columnsOf() }));
  process.exitCode = report.exitCode;
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
  if (error instanceof InputError || error instanceof LitmusError || error instanceof ReplayError) {
    complain(error.message);
    return ExitCode.broken;
  }
  complain(`internal error: ${error instanceof Error ? error.stack : String(error)}`);
  return ExitCode.internal;
}

/** What is quoted from a file must be no command of a CI system. */
function complain(sentence: string): void {
  console.error(withoutCommands(`fermata: ${sentence}`));
}

function example(...commands: string[]): string {
  return `\nExample:\n${commands.map((command) => `  $ ${command}\n`).join('')}`;
}

function quoted(word: string): string {
  return /^[\w.,:+=@%/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function add(value: string, before: string[] = []): string[] {
  return [...before, value];
}
