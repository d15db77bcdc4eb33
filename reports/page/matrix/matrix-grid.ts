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
import { isWorse, type Meaning, MEANING_SAYS, MEANINGS, meaningOf } from './meanings.ts';
import { columnName, type Sort, sorted, sortedFamilies, sortIn } from './sorting.ts';
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
  const sort = sortIn(index, columns, page.route.query.sort);
  const families = sortedFamilies(index, selection, familiesOf(index, selection), sort);
  const inOrder = (tests: readonly number[]): readonly number[] =>
    sorted(index, selection, tests, sort);
  return h(
    'div',
    null,
    h(Legend, { index, selection }),
    h(
      'div',
      { class: 'scroll tall of-matrix', tabIndex: 0, role: 'region', 'aria-label': 'Matrix' },
      h(
        'table',
        { class: 'matrix' },
        h(Heads, { page, columns, sort }),
        isGrouped
          ? families.map(([family, tests]) =>
              h(Family, { key: family, page, selection, columns, family, tests: inOrder(tests) }),
            )
          : h(
              'tbody',
              null,
              h(TestRows, { page, selection, columns, tests: inOrder(selection.tests) }),
            ),
      ),
    ),
  );
}

interface HeadsProps {
  readonly page: Page;
  readonly columns: readonly Column[];
  readonly sort: Sort;
}

function Heads({ page, columns, sort }: HeadsProps): JSX.Element {
  const { index } = page;
  const isSortedBy = (column: Column): boolean =>
    typeof sort !== 'string' && columnName(index, sort) === columnName(index, column);
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
      columns.map((column, i) =>
        h(
          'th',
          {
            key: columnName(index, column),
            scope: 'col',
            class: `design ${startsRevision(columns, i)}`,
            'aria-sort': isSortedBy(column) ? 'descending' : undefined,
          },
          h(
            'span',
            null,
            link(
              hrefOf('designs', [index.designs[column.design]]),
              say(index.designs[column.design]),
            ),
          ),
          sortButton(page, column, isSortedBy(column)),
        ),
      ),
    ),
  );
}

/** The worst of this column first; pressed again, the order of the report. */
function sortButton(page: Page, column: Column, isOn: boolean): JSX.Element {
  const name = columnName(page.index, column);
  const says = isOn ? 'As in the report' : `Sort by ${name}, the worst first`;
  return h(
    'button',
    {
      type: 'button',
      class: 'sorts',
      title: printable(says),
      'aria-label': printable(says),
      'aria-pressed': isOn,
      onClick: () => page.setQuery({ sort: isOn ? null : name }),
    },
    isOn ? '▼' : '▽',
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
  let worst: Meaning = 'good';
  let others = 0;
  let says = '';
  for (const test of tests) {
    const run = runAt(runsOf.get(test) ?? [], column);
    if (run === undefined) continue;
    total++;
    const kind = index.kinds[run[3]];
    const meaning = meaningOf(kind);
    if (meaning !== 'good' && meaning !== 'unchecked') others++;
    if (!isWorse(meaning, worst)) continue;
    worst = meaning;
    says = kind.mark.says;
  }
  if (total === 0) return h('td', { class: starts });
  const name = columnName(index, column);
  const told =
    others > 0
      ? `${others} of ${total} not VERIFIED; at worst: ${MEANING_SAYS[worst]}`
      : worst === 'good'
        ? `${total} VERIFIED`
        : says;
  return h(
    'td',
    { class: `${starts} means-${worst}`, title: printable(`${name}: ${told}`) },
    others > 0 ? others : worst === 'good' ? '✓' : '-',
  );
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
  const characters = new Map<Meaning, Set<string>>();
  for (const runs of selection.runsOf.values()) {
    for (const [, , , kind] of runs) {
      const meaning = meaningOf(index.kinds[kind]);
      const known = characters.get(meaning) ?? new Set();
      characters.set(meaning, known.add(index.kinds[kind].mark.character));
    }
  }
  return h(
    'ul',
    { class: 'legend of-matrix', 'aria-label': 'Legend' },
    MEANINGS.filter((meaning) => characters.has(meaning)).map((meaning) =>
      h(
        'li',
        { key: meaning },
        h('b', { class: `means-${meaning}` }, [...(characters.get(meaning) ?? [])].join(' ')),
        MEANING_SAYS[meaning],
      ),
    ),
    h('li', null, 'in the row of a family: so many runs that are not VERIFIED'),
  );
}
