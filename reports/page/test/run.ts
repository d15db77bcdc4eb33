/** `#/run/TEST/DESIGN/REVISION`: one run: verdict, condition, outcomes, assertions, executions. */
import { h, type JSX } from 'preact';

import type { TestDetails } from '../../page-contract.ts';
import { runIn } from '../execution/execution-page.ts';
import { lookupOf, type Page, testHref } from '../parts/page.ts';
import { link, missing, say } from '../parts/parts.ts';
import { RunResult } from './run-result.ts';
import { Title } from '../parts/title.ts';
import { Unknown } from '../parts/unknown.ts';
import { WithDetails } from '../parts/with-details.ts';

export function RunPage({ page }: { readonly page: Page }): JSX.Element {
  const [name = '', design = '', revision = ''] = page.route.parts;
  const number = lookupOf(page.index).test(name);
  if (number === undefined) {
    return h(Unknown, { page, what: 'test', name, names: page.index.tests.map((t) => t.name) });
  }
  const test = page.index.tests[number];
  const show = (details: TestDetails): JSX.Element => {
    const run = runIn(details, design, revision);
    if (run === undefined) return missing('This report has no such run of ', say(test.name), '.');
    return h(RunResult, { page, details, run });
  };
  return h(
    'article',
    null,
    h(
      Title,
      { trail: [link(testHref(test.name), say(test.name))] },
      say(design),
      ' on ',
      say(revision),
    ),
    h(WithDetails, { page, test: number, show }),
  );
}
