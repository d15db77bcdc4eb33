/** `fermata run`: tests on a kernel under test, each with a word, and the exit code of the worst. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { example } from './language-commands.ts';
import { conclude, print } from './outlet.ts';
import { parseDesign } from './model/designs/designs.ts';
import { ExitCode, worstExitCode } from './reports/exit-code.ts';
import { histogramText } from './reports/formats/histogram.ts';
import { selectTests } from './specs/catalogue.ts';
import { referenceSample } from './specs/commands/reference-sample.ts';
import { runOnTarget, type TargetResult } from './specs/commands/run-target.ts';
import { restartNamed, targetNamed } from './specs/commands/targets.ts';
import { speak } from './specs/conformance/reference/main.ts';
import type { Target } from './specs/conformance/target.ts';
import { TargetError } from './specs/conformance/target-error.ts';
import { UsageError } from './specs/errors.ts';

interface RunFlags {
  readonly target: string;
  readonly rounds: string;
  readonly seed: string;
  readonly design?: string;
  readonly traces?: string;
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

/** `fermata start`: a sample on the reference kernel, then the whole catalogue; the worse code wins. */
export async function startWith(checkAll: () => Promise<void>): Promise<void> {
  const { isSound, line } = await referenceSample();
  print(line);
  await checkAll();
  const code = Number(process.exitCode ?? ExitCode.expected);
  process.exitCode = worstExitCode([code, isSound ? ExitCode.expected : ExitCode.violation]);
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
  const tests = selectTests(words);
  const options = {
    rounds: numberOf('--rounds', flags.rounds, 1),
    seed: numberOf('--seed', flags.seed, 0),
    isTraced: flags.traces !== undefined,
  };
  const results: TargetResult[] = [];
  let broken: TargetError | null = null;
  try {
    for (const { target, timing } of await targetNamed(flags.target, flags.design)) {
      try {
        for (const test of tests) {
          const design = parseDesign(target.design);
          const result = await runOnTarget(target, test, design, { ...options, timing });
          results.push(result);
          say(target, result, flags.quiet === true);
          if (flags.traces !== undefined) writeTraces(flags.traces, target, result);
        }
      } finally {
        await target.close();
      }
    }
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    broken = error;
  }
  conclude(summary(results, broken), codeOf(results, broken));
}

function numberOf(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new UsageError(`${flag} ${text} is no whole number from ${least} on`);
}

function say({ name }: Target, result: TargetResult, isQuiet: boolean): void {
  const { allowed, judgement, refused, test } = result;
  if (refused !== null) {
    if (!isQuiet) print(`Test ${test}: not run on ${name} (${refused})\n`);
    return;
  }
  const { forbidden, missing, word } = judgement;
  if (!isQuiet) print(histogramText({ ...result, word: `${word} on ${name}`, forbidden, missing }));
  else print(`${word.padEnd(7)} ${allowed - missing.length}/${allowed}  ${test} on ${name}`);
}

/** One file an outcome: the test, the target, the number of the outcome. */
function writeTraces(folder: string, target: Target, { test, traces }: TargetResult): void {
  mkdirSync(folder, { recursive: true });
  [...traces.values()].forEach((events, i) => {
    const file = `${test}.${target.name}.${i}.trace.jsonl`;
    const lines = events.map((event) => `${JSON.stringify(event)}\n`);
    writeFileSync(join(folder, file), lines.join(''));
  });
}

const WORDS = ['exact', 'sound', 'unsound', 'silent'] as const;

function summary(results: readonly TargetResult[], broken: TargetError | null): string {
  const ran = results.filter(({ refused }) => refused === null);
  const counts = WORDS.map((word) => {
    return `${ran.filter(({ judgement }) => judgement.word === word).length} ${word}`;
  });
  const allowed = ran.reduce((sum, it) => sum + it.allowed, 0);
  const missing = ran.reduce((sum, it) => sum + it.judgement.missing.length, 0);
  const share = allowed === 0 ? '' : `; ${allowed - missing} of ${allowed} outcomes seen`;
  const line = `${counts.join(', ')}, ${results.length - ran.length} not run${share}\n`;
  if (broken === null) return line;
  const words = broken.lastWords === '' ? '' : `Its last words: ${broken.lastWords}\n`;
  return `${line}The target is broken: ${broken.message}\n${words}`;
}

function codeOf(results: readonly TargetResult[], broken: TargetError | null): number {
  if (broken !== null) return ExitCode.broken;
  const ran = results.filter(({ refused }) => refused === null);
  if (ran.length === 0) return ExitCode.vacuous;
  return worstExitCode(
    ran.map(({ judgement: { word } }) => {
      if (word === 'unsound') return ExitCode.violation;
      return word === 'silent' ? ExitCode.vacuous : ExitCode.expected;
    }),
  );
}
