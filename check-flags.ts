/**
 * The flags of `fermata check`: declared, and read once, into one value that says what is checked,
 * under which conditions, and where the report goes. Everything that can be refused is refused here.
 */
import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { outputOptions, type OutputFlags, requireOutputs } from './deliver.ts';
import { type ExportFlags, type Exporting, exportOptions, requireExports } from './exports.ts';
import { drawProgress } from './outlet.ts';
import { canDrawOver } from './reports/terminal/terminal-settings.ts';
import { shellWord } from './reports/shell-word.ts';
import { parseRevision } from './specs/commands/lists.ts';
import { InputError, UsageError } from './specs/errors.ts';
import { type Conditions, type Selection, selectDesigns } from './specs/run/check-all.ts';
import { type LimitFlags, limitsOf } from './specs/run/limits.ts';
import { parseShard } from './specs/run/shard.ts';
import { newInterrupt } from './specs/run/threads/interrupt.ts';

/** As commander hands them over. */
export interface CheckFlags extends LimitFlags, OutputFlags, ExportFlags {
  design?: string[];
  revision?: string;
  all?: boolean;
  full?: boolean;
  baseline?: string;
  watch?: boolean;
  shard?: string;
  certificate?: string;
}

/** What a check is asked to do. */
export interface CheckRequest {
  readonly selection: Selection;
  readonly conditions: Conditions;
  readonly outputs: OutputFlags & ExportFlags;
  /** The one run that is exported as well (`--itf`, `--dot`, `--aut`), or null. */
  readonly exported: Exporting | null;
  /** The folder of certificates, or null. */
  readonly certificate: string | null;
  /** Every step drawn, and every run in a line of its own. */
  readonly isFull: boolean;
  /** Check the files again whenever they are saved. */
  readonly watch: boolean;
}

/** The options that `CheckFlags` come from. */
export function checkOptions(command: Command): Command {
  return exportOptions(outputOptions(command))
    .option(
      '--design <design>',
      'a preset or policies; may be repeated (default: all; of files of your own the sound ones)',
      add,
    )
    .option('--revision <revision>', 'only this one')
    .option('--all', 'files of your own on every preset; those known to be bad decide nothing')
    .option('--full', 'every step of the counterexamples drawn, and a line for each run')
    .option('--baseline <file>', 'of files of your own (default: expectations.jsonl beside them)')
    .option('--aborts <n>', "aborts anywhere up to <n>, instead of the tests' own budgets")
    .option('--max-states <n>', 'end a search after this many states')
    .option('--max-memory <size>', 'such as 512M or 4G (default: half of the memory there is)')
    .option('--time-limit <seconds>', 'for the whole command; with --watch for each check')
    .option(
      '--search-workers <n>',
      'threads for one large search (default: the cores that no other search uses, at most 4)',
    )
    .option('--certificate <directory>', 'a proof of each verdict, for fermata certify')
    .option('--reduction', 'leave out orders of steps that commute, wherever nothing is lost by it')
    .option(
      '--no-reduction',
      'search every state (default: permute equal lanes; the rest for ends, and where cut)',
    )
    .option('--shard <i/n>', 'only part i of n, of about equal cost; join them with fermata merge')
    .option('--watch', 'check the files again whenever they are saved, until Ctrl-C');
}

/** Flags to a request. @throws UsageError, DesignError, InputError for what cannot be asked. */
export function readCheckFlags(tests: readonly string[], flags: CheckFlags): CheckRequest {
  const { design: designs = [], revision, shard, watch = false, all: isAll = false } = flags;
  if (isAll && designs.length > 0) {
    throw new UsageError('--all and --design do not go together: --all is every preset');
  }
  if (flags.baseline !== undefined && !existsSync(flags.baseline)) {
    throw new InputError(`--baseline ${flags.baseline} is not there; fermata promote makes one`);
  }
  if (watch) refuseWithWatch(tests, flags);
  else requireOutputs(flags);
  refuseInside(flags);
  selectDesigns(designs);
  const selection: Selection = {
    tests,
    designs,
    isAll,
    baseline: flags.baseline ?? null,
    revision: revision === undefined ? null : parseRevision(revision),
    shard: shard === undefined ? null : parseShard(shard),
  };
  const conditions = conditionsOf(flags);
  return {
    selection,
    conditions,
    outputs: flags,
    exported: requireExports(flags, selection, conditions),
    certificate: flags.certificate ?? null,
    isFull: flags.full === true,
    watch,
  };
}

function refuseWithWatch(tests: readonly string[], flags: CheckFlags): void {
  if (tests.length === 0) {
    throw new UsageError('--watch needs the files to watch: fermata check my.litmus --watch');
  }
  const output = (
    [
      'json',
      'junit',
      'sarif',
      'report',
      'github',
      'shard',
      'certificate',
      'itf',
      'dot',
      'aut',
    ] as const
  ).find((flag) => flags[flag] !== undefined);
  if (output === undefined) return;
  const why = 'results of a file that is being edited are shown, not kept';
  throw new UsageError(`--watch and --${output} do not go together: ${why}`);
}

/** A folder of certificates is replaced as a whole, and with it what else would be written there. */
function refuseInside({ certificate, ...flags }: CheckFlags): void {
  if (certificate === undefined) return;
  for (const by of ['json', 'junit', 'sarif', 'report'] as const) {
    const path = flags[by];
    if (typeof path !== 'string') continue;
    const [inner, outer] = [resolve(path), resolve(certificate)];
    if (inner !== outer && !inner.startsWith(`${outer}${sep}`)) continue;
    throw new UsageError(`--${by} ${path} lies in ${certificate}, which --certificate replaces`);
  }
}

/** How to check, for commands that check without these flags as well. @throws UsageError */
export function conditionsOf(flags: LimitFlags & { readonly quiet?: boolean }): Conditions {
  return {
    ...limitsOf(flags),
    command: commandLine(),
    interrupt: newInterrupt(),
    terminal: {
      isTTY: canDrawOver(process.stderr),
      columns: process.stderr.columns,
      write: drawProgress,
    },
    quiet: flags.quiet === true,
  };
}

/** As typed. */
export function commandLine(): string {
  return ['fermata', ...process.argv.slice(2)].map(shellWord).join(' ');
}

/** An option that may be repeated. */
export function add(value: string, known: string[] = []): string[] {
  return [...known, value];
}
