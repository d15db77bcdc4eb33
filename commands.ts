/**
 * The commands that join specs/ and reports/: they check, and hand the report on. `fermata.ts` has
 * the arguments, `deliver.ts` the outputs.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type CheckRequest, commandLine, conditionsOf } from './check-flags.ts';
import { writeExports } from './exports.ts';
import { deliver, type OutputFlags, requireOutputs } from './deliver.ts';
import { certificatesText } from './certify-command.ts';
import { conclude, draw, print, progress } from './outlet.ts';
import { requireWritable, writeText } from './outputs.ts';
import { presets } from './model/designs/presets.ts';
import { measureOpening, openingText } from './reports/browser/opening-time.ts';
import { renderCounterexample } from './reports/terminal/counterexample.ts';
import type { Report, TargetRow } from './reports/data.ts';
import { ExitCode, exitCodeOf, worstExitCode, wasCutShort } from './reports/exit-code.ts';
import { replayCommand } from './reports/replay-command.ts';
import { renderSyncPage } from './reports/formats/sync-page.ts';
import { renderUdebugPage, UDEBUG_DESIGNS, udebugTable } from './reports/formats/udebug-page.ts';
import { concernsThem, SYNC_FAMILIES, syncTableLines } from './reports/terminal/sync-table.ts';
import { renderAnswer, renderFindings, renderTerminal } from './reports/terminal/terminal.ts';
import type { Drawn } from './reports/terminal/next-step.ts';
import { renderClosing } from './reports/terminal/closing.ts';
import { failureLines } from './reports/terminal/failure-lines.ts';
import { renderBrief } from './reports/terminal/brief.ts';
import { canDrawOver, columnsOf } from './reports/terminal/terminal-settings.ts';
import { filesOf, isOfCatalogue, readCatalogue, selectTests, testRow } from './specs/catalogue.ts';
import { hasSession } from './specs/search/same-model.ts';
import { WAYS } from './specs/bounds/alternatives.ts';
import { ALTERNATIVES_TESTS, alternativesPage } from './specs/bounds/alternatives-page.ts';
import { modelBytes } from './specs/commands/alternatives.ts';
import { Certificates } from './specs/run/certificates.ts';
import {
  checkAll,
  type Checked,
  type Conditions,
  selectDesigns,
  type Selection,
} from './specs/run/check-all.ts';
import { requireClone } from './specs/commands/clone-only.ts';
import { InputError, UsageError } from './specs/errors.ts';
import { withFallsHere } from './specs/mutants/falls-here.ts';
import { raiseOnSignal, stopOnSignal } from './specs/run/threads/interrupt.ts';
import { mergeParts, readPart } from './specs/run/merge.ts';
import { promoteTests, requirePromotable, requireSentence } from './specs/run/baseline/promote.ts';
import { counterexamplesIn, isFailed, isPassed } from './specs/run/report.ts';
import { withTargets } from './target-report.ts';
import { watchTests } from './watch.ts';

/** Counterexamples drawn after a check; all of them are in the report. */
const DRAWN_MAX = 3;

/** `fermata check`, and `fermata start`, which checks everything: `targets` ran beside the model. */
export async function check(
  { selection, conditions, outputs, exported, certificate, isFull, watch }: CheckRequest,
  targets: readonly TargetRow[] = [],
): Promise<void> {
  if (watch) return watchSelected(selection, conditions);
  const certificates = certificate === null ? null : new Certificates(certificate);
  try {
    const asked = { selection, conditions, outputs, exported, isFull };
    await checkOnce(asked, certificates, targets);
  } finally {
    certificates?.close();
  }
}

async function checkOnce(
  { selection, conditions, outputs, exported, isFull }: Omit<CheckRequest, 'certificate' | 'watch'>,
  certificates: Certificates | null,
  targets: readonly TargetRow[],
): Promise<void> {
  const stopListening = raiseOnSignal(conditions.interrupt);
  const asked = { ...conditions, certificates: certificates?.draft };
  const checked = withExitCode(await checkAll(selection, asked));
  const report = targets.length === 0 ? checked : withTargets(checked, targets, [checked.exitCode]);
  const [run] = report.runs;
  if (exported !== null && run !== undefined) await writeExports(outputs, exported, run);
  const isNamed = selection.tests.length > 0;
  const text = (): string =>
    isNamed && !isFull && outputs.quiet !== true
      ? renderBrief(report, {
          ...closingOf(outputs, 'folded'),
          width: columnsOf(),
          areNamed: selection.designs.length > 0,
        })
      : textOf(report, isNamed, outputs);
  await deliver(report, text, outputs, () => {
    const written = certificates?.finish(report.runs);
    if (written !== undefined && outputs.quiet !== true) progress(certificatesText(written));
    stopListening();
  });
}

