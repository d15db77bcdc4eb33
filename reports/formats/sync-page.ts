/**
 * The table of sync-table.ts as a Markdown page, each fall with its shortest counterexample: what
 * README's headline table links to (`fermata compare --write docs/sync-calls.md`).
 */
import type { Counterexample, Report } from '../data.ts';
import { type KernelFall, type SyncFall, type SyncRow, syncRows } from '../terminal/sync-table.ts';

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
kept if it was VERIFIED in a test and fell in none because of the design. With no abort: what falls
whatever the design is, because the kernel breaks it; in 2012 its waker does
([N19](kernel.md#N19)), which lets go of a queue that the sleeper may have freed, and that hides what a
design breaks of the same assertion. So the other columns of 2012 are computed with a waker that is
right, \`waker=finishes\`; \`waker=unordered\` is 2012 as it was. B: the most steps of its own that
a thread takes from an abort request to the boundary. Left: what there is in the kernel because of
the call while its thread is held, to issue it again; a restart record is what a checkpoint must
carry. Entries: kernel entries of an uncontended call.`;

function tableOf(rows: readonly SyncRow[]): string {
  const [{ call, revision }] = rows;
  const hasWaker = rows.some(({ byKernelCured }) => byKernelCured !== null);
  const kernel = hasWaker
    ? ['with no abort, waker=unordered', 'with no abort, waker=finishes']
    : ['with no abort'];
  const heads = [
    'design',
    'kept',
    'broken by the design (tests)',
    ...kernel,
    'B',
    'left at the boundary',
    'entries',
  ];
  return [
    `## ${call}, ${revision}`,
    '',
    `| ${heads.join(' | ')} |`,
    `| ${heads.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${cellsOf(row, hasWaker).join(' | ')} |`),
  ].join('\n');
}

function cellsOf(row: SyncRow, hasWaker: boolean): string[] {
  const { design, kept, fallen, byKernel, byKernelCured, ownSteps, leaves, entries } = row;
  const falls = fallen.map((fall) => `[${fall.assertion}](#${anchorOf(row, fall)}) (${fall.runs})`);
  return [
    `\`${design}\``,
    kept.join(' '),
    falls.length === 0 ? 'nothing' : falls.join(', '),
    textOf(byKernel),
    ...(hasWaker ? [byKernelCured === null ? 'not run' : textOf(byKernelCured)] : []),
    ownSteps === undefined ? '' : String(ownSteps ?? '∞'),
    leaves.join('; or '),
    entries === null ? '' : String(entries),
  ];
}

function textOf(falls: readonly KernelFall[]): string {
  if (falls.length === 0) return 'nothing';
  return falls.map(({ assertion, runs }) => `${assertion} (${runs})`).join(', ');
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
  const drawing =
    counterexample === null ? 'There is no run to show.' : runOf(row, test, counterexample);
  return `### ${headingOf(row, fall)}\n\nOn ${test}, ${row.revision}.\n\n${drawing}`;
}

/** A line a step, the contradiction in words, and the command that draws it again. */
function runOf(
  { design, revision, byKernelCured }: SyncRow,
  test: string,
  of: Counterexample,
): string {
  const { lanes, steps, words } = of;
  const lines = steps.map(({ lane, says, fn }, i) => {
    const where = fn === '' ? '' : `, ${fn}()`;
    return `${String(i + 1).padStart(3)}  ${(lanes[lane] ?? '').padEnd(6)} ${says}${where}`;
  });
  // A replay token would be of one commit only.
  const name = byKernelCured === null ? design : `${design},waker=finishes`;
  return [
    `\`\`\`text\n${lines.join('\n')}\n\`\`\``,
    // One search serves designs that answer alike: its run is this design's too.
    `Let ${words.let.replace(/ under [^\s]+\.$/, ` under ${name}.`)}\nThen ${words.then}\nHowever ${words.however}`,
    `\`\`\`text\nnpx fermata check ${test} --design ${name} --revision ${revision} --full\n\`\`\``,
  ].join('\n\n');
}
