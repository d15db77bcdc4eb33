/**
 * What the colours of the matrix mean. Each entry is a switch that leaves the runs of that meaning;
 * the numbers are those of the other filters, so that one sees what there is to choose.
 */
import { h, type JSX } from 'preact';
import { useMemo } from 'preact/hooks';

import { count } from '../../text-width.ts';
import type { Page } from '../parts/page.ts';
import { select } from './filters.ts';
import { type Meaning, MEANING_SAYS, MEANINGS, meaningOf, SHORT } from './meanings.ts';

interface Entry {
  readonly characters: Set<string>;
  runs: number;
}

export function Legend({ page }: { readonly page: Page }): JSX.Element {
  const { index, route } = page;
  const entries = useMemo(() => {
    const found = new Map<Meaning, Entry>();
    const { runsOf } = select(index, { ...route.query, means: '', kernel: '' });
    for (const [, , , kind] of [...runsOf.values()].flat()) {
      const meaning = meaningOf(index.kinds[kind]);
      const entry = found.get(meaning) ?? { characters: new Set(), runs: 0 };
      entry.characters.add(index.kinds[kind].mark.character);
      entry.runs++;
      found.set(meaning, entry);
    }
    return found;
  }, [index, route.query]);
  return h(
    'ul',
    { class: 'legend of-matrix', 'aria-label': 'Legend: a press leaves these runs alone' },
    MEANINGS.flatMap((meaning) => {
      const entry = entries.get(meaning);
      return entry === undefined ? [] : [entryOf(page, meaning, entry)];
    }),
    (index.report.targets ?? []).length === 0 ? null : h('li', { class: 'long' }, TARGETS_SAY),
    h('li', { class: 'long' }, 'in the row of a family: so many runs that are not VERIFIED'),
  );
}

/** Columns that no press leaves alone. */
const TARGETS_SAY =
  'kernels under test: = exact, ⊆ sound, U unsound (u as the baseline says), 0 silent, - not run';

function entryOf(page: Page, meaning: Meaning, { characters, runs }: Entry): JSX.Element {
  const isOn = page.route.query.means === meaning;
  return h(
    'li',
    { key: meaning },
    h(
      'button',
      {
        type: 'button',
        class: 'means',
        'aria-pressed': isOn,
        title: isOn ? 'All runs again' : `Only ${MEANING_SAYS[meaning]}: ${count(runs, 'run')}`,
        onClick: () => page.setQuery({ means: isOn ? null : meaning }),
      },
      h('b', { class: `means-${meaning}` }, [...characters].join(' ')),
      h('span', { class: 'long' }, `${MEANING_SAYS[meaning]}: ${count(runs, 'run')}`),
      h('span', { class: 'short' }, SHORT[meaning]),
    ),
  );
}
