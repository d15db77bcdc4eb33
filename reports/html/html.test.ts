import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { gunzipSync } from 'node:zlib';

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Chart } from '../charts/charts.ts';
import type { Report, Run } from '../data.ts';
import { renderPage } from './html.ts';
import { readSource } from '../page/page-source.ts';
import type { PageIndex, TestDetails } from '../page-contract.ts';
import { pageAssets } from './page-script.ts';
import { HOSTILE, sampleReport, withTexts } from '../sample.ts';
import { unpack } from '../page/unpack.ts';
import { asShown } from './as-shown.ts';

const CHART: Chart = {
  title: 'States per level',
  says: 'New states at each depth.',
  width: 960,
  height: 420,
  light: 'data:image/png;base64,AAAA',
  dark: 'data:image/png;base64,BBBB',
  problem: '',
};

function embeddedIn(html: string, id: string): string {
  return html.match(`<script type="application/gzip" id="${id}">([^<]*)</script>`)![1];
}

function unpacked(base64: string, dictionary: readonly string[] = []): unknown {
  return unpack(JSON.parse(gunzipSync(Buffer.from(base64, 'base64')).toString()), dictionary);
}

function indexIn(html: string): PageIndex {
  return unpacked(embeddedIn(html, 'report-index')) as PageIndex;
}

function detailsIn(html: string): TestDetails[] {
  const { dictionary } = indexIn(html);
  const lines = embeddedIn(html, 'report-details').split('\n');
  return lines.flatMap((line) => unpacked(line, dictionary) as TestDetails[]);
}

/** Test by test. Where two tests have one name, the runs are with the first. */
function runsByTest({ tests, runs }: Report): Run[][] {
  const names = tests.map(({ name }) => name);
  return names.map((name, i) =>
    names.indexOf(name) === i ? runs.filter(({ test: own }) => own === name) : [],
  );
}

test('the data in the page is the report, whatever strings it has', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constant(HOSTILE));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (texts) => {
      const report = withTexts(sampleReport(), texts);
      const html = renderPage(report, []).html;
      const { tests, runs, ...rest } = report;
      expect(indexIn(html).report).toEqual(rest);
      expect(detailsIn(html).map(({ source }) => source)).toEqual(tests.map((t) => t.source));
      expect(detailsIn(html).map((details) => details.runs)).toEqual(runsByTest(asShown(report)));
      expect(indexIn(html).runs).toHaveLength(runs.length);
      expect(html.match(/<\/?script/g)).toHaveLength(6);
      expect(html.match(/<!--/g)).toBeNull();
    }),
    { numRuns: 20 },
  );
});

test('nothing of a hostile name is markup', () => {
  const html = renderPage(sampleReport({ command: HOSTILE, notes: [HOSTILE] }), [
    { ...CHART, title: HOSTILE, says: HOSTILE, light: null, problem: HOSTILE },
  ]).html;
  expect(html).not.toContain('<script>alert');
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).toContain('&lt;script>alert(1)&lt;/script>');
});

test('the script of the page reads the data as it was packed', async () => {
  const report = sampleReport();
  const html = renderPage(report, []).html;
  const document = { getElementById: (id: string) => ({ textContent: embeddedIn(html, id) }) };
  const source = await readSource(document as unknown as Document);
  expect(source.index).toEqual(indexIn(html));
  expect(await source.details(1)).toEqual(detailsIn(html)[1]);
  expect(source.details(1)).toBe(source.details(1));
});

test('the script of the page is JavaScript that its own element cannot end', () => {
  const { script } = pageAssets();
  expect(() => new Script(script)).not.toThrow();
  expect(script).not.toMatch(/<\/script|<!--|insertAdjacentHTML|document\.write/i);
  expect(pageAssets().style).not.toMatch(/<\/style/i);
});

test('no view makes markup from text', () => {
  const folder = join(import.meta.dirname, '..', 'page');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((name) => name.endsWith('.ts'));
  expect(sources.length).toBeGreaterThan(30);
  for (const file of sources) {
    expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/innerHTML|outerHTML|DOMParser/i);
  }
});

test('the policy allows the script and style of the page by their hashes and nothing else', () => {
  const html = renderPage(sampleReport(), []).html;
  const policy = html.match(/Security-Policy" content="([^"]*)"/)![1];
  for (const tag of ['style', 'script']) {
    const [, source] = html.match(new RegExp(`<${tag}>([^]*?)</${tag}>`))!;
    const hash = createHash('sha256').update(source).digest('base64');
    expect(policy).toContain(`${tag}-src 'sha256-${hash}'`);
  }
  expect(policy).toContain("default-src 'none'");
});

test('the page names no other place to load from', () => {
  const html = renderPage(sampleReport(), [CHART]).html;
  expect(html).not.toMatch(/(?:src|href|srcset)="(?!#|data:)/);
  expect(html).not.toMatch(/@import|url\((?!#)/);
});

test('overview and charts are there without scripts', () => {
  const html = renderPage(sampleReport(), [CHART]).html;
  const before = html.slice(0, html.indexOf('<script'));
  expect(before).toContain('5 VIOLATED (1 NOT expected, 2 expected, 2 for information)');
  expect(before).toContain('5 passed, 4 failed');
  expect(before).toContain("fermata check 'specs/**' --design ticket,debt=book");
  expect(before).toContain('src="data:image/png;base64,AAAA"');
});

test('a chart that could not be drawn says so', () => {
  const problem = 'The picture is missing: no canvas.';
  expect(
    renderPage(sampleReport(), [{ ...CHART, light: null, dark: null, problem }]).html,
  ).toContain(`<p class="missing">${problem}</p>`);
});
