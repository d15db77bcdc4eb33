/** `#/designs`: which policy breaks which assertion, and the smallest run that shows it. */
import { h, type JSX } from 'preact';

import { type Role, roleOf, ROLES } from '../answer.ts';
import type { DesignSummary, Witness } from '../page-contract.ts';
import { count } from '../text-width.ts';
import { executionHref, type Page, runHref } from './parts/page.ts';
import { code, commas, link, say, soft, Table } from './parts/parts.ts';
import { hrefOf, nameInRoute } from './parts/route.ts';
import { Title } from './parts/title.ts';
import { Unknown } from './parts/unknown.ts';

/** What the groups of the overview mean here. */
const SAYS: Readonly<Record<Role, string>> = {
  sound: 'Each must hold everywhere, or the baseline gives the reason.',
  'given-up': 'What falls is expected, and the baseline says so.',
  'as-is': 'Tests that need an abort are not about it.',
  wrong:
    'The ticket’s design with one thing wrong: each must break what it declares, so that the checker is seen to see it.',
  own: 'As they were asked for on the command line.',
};

export function DesignsPage({ page }: { readonly page: Page }): JSX.Element {
  const [name] = page.route.parts;
  if (name !== undefined) return h(OneDesign, { page, name });
  const { designRows } = page.index;
  return h(
    'article',
    null,
    h(Title, null, 'Designs'),
    Array.from(ROLES, ([role, head]) => {
      const own = designRows.filter((design) => roleOf(design) === role);
      if (own.length === 0) return null;
      return h(
        'section',
        { key: role },
        h('h2', null, head),
        soft(SAYS[role]),
        h(Table, {
          label: head,
          isLabelHidden: true,
          columns: ['Design', 'What it is', 'What it breaks (tests)', 'Smallest counterexample'],
          rows: own.map((design) => ({
            key: design.name,
            cells: [
              link(hrefOf('designs', [design.name]), say(design.name), { 'data-row': '' }),
              h('div', { class: 'says' }, say(design.reason)),
              breaksOf(design),
              smallestOf(design),
            ],
          })),
        }),
      );
    }),
  );
}

function breaksOf({ name, breaks }: DesignSummary): JSX.Element {
  if (breaks.length === 0) return h('span', null, 'nothing');
  return h(
    'span',
    null,
    commas(
      breaks.map(({ assertion, tests }) =>
        h(
          'span',
          { class: 'unbroken' },
          link(fallenHref(name, assertion), assertion),
          ` (${tests})`,
        ),
      ),
    ),
  );
}

function fallenHref(design: string, assertion: string): string {
  return hrefOf('matrix', [], { design, assertion, verdict: 'VIOLATED', group: 'none' });
}

function smallestOf({ breaks }: DesignSummary): JSX.Element | null {
  const all = breaks.flatMap(({ smallest }) => smallest ?? []);
  const [first] = all.toSorted((a, b) => a.steps - b.steps || a.switches - b.switches);
  return first === undefined ? null : witnessLink(first);
}

function witnessLink(witness: Witness): JSX.Element {
  const size = `${witness.breaks}, ${count(witness.steps, 'step')}, ${count(witness.switches, 'switch').replace(/switchs$/, 'switches')}`;
  return h(
    'span',
    null,
    link(executionHref(witness, witness.breaks), say(witness.test), { class: 'go' }),
    ' ',
    h('span', { class: 'soft' }, size, ' on ', say(witness.revision)),
  );
}

function OneDesign({ page, name }: { readonly page: Page; readonly name: string }): JSX.Element {
  const design = page.index.designRows.find((each) => nameInRoute(each.name) === name);
  if (design === undefined) {
    return h(Unknown, { page, what: 'design', name, names: page.index.designs });
  }
  return h(
    'article',
    null,
    h(Title, { trail: [link(hrefOf('designs'), 'Designs')] }, say(design.name)),
    h('p', { class: 'sentence' }, say(design.reason)),
    h(
      'p',
      null,
      link(
        hrefOf('matrix', [], { design: design.name }),
        `${count(design.runs, 'run')} in the matrix`,
      ),
      ': ',
      Object.entries(design.verdicts)
        .map(([word, runs]) => `${runs} ${word}`)
        .join(', '),
      '.',
    ),
    design.fall === null ? null : declaredFall(design),
    h('h2', null, 'What it breaks'),
    design.breaks.length === 0
      ? h('p', null, 'Nothing: what falls under it, the kernel breaks without any abort.')
      : h(Table, {
          label: 'What it breaks',
          isLabelHidden: true,
          aimed: page.route.query.row,
          columns: ['Assertion', { head: 'Tests', isNumber: true }, 'Smallest counterexample'],
          rows: design.breaks.map(({ assertion, tests, smallest }) => ({
            key: assertion,
            cells: [
              link(fallenHref(design.name, assertion), assertion, { 'data-row': '' }),
              tests,
              smallest === null
                ? h('span', { class: 'soft' }, 'no run to show')
                : witnessLink(smallest),
            ],
          })),
        }),
    h('h2', null, 'Policies'),
    design.differs.length === 0
      ? null
      : h('p', null, 'Unlike ', code('ticket'), ': ', commas(design.differs.map(code)), '.'),
    h(Table, {
      label: 'Policies',
      isLabelHidden: true,
      columns: ['Policy', 'Value'],
      rows: Object.entries(design.policies).map(([policy, value]) => ({
        key: policy,
        cells: [
          code(policy),
          design.differs.includes(`${policy}=${value}`) ? h('b', null, code(value)) : code(value),
        ],
      })),
    }),
  );
}

function declaredFall({ name, fall }: DesignSummary): JSX.Element | null {
  if (fall === null) return null;
  const { assertion, test, revision } = fall;
  return h(
    'p',
    null,
    `It must break ${assertion} in `,
    link(runHref({ test, design: name, revision }), say(test)),
    ' on ',
    say(revision),
    '.',
  );
}
