/**
 * The page: a file that opens from disk without a network. Of a large report the executions that are
 * looked at least lie in files beside it.
 *
 * The overview and the charts are written here as HTML, so that they show without scripts; all
 * else is built in the browser by `page/main.ts` from the data in the page, as text nodes only.
 * Nothing in a litmus can become markup: here every string is escaped, there none is parsed, and
 * the page's content policy allows no script and no style but its own two, by their hashes.
 */
import { createHash } from 'node:crypto';

import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';

import { asShown } from './as-shown.ts';
import type { Chart } from '../charts/charts.ts';
import type { Report } from '../data.ts';
import { dictionaryOf, embedded, noParts, pack, type Parts, wordsOf } from './embed.ts';
import { Overview } from '../page/overview.ts';
import { detailsOf, pageIndexOf } from './index/page-index.ts';
import {
  ALL_DETAILS,
  BESIDE_BEGIN,
  BESIDE_FOLDER,
  type Split,
  splitBy,
  stagesFor,
} from './moved.ts';
import { overviewOf } from './page-overview.ts';
import { pageAssets } from './page-script.ts';
import type { TestDetails } from '../page-contract.ts';
import { fillTemplate } from './page-template.ts';
import { printable } from '../text-width.ts';

/** What the page may have. */
const PAGE_BYTES_MAX = 5_000_000;
/** Details of this size stay in the page, all of them: it can be handed on as one file. */
const WHOLE_BYTES_MAX = 1_500_000;
/** Tests whose details are packed as one: what they have in common is stored once. */
const GROUP_SIZE = 16;

/** The page, and files that lie in a folder beside it. */
export interface PageFiles {
  readonly html: string;
  readonly beside: readonly { readonly path: string; readonly text: string }[];
}

/** `charts` come from `renderCharts`. */
export function renderPage(
  report: Report,
  charts: readonly Chart[],
  wholeBytesMax = WHOLE_BYTES_MAX,
): PageFiles {
  const shown = asShown(report);
  const figures = charts.map(figureOf).join('\n');
  const whole = packedDetails({ report: shown, moved: [], says: null });
  const id = idOf(whole.lines);
  const filled = (split: Split, { lines, dictionary }: Details): string => {
    const { script, style } = pageAssets();
    const says = split.says === null ? [] : [split.says];
    const beside = split.moved.length === 0 ? null : { id, folder: BESIDE_FOLDER };
    const index = { ...pageIndexOf(report, says), dictionary, groupSize: GROUP_SIZE, beside };
    return fillTemplate({
      hasTargets: (report.targets ?? []).length > 0,
      title: escapeHtml(`Fermata: ${report.passed} passed, ${report.failed} failed`),
      policy: policyFor(style, script, beside !== null),
      style,
      overview: renderToString(h(Overview, overviewOf(report, says))),
      charts: figures,
      index: embedded(pack(index)),
      details: lines.join('\n'),
      script,
    });
  };
  if (bytesOf(whole.lines) <= wholeBytesMax) {
    return { html: filled({ report: shown, moved: [], says: null }, whole), beside: [] };
  }
  const beside = whole.lines.map((line, group) => ({
    path: `${BESIDE_FOLDER}/${group}.js`,
    text: `${BESIDE_BEGIN}["${id}", ${group}, "${line}"]);\n`,
  }));
  let html = '';
  for (const stage of stagesFor(shown)) {
    const split = splitBy(stage, shown);
    html = filled(split, packedDetails(split, whole));
    if (Buffer.byteLength(html) < PAGE_BYTES_MAX) return { html, beside };
  }
  const all = splitBy(ALL_DETAILS, shown);
  return { html: filled(all, { ...whole, lines: whole.lines.map(() => '') }), beside };
}

interface Details {
  /** A line for each group of tests. */
  readonly lines: readonly string[];
  readonly dictionary: readonly string[];
  /** What was seen on the way: most of it is in the next version as well. */
  readonly parts: Parts;
}

/** With the dictionary of `like`, if there is one: then they are read in the same way. */
function packedDetails(split: Split, like?: Details): Details {
  const parts = like?.parts ?? noParts();
  const all = detailsOf(split);
  const dictionary = like?.dictionary ?? dictionaryOf(all);
  const words = wordsOf(dictionary);
  const groups: TestDetails[][] = [];
  for (let i = 0; i < all.length; i += GROUP_SIZE) groups.push(all.slice(i, i + GROUP_SIZE));
  const lines = groups.map((group) => embedded(pack(group, { parts, words })));
  return { lines, dictionary, parts };
}

function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, { length }) => sum + length, 0);
}

/** By which the page knows the files that were written with it. */
function idOf(lines: readonly string[]): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(line);
  return hash.digest('hex').slice(0, 16);
}

/**
 * Only the page's own style and script may act. Where there are files beside the page its script may
 * load others, which nothing that is written into the page can.
 */
function policyFor(style: string, script: string, hasBeside: boolean): string {
  return [
    "default-src 'none'",
    `style-src ${sourceHash(style)}`,
    `script-src ${sourceHash(script)}${hasBeside ? " 'strict-dynamic'" : ''}`,
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
