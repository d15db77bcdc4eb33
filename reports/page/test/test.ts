/** `#/test/NAME`: a test: its source and reading, its results, its outcomes, what is near it. */
import { h, type JSX } from 'preact';

import type { TargetRow } from '../../data.ts';
import type { TestDetails, TestHead } from '../../page-contract.ts';
import { runIn } from '../execution/execution-page.ts';
import { lookupOf, type Page, runHref } from '../parts/page.ts';
import { code, commas, link, missing, say } from '../parts/parts.ts';
import { RelatedTests } from './related.ts';
import { hrefOf } from '../parts/route.ts';
import { RunResult } from './run-result.ts';
import { SourceAndReading } from './source.ts';
import { TestOutcomes } from './test-outcomes.ts';
import { TestResults } from './test-results.ts';
import { Title } from '../parts/title.ts';
import { Unknown } from '../parts/unknown.ts';
import { WithDetails } from '../parts/with-details.ts';

export function TestPage({ page }: { readonly page: Page }): JSX.Element {
  const [name = ''] = page.route.parts;
  const number = lookupOf(page.index).test(name);
  if (number === undefined) {
    return h(Unknown, { page, what: 'test', name, names: page.index.tests.map((t) => t.name) });
  }
  const test = page.index.tests[number];
  const family = link(hrefOf('matrix', [], { family: test.family }), say(test.family));
  return h(
    'article',
    null,
    h(Title, { trail: [family] }, say(test.name)),
    h('p', { class: 'sentence' }, say(test.doc)),
    factsOf(page, test),
    h(WithDetails, {
      page,
      test: number,
      show: (details) => h(Body, { page, test, number, details }),
    }),
  );
}

interface BodyProps {
  readonly page: Page;
  readonly test: TestHead;
  readonly number: number;
  readonly details: TestDetails;
}

function Body({ page, test, number, details }: BodyProps): JSX.Element {
  const run = chosenRun(page, details);
  return h(
    'div',
    null,
    h(SourceAndReading, { page, test, details }),
    h('h2', null, 'Results'),
    details.runs.length === 0
      ? missing('No run of this test is in this report.')
      : h(TestResults, { page, details, chosen: run }),
    run === undefined
      ? null
      : h(
          'section',
          { class: 'chosen', 'aria-label': 'The chosen run' },
          h(
            'h2',
            null,
            say(run.design),
            ' on ',
            say(run.revision),
            ' ',
            link(runHref(run), 'on its own page', { class: 'aside' }),
          ),
          h(RunResult, { page, details, run }),
        ),
    h(TestOutcomes, { details }),
    h(RelatedTests, { page, number }),
  );
}

/** As the address says; else the first run that is not as it must be; else that of `ticket`. */
function chosenRun({ route }: Page, details: TestDetails): TestDetails['runs'][number] | undefined {
  const { design, revision } = route.query;
  const { runs } = details;
  if (design !== undefined && revision !== undefined) return runIn(details, design, revision);
  const own = runs.filter((run) => revision === undefined || run.revision === revision);
  return (
    own.find(({ standing }) => standing === 'unexpected' || standing === 'stale') ??
    own.find((run) => run.design === (design ?? 'ticket')) ??
    own[0]
  );
}

function factsOf({ index }: Page, test: TestHead): JSX.Element {
  const matrixLink = (filter: string) => (value: string) =>
    link(hrefOf('matrix', [], { [filter]: value }), code(value));
  const facts: [string, JSX.Element | readonly (JSX.Element | string)[]][] = [
    ['File', code(test.file)],
    ['Hash', code(test.hash)],
    ['Table', code(test.table)],
    ['Calls', commasOf(test.calls.map(matrixLink('call')))],
    [
      'Asserts',
      commasOf(test.asserts.map((id) => link(hrefOf('assertions', [], { row: id }), id))),
    ],
    ['Windows', commasOf(test.windows.map(matrixLink('window')))],
    ['From', test.ref === null ? [] : say(test.ref)],
    ['Kernels under test', commasOf(wordsOn(index.report.targets ?? [], test))],
  ];
  return h(
    'dl',
    { class: 'facts compact' },
    facts
      .filter(([, value]) => !Array.isArray(value) || value.length > 0)
      .map(([name, value]) => h('div', { key: name }, h('dt', null, name), h('dd', null, value))),
  );
}

/** What each kernel under test gave on it. */
function wordsOn(targets: readonly TargetRow[], { name: test }: TestHead): readonly JSX.Element[] {
  return targets.flatMap(({ name, results }) =>
    results
      .filter((result) => result.test === test)
      .map(({ word }) => link(hrefOf('targets', [name], { row: test }), say(`${name}: ${word}`))),
  );
}

function commasOf(items: readonly JSX.Element[]): readonly (JSX.Element | string)[] {
  return commas(items) as readonly (JSX.Element | string)[];
}
