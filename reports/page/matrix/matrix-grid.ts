/**
 * The matrix as a table: a row a test, a column a design on a revision.
 *
 * Families are closed at first, and long lists are shown piece by piece: 418 tests by 48 columns
 * at once would be 20,000 cells.
 */
import { h, type JSX } from 'preact';

import type { PageIndex } from '../../page-contract.ts';
import { count, printable } from '../../text-width.ts';
import type { Selection } from './filters.ts';
import { type Column, columnsOf, runAt, startsRevision } from './matrix-columns.ts';
import { TestRows } from './matrix-rows.ts';
import { openedIn } from '../parts/opened.ts';
import type { Page } from '../parts/page.ts';
import { link, say } from '../parts/parts.ts';
import { hrefOf } from '../parts/route.ts';

interface Props {
  readonly page: Page;
  readonly selection: Selection;
  readonly isGrouped: boolean;
}

/** Families are open from the start where all of them together are no more tests than this. */
const OPEN_MAX = 30;

export function Grid({ page, selection, isGrouped }: Props): JSX.Element {
  const { index } = page;
  const columns = columnsOf(index, selection);
  return h(
    'div',
    null,
    h(
      'div',
      { class: 'scroll tall', tabIndex: 0, role: 'region', 'aria-label': 'Matrix' },
      h(
        'table',
        { class: 'matrix' },
        h(Heads, { index, columns }),
        isGrouped
          ? familiesOf(index, selection).map(([family, tests]) =>
              h(Family, { key: family, page, selection, columns, family, tests }),
            )
          : h('tbody', null, h(TestRows, { page, selection, columns, tests: selection.tests })),
      ),
    ),
    h(Legend, { index, selection }),
  );
}

function Heads({ index, columns }: { index: PageIndex; columns: readonly Column[] }): JSX.Element {
  const revisions = [...new Set(columns.map(({ revision }) => revision))];
  return h(
    'thead',
    null,
    h(
      'tr',
      null,
      h('td', { rowSpan: 2 }),
      revisions.map((revision) => {
        const own = columns.filter((column) => column.revision === revision);
        return h(
          'th',
          { key: revision, scope: 'colgroup', colSpan: own.length, class: 'revision' },
          say(index.revisions[revision]),
        );
      }),
    ),
    h(
      'tr',
      null,
      columns.map(({ design, revision }, i) =>
        h(
          'th',
          {
            key: `${revision} ${design}`,
            scope: 'col',
            class: `design ${startsRevision(columns, i)}`,
          },
          h(
            'span',
            null,
            link(hrefOf('designs', [index.designs[design]]), say(index.designs[design])),
          ),
        ),
      ),
    ),
  );
}

interface FamilyProps extends Omit<Props, 'isGrouped'> {
  readonly columns: readonly Column[];
  readonly family: string;
  readonly tests: readonly number[];
}

function Family({ page, selection, columns, family, tests }: FamilyProps): JSX.Element {
  const opened = openedIn(page);
  const isOpen = opened.has(family) !== selection.tests.length <= OPEN_MAX;
  const title = h(
    'button',
    {
      type: 'button',
      class: 'opens',
      'aria-expanded': isOpen,
      'data-row': '',
      onClick: () => opened.toggle(family),
    },
    say(family),
    h('span', { class: 'soft' }, ` ${count(tests.length, 'test')}`),
  );
  return h(
    'tbody',
    null,
    h(
      'tr',
      { class: 'family' },
      h('th', { scope: 'row' }, title),
      columns.map((column, i) =>
        summaryCell(page.index, selection, tests, column, startsRevision(columns, i)),
      ),
    ),
    isOpen ? h(TestRows, { page, selection, columns, tests }) : null,
  );
}

/** How many of a family's runs are not simply VERIFIED, with the mark of the worst. */
function summaryCell(
  index: PageIndex,
  { runsOf }: Selection,
  tests: readonly number[],
  column: Column,
  starts: string,
): JSX.Element {
  let total = 0;
  let worst: (typeof index.kinds)[number] | null = null;
  let others = 0;
  for (const test of tests) {
    const run = runAt(runsOf.get(test) ?? [], column);
    if (run === undefined) continue;
    total++;
    const kind = index.kinds[run[3]];
    if (kind.mark.tone === 'good') continue;
    if (kind.mark.tone !== 'quiet') others++;
    if (worst === null || rank(kind.mark.tone) < rank(worst.mark.tone)) worst = kind;
  }
  if (total === 0) return h('td', { class: starts });
  const tone = worst?.mark.tone ?? 'good';
  const name = `${index.designs[column.design]} on ${index.revisions[column.revision]}`;
  const says =
    others === 0
      ? `${name}: ${worst === null ? `${total} VERIFIED` : worst.mark.says}`
      : `${name}: ${others} of ${total} not VERIFIED`;
  return h(
    'td',
    { class: `${starts} tone-${tone}`, title: printable(says) },
    others > 0 ? others : worst === null ? '✓' : worst.mark.character,
  );
}

function rank(tone: string): number {
  return ['bad', 'warning', 'known', 'quiet', 'good'].indexOf(tone);
}

function familiesOf(index: PageIndex, { tests }: Selection): [string, number[]][] {
  const families = new Map<string, number[]>();
  for (const test of tests) {
    const { family } = index.tests[test];
    families.set(family, [...(families.get(family) ?? []), test]);
  }
  return [...families];
}

function Legend({ index, selection }: { index: PageIndex; selection: Selection }): JSX.Element {
  const kinds = new Set<number>();
  for (const runs of selection.runsOf.values()) for (const run of runs) kinds.add(run[3]);
  const marks = new Map(
    Array.from(kinds, (kind) => index.kinds[kind].mark).map((mark) => [
      mark.character + mark.says,
      mark,
    ]),
  );
  return h(
    'ul',
    { class: 'legend', 'aria-label': 'Legend' },
    Array.from(marks.values(), ({ character, says, tone }) =>
      h('li', { key: character + says }, h('b', { class: `tone-${tone}` }, character), says),
    ),
    h('li', null, 'In the row of a family: so many runs that are not VERIFIED.'),
  );
}
