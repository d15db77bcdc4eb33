/** The filters of the matrix: they narrow it, say to how much, and live in the address. */
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { hrefOf } from '../page/parts/route.ts';
import { built, pagesForTests } from './browser.ts';

const pages = pagesForTests();

interface Told {
  readonly tests: number;
  readonly runs: number;
  readonly allTests: number;
  readonly allRuns: number;
}

/** `All 12 tests, 360 runs.` or `7 of 12 tests, 80 of 360 runs.` as numbers. */
async function told(page: Page): Promise<Told> {
  const text = await page.locator('article > [role="status"]').innerText();
  const numbers = Array.from(text.matchAll(/\d[\d,]*\d|\d/g), ([digits]) =>
    Number(digits.replaceAll(',', '')),
  );
  if (text.startsWith('All ')) {
    const [allTests, allRuns] = numbers;
    return { tests: allTests, runs: allRuns, allTests, allRuns };
  }
  const [tests, allTests, runs, allRuns] = numbers;
  return { tests, runs, allTests, allRuns };
}

function filter(page: Page, name: string): Locator {
  return page.getByRole('combobox', { name, exact: true });
}

async function testsShown(page: Page): Promise<string[]> {
  return page.locator('.matrix tbody tr:not(.family) th').allInnerTexts();
}

async function designsShown(page: Page): Promise<string[]> {
  const heads = await page.locator('.matrix thead .design a').allInnerTexts();
  return [...new Set(heads)];
}

async function pick(page: Page, name: string, value: string): Promise<void> {
  await filter(page, name).selectOption(value);
  await built(page);
}

