/** Whatever strings a report has, they are text in the page: seen, and nothing else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { renderPage } from '../html/html.ts';
import { executionHref, runHref, testHref } from '../page/parts/page.ts';
import { hrefOf } from '../page/parts/route.ts';
import type { Report } from '../data.ts';
import { HOSTILE, sampleReport, withTexts } from '../sample.ts';
import { built, go, pagesForTests } from './browser.ts';
import { IMAGE, LONG_NAME, MARKUP } from './litmus.ts';

const pages = pagesForTests();

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-hostile-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A page of that report, with a chart that says hostile things and could not be drawn. */
function fileOf(report: Report): string {
  const chart = { title: HOSTILE, says: HOSTILE, width: 9, height: 9, problem: HOSTILE };
  const file = join(folder, 'index.html');
  writeFileSync(file, renderPage(report, [{ ...chart, light: null, dark: null }]).html);
  return file;
}

/** What the page has of elements that nothing of a report may add to. */
function actingElements(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const names = ['script', 'img', 'iframe', 'style', 'base', 'form[action]', 'b[onclick]'];
    return Object.fromEntries(names.map((name) => [name, document.querySelectorAll(name).length]));
  });
}

const OWN = { script: 3, iframe: 0, style: 1, base: 0, 'form[action]': 0, 'b[onclick]': 0 };

test('markup in a litmus is shown as it stands in the file', async () => {
  const page = await pages.open(hrefOf('test', ['HOSTILE+text']));
  const text = await page.locator('main').innerText();
  expect(text).toContain(MARKUP);
  expect(text).toContain(`${IMAGE} "double" 'single' &lt;`);
  expect(text).toContain("</script><!-- 'a' &amp; `b`");
  expect(await page.title()).toBe('HOSTILE+text · Fermata');
  expect(await actingElements(page)).toMatchObject(OWN);
  expect(await page.locator('img[src="x"]').count()).toBe(0);
});

test('letters that turn the line around turn nothing but themselves', async () => {
  const page = await pages.open(hrefOf('test', ['HOSTILE+text']));
  const text = await page.locator('main').innerText();
  expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  expect(text).toContain('שלום مرحبا');
  const notApart = await page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((each) => [...each.childNodes].some(({ nodeValue }) => nodeValue?.includes('שלום')))
      .filter((each) => each.closest('bdi, [dir]:not(html)') === null)
      .map((each) => each.outerHTML),
  );
  expect(notApart).toEqual([]);
});

test('a very long name is there whole', async () => {
  const page = await pages.open(hrefOf('test', [LONG_NAME]));
  expect(await page.locator('h1:visible').innerText()).toBe(LONG_NAME);
});

/** Hostile wherever users name things: a test, a design, the command, notes. */
const named = sampleReport({ command: HOSTILE, notes: [HOSTILE] });
const RUN = { test: HOSTILE, design: HOSTILE, revision: 'helenos-2026' };

const HREFS = [
  '',
  hrefOf('matrix'),
  hrefOf('matrix', [], { group: 'cause' }),
  hrefOf('matrix', [], { design: HOSTILE, text: HOSTILE }),
  testHref(HOSTILE),
  runHref(RUN),
  executionHref(RUN, 'R1', { step: '2' }),
  hrefOf('assertions'),
  hrefOf('designs'),
  hrefOf('designs', [HOSTILE]),
  hrefOf('calls'),
  hrefOf('calls', [HOSTILE]),
  hrefOf('search'),
  hrefOf('environment'),
  `#/${encodeURIComponent(MARKUP)}`,
  testHref(MARKUP),
];

test.for([
  ['hostile names', named],
  ['nothing but hostile text', withTexts(named, [HOSTILE])],
] as const)('a report with %s adds nothing that acts to any view', async ([, report]) => {
  const page = await pages.open('', { file: fileOf(report) });
  for (const href of HREFS) {
    await go(page, href);
    const text = await page.locator('main').innerText();
    expect({ href, ...(await actingElements(page)) }).toEqual({ href, ...OWN, img: 0 });
    expect(await page.title()).toMatch(/ · Fermata$/);
    expect(text).not.toContain('undefined');
  }
});

test('names with control letters are shown without them', async () => {
  const page = await pages.open('', { file: fileOf(named) });
  for (const href of HREFS) {
    await go(page, href);
    const raw = await page.evaluate(() =>
      [...document.querySelectorAll('body *:not(script)')]
        .flatMap(({ childNodes }) => [...childNodes])
        .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
        .map(({ nodeValue }) => nodeValue ?? '')
        .filter((text) => /(?!\s)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.test(text)),
    );
    expect({ href, raw }).toEqual({ href, raw: [] });
  }
});

test('an execution with hostile names can be stepped through', async () => {
  const file = fileOf(named);
  const page = await pages.open(executionHref(RUN, 'R1', { step: '0' }), { file });
  for (let step = 1; step <= 3; step++) {
    await page.keyboard.press('j');
    await built(page);
    expect(page.url()).toMatch(new RegExp(`step=${step}$`));
  }
});
