/**
 * The page in a browser, from disk: what only shows there. Needs a Chromium; CHROMIUM names one
 * that lies elsewhere. Without one these tests are skipped, and vitest says so.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Report } from '../data.ts';
import { renderHtml } from '../html.ts';
import { HOSTILE, sampleReport } from '../sample.ts';
import { executionHref, runHref, testHref } from './page.ts';
import { hrefOf } from './route.ts';

const CHROMIUM = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);
const RUN = { test: 'FUTEX+abort', design: 'ticket', revision: 'helenos-2026' };
const HOSTILE_RUN = { test: HOSTILE, design: HOSTILE, revision: 'helenos-2026' };
const VIEWS = [
  '#/',
  '#/matrix',
  '#/matrix?group=cause',
  '#/matrix?group=none',
  testHref('WQ+abort+wake'),
  testHref(HOSTILE),
  runHref(RUN),
  runHref(HOSTILE_RUN),
  executionHref(RUN, 'R1', { step: '2' }),
  '#/assertions?row=R1',
  '#/designs',
  hrefOf('designs', [HOSTILE]),
  '#/calls',
  '#/calls/waitq_sleep',
  '#/search',
  '#/environment',
  '#/no-such-view',
];

let browser: Browser;
let folder: string;
const problems: string[] = [];

async function open(hash: string, options: { width?: number; dark?: boolean } = {}): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1300, height: 900 },
    colorScheme: options.dark ? 'dark' : 'light',
  });
  page.on('console', (message) => problems.push(`${hash}: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`${hash}: ${error.message}`));
  page.on('dialog', (dialog) => problems.push(`${hash}: dialog ${dialog.message()}`));
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) problems.push(`${hash}: loads ${request.url()}`);
  });
  await page.goto(`${pathToFileURL(join(folder, 'index.html'))}${hash}`);
  await page.waitForSelector('html[data-ready]');
  await page.waitForFunction(() => document.querySelector('[aria-busy]') === null);
  return page;
}

function hostileReport(): Report {
  const report = sampleReport({ command: HOSTILE, notes: [HOSTILE, 'x'.repeat(500)] });
  const tests = report.tests.map((each) => ({ ...each, doc: `${HOSTILE} ${'long'.repeat(80)}` }));
  return { ...report, tests };
}

describe.skipIf(CHROMIUM === undefined)('the page in a browser', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fermata-page-'));
    writeFileSync(join(folder, 'index.html'), renderHtml(hostileReport(), []));
    const args = ['--no-sandbox', '--disable-gpu'];
    browser = await chromium.launch({ executablePath: CHROMIUM, args });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('no view scrolls sideways at 360 pixels, says an error or loads anything', async () => {
    for (const hash of VIEWS) {
      const page = await open(hash, { width: 360 });
      const wide = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, 360));
      expect({ hash, wide }).toEqual({ hash, wide: 360 });
      await page.close();
    }
    expect(problems).toEqual([]);
  });

  test('no view has a serious finding of axe, light or (a third of them) dark', async () => {
    const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
    for (const dark of [false, true]) {
      const context = await browser.newContext({
        bypassCSP: true,
        colorScheme: dark ? 'dark' : 'light',
      });
      for (const hash of dark ? VIEWS.filter((_, i) => i % 3 === 1) : VIEWS) {
        const page = await context.newPage();
        await page.goto(`${pathToFileURL(join(folder, 'index.html'))}${hash}`);
        await page.waitForSelector('html[data-ready]');
        await page.waitForFunction(() => document.querySelector('[aria-busy]') === null);
        await page.addScriptTag({ path: axe });
        // As text: a function would be compiled by the test runner, for another place.
        const found = await page.evaluate(
          'axe.run().then(({ violations }) => violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id))',
        );
        expect({ hash, found }).toEqual({ hash, found: [] });
        await page.close();
      }
      await context.close();
    }
  });

  test('the keys move among rows, to the filter, and to the next failure', async () => {
    const page = await open('#/');
    await page.keyboard.press('/');
    await page.waitForSelector('#filter:focus');
    await page.keyboard.type('futex abort');
    await page.waitForFunction(() => location.hash === '#/matrix?text=futex%20abort');
    expect(await page.textContent('[role=status]')).toMatch(/^1 of 5 tests/);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash === '#/test/FUTEX%2Babort');
    expect(await page.title()).toBe('FUTEX+abort · Fermata');
    await page.close();
  });

  test('f goes to the first run that is not as it must be, and then to the next', async () => {
    const page = await open('#/');
    await page.keyboard.press('f');
    await page.waitForFunction((href) => location.hash === href, runHref(RUN));
    await page.keyboard.press('f');
    await page.waitForFunction((href) => location.hash !== href, runHref(RUN));
    expect(await page.evaluate(() => location.hash)).toMatch(/^#\/run\//);
    await page.close();
  });

  test('filters are in the address, and going back takes them out', async () => {
    const page = await open('#/matrix');
    await page.selectOption('label:has-text("Verdict") select', 'VIOLATED');
    await page.waitForFunction(() => location.hash === '#/matrix?verdict=VIOLATED');
    expect(await page.textContent('[role=status]')).toMatch(/5 of 12 runs/);
    await page.goBack();
    await page.waitForFunction(() =>
      document.querySelector('[role=status]')?.textContent?.startsWith('All'),
    );
    await page.close();
  });

  test('the theme can be chosen, and the page be printed', async () => {
    const page = await open('#/', { dark: true });
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await page.click('button.theme');
    expect(await ground()).not.toBe(dark);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
    await page.close();
  });
});
