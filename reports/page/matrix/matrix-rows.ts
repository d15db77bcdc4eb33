/** The rows of single tests in the matrix, piece by piece. */
import { Fragment, h, type JSX } from 'preact';

import { printable } from '../../text-width.ts';
import type { Selection } from './filters.ts';
import { type Column, runAt, startsAt } from './matrix-columns.ts';
import { type TargetColumn, targetCell } from './matrix-targets.ts';
import { meaningOf } from './meanings.ts';
import { type Page, runHref, testHref } from '../parts/page.ts';
import { link, say } from '../parts/parts.ts';
import { MoreRows, usePieces } from '../parts/pieces.ts';

/** Tests that are shown before the next ones are asked for, or come near. */
const PIECE = 40;

interface Props {
  readonly page: Page;
  readonly selection: Selection;
  readonly columns: readonly Column[];
  readonly targets: readonly TargetColumn[];
}

/** The button for the rest is a row too, so that it comes near only when the table is scrolled. */
export function TestRows({
  tests,
  ...props
}: Props & { readonly tests: readonly number[] }): JSX.Element {
  const { shown, more } = usePieces(tests, PIECE);
  return h(
    Fragment,
    null,
    shown.map((test) => h(TestRow, { key: test, ...props, test })),
    more.left > 0
      ? h('tr', null, h('th', { scope: 'row' }, h(MoreRows, { more, noun: 'test' })))
      : null,
  );
}

function TestRow({
  page,
  selection,
  columns,
  targets,
  test,
}: Props & { readonly test: number }): JSX.Element {
  const { name, doc } = page.index.tests[test];
  const runs = selection.runsOf.get(test) ?? [];
  return h(
    'tr',
    { 'data-key': `test-${test}` },
    h(
      'th',
      { scope: 'row' },
      link(testHref(name), say(name), { 'data-row': '', title: printable(doc) }),
    ),
    columns.map((column, i) => {
      const run = runAt(runs, column);
      const starts = startsAt(page.index, columns, i);
      if (run === undefined) return h('td', { class: starts });
      const kind = page.index.kinds[run[3]];
      const { mark, broken } = kind;
      const place = {
        test: name,
        design: page.index.designs[column.design],
        revision: page.index.revisions[column.revision],
      };
      const what = broken.length === 0 ? mark.says : `breaks ${broken.join(', ')}`;
      const says = printable(`${place.design} on ${place.revision}: ${what}`);
      return h(
        'td',
        { class: `${starts} means-${meaningOf(kind)}` },
        link(runHref(place), mark.character, {
          'aria-label': `${mark.character} ${says}`,
          title: says,
        }),
      );
    }),
    targets.map((target, i) => targetCell(target, test, i)),
  );
}
