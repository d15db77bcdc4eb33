/**
 * What each known-bad design breaks, a line each: the terminal's short form of what the page tells
 * test by test. First what it must break, and whether it does.
 */
import type { DesignRow, Report, Run } from '../data.ts';
import { foldLines, pad } from '../text-width.ts';

/** Lines no wider than `width`; none if no known-bad design ran. */
export function knownBadLines(report: Report, width: number): string[] {
  const designs = report.designs.filter(({ kind }) => kind === 'known-bad');
  const rows = designs.flatMap((design) => {
    const runs = report.runs.filter((run) => run.design === design.name);
    return runs.length === 0 ? [] : [{ design, runs }];
  });
  if (rows.length === 0) return [];
  const nameWidth = Math.max(...rows.map(({ design }) => design.name.length));
  const lines = rows.map(
    ({ design, runs }) =>
      `  ${pad(design.name, nameWidth)}  ${`${declared(design, runs)}${all(runs)}` || 'nothing'}`,
  );
  const head = 'What the known-bad designs break (assertion: tests; test by test in the page):';
  return foldLines([head, ...lines], width);
}

function declared({ fall }: DesignRow, runs: readonly Run[]): string {
  if (fall === null) return '';
  const run = runs.find(({ test, revision }) => test === fall.test && revision === fall.revision);
  if (run === undefined) return '';
  const own = run.assertions.find(({ id }) => id === fall.assertion);
  if (own?.verdict === 'VIOLATED') return `must: ${fall.assertion}, does. `;
  const isOpen = own === undefined || own.verdict === 'INCONCLUSIVE';
  return `must: ${fall.assertion}, ${isOpen ? 'not known' : 'DOES NOT'}. `;
}

/** `R1: 23, R3: 15`: what falls because of the design, not of the kernel, and in how many runs. */
function all(runs: readonly Run[]): string {
  const counts = new Map<string, number>();
  for (const { assertions } of runs) {
    for (const { id, verdict, defect } of assertions) {
      if (verdict !== 'VIOLATED' || defect === 'kernel') continue;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  const ids = [...counts.keys()].toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  return ids.map((id) => `${id}: ${counts.get(id)}`).join(', ');
}
