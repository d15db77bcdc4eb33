/**
 * The commands that measure: `bench`, and `costs`, which keeps what a whole check has measured.
 */
import { join } from 'node:path';
import type { Command } from 'commander';
import { benchPage } from './commands.ts';
import { example } from './language-commands.ts';
import { conclude, print } from './outlet.ts';
import { requireWritable, writeFolder, writeText } from './outputs.ts';
import type { Report } from './reports/data.ts';
import { ExitCode, wasCutShort } from './reports/exit-code.ts';
import { bench, parseRounds } from './specs/commands/bench.ts';
import { requireClone } from './specs/commands/clone-only.ts';
import { boundsPage } from './specs/bounds/bounds-page.ts';
import { InputError, UsageError } from './specs/errors.ts';
import { reportFolder, reportName } from './specs/root.ts';
import { wholeCatalogue } from './specs/run/check-all.ts';
import { benchGrowth, FAMILY_NAMES, GROWTH_LIMITS } from './specs/commands/bench-growth.ts';
import { benchFiles } from './specs/commands/bench-files.ts';
import { COSTS_FILE, writeCosts } from './specs/run/costs.ts';
import { readReport } from './specs/run/read-report.ts';

export function measuringCommands(fermata: Command): void {
  fermata
    .command('bench')
    .description('measure the search: two-phase commit and the largest tests of the catalogue')
    .option('--spin', 'compare with SPIN, if it and a C compiler are there, on three models')
    .option('--only <what>', '2pc, wait-queue, ipc (these SPIN has too), or a test, or a file')
    .option('--rounds <n>', 'how often each is searched; the least CPU time counts')
    .option('--growth', `instead: tests that grow by threads and aborts, within ${GROWTH_LIMITS}`)
    .option('--family <name>', `with --growth: one of ${FAMILY_NAMES} alone`)
    .option('--time-limit <seconds>', 'with --growth: for each search')
    .option('--files <folder>', 'instead: write all that is measured there, Promela too')
    .option('--page [file]', `instead: how fast ${reportName}/index.html, or this page, opens`)
    .addHelpText('after', example('fermata bench --spin', 'npm start && fermata bench --page'))
    .action((flags: BenchFlags) => runBench(flags));
  fermata
    .command('costs <report.json>')
    .description('write specs/costs.jsonl, by which --shard splits, from a check of the whole')
    .addHelpText('after', example('npm start && npx fermata costs reports/out/report.json'))
    .action((file: string) => {
      requireClone('costs');
      const tests = writeCosts(readReport(file), wholeCatalogue());
      conclude(`${COSTS_FILE}: ${tests} tests\n`, ExitCode.expected);
    });
  boundsCommand(fermata.command('bounds <report.json>'));
}

function boundsCommand(command: Command): void {
  command
    .description('how long a stop takes in ticks and quanta, from B and H of a report')
    .option('--write <file>', 'write the page docs/bounds.md there')
    .addHelpText('after', example('npm start && npx fermata bounds reports/out/report.json'))
    .action(async (file: string, { write }: { write?: string }) => {
      if (write !== undefined) requireWritable([{ by: '--write', path: write }]);
      const text = boundsPage(wholeReport(file));
      if (write === undefined) return conclude(text, ExitCode.expected);
      await writeText('--write', write, text);
      conclude(`${write} is written\n`, ExitCode.expected);
    });
}

/** @throws InputError if the check was cut: the worst would be missing */
function wholeReport(file: string): Report {
  const report = readReport(file);
  if (wasCutShort(report)) throw new InputError(`${file} is of a check that was cut; run it whole`);
  return report;
}

interface BenchFlags {
  readonly spin?: boolean;
  readonly only?: string;
  readonly rounds?: string;
  readonly growth?: boolean;
  readonly family?: string;
  readonly timeLimit?: string;
  readonly files?: string;
  readonly page?: string | true;
}

/** What is measured instead, and the flags that go with it. */
const INSTEAD: Readonly<Record<string, readonly (keyof BenchFlags)[]>> = {
  page: [],
  files: [],
  growth: ['family', 'timeLimit'],
};

/** @throws UsageError for flags of which one would be ignored */
function refuseIgnored(flags: BenchFlags): void {
  const given = Object.keys(flags) as (keyof BenchFlags)[];
  const instead = given.find((flag) => Object.hasOwn(INSTEAD, flag));
  const mine = instead === undefined ? ['spin', 'only', 'rounds'] : [instead, ...INSTEAD[instead]];
  const ignored = given.find((flag) => !mine.includes(flag));
  if (ignored === undefined) return;
  const flag = ignored.replace('L', '-l');
  const why =
    instead === undefined ? 'it goes with --growth' : `--${instead} measures something else`;
  throw new UsageError(`bench has no use for --${flag} here: ${why}`);
}

async function runBench(flags: BenchFlags): Promise<void> {
  refuseIgnored(flags);
  const { spin = false, only = null, rounds, page, growth, family, timeLimit, files } = flags;
  if (page !== undefined) {
    return benchPage(page === true ? join(reportFolder(), 'index.html') : page);
  }
  if (files !== undefined) {
    const all = benchFiles();
    await writeFolder('--files', files, all);
    return print(`${all.length} files in ${files}`);
  }
  if (growth === true) return benchGrowth({ family, timeLimit }, print);
  bench({ spin, only, rounds: rounds === undefined ? null : parseRounds(rounds) }, print);
}
