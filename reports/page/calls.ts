/** `#/calls`: per system call, what somebody who works on it has to expect. */
import { h, type JSX } from 'preact';

import type { Latency } from '../data.ts';
import type { CallSummary, KnownFall, PageIndex } from '../page-contract.ts';
import { count } from '../text-width.ts';
import { type Page, runHref, testHref } from './parts/page.ts';
import { code, commas, link, missing, say, soft, Table } from './parts/parts.ts';
import { hrefOf, nameInRoute } from './parts/route.ts';
import { Title } from './parts/title.ts';
import { Unknown } from './parts/unknown.ts';

const NAMED_MAX = 6;

export function CallsPage({ page }: { readonly page: Page }): JSX.Element {
  const [name] = page.route.parts;
  if (name !== undefined) return h(OneCall, { page, name });
  return h(
    'article',
    { class: 'wide' },
    h(Title, null, 'System calls'),
    soft(
      'B: the most steps of its own that a thread takes from an abort request to the boundary. H: the most steps of lock holders that it waits for; ∞ where a holder can wait for an event. Both are the worst over all tests, under right designs. A window is where in a call an abort finds its thread; (+n) are tests in which it found this call or another one there.',
    ),
    h(Table, {
      label: 'System calls',
      isLabelHidden: true,
      columns: [
        'Call',
        'What it does',
        'Worst abort latency',
        { head: 'Tests', isNumber: true },
        { head: 'that abort it', isNumber: true },
        'Tests per window',
        'Given up on purpose',
        'Kernel defects',
      ],
      rows: page.index.calls.map((call) => ({
        key: call.call,
        cells: [
          link(hrefOf('calls', [call.call]), code(call.signature || call.call), { 'data-row': '' }),
          h('div', { class: 'says' }, say(call.says)),
          worstOf(call, page.index),
          call.tests.length,
          call.aborted.length,
          windowCounts(call),
          call.deviations.length === 0 ? '' : count(call.deviations.length, 'reason'),
          call.defects.length === 0 ? '' : count(call.defects.length, 'defect'),
        ],
      })),
    }),
  );
}

/** `asleep 12`: in so many tests. */
function windowCounts({ windows: all }: CallSummary): JSX.Element {
  return h(
    'span',
    null,
    all.map(({ window, tests }) =>
      h('div', { key: window, class: 'unbroken' }, `${window} ${tests.length}`),
    ),
  );
}

function worstOf(call: CallSummary, index: PageIndex): JSX.Element {
  const right = rightOf(index);
  const own = call.latencies.filter(({ design }) => right.has(design));
  const revisions = [...new Set(own.map(({ revision }) => revision))];
  return h(
    'span',
    null,
    revisions.map((revision) => {
      const here = own.filter((latency) => latency.revision === revision);
      const b = most(here.map(({ ownSteps }) => ownSteps));
      const hold = most(here.map(({ holderSteps }) => holderSteps));
      return h(
        'div',
        { key: revision, class: 'unbroken' },
        `B ${b}, H ${hold} `,
        h('span', { class: 'soft' }, say(revision)),
      );
    }),
  );
}

function most(steps: readonly (number | null)[]): string {
  return steps.includes(null) ? '∞' : `${Math.max(...steps.map((each) => each ?? 0))}`;
}

function rightOf({ designRows }: PageIndex): ReadonlySet<string> {
  return new Set(
    designRows.filter(({ kind }) => kind !== 'known-bad').map((design) => design.name),
  );
}

function OneCall({ page, name }: { readonly page: Page; readonly name: string }): JSX.Element {
  const call = page.index.calls.find((each) => nameInRoute(each.call) === name);
  if (call === undefined) {
    return h(Unknown, {
      page,
      what: 'call',
      name,
      names: page.index.calls.map((each) => each.call),
    });
  }
  return h(
    'article',
    null,
    h(Title, { trail: [link(hrefOf('calls'), 'System calls')] }, code(call.signature || call.call)),
    call.says === '' ? null : h('p', { class: 'sentence' }, say(call.says)),
    h(
      'p',
      null,
      link(
        hrefOf('matrix', [], { call: call.call }),
        `${count(call.tests.length, 'test')} in the matrix`,
      ),
      `; ${count(call.aborted.length, 'test')} abort it.`,
    ),
    h('h2', null, 'Worst abort latency'),
    latencies(page, call),
    h('h2', null, 'Windows reached'),
    windows(page, call),
    h('h2', null, 'What right designs give up on purpose'),
    call.deviations.length === 0
      ? soft('Nothing that the baseline knows of.')
      : falls(page, call.deviations, 'Given up on purpose'),
    h('h2', null, 'Kernel defects in tests that call it'),
    call.defects.length === 0
      ? soft('None that the baseline knows of.')
      : falls(page, call.defects, 'Kernel defects'),
  );
}

function latencies({ index }: Page, { latencies: all }: CallSummary): JSX.Element {
  if (all.length === 0) return missing('No test that aborts it asserts R7, so nothing is known.');
  const right = rightOf(index);
  const sorted = all.toSorted((a, b) => Number(right.has(b.design)) - Number(right.has(a.design)));
  return h(Table, {
    label: 'Worst abort latency by design and revision',
    isLabelHidden: true,
    columns: [
      'Design',
      'Revision',
      { head: 'B', isNumber: true },
      { head: 'H', isNumber: true },
      'In',
    ],
    rows: sorted.map((latency) => ({
      key: `${latency.design} ${latency.revision}`,
      cells: [
        link(hrefOf('designs', [latency.design]), say(latency.design)),
        say(latency.revision),
        h('span', null, stepsOf(latency.ownSteps)),
        h('span', null, stepsOf(latency.holderSteps)),
        runOf(latency),
      ],
    })),
  });
}

function stepsOf(steps: number | null): string {
  return steps === null ? '∞' : `${steps}`;
}

function runOf(latency: Latency): JSX.Element {
  return link(runHref(latency), say(latency.test), { 'data-row': '' });
}

function windows(page: Page, { call, windows: all }: CallSummary): JSX.Element {
  if (all.length === 0) return missing('No request found a thread in it.');
  return h(Table, {
    label: 'Windows reached',
    isLabelHidden: true,
    columns: ['Window', { head: 'Tests', isNumber: true }, 'Which'],
    rows: all.map(({ window, tests }) => ({
      key: window,
      cells: [
        link(hrefOf('matrix', [], { call, window, group: 'none' }), window, { 'data-row': '' }),
        tests.length,
        named(page, tests),
      ],
    })),
  });
}

function falls(page: Page, all: readonly KnownFall[], label: string): JSX.Element {
  return h(Table, {
    label,
    isLabelHidden: true,
    columns: ['Why', 'Breaks', 'Design', 'Revision', 'Tests'],
    rows: all.map((fall) => ({
      key: `${fall.design} ${fall.revision} ${fall.says}`,
      cells: [
        say(fall.says),
        fall.breaks.join(', '),
        say(fall.design),
        say(fall.revision),
        named(page, fall.tests),
      ],
    })),
  });
}

function named({ index }: Page, tests: readonly number[]): JSX.Element {
  const shown = tests.slice(0, NAMED_MAX).map((number) => {
    const { name } = index.tests[number];
    return h('span', { class: 'unbroken' }, link(testHref(name), say(name)));
  });
  const more = tests.length - shown.length;
  return h(
    'span',
    null,
    commas(shown),
    more > 0 ? h('span', { class: 'soft' }, `, and ${more} more`) : null,
  );
}
