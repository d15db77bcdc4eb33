/** The commands for who has a kernel's source beside the model of it: `drift`. */
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { example } from './language-commands.ts';
import { conclude } from './outlet.ts';
import { writeText } from './outputs.ts';
import { ExitCode } from './reports/exit-code.ts';
import { requireClone } from './specs/commands/clone-only.ts';
import { driftText } from './specs/commands/drift.ts';
import { driftOf, knownOf } from './specs/drift/drift.ts';
import { FUNCTIONS_FILE, type HelenOS, readKnown } from './specs/drift/known.ts';
import { UsageError } from './specs/errors.ts';
import { root } from './specs/root.ts';
import { readReport } from './specs/run/read-report.ts';

export function kernelCommands(fermata: Command): void {
  fermata
    .command('drift <checkout>')
    .description(
      'which functions of a HelenOS checkout are no longer those that the model is made from',
    )
    .addOption(
      new Option('--revision <name>', 'beside this one (default: of which it has more)').choices([
        'helenos-2012',
        'helenos-2026',
      ]),
    )
    .option(
      '--report <file>',
      'a report.json of the catalogue, which knows which tests take a step',
    )
    .option('--promote', 'make this checkout what the revision is compared with from now on')
    .addHelpText(
      'after',
      example(
        'fermata drift ../helenos',
        'fermata drift ../helenos --report reports/out/report.json',
      ),
    )
    .action((checkout: string, flags: DriftFlags) => runDrift(checkout, flags));
}

interface DriftFlags {
  readonly revision?: HelenOS;
  readonly report?: string;
  readonly promote?: boolean;
}

async function runDrift(
  checkout: string,
  { revision, report, promote }: DriftFlags,
): Promise<void> {
  if (promote === true) return promoteTree(checkout, revision);
  const drift = driftOf(checkout, revision);
  const known = report === undefined ? null : readReport(report);
  const { changed, gone, unclaimed } = drift;
  const isSame = changed.length + gone.length + unclaimed.length === 0;
  conclude(driftText(checkout, drift, known), isSame ? ExitCode.expected : ExitCode.stale);
}

async function promoteTree(checkout: string, revision: HelenOS | undefined): Promise<void> {
  requireClone('drift --promote');
  if (revision === undefined) throw new UsageError('--promote needs --revision: which one is it?');
  const others = readKnown().filter((it) => it.revision !== revision);
  const own = knownOf(checkout, revision);
  const lines = [...others, ...own].toSorted((a, b) =>
    a.revision < b.revision ? -1 : Number(a.revision > b.revision),
  );
  const text = lines.map((it) => `${JSON.stringify(it)}\n`).join('');
  await writeText('--promote', join(root, FUNCTIONS_FILE), text);
  conclude(`${FUNCTIONS_FILE}: ${own.length} functions of ${revision}\n`, ExitCode.expected);
}
