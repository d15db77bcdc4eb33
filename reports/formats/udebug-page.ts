/**
 * Debug sessions as the kernels have them and as the ticket would, side by side: one row a test and
 * revision, as a Markdown page (`fermata compare --udebug --write docs/udebug.md`).
 */
import type { Report, Run } from '../data.ts';

/** Its columns, in this order. */
export const UDEBUG_DESIGNS: readonly string[] = ['today', 'ticket'];

/** The whole page: `frame` with its table where it has the marker. */
export function renderUdebugPage(report: Report, frame: string): string {
  const [head, tail] = frame.split(/<!-- table -->[^]*<!-- end of table -->/);
  return `${head}<!-- table -->\n\n${udebugTable(report).join('\n')}\n\n<!-- end of table -->${tail}`;
}

/** The table alone. */
export function udebugTable(report: Report): string[] {
  const rows = report.tests.flatMap(({ name }) => rowsOf(report, name));
  return [
    '| test | its condition | revision | today | ticket | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ];
}

function rowsOf({ runs }: Report, test: string): string[] {
  const of = (design: string): Run[] =>
    runs.filter((it) => it.test === test && it.design === design);
  return of('today').flatMap((today) => {
    const ticket = of('ticket').find(({ revision }) => revision === today.revision);
    if (ticket === undefined) return [];
    const about = [test, `\`${today.condition.text}\``, today.revision];
    const cells = [...about, said(today), said(ticket), becomes(today, ticket)];
    return [`| ${cells.join(' | ')} |`];
  });
}

/** What its condition came to, what fell, and whether the condition is one of it. */
function said(run: Run): string {
  if (run.verdict !== 'VERIFIED' && run.verdict !== 'VIOLATED') return run.verdict;
  const { quantifier, positive, negative } = run.condition;
  const ends = quantifier === 'forall' ? `${negative} other` : `${positive} such`;
  const isOther = run.condition.verdict === 'VIOLATED';
  const fallen = [...fallenOf(run), ...(isOther ? ['condition'] : [])];
  return `${ends} of ${positive + negative} ends${fallen.length > 0 ? `; ${fallen.join(', ')}` : ''}`;
}

const fallenOf = ({ assertions }: Run): string[] =>
  assertions.filter(({ verdict }) => verdict === 'VIOLATED').map(({ id }) => id);

/** `cured`: what fell was put to the test and holds; `gone`: no end is left that the test was written for. */
function becomes(today: Run, ticket: Run): string {
  const [before, after] = [fallenOf(today), fallenOf(ticket)];
  if (after.some((id) => !before.includes(id))) return 'worse';
  if (after.length > 0) return 'stays';
  const holds = ({ id, verdict }: Run['assertions'][number]): boolean =>
    before.includes(id) && verdict === 'VERIFIED';
  if (before.length > 0 && ticket.assertions.filter(holds).length === before.length) return 'cured';
  const isGone = today.condition.quantifier === 'exists' && ticket.condition.positive === 0;
  if (isGone) return 'gone';
  return before.length > 0 ? 'not asked' : 'same';
}
