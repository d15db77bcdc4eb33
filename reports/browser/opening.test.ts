/** The page opens from disk at any address, alone, and runs no script but its own. */
import { expect, test } from 'vitest';

import { hrefOf } from '../page/parts/route.ts';
import { built, go, pagesForTests } from './browser.ts';
import { BOOKED, LOST_WAKEUP, VIEWS } from './views.ts';

const pages = pagesForTests();

test.for(VIEWS)(
  '%s opens from a file, with one heading and nothing in the console',
  async ([, href]) => {
    const page = await pages.open(href);
    expect(page.url()).toMatch(/^file:/);
    const heads = await page.locator('h1:visible').allInnerTexts();
    expect(heads).toHaveLength(1);
    expect(await page.title()).toMatch(/. · Fermata$/);
  },
);

test('all views come one after the other in the same page', async () => {
  const page = await pages.open('');
  for (const [, href] of VIEWS) {
    await go(page, href);
    expect(await page.locator('h1:visible').allInnerTexts()).toHaveLength(1);
  }
});

test('the navigation says where we are', async () => {
  const page = await pages.open('');
  const current = page.locator('nav [aria-current="page"]');
  expect(await current.allInnerTexts()).toEqual(['Overview']);
  for (const name of ['Matrix', 'Assertions', 'Designs', 'System calls', 'The search']) {
    await page.getByRole('link', { name, exact: true }).first().click();
    await built(page);
    expect(await current.allInnerTexts()).toEqual([name]);
  }
});

test('a link to a line of a test opens there with the line marked', async () => {
  const page = await pages.open(hrefOf('test', ['SYNC+abort'], { line: '6' }));
  const marked = page.locator('.aimed');
  expect(await marked.getAttribute('data-key')).toBe('line-6');
  expect(await marked.evaluate(isInView)).toBe(true);
});

test('a link to a run opens that run', async () => {
  const page = await pages.open(hrefOf('run', BOOKED));
  const text = await page.locator('main').innerText();
  expect(text).toContain('debt=book');
  expect(text).toContain('VIOLATED');
  expect(text).toContain('R1');
});

test('a link to a step opens there with that row marked', async () => {
  const page = await pages.open(`${LOST_WAKEUP}?step=8`);
  const marked = page.locator('tr:has([aria-current="step"])');
  expect(await marked.count()).toBe(1);
  expect(await marked.locator('th').innerText()).toBe('8');
  expect(await page.locator('output').innerText()).toContain('Step 8 of 16');
});

test('a name that is not there is answered with the nearest one', async () => {
  const page = await pages.open(hrefOf('test', ['WQ+abort+woke']));
  await page.getByRole('link', { name: 'WQ+abort+wake' }).first().click();
  await built(page);
  expect(await page.locator('h1:visible').innerText()).toBe('WQ+abort+wake');
});

test('an address that is none says so', async () => {
  const page = await pages.open('#/test/%E0%A4%A');
  expect(await page.locator('h1:visible').innerText()).toBe('No such page');
  await go(page, hrefOf('designs'));
  expect(await page.locator('h1:visible').innerText()).toBe('Designs');
});

test('without scripts the overview is there, and where the rest is', async () => {
  const page = await pages.open('', { javaScriptEnabled: false });
  const text = await page.locator('main').innerText();
  expect(text).toMatch(/\d+ VIOLATED/);
  expect(text).toContain('The same results are in report.json, junit.xml and logs/.');
});

test('a script that gets into the page does not run', async () => {
  const refused = /Content Security Policy|^failed request|^request/;
  const page = await pages.open('', { expected: refused });
  const complaint = page.waitForEvent('console', (message) => message.type() === 'error');
  await page.evaluate(() => {
    const inline = document.createElement('script');
    inline.textContent = 'document.title = "owned"';
    const image = document.createElement('img');
    image.setAttribute('onerror', 'document.title = "owned"');
    image.src = 'data:image/png;base64,';
    document.body.append(inline, image);
  });
  expect((await complaint).text()).toContain('Content Security Policy');
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  expect(await page.title()).toBe('Overview · Fermata');
});

function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}
