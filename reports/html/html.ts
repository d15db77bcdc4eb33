/**
 * The page: one file that opens from disk without a network.
 *
 * The overview and the charts are written here as HTML, so that they show without scripts; all
 * else is built in the browser by `page/main.ts` from the data in the page, as text nodes only.
 * Nothing in a litmus can become markup: here every string is escaped, there none is parsed, and
 * the page's content policy allows no script and no style but its own two, by their hashes.
 */
import { createHash } from 'node:crypto';

import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';

import { capReport } from './cap-report.ts';
import { CAPS } from './caps.ts';
import type { Chart } from '../charts/charts.ts';
import type { Report } from '../data.ts';
import { dictionaryOf, embedded, noParts, pack, wordsOf } from './embed.ts';
import { Overview } from '../page/overview.ts';
import { detailsOf, pageIndexOf } from './index/page-index.ts';
import { overviewOf } from './page-overview.ts';
import { pageAssets } from './page-script.ts';
import { fillTemplate } from './page-template.ts';
import { printable } from '../text-width.ts';
import { withoutTokens } from './without-tokens.ts';

/** What the page may have; caps are tightened until it is kept. */
const PAGE_BYTES_MAX = 5_000_000;
/** Room for what no cap cuts: the index, the overview, the script and the style. */
const REST_BYTES = 500_000;
/** Below this nothing is left to cut. */
const CAP_BYTES_MIN = 100_000;

/** The whole page as a string. `charts` come from `renderCharts`. */
export function renderHtml(report: Report, charts: readonly Chart[]): string {
  const figures = charts.map(figureOf).join('\n');
  const room = PAGE_BYTES_MAX - REST_BYTES - figures.length;
  const { cuts, details, dictionary } = fittingDetails(withoutTokens(report), room);
  const { script, style } = pageAssets();
  return fillTemplate({
    title: escapeHtml(`Fermata: ${report.passed} passed, ${report.failed} failed`),
    policy: policyFor(style, script),
    style,
    overview: renderToString(h(Overview, overviewOf(report, cuts))),
    charts: figures,
    index: embedded(pack({ ...pageIndexOf(report, cuts), dictionary })),
    details,
    script,
  });
}

interface Details {
  readonly cuts: readonly string[];
  /** A line a test. */
  readonly details: string;
  readonly dictionary: readonly string[];
}

/** The details of all tests, cut until they have at most `bytesMax` bytes. */
function fittingDetails(report: Report, bytesMax: number): Details {
  const parts = noParts();
  // How far the packed data can be compressed shows only when it is.
  for (let caps = CAPS; ; caps = { ...caps, bytesMax: caps.bytesMax * 0.92 }) {
    const capped = capReport(report, caps, parts);
    const all = detailsOf(capped);
    const dictionary = dictionaryOf(all);
    const words = wordsOf(dictionary);
    const details = all.map((each) => embedded(pack(each, { parts, words }))).join('\n');
    if (details.length <= bytesMax || caps.bytesMax < CAP_BYTES_MIN) {
      return { cuts: capped.cuts, details, dictionary };
    }
  }
}

/** Only the page's own style and script may act; nothing may be loaded from anywhere. */
function policyFor(style: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src ${sourceHash(style)}`,
    `script-src ${sourceHash(script)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function sourceHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** A picture for each theme; the style shows the one that fits. */
function figureOf(chart: Chart): string {
  const caption = `<figcaption><b>${escapeHtml(chart.title)}.</b> ${escapeHtml(chart.says)}</figcaption>`;
  if (chart.light === null || chart.dark === null) {
    return `<figure>${caption}<p class="missing">${escapeHtml(chart.problem)}</p></figure>`;
  }
  const alt = escapeHtml(`${chart.says} The numbers are in the tables of this page.`);
  const image = (theme: string, url: string): string =>
    `<img class="for-${theme}" src="${escapeHtml(url)}" width="${chart.width}" height="${chart.height}" decoding="sync" alt="${alt}">`;
  const images = `${image('light', chart.light)}${image('dark', chart.dark)}`;
  const region = `class="scroll" tabindex="0" role="region" aria-label="Picture: ${escapeHtml(chart.title)}"`;
  return `<figure>${caption}<div ${region}>${images}</div></figure>`;
}

/** Text for element content and for quoted attributes, on one line, controls made visible. */
export function escapeHtml(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
