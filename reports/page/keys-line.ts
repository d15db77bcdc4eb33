/**
 * The keys that work in a view, in one line that stays in sight below it; `?` goes there, so that it
 * is read out as well.
 */
import { h, type JSX } from 'preact';

/** Where rows can be gone through; the others have none. */
const WITH_ROWS = new Set([
  '',
  'matrix',
  'test',
  'run',
  'assertions',
  'designs',
  'calls',
  'targets',
  'search',
]);

type Entry = readonly [keys: readonly string[], does: string];

const STEPS: readonly Entry[] = [
  [['j', 'k', '→', '←'], 'one step on, back'],
  [['J', 'K'], 'on, back to where another lane goes on'],
  [['Home', 'End'], 'the start, the end'],
];
const ROWS: readonly Entry[] = [[['j', 'k'], 'next, previous row']];
const EVERYWHERE: readonly Entry[] = [
  [['/'], 'filter the matrix'],
  [['f'], 'next run that fails'],
  [['?'], 'these keys'],
];

export function KeysLine({ view }: { readonly view: string }): JSX.Element {
  const own = view === 'execution' ? STEPS : WITH_ROWS.has(view) ? ROWS : [];
  return h(
    'p',
    { class: 'keys', id: 'keys', tabIndex: -1 },
    'Keys: ',
    [...own, ...EVERYWHERE].map(([keys, does]) =>
      h(
        'span',
        { key: does, class: 'unbroken' },
        keys.map((key) => [h('kbd', { key }, key), ' ']),
        does,
      ),
    ),
  );
}