/** Checks the files whenever they are saved. Each check is one of that file alone. */
async function watchSelected(selection: Selection, conditions: Conditions): Promise<void> {
  process.exitCode = await watchTests(filesOf(selection.tests), {
    check: async (file, interrupt) =>
      withExitCode(await checkAll({ ...selection, tests: [file] }, { ...conditions, interrupt })),
    display: {
      isTTY: canDrawOver(process.stdout),
      get columns() {
        return columnsOf();
      },
      get rows() {
        return process.stdout.rows ?? 24;
      },
      write: draw,
    },
    stop: stopOnSignal(),
  });
}

/** `fermata merge`: the JSON reports of all shards as the report of the whole. */
export async function merge(files: readonly string[], flags: OutputFlags): Promise<void> {
  requireOutputs(flags);
  const report = withExitCode(mergeParts(files.map(readPart), commandLine()));
  await deliver(report, () => textOf(report, false, flags), flags);
}

/** The whole report: its exit code, and who makes what fall in its tests. */
export function withExitCode({ report, unmet }: Checked): Report {
  const codes = [exitCodeOf(report), unmet.length > 0 ? ExitCode.stale : ExitCode.expected];
  return withFallsHere({ ...report, exitCode: worstExitCode(codes) });
}

/** What goes to standard output. Counterexamples of a whole catalogue only if nobody expects them. */
function textOf(report: Report, isNamed: boolean, flags: OutputFlags): string {
  const options = { width: columnsOf() };
  if (flags.quiet === true) {
    // Of a gate a line for each run that failed; of the whole catalogue one thing may fall in many.
    const isGate = isNamed || report.tests.every(({ given }) => given !== null);
    const failures = isGate ? failureLines(report).join('\n') : '';
    const isToBeFound = failures === '' && report.exitCode !== ExitCode.expected;
    const findings = isToBeFound ? renderFindings(report, options) : failures;
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
  const closing = closingOf(flags, drawn.length > 0 ? 'whole' : 'not');
  if (!isNamed && flags.matrix !== true) {
    return `${drawn.join('')}${more}${renderAnswer(report, { ...options, ...closing })}`;
  }
  return `${drawn.join('')}${more}${renderTerminal(report, { ...options, ...closing })}`;
}

function closingOf(flags: OutputFlags, drawn: Drawn) {
  return { written: writtenBy(flags), next: { drawn } };
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

/** As commander hands them over. */
export interface PromoteFlags {
  readonly why?: string;
  readonly link: string;
  readonly design?: readonly string[];
  readonly baseline?: string;
}

/** `fermata promote`: today's results as the baseline, of the catalogue on the right presets. */
export async function promote(wanted: readonly string[], flags: PromoteFlags): Promise<void> {
  if (process.env.CI !== undefined) {
    throw new UsageError('promote is refused under CI: what is expected is decided by a person');
  }
  const { why = null, link, design: named = [], baseline = null } = flags;
  requireSentence({ why, link });
  if (baseline !== null) requireWritable([{ by: '--baseline', path: baseline }]);
  const tests = selectTests(wanted);
  requirePromotable(tests, named.length === 0 ? [] : selectDesigns(named));
  const right = presets().filter((design) => design.kind === 'right');
  const isOfOwn = tests.some((test) => !isOfCatalogue(test));
  if (isOfOwn && tests.some(isOfCatalogue)) {
    throw new UsageError('promote the catalogue and files of your own one after the other');
  }
  const designs = named.length > 0 || isOfOwn ? named : right.map(({ name }) => name);
  const conditions = conditionsOf({});
  const stopListening = raiseOnSignal(conditions.interrupt);
  const selection = { tests: wanted, designs, baseline, revision: null };
  const { report } = await checkAll(selection, conditions);
  stopListening();
  const isWhole = wanted.length === 0 && named.length === 0;
  const { difference, files } = promoteTests(report, tests, {
    isWhole,
    baseline,
    reason: { why, link },
  });
  const where = isOfOwn ? files.map((file) => `Written: ${file}`) : [];
  const said = difference.length === 0 ? ['The baseline is as it was.'] : [...difference, ...where];
  conclude(`${said.join('\n')}\n`, ExitCode.expected);
}

/** `fermata bench --page`. @throws InputError if there is no such page, or no Chromium. */
export async function benchPage(file: string): Promise<void> {
  requireClone('bench --page');
  try {
    for (const times of await measureOpening(file)) print(openingText(times));
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error));
  }
}

