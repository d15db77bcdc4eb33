/** `#/targets`: kernels under test; `#/targets/NAME`: what one gave on each test, and how often. */
import { h, type JSX } from 'preact';

import type { TargetResult, TargetRow } from '../data.ts';
import { markOfTarget } from '../target-mark.ts';
import { targetsSentence } from '../target-lines.ts';
import { count, thousands } from '../text-width.ts';
import { type Page, testHref } from './parts/page.ts';
import { code, link, mark, say, soft, Table } from './parts/parts.ts';
import { hrefOf, nameInRoute } from './parts/route.ts';
import { Title } from './parts/title.ts';
import { Unknown } from './parts/unknown.ts';

export function TargetsPage({ page }: { readonly page: Page }): JSX.Element {
  const { targets = [] } = page.index.report;
  const [name] = page.route.parts;
  if (name !== undefined) {
    const target = targets.find((each) => nameInRoute(each.name) === name);
    const names = targets.map((each) => each.name);
    if (target === undefined) return h(Unknown, { page, what: 'target', name, names });
    return h(OneTarget, { page, target });
  }
  return h('article', null, h(Title, null, 'Kernels under test'), listOf(targets));
}

function listOf(targets: readonly TargetRow[]): JSX.Element {
  if (targets.length === 0) {
    return soft(
      'No kernel under test was run: ',
      code('fermata run --target NAME --report DIR'),
      ' runs one.',
    );
  }
  return h(Table, {
    label: 'Kernels under test',
    isLabelHidden: true,
    columns: ['Target', 'Kernel', 'Held against', 'What it gave'],
    rows: targets.map((target) => ({
      key: target.name,
      cells: [
        link(hrefOf('targets', [target.name]), say(target.name), { 'data-row': '' }),
        say(`${target.kernel} ${target.version}`),
        say(`${target.design} on ${target.table}`),
        target.broken === null ? targetsSentence([target]) : say(target.broken),
      ],
    })),
  });
}

function OneTarget({
  page,
  target,
}: {
  readonly page: Page;
  readonly target: TargetRow;
}): JSX.Element {
  const { results } = target;
  const aimed = page.route.query.row;
  return h(
    'article',
    null,
    h(Title, { trail: [link(hrefOf('targets'), 'Kernels under test')] }, say(target.name)),
    h('p', { class: 'sentence' }, `${targetsSentence([target])}.`),
    target.broken === null ? null : h('p', { class: 'sentence tone-bad' }, say(target.broken)),
    h(
      'dl',
      { class: 'facts' },
      factsOf(target).map(([name, value]) =>
        h('div', { key: name }, h('dt', null, name), h('dd', null, say(value))),
      ),
    ),
    h('h2', null, 'Words'),
    h(Table, {
      label: 'Words',
      isLabelHidden: true,
      aimed,
      columns: WORD_COLUMNS,
      rows: results.map((result) => ({ key: result.test, cells: cellsOf(target, result) })),
    }),
    h('h2', null, 'Histograms'),
    soft('How many rounds ended in each outcome; what the model forbids is marked.'),
    results
      .filter(({ word }) => word !== 'not run')
      .map((result) =>
        h(Histogram, {
          key: result.test,
          result,
          isAimed: [result.test, histogramKey(result.test)].includes(aimed ?? ''),
        }),
      ),
  );
}

function factsOf(target: TargetRow): readonly (readonly [name: string, value: string])[] {
  return [
    ['Kernel', `${target.kernel} ${target.version}`],
    ['Held against', `the model of ${target.table} under ${target.design}`],
    ['How it was interrupted', target.interruption],
    ['Asked for', `${count(target.rounds, 'round')} of each test, seed ${target.seed}`],
  ];
}

const WORD_COLUMNS = [
  'Test',
  'Word',
  { head: 'Rounds', isNumber: true },
  { head: 'Set aside', isNumber: true },
  { head: 'Allowed outcomes seen', isNumber: true },
  'Why',
];

function cellsOf(target: TargetRow, result: TargetResult) {
  const { allowed, rounds, seen, setAside, test, trace, why, word } = result;
  const aside = setAside.reduce((sum, it) => sum + it.rounds, 0);
  const wasRun = word !== 'not run';
  return [
    link(testHref(test), say(test), { 'data-row': '' }),
    h('span', { class: 'unbroken' }, mark(markOfTarget(result)), ' ', wordOf(target, result)),
    wasRun ? rounds : '',
    wasRun ? aside : '',
    wasRun ? `${seen} of ${allowed}` : '',
    h('span', null, say(why), trace === null ? null : [' Trace: ', code(trace)]),
  ];
}

/** The word leads to how often what was seen, further down. */
function wordOf({ name }: TargetRow, { test, word }: TargetResult): JSX.Element | string {
  if (word === 'not run') return word;
  return link(hrefOf('targets', [name], { row: histogramKey(test) }), word);
}

const histogramKey = (test: string): string => `outcomes-${test}`;

interface HistogramProps {
  readonly result: TargetResult;
  readonly isAimed: boolean;
}

/** Open where one comes to look at it, and where something forbidden was seen. */
function Histogram({ result, isAimed }: HistogramProps): JSX.Element {
  const { condition, firstForbidden, histogram, missing, setAside, test, word } = result;
  const most = Math.max(1, ...histogram.map(({ times }) => times));
  const counted = histogram.toSorted((a, b) => b.times - a.times);
  const states = count(histogram.length, 'outcome');
  return h(
    'details',
    {
      class: 'histogram',
      'data-key': histogramKey(test),
      open: isAimed || firstForbidden !== null,
    },
    h('summary', null, say(test), h('span', { class: 'soft' }, ` ${word}, ${states}`)),
    condition === null ? null : h('p', null, 'Condition ', code(condition.text)),
    h(Table, {
      label: `Outcomes of ${test}`,
      isLabelHidden: true,
      columns: [
        { head: 'Rounds', isNumber: true },
        { head: h('span', { class: 'only-read' }, 'Share') },
        'Outcome',
        'Model',
        'Condition',
      ],
      rows: [
        ...counted.map(({ isAllowed, satisfies, text, times }, i) => ({
          key: `${test} ${i}`,
          cells: [
            times,
            h('meter', { min: 0, max: most, value: times, 'aria-hidden': true }),
            code(text),
            isAllowed ? 'allowed' : h('b', { class: 'tone-bad' }, 'forbidden'),
            satisfies === null ? 'not told' : satisfies ? 'holds' : 'does not hold',
          ],
        })),
        ...missing.map((text, i) => ({
          key: `${test} missing ${i}`,
          cells: [0, '', code(text), 'allowed, not seen', ''],
        })),
      ],
    }),
    setAside.map(({ rounds, why }) =>
      h('p', { key: why, class: 'soft' }, `Set aside: ${thousands(rounds)} (`, say(why), ')'),
    ),
  );
}
