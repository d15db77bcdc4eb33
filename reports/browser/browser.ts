/**
 * A Chromium for the tests of one file, and pages in it that tell what went wrong in them.
 *
 * Whatever a page says to the console as a warning or an error, throws, asks a user, or wants from
 * anywhere but its own file and the folder beside it is a problem; a test with a problem that it did not expect fails.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';

import { BESIDE_FOLDER } from '../html/moved.ts';
import { requireChromium } from './chromium.ts';
import './setup.ts';

const START_MS = 60_000;
/** Anything in a page of this size is there at once, but the machine may be busy. */
const WAIT_MS = 20_000;

export interface Opening extends BrowserContextOptions {
  /** Instead of the report under test. */
  readonly file?: string;
  /** Instead of a file: where a server has it. */
  readonly url?: string;
  /** Problems that are the point of the test. */
  readonly expected?: RegExp;
}

export interface Pages {
  /** A page of a fresh browser, at `href` (`#/matrix`), with the view built. */
  open(href: string, opening?: Opening): Promise<Page>;
  /** The browser itself, for what is measured. */
  browser(): Browser;
}

/** To be called once, at the top of a test file. */
export function pagesForTests(): Pages {
  let browser: Browser | null = null;
  const problems: string[] = [];
  beforeAll(async () => {
    const failure = inject('reportFailure');
    if (failure !== '') throw new Error(`The report under test could not be made: ${failure}`);
    browser = await chromium.launch({ executablePath: requireChromium() });
  }, START_MS);
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
    const found = problems.splice(0);
    expect(found, 'what the page complained about').toEqual([]);
  });
  return {
    browser: () => browser!,
    open: async (href, { file = reportFile('index.html'), url, expected, ...options } = {}) => {
      const context = await browser!.newContext({
        viewport: { width: 1300, height: 900 },
        ...options,
      });
      context.setDefaultTimeout(WAIT_MS);
      const page = await context.newPage();
      const address = url ?? pathToFileURL(file).href;
      watch(page, address, (problem) => {
        if (!expected?.test(problem)) problems.push(problem);
      });
      await page.goto(`${address}${href}`);
      if (options.javaScriptEnabled !== false) await built(page);
      return page;
    },
  };
}

/** A file of the report under test. */
export function reportFile(name: string): string {
  return join(inject('reportFolder'), name);
}

/** Goes to another view of the page that is open, as a link would. */
export async function go(page: Page, href: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, href || '#/');
  await built(page);
}

/** Waits until the view of the address is there with all that is read for it. */
export async function built(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const isOverview = /^(#\/?)?$/.test(location.hash) || !location.hash.startsWith('#/');
    const head = document.querySelector(isOverview ? '#overview h1' : '#view h1');
    const isRead = document.querySelector('[aria-busy="true"]') === null;
    return 'ready' in document.documentElement.dataset && isRead && head?.checkVisibility();
  });
  // What the address changes is drawn with the next frame at the latest.
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
}

function watch(page: Page, own: string, tell: (problem: string) => void): void {
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      tell(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => tell(`uncaught: ${error.message}`));
  page.on('dialog', (dialog) => {
    tell(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const [address] = request.url().split('#');
    const beside = new URL(`${BESIDE_FOLDER}/`, own).href;
    if (address === own || address.startsWith('data:') || address.startsWith(beside)) return;
    tell(`request: ${address}`);
  });
  page.on('requestfailed', (request) => tell(`failed request: ${request.url().slice(0, 200)}`));
}
