import { expect, test } from 'vitest';
import { presets } from '../../model/designs/presets.ts';
import type { FallsHere, Run, TestRow } from '../../reports/data.ts';
import { designRow } from '../run/report.ts';
import { sampleRun, violatedRun } from '../run/sample.ts';
import { withFallsHere } from './falls-here.ts';
import type { Killed } from './mutant.ts';

/** Another known-bad design than the one that breaks R1. */
const OTHER = 'stop=section';
const TEST = { name: 'T' } as TestRow;

const MUTANT: Killed = {
  id: 'm',
  file: 'model/steps.ts',
  find: '',
  replace: '',
  says: '',
  killer: { litmus: 'T', revision: 'helenos-2026', falls: 'R3' },
};

function fallsOf(runs: readonly Run[], designs = presets()): readonly FallsHere[] | undefined {
  const report = { tests: [TEST], runs, designs: designs.map(designRow) };
  return withFallsHere(report, [MUTANT]).tests[0].falls;
}

/** The test under all presets: `debt=book` breaks R1, nothing breaks R3 or the condition. */
const RUNS = presets().map(({ name }) => {
  const base = { test: 'T', design: name, revision: 'helenos-2026' };
  const checked = ['R1', 'R3', 'R6'].map((id) => {
    const [assertion] = violatedRun([id], base).assertions;
    const falls = id === 'R1' && name === 'debt=book';
    return { ...assertion, verdict: falls ? ('VIOLATED' as const) : ('VERIFIED' as const) };
  });
  return { ...sampleRun(base), assertions: checked };
});

test('a known-bad design and a mutant are named where they break something', () => {
  const falls = fallsOf(RUNS);
  expect(falls).toContainEqual({ revision: 'helenos-2026', breaks: 'R1', by: ['debt=book'] });
  expect(falls).toContainEqual({ revision: 'helenos-2026', breaks: 'R3', by: ['mutant m'] });
});

test('nothing is known where no wrong design and no mutant breaks it', () => {
  const falls = fallsOf(RUNS) ?? [];
  const none = falls.filter(({ by }) => by.length === 0).map(({ breaks }) => breaks);
  expect(none).toContain('R6');
});

test('what a right design breaks is not known-bad', () => {
  const broken = violatedRun(['R6'], { test: 'T', design: 'ticket', revision: 'helenos-2026' });
  const runs = RUNS.map((run) => (run.design === 'ticket' ? { ...broken } : run));
  expect(fallsOf(runs)).toContainEqual({ revision: 'helenos-2026', breaks: 'R6', by: [] });
});

test('that nothing is known is not said of a search that was cut, or of a design that was not run', () => {
  const cut = RUNS.map((run) =>
    run.design === OTHER ? { ...run, search: { ...run.search, complete: false } } : run,
  );
  const missing = RUNS.filter(({ design }) => design !== OTHER);
  for (const runs of [cut, missing]) {
    const falls = fallsOf(runs) ?? [];
    expect(falls.every(({ by }) => by.length > 0)).toBe(true);
    expect(falls.map(({ breaks }) => breaks)).toContain('R1');
  }
  expect(fallsOf(RUNS, presets().slice(0, 3))).toBeUndefined();
});
