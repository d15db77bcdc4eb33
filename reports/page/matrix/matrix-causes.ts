/** The matrix by cause: forty tests that one policy breaks are one row that opens. */
import { h, type JSX } from 'preact';

import type { Cause, RunHead } from '../../page-contract.ts';
import { count, thousands } from '../../text-width.ts';
import type { Selection } from './filters.ts';
import { MoreRows, usePieces } from '../parts/pieces.ts';
import { openedIn } from '../parts/opened.ts';
import { type Page, runHref, testHref } from '../parts/page.ts';
import { link, mark, say, soft } from '../parts/parts.ts';
import { hrefOf } from '../parts/route.ts';

/** Worst first. */
const SORTS: readonly (readonly [sort: Cause['sort'], head: string])[] = [
  ['unexpected', 'Not expected'],
  ['unanswered', 'No answer'],
  ['kernel', 'Defects of the kernel: fall without any abort'],
  ['deviation', 'What right designs give up'],
  ['known-bad', 'What known-bad designs break'],
  ['not-checked', 'Not checked'],
];

/** `?cause=`: whose; it leaves only these. */
const KINDS: Readonly<Partial<Record<string, readonly Cause['sort'][]>>> = {
  kernel: ['kernel'],
  design: ['deviation', 'known-bad'],
};

function kindsIn({ route }: Page): readonly Cause['sort'][] | undefined {
  const { cause = '' } = route.query;
  return Object.hasOwn(KINDS, cause) ? KINDS[cause] : undefined;
}

export function CauseGroups({
  page,
  selection,
}: {
  readonly page: Page;
  readonly selection: Selection;
}): JSX.Element {
  const runs = new Map<number, RunHead[]>();
  for (const own of selection.runsOf.values()) {
    for (const run of own) {
      for (const cause of page.index.kinds[run[3]].causes) {
        const known = runs.get(cause);
        if (known) known.push(run);
        else runs.set(cause, [run]);
      }
    }
  }
  const kinds = kindsIn(page);
  const groups = SORTS.filter(([sort]) => kinds?.includes(sort) ?? true)
    .map(([sort, head]) => ({
      sort,
      head,
      causes: [...runs.keys()]
        .filter((cause) => page.index.causes[cause].sort === sort)
        .toSorted((a, b) => runs.get(b)!.length - runs.get(a)!.length),
    }))
    .filter(({ causes }) => causes.length > 0);
  if (groups.length === 0)
    return soft('Every run that the filters leave is VERIFIED: there is no cause to group by.');
  return h(
    'div',
    null,
    kinds === undefined
      ? null
      : soft(
          'Causes of one kind. ',
          link(hrefOf('matrix', [], { ...page.route.query, cause: '' }), 'All causes'),
        ),
    groups.map(({ sort, head, causes }) => h(Sort, { key: sort, page, head, causes, runs })),
  );
}

interface SortProps {
  readonly page: Page;
  readonly head: string;
  readonly causes: readonly number[];
  readonly runs: ReadonlyMap<number, readonly RunHead[]>;
}

function Sort({ page, head, causes, runs }: SortProps): JSX.Element {
  const { shown, more } = usePieces(causes, 60);
  return h(
    'section',
    null,
    h('h2', null, head, h('span', { class: 'soft' }, ` ${count(causes.length, 'cause')}`)),
    h(
      'ul',
      { class: 'causes' },
      shown.map((cause) => h(CauseRow, { key: cause, page, cause, runs: runs.get(cause)! })),
    ),
    h(MoreRows, { more, noun: 'cause' }),
  );
}

function CauseRow({
  page,
  cause,
  runs,
}: {
  page: Page;
  cause: number;
  runs: readonly RunHead[];
}): JSX.Element {
  const opened = openedIn(page);
  const isOpen = opened.has(`${cause}`);
  const tests = [...new Set(runs.map(([test]) => test))];
  return h(
    'li',
    { 'data-key': `cause-${cause}` },
    h(
      'button',
      {
        type: 'button',
        class: 'opens',
        'aria-expanded': isOpen,
        'data-row': '',
        onClick: () => opened.toggle(`${cause}`),
      },
      say(page.index.causes[cause].says),
    ),
    h('span', { class: 'tally' }, `${count(tests.length, 'test')}, ${count(runs.length, 'run')}`),
    isOpen ? h(Tests, { page, tests, runs }) : null,
  );
}

function Tests({
  page,
  tests,
  runs,
}: {
  page: Page;
  tests: readonly number[];
  runs: readonly RunHead[];
}): JSX.Element {
  const { shown, more } = usePieces(tests, 60);
  return h(
    'div',
    { class: 'opened' },
    h(
      'ul',
      null,
      shown.map((test) => {
        const { name } = page.index.tests[test];
        const own = runs.filter((run) => run[0] === test);
        return h(
          'li',
          { key: test },
          link(testHref(name), say(name), { 'data-row': '' }),
          ' ',
          runsOf(page, name, own),
        );
      }),
    ),
    h(MoreRows, { more, noun: 'test' }),
  );
}

/** Links to the runs, up to a handful. */
function runsOf({ index }: Page, test: string, runs: readonly RunHead[]): JSX.Element {
  const most = 6;
  return h(
    'span',
    { class: 'run-links' },
    runs.slice(0, most).map(([, d, r, kind]) => {
      const place = { test, design: index.designs[d], revision: index.revisions[r] };
      return link(
        runHref(place),
        [
          mark(index.kinds[kind].mark),
          ' ',
          say(place.design),
          ' ',
          h('span', { class: 'soft' }, say(place.revision)),
        ],
        { key: `${d} ${r}` },
      );
    }),
    runs.length > most
      ? h('span', { class: 'soft' }, `and ${thousands(runs.length - most)} more designs`)
      : null,
  );
}
