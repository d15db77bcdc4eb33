/**
 * A litmus beside its reading in plain English. Every line is an anchor (`?line=12`); a sentence
 * that is pointed at or has the focus marks the lines that it reads.
 */
import { h, type JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { Sentence } from '../../data.ts';
import type { TestDetails, TestHead } from '../../page-contract.ts';
import { printable } from '../../text-width.ts';
import { type Page, testHref } from '../parts/page.ts';
import { link, say } from '../parts/parts.ts';

/** Characters: a source with longer lines stands above its reading. */
const BESIDE_MAX = 96;

interface Props {
  readonly page: Page;
  readonly test: TestHead;
  readonly details: TestDetails;
}

export function SourceAndReading({ page, test, details }: Props): JSX.Element {
  const [pointed, setPointed] = useState<readonly number[]>([]);
  const lines = details.source.replace(/\n$/, '').split('\n');
  const isBeside = details.reading !== null && lines.every(({ length }) => length <= BESIDE_MAX);
  const aimed = page.route.query.line ?? '';
  return h(
    'div',
    { class: isBeside ? 'source with-reading' : 'source' },
    h(
      'section',
      { 'aria-label': 'Source' },
      h('h2', null, 'Source'),
      h(
        'div',
        {
          class: 'lines',
          tabIndex: 0,
          role: 'region',
          'aria-label': `Source of ${printable(test.name)}`,
        },
        h(
          'ol',
          null,
          lines.map((line, i) => {
            const number = i + 1;
            const classes = [
              pointed.includes(number) ? 'pointed' : '',
              aimed === `${number}` ? 'aimed' : '',
            ];
            return h(
              'li',
              {
                key: `${number}`,
                'data-key': `line-${number}`,
                class: classes.join(' ').trim() || undefined,
              },
              link(testHref(test.name, { ...page.route.query, line: `${number}` }), number, {
                class: 'line-number',
                'aria-label': `Line ${number}`,
                tabIndex: -1,
              }),
              h('code', { dir: 'ltr' }, codeOf(line)),
            );
          }),
        ),
      ),
    ),
    !details.reading
      ? null
      : h(
          'section',
          { 'aria-label': 'In words', class: isBeside ? 'reading' : 'reading apart' },
          h('h2', null, 'In words'),
          details.reading.map(({ title, sentences }, i) =>
            h(
              'div',
              { key: `${i}` },
              h('h3', null, say(title)),
              h(
                'p',
                null,
                sentences.map((sentence) => sentenceOf(sentence, test, page, setPointed)),
              ),
            ),
          ),
        ),
  );
}

/** Spaces and tabs are kept, unlike in names and sentences. */
function codeOf(line: string): string {
  return printable(line.replaceAll('\t', '    ')) || ' ';
}

function sentenceOf(
  { text, lines }: Sentence,
  test: TestHead,
  page: Page,
  point: (lines: readonly number[]) => void,
): JSX.Element {
  if (lines.length === 0) return h('span', null, say(text), ' ');
  const href = testHref(test.name, { ...page.route.query, line: `${lines[0]}` });
  const unpoint = (): void => point([]);
  const events = {
    onMouseEnter: () => point(lines),
    onMouseLeave: unpoint,
    onFocus: () => point(lines),
    onBlur: unpoint,
  };
  return h('span', null, link(href, say(text), { class: 'sentence-link', ...events }), ' ');
}
