/**
 * The commands that measure: `bench`, and `costs`, which keeps what a whole check has measured.
 */
import { join } from 'node:path';
import type { Command } from 'commander';
import { benchPage } from './commands.ts';
import { example } from './language-commands.ts';
import { conclude, print } from './outlet.ts';
import { ExitCode } from './reports/exit-code.ts';
import { bench } from './specs/commands/bench.ts';
import { requireClone } from './specs/commands/clone-only.ts';
import { reportFolder, reportName } from './specs/root.ts';
import { wholeCatalogue } from './specs/run/check-all.ts';
import { COSTS_FILE, writeCosts } from './specs/run/costs.ts';
import { readReport } from './specs/run/read-report.ts';

export function measuringCommands(fermata: Command): void {
  fermata
    .command('bench')
    .description('measure the search: two-phase commit and the largest tests of the catalogue')
    .option('--spin', 'also run the same in SPIN, if it and a C compiler are there')
    .option('--page [file]', `instead: how fast ${reportName}/index.html, or this page, opens`)
    .addHelpText('after', example('fermata bench --spin', 'npm start && fermata bench --page'))
    .action(({ spin, page }: { spin?: boolean; page?: string | true }) =>
      page === undefined
        ? bench({ spin: spin === true }, print)
        : benchPage(page === true ? join(reportFolder(), 'index.html') : page),
    );
  fermata
    .command('costs <report.json>')
    .description('write specs/costs.jsonl, by which --shard splits, from a check of the whole')
    .addHelpText('after', example('npm start && npx fermata costs reports/out/report.json'))
    .action((file: string) => {
      requireClone('costs');
      const tests = writeCosts(readReport(file), wholeCatalogue());
      conclude(`${COSTS_FILE}: ${tests} tests\n`, ExitCode.expected);
    });
}
