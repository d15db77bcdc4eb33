/**
 * The report directory: index.html, report.json, report.log, report.sarif, junit.xml.
 *
 * Nothing is ever half written. All files are first written beside their places under temporary
 * names; only when the last one is complete are they renamed, which replaces the old ones. What
 * fails leaves the old files as they were and no temporary ones.
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { renderCharts } from './charts/charts.ts';
import type { Report } from './data.ts';
import { renderHtml } from './html/html.ts';
import { renderJunit } from './formats/junit.ts';
import { renderLog } from './formats/log.ts';
import { renderSarif } from './sarif/sarif.ts';

export interface ReportFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Writes the five files of `report` into `directory`, which is made if it is missing.
 *
 * @returns the files written, index.html first
 * @throws Error that names the directory and what to do, if it cannot be made or written
 */
export async function writeReport(report: Report, directory: string): Promise<ReportFile[]> {
  const texts: ReadonlyMap<string, string> = new Map([
    ['index.html', renderHtml(report, await renderCharts(report))],
    ['report.json', renderJson(report)],
    ['report.log', renderLog(report)],
    ['report.sarif', renderSarif(report)],
    ['junit.xml', renderJunit(report)],
  ]);
  try {
    await mkdir(directory, { recursive: true });
    await replaceFiles(
      Array.from(texts, ([name, text]) => ({ path: join(directory, name), text })),
    );
  } catch (error) {
    throw new Error(
      `Cannot write the report into ${directory}: ${reasonOf(error)}. ` +
        'Nothing was written. Make the directory writable or name another one with --report.',
      { cause: error },
    );
  }
  return Array.from(texts, ([name, text]) => ({
    path: join(directory, name),
    bytes: Buffer.byteLength(text),
  }));
}

/** `report.json`: the whole report, one run a line, so that line tools can work on it. */
export function renderJson(report: Report): string {
  const { runs, ...rest } = report;
  const head = JSON.stringify(rest).slice(0, -1);
  return `${head},"runs":[\n${runs.map((run) => JSON.stringify(run)).join(',\n')}\n]}\n`;
}

/**
 * Writes each text to its path, all or nothing up to the last rename. The directories must exist.
 *
 * @throws the error of the file system, after the temporary files are gone
 */
export async function replaceFiles(
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<void> {
  const temporary = files.map(({ path }) => `${path}.${process.pid}.tmp`);
  try {
    for (const [index, { text }] of files.entries()) await writeFile(temporary[index], text);
    for (const [index, { path }] of files.entries()) await rename(temporary[index], path);
  } catch (error) {
    await Promise.all(temporary.map((path) => rm(path, { force: true }).catch(() => {})));
    throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  ENOTDIR: 'a part of its path is a file, not a directory',
  EEXIST: 'it is a file, not a directory',
  EISDIR: 'one of the files to write is a directory',
  ENOENT: 'its parent cannot be made',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (Object.hasOwn(REASONS, code)) return `${REASONS[code]} (${code})`;
  return error instanceof Error ? error.message : String(error);
}
