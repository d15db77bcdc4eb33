/** The filters of the matrix, which live in the address. */
import { h, type JSX } from 'preact';

import { printable } from '../../text-width.ts';
import { type Choice, CHOICES, FILTERS, type Group, GROUPS, optionsOf } from './filters.ts';
import type { Page } from '../parts/page.ts';

const NAMES: Readonly<Record<Choice, string>> = {
  family: 'Family',
  assertion: 'Assertion',
  call: 'Call',
  window: 'Window',
  verdict: 'Verdict',
  design: 'Design',
  revision: 'Revision',
};

const GROUP_NAMES: Readonly<Record<Group, string>> = {
  family: 'by family',
  cause: 'by cause',
  none: 'not at all',
};

export function FilterBar({
  page,
  group,
}: {
  readonly page: Page;
  readonly group: Group;
}): JSX.Element {
  const { query } = page.route;
  const isFiltered = FILTERS.some((filter) => query[filter]);
  return h(
    'form',
    {
      class: 'filters',
      role: 'search',
      'aria-label': 'Filter the matrix',
      onSubmit: (event: Event) => event.preventDefault(),
    },
    h(
      'label',
      { class: 'text' },
      h('span', null, 'Text ', h('kbd', null, '/')),
      h('input', {
        id: 'filter',
        type: 'search',
        value: query.text ?? '',
        placeholder: 'name, word, call',
        onInput: (event: Event) =>
          page.setQuery(
            { text: (event.currentTarget as HTMLInputElement).value || null },
            'replace',
          ),
      }),
    ),
    CHOICES.map((filter) =>
      select(
        NAMES[filter],
        query[filter] ?? '',
        [
          ['', 'any'],
          ...optionsOf(page.index, filter).map(
            (value) => [value, value.replace('not-expected', 'not as expected')] as const,
          ),
        ],
        (value) => page.setQuery({ [filter]: value || null }),
      ),
    ),
    select(
      'Group',
      group,
      GROUPS.map((each) => [each, GROUP_NAMES[each]] as const),
      (value) => page.setQuery({ group: value === 'family' ? null : value }),
    ),
    group === 'cause'
      ? null
      : select('Sort', query.sort ?? '', sortsWith(query.sort ?? ''), (value) =>
          page.setQuery({ sort: value || null }),
        ),
    h(
      'label',
      { class: 'check' },
      h('input', {
        type: 'checkbox',
        checked: query.kernel === 'hidden',
        onChange: (event: Event) =>
          page.setQuery({
            kernel: (event.currentTarget as HTMLInputElement).checked ? 'hidden' : null,
          }),
      }),
      ' Hide what the kernel breaks anyway',
    ),
    h(
      'button',
      {
        type: 'button',
        disabled: !isFiltered,
        onClick: () => page.setQuery(Object.fromEntries(FILTERS.map((filter) => [filter, null]))),
      },
      'Clear',
    ),
  );
}

/** A column is chosen at its head, and named here. */
function sortsWith(asked: string): readonly (readonly [value: string, says: string])[] {
  const named = [
    ['', 'as in the report'],
    ['name', 'by name'],
    ['falls', 'most falls first'],
  ] as const;
  return named.some(([value]) => value === asked) ? named : [...named, [asked, `by ${asked}`]];
}

function select(
  name: string,
  value: string,
  options: readonly (readonly [value: string, says: string])[],
  onPick: (value: string) => void,
): JSX.Element {
  return h(
    'label',
    { key: name },
    h('span', null, name),
    h(
      'select',
      {
        value,
        onChange: (event: Event) => onPick((event.currentTarget as HTMLSelectElement).value),
      },
      options.map(([each, says]) =>
        h('option', { key: each, value: each, selected: each === value }, printable(says)),
      ),
    ),
  );
}
