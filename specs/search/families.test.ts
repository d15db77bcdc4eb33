/**
 * The table of families in docs/search.md, of which a cheap row is computed again. All of it:
 * `TABLE=1 npx vitest run specs/search/families.test.ts` prints it.
 */
import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { readCatalogue } from '../catalogue.ts';
import { readPaper } from '../papers/examples.ts';
import { familyRow, rowText } from './families.ts';

/** Larger searches are cut, and count for nothing. */
const STATES_MAX = 20_000;
const isAll = process.env.TABLE !== undefined;
const tests = readCatalogue();
const paper = readPaper('search.md');

test.for(isAll ? [...new Set(tests.map(({ family }) => family))].toSorted() : ['kernel', 'notify'])(
  'what the reduction gains on %s',
  { timeout: 1_200_000 },
  (family) => {
    const text = rowText(familyRow(family, tests, parseDesign('ticket'), STATES_MAX));
    if (isAll) console.log(text);
    expect(paper).toContain(text);
  },
);
