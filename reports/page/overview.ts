/** The overview: the verdict in one sentence, how to get it again, what a reader must know. */
import { h, type JSX } from 'preact';

import { AnswerView } from './answer.ts';
import type { FindingGroup, OverviewProps, ShownFinding } from '../page-contract.ts';
import { count, printable, thousands } from '../text-width.ts';
import { assertionLink, runHref } from './parts/page.ts';
import { link, say, Table } from './parts/parts.ts';
import { hrefOf, type Query } from './parts/route.ts';

/** Results of kernels under test that are listed; their pages have all. */
const TARGET_NEWS_MAX = 40;

/** Classes that are no news: one line each, and the matrix has them by cause. */
const KNOWN = new Set(['kernel', 'design', 'condition', 'silent']);

export function Overview(props: OverviewProps): JSX.Element {
  const news = props.groups.filter((group) => !KNOWN.has(group.class));
  const known = props.groups.filter((group) => KNOWN.has(group.class));
  return h(
    'div',
    null,
    h(AnswerView, { answer: props.answer }),
    h('p', { class: `sentence tone-${props.isGood ? 'good' : 'bad'}` }, say(props.verdict)),
    h('p', { class: 'count' }, passedText(props)),
    h(
      'pre',
      { class: 'command', tabIndex: 0, 'aria-label': 'The command' },
      printable(props.command),
    ),
    h(
      'ul',
      { class: 'tallies', 'aria-label': 'Runs by verdict' },
      props.tallies.map(([word, runs]) =>
        h(
          'li',
          null,
          link(hrefOf('matrix', [], { verdict: word }), [
            h('b', null, count(runs, 'run')),
            ' ',
            word,
          ]),
        ),
      ),
    ),
    h('h2', { id: 'findings' }, 'New against the baseline'),
    props.onTargets.length === 0 ? null : targetNews(props.onTargets),
    news.length === 0 && props.onTargets.length === 0
      ? h('p', null, 'Nothing: every result is as the baseline and the designs say.')
      : news.map(newsOf),
    known.length === 0 ? null : knownOf(known),
    h('h2', null, 'How it was made'),
    h(
      'dl',
      { class: 'facts' },
      props.facts.map(([name, value]) =>
        h('div', null, h('dt', null, name), h('dd', null, say(value))),
      ),
    ),
    sentences('Notes', props.notes),
    sentences('Left out of this page', props.cuts),
  );
}

function targetNews(all: OverviewProps['onTargets']): JSX.Element {
  const label = 'On kernels under test';
  return h(
    'section',
    null,
    h('h3', null, label),
    h(Table, {
      label,
      isLabelHidden: true,
      columns: ['What', 'Where', 'Target', 'Why'],
      rows: all.slice(0, TARGET_NEWS_MAX).map(({ target, test, why, word }, i) => ({
        key: `${i}`,
        cells: [
          word,
          link(hrefOf('targets', [target], { row: test }), say(test)),
          say(target),
          say(why),
        ],
      })),
    }),
    all.length > TARGET_NEWS_MAX
      ? h('p', { class: 'soft' }, `The first ${TARGET_NEWS_MAX}.`)
      : null,
  );
}

/** What is neither is for information, or has no answer. */
function passedText({ passed, failed }: OverviewProps): string {
  return `${count(passed, 'run')} passed, ${thousands(failed)} failed`;
}

function newsOf({ head, total, shown }: FindingGroup): JSX.Element {
  return h(
    'section',
    null,
    h('h3', null, total > 1 ? `${head} (${thousands(total)})` : head),
    h(Table, {
      label: head,
      isLabelHidden: true,
      columns: ['What', 'Where', 'Revision', 'Why'],
      rows: shown.map((finding, i) => ({
        key: `${i}`,
        cells: [
          finding.what,
          link(runHref(finding.first), say(whereOf(finding))),
          say(finding.revision),
          say(finding.why),
        ],
      })),
    }),
    total > shown.length
      ? h(
          'p',
          { class: 'soft' },
          `The first ${shown.length}; `,
          link(hrefOf('matrix', [], { group: 'cause' }), 'all are in the matrix'),
          '.',
        )
      : null,
  );
}

function knownOf(groups: readonly FindingGroup[]): JSX.Element {
  return h(
    'section',
    null,
    h('h2', null, 'What is known'),
    h(
      'ul',
      null,
      groups.map((group) =>
        h('li', null, group.class === 'silent' ? silent(group) : knownLink(group)),
      ),
    ),
  );
}

/** Where in the matrix the findings of a class are. */
const PLACES: Partial<Readonly<Record<FindingGroup['class'], Query>>> = {
  kernel: { group: 'cause', cause: 'kernel' },
  design: { group: 'cause', cause: 'design' },
  condition: { group: 'cause', assertion: 'condition', verdict: 'VIOLATED' },
};

function knownLink({ class: kind, head, total }: FindingGroup): JSX.Element {
  const href = hrefOf('matrix', [], PLACES[kind]);
  return h('span', null, link(href, head), `: ${count(total, 'finding')}`);
}

/** No run is as it is because of them, so no filter has them: they stand here. */
function silent({ head, total, shown }: FindingGroup): JSX.Element {
  return h(
    'details',
    null,
    h('summary', null, `${head}: ${count(total, 'reason')}`),
    h(
      'ul',
      null,
      shown.map(({ what, why, revision, tests, first }, i) =>
        h(
          'li',
          { key: `${i}` },
          assertionLink(what),
          ' on ',
          say(revision),
          ': ',
          say(why),
          ' (',
          link(runHref(first), count(tests.length, 'test')),
          ')',
        ),
      ),
    ),
    total > shown.length ? h('p', { class: 'soft' }, `The first ${shown.length}.`) : null,
  );
}

function whereOf({ tests, designs }: ShownFinding): string {
  return `${some(tests, 'test')} · ${some(designs, 'design')}`;
}

function some(names: readonly string[], noun: string): string {
  if (names.length <= 3) return names.join(', ');
  return `${names[0]} and ${count(names.length - 1, `other ${noun}`)}`;
}

function sentences(head: string, all: readonly string[]): JSX.Element | null {
  if (all.length === 0) return null;
  return h(
    'section',
    null,
    h('h2', null, head),
    h(
      'ul',
      null,
      all.map((sentence) => h('li', null, say(sentence))),
    ),
  );
}
