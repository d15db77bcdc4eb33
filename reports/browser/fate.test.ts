/** What could have become of a counterexample, on its page: lines, links, strip, notes, legend. */
import { expect, test } from 'vitest';

import { hrefOf } from '../page/parts/route.ts';
import { built, pagesForTests } from './browser.ts';
import { BOOKED, LOST_WAKEUP } from './views.ts';

const pages = pagesForTests();

test('the strip turns where the debt is booked, and the lines lead there', async () => {
  const page = await pages.open(LOST_WAKEUP);
  // In a folded row the strip is that of all its steps.
  await page.getByRole('checkbox', { name: 'fold by call' }).uncheck();
  await page.locator('.meaning summary').click();
  await page.locator('.legend summary').click();
  const rows = page.locator('table.execution tbody tr');
  const classes = await rows.evaluateAll((all) =>
    all.map((row) => /fate-(\w+)/.exec(row.className)?.[1]),
  );
  const turn = classes.indexOf('turn');
  expect(classes).toEqual(
    classes.map((_, i) => (i < turn ? 'open' : i === turn ? 'turn' : 'lost')),
  );
  expect(await rows.nth(turn).innerText()).toContain('point of no return');
  expect(await rows.nth(turn).innerText()).toContain('balance 0 → -1');
  const lost = page.locator('.words dd', { hasText: 'is the point of no return' });
  await lost.getByRole('link', { name: `step ${turn + 1}`, exact: true }).click();
  await built(page);
  expect(page.url()).toContain(`step=${turn + 1}`);
  expect(await page.locator('.words').innerText()).toContain('P1 enters the kernel');
  expect(await page.locator('.legend').innerText()).toContain('the point of no return');
});

test('the abort has its note, and both kinds of strip are to be told apart without colour', async () => {
  const page = await pages.open(LOST_WAKEUP);
  const notes = await page.locator('td.environment .fate-note').allInnerTexts();
  expect(notes).toEqual(['needed: it cannot fall without']);
  const widths = await page
    .locator('tr[class*="fate-"] > th')
    .evaluateAll((heads) => heads.map((head) => getComputedStyle(head).backgroundSize));
  expect(new Set(widths)).toEqual(new Set(['3px 100%', '7px 100%']));
});

test('a run that breaks nothing has no strip', async () => {
  const [name, , revision] = BOOKED;
  const page = await pages.open(hrefOf('execution', [name, 'ticket', revision, 'outcome-1']));
  expect(await page.locator('table.execution tbody tr').count()).toBeGreaterThan(3);
  expect(await page.locator('[class*="fate-"]').count()).toBe(0);
});
