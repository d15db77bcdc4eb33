/** Light and dark, a narrow screen, paper. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { hrefOf } from '../page/parts/route.ts';
import { built, go, pagesForTests } from './browser.ts';
import { LOST_WAKEUP, VIEWS } from './views.ts';

const pages = pagesForTests();

interface Colours {
  readonly ground: string;
  readonly text: string;
}

function coloursOf(page: Page): Promise<Colours> {
  return page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.body);
    return { ground: backgroundColor, text: color };
  });
}

/** 0 for black, 255 for white. */
function lightness(colour: string): number {
  const parts = Array.from(colour.matchAll(/\d+/g), ([digits]) => Number(digits)).slice(0, 3);
  return parts.reduce((sum, part) => sum + part, 0) / 3;
}

function isDark({ ground, text }: Colours): boolean {
  return lightness(ground) < lightness(text);
}

test('the page is light or dark as the system says', async () => {
  expect(isDark(await coloursOf(await pages.open('', { colorScheme: 'light' })))).toBe(false);
  expect(isDark(await coloursOf(await pages.open('', { colorScheme: 'dark' })))).toBe(true);
});

test('the switch overrules the system, also after a reload', async () => {
  const page = await pages.open('', { colorScheme: 'light' });
  const theme = page.getByRole('button', { name: /^Theme/ });
  const press = async (): Promise<string> => {
    await theme.click();
    await built(page);
    return theme.innerText();
  };
  expect(await press()).toBe('Theme: light');
  expect(isDark(await coloursOf(page))).toBe(false);
  expect(await press()).toBe('Theme: dark');
  expect(isDark(await coloursOf(page))).toBe(true);
  await page.reload();
  await built(page);
  expect(isDark(await coloursOf(page))).toBe(true);
  await page.emulateMedia({ colorScheme: 'dark' });
  await press();
  expect(await press()).toBe('Theme: light');
  expect(isDark(await coloursOf(page))).toBe(false);
});

test('charts are shown in the colours of the page', async () => {
  const page = await pages.open(hrefOf('search'), { colorScheme: 'dark' });
  expect(await page.locator('figure img.for-dark:visible').count()).toBeGreaterThan(0);
  expect(await page.locator('figure img.for-light:visible').count()).toBe(0);
});

test.for([360, 800])('no view scrolls sideways at %i pixels', async (width) => {
  const page = await pages.open('', { viewport: { width, height: 740 } });
  const wide: string[] = [];
  for (const [name, href] of VIEWS) {
    await go(page, href);
    const needed = await page.evaluate(() => document.documentElement.scrollWidth);
    if (needed > width) wide.push(`${name}: ${needed} px`);
  }
  expect(wide).toEqual([]);
});

test('at 360 pixels all of the navigation can be reached', async () => {
  const page = await pages.open('', { viewport: { width: 360, height: 740 } });
  for (const name of ['Environment', 'Matrix']) {
    await page.locator('nav').getByRole('link', { name }).click();
    await built(page);
    expect(await page.locator('h1:visible').innerText()).toBe(name);
  }
});

test.for(['matrix', 'calls', 'search', 'environment'])(
  'at 390 pixels the navigation shows where %s is, on load',
  async (view) => {
    const page = await pages.open(hrefOf(view), { viewport: { width: 390, height: 844 } });
    const { x, width } = (await page.locator('nav [aria-current="page"]').boundingBox())!;
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(390);
  },
);

test('every view prints to PDF', async () => {
  const page = await pages.open('', { colorScheme: 'dark' });
  for (const [name, href] of VIEWS) {
    await go(page, href);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    const sheets = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect({ name, sheets }).toEqual({ name, sheets: expect.toSatisfy((n) => n > 0 && n < 40) });
  }
});

test('on paper the view is alone, dark on light, and not cut', async () => {
  const page = await pages.open(`${LOST_WAKEUP}?step=3`, { colorScheme: 'dark' });
  const steps = await page.locator('tr[data-step]').count();
  await page.emulateMedia({ media: 'print' });
  await built(page);
  expect(isDark(await coloursOf(page))).toBe(false);
  expect(await page.locator('.bar:visible, .stepper:visible, .copies:visible').count()).toBe(0);
  expect(await page.locator('tr[data-step]:visible').count()).toBe(steps);
  const cut = await page
    .locator('.scroll')
    .evaluateAll(
      (regions) =>
        regions.filter(
          (region) =>
            getComputedStyle(region).overflowY !== 'visible' &&
            region.scrollHeight > region.clientHeight + 1,
        ).length,
    );
  expect(cut).toBe(0);
});
