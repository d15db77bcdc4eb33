/** The answer is computed from the runs, and terminal and page give the same. */
import { stripVTControlCharacters } from 'node:util';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { answerOf, roleOf } from './answer.ts';
import type { DesignRow, Report, Run } from './data.ts';
import { designSummaries } from './html/index/design-summaries.ts';
import { overviewOf } from './html/page-overview.ts';
import { Overview } from './page/overview.ts';
import { sampleReport, sampleRun, violatedRun } from './sample.ts';
import { renderAnswer } from './terminal/terminal.ts';

const FALL = { assertion: 'R1', test: 'B', revision: 'helenos-2026' };
const DESIGNS: readonly DesignRow[] = [
  row('ticket', 'right', { window: 'asleep', result: 'restart' }),
  row('eintr', 'right', { window: 'asleep', result: 'eintr' }),
  row('today', 'right', { window: 'none', result: 'restart' }),
  { ...row('debt=book', 'known-bad', {}), fall: FALL },
];

function row(name: string, kind: DesignRow['kind'], policies: DesignRow['policies']): DesignRow {
  return { name, kind, policies, reason: `what ${name} does`, fall: null };
}

/** A run of test `A` in which R17 falls as the baseline says, and so on. */
function report(change: Partial<Report> = {}, more: readonly Run[] = []): Report {
  const known = 'place=tail: a restarted sleeper queues at the tail, as it must';
  const base = (design: string, name = 'A') => ({ test: name, design });
  const runs = [
    { ...fallen('design', base('ticket')), known },
    sampleRun(base('ticket', 'B')),
    fallen('design', base('eintr')),
    fallen('kernel', { ...base('today', 'C'), known: 'kernel defect: 2012: a poke is lost' }),
    { ...fallen('design', base('debt=book')), standing: 'expected' as const },
    fallen('design', base('debt=book', 'B')),
    ...more,
  ];
  const totals = { selected: runs.length, ran: runs.length, exitCode: 0, notes: [] };
  return sampleReport({ ...totals, designs: DESIGNS, runs, ...change });
}

function fallen(defect: 'design' | 'kernel', change: Partial<Run>): Run {
  return violatedRun(defect, { standing: 'information', ...change });
}

test('what a design is goes by its policies', () => {
  expect(DESIGNS.map(roleOf)).toEqual(['sound', 'given-up', 'as-is', 'wrong']);
  expect(roleOf({ kind: 'custom', policies: {} })).toBe('own');
});

test('a wrong design is told by what it breaks that the ticket does not', () => {
  const wrong = answerOf(report()).designs.find(({ name }) => name === 'debt=book');
  // On A it falls under the ticket as well.
  expect(wrong?.falls).toMatchObject([{ breaks: 'R1', tests: 1, first: { test: 'B' } }]);
  expect(wrong?.isUnproven).toBe(false);
});

test('the overview and the view of designs count the same tests', () => {
  const all = report();
  const rows = designSummaries(
    all,
    all.designs.map(({ name }) => name),
  );
  for (const { name, role, falls } of answerOf(all).designs) {
    const counts = falls.map(({ breaks, tests }) => [breaks, tests]);
    const shown = rows.find((each) => each.name === name);
    const told = shown?.breaks.map(({ assertion, tests }) => [assertion, tests]);
    expect({ role, counts }).toEqual({ role, counts: told });
  }
});

test('a wrong design whose declared fall no run shows is not said to be seen wrong', () => {
  const runs = report().runs.filter(({ design }) => design !== 'debt=book');
  const all = report({ runs });
  expect(answerOf(all).designs.find(({ name }) => name === 'debt=book')?.isUnproven).toBe(true);
  expect(renderAnswer(all, { width: 100, colour: false })).toContain('not shown here: debt=book');
});

test("what falls with no abort is the kernel's, and held against no design", () => {
  const answer = answerOf(report());
  expect(answer.kernel).toMatchObject([
    { says: '2012: a poke is lost', tests: 1, falls: [{ breaks: 'R1', tests: 1 }] },
  ]);
  expect(answer.designs.find(({ name }) => name === 'today')?.falls).toEqual([]);
});

test('a test that breaks for two reasons is one test', () => {
  const kernel = fallen('kernel', { test: 'C', design: 'eintr' });
  const all = report({}, [{ ...kernel, known: 'kernel defect: 2026: a wakeup is lost' }]);
  expect(answerOf(all)).toMatchObject({ kernel: [{ tests: 1 }, { tests: 1 }], kernelTests: 1 });
});

test('nothing is new where all is expected; else each finding is told, and the worst class', () => {
  const text = (of: Report): string => renderAnswer(of, { width: 100, colour: false });
  expect(text(report())).toContain('New against the baseline: nothing.');
  const more = {
    ...fallen('design', { test: 'D', design: 'ticket' }),
    standing: 'unexpected' as const,
  };
  const changed = text(report({}, [more]));
  expect(changed).toContain('Not expected: design defects');
  expect(changed).not.toContain('New against the baseline: nothing.');
  const cut = text(report({ ran: 1 }));
  expect(cut).not.toContain('Sound:');
  expect(cut).toContain('the rest is unknown');
});

test('terminal and page say the same numbers of tests', () => {
  const all = report();
  const terminal = stripVTControlCharacters(renderAnswer(all, { width: 200 }));
  const page = renderToString(h(Overview, overviewOf(all, []))).replaceAll(/<[^>]*>/g, '');
  const { designs, kernelTests } = answerOf(all);
  for (const { name, falls, tests, role } of designs.filter((each) => each.role !== 'wrong')) {
    expect(terminal).toMatch(RegExp(`${name} +${tests} test`));
    for (const { breaks, tests: on } of falls) {
      expect({ role, name, page }).toMatchObject({
        page: expect.stringContaining(`${breaks} on ${on}`),
      });
      expect(terminal).toContain(`${breaks} on ${on}`);
    }
  }
  expect(kernelTests).toBe(1);
  expect(page).toContain('with no abort: 1 test');
  expect(terminal).toContain(
    'with no abort at all it breaks 1 test by itself: 2012: a poke is lost',
  );
});
