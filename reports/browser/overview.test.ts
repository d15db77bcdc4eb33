/** The overview: what it says leads to where that is shown. */
import { expect, test } from 'vitest';

import { hrefOf } from '../page/parts/route.ts';
import { built, go, pagesForTests } from './browser.ts';

const pages = pagesForTests();

test('a reason names what falls for it, and leads to a run that shows it', async () => {
  const page = await pages.open('');
  const reasons = page.locator('.answer .reasons li, .answer .kernel li');
  expect(await reasons.count()).toBeGreaterThan(2);
  for (const reason of await reasons.all()) {
    const hrefs = await reason
      .locator('a')
      .evaluateAll((links) => links.map((each) => each.getAttribute('href') ?? ''));
    const shown = hrefs.pop();
    expect(shown).toMatch(/^#\/execution\//);
    expect(await reason.innerText()).toMatch(/^(?:(?:R\d+|condition)(?:, )?)+: /);
    for (const href of hrefs) expect(href).toMatch(/^#\/assertions\?row=R\d+$/);
  }
});

test('every link of the answer leads to something that is there', async () => {
  const page = await pages.open('');
  const hrefs = await page
    .locator('.answer a')
    .evaluateAll((links) => [...new Set(links.map((each) => each.getAttribute('href') ?? ''))]);
  expect(hrefs.length).toBeGreaterThan(20);
  for (const href of hrefs) {
    await go(page, href);
    expect({ href, missing: await page.locator('#view .missing').allInnerTexts() }).toEqual({
      href,
      missing: [],
    });
    expect(await page.locator('h1:visible').innerText()).not.toMatch(/^No such/);
    if (href.startsWith('#/execution/')) await page.locator('table.execution').waitFor();
    if (href.startsWith('#/assertions')) await page.locator('tr.aimed').waitFor();
  }
});

test('each class of what is known has a place of its own, with something in it', async () => {
  const page = await pages.open('');
  const known = page.locator('section', {
    has: page.getByRole('heading', { name: 'What is known' }),
  });
  const links = known.last().locator('li a[href*="group=cause"]');
  const hrefs = await links.evaluateAll((all) => all.map((each) => each.getAttribute('href')!));
  expect(hrefs.length).toBeGreaterThan(1);
  expect(new Set(hrefs).size).toBe(hrefs.length);
  const seen = new Set<string>();
  for (const href of hrefs) {
    await go(page, href);
    const heads = await page.locator('#view h2').allInnerTexts();
    expect(heads.length).toBeGreaterThan(0);
    seen.add(`${heads.join()} ${await page.locator('article > [role="status"]').innerText()}`);
  }
  expect(seen.size).toBe(hrefs.length);
});

test('every number of runs or tests says which of them it counts', async () => {
  const page = await pages.open('');
  for (const text of await page.locator('.tallies a').allInnerTexts())
    expect(text).toMatch(/^[\d,]+ runs?\s+[A-Z]+$/);
  expect(await page.locator('.count').innerText()).toMatch(/^[\d,]+ runs? passed, [\d,]+ failed$/);
  const answer = await page.locator('.answer').innerText();
  expect(answer).toMatch(/ on \d+ test/);
  expect(answer).not.toMatch(/(?:R\d+|condition) on \d+(?! test)\b/);
});

test('the environment names the kernels, the tool and the model', async () => {
  const page = await pages.open(hrefOf('environment'));
  await built(page);
  const text = await page.locator('#view').innerText();
  expect(text).toMatch(/Fermata\s+\d+\.\d+\.\d+/);
  expect(text).toMatch(/Model\s+[0-9a-f]{8,}/);
  expect(text).toContain('HelenOS 49505feb1808');
  expect(text).toContain('HelenOS 2866531314');
});
