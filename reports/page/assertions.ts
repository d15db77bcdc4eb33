/** `#/assertions`: each assertion, who asserts it, what became of it; then the rules that fired. */
import { h, type JSX } from 'preact';

import type { AssertionSummary } from '../page-contract.ts';
import { count, thousands } from '../text-width.ts';
import { MoreRows, usePieces } from './parts/pieces.ts';
import type { Page } from './parts/page.ts';
import { code, commas, link, missing, say, soft, Table } from './parts/parts.ts';
import { hrefOf } from './parts/route.ts';
import { Title } from './parts/title.ts';

export function AssertionsPage({ page }: { readonly page: Page }): JSX.Element {
  return h(
    'article',
    { class: 'wide' },
    h(Title, null, 'Assertions and coverage'),
    soft(
      'A run is a test under a design on a revision. A defect of the kernel falls without any abort, one of the design only with aborts.',
    ),
    h(Table, {
      label: 'Assertions',
      isLabelHidden: true,
      aimed: page.route.query.row,
      columns: [
        'Id',
        'What it says',
        { head: 'Tests', isNumber: true },
        'Its witness was reached',
        { head: 'Runs: VERIFIED', isNumber: true },
        { head: 'VIOLATED by the kernel', isNumber: true },
        { head: 'by the design', isNumber: true },
        { head: 'no answer', isNumber: true },
        'Broken by (runs)',
      ],
      rows: page.index.assertions.map((row) => ({ key: row.id, cells: cellsOf(row) })),
    }),
    h(Rules, { page }),
  );
}

function cellsOf(row: AssertionSummary): (JSX.Element | number | string)[] {
  const { id, says, witness, cites, verdicts } = row;
  const answered = (verdicts.VERIFIED ?? 0) + (verdicts.VIOLATED ?? 0);
  const all = Object.values(verdicts).reduce((sum, runs) => sum + runs, 0);
  return [
    link(hrefOf('assertions', [], { row: id }), id, { 'data-row': '', id: `assertion-${id}` }),
    h(
      'div',
      { class: 'says' },
      say(says),
      cites.length === 0 ? null : h('div', { class: 'soft small' }, say(cites.join(' · '))),
    ),
    row.tests === 0
      ? 0
      : h('span', null, link(hrefOf('matrix', [], { assertion: id }), thousands(row.tests))),
    h(
      'div',
      { class: 'says' },
      `in ${thousands(row.witnessed)} of ${count(row.asked, 'run')}`,
      h('div', { class: 'soft small' }, say(witness)),
    ),
    verdicts.VERIFIED ?? 0,
    row.kernelRuns,
    row.designRuns,
    all - answered,
    brokenBy(row),
  ];
}

function brokenBy(row: AssertionSummary): JSX.Element {
  const { id, brokenBy: designs } = row;
  const most = 5;
  const shown = designs
    .slice(0, most)
    .map(({ design, runs }) =>
      h(
        'span',
        { class: 'unbroken' },
        link(
          hrefOf('matrix', [], { design, assertion: id, verdict: 'VIOLATED', group: 'none' }),
          say(design),
        ),
        ` (${thousands(runs)})`,
      ),
    );
  const more =
    designs.length > most
      ? h('span', { class: 'soft' }, `, and ${designs.length - most} more`)
      : null;
  return h('div', { class: 'says' }, commas(shown), more, unfelledIn(row));
}

/** A test that nothing makes fall shows little. */
function unfelledIn({ judged, unfelled }: AssertionSummary): JSX.Element | null {
  if (judged === 0) return null;
  const of = `of ${count(judged, 'test')} on a revision`;
  return h('div', { class: 'soft small' }, `Nothing known makes it fall in ${unfelled} ${of}.`);
}

function Rules({ page }: { readonly page: Page }): JSX.Element {
  const { rulesNeverFired } = page.index.report;
  const { coverage } = page.index.search;
  const { shown, more } = usePieces(coverage, 100);
  return h(
    'section',
    null,
    h('h2', { id: 'rules' }, 'Rules of the model'),
    soft(
      'A rule is a step of the kernel, as often as it fired in all searches, and how often it led to a state that was new.',
    ),
    rulesNeverFired.length === 0
      ? null
      : missing(
          `${count(rulesNeverFired.length, 'rule')} fired in no run: `,
          commas(rulesNeverFired.map(code)),
          '.',
        ),
    h(Table, {
      label: `${count(coverage.length, 'rule')} fired`,
      columns: ['Rule', { head: 'Fired', isNumber: true }, { head: 'New states', isNumber: true }],
      rows: shown.map(([rule, fired, fresh]) => ({ key: rule, cells: [code(rule), fired, fresh] })),
    }),
    h(MoreRows, { more, noun: 'rule' }),
  );
}
