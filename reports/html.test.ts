import { createHash } from 'node:crypto';
import { runInNewContext, Script } from 'node:vm';
import { gunzipSync } from 'node:zlib';

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Chart } from './charts.ts';
import { embedded, pack, unpack } from './embed.ts';
import { type PageData, renderHtml } from './html.ts';
import { ELEMENTS_SCRIPT } from './page-elements.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { HOSTILE, sampleReport, withTexts } from './sample.ts';

const CHART: Chart = {
  title: 'States per level',
  says: 'New states at each depth.',
  width: 960,
  height: 420,
  light: 'data:image/png;base64,AAAA',
  dark: 'data:image/png;base64,BBBB',
  problem: '',
};

function embeddedIn(html: string): string {
  return html.match(/<script type="application\/gzip" id="report-data">([^<]*)<\/script>/)![1];
}

function pageData(html: string): PageData {
  const json = gunzipSync(Buffer.from(embeddedIn(html), 'base64')).toString();
  return unpack(JSON.parse(json)) as PageData;
}

test('the data in the page is the report, whatever strings it has', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constant(HOSTILE));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (texts) => {
      const report = withTexts(sampleReport(), texts);
      const html = renderHtml(report, []);
      expect(pageData(html).report).toEqual(report);
      expect(html.match(/<\/?script/g)).toHaveLength(4);
      expect(html.match(/<!--/g)).toBeNull();
    }),
    { numRuns: 20 },
  );
});

test('nothing of a hostile name is markup', () => {
  const html = renderHtml(sampleReport({ command: HOSTILE, notes: [HOSTILE] }), [
    { ...CHART, title: HOSTILE, says: HOSTILE, light: null, problem: HOSTILE },
  ]);
  expect(html).not.toContain('<script>alert');
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('the script of the page unpacks the data as embed.ts does', async () => {
  const report = sampleReport();
  const textContent = embedded(pack({ report }));
  const document = { getElementById: () => ({ textContent }) };
  const script = `(async () => {${ELEMENTS_SCRIPT};return JSON.stringify(data.report)})()`;
  const browser = { document, atob, Uint8Array, Blob, DecompressionStream, Response };
  const read: unknown = await runInNewContext(script, browser);
  expect(read).toBe(JSON.stringify(report));
});

test('the script of the page is JavaScript that its own element cannot end', () => {
  expect(() => new Script(PAGE_SCRIPT)).not.toThrow();
  expect(PAGE_SCRIPT).not.toMatch(/<\/script|<!--|innerHTML|insertAdjacentHTML|document\.write/i);
});

test('the policy allows the script and style of the page by their hashes and nothing else', () => {
  const html = renderHtml(sampleReport(), []);
  const policy = html.match(/Security-Policy" content="([^"]*)"/)![1];
  for (const tag of ['style', 'script']) {
    const [, source] = html.match(new RegExp(`<${tag}>([^]*?)</${tag}>`))!;
    const hash = createHash('sha256').update(source).digest('base64');
    expect(policy).toContain(`${tag}-src 'sha256-${hash}'`);
  }
  expect(policy).toContain("default-src 'none'");
});

test('the page names no other place to load from', () => {
  const html = renderHtml(sampleReport(), [CHART]);
  expect(html).not.toMatch(/(?:src|href|srcset)="(?!#|data:)/);
  expect(html).not.toMatch(/@import|url\(/);
});

test('overview and charts are there without scripts', () => {
  const html = renderHtml(sampleReport(), [CHART]);
  const before = html.slice(0, html.indexOf('<script'));
  expect(before).toContain('5 VIOLATED (1 NOT expected, 2 expected, 2 for information)');
  expect(before).toContain('5 passed, 4 failed');
  expect(before).toContain('fermata check &#39;specs/**&#39; --design ticket,debt=book');
  expect(before).toContain('src="data:image/png;base64,AAAA"');
});

test('a chart that could not be drawn says so', () => {
  const problem = 'The picture is missing: no canvas.';
  expect(renderHtml(sampleReport(), [{ ...CHART, light: null, dark: null, problem }])).toContain(
    `<p class="missing">${problem}</p>`,
  );
});
