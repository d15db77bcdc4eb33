/**
 * The page: one file that opens from disk without a network (formats.md §7).
 *
 * The overview and the charts are written here as HTML, so that they show without scripts; all
 * else is built in the browser by `page-script.ts` from the data in the page, as text nodes only.
 * Nothing in a litmus can become markup: here every string is escaped, there none is parsed, and
 * the page's content policy allows no script and no style but its own two, by their hashes.
 */
import { createHash } from 'node:crypto';

import { CAPS, capReport, type LeftOut } from './cap-report.ts';
import type { Chart } from './charts.ts';
import type { Report } from './data.ts';
import { embedded, noParts, pack, type Parts } from './embed.ts';
import { type Finding, FINDING_CLASSES, findingsOf } from './findings.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';
import { fillTemplate } from './page-template.ts';
import { ranSentence, verdictSentence } from './terminal.ts';
import { count, printable, thousands } from './text-width.ts';
import { type Mark, markOf } from './verdict-mark.ts';

/** What the script of the page reads, packed by `embed.ts`. */
export interface PageData {
  /** Capped: see `cuts` and `leftOut`. */
  readonly report: Report;
  readonly cuts: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** The mark of each run, by its index. */
  readonly marks: readonly Mark[];
  /** Worst first, under the heads of their classes. */
  readonly findings: readonly { readonly head: string; readonly all: readonly Finding[] }[];
  /** Over all runs: rule, times fired, new states. */
  readonly coverage: readonly (readonly [rule: string, fired: number, fresh: number])[];
}

/** The whole page as a string. `charts` come from `renderCharts`. */
export function renderHtml(report: Report, charts: readonly Chart[]): string {
  const parts = noParts();
  const data = pageDataOf(report, parts);
  return fillTemplate({
    title: escapeHtml(`Fermata: ${report.passed} passed, ${report.failed} failed`),
    policy: policyFor(PAGE_STYLE, PAGE_SCRIPT),
    style: PAGE_STYLE,
    overview: overviewOf(report, data.cuts),
    charts: charts.map(figureOf).join('\n'),
    data: embedded(pack(data, parts)),
    script: PAGE_SCRIPT,
  });
}

function pageDataOf(report: Report, parts: Parts): PageData {
  const capped = capReport(report, CAPS, parts);
  const findings = findingsOf(report);
  return {
    ...capped,
    marks: report.runs.map(markOf),
    findings: Array.from(FINDING_CLASSES, ([kind, head]) => ({
      head,
      all: findings.filter((finding) => finding.class === kind),
    })).filter(({ all }) => all.length > 0),
    coverage: coverageOf(report),
  };
}

function coverageOf(report: Report): PageData['coverage'] {
  const totals = new Map<string, [fired: number, fresh: number]>();
  for (const { search } of report.runs) {
    for (const [rule, [fired, fresh]] of Object.entries(search.coverage)) {
      const total = totals.get(rule) ?? [0, 0];
      totals.set(rule, [total[0] + fired, total[1] + fresh]);
    }
  }
  const rows = Array.from(totals, ([rule, [fired, fresh]]) => [rule, fired, fresh] as const);
  return rows.toSorted(([a], [b]) => (a < b ? -1 : 1));
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

function overviewOf(report: Report, cuts: readonly string[]): string {
  const { limits } = report;
  const seconds = limits.timeLimitMs === null ? 'none' : `${limits.timeLimitMs / 1000} s`;
  const tone = report.exitCode === 0 ? 'good' : 'bad';
  const revisions = [...new Set(report.runs.map((run) => run.revision))];
  const facts: readonly (readonly [string, string])[] = [
    ['Ran', ranSentence(report)],
    ['Covered', coveredSentence(report, revisions)],
    ['Command', report.command],
    ['Exit code', `${report.exitCode}`],
    [
      'Limits of each search',
      `${count(limits.statesMax, 'state')}, ${thousands(Math.round(limits.memoryMaxBytes / 2 ** 20))} MiB, time: ${seconds}`,
    ],
    ['Started', report.startedAt],
  ];
  return [
    `<p class="verdict tone-${tone}">${escapeHtml(verdictSentence(report))}</p>`,
    `<p class="count">${report.passed} passed, ${report.failed} failed</p>`,
    `<dl class="facts">${facts.map(factOf).join('')}</dl>`,
    listOf('notes', 'Notes', report.notes),
    listOf('cuts', 'Left out of this page', cuts),
  ].join('\n');
}

function coveredSentence(report: Report, revisions: readonly string[]): string {
  const tests = count(new Set(report.runs.map((run) => run.test)).size, 'test');
  const designs = count(new Set(report.runs.map((run) => run.design)).size, 'design');
  const states = report.runs.reduce((sum, run) => sum + run.search.states, 0);
  const where = revisions.length === 0 ? 'no revision' : revisions.join(', ');
  return `${tests} under ${designs} on ${where}; ${count(states, 'state')} in all.`;
}

function factOf([name, value]: readonly [string, string]): string {
  const text = escapeHtml(value);
  const body = name === 'Command' ? `<code>${text}</code>` : `<bdi>${text}</bdi>`;
  return `<div><dt>${escapeHtml(name)}</dt><dd>${body}</dd></div>`;
}

function listOf(id: string, head: string, sentences: readonly string[]): string {
  if (sentences.length === 0) return '';
  const items = sentences.map((sentence) => `<li><bdi>${escapeHtml(sentence)}</bdi></li>`);
  return `<h3 id="${id}">${escapeHtml(head)}</h3><ul>${items.join('')}</ul>`;
}

function figureOf(chart: Chart): string {
  const caption = `<figcaption><b>${escapeHtml(chart.title)}.</b> ${escapeHtml(chart.says)}</figcaption>`;
  if (chart.light === null || chart.dark === null) {
    return `<figure>${caption}<p class="missing">${escapeHtml(chart.problem)}</p></figure>`;
  }
  const alt = escapeHtml(`${chart.says} The numbers are in the tables of this page.`);
  return `<figure>${caption}<picture>
<source media="(prefers-color-scheme: dark)" srcset="${escapeHtml(chart.dark)}">
<img src="${escapeHtml(chart.light)}" width="${chart.width}" height="${chart.height}" alt="${alt}">
</picture></figure>`;
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
