/** What `fermata drift` says: which functions of a checkout are others by now, and what rests on them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../reports/data.ts';
import { functionsOf } from '../drift/c-source.ts';
import type { Drift, Moved, Unclaimed } from '../drift/drift.ts';

/** Commits that the model is made from (docs/kernel.md). */
const COMMITS = { 'helenos-2012': '49505feb1808', 'helenos-2026': '2866531314' } as const;
const TESTS_SHOWN = 5;

/** Lines for people. `report` says which tests take which steps; null: none was made. */
export function driftText(folder: string, drift: Drift, report: Report | null): string {
  const { revision, unchanged, changed, gone, unclaimed } = drift;
  const total = unchanged + changed.length + gone.length;
  const lines = [
    `${folder} beside ${revision} (${COMMITS[revision]}), of which the model has ${total} functions:`,
    `${unchanged} unchanged, ${changed.length} changed, ${gone.length} gone` +
      (unclaimed.length === 0
        ? ''
        : `, ${unclaimed.length} new ones with a lock, a sleep or a wakeup`),
    ...changed.flatMap((it) => [
      '',
      `changed  ${it.file}:${it.line} ${it.fn}`,
      ...restingOn(it, revision, report),
    ]),
    ...gone.flatMap((it) => [
      '',
      `gone     ${it.file} ${it.fn}${nowIn(folder, it)}`,
      ...restingOn(it, revision, report),
    ]),
    ...unclaimed.flatMap((it) => ['', ...unclaimedLines(it)]),
  ];
  if (changed.length + gone.length > 0 && report === null) {
    lines.push(
      '',
      'Which tests take these steps a report tells: npm start, then --report reports/out/report.json.',
    );
  }
  return `${lines.join('\n')}\n`;
}

function restingOn({ steps: all }: Moved, revision: string, report: Report | null): string[] {
  const other = revision === 'helenos-2012' ? '2026' : '2012';
  const steps = all.filter((it) => !it.includes(other));
  if (steps.length === 0) return ['  no step: left out (specs/drift/claims.jsonl says why)'];
  const lines = [`  steps: ${steps.join(', ')}`];
  if (report === null) return lines;
  const tests = new Set(
    report.runs
      .filter((run) => run.revision === revision && steps.some((it) => it in run.search.coverage))
      .map(({ test }) => test),
  );
  const shown = [...tests].slice(0, TESTS_SHOWN).join(', ');
  const more = tests.size > TESTS_SHOWN ? `, and ${tests.size - TESTS_SHOWN} more` : '';
  lines.push(tests.size === 0 ? '  tests: none of the report' : `  tests: ${shown}${more}`);
  return lines;
}

function unclaimedLines({ file, fn, line, sites }: Unclaimed): string[] {
  return [
    `new      ${file}:${line} ${fn}`,
    `  ${sites.join(', ')}: no step has it, and nothing in specs/drift/claims.jsonl leaves it out`,
  ];
}

/** Where the tree has a function of this name instead. */
function nowIn(folder: string, { fn }: Moved): string {
  const sources = join(folder, 'kernel');
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' });
  const now = files
    .filter((file) => file.endsWith('.c') && existsSync(join(sources, file)))
    .find((file) => {
      const text = readFileSync(join(sources, file), 'utf8');
      return text.includes(fn) && functionsOf(text).some(({ name }) => name === fn);
    });
  return now === undefined ? '' : `: one of this name is in kernel/${now} now`;
}
