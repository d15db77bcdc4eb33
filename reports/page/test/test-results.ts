/** The results of one test: a row a design, a column a revision. */
import { h, type JSX } from 'preact';

import type { Run } from '../../data.ts';
import type { TestDetails } from '../../page-contract.ts';
import { markOf } from '../../verdict-mark.ts';
import { type Page, testHref } from '../parts/page.ts';
import { link, mark, say, Table } from '../parts/parts.ts';
import { hrefOf } from '../parts/route.ts';

interface Props {
  readonly page: Page;
  readonly details: TestDetails;
  readonly chosen: Run | undefined;
}

export function TestResults({ page, details, chosen }: Props): JSX.Element {
  const designs = [...new Set(details.runs.map(({ design }) => design))];
  const revisions = [...new Set(details.runs.map(({ revision }) => revision))];
  const runOf = (design: string, revision: string): Run | undefined =>
    details.runs.find((run) => run.design === design && run.revision === revision);
  return h(Table, {
    label: 'Results by design and revision',
    isLabelHidden: true,
    columns: ['Design', ...revisions.map(say).map((head) => ({ head }))],
    rows: designs.map((design) => ({
      key: design,
      cells: [
        link(hrefOf('designs', [design]), say(design)),
        ...revisions.map((revision) => {
          const run = runOf(design, revision);
          return run === undefined ? '' : cellOf(page, run, run === chosen);
        }),
      ],
    })),
  });
}

function cellOf(page: Page, run: Run, isChosen: boolean): JSX.Element {
  const { test, design, revision } = run;
  const href = testHref(test, { ...page.route.query, line: '', design, revision });
  const content = [mark(markOf(run)), ' ', wordsOf(run)];
  return link(href, content, {
    'data-row': '',
    class: 'result',
    'aria-current': isChosen || undefined,
  });
}

function wordsOf({ verdict, assertions, condition }: Run): string {
  if (verdict !== 'VIOLATED') return verdict;
  const ids = assertions.filter((each) => each.verdict === 'VIOLATED').map(({ id }) => id);
  return `breaks ${[...ids, ...(condition.verdict === 'VIOLATED' ? ['condition'] : [])].join(', ')}`;
}
