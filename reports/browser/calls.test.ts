/** The page of the system calls: which there are, what they do, where aborts find them. */
import { expect, test } from 'vitest';

import { hrefOf } from '../page/parts/route.ts';
import { pagesForTests } from './browser.ts';

const pages = pagesForTests();

test('only system calls are there, each with its signature and a sentence', async () => {
  const page = await pages.open(hrefOf('calls'));
  const rows = page.locator('#view tbody tr');
  const names = await rows.locator('th').allInnerTexts();
  expect(names).toContain('waitq_sleep(q, d, flags)');
  expect(names.join(' ')).not.toMatch(/page_in|increment|await_asleep/);
  for (const name of names) expect(name).toMatch(/^\w+\(.*\)$/);
  const says = await rows.locator('td:nth-child(2)').allInnerTexts();
  for (const sentence of says) expect(sentence.length).toBeGreaterThan(10);
});

test('a window counts for the call that waits there', async () => {
  const page = await pages.open(hrefOf('calls', ['waitq_sleep']));
  expect(await page.locator('h1:visible').innerText()).toBe('waitq_sleep(q, d, flags)');
  const windows = page.getByRole('region', { name: 'Windows reached' });
  const asleep = windows.locator('tr', { hasText: 'asleep' });
  expect(Number(await asleep.locator('td').first().innerText())).toBeGreaterThan(0);
  const other = await pages.open(hrefOf('calls', ['waitq_wakeup']));
  expect(await other.locator('#view').innerText()).not.toMatch(/^asleep/m);
});
