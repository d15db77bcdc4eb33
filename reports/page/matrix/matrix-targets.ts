/** Kernels under test as columns of the matrix, behind the designs: what each gave on a test. */
import { h, type JSX } from 'preact';

import type { TargetResult, TargetRow } from '../../data.ts';
import type { PageIndex } from '../../page-contract.ts';
import { markOfTarget } from '../../target-mark.ts';
import { count, printable } from '../../text-width.ts';
import { link, say } from '../parts/parts.ts';
import { hrefOf } from '../parts/route.ts';
import type { Selection } from './filters.ts';
import { isWorse, type Meaning } from './meanings.ts';

/** A target that ran some of the tests that are shown. */
export interface TargetColumn {
  readonly target: TargetRow;
  /** By the number of the test. */
  readonly results: ReadonlyMap<number, TargetResult>;
}

export function targetColumnsOf({ report, tests }: PageIndex, shown: Selection): TargetColumn[] {
  const numbers = new Map(tests.map(({ name }, number) => [name, number]));
  const isShown = new Set(shown.tests);
  return (report.targets ?? []).flatMap((target) => {
    const all = target.results.map((it) => [numbers.get(it.test) ?? -1, it] as const);
    const results = new Map(all.filter(([test]) => isShown.has(test)));
    return results.size === 0 ? [] : [{ target, results }];
  });
}

/** Over all of them, in the row of the revisions. */
export function TargetsHead({ columns }: { readonly columns: number }): JSX.Element | null {
  if (columns === 0) return null;
  const says = 'Kernels under test';
  return h(
    'th',
    { scope: 'colgroup', colSpan: columns, rowSpan: 2, class: 'revision starts', title: says },
    // A column has room for a letter: shown, the words would make theirs wider than all others.
    h('span', { class: 'only-read' }, says),
  );
}

/** The name of each. */
export function targetHead({ target }: TargetColumn, i: number): JSX.Element {
  const { kernel, name, table, version } = target;
  const title = printable(`${kernel} ${version}, held against ${table}`);
  return h(
    'th',
    { key: `target-${i}`, scope: 'col', class: `design ${startsOf(i)}`, title },
    h('span', null, link(hrefOf('targets', [name]), say(name))),
  );
}

export function targetCell(
  { results, target }: TargetColumn,
  test: number,
  i: number,
): JSX.Element {
  const result = results.get(test);
  if (result === undefined) return h('td', { key: `target-${i}`, class: startsOf(i) });
  const { character, says } = markOfTarget(result);
  const told = printable(`${target.name}: ${says}`);
  return h(
    'td',
    { key: `target-${i}`, class: `${startsOf(i)} means-${meaningOfTarget(result)}` },
    link(hrefOf('targets', [target.name], { row: result.test }), character, {
      'aria-label': `${character} ${told}`,
      title: told,
    }),
  );
}

/** Of a family: how many are neither exact nor sound, in the colour of the worst. */
export function targetSummary(
  { results, target }: TargetColumn,
  tests: readonly number[],
  i: number,
): JSX.Element {
  const own = tests.flatMap((test) => results.get(test) ?? []);
  if (own.length === 0) return h('td', { key: `target-${i}`, class: startsOf(i) });
  const meanings = own.map(meaningOfTarget);
  const worst = meanings.reduce((a, b) => (isWorse(b, a) ? b : a), 'good');
  const others = meanings.filter((each) => each !== 'good' && each !== 'unchecked').length;
  const text = others > 0 ? `${others}` : meanings.includes('good') ? '✓' : '-';
  const what =
    others > 0 ? `${others} of ${count(own.length, 'test')} neither exact nor sound` : 'sound';
  const told = printable(`${target.name}: ${text === '-' ? 'not run' : what}`);
  return h(
    'td',
    {
      key: `target-${i}`,
      class: `${startsOf(i)} means-${others > 0 || text === '-' ? worst : 'good'}`,
    },
    link(hrefOf('targets', [target.name]), text, { title: told, 'aria-label': `${text} ${told}` }),
  );
}

const startsOf = (i: number): string => (i === 0 ? 'starts' : '');

function meaningOfTarget(result: TargetResult): Meaning {
  const { standing, word } = result;
  if (word === 'silent') return 'vacuous';
  if (standing === 'stale' || standing === 'unexpected') return 'news';
  if (word === 'unsound') return 'kernel';
  return word === 'not run' ? 'unchecked' : 'good';
}
