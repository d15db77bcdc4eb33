/** `#/search`: what the searches cost. The charts stand below it, in the document. */
import { h, type JSX } from 'preact';

import type { LargeRun } from '../page-contract.ts';
import { symmetrySays } from '../symmetry.ts';
import { count, thousands } from '../text-width.ts';
import { type Page, runHref } from './parts/page.ts';
import { link, say, soft, Table } from './parts/parts.ts';
import { Title } from './parts/title.ts';

export function SearchPage({ page }: { readonly page: Page }): JSX.Element {
  const { states, transitions, elapsedMs, largest, symmetry } = page.index.search;
  const seconds = elapsedMs / 1000;
  return h(
    'article',
    { class: 'wide' },
    h(Title, null, 'The search'),
    h(
      'p',
      null,
      `${count(states, 'state')} and ${count(transitions, 'transition')} in ${count(page.index.runs.length, 'run')}; ${seconds.toFixed(1)} s of searching, all threads together.`,
    ),
    soft(
      'Designs that no step of a test can tell apart share one search; each of their runs counts it.',
    ),
    symmetry === null ? null : soft(symmetrySays(symmetry)),
    h('h2', null, 'The largest tests'),
    h(Table, {
      label: 'The largest tests',
      isLabelHidden: true,
      columns: [
        'Test',
        'Design',
        { head: 'States', isNumber: true },
        { head: 'Transitions', isNumber: true },
        { head: 'Branching', isNumber: true },
        { head: 'Depth', isNumber: true },
        { head: 'Widest level', isNumber: true },
        { head: 'Bytes a state', isNumber: true },
        { head: 'States/s', isNumber: true },
        { head: 'Seconds', isNumber: true },
      ],
      rows: largest.map((run) => ({ key: run.test, cells: cellsOf(run) })),
    }),
  );
}

function cellsOf(run: LargeRun): (JSX.Element | number)[] {
  const { states, transitions, levels, bytesPerState, elapsedMs, complete, stopped } = run;
  return [
    link(runHref(run), say(run.test), { 'data-row': '' }),
    h(
      'span',
      null,
      say(run.design),
      ' ',
      h('span', { class: 'soft' }, say(run.revision)),
      complete ? null : h('b', null, ` cut (${stopped})`),
    ),
    states,
    transitions,
    h('span', null, (transitions / Math.max(states, 1)).toFixed(2)),
    levels.length - 1,
    Math.max(0, ...levels),
    Math.round(bytesPerState),
    h('span', null, elapsedMs > 0 ? thousands(Math.round((states / elapsedMs) * 1000)) : ''),
    h('span', null, (elapsedMs / 1000).toFixed(2)),
  ];
}
