import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import type { Report, Run, Step } from '../data.ts';
import type { TestDetails } from '../page-contract.ts';
import { unpack } from '../page/unpack.ts';
import {
  LOST_WAKEUP,
  sampleAssertion,
  sampleReport,
  sampleRun,
  sampleTest,
  violatedRun,
} from '../sample.ts';
import { asShown } from './as-shown.ts';
import { type PageFiles, renderPage } from './html.ts';
import { detailsOf } from './index/page-index.ts';
import { splitBy, stagesFor } from './moved.ts';

const TESTS = Array.from({ length: 100 }, (_, i) => `WQ+test+${i}`);
const BAD = Array.from({ length: 24 }, (_, i) => `policy=bad-${i}`);
const REVISIONS = ['helenos-2012', 'helenos-2026'];

/** 5,000 runs with 14 assertions each; everything about a run differs from all others. */
function largeReport(): Report {
  const runs = TESTS.flatMap((name, t) =>
    ['ticket', ...BAD].flatMap((design, d) =>
      REVISIONS.map((revision, r) => largeRun(name, design, revision, `${t}.${d}.${r}`)),
    ),
  );
  const [ticket, bad] = sampleReport().designs;
  const designs = [ticket, ...BAD.map((name) => ({ ...bad, name }))];
  const changes = { runs, ran: runs.length, selected: runs.length, designs };
  return sampleReport({ ...changes, tests: TESTS.map(sampleTest) });
}

function largeRun(name: string, design: string, revision: string, mark: string): Run {
  const steps = Array.from({ length: 24 }, (_, i): Step => ({
    ...LOST_WAKEUP.steps[i % 4],
    says: `step ${i} of run ${mark}, which no other run has`,
  }));
  const assertions = Array.from({ length: 14 }, (_, i) =>
    sampleAssertion({ id: `R${i + 1}`, why: `holds in run ${mark}` }),
  );
  const counterexample = { ...LOST_WAKEUP, steps };
  assertions[0] = sampleAssertion({ verdict: 'VIOLATED', defect: 'design', counterexample });
  const standing = mark.endsWith('7.1') ? 'unexpected' : 'information';
  return sampleRun({ test: name, design, revision, verdict: 'VIOLATED', standing, assertions });
}

function unpacked(base64: string, dictionary: readonly string[] = []): unknown {
  return unpack(JSON.parse(gunzipSync(Buffer.from(base64, 'base64')).toString()), dictionary);
}

function elementOf(html: string, id: string): string {
  return html.match(`<script type="application/gzip" id="${id}">([^<]*)</script>`)![1];
}

/** What a browser gets from the files beside the page. */
function besideOf({ html, beside }: PageFiles): TestDetails[] {
  const index = unpacked(elementOf(html, 'report-index')) as { dictionary: string[] };
  const window: { fermataExecutions?: [string, number, string][] } = {};
  for (const { text } of beside) new Function('window', text)(window);
  return window.fermataExecutions!.flatMap(
    ([, , packed]) => unpacked(packed, index.dictionary) as TestDetails[],
  );
}

test('a small report is one file, which has everything', () => {
  const { html, beside } = renderPage(sampleReport(), []);
  expect(beside).toEqual([]);
  const script = html.lastIndexOf('<script>');
  expect(/strict-dynamic|beside this page/.test(html.slice(0, script))).toBe(false);
});

test('beside the page of a larger one lies all of it, and the page says so', () => {
  const report = sampleReport();
  const files = renderPage(report, [], 0);
  expect(files.beside.map(({ path }) => path)).toEqual(['executions/0.js']);
  const said = /Executions of known-bad designs lie in the folder executions/;
  expect(said.test(files.html)).toBe(true);
  expect(/script-src 'sha256-[^']+' 'strict-dynamic'/.test(files.html)).toBe(true);
  const whole = detailsOf({ report: asShown(report), moved: [] });
  const found = besideOf(files);
  expect(found.map(({ runs }) => runs)).toEqual(
    JSON.parse(JSON.stringify(whole.map(({ runs }) => runs))),
  );
});

test('what is moved first is of known-bad designs, and what nobody expected stays', () => {
  const runs = [
    violatedRun('design', { design: 'debt=book', standing: 'information' }),
    violatedRun('design', { design: 'debt=book', standing: 'unexpected', revision: 'x' }),
    violatedRun('kernel', { design: 'ticket', standing: 'expected' }),
  ];
  const report = sampleReport({ runs });
  const moved = stagesFor(report).map((stage) => splitBy(stage, report).moved);
  expect(moved.map((all) => all.map(({ run }) => run))).toEqual([[0], [0], [0, 2], [0, 1, 2]]);
  const { report: rest } = splitBy(stagesFor(report)[0], report);
  expect(rest.runs[0].assertions[0]).toMatchObject({ verdict: 'VIOLATED', counterexample: null });
  expect(rest.runs[1]).toBe(runs[1]);
});

test('of outcomes and answers it is known as well that they lie beside the page', () => {
  const { assertions, ...rest } = sampleRun();
  const outcomes = [{ ...rest.outcomes[0], execution: LOST_WAKEUP }];
  const report = sampleReport({ runs: [{ ...rest, assertions, outcomes }] });
  const split = splitBy(stagesFor(report)[1], report);
  expect(split.moved).toEqual([{ run: 0, which: 'outcome-1' }]);
  expect(split.report.runs[0].outcomes[0].execution).toBeUndefined();
});

const LARGE = largeReport();

test('a page of 5,000 runs has at most 5 MB, and beside it is what it lacks', () => {
  expect(LARGE.runs).toHaveLength(5000);
  const files = renderPage(LARGE, [], 0);
  expect(Buffer.byteLength(files.html)).toBeLessThan(5_000_000);
  const details = besideOf(files);
  expect(details).toHaveLength(100);
  const steps = details.flatMap(({ runs }) =>
    runs.map((run) => run.assertions[0].counterexample?.steps.length),
  );
  expect(steps).toEqual(Array.from({ length: 5000 }, () => 24));
});

test('what cannot be compressed goes as well, down to the details of the tests', () => {
  const noise = (n: number, i: number): string =>
    createHash('sha512').update(`${n} ${i}`).digest('base64');
  const runs = LARGE.runs.map((run, n) => ({
    ...run,
    why: Array.from({ length: 16 }, (_, i) => noise(n, i)).join(' '),
  }));
  const { html } = renderPage({ ...LARGE, runs }, []);
  expect(Buffer.byteLength(html)).toBeLessThan(5_000_000);
  expect(/The details of all tests lie in the folder executions/.test(html)).toBe(true);
  expect(elementOf(html, 'report-details').trim()).toBe('');
});
