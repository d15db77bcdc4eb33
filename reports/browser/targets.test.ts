/** Kernels under test: columns of the matrix, and a page for each with what it gave. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { renderPage } from '../html/html.ts';
import { hrefOf } from '../page/parts/route.ts';
import { HOSTILE, sampleReport } from '../sample.ts';
import { sampleTarget } from '../sample-targets.ts';
import { built, pagesForTests } from './browser.ts';

const pages = pagesForTests();
let folder: string;
let [file, alone] = ['', ''];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-targets-'));
  [file, alone] = [join(folder, 'both.html'), join(folder, 'alone.html')];
  const targets = [sampleTarget(), sampleTarget({ name: HOSTILE, kernel: HOSTILE })];
  writeFileSync(file, renderPage(sampleReport({ targets }), []).html);
  const none = { runs: [], designs: [], selected: 0, ran: 0 };
  writeFileSync(alone, renderPage(sampleReport({ targets, ...none }), []).html);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a column of the matrix leads to what the target gave on a test', async () => {
  const page = await pages.open(hrefOf('matrix', [], { group: 'none' }), { file });
  const row = page.locator('tr', { has: page.getByRole('rowheader', { name: 'FUTEX+abort' }) });
  const cell = row.getByRole('link', { name: 'U mine: unsound' });
  expect(await cell.innerText()).toBe('U');
  await cell.press('Enter');
  await built(page);
  expect(await page.locator('h1:visible').innerText()).toBe('mine');
  expect(await page.locator('tr.aimed th').innerText()).toBe('FUTEX+abort');
  const open = page.locator('details.histogram[open]');
  expect(await open.locator('summary').allInnerTexts()).toEqual([
    'FUTEX+abort unsound, 2 outcomes',
  ]);
  expect(await open.innerText()).toMatch(/1\s+0:r0=blocked;\s+forbidden\s+holds/);
  expect(await page.locator('nav [aria-current]').innerText()).toBe('Targets');
});

test('its page says what it is, and a word for each test', async () => {
  const page = await pages.open(hrefOf('targets', ['mine']), { file, colorScheme: 'dark' });
  expect(await page.locator('#view dl.facts').innerText()).toMatch(/a flag, then a wakeup/);
  const words = await page
    .locator('#view table')
    .first()
    .locator('tbody tr td:nth-child(2)')
    .allInnerTexts();
  expect(words.map((text) => text.trim())).toEqual([
    '= exact',
    'U unsound',
    '⊆ sound',
    '- not run',
    '0 silent',
  ]);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('FUTEX+abort');
});

test('the overview has what nobody expects of them, and leads to it', async () => {
  const page = await pages.open('', { file: alone });
  const row = page.locator('#overview tr', { hasText: 'FUTEX+abort' }).first();
  expect(await row.innerText()).toMatch(/unsound\s+FUTEX\+abort\s+mine\s+forbidden: 0:r0=blocked;/);
  expect(await page.locator('#overview').innerText()).not.toMatch(/Nothing: every result/);
  await row.getByRole('link').click();
  await built(page);
  expect(await page.locator('tr.aimed th').innerText()).toBe('FUTEX+abort');
});

test('a report of kernels under test alone has them in its matrix', async () => {
  const page = await pages.open(hrefOf('matrix', [], { group: 'none' }), { file: alone });
  expect(await page.locator('#view tbody tr').count()).toBe(5);
  expect(await page.getByRole('link', { name: 'mine: sound' }).count()).toBe(1);
});

test('a report without any has no such page in its row of pages', async () => {
  const page = await pages.open(hrefOf('targets'));
  expect(await page.locator('nav').innerText()).not.toContain('Targets');
  expect(await page.locator('#view').innerText()).toContain('No kernel under test was run');
});
