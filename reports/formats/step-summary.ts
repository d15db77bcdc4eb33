/**
 * The summary of a GitHub step, as Markdown: what came out, what fell, the first three failures as
 * sequence diagrams, the matrix.
 *
 * GitHub refuses a summary of more than 1 MiB, with nothing shown at all. So the parts are put in by
 * worth, and one that does not fit is replaced by a sentence that says so.
 */
import { replayCommand } from '../replay-command.ts';
import type { Report } from '../data.ts';
import { type Finding, troublesOf } from '../findings.ts';
import { counterexampleOf } from './github.ts';
import { fenced, plain } from './markdown.ts';
import { renderMermaid } from './mermaid.ts';
import { renderMatrix } from '../terminal/terminal.ts';
import { ranSentence, verdictSentence } from '../terminal/sentences.ts';
import { count } from '../text-width.ts';

export const SUMMARY_BYTES_MAX = 900_000;
const DRAWN_MAX = 3;
const ROWS_MAX = 50;
const CELL_MAX = 300;
const MATRIX_WIDTH = 160;
/** For the sentences about parts that did not fit. */
const RESERVED_BYTES = 1_000;

interface Part {
  readonly what: string;
  readonly text: string;
}

/** The summary, ending with a newline, in at most `bytesMax` bytes of UTF-8. */
export function renderStepSummary(report: Report, bytesMax = SUMMARY_BYTES_MAX): string {
  const troubles = troublesOf(report);
  const parts = [
    { what: 'the head', text: headOf(report) },
    { what: 'the table of findings', text: tableOf(troubles, report) },
    ...drawingsOf(troubles, report),
    { what: 'the matrix', text: matrixOf(report) },
  ].filter(({ text }) => text !== '');
  let room = bytesMax - RESERVED_BYTES;
  const shown = parts.map(({ what, text }) => {
    const bytes = Buffer.byteLength(text) + 2;
    if (bytes > room) return `_Left out, too long for a summary: ${what}. The report has it._`;
    room -= bytes;
    return text;
  });
  return `${shown.join('\n\n')}\n`;
}

function headOf(report: Report): string {
  const lines = [
    `## Fermata: ${report.passed} passed, ${report.failed} failed`,
    plain(verdictSentence(report)),
    plain(ranSentence(report)),
    ...report.notes.slice(0, ROWS_MAX).map((note) => `- ${plain(note)}`),
  ];
  return lines.join('\n\n');
}

function tableOf(troubles: readonly Finding[], report: Report): string {
  if (troubles.length === 0) return '';
  const rows = troubles.slice(0, ROWS_MAX).map(({ what, tests, designs, revision, why, runs }) => {
    const cells = [what, some(tests), some(designs), revision, why].map((text) =>
      plain(text.length > CELL_MAX ? `${text.slice(0, CELL_MAX)}…` : text),
    );
    return `| ${report.runs[runs[0]].verdict} | ${cells.join(' | ')} |`;
  });
  const rest = troubles.length - rows.length;
  return [
    '| verdict | what | test | design | revision | why |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    ...(rest > 0 ? ['', `${count(rest, 'more finding')} in the report.`] : []),
  ].join('\n');
}

function drawingsOf(troubles: readonly Finding[], report: Report): Part[] {
  const drawings: Part[] = [];
  for (const finding of troubles) {
    const counterexample = counterexampleOf(finding, report);
    if (counterexample === null) continue;
    if (drawings.length === DRAWN_MAX) break;
    const run = report.runs[finding.runs[0]];
    const given = report.tests.find(({ name }) => name === run.test)?.given ?? null;
    const head = `${finding.what} of ${run.test} on ${run.design}, ${run.revision}`;
    const { words } = counterexample;
    const text = [
      `### ${plain(head)}`,
      `**Let** ${plain(words.let)}<br>**Then** ${plain(words.then)}<br>**However** ${plain(words.however)}`,
      fenced('mermaid', renderMermaid(counterexample)),
      fenced('text', replayCommand(counterexample, given)),
    ].join('\n\n');
    drawings.push({ what: `the run that breaks ${plain(head)}`, text });
  }
  return drawings;
}

function matrixOf(report: Report): string {
  const matrix = renderMatrix(report, { width: MATRIX_WIDTH, colour: false });
  if (matrix === '') return '';
  return `<details><summary>Matrix</summary>\n\n${fenced('text', matrix)}\n\n</details>`;
}

function some(names: readonly string[]): string {
  return names.length <= 2 ? names.join(', ') : `${names[0]} and ${names.length - 1} more`;
}
