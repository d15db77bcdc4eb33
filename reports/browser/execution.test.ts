/** The execution page: stepping, what it shows of a step, and what can be taken from it. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import type { Step } from '../data.ts';
import type { PackedAssertion, Sections } from '../packed-data.ts';
import { hrefOf } from '../page/parts/route.ts';
import { built, pagesForTests, reportFile } from './browser.ts';
import { HOSTILE_LITMUS, LONG_NAME } from './litmus.ts';
import { LAUNCHER } from './setup.ts';
import { BOOKED, LOST_WAKEUP } from './views.ts';

const pages = pagesForTests();
/** With messages and many objects. */
const PAGE_IN = ['PAGE+2threads', 'ticket', 'helenos-2026', 'outcome-1'];
const LONG_RUN = hrefOf('execution', [LONG_NAME, 'debt=book', 'helenos-2026', 'R1']);
const run = promisify(execFile);

/** The steps of the counterexample, as report.json has them: it is read as its documentation says. */
function stepsOf([name, design, revision]: readonly string[], breaks: string): readonly Step[] {
  const packed = JSON.parse(readFileSync(reportFile('report.json'), 'utf8')) as {
    readonly [Name in keyof Sections]: readonly Sections[Name][];
  };
  const found = packed.runs.find(
    (each) => each.test === name && each.design === design && each.revision === revision,
  );
  let assertions = found!.assertions;
  if (typeof assertions === 'number') ({ assertions } = packed.runs[assertions]);
  const { counterexample } = (assertions as readonly PackedAssertion[]).find(
    ({ id }) => id === breaks,
  )!;
  const { steps } = packed.counterexamples[counterexample as number];
  return steps.map((step) => packed.steps[step as number]);
}

/** The step by the address, by the marked row, and by the head of the state. */
async function stepOf(page: Page): Promise<number> {
  await built(page);
  const inAddress = Number(/[?&]step=(\d+)/.exec(page.url())?.[1]);
  const marked = await page.locator('tr:has([aria-current="step"]) th').allInnerTexts();
  expect(marked).toEqual(inAddress === 0 ? [] : [`${inAddress}`]);
  const state = await page.locator('.state').innerText();
  expect(state).toContain(inAddress === 0 ? 'at the start' : `after step ${inAddress}`);
  expect(await page.getByRole('slider').inputValue()).toBe(`${inAddress}`);
  return inAddress;
}

test('every step marks in the state what it changed, and nothing else', async () => {
  const page = await pages.open(`${LOST_WAKEUP}?step=0`);
  const steps = stepsOf(BOOKED, 'R1');
  expect(steps.length).toBeGreaterThan(10);
  expect(await page.locator('.state .changed').count()).toBe(0);
  for (const { changes } of steps) {
    await page.keyboard.press('j');
    await stepOf(page);
    const was = await page.locator('.state .changed del').allInnerTexts();
    const is = await page.locator('.state .changed ins').allInnerTexts();
    expect(was.toSorted()).toEqual(changes.map(({ from }) => from).toSorted());
    expect(is.toSorted()).toEqual(changes.map(({ to }) => to).toSorted());
  }
});

test('keys step on, back, to the start and to the end, and no further', async () => {
  const page = await pages.open(`${LOST_WAKEUP}?step=5`);
  const last = stepsOf(BOOKED, 'R1').length;
  for (const [key, step] of [
    ['ArrowRight', 6],
    ['ArrowRight', 7],
    ['ArrowLeft', 6],
    ['j', 7],
    ['k', 6],
    ['Home', 0],
    ['ArrowLeft', 0],
    ['End', last],
    ['j', last],
  ] as const) {
    await page.keyboard.press(key);
    expect(await stepOf(page)).toBe(step);
  }
});

test('a click on a row goes to that step', async () => {
  const page = await pages.open(LOST_WAKEUP);
  await page.locator('tr[data-step="6"] td').first().click();
  expect(await stepOf(page)).toBe(7);
  await page.getByRole('link', { name: '9', exact: true }).click();
  expect(await stepOf(page)).toBe(9);
});

test('it opens at the decisive step, with the steps in view and the words folded', async () => {
  const page = await pages.open(LOST_WAKEUP);
  const now = page.locator('tr.now');
  expect(await now.innerText()).toContain('The decisive step');
  const at = Number(await now.locator('th').innerText());
  expect(at).toBeLessThan(stepsOf(BOOKED, 'R1').length);
  expect(await page.locator('.meaning summary').innerText()).toContain(`step ${at} of`);
  expect(await page.locator('.words:visible').count()).toBe(0);
  const pane = (await page.locator('.stage .scroll').boundingBox())!;
  expect(pane.height).toBeGreaterThan(0.7 * 900);
  expect(pane.y + pane.height).toBeLessThanOrEqual(900);
  await page.locator('.meaning summary').click();
  expect(await page.locator('.words').innerText()).toContain('However');
});

