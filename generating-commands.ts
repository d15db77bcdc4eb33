/** The commands that make many from one: `generate`, programs at random; `mutants`, models that are wrong. */
import type { Command } from 'commander';
import { add } from './check-flags.ts';
import { example } from './language-commands.ts';
import { parseDesign } from './model/designs/designs.ts';
import { conclude, print } from './outlet.ts';
import { writeFolder } from './outputs.ts';
import { ExitCode } from './reports/exit-code.ts';
import { requireClone } from './specs/commands/clone-only.ts';
import {
  checkGenerated,
  generatedFiles,
  generatedTexts,
  wantedOf,
} from './specs/commands/generate.ts';
import { FAMILIES } from './specs/generate/families.ts';
import { mutantsScan, mutantsTable, parsePart, type Part } from './specs/mutants/command.ts';

const familyNames = FAMILIES.map(({ name }) => name).join(', ');
/** The right design with which nothing is lost: R17 holds too. */
const GENERATED_DESIGN = 'ticket,place=keep';

const GENERATED_CODES = {
  explained: ExitCode.expected,
  unexplained: ExitCode.violation,
  cut: ExitCode.inconclusive,
  broken: ExitCode.broken,
} as const;

const MUTANT_CODES = {
  passed: ExitCode.expected,
  survived: ExitCode.violation,
  broken: ExitCode.broken,
} as const;

interface GenerateFlags {
  family?: string[];
  count: string;
  seed: string;
  write?: string;
  check?: string | true;
}

export function generateCommand(command: Command): void {
  command
    .description('random litmus tests in which calls that wait are aborted; the same for a seed')
    .option('--family <name>', `may be repeated (default: all): ${familyNames}`, add)
    .option('--count <n>', 'so many of each family', '10')
    .option('--seed <text>', 'another seed, other programs', '1')
    .option('--write <folder>', 'a file each, instead of all on standard output')
    .option(
      `--check [design]`,
      `run them under a design (${GENERATED_DESIGN}) and count what falls`,
    )
    .addHelpText(
      'after',
      example(
        'fermata generate --family futex-2012 --count 3',
        'fermata generate --count 200 --check',
        'fermata generate --family sleep --count 100 --write random',
      ),
    )
    .action(async ({ check: design, write, ...flags }: GenerateFlags) => {
      const wanted = wantedOf(flags);
      if (design !== undefined) {
        const parsed = parseDesign(design === true ? GENERATED_DESIGN : design);
        const { text, result } = checkGenerated(wanted, parsed, print);
        conclude(text, GENERATED_CODES[result]);
      } else if (write !== undefined) {
        let written = 0;
        for (const files of generatedFiles(wanted)) {
          await writeFolder('--write', write, files);
          written += files.length;
        }
        conclude(`${written} files\n`, ExitCode.expected);
      } else {
        // Each program is a result: who has read enough may go.
        for (const text of generatedTexts(wanted)) conclude(`${text}\n`, ExitCode.expected);
      }
    });
}

interface MutantFlags {
  readonly scan?: string;
  readonly design: string;
  readonly part?: Part;
}

export function mutantsCommand(command: Command): void {
  command
    .description('break the model on purpose, one step at a time, and see a test fall each time')
    .option('--scan <id>', 'one mutant against the whole catalogue and all recorded programs')
    .option('--part <k/n>', 'of all of them every nth, from the kth on', parsePart)
    .option('--design <design>', 'the design of a scan', 'ticket')
    .addHelpText('after', example('npm run mutants', 'fermata mutants --scan deadline-not-kept'))
    .action(async (ids: string[], { scan, design, part }: MutantFlags) => {
      requireClone('mutants');
      if (scan !== undefined) return mutantsScan(scan, design, print);
      process.exitCode = MUTANT_CODES[await mutantsTable(ids, print, part)];
    });
}
