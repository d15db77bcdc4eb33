/**
 * What the names of messages and private boxes mean, said where they stand: `m1@P0/2` is the second
 * request with method 1 that P0 sends.
 */
import { type ComponentChild, Fragment, h } from 'preact';
import type { Execution } from '../../data.ts';
import { printable } from '../../text-width.ts';

/** `what@whose/nth`; a number behind `#`, which tells two of one name apart, is no part of it. */
const NAME = /^(\w+)@(\w+)(?:\/(\d+))?(?:#\d+)?$/;
const NAMES = /(\b\w+@\w+(?:\/\d+)?)/;

/** A name in words; null where it is none of these. */
export function meaningOf(name: string): string | null {
  const [whole, what, whose, nth] = NAME.exec(name) ?? [];
  if (whole === undefined) return null;
  const which = nth === undefined ? 'the' : `the ${ordinal(Number(nth))}`;
  const own = /^m(\d+)$/.exec(what);
  if (own !== null) return `${which} request with method ${own[1]} that ${whose} sends`;
  if (what === 'box') {
    return `${which} private box of ${whose}, for the answer to a synchronous call`;
  }
  if (what === 'ntf') return `${which} notification that ${whose} sends`;
  if (what !== 'hangup') return `${which} ${what} request that ${whose} sends`;
  const isPhone = !/^(?:P\d+|E|clock)$/.test(whose);
  return isPhone
    ? `the message by which the kernel hangs up the phone ${whose}`
    : `${which} message by which ${whose} hangs up`;
}

function ordinal(n: number): string {
  const endings: Readonly<Record<number, string>> = { 1: 'st', 2: 'nd', 3: 'rd' };
  const isTeen = n % 100 > 10 && n % 100 < 14;
  return `${n}${isTeen ? 'th' : (endings[n % 10] ?? 'th')}`;
}

/** A text in which each name says what it means when it is pointed at. */
export function Named({ text }: { readonly text: string }): ComponentChild {
  const parts = text.split(NAMES);
  return h(
    Fragment,
    null,
    parts.map((part, i) => {
      const meaning = i % 2 === 1 ? meaningOf(part) : null;
      const shown = printable(part);
      return meaning === null
        ? shown
        : h('abbr', { key: `${i}`, title: printable(meaning) }, shown);
    }),
  );
}

/** The names that a run speaks of, each once, in the order in which it does. */
export function namesIn({ start, steps }: Execution): readonly string[] {
  const texts = [
    ...start.flat(),
    ...steps.flatMap(({ says, changes }) => [
      says,
      ...changes.flatMap(({ name, from, to }) => [name, from, to]),
    ]),
  ];
  const found = texts.flatMap((text) => text.split(NAMES).filter((_, i) => i % 2 === 1));
  return [...new Set(found)].filter((name) => meaningOf(name) !== null);
}

/** All names of the run in words, for who cannot point at them. */
export function Names({ execution }: { readonly execution: Execution }): ComponentChild {
  const names = namesIn(execution);
  if (names.length === 0) return null;
  return h(
    'details',
    { class: 'names' },
    h('summary', null, 'What the names mean'),
    h(
      'dl',
      { class: 'facts compact' },
      names.map((name) =>
        h(
          'div',
          { key: name },
          h('dt', null, h('code', null, printable(name))),
          h('dd', null, printable(meaningOf(name) ?? '')),
        ),
      ),
    ),
  );
}
