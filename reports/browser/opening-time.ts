/**
 * How long the page of a report takes to open in Chromium, for `fermata bench --page`. Measured
 * outside of the test runner, and never held against a limit by a test: machines are shared.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Browser } from 'playwright-core';

import { requireChromium } from './chromium.ts';

/** Milliseconds from the start of the navigation, a number for each time the page was opened. */
export interface OpeningTimes {
  readonly what: string;
  readonly milliseconds: readonly number[];
}

const RUNS = 5;

/** What is opened, and what has to be seen then. */
const OPENINGS = [
  ['the overview', '', '#overview h1'],
  ['the matrix', '#/matrix', '#view .matrix tbody tr'],
  ['a counterexample', '', '#view table.execution tbody tr'],
] as const;

/**
 * Opens the page `runs` times at each place, in a fresh browser context each time.
 * @throws Error if there is no such file, or no Chromium
 */
export async function measureOpening(file: string, runs = RUNS): Promise<OpeningTimes[]> {
  if (!existsSync(file)) {
    throw new Error(`There is no ${file}. Write the report of the whole catalogue with npm start.`);
  }
  // Not needed by who only checks, so not loaded before it is.
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: requireChromium() });
  try {
    const address = pathToFileURL(resolve(file)).href;
    const counterexample = await anyCounterexample(browser, address);
    const times: OpeningTimes[] = [];
    for (const [what, href, seen] of OPENINGS) {
      const target = what === 'a counterexample' ? counterexample : href;
      if (target === null) continue;
      const milliseconds: number[] = [];
      for (let i = 0; i < runs; i++) milliseconds.push(await open(browser, address + target, seen));
      times.push({ what, milliseconds });
    }
    return times;
  } finally {
    await browser.close();
  }
}

/** From the start of the navigation until the frame in which `seen` is there has been drawn. */
async function open(browser: Browser, address: string, seen: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1300, height: 900 } });
  try {
    await page.addInitScript((selector) => {
      const look = (): void => {
        const place = document.querySelector(`html[data-ready] ${selector}`);
        if (!place?.checkVisibility()) {
          requestAnimationFrame(look);
          return;
        }
        // The frame that is being made now is drawn before the next one is asked for.
        requestAnimationFrame(() => performance.mark('seen'));
      };
      requestAnimationFrame(look);
    }, seen);
    await page.goto(address);
    await page.waitForFunction(() => performance.getEntriesByName('seen').length > 0);
    return await page.evaluate(() => performance.getEntriesByName('seen')[0].startTime);
  } finally {
    await page.close();
  }
}

/** The address of the first counterexample that a design of the page leads to. */
async function anyCounterexample(browser: Browser, address: string): Promise<string | null> {
  const page = await browser.newPage();
  try {
    await page.goto(`${address}#/designs`);
    const link = page.locator('#view a[href^="#/execution/"]').first();
    await page.locator('#view h1').waitFor();
    return (await link.count()) === 0 ? null : await link.getAttribute('href');
  } finally {
    await page.close();
  }
}

/** `the matrix: 312 ms at best, 330 ms in the middle (312, 330, 355)`. */
export function openingText({ what, milliseconds }: OpeningTimes): string {
  const sorted = milliseconds.map(Math.round).toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return `${what}: ${sorted[0]} ms at best, ${middle} ms in the middle (${sorted.join(', ')})`;
}
