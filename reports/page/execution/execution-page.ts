/** `#/execution/TEST/DESIGN/REVISION/WHICH`: finds the execution and shows it. */
import { h, type JSX } from 'preact';

import type { Counterexample, Execution, Run } from '../../data.ts';
import type { TestDetails } from '../../page-contract.ts';
import { ExecutionView } from './execution.ts';
import { lookupOf, type Page, runHref, testHref } from '../parts/page.ts';
import { code, link, missing, say } from '../parts/parts.ts';
import { nameInRoute } from '../parts/route.ts';
import { Title } from '../parts/title.ts';
import { Unknown } from '../parts/unknown.ts';
import { WithDetails } from '../parts/with-details.ts';

export function ExecutionPage({ page }: { readonly page: Page }): JSX.Element {
  const [name = '', design = '', revision = '', which = ''] = page.route.parts;
  const number = lookupOf(page.index).test(name);
  if (number === undefined)
    return h(Unknown, { page, what: 'test', name, names: page.index.tests.map((t) => t.name) });
  const test = page.index.tests[number];
  const trail = [
    link(testHref(test.name), say(test.name)),
    link(runHref({ test: test.name, design, revision }), [say(design), ' on ', say(revision)]),
  ];
  const show = (details: TestDetails): JSX.Element => {
    const run = runIn(details, design, revision);
    if (run === undefined) return missing('This report has no such run of ', say(test.name), '.');
    const execution = executionIn(run, which);
    if (execution === null) {
      return isMoved(details, run, which)
        ? h(WithDetails, { page, test: number, isWhole: true, show })
        : missing('This run has no execution named ', code(which), '.');
    }
    const step = Number.parseInt(page.route.query.step ?? '', 10);
    return h(ExecutionView, {
      // Nothing of one execution, such as where its rows are, is kept for the next.
      key: page.route.parts.join('\n'),
      execution,
      run,
      test,
      details,
      replaying: page.index.report,
      design: page.index.designRows.find(({ name: own }) => own === run.design) ?? null,
      which,
      step: Number.isInteger(step) ? step : null,
      onStep: (next: number) => page.setQuery({ step: String(next) }, 'replace'),
    });
  };
  return h(
    'article',
    { class: 'wide' },
    h(Title, { trail }, executionTitle(which)),
    h(WithDetails, { page, test: number, show }),
  );
}

/** `a run that breaks R1`, `a run to outcome 3`. */
export function executionTitle(which: string): string {
  const [, sort, place] = /^(outcome|whynot)-(\d+)$/.exec(which) ?? [];
  if (sort === 'outcome') return `A run to outcome ${place}`;
  if (sort === 'whynot') return 'Why it does not go wrong here';
  return which === 'condition' ? 'A run that breaks the condition' : `A run that breaks ${which}`;
}

export function runIn({ runs }: TestDetails, design: string, revision: string): Run | undefined {
  return runs.find(
    (run) => nameInRoute(run.design) === design && nameInRoute(run.revision) === revision,
  );
}

/** Null: the run has no such execution, or it lies beside the page. */
export function executionIn(run: Run, which: string): Execution | Counterexample | null {
  if (which === 'condition') return run.condition.counterexample;
  const outcome = /^outcome-(\d+)$/.exec(which);
  if (outcome !== null) return run.outcomes[Number(outcome[1]) - 1]?.execution ?? null;
  const answer = /^whynot-(\d+)$/.exec(which);
  if (answer !== null) return run.whyNot?.[Number(answer[1]) - 1]?.execution ?? null;
  return run.assertions.find(({ id }) => id === which)?.counterexample ?? null;
}

/** It lies beside the page. */
export function isMoved({ runs, moved }: TestDetails, run: Run, which: string): boolean {
  return moved[runs.indexOf(run)]?.includes(which) ?? false;
}
