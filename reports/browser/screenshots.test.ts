/**
 * Pictures of the main pages, in reports/out/. They show the report under test, or the page that
 * FERMATA_PAGE names: the pictures of the README show the whole catalogue.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { hrefOf } from '../page/parts/route.ts';
import { type Opening, pagesForTests } from './browser.ts';
import { LOST_WAKEUP } from './views.ts';

const pages = pagesForTests();
const OUT = fileURLToPath(new URL('../out', import.meta.url));
const GIVEN = process.env.FERMATA_PAGE;

const AT_THE_LOSS = `${LOST_WAKEUP}?step=11`;
const NARROW = { viewport: { width: 360, height: 740 } };

const SHOTS: readonly (readonly [name: string, href: string, opening: Opening])[] = [
  ['overview', '', {}],
  ['matrix', hrefOf('matrix'), {}],
  ['test', hrefOf('test', ['WQ+abort+wake']), {}],
  ['execution', AT_THE_LOSS, {}],
  ['execution-dark', AT_THE_LOSS, { colorScheme: 'dark' }],
  ['execution-narrow', AT_THE_LOSS, NARROW],
  ['matrix-narrow', hrefOf('matrix'), NARROW],
  ['designs', hrefOf('designs'), {}],
  ['search', hrefOf('search'), {}],
];

test.for(SHOTS)('%s has its picture', async ([name, href, opening]) => {
  const file = GIVEN === undefined ? {} : { file: resolve(GIVEN) };
  const page = await pages.open(href, { colorScheme: 'light', ...file, ...opening });
  const path = join(OUT, `${name}.png`);
  mkdirSync(OUT, { recursive: true });
  // A counterexample is to be seen from the first step to the last.
  await page.screenshot({ path, fullPage: name.startsWith('execution') });
  expect(existsSync(path) && statSync(path).size).toBeGreaterThan(10_000);
});
