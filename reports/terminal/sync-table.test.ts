/** The table of synchronous calls says of an assertion only what runs have shown. */
import { expect, test } from 'vitest';
import type { AssertionResult } from '../data.ts';
import { LOST_WAKEUP, sampleAssertion, sampleReport, sampleRun, sampleTest } from '../sample.ts';
import { renderSyncPage } from '../formats/sync-page.ts';
import { syncRows } from './sync-table.ts';

/** A report of one run of `SYNC+abort` under `ticket` in which these assertions came out so. */
function reportOf(assertions: readonly Partial<AssertionResult>[]) {
  const name = 'SYNC+abort';
  const run = sampleRun({
    test: name,
    design: 'ticket',
    revision: 'helenos-2012',
    assertions: assertions.map(sampleAssertion),
  });
  return sampleReport({ tests: [{ ...sampleTest(name), family: 'sync' }], runs: [run] });
}

const FALL = { verdict: 'VIOLATED', defect: 'design', counterexample: LOST_WAKEUP } as const;

test('what was never put to the test is not kept', () => {
  const report = reportOf([
    { id: 'R1' },
    { id: 'R4', verdict: 'VACUOUS' },
    { id: 'R5', verdict: 'UNSUPPORTED' },
    { id: 'R9', verdict: 'INCONCLUSIVE' },
  ]);
  expect(syncRows(report).map(({ kept }) => kept)).toEqual([['R1']]);
});

test('what falls with no abort at all is not held against a design', () => {
  const report = reportOf([
    { id: 'R14', ...FALL, defect: 'kernel' },
    { id: 'R15', ...FALL },
  ]);
  const fallen = syncRows(report).flatMap((row) => row.fallen);
  expect(fallen.map(({ assertion, runs, test: where }) => [assertion, runs, where])).toEqual([
    ['R15', 1, 'SYNC+abort'],
  ]);
});

test('what the waker of 2012 hides is read off the runs under waker=finishes', () => {
  const asIs = reportOf([{ id: 'R14', ...FALL, defect: 'kernel' }, { id: 'R1' }]);
  const [run] = reportOf([{ id: 'R14', ...FALL }, { id: 'R1' }]).runs;
  const cured = { ...run, design: 'ticket,waker=finishes' };
  const [design] = asIs.designs;
  const report = {
    ...asIs,
    designs: [
      { ...design, name: 'ticket' },
      { ...design, name: cured.design, kind: 'custom' as const },
    ],
    runs: [...asIs.runs, cured],
  };
  const rows = syncRows(report);
  expect(rows.map((row) => row.design)).toEqual(['ticket']);
  expect(rows[0]).toMatchObject({
    kept: ['R1'],
    fallen: [{ assertion: 'R14', runs: 1 }],
    byKernel: [{ assertion: 'R14', runs: 1 }],
    byKernelCured: [],
  });
  const [row] = renderSyncPage(report).match(/^.*`ticket`.*$/m) ?? [];
  expect(row).toContain('| R14 (1) | nothing |');
});

test('links lead to the headings, whose underscores Markdown keeps', () => {
  const page = renderSyncPage(reportOf([{ id: 'R5', ...FALL }]));
  expect(page).toContain('### ticket breaks R5 of ipc_call_sync\n');
  expect(page).toContain('[R5](#ticket-breaks-r5-of-ipc_call_sync) (1)');
});
