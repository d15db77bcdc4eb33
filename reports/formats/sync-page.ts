/**
 * The table of sync-table.ts as a Markdown page, each fall with its shortest counterexample: what
 * README's headline table links to (`fermata compare --write docs/sync-calls.md`).
 */
import type { Counterexample, Report } from '../data.ts';
import { type SyncFall, type SyncRow, syncRows } from '../terminal/sync-table.ts';

/** The whole page, ending with a newline. */
export function renderSyncPage(report: Report): string {
  const rows = syncRows(report);
  const parts = [
    '# Ways of treating a call that sends first and waits after',
    INTRODUCTION,
    ...[...new Set(rows.map(({ revision }) => revision))].map((revision) =>
      tableOf(rows.filter((row) => row.revision === revision)),
    ),
    '## Counterexamples',
    'The shortest one for each assertion that a design breaks, in the family of tests of its table.',
    ...rows.flatMap((row) => row.fallen.map((fall) => sectionOf(row, fall))),
  ];
  return `${parts.join('\n\n')}\n`;
}

const INTRODUCTION = `Made by \`npx fermata compare --write docs/sync-calls.md\` from the tests of
\`specs/catalogue/sync\` (helenos-2012) and \`specs/catalogue/page-in\` (helenos-2026). An assertion is
kept if it was VERIFIED in a test and fell in none because of the design; what the kernels break
without any abort does not count. B: the most steps of its own that a thread takes from an abort request to the boundary. Left:
what there is in the kernel because of the call while its thread is held, to issue it again; a
restart record is what a checkpoint must carry. Entries: kernel entries of an uncontended call.`;

function tableOf(rows: readonly SyncRow[]): string {
  const [{ call, revision }] = rows;
  return [
    `## ${call}, ${revision}`,
    '',
    '| design | kept | broken (tests) | B | left at the boundary | entries |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${cellsOf(row).join(' | ')} |`),
  ].join('\n');
}

function cellsOf(row: SyncRow): string[] {
  const { design, kept, fallen, ownSteps, leaves, entries } = row;
  const falls = fallen.map((fall) => `[${fall.assertion}](#${anchorOf(row, fall)}) (${fall.runs})`);
  return [
    `\`${design}\``,
    kept.join(' '),
    falls.length === 0 ? 'nothing' : falls.join(', '),
    ownSteps === undefined ? '' : String(ownSteps ?? '∞'),
    leaves.join('; or '),
    entries === null ? '' : String(entries),
  ];
}

/** As Markdown makes it from the heading. */
function anchorOf(row: SyncRow, fall: SyncFall): string {
  return headingOf(row, fall)
    .toLowerCase()
    .replaceAll(/[^a-z0-9_ -]/g, '')
    .replaceAll(' ', '-');
}

function headingOf({ design, call }: SyncRow, { assertion }: SyncFall): string {
  return `${design} breaks ${assertion} of ${call}`;
}

function sectionOf(row: SyncRow, fall: SyncFall): string {
  const { counterexample, test } = fall;
  const drawing = counterexample === null ? 'There is no run to show.' : runOf(counterexample);
  return `### ${headingOf(row, fall)}\n\nOn ${test}, ${row.revision}.\n\n${drawing}`;
}

/** A line a step, the contradiction in words, and the command that runs it again. */
function runOf({ lanes, steps, words, token }: Counterexample): string {
  const lines = steps.map(({ lane, says, fn }, i) => {
    const where = fn === '' ? '' : `, ${fn}()`;
    return `${String(i + 1).padStart(3)}  ${(lanes[lane] ?? '').padEnd(6)} ${says}${where}`;
  });
  return [
    `\`\`\`text\n${lines.join('\n')}\n\`\`\``,
    `Let ${words.let}\nThen ${words.then}\nHowever ${words.however}`,
    `\`\`\`text\nnpx fermata replay ${token}\n\`\`\``,
  ].join('\n\n');
}
