/**
 * The outcomes of the run that is shown, under all designs that have the same; of a test that runs on
 * two revisions those of the other as well, or that they are the same.
 */
import type { Run } from '../data.ts';
import { hang, printable } from '../text-width.ts';
import { outcomeTable } from './outcome-table.ts';
import { runNames } from './verdict-rows.ts';

const INDENT = 2;

/** An empty line, then the table, for each revision that has its own. */
export function outcomeLines(lead: Run, runs: readonly Run[], width: number): readonly string[] {
  const tableOf = (run: Run): string => outcomeTable(run, width).join('\n');
  const isSame = (run: Run): boolean => tableOf(run) === tableOf(lead);
  const others = [...new Set(runs.map(({ revision }) => revision))].filter(
    (revision) => revision !== lead.revision,
  );
  return [
    ...tableLines(
      lead,
      runs.filter((run) => run.revision === lead.revision && isSame(run)),
      width,
    ),
    ...others.flatMap((revision) => {
      const there = runs.filter((run) => run.revision === revision && run.search.states > 0);
      // Of another design it would be no comparison of revisions.
      const own = there.find(({ design }) => design === lead.design) ?? there[0];
      if (own === undefined) return [];
      if (isSame(own)) {
        return hang('The same under ', printable(`${runNames(there.filter(isSame))}.`), width);
      }
      const alike = there.filter((run) => tableOf(run) === tableOf(own));
      return tableLines(own, alike, width);
    }),
  ];
}

function tableLines(run: Run, same: readonly Run[], width: number): readonly string[] {
  const where = `${runNames(same)} (in end states; *> satisfies the condition)`;
  return [
    '',
    ...hang('Outcomes under ', printable(where), width),
    ...outcomeTable(run, width - INDENT).map((line) => `${' '.repeat(INDENT)}${line}`),
  ];
}
