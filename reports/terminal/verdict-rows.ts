/**
 * The runs of a test by what came out: a row for all designs of a revision with the same result, and
 * what the verdicts rest on.
 */
import type { Report, Run } from '../data.ts';
import { fallenIn, notJudged, searchedIn, silentIn } from '../run-lines.ts';
import { hang, pad, printable, widthOf } from '../text-width.ts';

/** Designs that are named where a row of their own has all of them. */
const NAMED_MAX = 4;

/** Runs that are said in one row. */
interface Row {
  readonly verdict: string;
  readonly revision: string;
  readonly result: string;
  readonly designs: readonly string[];
}

/** `  VERIFIED  helenos-2026  ticket, ticket-libc: 362 states, all of them`, then what was checked. */
export function verdictRows(
  { designs: known }: Pick<Report, 'designs'>,
  runs: readonly Run[],
  width: number,
): readonly string[] {
  const rows = grouped(runs, (run) => `${resultOf(run)}${notJudged(run, known)}`);
  const [verdicts, revisions] = [
    widest(rows.map(({ verdict }) => verdict)),
    widest(rows.map(({ revision }) => revision)),
  ];
  const lines = rows.flatMap(({ verdict, revision, designs, result }) => {
    const head = `  ${pad(verdict, verdicts)}  ${pad(revision, revisions)}  `;
    return hang(head, `${designs.join(', ')}: ${result}`, width);
  });
  return [...lines, ...checkedLines(runs, width)];
}

function grouped(runs: readonly Run[], says: (run: Run) => string): readonly Row[] {
  const rows = new Map<string, Row & { readonly designs: string[] }>();
  for (const run of runs) {
    const { verdict } = run;
    const [revision, result] = [printable(run.revision), printable(says(run))];
    const key = JSON.stringify([verdict, revision, result]);
    const row = rows.get(key) ?? { verdict, revision, result, designs: [] };
    row.designs.push(printable(run.design));
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** What came out besides the verdict, and how it stands to what was expected. */
function resultOf(run: Run): string {
  const { verdict, standing, known } = run;
  if (standing === 'stale' || !['VIOLATED', 'VERIFIED'].includes(verdict)) return run.why;
  const parts = [...fallenIn(run), searchedIn(run)];
  const fallen = parts.slice(0, -1).join(', ');
  const what = fallen === '' ? parts[0] : `${fallen}; ${parts.at(-1)}`;
  if (verdict !== 'VIOLATED' || standing !== 'expected') return what;
  return `${what} (as expected${known === undefined ? '' : `: ${known}`})`;
}

/** What was asked of the runs that have an answer, and which assertions say nothing about them. */
function checkedLines(runs: readonly Run[], width: number): readonly string[] {
  const answered = runs.filter(({ search }) => search.states > 0);
  const checked = byText(answered, ({ condition, assertions }) => {
    const decided = assertions.filter(({ verdict }) => isDecided(verdict));
    const isTrivial = /^(forall \(true\)|~exists \(false\))$/.test(condition.text);
    const isLeft = isTrivial || !isDecided(condition.verdict);
    const parts = [...(isLeft ? [] : [condition.text]), ...decided.map(({ id }) => id)];
    return parts.length === 0 ? 'nothing' : parts.join(', ');
  });
  const silent = byText(answered, (run) =>
    silentIn(run)
      .map(([id, why]) => `${id} (${why})`)
      .join('; '),
  );
  return [...said('Checked', checked, width), ...said('Says nothing', silent, width)];
}

/** It has an answer: nothing was checked where a search was cut, or where nothing happened. */
function isDecided(verdict: Run['verdict']): boolean {
  return verdict === 'VERIFIED' || verdict === 'VIOLATED';
}

/** Texts with the runs that they are about, empty ones left out. */
function byText(runs: readonly Run[], textOf: (run: Run) => string): ReadonlyMap<string, Run[]> {
  const texts = new Map<string, Run[]>();
  for (const run of runs) {
    const text = printable(textOf(run));
    if (text !== '') texts.set(text, [...(texts.get(text) ?? []), run]);
  }
  return texts;
}

function said(head: string, texts: ReadonlyMap<string, Run[]>, width: number): string[] {
  return [...texts].flatMap(([text, runs]) => {
    const where = texts.size > 1 ? ` on ${runNames(runs)}` : '';
    return hang(`  ${head}: `, `${text}${where}`, width);
  });
}

/** `ticket, ticket-libc on helenos-2026`; of several revisions each with its designs, a few of them. */
export function runNames(runs: readonly Run[]): string {
  const revisions = [...new Set(runs.map(({ revision }) => revision))];
  const texts = revisions.map((revision) => {
    const designs = runs.filter((run) => run.revision === revision).map(({ design }) => design);
    const shown = designs.slice(0, designs.length > NAMED_MAX ? NAMED_MAX - 1 : NAMED_MAX);
    const left = designs.length - shown.length;
    return `${shown.join(', ')}${left > 0 ? ` and ${left} others` : ''} on ${revision}`;
  });
  return printable(texts.join('; '));
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(widthOf));
}