test('steps of one call are one row until it is opened, and what was opened stays open', async () => {
  const page = await pages.open(LOST_WAKEUP);
  const folds = page.locator('tr.fold');
  const all = stepsOf(BOOKED, 'R1').length;
  const closed = await folds.count();
  expect(closed).toBeGreaterThan(2);
  const rows = page.locator('table.execution tbody tr');
  expect(await rows.count()).toBeLessThan(all);
  await folds.first().getByRole('button').click();
  expect(await stepOf(page)).toBe(1);
  expect(await folds.count()).toBe(closed - 1);
  await page.keyboard.press('End');
  await stepOf(page);
  expect(await folds.count()).toBeLessThan(closed - 1);
  await page.getByRole('checkbox', { name: 'fold by call' }).uncheck();
  expect(await folds.count()).toBe(0);
  expect(await rows.count()).toBe(all);
});

/** Has it a common point with the other? */
function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

test('beside the steps the state covers none of them, whatever columns there are', async () => {
  const page = await pages.open(hrefOf('execution', PAGE_IN));
  const pane = (await page.locator('.stage .scroll').boundingBox())!;
  const state = (await page.locator('.state').boundingBox())!;
  expect(meets(pane, state)).toBe(false);
  // The head of the columns stays while the rows are scrolled.
  await page.keyboard.press('End');
  await stepOf(page);
  const head = (await page.locator('table.execution thead th').first().boundingBox())!;
  expect(meets(head, (await page.locator('.stage .scroll').boundingBox())!)).toBe(true);
});

test('on a phone the state is a sheet that stays in view and does not hide the step', async () => {
  const page = await pages.open(LOST_WAKEUP, { viewport: { width: 390, height: 780 } });
  for (const key of ['j', 'j', 'End', 'Home', 'j']) {
    await page.keyboard.press(key);
    await built(page);
    const state = (await page.locator('.state').boundingBox())!;
    expect(state.y).toBeGreaterThan(300);
    expect(state.y + state.height).toBeLessThanOrEqual(781);
    const now = page.locator('tr.now');
    if ((await now.count()) === 0) continue;
    const words = (await now.locator('.says').first().boundingBox())!;
    expect(meets(words, state)).toBe(false);
    expect(words.y).toBeGreaterThan(0);
    expect(words.x + words.width).toBeLessThanOrEqual(391);
  }
});

test.for([1300, 800, 390])(
  'at %i pixels every column is reached in its own pane, with its head and the step numbers',
  async (width) => {
    const viewport = { width, height: 844 };
    const page = await pages.open(hrefOf('execution', PAGE_IN), { viewport });
    const pane = page.locator('.stage .scroll');
    const box = (await pane.boundingBox())!;
    for (const end of [0, 100_000]) {
      await pane.evaluate((region, top) => region.scrollTo(100_000, top), end);
      const last = (await page.locator('table.execution thead th').last().boundingBox())!;
      expect(last.x + last.width).toBeLessThanOrEqual(box.x + box.width + 1);
      expect(last.y).toBeGreaterThanOrEqual(box.y - 1);
      expect(last.y).toBeLessThan(box.y + 60);
      const number = (await page.locator('table.execution tbody th').last().boundingBox())!;
      expect(Math.round(number.x)).toBe(Math.round(box.x));
    }
    const state = (await page.locator('.state').boundingBox())!;
    expect(meets(box, state)).toBe(false);
    expect(state.y + state.height).toBeLessThanOrEqual(845);
  },
);

test('no words leave their column, whatever the names', async () => {
  for (const href of [LOST_WAKEUP, LONG_RUN]) {
    const page = await pages.open(href, { viewport: { width: 390, height: 844 } });
    const wide = await page
      .locator('table.execution td')
      .evaluateAll(
        (cells) => cells.filter((each) => each.scrollWidth > each.clientWidth + 1).length,
      );
    expect(wide).toBe(0);
  }
});

test('names of messages say what they are where they stand', async () => {
  const page = await pages.open(hrefOf('execution', PAGE_IN));
  await page.getByRole('checkbox', { name: 'fold by call' }).uncheck();
  const titles = await page
    .locator('table.execution abbr')
    .evaluateAll((found) => found.map((each) => each.getAttribute('title')));
  expect(titles).toContain('the PAGE_IN request that P0 sends');
  await page.locator('.names summary').click();
  expect(await page.locator('.names').innerText()).toContain('the PAGE_IN request that P0 sends');
});

