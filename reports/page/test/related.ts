/** Tests that are near another, each with what it shares. */
import { h, type JSX } from 'preact';

import type { PageIndex, TestHead } from '../../page-contract.ts';
import { type Page, testHref } from '../parts/page.ts';
import { link, say, Table } from '../parts/parts.ts';

const MOST = 8;

interface Near {
  readonly test: TestHead;
  readonly score: number;
  readonly why: readonly string[];
}

export function RelatedTests({
  page,
  number,
}: {
  readonly page: Page;
  readonly number: number;
}): JSX.Element | null {
  const near = nearTests(page.index, number);
  if (near.length === 0) return null;
  return h(
    'section',
    null,
    h('h2', null, 'Related tests'),
    h(Table, {
      label: 'Related tests',
      isLabelHidden: true,
      columns: ['Test', 'What it shows', 'Why it is here'],
      rows: near.map(({ test, why }) => ({
        key: test.name,
        cells: [
          link(testHref(test.name), say(test.name), { 'data-row': '' }),
          say(test.doc),
          say(why.join('; ')),
        ],
      })),
    }),
  );
}

/** Nearest first; tests that share only their family are not near. */
export function nearTests({ tests }: Pick<PageIndex, 'tests'>, number: number): Near[] {
  const own = tests[number];
  return tests
    .filter((test) => test !== own)
    .map((test) => nearness(own, test))
    .filter(({ score }) => score >= 4)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MOST);
}

function nearness(own: TestHead, test: TestHead): Near {
  const why: string[] = [];
  let score = 0;
  const add = (points: number, reason: string): void => {
    score += points;
    why.push(reason);
  };
  if (own.ref !== null && own.ref === test.ref) add(2, `from ${own.ref} too`);
  const parts = sharedBeginning(own.name.split(/[+.]/), test.name.split(/[+.]/));
  if (parts > 1) add(parts * 2, 'nearly the same name');
  const calls = own.calls.filter((call) => test.calls.includes(call));
  if (calls.length > 0 && calls.length === own.calls.length && calls.length === test.calls.length) {
    add(3, 'the same calls');
  } else if (calls.length > 0) {
    add(
      calls.length / Math.max(own.calls.length, test.calls.length),
      `both call ${calls.join(', ')}`,
    );
  }
  const asserts = own.asserts.filter((id) => test.asserts.includes(id));
  const all = new Set([...own.asserts, ...test.asserts]).size;
  if (asserts.length > 0) add((2 * asserts.length) / all, `both assert ${asserts.join(', ')}`);
  if (own.family === test.family) score += 1;
  return { test, score, why };
}

function sharedBeginning(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared++;
  return shared;
}
