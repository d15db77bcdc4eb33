/** All outcomes of a test, and under which designs each is possible. */
import { h, type JSX } from 'preact';

import type { Run } from '../../data.ts';
import type { TestDetails } from '../../page-contract.ts';
import { isMoved } from '../execution/execution-page.ts';
import { conditionWord } from '../parts/condition-word.ts';
import { executionHref, runHref } from '../parts/page.ts';
import { code, link, say, Table } from '../parts/parts.ts';

interface Seen {
  readonly satisfies: boolean;
  readonly runs: { readonly run: Run; readonly place: number }[];
}

export function TestOutcomes({ details }: { readonly details: TestDetails }): JSX.Element {
  const revisions = [...new Set(details.runs.map(({ revision }) => revision))];
  return h(
    'section',
    null,
    h('h2', null, 'Outcomes under all designs'),
    revisions.map((revision) =>
      tableOf(
        details,
        details.runs.filter((run) => run.revision === revision),
      ),
    ),
  );
}

function tableOf(details: TestDetails, runs: readonly Run[]): JSX.Element | null {
  const searched = runs.filter(({ outcomes }) => outcomes.length > 0);
  const seen = new Map<string, Seen>();
  for (const run of searched) {
    for (const [place, { text, satisfies }] of run.outcomes.entries()) {
      const known = seen.get(text) ?? { satisfies, runs: [] };
      known.runs.push({ run, place });
      seen.set(text, known);
    }
  }
  if (seen.size === 0) return null;
  const [{ revision }] = runs;
  return h(Table, {
    key: revision,
    label: revision,
    columns: ['Outcome', 'Condition', 'Possible under', 'A run to it'],
    rows: Array.from(seen, ([text, { satisfies, runs: own }]) => ({
      key: text,
      cells: [
        code(text),
        conditionWord(own[0].run.condition.quantifier, satisfies),
        designsOf(own, searched),
        runOf(details, own),
      ],
    })),
  });
}

function designsOf(own: Seen['runs'], searched: readonly Run[]): JSX.Element {
  const designs = own.map(({ run }) => run.design);
  if (designs.length === searched.length) return h('span', null, `all ${searched.length} designs`);
  const absent = searched.map(({ design }) => design).filter((design) => !designs.includes(design));
  if (absent.length < designs.length) return h('span', null, 'all but ', say(absent.join(', ')));
  return say(designs.join(', '));
}

/** Under the first design that has one in this page, or beside it. */
function runOf(details: TestDetails, own: Seen['runs']): JSX.Element {
  const shown =
    own.find(({ run, place }) => run.outcomes[place].execution !== undefined) ??
    own.find(({ run, place }) => isMoved(details, run, `outcome-${place + 1}`));
  if (shown === undefined) return link(runHref(own[0].run), ['see ', say(own[0].run.design)]);
  return link(
    executionHref(shown.run, `outcome-${shown.place + 1}`),
    ['step through, ', say(shown.run.design)],
    { class: 'go' },
  );
}