test('the buttons step, and those that lead nowhere are off', async () => {
  const page = await pages.open(`${LOST_WAKEUP}?step=1`);
  const press = (name: string): Promise<void> => page.getByRole('button', { name }).click();
  await press('One step on');
  expect(await stepOf(page)).toBe(2);
  await press('One step back');
  expect(await stepOf(page)).toBe(1);
  await press('To the start');
  expect(await stepOf(page)).toBe(0);
  expect(await page.getByRole('button', { name: 'One step back' }).isDisabled()).toBe(true);
  await press('To the end');
  expect(await stepOf(page)).toBe(stepsOf(BOOKED, 'R1').length);
  expect(await page.getByRole('button', { name: 'One step on' }).isDisabled()).toBe(true);
});

test('the slider steps, by hand and by its own keys', async () => {
  const page = await pages.open(`${LOST_WAKEUP}?step=1`);
  const slider = page.getByRole('slider');
  await slider.fill('7');
  expect(await stepOf(page)).toBe(7);
  await slider.press('ArrowRight');
  expect(await stepOf(page)).toBe(8);
  const box = (await slider.boundingBox())!;
  await page.mouse.click(box.x + box.width - 2, box.y + box.height / 2);
  expect(await stepOf(page)).toBe(stepsOf(BOOKED, 'R1').length);
});

test('steps leave nothing to go back through', async () => {
  const page = await pages.open(hrefOf('run', BOOKED));
  await page.evaluate((href) => location.assign(href), `${LOST_WAKEUP}?step=1`);
  await built(page);
  for (const key of ['j', 'j', 'j']) await page.keyboard.press(key);
  expect(await stepOf(page)).toBe(4);
  await page.goBack();
  await built(page);
  expect(page.url()).toContain(hrefOf('run', BOOKED));
});

test('a step that the run does not have is the nearest one that it has', async () => {
  const page = await pages.open(`${LOST_WAKEUP}?step=999`);
  const [last] = (await page.locator('tr:has([aria-current="step"]) th').allInnerTexts()).map(
    Number,
  );
  expect(last).toBe(stepsOf(BOOKED, 'R1').length);
});

test('the fields that never change are shown when they are asked for', async () => {
  const page = await pages.open(`${LOST_WAKEUP}?step=3`);
  const rows = page.locator('.state tr');
  const few = await rows.count();
  await page.getByLabel(/fields that never change/).check();
  expect(await rows.count()).toBeGreaterThan(few);
});

/** What is in the clipboard after a click on the button. */
async function copied(page: Page, name: string): Promise<string> {
  const button = page.getByRole('button', { name });
  await button.click();
  const said = page.locator('.copy', { has: button }).getByRole('status');
  await said.getByText('copied', { exact: true }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

const MAY_COPY = { permissions: ['clipboard-read', 'clipboard-write'] };

/** Runs the command as a user would in a shell, with this launcher for `fermata`. */
async function inShell(command: string): Promise<string> {
  expect(command).toMatch(/^fermata replay F1\./);
  const own = command.replace('fermata', `'${process.execPath}' '${LAUNCHER}'`);
  return (await run('sh', ['-c', own])).stdout;
}

test('the copied command replays this very run', async () => {
  const page = await pages.open(LOST_WAKEUP, MAY_COPY);
  const said = await inShell(await copied(page, 'Copy the replay command'));
  for (const { says } of stepsOf(BOOKED, 'R1')) expect(said).toContain(says.split(' ')[0]);
  expect(said).toContain('R1');
});

test('the copied command names the file of a test that is not in the catalogue', async () => {
  const [name] = HOSTILE_LITMUS.keys();
  const page = await pages.open(
    hrefOf('execution', [name, 'debt=book', 'helenos-2026', 'R1']),
    MAY_COPY,
  );
  const command = await copied(page, 'Copy the replay command');
  expect(command).toContain('.litmus');
  expect(await inShell(command)).toContain('R1');
});

test('the copied diagram is Mermaid, and the copied log stands in that of its design', async () => {
  const page = await pages.open(LOST_WAKEUP, MAY_COPY);
  expect(await copied(page, 'Copy as Mermaid')).toMatch(/^sequenceDiagram\n/);
  const log = (await copied(page, 'Copy the herd log')).trim();
  expect(log).toMatch(/^Test WQ\+abort\+wake /m);
  expect(readFileSync(reportFile('logs/debt-book.helenos-2026.log'), 'utf8')).toContain(log);
});
