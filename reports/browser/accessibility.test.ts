/** What axe-core finds in every view, light and dark: nothing serious. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type * as Axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { go, pagesForTests } from './browser.ts';
import { LOST_WAKEUP, VIEWS } from './views.ts';

const pages = pagesForTests();
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Serious and critical findings: rule, how many places, the first of them. */
async function findingsIn(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof Axe };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}, ${nodes.length} times: ${nodes[0].target.join(' ')}`);
  });
}

test.for(['light', 'dark'] as const)('no view has a serious finding, %s', async (colorScheme) => {
  const page = await pages.open('', { colorScheme });
  // Evaluated, not inserted: the policy of the page would refuse it.
  await page.evaluate(source);
  const findings: string[] = [];
  for (const [name, href] of VIEWS) {
    await go(page, href);
    findings.push(...(await findingsIn(page)).map((finding) => `${name}: ${finding}`));
  }
  expect(findings).toEqual([]);
});

test.for(['light', 'dark'] as const)(
  'steps that are still to come have contrast enough, %s',
  async (colorScheme) => {
    const page = await pages.open(`${LOST_WAKEUP}?step=0`, { colorScheme });
    await page.evaluate(source);
    await page.getByRole('checkbox', { name: 'fold by call' }).uncheck();
    // Axe does not judge what lies under the drawing, which has no text.
    await page.evaluate(() => {
      document.querySelector<SVGElement>('.drawing')!.style.display = 'none';
    });
    expect(await page.locator('tr.later').count()).toBeGreaterThan(10);
    const undecided = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: typeof Axe };
      const { violations, passes } = await axe.run('table.execution', {
        runOnly: ['color-contrast'],
      });
      const of = (results: typeof passes): number =>
        results.reduce((sum, { nodes }) => sum + nodes.length, 0);
      return { violations: of(violations), isJudged: of(passes) > 20 };
    });
    expect(undecided).toEqual({ violations: 0, isJudged: true });
    const paleness = await page
      .locator('tr.later td > *')
      .evaluateAll((all) => all.map((each) => getComputedStyle(each).opacity));
    expect(new Set(paleness)).toEqual(new Set(['1']));
  },
);

test('axe would say it: a picture without words, a text without contrast', async () => {
  const page = await pages.open('', { colorScheme: 'light' });
  await page.evaluate(source);
  await page.evaluate(() => {
    const text = document.createElement('p');
    text.textContent = 'hard to read';
    text.style.color = '#bbb';
    document.querySelector('#overview')!.append(text, document.createElement('img'));
  });
  const findings = (await findingsIn(page)).map((finding) => finding.split(',')[0]);
  expect(findings.toSorted()).toEqual(['color-contrast', 'image-alt']);
});
