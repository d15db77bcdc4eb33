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
import { Legend } from './legend.ts';
import { Heads } from './matrix-heads.ts';
import { type Column, columnsOf, runAt, startsAt } from './matrix-columns.ts';
import { TestRows } from './matrix-rows.ts';
import { type TargetColumn, targetColumnsOf, targetSummary } from './matrix-targets.ts';
import { isWorse, type Meaning, MEANING_SAYS, meaningOf } from './meanings.ts';
import { columnName, sorted, sortedFamilies, sortIn } from './sorting.ts';
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
  const targets = targetColumnsOf(index, selection);
  const sort = sortIn(index, columns, page.route.query.sort);
  const families = sortedFamilies(index, selection, familiesOf(index, selection), sort);
  const inOrder = (tests: readonly number[]): readonly number[] =>
    sorted(index, selection, tests, sort);
  return h(
    'div',
    null,
    h(Legend, { page }),
    h(
      'div',
      { class: 'scroll tall of-matrix', tabIndex: 0, role: 'region', 'aria-label': 'Matrix' },
      h(
        'table',
        { class: 'matrix' },
        h(Heads, { page, columns, sort, targets }),
        isGrouped
          ? families.map(([family, tests]) =>
              h(Family, {
                key: family,
                page,
                selection,
                columns,
                targets,
                family,
                tests: inOrder(tests),
              }),
            )
          : h(
              'tbody',
              null,
              h(TestRows, { page, selection, columns, targets, tests: inOrder(selection.tests) }),
            ),
      ),
    ),
  );
}

interface FamilyProps extends Omit<Props, 'isGrouped'> {
  readonly columns: readonly Column[];
  readonly targets: readonly TargetColumn[];
  readonly family: string;
  readonly tests: readonly number[];
}

function Family(props: FamilyProps): JSX.Element {
  const { page, selection, columns, targets, family, tests } = props;
  const { index, route } = page;
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
  );
  const size = count(tests.length, 'test');
  const isAlone = route.query.family === family;
  const own = isAlone
    ? h('span', { class: 'soft' }, size)
    : link(hrefOf('matrix', [], { ...route.query, family }), size, {
        class: 'soft',
        title: printable(`${family} alone`),
      });
  return h(
    'tbody',
    null,
    h(
      'tr',
      { class: 'family' },
      h('th', { scope: 'row' }, title, ' ', own),
      columns.map((column, i) => summaryCell(props, column, startsAt(index, columns, i))),
      targets.map((target, i) => targetSummary(target, tests, i)),
    ),
    isOpen ? h(TestRows, { page, selection, columns, targets, tests }) : null,
  );
}

/** How many of a family's runs are not simply VERIFIED, in the colour of the worst; leads to them. */
function summaryCell(
  { page, selection, family, tests }: FamilyProps,
  column: Column,
  starts: string,
): JSX.Element {
  const { index, route } = page;
  const runs = tests.flatMap((test) => {
    const run = runAt(selection.runsOf.get(test) ?? [], column);
    return run === undefined ? [] : [run];
  });
  if (runs.length === 0) return h('td', { class: starts });
  const meanings = runs.map(([, , , kind]) => meaningOf(index.kinds[kind]));
  const worst = meanings.reduce((a, b) => (isWorse(b, a) ? b : a), 'good');
  const others = meanings.filter((each) => each !== 'good' && each !== 'unchecked').length;
  const text = others > 0 ? `${others}` : worst === 'good' ? '✓' : '-';
  const told = printable(
    `${columnName(index, column)}: ${summaryText(worst, others, runs.length)}`,
  );
  const design = index.designs[column.design];
  const revision = index.revisions[column.revision];
  return h(
    'td',
    { class: `${starts} means-${worst}` },
    link(hrefOf('matrix', [], { ...route.query, family, design, revision }), text, {
      title: told,
      'aria-label': `${text} ${told}`,
    }),
  );
}

function summaryText(worst: Meaning, others: number, all: number): string {
  if (others > 0)
    return `${others} of ${count(all, 'run')} not VERIFIED; at worst: ${MEANING_SAYS[worst]}`;
  return worst === 'good' ? `${count(all, 'run')} VERIFIED` : MEANING_SAYS[worst];
}

function familiesOf(index: PageIndex, { tests }: Selection): [string, number[]][] {
  const families = new Map<string, number[]>();
  for (const test of tests) {
    const { family } = index.tests[test];
    families.set(family, [...(families.get(family) ?? []), test]);
  }
  return [...families];
}
