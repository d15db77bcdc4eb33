/** The small parts that all views are made of. Every string becomes a text node, never markup. */
import { type ComponentChildren, h, type JSX } from 'preact';

import type { Verdict } from '../../data.ts';
import { printable, thousands } from '../../text-width.ts';
import type { Mark } from '../../verdict-mark.ts';

export type Cell = ComponentChildren;

/** A name or a sentence of the report, kept from turning the text around it. */
export function say(text: string): JSX.Element {
  return h('bdi', null, printable(text));
}

export function code(text: string): JSX.Element {
  return h('code', { dir: 'auto' }, printable(text));
}

export function link(href: string, content: ComponentChildren, more: object = {}): JSX.Element {
  return h('a', { href, ...more }, content);
}

const TONES: Readonly<Record<Verdict, Mark['tone']>> = {
  VERIFIED: 'good',
  VIOLATED: 'bad',
  VACUOUS: 'warning',
  UNSUPPORTED: 'quiet',
  INCONCLUSIVE: 'warning',
  ERROR: 'bad',
};

/** The word of a verdict in its colour; the word says it without the colour. */
export function verdict(word: Verdict, tone: Mark['tone'] = TONES[word]): JSX.Element {
  return h('span', { class: `verdict tone-${tone}` }, word);
}

export function mark({ character, says, tone }: Mark): JSX.Element {
  return h(
    'span',
    { class: `mark tone-${tone}`, role: 'img', 'aria-label': says, title: says },
    character,
  );
}

export interface Column {
  readonly head: ComponentChildren;
  readonly isNumber?: boolean;
}

export interface Row {
  /** Names the row in addresses: `?row=KEY`. */
  readonly key: string;
  /** The first is the head of the row; a number is set to the right. */
  readonly cells: readonly Cell[];
}

/**
 * A table that scrolls inside its own region. `label` names it for a screen reader; it is shown
 * above the table unless `isLabelHidden`.
 */
export function Table(props: {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly columns: readonly (string | Column)[];
  readonly rows: readonly Row[];
  readonly aimed?: string;
  readonly class?: string;
}): JSX.Element {
  const columns = props.columns.map((column) =>
    typeof column === 'string' ? { head: column } : column,
  );
  const classOf = (cell: Cell, column: Column | undefined): string | undefined =>
    typeof cell === 'number' || column?.isNumber ? 'number' : undefined;
  return h(
    'div',
    { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': props.label },
    h(
      'table',
      { class: props.class },
      h('caption', { class: props.isLabelHidden ? 'only-read' : undefined }, props.label),
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          columns.map(({ head, isNumber }) =>
            h('th', { scope: 'col', class: isNumber ? 'number' : undefined }, head),
          ),
        ),
      ),
      h(
        'tbody',
        null,
        props.rows.map(({ key, cells }) =>
          h(
            'tr',
            { key, 'data-key': key, class: props.aimed === key ? 'aimed' : undefined },
            cells.map((cell, i) => {
              const shown = typeof cell === 'number' ? thousands(cell) : cell;
              const attributes = { class: classOf(cell, columns[i]) };
              return i === 0
                ? h('th', { scope: 'row', ...attributes }, shown)
                : h('td', attributes, shown);
            }),
          ),
        ),
      ),
    ),
  );
}

/** A list that ends after `most` items until the rest is asked for. */
export function missing(...text: ComponentChildren[]): JSX.Element {
  return h('p', { class: 'missing' }, ...text);
}

export function soft(...text: ComponentChildren[]): JSX.Element {
  return h('p', { class: 'soft' }, ...text);
}

/** Items with a comma between any two. */
export function commas(items: readonly ComponentChildren[]): ComponentChildren {
  return items.flatMap((item, i) => (i === 0 ? [item] : [', ', item]));
}
