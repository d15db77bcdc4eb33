/** The heads of the matrix: revisions, what sort of designs, designs, each with its sort button. */
import { h, type JSX } from 'preact';

import { type Role, ROLES } from '../../answer.ts';
import type { PageIndex } from '../../page-contract.ts';
import { printable } from '../../text-width.ts';
import { type Column, roleIn, startsAt } from './matrix-columns.ts';
import { type TargetColumn, targetHead, TargetsHead } from './matrix-targets.ts';
import { columnName, type Sort } from './sorting.ts';
import type { Page } from '../parts/page.ts';
import { link, say } from '../parts/parts.ts';
import { hrefOf } from '../parts/route.ts';

interface HeadsProps {
  readonly page: Page;
  readonly columns: readonly Column[];
  readonly sort: Sort;
  readonly targets: readonly TargetColumn[];
}

export function Heads({ page, columns, sort, targets }: HeadsProps): JSX.Element {
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
      h('td', { rowSpan: 3 }),
      revisions.map((revision) => {
        const own = columns.filter((column) => column.revision === revision);
        return h(
          'th',
          { key: revision, scope: 'colgroup', colSpan: own.length, class: 'revision' },
          say(index.revisions[revision]),
        );
      }),
      h(TargetsHead, { columns: targets.length }),
    ),
    h('tr', null, rolesIn(index, columns).map(roleHead)),
    h(
      'tr',
      null,
      columns.map((column, i) =>
        h(
          'th',
          {
            key: columnName(index, column),
            scope: 'col',
            class: `design ${startsAt(index, columns, i)}`,
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
      targets.map(targetHead),
    ),
  );
}

interface RoleSpan {
  readonly role: Role;
  readonly starts: string;
  readonly columns: number;
}

/** Neighbours that are the same sort of design. */
function rolesIn(index: PageIndex, columns: readonly Column[]): readonly RoleSpan[] {
  const spans: RoleSpan[] = [];
  for (const [i, { design }] of columns.entries()) {
    const starts = startsAt(index, columns, i);
    const last = spans.at(-1);
    if (last === undefined || starts !== '')
      spans.push({ role: roleIn(index, design), starts, columns: 1 });
    else spans[spans.length - 1] = { ...last, columns: last.columns + 1 };
  }
  return spans;
}

/** What has room over a single column; the whole is said when one points at it. */
const ROLE_WORDS: Readonly<Record<Role, string>> = {
  sound: 'sound',
  'given-up': '',
  'as-is': '',
  wrong: 'known-bad',
  own: 'own',
};

function roleHead({ role, starts, columns }: RoleSpan, i: number): JSX.Element {
  const says = ROLES.get(role) ?? '';
  const word = columns > 1 ? ROLE_WORDS[role] : '';
  return h(
    'th',
    { key: `${i}`, scope: 'colgroup', colSpan: columns, class: `role-head ${starts}`, title: says },
    word === '' ? h('span', { class: 'only-read' }, says) : word,
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
