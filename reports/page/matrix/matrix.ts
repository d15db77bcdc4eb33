/** `#/matrix`: tests by designs by revisions, filtered, in groups that open. */
import { h, type JSX } from 'preact';
import { useMemo } from 'preact/hooks';

import { count, thousands } from '../../text-width.ts';
import { FilterBar } from './filter-bar.ts';
import { type Group, GROUPS, select } from './filters.ts';
import { CauseGroups } from './matrix-causes.ts';
import { Grid } from './matrix-grid.ts';
import type { Page } from '../parts/page.ts';
import { soft } from '../parts/parts.ts';
import { Title } from '../parts/title.ts';

export function MatrixPage({ page }: { readonly page: Page }): JSX.Element {
  const { query } = page.route;
  const selection = useMemo(() => select(page.index, query), [page.index, query]);
  const group: Group = GROUPS.find((each) => each === query.group) ?? 'family';
  const { tests, runs } = page.index;
  const told =
    selection.runs === runs.length
      ? `All ${count(tests.length, 'test')}, ${count(runs.length, 'run')}.`
      : `${thousands(selection.tests.length)} of ${count(tests.length, 'test')}, ${thousands(selection.runs)} of ${count(runs.length, 'run')}.`;
  return h(
    'article',
    { class: 'wide' },
    h(Title, null, 'Matrix'),
    h(FilterBar, { page, group }),
    h('p', { class: 'soft', role: 'status' }, told),
    selection.tests.length === 0
      ? soft('No run fits these filters. Take one of them away.')
      : group === 'cause'
        ? selection.runs === 0
          ? soft('Only runs of the model have causes, and there is none.')
          : h(CauseGroups, { page, selection })
        : h(Grid, { page, selection, isGrouped: group === 'family' }),
  );
}