test('a text leaves the tests that have it, and the number is told', async () => {
  const page = await pages.open(hrefOf('matrix'));
  const all = await told(page);
  await page.locator('#filter').fill('wq+abort');
  await built(page);
  expect(await testsShown(page)).toEqual(['WQ+abort+wake']);
  const left = await told(page);
  expect(left).toEqual({ ...all, tests: 1, runs: left.runs });
  expect(left.runs).toBeLessThan(all.runs);
  expect(page.url()).toMatch(/#\/matrix\?text=wq%2Babort$/);
});

test('a design and a verdict leave that column and those tests', async () => {
  const page = await pages.open(hrefOf('matrix'));
  await pick(page, 'Design', 'debt=book');
  expect(await designsShown(page)).toEqual(['debt=book']);
  await pick(page, 'Verdict', 'VIOLATED');
  const tests = await testsShown(page);
  expect(tests).toContain('WQ+abort+wake');
  expect(tests).not.toContain('SLEEP+abort');
  expect((await told(page)).tests).toBe(tests.length);
});

test('back and forward take the filters with them', async () => {
  const page = await pages.open(hrefOf('matrix'));
  const numbers = [await told(page)];
  await pick(page, 'Design', 'debt=book');
  numbers.push(await told(page));
  await pick(page, 'Verdict', 'VIOLATED');
  numbers.push(await told(page));
  expect(new Set(numbers.map(({ runs }) => runs)).size).toBe(3);
  for (const place of [1, 0]) {
    await page.goBack();
    await built(page);
    expect(await told(page)).toEqual(numbers[place]);
  }
  expect(await filter(page, 'Design').inputValue()).toBe('');
  for (const place of [1, 2]) {
    await page.goForward();
    await built(page);
    expect(await told(page)).toEqual(numbers[place]);
  }
  expect(await filter(page, 'Verdict').inputValue()).toBe('VIOLATED');
});

test('a filtered matrix can be linked, and cleared', async () => {
  const page = await pages.open(hrefOf('matrix', [], { assertion: 'R1', text: 'wake' }));
  expect(await filter(page, 'Assertion').inputValue()).toBe('R1');
  expect(await page.locator('#filter').inputValue()).toBe('wake');
  const { tests, allTests } = await told(page);
  expect(tests).toBeLessThan(allTests);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await built(page);
  expect((await told(page)).tests).toBe(allTests);
  expect(page.url()).toMatch(/#\/matrix$/);
});

test('filters that nothing fits say so', async () => {
  const page = await pages.open(hrefOf('matrix', [], { text: 'no such test' }));
  expect((await told(page)).tests).toBe(0);
  expect(await page.locator('article').innerText()).toContain('No run fits these filters.');
});

test('a filter with a value that nothing has leaves nothing, and does not fail', async () => {
  const page = await pages.open(hrefOf('matrix', [], { design: '__proto__', verdict: 'GOOD' }));
  expect((await told(page)).tests).toBe(0);
});

test('a family closes and opens, also over a reload', async () => {
  const page = await pages.open(hrefOf('matrix'));
  const family = page.getByRole('button', { name: 'waitq', exact: true });
  expect(await family.getAttribute('aria-expanded')).toBe('true');
  await family.click();
  await built(page);
  expect(await testsShown(page)).not.toContain('WQ+fifo');
  await page.reload();
  await built(page);
  expect(await family.getAttribute('aria-expanded')).toBe('false');
  expect(await testsShown(page)).not.toContain('WQ+fifo');
});

test('a cell leads to its run, and back leads to the same matrix', async () => {
  const page = await pages.open(hrefOf('matrix', [], { text: 'wq+abort' }));
  const cell = page.getByRole('link', { name: 'debt=book on helenos-2026: breaks R1' });
  await cell.click();
  await built(page);
  expect(page.url()).toContain(hrefOf('run', ['WQ+abort+wake', 'debt=book', 'helenos-2026']));
  await page.goBack();
  await built(page);
  expect(await testsShown(page)).toEqual(['WQ+abort+wake']);
});

test('grouped by cause, every run has one', async () => {
  const page = await pages.open(hrefOf('matrix', [], { group: 'cause' }));
  expect(await page.locator('.causes > li').count()).toBeGreaterThan(3);
  await page.locator('.causes .opens').first().click();
  await built(page);
  expect(await page.locator('.causes .opened a').count()).toBeGreaterThan(0);
});

test('at 1300 pixels every column can be seen, and the legend with them', async () => {
  const page = await pages.open(hrefOf('matrix'));
  const heads = page.locator('.matrix thead .design');
  expect(await heads.count()).toBeGreaterThan(40);
  const region = (await page.locator('.scroll.of-matrix').boundingBox())!;
  const last = (await heads.last().boundingBox())!;
  expect(last.x + last.width).toBeLessThanOrEqual(region.x + region.width + 1);
  expect(last.x + last.width).toBeLessThanOrEqual(1300);
  await page.locator('.matrix tbody tr').last().scrollIntoViewIfNeeded();
  const legend = page.locator('.legend.of-matrix');
  const { y, height } = (await legend.boundingBox())!;
  expect(y).toBeGreaterThanOrEqual(0);
  expect(y + height).toBeLessThan(900);
  expect(await legend.innerText()).toContain('the kernel breaks it whatever the design');
});

test('a column sorts its tests, the worst first, and the address keeps it', async () => {
  const page = await pages.open(hrefOf('matrix', [], { group: 'none' }));
  const before = await testsShown(page);
  const button = page.getByRole('button', { name: 'Sort by debt=book on helenos-2026' });
  await button.click();
  await built(page);
  const column = await page
    .locator('.matrix thead .design')
    .evaluateAll((heads) =>
      heads.findIndex((head) => head.getAttribute('aria-sort') === 'descending'),
    );
  const cells = await page
    .locator('.matrix tbody tr')
    .evaluateAll((rows, at) => rows.map((row) => row.children[at + 1].className.trim()), column);
  const fallen = cells.map((name) => /means-(design|both|kernel)/.test(name));
  expect(fallen[0]).toBe(true);
  expect(fallen.lastIndexOf(true)).toBe(fallen.filter(Boolean).length - 1);
  const sorted = await testsShown(page);
  expect(sorted).not.toEqual(before);
  expect(sorted.toSorted()).toEqual(before.toSorted());
  await page.reload();
  await built(page);
  expect(await testsShown(page)).toEqual(sorted);
  await page.getByRole('button', { name: 'As in the report' }).click();
  await built(page);
  expect(await testsShown(page)).toEqual(before);
  await pick(page, 'Sort', 'name');
  expect((await testsShown(page))[0]).toMatch(/^[A-Z<]/);
});

test('an entry of the legend leaves the runs of its colour, as many as it says', async () => {
  const page = await pages.open(hrefOf('matrix', [], { group: 'none' }));
  const entries = page.locator('.legend.of-matrix button');
  const all = (await told(page)).allRuns;
  let sum = 0;
  for (const entry of await entries.all()) {
    const [, said] = /([\d,]+) runs?$/.exec(await entry.innerText()) ?? [];
    const mark = await entry.locator('b').getAttribute('class');
    await entry.click();
    await built(page);
    expect((await told(page)).runs).toBe(Number(said.replaceAll(',', '')));
    sum += Number(said.replaceAll(',', ''));
    const cells = await page
      .locator('.matrix tbody td:has(a)')
      .evaluateAll((found) => [
        ...new Set(found.map((cell) => /means-\w+/.exec(cell.className)?.[0])),
      ]);
    expect(cells).toEqual([mark]);
    expect(await entry.getAttribute('aria-pressed')).toBe('true');
    await entry.click();
    await built(page);
  }
  expect(sum).toBe(all);
});

test('VACUOUS is in the legend, in a colour that nothing else has', async () => {
  const page = await pages.open(hrefOf('matrix'));
  const chips = page.locator('.legend.of-matrix b');
  const grounds = await chips.evaluateAll((all) =>
    all.map((chip) => [chip.className, getComputedStyle(chip).background] as const),
  );
  const own = grounds.find(([name]) => name === 'means-vacuous');
  expect(own).toBeDefined();
  expect(grounds.filter(([, ground]) => ground === own![1])).toEqual([own]);
});

test('what the kernel breaks can be hidden', async () => {
  const page = await pages.open(hrefOf('matrix', [], { group: 'none', kernel: 'hidden' }));
  expect(await page.locator('.matrix td.means-kernel').count()).toBe(0);
  const left = (await told(page)).runs;
  await page.getByLabel('Hide what the kernel breaks anyway').uncheck();
  await built(page);
  expect(await page.locator('.matrix td.means-kernel').count()).toBeGreaterThan(0);
  expect((await told(page)).runs).toBeGreaterThan(left);
});

test('the size of a family leads to it, and its numbers to their column', async () => {
  const page = await pages.open(hrefOf('matrix'));
  const family = page.locator('tr.family', { has: page.getByRole('button', { name: 'waitq' }) });
  await family.locator('th a').click();
  await built(page);
  expect(await filter(page, 'Family').inputValue()).toBe('waitq');
  await family.getByRole('link', { name: /debt=book on helenos-2026/ }).click();
  await built(page);
  expect(await designsShown(page)).toEqual(['debt=book']);
  expect(await filter(page, 'Family').inputValue()).toBe('waitq');
});

test('designs stand by what they are, sound ones first', async () => {
  const page = await pages.open(hrefOf('matrix'));
  expect((await designsShown(page)).slice(0, 5)).toEqual([
    'ticket',
    'ticket-libc',
    'eintr',
    'eintr,retry=deadline',
    'today',
  ]);
  expect(await page.locator('.matrix .role-head').first().innerText()).toBe('sound');
});

test.for([800, 390])(
  'at %i pixels all columns are reached, and the legend stays',
  async (width) => {
    const page = await pages.open(hrefOf('matrix', [], { group: 'none' }), {
      viewport: { width, height: 844 },
    });
    const pane = page.locator('.scroll.of-matrix');
    await pane.scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollTo(0, 100_000));
    await pane.evaluate((region) => region.scrollTo(100_000, 100_000));
    const box = (await pane.boundingBox())!;
    const last = (await page.locator('.matrix thead .design').last().boundingBox())!;
    expect(last.x + last.width).toBeLessThanOrEqual(box.x + box.width + 1);
    const legend = (await page.locator('.legend.of-matrix').boundingBox())!;
    expect(legend.y).toBeGreaterThanOrEqual(0);
    expect(legend.y + legend.height).toBeLessThan(844);
  },
);

test('what the kernel breaks has another colour than what a design breaks', async () => {
  const page = await pages.open(hrefOf('matrix', [], { group: 'none' }));
  const colourOf = (name: string): Promise<string> =>
    page
      .locator(`.matrix td.${name}`)
      .first()
      .evaluate((cell) => getComputedStyle(cell).backgroundColor);
  expect(await colourOf('means-kernel')).not.toBe(await colourOf('means-design'));
});