/** The families of synchronous calls on every design that treats them in a way of its own. */
export async function compare(file: string | null): Promise<void> {
  if (file !== null) requireWritable([{ by: '--write', path: file }]);
  const conditions = conditionsOf({});
  const stopListening = raiseOnSignal(conditions.interrupt);
  const rows = readCatalogue().map(testRow);
  const tests = rows.filter(({ family }) => SYNC_FAMILIES.includes(family));
  // 2012's waker hides what a design breaks: each is shown with a right one as well.
  const designs = presets()
    .filter(concernsThem)
    .flatMap(({ name }) => [name, `${name},waker=finishes`]);
  const checked = await checkAll(
    {
      tests: tests.map(({ name }) => name),
      designs,
      revision: null,
    },
    conditions,
  );
  const report = withExitCode(besideTheTable(checked));
  await writeWhole(file, report, () => renderSyncPage(report));
  stopListening();
  const table = syncTableLines(report, columnsOf()).join('\n');
  const closing = renderClosing(report, { width: columnsOf() });
  conclude(`${table}\n\n${closing}\n`, report.exitCode, 'coloured');
}

/** Debug sessions as the kernels have them, and as the ticket would; `file` keeps its own sentences. */
export async function compareUdebug(file: string | null): Promise<void> {
  if (file !== null) requireWritable([{ by: '--write', path: file }]);
  const conditions = conditionsOf({});
  const stopListening = raiseOnSignal(conditions.interrupt);
  const ours = readCatalogue()
    .filter(({ litmus }) => hasSession(litmus))
    .map(({ name }) => name);
  const selection = { tests: ours, designs: [...UDEBUG_DESIGNS], revision: null };
  const report = withExitCode(await checkAll(selection, conditions));
  await writeWhole(file, report, (path) => renderUdebugPage(report, readFileSync(path, 'utf8')));
  stopListening();
  conclude(`${udebugTable(report).join('\n')}\n`, report.exitCode, 'coloured');
}

/** Writes a table that was computed whole: of what a signal or a limit has left there is none. */
async function writeWhole(
  file: string | null,
  report: Report,
  render: (path: string) => string,
): Promise<void> {
  if (file === null) return;
  const isCut =
    wasCutShort(report) || report.runs.some(({ standing }) => standing === 'unfinished');
  if (isCut) print(`The check was cut, so ${file} is as it was.`);
  else await writeText('--write', file, render(file));
}

export interface CompareFlags {
  readonly write?: string;
  readonly udebug?: boolean;
  readonly alternatives?: boolean;
}

/** The ticket and its alternatives; to `file` as a page if one is named, the numbers are the same. */
export async function compareAlternatives(file: string | null): Promise<void> {
  if (file !== null) requireWritable([{ by: '--write', path: file }]);
  const conditions = conditionsOf({});
  const stopListening = raiseOnSignal(conditions.interrupt);
  const designs = WAYS.map(({ design }) => design);
  const selection = { tests: [...ALTERNATIVES_TESTS], designs, revision: null };
  const report = withExitCode(besideTheTable(await checkAll(selection, conditions)));
  const page = alternativesPage(report, modelBytes(readCatalogue()));
  await writeWhole(file, report, () => page);
  stopListening();
  conclude(file === null ? page : `Written: ${file}\n`, report.exitCode, 'coloured');
}

/** Only presets are judged: with another waker they are there to be compared. */
function besideTheTable({ report, unmet }: Checked): Checked {
  const presetNames = new Set(presets().map(({ name }) => name));
  const runs = report.runs.map((run) =>
    presetNames.has(run.design) || run.standing === 'unfinished' || run.verdict === 'ERROR'
      ? run
      : { ...run, standing: 'information' as const },
  );
  const [passed, failed] = [runs.filter(isPassed).length, runs.filter(isFailed).length];
  return { report: { ...report, runs, passed, failed: failed + unmet.length }, unmet };
}
