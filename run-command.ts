/** `fermata run`: tests on a kernel under test, each with a word, and the exit code of the worst. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { check } from './commands.ts';
import { readCheckFlags } from './check-flags.ts';
import { deliver, requireOutputs } from './deliver.ts';
import { example } from './language-commands.ts';
import { print } from './outlet.ts';
import type { TargetRow } from './reports/data.ts';
import { targetsSentence } from './reports/target-lines.ts';
import { selectTests, type Test } from './specs/catalogue.ts';
import { referenceSample } from './specs/commands/reference-sample.ts';
import { restartNamed, targetNamed } from './specs/commands/targets.ts';
import { speak } from './specs/conformance/reference/main.ts';
import { TargetError } from './specs/conformance/target-error.ts';
import { InputError, UsageError } from './specs/errors.ts';
import { reportFolder } from './specs/root.ts';
import { Baselines } from './specs/run/baseline/baselines.ts';
import { dateOf } from './specs/run/check-all.ts';
import { brokenSays, reportOfTargets } from './target-report.ts';
import { runTarget } from './target-run.ts';

interface RunFlags {
  readonly target: string;
  readonly rounds: string;
  readonly seed: string;
  readonly design?: string;
  readonly traces?: string;
  readonly baseline?: string;
  readonly json?: string;
  readonly report?: string;
  readonly quiet?: boolean;
}

export function runCommand(command: Command): void {
  command
    .description('run tests on a kernel under test, and judge what it gives by the model')
    .requiredOption(
      '--target <target>',
      'reference, reference-2012, reference-2026, or cmd:PROGRAM ARGS (docs/protocol.md)',
    )
    .option('--rounds <n>', 'how often each test is run', '1000')
    .option('--seed <n>', 'the same seed gives the same rounds', '1')
    .option('--design <design>', 'what the target follows where a call is aborted')
    .option('--traces <directory>', 'write a trace of a round with each outcome there')
    .option('--baseline <file>', 'of files of your own (default: expectations.jsonl beside them)')
    .option('--json <file>', 'the report as JSON')
    .option('--report <directory>', 'index.html and report.json, a page for each target')
    .option('--quiet', 'a line a test, without its outcomes')
    .addHelpText(
      'after',
      example(
        'fermata run --target reference WQ+abort+wake',
        "fermata run --target 'cmd:./my-kernel --fast' 'WQ+*' --rounds 10000 --traces out",
      ),
    )
    .action((tests: string[], flags: RunFlags) => run(tests, flags));
}

/** `fermata start`: a sample on the reference kernel, then the whole catalogue; one report of both. */
export async function startWith(): Promise<void> {
  const request = readCheckFlags([], { report: reportFolder() });
  const { targets, line } = await referenceSample();
  print(line);
  await check(request, targets);
}

/** The reference kernel as a program (`cmd:node fermata.mjs speak`). */
export function speakCommand(command: Command): void {
  command
    .description('be the reference kernel: speak docs/protocol.md on the standard streams')
    .option('--revision <revision>', 'helenos-2012 or helenos-2026', 'helenos-2026')
    .option('--design <design>', 'what it does with a call that is aborted', 'ticket')
    .action(({ design, revision }: { design: string; revision: string }) => {
      if (revision === 'helenos-2012' || revision === 'helenos-2026') {
        return speak(revision, restartNamed(design), process.stdin, process.stdout);
      }
      throw new UsageError(`unknown revision "${revision}"; there are helenos-2012, helenos-2026`);
    });
}

async function run(words: readonly string[], flags: RunFlags): Promise<void> {
  const { baseline = null, json, quiet, report: folder } = flags;
  if (baseline !== null && !existsSync(baseline)) {
    throw new InputError(`--baseline ${baseline} is not there`);
  }
  // GitHub is told of runs of the model, of which there are none.
  const outputs = { json, report: folder, quiet, github: false };
  requireOutputs(outputs);
  const tests = selectTests(words);
  const baselines = new Baselines(tests, baseline);
  const started = new Date();
  const { broken, rows } = await runAll(tests, flags, baselines, dateOf(started));
  const report = reportOfTargets({ tests, rows, broken, started, notes: baselines.orphans() });
  const lines = [targetsSentence(rows), ...report.notes];
  await deliver(report, () => lines.join('\n'), outputs);
}

interface Ran {
  readonly rows: readonly TargetRow[];
  /** Why a target could not even be started, or null. */
  readonly broken: string | null;
}

async function runAll(
  tests: readonly Test[],
  flags: RunFlags,
  baselines: Baselines,
  today: string,
): Promise<Ran> {
  const { design, quiet = false, traces = null } = flags;
  const options = {
    rounds: numberOf('--rounds', flags.rounds, 1),
    seed: numberOf('--seed', flags.seed, 0),
  };
  const rows: TargetRow[] = [];
  try {
    for (const named of await targetNamed(flags.target, design)) {
      rows.push(await runTarget(named, tests, { ...options, traces, baselines, today, quiet }));
      if (rows.at(-1)?.broken !== null) break;
    }
    return { rows, broken: null };
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    return { rows, broken: brokenSays(error) };
  }
}

function numberOf(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new UsageError(`${flag} ${text} is no whole number from ${least} on`);
}
