import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Run } from '../../reports/data.ts';
import {
  assembleReport,
  designRow,
  differencesFrom,
  rulesNeverFired,
  worstLatencies,
} from './report.ts';
import { sampleRun, violatedRun } from './sample.ts';

function reportOf(runs: readonly Run[]) {
  return assembleReport({
    isWhole: true,
    command: 'fermata check',
    startedAt: '2026-11-23T12:00:00.000Z',
    elapsedMs: 1,
    selected: 10,
    interrupted: false,
    limits: { statesMax: 1, memoryMaxBytes: 1, timeLimitMs: null },
    aborts: null,
    designs: [],
    tests: [],
    runs,
    notes: [],
  });
}

test.for([
  { run: sampleRun(), passed: 1, failed: 0 },
  { run: violatedRun(['R1'], { standing: 'expected' }), passed: 1, failed: 0 },
  { run: violatedRun(['R1'], { standing: 'unexpected' }), passed: 0, failed: 1 },
  { run: violatedRun(['R1'], { standing: 'information' }), passed: 0, failed: 0 },
  { run: sampleRun({ standing: 'stale' }), passed: 0, failed: 1 },
  { run: sampleRun({ verdict: 'VACUOUS', standing: 'unexpected' }), passed: 0, failed: 1 },
  { run: sampleRun({ verdict: 'UNSUPPORTED' }), passed: 0, failed: 0 },
  { run: sampleRun({ verdict: 'INCONCLUSIVE', standing: 'unexpected' }), passed: 0, failed: 0 },
  { run: sampleRun({ verdict: 'ERROR', standing: 'information' }), passed: 0, failed: 1 },
])('$run.verdict, $run.standing counts as $passed passed, $failed failed', (row) => {
  const report = reportOf([row.run]);
  expect({ passed: report.passed, failed: report.failed }).toEqual({
    passed: row.passed,
    failed: row.failed,
  });
  expect(report.ran).toBe(1);
});

test('a rule that fires in one run has fired', () => {
  const { search } = sampleRun();
  const idle = { ...search, coverage: {} } as const;
  const busy = { ...search, coverage: { a: [3, 1] } } as const;
  const runs = [sampleRun({ search: idle }), sampleRun({ search: busy })];
  expect(rulesNeverFired(runs, ['b', 'a'])).toEqual(['b']);
});

test('a design lists the policies of single calls', () => {
  const row = designRow(parseDesign('ticket,ipc_wait.result=eintr'));
  expect(row.policies).toMatchObject({ result: 'restart', 'ipc_wait.result': 'eintr' });
});

test('what differs from the ticket is said, for all calls and for one', () => {
  const ticket = parseDesign('ticket');
  const design = parseDesign('timeout=relative,ipc_wait.result=eintr');
  expect(differencesFrom(ticket, design)).toEqual(['timeout=relative', 'ipc_wait.result=eintr']);
  expect(differencesFrom(ticket, ticket)).toEqual([]);
});

test('the worst latency of a call is kept for each design, unbounded before any number', () => {
  const latency = (name: string, ownSteps: number | null, design = 'ticket') => ({
    call: 'ipc_wait',
    revision: 'helenos-2026',
    design,
    ownSteps,
    holderSteps: 0,
    test: name,
  });
  const runs = [
    sampleRun({ latencies: [latency('A', 3), latency('A', 9, 'eintr')] }),
    sampleRun({ latencies: [latency('B', 5)] }),
    sampleRun({}),
    sampleRun({ latencies: [latency('C', null, 'eintr'), latency('C', 4)] }),
  ];
  expect(worstLatencies(runs).map((worst) => `${worst.design} ${worst.test}`)).toEqual([
    'eintr C',
    'ticket B',
  ]);
});
