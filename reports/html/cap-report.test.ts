import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';

import { capReport } from './cap-report.ts';
import { CAPS } from './caps.ts';
import type { Report, Run, Step } from '../data.ts';
import { renderHtml } from './html.ts';
import { LOST_WAKEUP, sampleAssertion, sampleReport, sampleRun, sampleTest } from '../sample.ts';

const TESTS = Array.from({ length: 100 }, (_, i) => `WQ+test+${i}`);
const DESIGNS = ['ticket', ...Array.from({ length: 24 }, (_, i) => `policy=bad-${i}`)];
const REVISIONS = ['helenos-2012', 'helenos-2026'];

/** 5,000 runs with 14 assertions each; everything about a run differs from all others. */
function largeReport(): Report {
  const runs = TESTS.flatMap((name, t) =>
    DESIGNS.flatMap((design, d) =>
      REVISIONS.map((revision, r) => largeRun(name, design, revision, `${t}.${d}.${r}`)),
    ),
  );
  const changes = { runs, ran: runs.length, selected: runs.length };
  return sampleReport({ ...changes, tests: TESTS.map(sampleTest) });
}

function largeRun(name: string, design: string, revision: string, mark: string): Run {
  const isNews = mark.endsWith('7.1');
  const steps = Array.from({ length: 24 }, (_, i): Step => ({
    ...LOST_WAKEUP.steps[i % 4],
    says: `step ${i} of run ${mark}, which no other run has`,
  }));
  const assertions = Array.from({ length: 14 }, (_, i) =>
    sampleAssertion({ id: `R${i + 1}`, why: `holds in run ${mark}` }),
  );
  assertions[0] = sampleAssertion({
    verdict: 'VIOLATED',
    defect: 'design',
    counterexample: { ...LOST_WAKEUP, steps },
  });
  const rules = Array.from({ length: 80 }, (_, i) => [`P0.rule.${i}`, [i + 1, mark.length]]);
  return sampleRun({
    test: name,
    design,
    revision,
    verdict: 'VIOLATED',
    standing: isNews ? 'unexpected' : 'information',
    assertions,
    search: { ...sampleRun().search, coverage: Object.fromEntries(rules) },
  });
}

function fallen(design: string, standing: Run['standing']): Run {
  const assertion = sampleAssertion({ verdict: 'VIOLATED', counterexample: LOST_WAKEUP });
  return sampleRun({ design, standing, verdict: 'VIOLATED', assertions: [assertion] });
}

const LARGE = largeReport();
const CAPPED = capReport(LARGE, { ...CAPS, bytesMax: 12_000_000 });

test('a report that fits is shown whole', () => {
  const report = sampleReport();
  expect(capReport(report)).toEqual({ report, cuts: [], leftOut: [] });
});

test('a page of 5,000 runs has at most 5 MB and tells its cuts', () => {
  expect(LARGE.runs).toHaveLength(5000);
  const html = renderHtml(LARGE, []);
  expect(Buffer.byteLength(html)).toBeLessThan(5_000_000);
  expect(CAPPED.cuts.length).toBeGreaterThan(1);
  for (const cut of capReport(LARGE).cuts) expect(html).toContain(cut);
});

test('what does not fit in 5 MB once compressed is cut more, and the cuts are told', () => {
  // Text that cannot be compressed: the sizes before say little.
  const noise = (n: number): string => createHash('sha512').update(`${n}`).digest('base64');
  const steps = (n: number): Step[] =>
    Array.from({ length: 12 }, (_, i) => ({
      ...LOST_WAKEUP.steps[i % 4],
      says: noise(n * 12 + i),
    }));
  const runs = LARGE.runs.map((run, n) => ({
    ...run,
    assertions: run.assertions.map((each) =>
      each.counterexample === null
        ? each
        : { ...each, counterexample: { ...LOST_WAKEUP, steps: steps(n) } },
    ),
  }));
  const html = renderHtml({ ...LARGE, runs }, []);
  expect(Buffer.byteLength(html)).toBeLessThan(5_000_000);
  expect(html).toContain('shortest per assertion are shown');
});

test('counterexamples that nobody expected stay', () => {
  const { report, leftOut } = CAPPED;
  const news = report.runs.filter((run) => run.standing === 'unexpected');
  expect(news.length).toBeGreaterThan(50);
  for (const run of news) expect(run.assertions[0].counterexample).not.toBeNull();
  expect(leftOut.length).toBeGreaterThan(0);
});

test('every counterexample is shown or listed as left out', () => {
  const { report, leftOut } = CAPPED;
  const shown = report.runs.filter((run) => run.assertions[0].counterexample).length;
  expect(shown + leftOut.length).toBe(LARGE.runs.length);
});

test('the same steps under several designs are shown once, in the run that is news', () => {
  const runs = [fallen('a', 'information'), fallen('b', 'unexpected'), fallen('c', 'expected')];
  const whole = sampleReport({ runs });
  const { report, leftOut } = capReport(whole, { ...CAPS, bytesMax: 1 });
  expect(leftOut.slice(0, 2)).toEqual([
    { run: 0, breaks: 'R1', sameAs: 1 },
    { run: 2, breaks: 'R1', sameAs: 1 },
  ]);
  expect(report.runs[0].assertions[0].counterexample).toBeNull();
});

test('a limit that cannot be met is told', () => {
  const { cuts } = capReport(sampleReport(), { ...CAPS, bytesMax: 1 });
  expect(cuts.at(-1)).toMatch(/larger than its limit of 1 byte/);
});

test('of what is for information the shortest counterexamples stay, design by design', () => {
  const sized = (name: string, length: number): Run => {
    const shown = { ...LOST_WAKEUP, steps: LOST_WAKEUP.steps.slice(0, length), token: name };
    const assertion = sampleAssertion({ verdict: 'VIOLATED', counterexample: shown });
    return sampleRun({
      test: name,
      verdict: 'VIOLATED',
      standing: 'information',
      assertions: [assertion],
    });
  };
  const runs = [sized('A', 4), sized('B', 2), sized('C', 3)];
  const whole = sampleReport({ runs, tests: ['A', 'B', 'C'].map(sampleTest) });
  const bytesMax = 1;
  const { leftOut } = capReport(whole, { ...CAPS, bytesMax, informationMax: [1] });
  expect(leftOut.slice(0, 2).map(({ run }) => run)).toEqual([0, 2]);
});

test('a schedule goes where the run itself is shown, and long runs to an outcome go first', () => {
  const execution = { ...LOST_WAKEUP, steps: LOST_WAKEUP.steps };
  const [outcome] = sampleRun().outcomes;
  const whole = sampleReport({ runs: [sampleRun({ outcomes: [{ ...outcome, execution }] })] });
  const long = capReport(whole, { ...CAPS, bytesMax: 1, outcomeStepsMax: 3 });
  expect(long.report.runs[0].outcomes[0].execution).toBeUndefined();
  expect(long.cuts.join(' ')).toContain('where they have at most 3 steps');
  expect(long.report.runs[0].outcomes[0].witness).toEqual([]);
});
