/** The page without a mouse: what has the focus, that it shows, and where the keys lead. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { hrefOf } from '../page/parts/route.ts';
import { built, go, pagesForTests } from './browser.ts';
import { BOOKED, LOST_WAKEUP, VIEWS } from './views.ts';

const pages = pagesForTests();

/** What a mouse can use. Numbers of lines are left out on purpose: the sentences lead to them. */
const USABLE = 'a[href]:not(.line-number), button:enabled, input, select, summary, [tabindex="0"]';
const TABS_MAX = 400;
const ROW_KEYS = ['j', 'k'];
const STEP_KEYS = ['j', 'k', 'J', 'K', '←', '→', 'Home', 'End'];

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
}

/** Presses Tab until the focus comes around. Returns what never had it, and what did not show it. */
async function tabThrough(page: Page): Promise<{ missed: string[]; unseen: string[] }> {
  const unseen: string[] = [];
  for (let presses = 0; presses < TABS_MAX; presses++) {
    await page.keyboard.press('Tab');
    const told = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement;
      if (at.dataset.met === '') return null;
      at.dataset.met = '';
      // Between the last and the first the focus is the browser's.
      if (at === document.body) return { isSeen: true, says: '' };
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      const isSeen = outlineStyle !== 'none' && outlineWidth !== '0px' && at.checkVisibility();
      return { isSeen, says: at.outerHTML.slice(0, 120) };
    });
    if (told === null) break;
    if (!told.isSeen) unseen.push(told.says);
  }
  const missed = await page
    .locator(USABLE)
    .evaluateAll((all) =>
      all
        .filter((each) => each.checkVisibility() && !('met' in (each as HTMLElement).dataset))
        .map((each) => each.outerHTML.slice(0, 120)),
    );
  return { missed, unseen };
}

test.for([
  ['overview', ''],
  ['matrix', hrefOf('matrix', [], { text: 'wq+abort' })],
  ['test', hrefOf('test', ['WQ+abort+wake'])],
  ['counterexample', `${LOST_WAKEUP}?step=3`],
  ['designs', hrefOf('designs')],
  ['search', hrefOf('search')],
] as const)('%s: Tab reaches everything, and shows where it is', async ([, href]) => {
  const page = await pages.open(href);
  expect(await tabThrough(page)).toEqual({ missed: [], unseen: [] });
});

test('the first Tab offers to skip the navigation', async () => {
  const page = await pages.open('');
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to the results');
  const box = await page.locator('.skip').boundingBox();
  expect(box!.x).toBeGreaterThanOrEqual(0);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
  expect(await page.locator('h1:visible').innerText()).toBe('Overview');
});

test('a new view has the focus on its heading', async () => {
  const page = await pages.open('');
  await page.locator('nav').getByRole('link', { name: 'Designs' }).focus();
  await page.keyboard.press('Enter');
  await built(page);
  expect(await focused(page)).toBe('Designs');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await page.goBack();
  await built(page);
  expect(await focused(page)).toBe('Overview');
});

test('a step leaves the focus where it is', async () => {
  const page = await pages.open(`${LOST_WAKEUP}?step=3`);
  const button = page.getByRole('button', { name: 'One step on' });
  await button.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await built(page);
  expect(page.url()).toContain('step=5');
  expect(await button.evaluate((own) => own === document.activeElement)).toBe(true);
});

test('/ goes to the filter, j and k among the rows, Enter opens one', async () => {
  const page = await pages.open('');
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement?.id === 'filter');
  await page.keyboard.type('j/k');
  expect(await page.locator('#filter').inputValue()).toBe('j/k');
  await page.locator('#filter').fill('wake');
  await page.locator('#filter').blur();
  const rows = page.locator('.matrix [data-row]');
  const names = await rows.allInnerTexts();
  for (const [key, at] of [
    ['j', 0],
    ['j', 1],
    ['j', 2],
    ['k', 1],
  ] as const) {
    await page.keyboard.press(key);
    expect(names[at]).toContain(await focused(page));
  }
  await page.keyboard.press('Enter');
  await built(page);
  expect(await page.locator('h1:visible').innerText()).toBe(names[1]);
});

test('J and K go to where another lane goes on', async () => {
  const page = await pages.open(`${LOST_WAKEUP}?step=0`);
  await page.getByRole('checkbox', { name: 'fold by call' }).uncheck();
  // The checkbox has the focus now; the keys step all the same.
  const lanes: number[] = [];
  const steps: string[] = [];
  for (let presses = 0; presses < 4; presses++) {
    await page.keyboard.press('J');
    await built(page);
    const moved = page.locator('tr.now td:has(.says)');
    lanes.push(await moved.evaluate((cell) => (cell as HTMLTableCellElement).cellIndex));
    steps.push(page.url());
  }
  expect(lanes.filter((lane, i) => lane === lanes[i - 1])).toEqual([]);
  for (const step of steps.slice(0, -1).toReversed()) {
    await page.keyboard.press('K');
    await built(page);
    expect(page.url()).toBe(step);
  }
});

test('the line of keys is there in every view, and names those that work there', async () => {
  const page = await pages.open('');
  for (const [name, href] of VIEWS) {
    await go(page, href);
    const keys = await page.locator('.keys:visible kbd').allInnerTexts();
    expect({ name, keys }).toEqual({ name, keys: expect.arrayContaining(['/', 'f', '?']) });
    const isStepped = (await page.locator('table.execution').count()) > 0;
    const hasRows = (await page.locator('#main [data-row]:visible').count()) > 0;
    const known = [...(hasRows ? ROW_KEYS : []), ...(isStepped ? STEP_KEYS : [])];
    expect({ name, keys }).toEqual({ name, keys: expect.arrayContaining(known) });
    expect({ name, steps: keys.includes('Home') }).toEqual({ name, steps: isStepped });
    await page.keyboard.press('?');
    expect(await focused(page)).toMatch(/^Keys:/);
  }
});

test('f goes from failure to failure', async () => {
  const page = await pages.open(hrefOf('run', BOOKED));
  const addresses = new Set<string>();
  for (let presses = 0; presses < 3; presses++) {
    const before = page.url();
    await page.keyboard.press('f');
    await page.waitForFunction((old) => location.href !== old, before);
    await built(page);
    addresses.add(page.url());
    expect(await page.locator('main').innerText()).toMatch(/VIOLATED|ERROR/);
  }
  expect(addresses.size).toBe(3);
});
