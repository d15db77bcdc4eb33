/**
 * The answer on the overview: the question, each design in the group that says what it is, and what the
 * kernels break by themselves. Every assertion leads to what it says, every sentence to its counterexample.
 */
import { h, type JSX } from 'preact';

import {
  type Answer,
  type AnswerFall,
  besides,
  type DesignAnswer,
  type KernelAnswer,
  ROLES,
} from '../answer.ts';
import { count } from '../text-width.ts';
import { assertionLink, executionHref } from './parts/page.ts';
import { commas, link, say } from './parts/parts.ts';
import { hrefOf } from './parts/route.ts';

/** Reasons that are told before the rest is asked for. */
const REASONS_MAX = 3;

type Fall = Omit<AnswerFall, 'known'>;

export function AnswerView({ answer }: { readonly answer: Answer }): JSX.Element {
  const groups = Array.from(ROLES, ([role, head]) => ({
    role,
    head,
    designs: answer.designs.filter((design) => design.role === role),
  }));
  return h(
    'section',
    { class: 'answer', 'aria-label': 'The answer' },
    h('p', { class: 'question' }, answer.question),
    groups
      .filter(({ designs }) => designs.length > 0)
      .map(({ role, head, designs }) =>
        h(
          'section',
          { key: role, class: `role role-${role}` },
          h('h2', { id: `role-${role}` }, head),
          h(
            'ul',
            null,
            designs.map((design, i) =>
              h('li', { key: design.name }, designItem(design, designs[i - 1])),
            ),
          ),
          role === 'as-is' ? kernelList(answer) : null,
        ),
      ),
  );
}

/** `ticket: ... Of 440 tests: R17 on 3 tests, ...`, with the reasons that the baseline gives. */
function designItem(design: DesignAnswer, before: DesignAnswer | undefined): JSX.Element {
  const { name, role, says, tests, isUnproven } = design;
  const { as, falls } = besides(design, role === 'sound' ? before : undefined);
  const shown = role === 'wrong' ? falls.slice(0, 1) : falls;
  const told = [...(as === null ? [] : [`as ${as}`]), ...shown.map(fallText)];
  return h(
    'div',
    null,
    link(hrefOf('designs', [name]), say(name), { class: 'design', 'data-row': '' }),
    ' ',
    h('span', { class: 'soft' }, say(says)),
    '. ',
    isUnproven
      ? 'Its declared fall is not in this report.'
      : told.length === 0
        ? nothingText(tests)
        : h('span', null, `Of ${count(tests, 'test')}, `, commas(told), '.'),
    role === 'sound' ? reasonList(falls) : null,
  );
}

function nothingText(tests: number): string {
  if (tests === 0) return 'No test of this report can be run on it.';
  return `Nothing falls because of it on ${count(tests, 'test')}.`;
}

/** `R17 on 3 tests`: the first leads to what it says, the second to a counterexample. */
function fallText({ breaks, tests, first }: Fall): JSX.Element {
  return h(
    'span',
    { class: 'unbroken' },
    assertionLink(breaks),
    ' on ',
    link(executionHref(first, breaks), count(tests, 'test'), {
      'aria-label': `${breaks} on ${count(tests, 'test')}: a counterexample`,
    }),
  );
}

/** `R17: a restarted sleeper queues at the tail`: each sentence once, before it what falls for it. */
function reasonList(falls: readonly AnswerFall[]): JSX.Element | null {
  const reasons = new Map<string, Fall[]>();
  for (const { breaks, known } of falls) {
    for (const { says, tests, first } of known) {
      reasons.set(says, [...(reasons.get(says) ?? []), { breaks, tests, first }]);
    }
  }
  if (reasons.size === 0) return null;
  return h(
    'ul',
    { class: 'reasons' },
    Array.from(reasons, ([says, own]) => h('li', { key: says }, reasonText(says, own))),
  );
}

/** What falls for a reason, and the reason, which leads to the first counterexample. */
function reasonText(says: string, falls: readonly Fall[]): JSX.Element {
  const [{ breaks, first }] = falls;
  return h(
    'span',
    null,
    commas(falls.map((fall) => assertionLink(fall.breaks))),
    ': ',
    link(executionHref(first, breaks), say(says), { class: 'reason' }),
  );
}

/** In a colour of its own, and to be folded, so that what a design breaks is seen. */
function kernelList({ kernel, kernelTests }: Answer): JSX.Element | null {
  if (kernel.length === 0) return null;
  const [first, rest] = [kernel.slice(0, REASONS_MAX), kernel.slice(REASONS_MAX)];
  const head = `What the kernels break anyway, with no abort: ${count(kernelTests, 'test')}`;
  return h(
    'details',
    { class: 'kernel', open: true },
    h('summary', null, head),
    h('ul', null, first.map(defectItem)),
    rest.length === 0
      ? null
      : h(
          'details',
          null,
          h('summary', null, `${count(rest.length, 'further reason')}`),
          h('ul', null, rest.map(defectItem)),
        ),
  );
}

function defectItem({ says, tests, falls }: KernelAnswer): JSX.Element {
  return h(
    'li',
    { key: says },
    reasonText(says, falls),
    h('span', { class: 'unbroken' }, ` (${count(tests, 'test')})`),
  );
}
